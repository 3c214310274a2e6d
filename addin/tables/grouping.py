"""The rows of a table by their labels on one axis, and by those on the others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from addin.tables.table import Label
from addin.tables.total_words import Says, saying

Group: TypeAlias = tuple[Label, ...]


@dataclass(frozen=True, eq=False)
class Grouping:
    """The rows of a table by their label on one axis, and by their labels on the `others`, which make the groups.

    Axes that only spell the same labels otherwise, such as codes beside names, make no groups.
    """

    labels: tuple[Label, ...]
    groups: tuple[Group, ...]
    others: tuple[str, ...]
    label_of: NDArray[np.intp]
    group_of: NDArray[np.intp]

    @cached_property
    def said(self) -> Mapping[Label, Says]:
        """What the labels that say something of themselves say."""
        return saying(self.labels)

    @cached_property
    def fullest(self) -> NDArray[np.intp]:
        """The rows of the group with the most rows, in the order of their labels."""
        rows = np.flatnonzero(self.group_of == np.bincount(self.group_of, minlength=1).argmax())
        found: NDArray[np.intp] = rows[np.argsort(self.label_of[rows])]
        return found


def grouping(columns: Mapping[str, Sequence[Label]], axis: str) -> Grouping:
    """The rows with these key columns grouped beside one axis."""
    own = columns[axis]
    labels = {label: at for at, label in enumerate(dict.fromkeys(own))}
    others = tuple(each for each in columns if each != axis and not _spells(own, columns[each], len(labels)))
    keys: Sequence[Group] = list(zip(*(columns[each] for each in others), strict=True)) if others else [()] * len(own)
    groups = {group: at for at, group in enumerate(dict.fromkeys(keys))}
    label_of = np.fromiter(map(labels.__getitem__, own), np.intp, len(own))
    group_of = np.fromiter(map(groups.__getitem__, keys), np.intp, len(own))
    return Grouping(tuple(labels), tuple(groups), others, label_of, group_of)


def _spells(own: Sequence[Label], other: Sequence[Label], count: int) -> bool:
    """Whether two columns tell the same of each row."""
    return len(set(other)) == count and len(set(zip(own, other, strict=True))) == count
