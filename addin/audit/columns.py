"""A column of a table as the audit looks at it: its figures by their labels, and the whole's row among them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import isfinite
from typing import Final, TypeAlias

from addin.errors import Place
from addin.tables.axes import YEAR
from addin.tables.table import Label, Table
from udfs.numerics.cell_values import CellValue, ExcelError

Key: TypeAlias = tuple[Label, ...]
_MOST_DIGITS: Final = 10


@dataclass(frozen=True)
class AuditedColumn:
    """One column of a table. `axis` is the one whose labels are parts of the whole, `whole` the whole's own label.

    `left_out` are subtotals, which are no parts beside their own.
    """

    table: Table
    name: str
    axis: str
    whole: Label | None
    left_out: frozenset[Label] = frozenset()

    @cached_property
    def axes(self) -> tuple[str, ...]:
        """The names of the table's key columns."""
        return tuple(self.table.keys)

    @cached_property
    def keys(self) -> tuple[Key, ...]:
        """The key of each row."""
        return tuple(zip(*self.table.keys.values(), strict=True))

    @cached_property
    def rows(self) -> Mapping[Key, int]:
        """The row of each key."""
        return {key: row for row, key in enumerate(self.keys)}

    def value(self, row: int | None) -> CellValue:
        """The figure in a row; blank where there is no such row."""
        return None if row is None else self.table.columns[self.name][row]

    def place(self, row: int) -> Place:
        """Where the figure stands."""
        return self.table.place_of(row, self.name)

    def told(self, row: int) -> str:
        """The figure's column, as printed, and its labels."""
        labels = ", ".join(str(label) for label in self.keys[row])
        return f"{self.table.headers.get(self.name, self.name)}: {labels}"

    @cached_property
    def groups(self) -> tuple[tuple[int, ...], ...]:
        """The rows that belong to one whole: those that differ in the axis only."""
        found: dict[Key, list[int]] = {}
        at = self.axes.index(self.axis) if self.axis in self.axes else None
        for row, key in enumerate(self.keys):
            found.setdefault(key if at is None else key[:at] + key[at + 1 :], []).append(row)
        return tuple(map(tuple, found.values()))

    def is_whole(self, row: int) -> bool:
        """Whether a row is the whole's."""
        return self.whole is not None and self.whole in self.keys[row]

    def parts(self, group: Sequence[int]) -> list[int]:
        """The rows of a group that are parts."""
        own = self.table.keys.get(self.axis, ())
        return [row for row in group if not self.is_whole(row) and own[row] not in self.left_out]

    def whole_row(self, group: Sequence[int]) -> int | None:
        """The row of a group that is its whole."""
        return next((row for row in group if self.is_whole(row)), None)

    @cached_property
    def digits(self) -> int:
        """The most decimals that a figure of the column is written with."""
        return max((_decimals(value) for value in self.table.columns[self.name]), default=0)

    @cached_property
    def years(self) -> tuple[Label, ...]:
        """The column's years, ascending."""
        return tuple(sorted(set(self.table.keys.get(YEAR, ())), key=float))

    def row_for(self, other: "AuditedColumn", row: int, year: Label | None = None) -> int | None:
        """The row with the labels of another column's row; of `year`, or of the last year where those have none."""
        labels = dict(zip(other.axes, other.keys[row], strict=True))
        if year is not None or (YEAR in self.axes and YEAR not in labels and self.years):
            labels[YEAR] = self.years[-1] if year is None else year
        if not set(self.axes) <= labels.keys():
            return None
        return self.rows.get(tuple(labels[axis] for axis in self.axes))


def written(value: CellValue) -> bool:
    """Whether a cell holds a figure or a text, not a blank or an error."""
    return value is not None and not isinstance(value, ExcelError)


def numbers(column: AuditedColumn) -> Iterator[float]:
    """The column's numbers."""
    return (value for value in column.table.columns[column.name] if isinstance(value, float) and isfinite(value))


def _decimals(value: CellValue) -> int:
    if not isinstance(value, float) or value.is_integer():
        return 0
    text = repr(value)
    return min(len(text.partition(".")[2]), _MOST_DIGITS) if "e" not in text else _MOST_DIGITS
