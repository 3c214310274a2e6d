"""Random templates are filled, and every cell and reference is compared with a model that writes out each line."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import product
from xml.sax.saxutils import unescape
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart
from openpyxl.chart.data_source import NumDataSource, NumRef
from openpyxl.chart.series import Series
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import PatternFill
from openpyxl.utils import range_boundaries
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from addin.tables.dataset import dataset
from addin.tables.table import Table
from addin.template.scope import Source
from tests.filebook.conftest import fill_bytes, table
from tests.filebook.random_templates import (
    COLUMNS,
    INNER,
    OUTER,
    ROWS,
    Cell,
    Reference,
    Sheet,
    Template,
    formula_text,
    templates,
)
from tests.filebook.written_out import LOST, Block, Data, Line, Point, Written, write_out


@dataclass(frozen=True)
class Grown:
    """A filled sheet written out."""

    sheet: Sheet
    rows: Line
    columns: Line


def drawn(template: Template) -> bytes:
    """The template as a workbook."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for sheet in template.sheets:
        _draw_sheet(workbook.create_sheet(sheet.name), sheet)
    for number, reference in enumerate(template.names):
        workbook.defined_names[f"name_{number}"] = DefinedName(f"name_{number}", attr_text=str(reference))
    for reference in template.series:
        chart = BarChart()
        chart.series.append(Series(val=NumDataSource(numRef=NumRef(f=str(reference))), idx=0, order=0))
        workbook.worksheets[0].add_chart(chart, "T1")
    target = BytesIO()
    workbook.save(target)
    return target.getvalue()


def _draw_sheet(worksheet: Worksheet, sheet: Sheet) -> None:
    for (row, column), text in sheet.texts.items():
        worksheet.cell(row, column, text)
    for (row, column), references in sheet.formulas.items():
        worksheet.cell(row, column, formula_text([str(reference) for reference in references]))
    for reference in sheet.areas:
        rule = FormulaRule(formula=["TRUE"], fill=PatternFill(bgColor="FFFF00"))
        worksheet.conditional_formatting.add(str(reference), rule)
        worksheet.add_data_validation(DataValidation(type="whole", formula1="1", sqref=str(reference)))


def source_of(data: Data) -> Source:
    """The tables that hold these labels."""
    tables = [table({axis: data.outer[axis]}, {f"of_{axis}": _figures(data.outer[axis])}) for axis in OUTER]
    for axis, around in INNER.items():
        tables.append(_pairs(data, axis, around))
    return Source(dataset(tables), {"title": "Title"})


def _pairs(data: Data, axis: str, around: str) -> Table:
    pairs = [(outer, label) for outer in data.outer[around] for label in data.inner[axis][outer]]
    keys = {around: [pair[0] for pair in pairs], axis: [pair[1] for pair in pairs]}
    return table(keys, {f"of_{axis}": _figures(pairs)})


def _figures(labels: object) -> list[float]:
    return [1.0 for _ in labels]  # type: ignore[attr-defined]


def grown(template: Template) -> dict[str, Grown]:
    """The filled sheets by name."""
    found = {}
    for sheet in template.sheets:
        rows = write_out(sheet.rows, ROWS, template.data, set(_referred(template, sheet, down=True)))
        columns = write_out(sheet.columns, COLUMNS, template.data, set(_referred(template, sheet, down=False)))
        found[sheet.name] = Grown(sheet, Line(sheet.rows, rows), Line(sheet.columns, columns))
    return found


def _referred(template: Template, sheet: Sheet, *, down: bool) -> Iterator[Block]:
    """The blocks whose prototype something outside of them is about and nothing else."""
    mentions = [("", None, reference) for reference in (*template.names, *template.series)]
    for other in template.sheets:
        mentions += [(other.name, cell, each) for cell, listed in other.formulas.items() for each in listed]
    for block in [each for top in (sheet.rows if down else sheet.columns) for each in top.all]:
        for home, cell, reference in mentions:
            first, last = reference.rows if down else reference.columns
            inside = block.first <= min(first.line, last.line) and max(first.line, last.line) <= block.last
            goes = home == sheet.name and cell is not None and block.first <= cell[not down] <= block.last
            if (reference.sheet or home) == sheet.name and inside and not goes:
                yield block


@dataclass(frozen=True)
class Home:
    """Where a formula is written: one line of each axis of a filled sheet."""

    sheet: Grown
    row: Written
    column: Written


