"""A table of observations: its key columns (region, branch, year …), its value columns, and where each cell stands."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from addin.errors import Place
from udfs.numerics.cell_values import CellValue

Label: TypeAlias = str | int | float

_UNITS: Final = frozenset({"unit", "units", "unit_measure", "unit_mult"})


@dataclass(frozen=True)
class Table:
    """Observations, one a row.

    `keys` holds the label columns in their order, `columns` the value columns; each column is as long as the table.
    A key column named 'year' has whole numbers. A value is a number, a text, None for blank or an ExcelError
    (a suppressed figure is #N/A). `place_of(row, column)` tells where an observation's cell stands, rows from 0.
    `headers` has the columns' names as printed, for people; `properties` what all figures have in common, such as their
    unit, by the name that the file gives it.
    """

    name: str
    place: Place
    keys: Mapping[str, Sequence[Label]]
    columns: Mapping[str, Sequence[CellValue]]
    place_of: Callable[[int, str], Place]
    headers: Mapping[str, str] = field(default_factory=dict)
    properties: Mapping[str, str] = field(default_factory=dict)

    @property
    def unit(self) -> str:
        """The unit of all its figures, as the file writes it; empty where it says none."""
        return " ".join(label for name, label in self.properties.items() if name.casefold() in _UNITS)

    def __len__(self) -> int:
        return len(next(iter(self.keys.values()), ()))
