"""The data of a chunk's jobs as they are sent: rows that the process reads itself, and tables that were read whole.

A template that looks beyond the label of its workbook gets the rows of all labels, which a process reads once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache

from addin.batch.partition import PackedRows
from addin.batch.rows import Rows
from addin.errors import UserError
from addin.tables.collection import collection_paused
from addin.tables.dataset import Dataset, dataset
from addin.tables.spoiled import Sound
from addin.tables.table import Label, Table
from udfs.numerics.cell_values import CellValue


@dataclass(frozen=True)
class Portion:
    """The rows of a few labels on one axis; `spoiled` are labels whose rows are known not to be readable.

    The rows of `totals` belong to every label; `spellings` are the other ways in which tables write a label. Where the
    template asks for no label of the axis (`is_implied`), the tables of one label come without it.
    """

    parts: tuple[PackedRows | Rows, ...]
    axis: str
    spoiled: Mapping[Label | None, UserError]
    totals: frozenset[Label] = frozenset()
    spellings: Mapping[Label, tuple[Label, ...]] = field(default_factory=dict)
    is_implied: bool = False

    def of(self, label: Label | None, nation: CellValue) -> tuple[Table, ...]:
        """The tables as the job of a label is given them: with its rows and those of totals.

        Raises UserError where some of these can't be read.
        """
        rows, spoiled = self._read
        belonging = (label, nation, *sorted(self.totals, key=str))
        named = [each for each in belonging if isinstance(each, str | int | float)]
        wanted = [each for one in named for each in (one, *self.spellings.get(one, ()))]
        for each in wanted:
            if each in spoiled:
                raise spoiled[each]
        return rows.cut(wanted)

    def digest(self, cut: Sequence[Table]) -> str:
        """A SHA-256 of what `of` gave."""
        return self._read[0].digest(cut)

    def data_set(self, cut: Sequence[Table], label: Label | None) -> Dataset:
        """What `of` gave, to fill from."""
        return dataset([self._without_axis(table, label) for table in cut] if self.is_implied else cut)

    def _without_axis(self, table: Table, label: Label | None) -> Table:
        """A table that has more axes than this, and rows of the label alone, without it: one is laid out as another."""
        labels = table.keys.get(self.axis)
        own = {label, *(self.spellings.get(label, ()) if label is not None else ())}
        if labels is None or len(table.keys) == 1 or not own.issuperset(labels):
            return table
        return replace(table, keys={axis: column for axis, column in table.keys.items() if axis != self.axis})

    @cached_property
    def _read(self) -> tuple[Rows, Mapping[Label | None, UserError]]:
        sound = Sound(self.axis, dict(self.spoiled))
        with collection_paused():
            tables = [table for part in self.parts for table in _tables(part, sound)]
        return Rows(tuple(tables), self.axis), sound.spoiled


@dataclass(frozen=True)
class Everyone:
    """The rows of all labels on an axis, for templates whose figures are taken among those of others.

    `mark` tells one batch's rows from another's, so that a process reads them once.
    """

    rows: Portion = field(compare=False)
    labels: tuple[Label, ...] = field(compare=False)
    mark: str

    @property
    def axis(self) -> str:
        """The axis that the batch goes by."""
        return self.rows.axis

    def all(self) -> tuple[Dataset, str]:
        """All rows, and a SHA-256 of them. Raises UserError where some can't be read."""
        return _read_once(self)


# Kept: nearly all of a batch whose templates look at all rows, which each process reads once.
@lru_cache(maxsize=1)
def _read_once(everyone: Everyone) -> tuple[Dataset, str]:
    rows, spoiled = everyone.rows._read
    if spoiled:
        raise next(iter(spoiled.values()))
    tables = rows.cut(everyone.labels)
    return dataset(tables), rows.digest(tables)


def _tables(part: PackedRows | Rows, sound: Sound) -> tuple[Table, ...]:
    return part.tables(sound) if isinstance(part, PackedRows) else part.tables
