"""A data set: tables looked up by the labels of their axes, as blocks of a template ask for them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from addin.errors import NOWHERE, Place, UserError, nearest
from addin.tables.axes import PERIOD, YEAR, is_axis, is_code, is_territorial
from addin.tables.keys import Key, Keys, keys_of
from addin.tables.labels import spellings
from addin.tables.table import Label, Table
from addin.tables.union import united
from udfs.numerics.cell_values import BLANK, CellValue, ExcelError, to_numbers, to_texts

MOST_NAMES: Final = 12
_END: Final = np.array([BLANK])
_TIMES: Final = frozenset({YEAR, PERIOD})
_PLAIN: Final = frozenset({float, type(None)})


@dataclass(frozen=True)
class IndexedTable:
    """A table whose rows are found by their keys and whose columns are arrays."""

    table: Table

    @cached_property
    def keys(self) -> Keys:
        """Its keys."""
        return keys_of(self.table.keys)

    @property
    def axes(self) -> tuple[str, ...]:
        """The names of the key columns."""
        return self.keys.axes

    def label(self, label: Label, axis: str) -> Label | None:
        """A label as an axis has it: cleaned as names are, the number that it spells, or one with it; else None."""
        known = self.keys.labels(axis)
        found = next((each for each in spellings(label) if each in known), None)
        return self.keys.alike(label, axis) if found is None and known else found

    def spelling(self, axis: str) -> frozenset[str]:
        """The axes that have the labels of this one otherwise: codes beside names, a year across two as a period."""
        if axis not in self.axes or len(self.keys.labels(axis)) < 2:
            return frozenset()
        times = _TIMES if axis in _TIMES else frozenset[str]()
        others = (each for each in self.axes if each != axis and (is_code(each) or is_code(axis) or each in times))
        determine = self.keys.determine
        return frozenset(each for each in others if determine((axis,), each) and determine((each,), axis))

    def determined(self, axes: Iterable[str], known: Iterable[str]) -> frozenset[str]:
        """Those of some axes that the known ones determine: codes beside names, and what territories are parts of."""
        by = tuple(each for each in self.axes if each in known)
        found = (axis for axis in axes if by and self.keys.determine(by, axis))
        return frozenset(axis for axis in found if self._is_larger(axis, by) or not self.spelling(axis).isdisjoint(by))

    def determined_time(self, known: Collection[str]) -> frozenset[str]:
        """The year where the period determines it, or the period where the year does, as far as one is known."""
        year, period = YEAR in known, PERIOD in known
        if year is period or not set(self.axes) >= _TIMES:
            return frozenset()
        if year:
            return frozenset({PERIOD}) if self.keys.determine((YEAR,), PERIOD) else frozenset()
        return frozenset({YEAR}) & self.spelling(PERIOD)

    def _is_larger(self, axis: str, known: Iterable[str]) -> bool:
        return is_territorial(axis) and any(is_territorial(each) for each in known)

    @cached_property
    def _arrays(self) -> dict[str, NDArray[Any]]:
        return {}

    def array(self, column: str) -> NDArray[Any]:
        """A value column as an array with one blank more at its end, which position -1 therefore finds."""
        if column not in self._arrays:
            self._arrays[column] = _column_array(self.table.columns[column])
        found: NDArray[Any] = self._arrays[column]
        return found


def _column_array(values: Sequence[CellValue]) -> NDArray[Any]:
    if isinstance(values, np.ndarray):
        return np.concatenate((values, _END))
    kinds = set(map(type, values))
    if kinds <= _PLAIN:
        return np.array([*values, BLANK], dtype=np.float64)
    has_text = any(issubclass(kind, str) and kind is not ExcelError for kind in kinds)
    if not has_text:
        return to_numbers([*values, None]).reshape(-1)
    texts = np.empty(len(values) + 1, dtype=np.object_)
    texts[:-1] = to_texts([values])[0]
    return texts


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
        """The table that holds a value column, or None. Raises UserError where several hold it."""
        holders = self.columns.get(column, ())
        if len(holders) > 1:
            tables = ", ".join(str(indexed.table.name) for indexed in holders)
            raise UserError("the column {column} is in several tables: {tables}", column=column, tables=tables)
        return holders[0] if holders else None

    def keys(self, axes: Sequence[str], within: Iterable[IndexedTable], fixed: Mapping[str, Label]) -> tuple[Key, ...]:
        """The keys on `axes` that occur in the tables `within`, in order of appearance, where `fixed` holds."""
        found: dict[Key, None] = {}
        for indexed in within:
            if set(axes) <= set(indexed.axes):
                found.update(dict.fromkeys(indexed.keys.distinct(axes, fixed)))
        return tuple(found)

    def label(self, label: Label, axis: str | None = None) -> Label | None:
        """A label as an axis of some table has it, any axis where none is named; None where none has it."""
        found = (table.label(label, each) for table in self.tables for each in ((axis,) if axis else table.axes))
        return next((each for each in found if each is not None), None)

    def labels(self, axis: str) -> tuple[Label, ...]:
        """Every label of one axis, in order of appearance."""
        held = [indexed.keys.labels(axis) for indexed in self.tables if axis in indexed.axes]
        return tuple(dict.fromkeys(chain.from_iterable(held)))


def dataset(tables: Iterable[Table]) -> Dataset:
    """The data set of these tables; tables of the same columns and no common observation become one."""
    return Dataset(tuple(map(IndexedTable, united(tuple(tables)))))


def unknown_axis(axis: str, known: Iterable[str], place: Place = NOWHERE) -> UserError:
    """The mistake of an axis that no table has."""
    known = tuple(known)
    hint, names = nearest(axis, known), ", ".join(known)
    other = next((name for name in known if not is_axis(name) or name.rpartition("_")[2] in ("code", "id")), None)
    if hint is None and other is not None:
        message = "the data have no axis {axis}, only {known}; if {other} is meant: names = {axis} = {other}"
        return UserError(message, place, axis=axis, known=names, other=other)
    return UserError("the data have no axis {axis}, only {known}", place, nearest=hint, axis=axis, known=names)


def unknown_name(name: str, known: Iterable[str], place: Place) -> UserError:
    """The mistake of a name that nothing bears."""
    known = tuple(known)
    hint = nearest(name, known)
    if hint is None and known:
        names = ", ".join(known[:MOST_NAMES]) + (", …" if len(known) > MOST_NAMES else "")
        message = "nothing is named {name}; there are {names}; if the data call it otherwise: names = {name} = …"
        return UserError(message, place, name=name, names=names)
    return UserError("there is no column, axis or setting named {name}", place, nearest=hint, name=name)
