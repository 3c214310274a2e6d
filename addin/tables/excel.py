"""Workbooks as grids: sheets and Excel tables with their cached values."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from addin.errors import Place, UserError, nearest
from addin.package.addresses import area_edges
from addin.package.corrupt_parts import corrupt_part_as_error
from addin.package.package import Package, read_package
from addin.package.workbook import Sheet, worksheets_of
from addin.tables.grid import Grid
from addin.tables.sheet_cells import SheetCells, Uncalculated


@dataclass(frozen=True, slots=True)
class _ExcelTable:
    name: str
    sheet: Sheet
    first_row: int
    first_column: int
    last_row: int
    last_column: int


def read_workbook(source: bytes | Path, place: Place, sheet_or_table: str | None = None) -> tuple[Grid, ...]:
    """The grids of a workbook's data, in its order.

    With `sheet_or_table` that Excel table or sheet; otherwise all Excel tables, or where there are none all visible
    sheets whose names don't begin with '_'. Raises UserError where the file is no workbook, the name is unknown, or a
    cell has a formula whose value was never stored.
    """
    return _read(read_package(source, place), place, sheet_or_table)


def _read(package: Package, place: Place, sheet_or_table: str | None) -> tuple[Grid, ...]:
    known = worksheets_of(package)
    tables = [table for sheet in known for table in _excel_tables(package, sheet)]
    chosen_tables, chosen_sheets = _choose(known, tables, sheet_or_table, place)
    reader = _Reader(SheetCells(package), {})
    return (*map(reader.table, chosen_tables), *map(reader.sheet, chosen_sheets))


def find_grid(source: bytes | Path, place: Place, sheet_or_table: str) -> Grid | None:
    """The Excel table or the sheet of that name as a grid; None where the workbook has neither."""
    package = read_package(source, place)
    known = worksheets_of(package)
    names = [sheet.name.strip() for sheet in known]
    names += [table.name for sheet in known for table in _excel_tables(package, sheet)]
    if sheet_or_table.casefold() not in map(str.casefold, names):
        return None
    return _read(package, place, sheet_or_table)[0]


def _choose(
    known: Sequence[Sheet], tables: Sequence[_ExcelTable], name: str | None, place: Place
) -> tuple[list[_ExcelTable], list[Sheet]]:
    if name is None:
        visible = [sheet for sheet in known if sheet.state == "visible" and not sheet.name.startswith("_")]
        data = [table for table in tables if not table.sheet.name.startswith("_")]
        return (data, []) if data else ([], visible)
    folded = name.strip().casefold()
    for table in tables:
        if table.name.casefold() == folded:
            return [table], []
    for sheet in known:
        if sheet.name.strip().casefold() == folded:
            within = [table for table in tables if table.sheet == sheet]
            return (within, []) if within else ([], [sheet])
    names = [table.name for table in tables] + [sheet.name for sheet in known]
    raise UserError("there is no sheet or table '{name}'", place, nearest=nearest(name, names), name=name)


def _excel_tables(package: Package, sheet: Sheet) -> Iterator[_ExcelTable]:
    for part in package.related(sheet.part, "table"):
        root = package.tree(part)
        with corrupt_part_as_error(part, package.place):
            left, top, right, bottom = area_edges(root.get("ref", "A1"))
            totals = int(root.get("totalsRowCount", "0"))
        if root.get("headerRowCount", "1") != "0" and left and top and right and bottom:
            name = root.get("displayName", root.get("name", ""))
            yield _ExcelTable(name, sheet, top, left, bottom - totals, right)


@dataclass(frozen=True)
class _Reader:
    cells: SheetCells
    read: dict[str, list[list[object]]]

    def table(self, table: _ExcelTable) -> Grid:
        left, right = table.first_column - 1, table.last_column
        rows = [row[left:right] for row in self._rows(table.sheet)[table.first_row - 1 : table.last_row]]
        return _sound(Grid(table.name, self._place(table.sheet), rows, table.first_row, table.first_column, whole=True))

    def sheet(self, sheet: Sheet) -> Grid:
        return _sound(Grid(sheet.name.strip(), self._place(sheet), self._rows(sheet)))

    def _rows(self, sheet: Sheet) -> list[list[object]]:
        if sheet.part not in self.read:
            self.read[sheet.part] = self.cells.rows(sheet.part)
        return self.read[sheet.part]

    def _place(self, sheet: Sheet) -> Place:
        return Place(self.cells.package.place.file, sheet.name)


def _sound(grid: Grid) -> Grid:
    """The grid; raises UserError for a formula without a stored value, which else would read as a blank."""
    for row, cells in enumerate(grid.rows):
        for column, cell in enumerate(cells):
            if isinstance(cell, Uncalculated):
                raise UserError(
                    "the formula ={formula} has no stored value: open the file in Excel and save it",
                    grid.place_of(row, column),
                    formula=cell.formula,
                )
    return grid
