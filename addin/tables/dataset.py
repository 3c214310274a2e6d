"""A data set: tables looked up by the labels of their axes, as blocks of a template ask for them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import compress
from operator import itemgetter
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from addin.mistakes import Mistake, Place, nearest
from addin.tables.table import Label, Table
from addin.tables.union import united
from udfs.cells import BLANK, CellValue, ExcelError, to_numbers, to_texts

Key: TypeAlias = tuple[Label, ...]
Positions: TypeAlias = NDArray[np.intp]


@dataclass(frozen=True)
class Labels:
    """The labels of one side of a block: the names of its axes, outermost first, and for each line its labels."""

    axes: tuple[str, ...] = ()
    keys: tuple[Key, ...] = ((),)

    def __len__(self) -> int:
        return len(self.keys)


ONE_LINE = Labels()
MOST_NAMES = 12


@dataclass(frozen=True)
class IndexedTable:
    """A table whose rows are found by their keys and whose columns are arrays."""

    table: Table

    @cached_property
    def axes(self) -> tuple[str, ...]:
        """The names of the key columns."""
        return tuple(self.table.keys)

    @cached_property
    def keys(self) -> tuple[Key, ...]:
        """The key of each row."""
        return tuple(zip(*self.table.keys.values(), strict=True))

    @cached_property
    def rows(self) -> Mapping[Key, int]:
        """The row of each key."""
        return {key: row for row, key in enumerate(self.keys)}

    @cached_property
    def _arrays(self) -> dict[str, NDArray[Any]]:
        return {}

    def array(self, column: str) -> NDArray[Any]:
        """A value column as an array with one blank more at its end, which position -1 therefore finds."""
        if column not in self._arrays:
            self._arrays[column] = _column_array(self.table.columns[column])
        found: NDArray[Any] = self._arrays[column]
        return found

    def positions(self, rows: Labels, columns: Labels, fixed: Mapping[str, Label]) -> Positions:
        """For each row and column of a block the table's row that holds it, -1 where it holds none."""
        if rows.axes == self.axes and rows.keys == self.keys:
            return np.arange(len(rows), dtype=np.intp).reshape(-1, 1)
        spread = any(axis in columns.axes and axis not in fixed for axis in self.axes)
        across = columns.keys if spread else columns.keys[:1]
        names = (*columns.axes, *rows.axes, *fixed)
        pick = _picker([_last_index(names, axis) for axis in self.axes])
        held, find = tuple(fixed.values()), self.rows.get
        found = [find(pick(column + row + held), -1) for row in rows.keys for column in across]
        return np.array(found, dtype=np.intp).reshape(len(rows), len(across))

    def distinct(self, axes: Sequence[str], fixed: Mapping[str, Label]) -> Iterable[Key]:
        """The keys on `axes`, each once, in order of appearance, of the rows where `fixed` holds."""
        held = [[each == label for each in self.table.keys[axis]] for axis, label in fixed.items() if axis in self.axes]
        columns: list[Iterable[Label]] = [self.table.keys[axis] for axis in axes]
        if held:
            flags = list(map(all, zip(*held, strict=True)))
            columns = [compress(column, flags) for column in columns]
        return zip(dict.fromkeys(columns[0])) if len(columns) == 1 else dict.fromkeys(zip(*columns, strict=True))


def _last_index(names: Sequence[str], name: str) -> int:
    return len(names) - 1 - names[::-1].index(name)


def _picker(places: Sequence[int]) -> Callable[[Key], Key]:
    """What takes the labels at these places from a longer key."""
    if len(places) > 1:
        return itemgetter(*places)
    return itemgetter(slice(places[0], places[0] + 1) if places else slice(0))


def _column_array(values: Sequence[CellValue]) -> NDArray[Any]:
    if isinstance(values, np.ndarray):
        return np.append(values, BLANK)
    has_text = any(issubclass(kind, str) and kind is not ExcelError for kind in set(map(type, values)))
    row: NDArray[Any] = to_texts([*values, None]) if has_text else to_numbers([*values, None])
    return row.reshape(-1)


@dataclass(frozen=True)
class Dataset:
    """Tables under one roof: an axis may be in several; a column in several must not be asked for."""

    tables: tuple[IndexedTable, ...]

    @cached_property
    def columns(self) -> Mapping[str, tuple[IndexedTable, ...]]:
        """The tables that hold each value column."""
        found: dict[str, tuple[IndexedTable, ...]] = {}
        for indexed in self.tables:
            for name in indexed.table.columns:
                found[name] = (*found.get(name, ()), indexed)
        return found

    @cached_property
    def axes(self) -> tuple[str, ...]:
        """The names of all axes, in the order of the tables."""
        return tuple(dict.fromkeys(axis for indexed in self.tables for axis in indexed.axes))

    def find(self, column: str) -> IndexedTable | None:
        """The table that holds a value column, or None. Raises Mistake where several hold it."""
        holders = self.columns.get(column, ())
        if len(holders) > 1:
            tables = ", ".join(str(indexed.table.name) for indexed in holders)
            raise Mistake("the column {column} is in several tables: {tables}", column=column, tables=tables)
        return holders[0] if holders else None

    def keys(self, axes: Sequence[str], within: Iterable[IndexedTable], fixed: Mapping[str, Label]) -> tuple[Key, ...]:
        """The keys on `axes` that occur in the tables `within`, in order of appearance, where `fixed` holds."""
        found: dict[Key, None] = {}
        for indexed in within:
            if set(axes) <= set(indexed.axes):
                found.update(dict.fromkeys(indexed.distinct(axes, fixed)))
        return tuple(found)

    def labels(self, axis: str) -> tuple[Label, ...]:
        """Every label of one axis, in order of appearance."""
        return tuple(key[0] for key in self.keys((axis,), self.tables, {}))


def dataset(tables: Iterable[Table]) -> Dataset:
    """The data set of these tables; tables of the same columns and no common observation become one."""
    return Dataset(tuple(map(IndexedTable, united(tuple(tables)))))


def unknown_name(name: str, known: Iterable[str], place: Place) -> Mistake:
    """The mistake of a name that nothing bears."""
    known = tuple(known)
    hint = nearest(name, known)
    if hint is None and known:
        names = ", ".join(known[:MOST_NAMES]) + (", …" if len(known) > MOST_NAMES else "")
        return Mistake("nothing is named {name}; there are {names}", place, name=name, names=names)
    return Mistake("there is no column, axis or setting named {name}", place, nearest=hint, name=name)
