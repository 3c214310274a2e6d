"""Where a table stands in a grid: its header under titles and units, its rows above footnotes, its named columns."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, count, islice
from typing import Final

from addin.mistakes import Mistake
from addin.tables.axes import axis_name, is_axis
from addin.tables.figures import Marks, is_figure, is_number
from addin.tables.grid import Grid, is_blank
from addin.tables.naming import NONE_GIVEN, GivenNames, clean, given_name, identifier, without_unit
from addin.tables.periods import header_period, period_of

_SEARCHED: Final = 60
_LOOKAHEAD: Final = 30
_FOOTNOTE: Final = re.compile(
    r"\s*(?:\d{1,2}\s*\)|\*|[¹²³]|(?:notes?|sources?|remark|примечани[ея]|источники?|ескерту|дереккөзі?)\b)",
    re.IGNORECASE,
)
_UNNAMED_FIRST: Final = "region"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: where it stands in the grid, its header as printed, its name in expressions."""

    index: int
    header: object
    name: str


@dataclass(frozen=True)
class Layout:
    """A table in a grid: the row of its header, the rows of its observations, its columns."""

    grid: Grid
    header: int
    rows: Sequence[int]
    columns: tuple[Column, ...]

    def cells(self, column: Column) -> list[object]:
        """The column's raw cells, one a row of the table."""
        if self._even is not None:
            cells, width = self._even
            return cells[column.index :: width]
        return [self.grid.at(row, column.index) for row in self.rows]

    @cached_property
    def _even(self) -> tuple[list[object], int] | None:
        """All cells, row after row, and the width of the rows; None where rows are of unequal length."""
        rows = [self.grid.rows[row] for row in self.rows]
        widths = set(map(len, rows))
        return (list(chain.from_iterable(rows)), widths.pop()) if len(widths) == 1 else None


def find_layout(grid: Grid, marks: Marks, given: GivenNames = NONE_GIVEN) -> Layout | None:
    """The table in the grid, its columns called as `given`; None where no row heads rows of figures.

    Raises Mistake where a column of figures has no name, two have the same, or a row goes on beyond the last name.
    """
    header = 0 if grid.whole else _find_header(grid, marks)
    if header is None:
        return None
    rows = _observations(grid, header, marks)
    columns = _columns(grid, header, rows, marks, given)
    return Layout(grid, header, rows, columns) if rows and len(columns) > 0 else None


def headings_alone(grid: Grid, marks: Marks) -> Layout | None:
    """The table without observations in a grid whose last row names an axis and something else; else None."""
    written = [row for row in range(len(grid.rows)) if _filled(grid, row)]
    if not written or len(_filled(grid, header := written[-1])) < 2:
        return None
    headings = all(_is_heading(cell, marks) for cell in grid.rows[header] if not is_blank(cell))
    if not headings or not _names_axes(grid, header):
        return None
    return Layout(grid, header, (), _columns(grid, header, (), marks, NONE_GIVEN))


def _find_header(grid: Grid, marks: Marks) -> int | None:
    """The first row of names over figures; the row below it where that alone names an axis or periods.

    So a table's title of two cells is no header, and a first row of data with a bad figure isn't either. Where no row
    names every column of figures, one that names some will do, so that the nameless one can be told.
    """
    candidates = [row for row in range(min(len(grid.rows), _SEARCHED)) if _heads(grid, row, marks)]
    complete = [row for row in candidates if _figure_columns(grid, row, marks) <= _filled(grid, row)] or candidates
    if not complete:
        return None
    header = complete[0]
    for row in complete[1:]:
        between = any(_filled(grid, other) for other in range(header + 1, row))
        if between or not _filled(grid, row) >= _filled(grid, header):
            break
        if _names_axes(grid, header) or not _names_axes(grid, row):
            break
        _refuse_groups(grid, header, row)
        header = row
    return header


def _refuse_groups(grid: Grid, header: int, periods: int) -> None:
    """Raises Mistake where headings above periods say, column by column, whose figures they are."""
    cells = enumerate(grid.rows[periods])
    named = [column for column, cell in cells if header_period(cell) and not is_blank(grid.at(header, column))]
    if len(named) > 1:
        raise Mistake("headings stand in two rows: name each column in one row", grid.place_of(header, named[0]))


