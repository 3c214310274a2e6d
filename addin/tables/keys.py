"""The keys of a table's rows, and the rows that they find."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import compress
from operator import itemgetter
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from addin.tables.grouping import Grouping, grouping
from addin.tables.label_identity import code_of, coded, identities, identity
from addin.tables.table import Label
from udfs.numerics.cell_values import CellValue, to_texts

Key: TypeAlias = tuple[Label, ...]
Positions: TypeAlias = NDArray[np.intp]
KeyColumns: TypeAlias = tuple[tuple[str, tuple[Label, ...]], ...]

MOST_SHARED: Final = 2_000
"""Tables of at most so many rows share the keys they have in common."""

MOST_KEPT: Final = 20_000
"""Where the rows of a block with at most so many cells are found is kept for tables with equal keys."""

_KEPT: Final = 32


@dataclass(frozen=True, eq=False)
class Labels:
    """The labels of one side of a block: the names of its axes, outermost first, and for each line its labels."""

    axes: tuple[str, ...] = ()
    keys: tuple[Key, ...] = ((),)

    def __len__(self) -> int:
        return len(self.keys)

    def of(self, axis: str) -> list[Label]:
        """Each line's label on one axis."""
        at = self.axes.index(axis)
        return [key[at] for key in self.keys]

    def array(self, axis: str) -> NDArray[Any]:
        """Each line's label on one axis, one below the other; made once, not to be changed."""
        if axis not in self._arrays:
            self._arrays[axis] = label_array(self.of(axis))
            self._arrays[axis].flags.writeable = False
        return self._arrays[axis]

    @cached_property
    def _arrays(self) -> dict[str, NDArray[Any]]:
        return {}


ONE_LINE: Final = Labels()


@dataclass(frozen=True, eq=False)
class Keys:
    """The key columns of a table, whose rows they find. Small tables with equal keys have the same object."""

    columns: Mapping[str, Sequence[Label]]

    @cached_property
    def axes(self) -> tuple[str, ...]:
        """The names of the key columns."""
        return tuple(self.columns)

    @cached_property
    def by_row(self) -> tuple[Key, ...]:
        """The key of each row."""
        return tuple(zip(*self.columns.values(), strict=True))

    @property
    def are_shared(self) -> bool:
        """Whether tables with equal keys share them."""
        return len(self.by_row) <= MOST_SHARED

    @cached_property
    def _rows(self) -> Mapping[Key, int]:
        return {key: row for row, key in enumerate(self.by_row)}

    def positions(self, rows: Labels, columns: Labels, fixed: Mapping[str, Label]) -> Positions:
        """For each row and column of a block the table's row that holds it, -1 where it holds none."""
        if rows.axes == self.axes and rows.keys == self.by_row:
            return np.arange(len(rows), dtype=np.intp).reshape(-1, 1)
        if self.are_shared and len(rows) * len(columns) <= MOST_KEPT:
            return _shared_positions(self, rows, columns, tuple(fixed.items()))
        return self._positions(rows, columns, fixed)

    def _positions(self, rows: Labels, columns: Labels, fixed: Mapping[str, Label]) -> Positions:
        spread = any(axis in columns.axes and axis not in fixed for axis in self.axes)
        across = columns.keys if spread else columns.keys[:1]
        names = (*columns.axes, *rows.axes, *fixed)
        pick = _picker([_last_index(names, axis) for axis in self.axes])
        held, find = tuple(fixed.values()), self._rows.get
        found = [find(pick(column + row + held), -1) for row in rows.keys for column in across]
        return np.array(found, dtype=np.intp).reshape(len(rows), len(across))

    def labels(self, axis: str) -> Collection[Label]:
        """Every label of one axis, in order of appearance; none of another's name."""
        if axis not in self._labels:
            self._labels[axis] = dict.fromkeys(self.columns.get(axis, ()))
        return self._labels[axis]

    def alike(self, label: Label, axis: str) -> Label | None:
        """The label of one axis that is one with another, however that is written; None where none or several are."""
        if axis not in self._identities:
            labels = self.labels(axis)
            self._identities[axis] = identities(labels) | (coded(labels) or {})
        found = self._identities[axis].get(identity(label))
        code = code_of(label) if found is None else None
        return found if code is None else self._identities[axis].get(code)

    def determine(self, known: tuple[str, ...], axis: str) -> bool:
        """Whether the labels on some axes determine which label on another one a row has."""
        if (known, axis) not in self._determining:
            columns = [self.columns[each] for each in known]
            pairs = set(zip(*columns, self.columns[axis], strict=True))
            self._determining[known, axis] = len(pairs) == len(set(zip(*columns, strict=True)))
        return self._determining[known, axis]

    def without(self, axes: frozenset[str]) -> "Keys":
        """The keys without some axes, which the others determine."""
        if axes not in self._shorter:
            self._shorter[axes] = keys_of({axis: column for axis, column in self.columns.items() if axis not in axes})
        return self._shorter[axes]

    def grouping(self, axis: str) -> Grouping:
        """The rows by their labels on one axis and on the others; found once."""
        if axis not in self._groupings:
            self._groupings[axis] = grouping(self.columns, axis)
        return self._groupings[axis]

    @cached_property
    def _determining(self) -> dict[tuple[tuple[str, ...], str], bool]:
        return {}

    @cached_property
    def _shorter(self) -> dict[frozenset[str], "Keys"]:
        return {}

    @cached_property
    def _groupings(self) -> dict[str, Grouping]:
        return {}

    @cached_property
    def _labels(self) -> dict[str, dict[Label, None]]:
        return {}

    @cached_property
    def _identities(self) -> dict[str, Mapping[Label, Label | None]]:
        return {}

    def distinct(self, axes: Sequence[str], fixed: Mapping[str, Label]) -> Iterable[Key]:
        """The keys on `axes`, each once, in order of appearance, of the rows where `fixed` holds."""
        held = [[each == label for each in self.columns[axis]] for axis, label in fixed.items() if axis in self.columns]
        columns: list[Iterable[Label]] = [self.columns[axis] for axis in axes]
        if held:
            flags = list(map(all, zip(*held, strict=True)))
            columns = [compress(column, flags) for column in columns]
        return zip(dict.fromkeys(columns[0])) if len(columns) == 1 else dict.fromkeys(zip(*columns, strict=True))


