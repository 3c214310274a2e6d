"""Workbooks as grids: sheets and Excel tables with their cached values."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Final

from openpyxl import load_workbook
from openpyxl.utils import range_boundaries
from openpyxl.workbook import Workbook

from addin.mistakes import Mistake, Place, nearest
from addin.package.namespaces import TRANSITIONAL
from addin.package.package import Package, read_package
from addin.package.reading import read_file
from addin.package.sheet_parts import sheet_parts
from addin.package.workbook import Sheet, sheets
from addin.tables.grid import Grid

_HAS_FORMULA: Final = re.compile(rb"<(?:\w+:)?f[ >/]")


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
    sheets whose names don't begin with '_'. Raises Mistake where the file is no workbook, the name is unknown, or a
    cell has a formula whose value was never stored.
    """
    content = source if isinstance(source, bytes) else read_file(source, place)
    package = read_package(content, place)
    if package.vocabulary != TRANSITIONAL:
        raise Mistake("this is a workbook of the kind 'Strict Open XML': save it as an ordinary .xlsx", place)
    known = [sheet for sheet in sheets(package) if sheet.kind == "worksheet"]
    tables = [table for sheet in known for table in _excel_tables(package, sheet)]
    chosen_tables, chosen_sheets = _choose(known, tables, sheet_or_table, place)
    reader = _Reader(
        package, load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False), content
    )
    try:
        grids = [reader.table(table) for table in chosen_tables] + [reader.sheet(sheet) for sheet in chosen_sheets]
    finally:
        reader.workbook.close()
    return tuple(grids)


def find_grid(source: bytes | Path, place: Place, sheet_or_table: str) -> Grid | None:
    """The Excel table or the sheet of that name as a grid; None where the workbook has neither."""
    content = source if isinstance(source, bytes) else read_file(source, place)
    package = read_package(content, place)
    known = [sheet for sheet in sheets(package) if sheet.kind == "worksheet"]
    names = [sheet.name.strip() for sheet in known]
    names += [table.name for sheet in known for table in _excel_tables(package, sheet)]
    if sheet_or_table.casefold() not in map(str.casefold, names):
        return None
    return read_workbook(content, place, sheet_or_table)[0]


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
    raise Mistake("there is no sheet or table '{name}'", place, nearest=nearest(name, names), name=name)


def _excel_tables(package: Package, sheet: Sheet) -> Iterator[_ExcelTable]:
    for part in sheet_parts(package, sheet.part).tables:
        root = package.tree(part)
        first_column, first_row, last_column, last_row = range_boundaries(root.get("ref", "A1"))
        totals = int(root.get("totalsRowCount", "0"))
        headed = root.get("headerRowCount", "1") != "0"
        if headed and None not in (first_column, first_row, last_column, last_row):
            name = root.get("displayName") or root.get("name", "")
            yield _ExcelTable(name, sheet, first_row, first_column, last_row - totals, last_column)  # type: ignore[operator,arg-type]


@dataclass(frozen=True)
class _Reader:
    package: Package
    workbook: Workbook
    content: bytes

    def table(self, table: _ExcelTable) -> Grid:
        bounds = (table.first_row, table.first_column, table.last_row, table.last_column)
        rows = self._rows(table.sheet, *bounds)
        place = Place(self.package.place.file, table.sheet.name)
        return Grid(table.name, place, rows, table.first_row, table.first_column, whole=True)

    def sheet(self, sheet: Sheet) -> Grid:
        place = Place(self.package.place.file, sheet.name)
        return Grid(sheet.name.strip(), place, self._rows(sheet, 1, 1, None, None))

    def _rows(
        self, sheet: Sheet, first_row: int, first_column: int, last_row: int | None, last_column: int | None
    ) -> list[Sequence[object]]:
        bounds = {"min_row": first_row, "min_col": first_column, "max_row": last_row, "max_col": last_column}
        rows = list(_values(self.workbook, sheet.name, bounds))
        if _HAS_FORMULA.search(self.package.read(sheet.part)):
            self._refuse_uncalculated(sheet, rows, bounds)
        return rows

    def _refuse_uncalculated(
        self, sheet: Sheet, rows: Sequence[Sequence[object]], bounds: dict[str, int | None]
    ) -> None:
        """Raises Mistake for a formula without a stored value, which else would read as a blank."""
        formulas = load_workbook(BytesIO(self.content), read_only=True, keep_links=False)
        grid = Grid(
            sheet.name, Place(self.package.place.file, sheet.name), rows, bounds["min_row"] or 1, bounds["min_col"] or 1
        )
        for row, cells in enumerate(_values(formulas, sheet.name, bounds)):
            for column, cell in enumerate(cells):
                if isinstance(cell, str) and cell.startswith("=") and grid.at(row, column) is None:
                    raise Mistake(
                        "the formula {formula} has no stored value: open the file in Excel and save it",
                        grid.place_of(row, column),
                        formula=cell,
                    )


def _values(workbook: Workbook, sheet: str, bounds: dict[str, int | None]) -> Iterator[Sequence[object]]:
    worksheet = workbook[sheet]
    worksheet.reset_dimensions()  # what the file says of its size is often wrong
    return worksheet.iter_rows(**bounds, values_only=True)
