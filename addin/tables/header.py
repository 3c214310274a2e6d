"""The header of a table: the row of names above rows of figures, under titles, over units."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from addin.errors import UserError
from addin.tables.axes import axis_name, is_axis
from addin.tables.figures import Marks, is_number
from addin.tables.grid import Grid, Row, cell_of, is_blank
from addin.tables.naming import identifier, without_unit
from addin.tables.periods import header_period, period_of

_SEARCHED: Final = 60
_LOOKAHEAD: Final = 30
SEEN: Final = _SEARCHED + _LOOKAHEAD + 1
"""How many rows of a grid are looked at for its header."""


@dataclass(frozen=True)
class Head:
    """The first rows of a grid."""

    grid: Grid
    rows: Sequence[Row]

    def at(self, row: int, column: int) -> object:
        """The raw cell; None beyond the row's end."""
        return cell_of(self.rows[row], column)

    def filled(self, row: int) -> set[int]:
        """The columns in which something stands in a row."""
        return {column for column, cell in enumerate(self.rows[row]) if not is_blank(cell)}


def last_header(head: Head, marks: Marks) -> int | None:
    """The last row in which something stands, where it names an axis and something else; else None."""
    written = [row for row in range(len(head.rows)) if head.filled(row)]
    if not written or len(head.filled(header := written[-1])) < 2:
        return None
    headings = all(_is_heading(cell, marks) for cell in head.rows[header] if not is_blank(cell))
    return header if headings and _names_axes(head, header) else None


def find_names(head: Head) -> int | None:
    """The first row that names an axis and something else, else the first of two texts or more; None without any."""
    texts = [
        row
        for row in range(min(len(head.rows), _SEARCHED))
        if len(head.filled(row)) >= 2 and all(isinstance(head.at(row, column), str) for column in head.filled(row))
    ]
    return next((row for row in texts if _names_axes(head, row)), texts[0] if texts else None)


def find_header(head: Head, marks: Marks) -> int | None:
    """The first row of names over figures; the row below it where that alone names an axis or periods.

    So a table's title of two cells is no header, and a first row of data with a bad figure isn't either. Where no row
    names every column of figures, one that names some will do, so that the nameless one can be told.
    """
    candidates = [row for row in range(min(len(head.rows), _SEARCHED)) if _heads(head, row, marks)]
    complete = [row for row in candidates if _figure_columns(head, row, marks) <= head.filled(row)] or candidates
    if not complete:
        return None
    header = complete[0]
    for row in complete[1:]:
        between = any(head.filled(other) for other in range(header + 1, row))
        if between or not head.filled(row) >= head.filled(header):
            break
        if _names_axes(head, header) or not _names_axes(head, row):
            break
        if not groups_above(head, row):
            _refuse_groups(head, header, row)
        header = row
    below = header + 1
    return below if _is_repeated_over_headings(head, header, marks) and groups_above(head, below) else header


def _is_repeated_over_headings(head: Head, header: int, marks: Marks) -> bool:
    """Whether a header's cells repeat themselves, and further headings stand below each that does."""
    if header + 1 >= len(head.rows):
        return False
    cells = [head.at(header, column) for column in sorted(head.filled(header))]
    repeated = [column for column in head.filled(header) if cells.count(head.at(header, column)) > 1]
    below = [head.at(header + 1, column) for column in repeated]
    return bool(below) and all(header_period(cell) is not None or _is_name(cell, marks) for cell in below)


def groups_above(head: Head, header: int) -> dict[int, object]:
    """What the row above a header says of its columns where that repeats itself: the indicator of years, or their year.

    `GRP | | Population |` over `2022 | 2023 | 2022 | 2023`, and `2022 | | 2023 |` over `GRP | Population | GRP | …`; a
    heading counts up to the next one, as over merged cells. Nothing where a column would be told twice.
    """
    if header == 0:
        return {}
    cells = {column: head.at(header, column) for column in sorted(head.filled(header))}
    periods = {column: cell for column, cell in cells.items() if header_period(cell)}
    names = {column: cell for column, cell in cells.items() if column not in periods and isinstance(cell, str)}
    if _repeat(periods):
        return _spread(head, header, periods, lambda cell: isinstance(cell, str) and not header_period(cell))
    repeated = {column: cell for column, cell in names.items() if list(names.values()).count(cell) > 1}
    return _spread(head, header, repeated, lambda cell: header_period(cell) is not None) if repeated else {}


def _repeat(cells: Mapping[int, object]) -> bool:
    return len(set(map(str, cells.values()))) < len(cells)


def _spread(
    head: Head, header: int, cells: Mapping[int, object], is_group: Callable[[object], bool]
) -> dict[int, object]:
    """The group of each column: the last heading above it or to its left, among those of these columns."""
    found: dict[int, object] = {}
    group: object = None
    for column in range(min(cells), max(cells) + 1):
        above = head.at(header - 1, column)
        group = group if is_blank(above) else above if is_group(above) else None
        if column in cells:
            found[column] = group
    pairs = {(str(found[column]), str(cell)) for column, cell in cells.items()}
    return found if None not in found.values() and len(pairs) == len(cells) else {}


def names_above(head: Head, header: int, groups: Mapping[int, object]) -> dict[int, object]:
    """The names that stand above a header beside its groups, of columns that have none in it."""
    if not groups:
        return {}
    above = {column: head.at(header - 1, column) for column in head.filled(header - 1) - head.filled(header)}
    return {column: cell for column, cell in above.items() if column < min(groups)}


def _refuse_groups(head: Head, header: int, periods: int) -> None:
    """Raises UserError where headings above periods say, column by column, whose figures they are."""
    cells = enumerate(head.rows[periods])
    named = [column for column, cell in cells if header_period(cell) and not is_blank(head.at(header, column))]
    if len(named) > 1:
        raise UserError("headings stand in two rows: name each column in one row", head.grid.place_of(header, named[0]))


def _names_axes(head: Head, row: int) -> bool:
    """Whether a row names an axis (region, year, …), or several periods as a wide table does."""
    cells = [cell for cell in head.rows[row] if not is_blank(cell)]
    periods = {period for cell in cells if (period := header_period(cell))}
    return len(periods) > 1 or any(is_axis(axis_name(identifier(without_unit(str(cell))))) for cell in cells)


def _heads(head: Head, row: int, marks: Marks) -> bool:
    filled = head.filled(row)
    names = len(filled) >= 2 and all(_is_heading(head.at(row, column), marks) for column in filled)
    return names and bool(_figure_columns(head, row, marks) & filled)


def _is_heading(cell: object, marks: Marks) -> bool:
    return period_of(cell) is not None or _is_name(cell, marks)


def _is_name(cell: object, marks: Marks) -> bool:
    return isinstance(cell, str) and not is_blank(cell) and marks.number(cell) is None


def _figure_columns(head: Head, header: int, marks: Marks) -> set[int]:
    """The columns in which figures stand in the rows that follow."""
    rows = head.rows[header + 1 : header + 1 + _LOOKAHEAD]
    return {column for row in rows for column, cell in enumerate(row) if is_number(cell, marks)}
