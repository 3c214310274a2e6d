"""The headings of tables that are filled: a table names its columns as the cells of its header row read.

In a prepared workbook the formulas name the columns of such tables provisionally; each filling puts the headings into
the cells (as texts, no two alike), the tables' parts, and the formulas.
"""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from addin.errors import Place, UserError
from addin.filebook.source import Cell
from addin.filebook.template import FileTemplate
from addin.package.package import Package
from addin.package.rich_text import RichText
from addin.package.text import units
from addin.package.writing import Content
from addin.package.xml import serialise
from addin.references.geometry import Geometry
from addin.references.growth import Growth
from addin.references.structured import ExcelTable, FilledTable, named_columns, unique_names
from addin.references.table_columns import name_columns, read_table
from addin.template.blocks import address
from addin.template.plan import Plan, SheetPlan
from udfs.numerics.cell_values import CellValue, text_of_cell, to_cells
from udfs.shortening import shortened

LONGEST_HEADING: Final = 255


@dataclass(frozen=True)
class SheetTable:
    """A table of the template: its part, and the cells of its header row that filling changes."""

    part: str
    table: ExcelTable
    headings: frozenset[Cell]


@dataclass(frozen=True)
class Headings:
    """The headings of a filling, from left to right: of each part of a table, and of each table by its name."""

    by_part: Mapping[str, Sequence[str]]
    by_table: Mapping[str, Sequence[str]]

    def parts(self, package: Package) -> Iterator[tuple[str, bytes]]:
        """The parts other than sheets that name columns."""
        for part, names in self.by_part.items():
            yield part, named_columns(serialise(name_columns(package.tree(part), names)), self.by_table)
        if self.by_part:
            yield package.workbook_part, named_columns(package.read(package.workbook_part), self.by_table)

    def named(self, sheet: bytes | Iterator[bytes]) -> Content:
        """A sheet whose formulas name the columns by their headings."""
        if not self.by_table:
            return sheet
        if isinstance(sheet, bytes):
            return named_columns(sheet, self.by_table)
        return (named_columns(chunk, self.by_table) for chunk in sheet)


NO_HEADINGS: Final = Headings({}, {})


def sheet_tables(template: FileTemplate, growths: Mapping[str, Growth]) -> tuple[SheetTable, ...]:
    """The tables of all worksheets, as the sheets grow."""
    geometry = Geometry(growths)
    return tuple(
        _sheet_table(template, part, table, geometry)
        for sheet in template.sheets
        for part in template.package.related(sheet.part, "table")
        if (table := read_table(template.package.root(part), sheet.name))
    )


def _sheet_table(template: FileTemplate, part: str, table: ExcelTable, geometry: Geometry) -> SheetTable:
    drawn = {cell for drawing in template.drawings if drawing.name == table.sheet for cell in drawing.contents}
    columns = range(table.left, table.left + len(table.columns))
    repeated = {column for column in columns if geometry.layout(table.sheet).columns.depth(column)}
    cells = {(table.rows[0], column) for column in columns} if table.headed else set[Cell]()
    headings = frozenset(cell for cell in cells if cell in drawn or cell[1] in repeated)
    return SheetTable(part, replace(table, open=bool(headings)), headings)


def fill_headings(
    template: FileTemplate, plan: Plan, geometry: Geometry, tables: Sequence[SheetTable]
) -> tuple[Plan, Headings]:
    """The plan with the headings of tables as texts of which no two are alike, and these headings."""
    filled = {each.table.name: each for each in geometry.tables}
    by_part: dict[str, Sequence[str]] = {}
    by_table: dict[str, Sequence[str]] = {}
    sheets = {sheet.source: sheet for sheet in plan.sheets}
    for each in tables:
        if each.headings and each.table.sheet in sheets:
            sheet = sheets[each.table.sheet]
            names = unique_names(_texts(template, sheet, each.headings, filled[each.table.name]))
            _refuse_long(template, each, names)
            by_part[each.part] = by_table[each.table.name] = names
            sheets[sheet.source] = _with_values(sheet, each, filled[each.table.name], names)
    if not by_part:
        return plan, NO_HEADINGS
    return replace(plan, sheets=tuple(sheets[sheet.source] for sheet in plan.sheets)), Headings(by_part, by_table)


def _refuse_long(template: FileTemplate, table: SheetTable, names: Sequence[str]) -> None:
    """Raises UserError for a heading that Excel would repair."""
    longest = max(names, key=units, default="")
    if units(longest) > LONGEST_HEADING:
        cell = address((table.table.rows[0], table.table.left))
        place = Place(template.place.file, table.table.sheet, cell)
        message = "the table's heading {text} has {length} characters; {most} at most"
        raise UserError(message, place, text=shortened(longest), length=units(longest), most=LONGEST_HEADING)


def _texts(template: FileTemplate, sheet: SheetPlan, headings: AbstractSet[Cell], filled: FilledTable) -> Iterator[str]:
    """What the header row reads; where a cell says nothing or isn't written again, the name the template has."""
    source, seen = template.source(sheet.source), dict[int, int]()
    for column in filled.columns:
        cell, copy = (filled.table.rows[0], column.line), seen.get(column.line, 0)
        seen[column.line] = copy + 1
        if cell in sheet.values:
            yield _text(_value(sheet.values[cell], copy))
        else:
            drawn = source.cells.get(cell) if cell in headings else None
            written = None if drawn is None else RichText(drawn.runs) if drawn.runs else drawn.value
            yield _text(written) or filled.table.columns[column.line - filled.table.left]


def _value(values: NDArray[Any], copy: int) -> CellValue:
    return [value for row in to_cells(values) for value in row][copy]


def _text(value: CellValue) -> str:
    text = text_of_cell(value)
    return text if isinstance(text, RichText) else "" if text is None else str(text)


def _with_values(sheet: SheetPlan, table: SheetTable, filled: FilledTable, names: Sequence[str]) -> SheetPlan:
    found: dict[Cell, list[str]] = {}
    for column, name in zip(filled.columns, names, strict=True):
        found.setdefault((table.table.rows[0], column.line), []).append(name)
    written = {cell: np.array([found[cell]], dtype=np.object_) for cell in table.headings if cell in found}
    return replace(sheet, values={**sheet.values, **written})
