"""A grid: the cells of a sheet, of an Excel table or of a file of separated values, before they are understood."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, TypeAlias

from addin.errors import Place
from addin.package.addresses import column_letters

Row: TypeAlias = Sequence[object]


@dataclass(frozen=True, slots=True)
class Known:
    """What a format itself says of its grid, and what is found out from the cells of the others.

    `labels` are the columns (from 0) that hold labels, whatever stands in them; `suppressed` and `nil` its marks of
    figures kept back and of 0; `decimal` its decimal mark; `properties` what all its figures have in common (unit,
    frequency, source), by name; `cell_of` names the cell of a row and column, where the grid stands otherwise than in
    the file.
    """

    labels: frozenset[int] = frozenset()
    suppressed: frozenset[str] = frozenset()
    nil: frozenset[str] = frozenset()
    decimal: str | None = None
    properties: Mapping[str, str] = field(default_factory=dict)
    cell_of: Callable[[int, int], str] | None = None


NOTHING_KNOWN: Final = Known()


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of raw cells, counted from 0, which may be asked for more than once; they may be of unequal length.

    `first_row` and `first_column` (from 1) tell where the first cell stands. `whole` means that the grid is one table
    and nothing else, its header in the first row. `known` is what its format says of it.
    """

    name: str
    place: Place
    rows: Iterable[Row]
    first_row: int = 1
    first_column: int = 1
    whole: bool = False
    known: Known = NOTHING_KNOWN

    def place_of(self, row: int, column: int) -> Place:
        """Where the cell stands."""
        if self.known.cell_of is not None:
            return replace(self.place, cell=self.known.cell_of(row, column))
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
