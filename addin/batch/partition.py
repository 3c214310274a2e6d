"""The rows of a table kept by their label in a temporary file, from which the rows of a few labels are taken."""

import pickle
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import itemgetter
from typing import Final, TypeAlias

from addin.batch.locations import kept, new_temporary
from addin.errors import UserError
from addin.tables.forms import TableSchema
from addin.tables.grid import Row, cell_of, is_empty
from addin.tables.labels import label_of, nameless
from addin.tables.layout import Column
from addin.tables.spoiled import TablesOf
from addin.tables.table import Label, Table

_TOGETHER: Final = 2_000
"""Rows that are gathered by label before they are written."""


_Rows: TypeAlias = tuple[list[int], list[Row]]


@dataclass(frozen=True)
class PackedRows:
    """Rows of a table as they are sent to the process that reads them, and how they are read."""

    form: TableSchema
    packed: tuple[bytes, ...]

    def tables(self, make: TablesOf) -> tuple[Table, ...]:
        """The tables of these rows, made by `make`. Raises UserError."""
        rows = [observation for each in self.packed for observation in zip(*pickle.loads(each), strict=True)]  # noqa: S301
        rows.sort(key=itemgetter(0))
        return self.form.tables(self.form.layout.of(rows), make)


class Partition:
    """The rows of a form by their label on an axis, whose `column` they stand in.

    Memory holds where each label's rows are, not the rows. `nameless` is the mistake of the first row without a label.
    """

    def __init__(self, form: TableSchema, column: Column) -> None:
        self.nameless: UserError | None = None
        self._column = column
        self._known: dict[object, Label] = {}
        self._where: dict[Label, array[int]] = {}
        self._file = new_temporary()
        self._form = form.detached()
        with kept(form.layout.grid.place):
            self._divide(form)

    def labels(self) -> Iterable[Label]:
        """Every label, in order of appearance."""
        return self._where

    @property
    def years(self) -> frozenset[int]:
        """The years of the rows."""
        return self._form.years

    def of(self, labels: Iterable[Label]) -> PackedRows:
        """The rows of these labels, as far as there are any."""
        return PackedRows(
            self._form, tuple(packed for label in dict.fromkeys(labels) for packed in self._packed(label))
        )

    def sample(self, most: int) -> PackedRows:
        """The first rows of each label, as many of each as make `most` together; none where there are more labels."""
        each = most // max(len(self._where), 1)
        numbers: list[int] = []
        rows: list[Row] = []
        for label in self._where if each else ():
            packed = next(self._packed(label), None)
            if packed is not None:
                found, read = pickle.loads(packed)  # noqa: S301
                numbers += found[:each]
                rows += read[:each]
        return PackedRows(self._form, (pickle.dumps((numbers, rows), pickle.HIGHEST_PROTOCOL),))

    def _divide(self, form: TableSchema) -> None:
        gathered: dict[Label, _Rows] = {}
        index, count = self._column.index, 0
        for number, row in form.observations():
            cell = cell_of(row, index)
            label = self._known.get(cell) or self._label(cell, number, row)
            if label is None:
                continue
            numbers, rows = gathered.setdefault(label, ([], []))
            numbers.append(number)
            rows.append(row)
            count += 1
            if count % _TOGETHER == 0:
                self._write(gathered)
        self._write(gathered)

    def _label(self, cell: object, number: int, row: Row) -> Label | None:
        """The label in a cell of row `number`; the first row that has something to read and no label is noted."""
        label = label_of(cell, self._column)
        if label is not None:
            self._known[cell] = label
        elif self.nameless is None and not is_empty(row):
            self.nameless = nameless(cell, self._column, self._form.layout.grid.place_of(number, self._column.index))
        return label

    def _write(self, gathered: dict[Label, _Rows]) -> None:
        """Write the rows gathered, and where those of each label are: starts and ends in turn."""
        for label, rows in gathered.items():
            start = self._file.tell()
            self._file.write(pickle.dumps(rows, pickle.HIGHEST_PROTOCOL))
            self._where.setdefault(label, array("Q")).extend((start, self._file.tell()))
        gathered.clear()

    def _packed(self, label: Label) -> Iterator[bytes]:
        ends = iter(self._where.get(label, ()))
        for start, end in zip(ends, ends, strict=True):
            self._file.seek(start)
            yield self._file.read(end - start)
