"""A grid: the cells of a sheet, of an Excel table or of a file of separated values, before they are understood."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from addin.mistakes import Place
from addin.package.addresses import column_letters

Row: TypeAlias = Sequence[object]


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of raw cells, counted from 0, which may be asked for more than once; they may be of unequal length.

    `first_row` and `first_column` (from 1) tell where the first cell stands. `whole` means that the grid is one table
    and nothing else, its header in the first row.
    """

    name: str
    place: Place
    rows: Iterable[Row]
    first_row: int = 1
    first_column: int = 1
    whole: bool = False

    def place_of(self, row: int, column: int) -> Place:
        """Where the cell stands."""
        letters = column_letters(self.first_column + column)
        return replace(self.place, cell=f"{letters}{self.first_row + row}")


def cell_of(row: Row, column: int) -> object:
    """The raw cell of a row; None beyond its end."""
    return row[column] if column < len(row) else None


def is_empty(row: Row) -> bool:
    """Whether a row has nothing to read."""
    return is_blank(row[0]) and all(map(is_blank, row)) if row else True


def is_blank(cell: object) -> bool:
    """Whether a raw cell has nothing to read."""
    return cell is None or (isinstance(cell, str) and not cell.strip())
