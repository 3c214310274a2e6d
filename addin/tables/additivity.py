"""Whether figures may be summed: what their total row shows, else what their name and unit say."""

from typing import Final

import numpy as np

from addin.tables.additive_words import says_not_additive
from addin.tables.dataset import IndexedTable
from addin.tables.sums import column_of
from addin.tables.table import Label
from addin.tables.total_rows import TIMES, Totals, heading_of

_NEAR: Final = 0.02
_HUNDRED: Final = 100.0
_ROUNDED: Final = 0.06


def is_additive(totals: Totals, table: IndexedTable, name: str) -> bool:
    """Whether the figures of a column add up: GRP does, GRP per head, an index, a rate or percent don't.

    Where there is a total row, its figures tell: mostly the sums of the parts, or between the least and the greatest of
    them. Else the words of the column's heading do.
    """
    found = totals.of(table)
    shown = None if found is None else _shown(totals, table, name, *found)
    if shown is not None:
        return shown
    return not says_not_additive(heading_of(table, name)) or _makes_hundred(totals, table, name)


def _makes_hundred(totals: Totals, table: IndexedTable, name: str) -> bool:
    """Whether figures are parts of one hundred along some axis, as shares in percent are."""
    column = column_of(table.array(name), len(table.table))
    if column is None:
        return False
    for axis in table.axes:
        by = table.keys.grouping(axis)
        out = totals.left_out((axis,), {})[0]
        parts = column.known & np.array([label not in out for label in by.labels], dtype=np.bool_)[by.label_of]
        counts = np.bincount(by.group_of[parts], minlength=len(by.groups))
        sums = np.bincount(by.group_of[parts], column.values[parts], len(by.groups))
        if axis not in TIMES and (counts > 1).all() and (np.abs(sums - _HUNDRED) <= _ROUNDED * counts).all():
            return True
    return False


def _shown(totals: Totals, table: IndexedTable, name: str, axis: str, total: Label) -> bool | None:
    """What the total row shows of a column; None where that isn't plain."""
    column = column_of(table.array(name), len(table.table))
    if column is None:
        return None
    by = table.keys.grouping(axis)
    own = column.known & (by.label_of == by.labels.index(total))
    out = totals.left_out((axis,), {})[0]
    is_part = np.array([label not in out for label in by.labels], dtype=np.bool_)
    parts = column.known & is_part[by.label_of]
    count = len(by.groups)
    several = np.bincount(by.group_of[parts], minlength=count) > 1
    sums = np.bincount(by.group_of[parts], column.values[parts], count)
    least, most = np.full(count, np.inf), np.full(count, -np.inf)
    np.minimum.at(least, by.group_of[parts], column.values[parts])
    np.maximum.at(most, by.group_of[parts], column.values[parts])
    judged = own & several[by.group_of]
    groups, values = by.group_of[judged], column.values[judged]
    if not values.size:
        return None
    slack = 0.5 * column.unit * (np.bincount(by.group_of[parts], minlength=count)[groups] + 1)
    gap = np.abs(sums[groups] - values)
    if 2 * int((gap <= slack).sum()) >= values.size or (gap <= _NEAR * np.abs(values)).all():
        return True
    within = (least[groups] <= values) & (values <= most[groups])
    return False if within.all() else None