def keys_of(columns: Mapping[str, Sequence[Label]]) -> Keys:
    """The keys of a table from its key columns."""
    if len(next(iter(columns.values()), ())) > MOST_SHARED:
        return Keys(columns)
    return _shared(tuple([(axis, tuple(column)) for axis, column in columns.items()]))


# Kept: 60 % of filling the monthly workbook again, as what is laid out for equal keys is found by this one object.
@lru_cache(maxsize=_KEPT)
def _shared(columns: KeyColumns) -> Keys:
    return Keys(dict(columns))


# Kept: 35 % of filling a sheet of twelve blocks again; labels alone decide.
@lru_cache(maxsize=4 * _KEPT)
def _shared_positions(keys: Keys, rows: Labels, columns: Labels, fixed: tuple[tuple[str, Label], ...]) -> Positions:
    found = keys._positions(rows, columns, dict(fixed))
    found.flags.writeable = False
    return found


def label_array(labels: list[Label]) -> NDArray[Any]:
    """Labels as a column: numbers where all are, else texts."""
    kinds = set(map(type, labels))
    if str not in kinds:
        return np.array(labels, dtype=np.float64).reshape(-1, 1)
    if len(kinds) > 1:
        return to_texts([[cell_of_label(label)] for label in labels])
    array = np.empty((len(labels), 1), dtype=np.object_)
    array[:, 0] = labels
    return array


def cell_of_label(label: Label) -> CellValue:
    """The label as a cell holds it."""
    return label if isinstance(label, str) else float(label)


def _last_index(names: Sequence[str], name: str) -> int:
    return len(names) - 1 - names[::-1].index(name)


def _picker(places: Sequence[int]) -> Callable[[Key], Key]:
    """What takes the labels at these places from a longer key."""
    if len(places) > 1:
        return itemgetter(*places)
    return itemgetter(slice(places[0], places[0] + 1) if places else slice(0))
