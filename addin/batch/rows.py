"""The rows of a job: those of its own label and of the whole, cut from tables that all jobs share."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from itertools import chain
from json import dumps
from typing import Any

import numpy as np

from addin.errors import Place
from addin.tables.axes import YEAR
from addin.tables.table import Label, Table


@dataclass(frozen=True, slots=True)
class _WholeTable:
    """`Table.place_of` of rows that left their file behind: the place of the table."""

    place: Place

    def __call__(self, row: int, column: str) -> Place:
        return self.place


@dataclass(frozen=True, slots=True)
class _Places:
    """`Table.place_of` of some rows of a table."""

    place_of: Callable[[int, str], Place]
    rows: Sequence[int]

    def __call__(self, row: int, column: str) -> Place:
        return self.place_of(self.rows[row], column)


@dataclass(frozen=True)
class Rows:
    """Tables whose rows are found by their label on one axis; a table without that axis belongs to every label."""

    tables: tuple[Table, ...]
    axis: str

    def cut(self, labels: Collection[Label]) -> tuple[Table, ...]:
        """The tables with the rows of these labels alone, in their order."""
        return tuple(map(self._cut, self.tables, self._rows_of, [labels] * len(self.tables)))

    def labels(self) -> tuple[Label, ...]:
        """Every label on the axis, in order of appearance."""
        return tuple(dict.fromkeys(label for rows in self._rows_of if rows is not None for label in rows))

    @property
    def years(self) -> frozenset[int]:
        """The years of the rows."""
        return frozenset(int(year) for table in self.tables for year in table.keys.get(YEAR, ()))

    def digest(self, cut: Sequence[Table]) -> str:
        """A SHA-256 of what `cut` gave: names, labels and values of the tables, wherever they were read from."""
        digests = [whole or _digest(table) for table, whole in zip(cut, self._whole_digests, strict=True)]
        return sha256("\n".join(digests).encode()).hexdigest()

    def _cut(self, table: Table, rows_of: Mapping[Label, Sequence[int]] | None, labels: Collection[Label]) -> Table:
        if rows_of is None:
            return table
        rows = sorted(chain.from_iterable(rows_of.get(label, ()) for label in dict.fromkeys(labels)))
        keys = {name: _pick(column, rows) for name, column in table.keys.items()}
        columns = {name: _pick(column, rows) for name, column in table.columns.items()}
        return replace(table, keys=keys, columns=columns, place_of=_Places(table.place_of, rows))

    @cached_property
    def _rows_of(self) -> tuple[Mapping[Label, Sequence[int]] | None, ...]:
        return tuple(_by_label(table.keys[self.axis]) if self.axis in table.keys else None for table in self.tables)

    @cached_property
    def _whole_digests(self) -> tuple[str | None, ...]:
        return tuple(None if self.axis in table.keys else _digest(table) for table in self.tables)


def portable(table: Table) -> Table:
    """The table as another process can be given it: without the way back to its cells."""
    return replace(table, place_of=_WholeTable(table.place))


def _by_label(labels: Sequence[Label]) -> dict[Label, list[int]]:
    found: dict[Label, list[int]] = {}
    for row, label in enumerate(labels):
        found.setdefault(label, []).append(row)
    return found


def _pick(column: Sequence[Any], rows: Sequence[int]) -> Sequence[Any]:
    if isinstance(column, np.ndarray):
        picked: Sequence[Any] = column[rows]
        return picked
    return list(map(column.__getitem__, rows))


def _digest(table: Table) -> str:
    content = sha256(dumps([table.name, list(table.keys), list(table.columns), len(table)]).encode())
    for column in map(_bytes, (*table.keys.values(), *table.columns.values())):
        content.update(len(column).to_bytes(8))
        content.update(column)
    return content.hexdigest()


def _bytes(column: Sequence[Any]) -> bytes:
    """Numbers and blanks as the eight bytes each that they have on any machine, anything else as JSON."""
    if isinstance(column, np.ndarray) and column.dtype != object:
        return column.astype("<f8").tobytes()
    if set(map(type, column)) <= {float, type(None)}:
        return np.array(column, dtype="<f8").tobytes()
    return dumps(list(column), separators=(",", ":"), default=str).encode()