def _names_axes(grid: Grid, row: int) -> bool:
    """Whether a row names an axis (region, year, …), or several periods as a wide table does."""
    cells = [cell for cell in grid.rows[row] if not is_blank(cell)]
    periods = {period for cell in cells if (period := header_period(cell))}
    return len(periods) > 1 or any(is_axis(axis_name(identifier(without_unit(str(cell))))) for cell in cells)


def _heads(grid: Grid, row: int, marks: Marks) -> bool:
    filled = _filled(grid, row)
    names = len(filled) >= 2 and all(_is_heading(grid.at(row, column), marks) for column in filled)
    return names and bool(_figure_columns(grid, row, marks) & filled)


def _is_heading(cell: object, marks: Marks) -> bool:
    return period_of(cell) is not None or _is_name(cell, marks)


def _is_name(cell: object, marks: Marks) -> bool:
    return isinstance(cell, str) and not is_blank(cell) and marks.number(cell) is None


def _filled(grid: Grid, row: int) -> set[int]:
    return {column for column, cell in enumerate(grid.rows[row]) if not is_blank(cell)}


def _figure_columns(grid: Grid, header: int, marks: Marks) -> set[int]:
    """The columns in which figures stand in the rows that follow."""
    rows = grid.rows[header + 1 : header + 1 + _LOOKAHEAD]
    return {column for row in rows for column, cell in enumerate(row) if is_number(cell, marks)}


def _observations(grid: Grid, header: int, marks: Marks) -> list[int]:
    """The rows from below the header and its units to above the footnotes, without blank ones."""
    below = enumerate(islice(grid.rows, header + 1, None), header + 1)
    rows = [row for row, cells in below if not all(map(is_blank, cells))]
    if grid.whole:
        return rows
    first = min(_filled(grid, header) | {0} if rows and not is_blank(grid.at(rows[0], 0)) else _filled(grid, header))
    while rows and is_blank(grid.at(rows[0], first)) and not _has_figure(grid, rows[0], first, marks):
        del rows[0]
    kept = len(rows)
    while kept and not _has_figure(grid, rows[kept - 1], first, marks):
        kept -= 1
    while kept < len(rows) and rows[kept] == rows[kept - 1] + 1 and not _is_footnote(grid.at(rows[kept], first)):
        kept += 1
    return rows[:kept]


def _has_figure(grid: Grid, row: int, first: int, marks: Marks) -> bool:
    return any(is_figure(cell, marks) for cell in grid.rows[row][first + 1 :])


def _is_footnote(cell: object) -> bool:
    return is_blank(cell) or (isinstance(cell, str) and (_FOOTNOTE.match(cell) is not None or len(cell) > 80))


def _columns(grid: Grid, header: int, rows: Sequence[int], marks: Marks, given: GivenNames) -> tuple[Column, ...]:
    width = max((len(grid.rows[row]) for row in (header, *rows)), default=0)
    filled = _filled(grid, header)
    named = [(column, grid.at(header, column)) for column in range(width) if column in filled]
    for column in sorted(set(range(width)) - filled):
        written = [row for row in rows if not is_blank(grid.at(row, column))]
        if written and (not named or column < named[0][0]):
            named.insert(0, (column, _UNNAMED_FIRST))
        elif any(is_figure(grid.at(row, column), marks) for row in written):
            raise Mistake(
                "the column of {found} has no name in row {row}",
                grid.place_of(written[0], column),
                found=repr(grid.at(written[0], column)),
                row=grid.first_row + header,
            )
    return _name(grid, header, named, given)


def _name(grid: Grid, header: int, named: Sequence[tuple[int, object]], given: GivenNames) -> tuple[Column, ...]:
    """The columns with their names: those given, else without units where that keeps them apart."""
    short = {column: identifier(without_unit(str(text))) for column, text in named}
    shared = {name for name, times in Counter(short.values()).items() if times > 1}
    own = {column: identifier(str(text)) if short[column] in shared else short[column] for column, text in named}
    names = {column: given_name(own[column], str(text), given) for column, text in named}
    seen: dict[str, int] = {}
    for column, text in named:
        if period_of(text) is None and names[column] in seen:
            raise Mistake(
                "two columns are called '{name}', also {other}",
                grid.place_of(header, column),
                name=clean(str(text)),
                other=grid.place_of(header, seen[names[column]]).cell,
            )
        seen.setdefault(names[column], column)
    return tuple(
        Column(column, text, names[column] or f"column_{number}")
        for number, (column, text) in zip(count(1), named, strict=False)
    )
