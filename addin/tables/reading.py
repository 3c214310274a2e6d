"""Reading data: files of separated values, workbooks and Parquet files as tables of observations."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path, PurePath
from typing import Final

from addin.mistakes import Mistake, Place
from addin.package.reading import read_file
from addin.tables.collection import collection_paused
from addin.tables.excel import read_workbook
from addin.tables.figures import Marks, told_decimal
from addin.tables.grid import Grid
from addin.tables.layout import find_layout, headings_alone
from addin.tables.naming import NONE_GIVEN, GivenNames, given_name, identifier
from addin.tables.parquet import read_parquet
from addin.tables.periods import period_of
from addin.tables.roles import Role, parts_of
from addin.tables.separated import read_separated
from addin.tables.shapes import Shape, tables_of
from addin.tables.spoiled import TablesOf
from addin.tables.table import Table
from addin.tables.union import united

_WORKBOOKS: Final = (".xlsx", ".xlsm", ".xltx", ".xltm")
_SEPARATED: Final = (".csv", ".tsv", ".txt")
_PARQUET: Final = (".parquet", ".pq")
_YEARS: Final = re.compile(r"(?:[\s_-]+(?:18|19|20|21)\d\d){1,2}$")
_GENERIC: Final = ("sheet", "лист", "table", "таблица", "парақ", "кесте", "data", "данные")


@collection_paused()
def read_tables(
    source: str | Path | bytes,
    *,
    sheet_or_table: str | None = None,
    suppressed: frozenset[str] = frozenset(),
    decimal: str | None = None,
    keys: frozenset[str] = frozenset(),
    indicator: str | None = None,
    names: GivenNames = NONE_GIVEN,
    within_year: bool = False,
    encoding: str | None = None,
    file_name: str | None = None,
    make: TablesOf = tables_of,
) -> tuple[Table, ...]:
    """The tables of a file's observations.

    source: a path, or a file's bytes, which `file_name` then names.
    sheet_or_table: the only sheet or Excel table of a workbook to read; all of its data when omitted: the Excel
        tables, or where there are none every visible sheet that holds figures.
    suppressed: further marks of a figure that is kept back, read as #N/A.
    decimal: the decimal mark, ',' or '.', where the file's own numbers don't tell it.
    keys: columns that are labels although they hold numbers.
    indicator: what the figures of a wide table are, whose headers are years; else the name of its Excel table,
        sheet or file.
    names: those that columns and indicators are to have, by their own.
    within_year: whether quarters, halves and other parts of years are read too, with the key column 'period'.
    encoding: of separated values; else UTF-8, UTF-16 or Windows-1251, as found.
    make: what makes tables of each part of the file, such as `spoiled.Sound`, which leaves out what can't be read.

    Tables of one workbook with the same columns and no common observation are put together. Where nothing holds
    figures, a row of headings that names an axis is a table without observations. Raises Mistake.
    """
    place = Place(file_name or (None if isinstance(source, bytes) else str(source)))
    if decimal not in (None, ",", "."):
        raise Mistake("the decimal mark is , or .; found '{found}'", place, found=decimal)
    grids = _grids(source, place, sheet_or_table, encoding)
    found: list[Table] = []
    for grid in grids:
        marks = _marks(grid, suppressed, decimal)
        layout = find_layout(grid, marks, names)
        if layout is not None:
            own = identifier(indicator or _indicator_of(grid))
            shape = Shape(marks, given_name(own, own, names), within_year, names)
            parts = parts_of(layout, marks, keys, names)
            if sheet_or_table or any(part.role in (Role.FIGURES, Role.PERIOD) for part in parts):
                found += _dated(grid, make(layout, parts, shape))
    if not found:
        found = _without_observations(grids, suppressed, decimal, keys, indicator)
    if not found:
        raise Mistake("there is no table: a row of names with rows of figures below it", _nothing(grids, place))
    return united(found)


def _without_observations(
    grids: Sequence[Grid], suppressed: frozenset[str], decimal: str | None, keys: frozenset[str], indicator: str | None
) -> list[Table]:
    """The tables of headings alone, whose first column is the label where no axis is known by its name."""
    found: list[Table] = []
    for grid in grids:
        marks = _marks(grid, suppressed, decimal)
        layout = headings_alone(grid, marks)
        if layout is not None:
            parts = parts_of(layout, marks, keys | {layout.columns[0].name})
            found += _dated(grid, tables_of(layout, parts, Shape(marks, identifier(indicator or _indicator_of(grid)))))
    return found


def _grids(source: str | Path | bytes, place: Place, name: str | None, encoding: str | None) -> Sequence[Grid]:
    content = source if isinstance(source, bytes) else read_file(Path(source), place)
    suffix = PurePath(place.file or "").suffix.lower()
    if is_workbook(place) or (isinstance(source, bytes) and content.startswith(b"PK\x03\x04")):
        return read_workbook(content, place, name)
    if suffix and suffix not in (*_SEPARATED, *_PARQUET):
        return _unknown(content, place)
    if name is not None:
        raise Mistake("a file without sheets has no '{name}'", place, name=name)
    if suffix in _PARQUET or (not suffix and content.startswith(b"PAR1")):
        return (read_parquet(content, place),)
    return (read_separated(content, place, encoding),)


def is_workbook(place: Place) -> bool:
    """Whether a file is called as workbooks are."""
    return PurePath(place.file or "").suffix.lower() in _WORKBOOKS


def _unknown(content: bytes, place: Place) -> Sequence[Grid]:
    read_workbook(content, place)
    raise Mistake("data are read from {expected}", place, expected=" ".join(_WORKBOOKS + _SEPARATED + _PARQUET))


def _marks(grid: Grid, suppressed: frozenset[str], decimal: str | None) -> Marks:
    told = decimal or told_decimal(chain.from_iterable(grid.rows))
    return Marks(suppressed, told, grid.decimal)


def _indicator_of(grid: Grid) -> str:
    """The first telling name: of the Excel table, the sheet, the file."""
    name = grid.name.strip()
    generic = identifier(name).rstrip("0123456789_") in (*_GENERIC, "")
    telling = not generic and period_of(name) is None and any(letter.isalpha() for letter in name)
    return _YEARS.sub("", name if telling else PurePath(grid.place.file or "value").stem)


def _dated(grid: Grid, tables: Sequence[Table]) -> list[Table]:
    """The tables with the year that their sheet is named after, where they have none: one sheet a year."""
    period = period_of(grid.name) or (period_of(int(grid.name)) if grid.name.strip().isdecimal() else None)
    if period is None or period.part is not None:
        return list(tables)
    return [
        table if "year" in table.keys else replace(table, keys={**table.keys, "year": [period.year] * len(table)})
        for table in tables
    ]


def _nothing(grids: Sequence[Grid], place: Place) -> Place:
    return grids[0].place if len(grids) == 1 else place
