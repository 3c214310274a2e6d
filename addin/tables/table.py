"""A table of observations: its key columns (region, branch, year …), its value columns, and where each cell stands."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from addin.mistakes import Place
from udfs.numerics.cell_values import CellValue

Label: TypeAlias = str | int | float


@dataclass(frozen=True)
class Table:
    """Observations, one a row.

    `keys` holds the label columns in their order, `columns` the value columns; each column is as long as the table.
    A key column named 'year' has whole numbers. A value is a number, a text, None for blank or an ExcelError
    (a suppressed figure is #N/A). `place_of(row, column)` tells where an observation's cell stands, rows from 0.
    `headers` has the columns' names as printed, for people.
    """

    name: str
    place: Place
    keys: Mapping[str, Sequence[Label]]
    columns: Mapping[str, Sequence[CellValue]]
    place_of: Callable[[int, str], Place]
    headers: Mapping[str, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(next(iter(self.keys.values()), ()))
