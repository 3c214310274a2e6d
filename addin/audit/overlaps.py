"""A part of the whole listed beside its own parts, as a region that was later divided: its sum counts them twice."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from addin.audit.columns import AuditedColumn
from addin.tables.table import Label

_MOST_PARTS: Final = 3
_MOST_ROWS: Final = 120


@dataclass(frozen=True, slots=True)
class Overlap:
    """A label, and those beside it that it is the sum of."""

    label: Label
    parts: tuple[Label, ...]


def overlap_in(column: AuditedColumn, group: Sequence[int]) -> Overlap | None:
    """What explains that the parts of a group exceed its whole: one of them that is the sum of two or three others.

    None where the parts don't exceed the whole, or nothing explains it.
    """
    total = column.value(column.whole_row(group))
    values = {row: value for row in column.parts(group) if isinstance(value := column.value(row), float)}
    if not isinstance(total, float) or len(values) > _MOST_ROWS:
        return None
    unit = 0.5 * 10.0**-column.digits
    excess = sum(values.values()) - total
    doubled = [row for row, value in values.items() if abs(value - excess) <= unit * (len(values) + 1)]
    for row in doubled if excess > unit * (len(values) + 1) else ():
        others = {other: value for other, value in values.items() if other != row and 0 < value < values[row]}
        for size in range(2, _MOST_PARTS + 1):
            for parts in combinations(others, size):
                if abs(sum(others[part] for part in parts) - values[row]) <= unit * (size + 1):
                    return Overlap(_label(column, row), tuple(_label(column, part) for part in parts))
    return None


def _label(column: AuditedColumn, row: int) -> Label:
    return column.table.keys[column.axis][row]
