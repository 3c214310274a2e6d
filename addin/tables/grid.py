"""A grid: the cells of a sheet, of an Excel table or of a file of separated values, before they are understood."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from openpyxl.utils import get_column_letter

from addin.mistakes import Place


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of raw cells, counted from 0; rows may be of unequal length.

    `first_row` and `first_column` (from 1) tell where the first cell stands. `whole` means that the grid is one table
    and nothing else, its header in the first row. `decimal` is the decimal mark that the file's own form makes likely.
    """

    name: str
    place: Place
    rows: Sequence[Sequence[object]]
    first_row: int = 1
    first_column: int = 1
    whole: bool = False
    decimal: str = "."

    def at(self, row: int, column: int) -> object:
        """The raw cell; None beyond the row's end."""
        cells = self.rows[row]
        return cells[column] if column < len(cells) else None

    def place_of(self, row: int, column: int) -> Place:
        """Where the cell stands."""
        letters = get_column_letter(self.first_column + column)
        return replace(self.place, cell=f"{letters}{self.first_row + row}")


def is_blank(cell: object) -> bool:
    """Whether a raw cell has nothing to read."""
    return cell is None or (isinstance(cell, str) and not cell.strip())
