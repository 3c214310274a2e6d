"""Random templates are filled, and every cell and reference is compared with a model that writes out each line."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from io import BytesIO
from itertools import product
from xml.sax.saxutils import unescape
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart
from openpyxl.chart.data_source import NumDataSource, NumRef
from openpyxl.chart.series import Series
from openpyxl.formatting.rule import FormulaRule
from openpyxl.formula.translate import Translator
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from addin.filebook import lines, preparing, rendering
from addin.tables.dataset import dataset
from addin.tables.table import Table
from addin.template.scope import Source
from tests.filebook.calculated import UnknownValue, calculated
from tests.filebook.followed import Grown, Home, governed, grown, homes_of, moved
from tests.filebook.random_templates import COLUMNS, INNER, OUTER, ROWS, templates
from tests.filebook.template_model import Cell, Reference, Sheet, Template, alike, formula_text
from tests.filebook.written_out import Data, Path
from tests.templates.filling import fill_bytes
from tests.templates.sources import table


def workbook_of(template: Template) -> bytes:
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
    for area in sheet.merged:
        worksheet.merge_cells(str(area))
    for rule in sheet.rules:
        formula = formula_text([str(reference) for reference in rule.formula])[1:]
        format_rule = FormulaRule(formula=[formula], fill=PatternFill(bgColor="FFFF00"))
        worksheet.conditional_formatting.add(str(rule.area), format_rule)
        worksheet.add_data_validation(DataValidation(type="custom", formula1=formula, sqref=str(rule.area)))


def source_of(data: Data) -> Source:
    """The tables that hold these labels."""
    tables = [table({axis: data.outer[axis]}, {f"of_{axis}": _figures(data, data.outer[axis])}) for axis in OUTER]
    for axis, around in INNER.items():
        tables.append(_pairs(data, axis, around))
    return Source(dataset(tables), {"title": "Title"})


def _pairs(data: Data, axis: str, around: str) -> Table:
    pairs = [(outer, label) for outer in data.outer[around] for label in data.inner[axis][outer]]
    keys = {around: [pair[0] for pair in pairs], axis: [pair[1] for pair in pairs]}
    return table(keys, {f"of_{axis}": _figures(data, keys[axis])})


def _figures(data: Data, labels: Sequence[str]) -> list[float | None]:
    return [data.figures[label] for label in labels]


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
    if not isinstance(text, str) or not text.startswith("{{"):
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


def written_rules(rules: Iterable[tuple[str, str]]) -> Counter[tuple[Cell, str]]:
    """Each area's formula in each of its cells, as Excel fills it from the upper left one."""
    found: Counter[tuple[Cell, str]] = Counter()
    for area, formula in rules:
        cells = cells_of(area)
        corner = min(row for row, _ in cells), min(column for _, column in cells)
        translator = Translator(f"={formula}", f"{get_column_letter(corner[1])}{corner[0]}")
        for row, column in cells:
            found[(row, column), translator.translate_formula(f"{get_column_letter(column)}{row}")] += 1
    return found


def check_cells(book: Workbook, sheets: dict[str, Grown]) -> None:
    """Every cell of every sheet is what the model says."""
    for name, sheet in sheets.items():
        rows = [(at, line) for at, line in enumerate(sheet.rows.lines, 1) if line.template <= ROWS]
        columns = [(at, line) for at, line in enumerate(sheet.columns.lines, 1) if line.template <= COLUMNS]
        for (at, row), (across, column) in product(rows, columns):
            found = book[name].cell(at, across)
            assert found.value == expected_cell(Home(sheet, row, column), sheets), f"{name}!{found.coordinate}"


def check_rules(book: Workbook, sheets: dict[str, Grown]) -> None:
    """Formats and validations are for the images of the cells they were for, and their formulas follow in each."""
    for name, sheet in sheets.items():
        covered = Counter(cell for rule in sheet.sheet.rules for cell in homes_of(rule.area, sheet))
        fillable = [rule for rule in sheet.sheet.rules if alike(rule.area, sheet.sheet.rows, sheet.sheet.columns)]
        wanted = governed(fillable, sheet, sheets)
        formats = book[name].conditional_formatting
        listed = [(str(each.sqref), rule.formula[0]) for each in formats for rule in each.rules]
        validations = [(str(each.sqref), each.formula1) for each in book[name].data_validations.dataValidation]
        for found in (written_rules(listed), written_rules(validations)):
            assert Counter(cell for cell, _ in found.elements()) == covered
            assert not wanted - found


def check_merges(book: Workbook, sheets: dict[str, Grown]) -> None:
    """Cells are merged with those of their own copies."""
    for name, sheet in sheets.items():
        wanted: dict[tuple[Reference, Path, Path], set[Cell]] = {}
        for area in sheet.sheet.merged:
            for cell, home in homes_of(area, sheet).items():
                wanted.setdefault((area, home.row.path, home.column.path), set()).add(cell)
        found = [cells_of(str(each)) for each in book[name].merged_cells.ranges]
        assert sorted(map(sorted, found)) == sorted(map(sorted, wanted.values()))


def check_values(book: Workbook, shown: Workbook, filled: set[str]) -> None:
    """The value beside a formula is what its cells add up to, and is there wherever that can be known."""
    for worksheet in (each for each in book.worksheets if each.title in filled):
        for cell in (each for row in worksheet.iter_rows() for each in row if each.data_type == "f"):
            kept = shown[worksheet.title][cell.coordinate].value
            try:
                wanted = calculated(book, (worksheet.title, cell.row, cell.column))
            except UnknownValue:
                continue
            assert kept == wanted, cell


def charted(content: bytes) -> list[str]:
    """What the charts show, in their order."""
    with ZipFile(BytesIO(content)) as archive:
        parts = sorted(name for name in archive.namelist() if name.startswith("xl/charts/chart"))
        return [unescape(text) for part in parts for text in re.findall("<f>(.*?)</f>", archive.read(part).decode())]


def check(template: Template) -> None:
    """All of a template's filling is what the model says."""
    content = fill_bytes(workbook_of(template), source_of(template.data))
    book = load_workbook(BytesIO(content))
    sheets = grown(template)
    check_cells(book, sheets)
    check_rules(book, sheets)
    check_merges(book, sheets)
    filled = {sheet.name for sheet in template.sheets if any("{{" in str(text) for text in sheet.texts.values())}
    check_values(book, load_workbook(BytesIO(content), data_only=True), filled)
    for number, reference in enumerate(template.names):
        assert book.defined_names[f"name_{number}"].attr_text == moved(reference, sheets, None)
    shown = [moved(reference, sheets, None) for reference in template.series]
    assert charted(content) == [f"({areas})" if "," in areas else areas for areas in shown]


@pytest.mark.filterwarnings("ignore:Unable to read chart")
@given(templates())
@settings(max_examples=25, suppress_health_check=list(HealthCheck), phases=(Phase.generate, Phase.shrink))
def test_every_cell_and_reference_stands_where_it_is_written_out(template: Template) -> None:
    check(template)


@pytest.mark.filterwarnings("ignore:Unable to read chart")
@given(templates(), st.integers(0, 2), st.integers(1, 2))
@settings(max_examples=15, suppress_health_check=list(HealthCheck), phases=(Phase.generate, Phase.shrink))
def test_sheets_written_in_chunks_are_what_is_written_out(template: Template, many: int, chunk: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lines, "MANY_ROWS", many)
        patch.setattr(preparing, "MANY_ROWS", many)
        patch.setattr(rendering, "_CHUNK", chunk)
        check(template)