def moved(reference: Reference, sheets: dict[str, Grown], home: Home | None) -> str:
    """A reference as it reads in a cell of the filled workbook, or in a name or a chart."""
    target = sheets[reference.sheet] if reference.sheet else home and home.sheet
    assert target is not None
    same = home is not None and target is home.sheet
    rows = [
        _end(target.rows, reference.rows, home and (home.sheet.rows, home.row), same=same, end=end)
        for end in (False, True)
    ]
    columns = [
        _end(target.columns, reference.columns, home and (home.sheet.columns, home.column), same=same, end=end)
        for end in (False, True)
    ]
    if rows[0] is None or rows[1] is None or columns[0] is None or columns[1] is None:
        return LOST
    return reference.text((rows[0], rows[1]), (columns[0], columns[1]))


def _end(
    axis: Line, points: tuple[Point, Point], home: tuple[Line, Written] | None, *, same: bool, end: bool
) -> Point | None:
    """One end of a reference along one axis; `home` is the formula's own axis and its line there."""
    own = points[end]
    line = home[1] if home and same else None
    found = axis.found(points[0].line, points[1].line, line, dollar=own.dollar, end=end)
    if found is None or home is None or own.dollar:
        return found and own.at(found)
    common = axis.shared(found, line) if line else 0
    return own.at(found + home[0].filled_along(home[1], common))


def expected_cell(home: Home, sheets: dict[str, Grown]) -> object:
    """What a cell of a filled sheet holds: a text, a formula or nothing."""
    sheet, cell = home.sheet.sheet, (home.row.template, home.column.template)
    labels = {**home.row.labels, **home.column.labels}
    shown = [labels[marked.axis] for marked in sheet.axes(cell)]
    if None in shown:
        return None
    if cell in sheet.formulas:
        return formula_text([moved(reference, sheets, home) for reference in sheet.formulas[cell]])
    text = sheet.texts.get(cell)
    if text is None or not text.startswith("{{"):
        return text
    own = [labels[name] for name in _named(text) if name in labels]
    return "/".join(str(label) for label in own) or "Title"


def _named(text: str) -> list[str]:
    return [piece.split()[0] for piece in text.split("{{")[1:]]


def cells_of(area: str) -> set[Cell]:
    """The cells of areas such as `A1:B3 D4`."""
    found: set[Cell] = set()
    for part in area.split():
        left, top, right, bottom = range_boundaries(part)
        found |= set(product(range(top, bottom + 1), range(left, right + 1)))
    return found


def images_of(reference: Reference, sheet: Grown) -> set[Cell]:
    """The cells of a filled sheet that are made from those of an area."""
    (top, bottom), (left, right) = reference.rows, reference.columns
    rows = [at for at, line in enumerate(sheet.rows.lines, 1) if top.line <= line.template <= bottom.line]
    columns = [at for at, line in enumerate(sheet.columns.lines, 1) if left.line <= line.template <= right.line]
    return set(product(rows, columns))


def check_cells(book: Workbook, sheets: dict[str, Grown]) -> None:
    """Every cell of every sheet is what the model says."""
    for name, sheet in sheets.items():
        for (at, row), (across, column) in product(enumerate(sheet.rows.lines, 1), enumerate(sheet.columns.lines, 1)):
            found = book[name].cell(at, across)
            assert found.value == expected_cell(Home(sheet, row, column), sheets), f"{name}!{found.coordinate}"


def check_areas(book: Workbook, sheets: dict[str, Grown]) -> None:
    """Formats and validations are for the images of the cells they were for."""
    for name, sheet in sheets.items():
        wanted = sorted(sorted(images) for area in sheet.sheet.areas if (images := images_of(area, sheet)))
        formats = [cells_of(str(each.sqref)) for each in book[name].conditional_formatting]
        validations = [cells_of(str(each.sqref)) for each in book[name].data_validations.dataValidation]
        assert sorted(map(sorted, validations)) == wanted
        assert {frozenset(map(tuple, each)) for each in wanted} == set(map(frozenset, formats))


def charted(content: bytes) -> list[str]:
    """What the charts show, in their order."""
    with ZipFile(BytesIO(content)) as archive:
        parts = sorted(name for name in archive.namelist() if name.startswith("xl/charts/chart"))
        return [unescape(text) for part in parts for text in re.findall("<f>(.*?)</f>", archive.read(part).decode())]


@pytest.mark.filterwarnings("ignore:Unable to read chart")
@given(templates())
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_cell_and_reference_stands_where_it_is_written_out(template: Template) -> None:
    content = fill_bytes(drawn(template), source_of(template.data))
    book = load_workbook(BytesIO(content))
    sheets = grown(template)
    check_cells(book, sheets)
    check_areas(book, sheets)
    for number, reference in enumerate(template.names):
        assert book.defined_names[f"name_{number}"].attr_text == moved(reference, sheets, None)
    assert charted(content) == [moved(reference, sheets, None) for reference in template.series]
