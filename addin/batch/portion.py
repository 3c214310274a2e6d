"""The data of a chunk's jobs as they are sent: rows that the process reads itself, and tables that were read whole.

A template that looks beyond the label of its workbook gets the rows of all labels, which a process reads once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from addin.batch.partition import Unread
from addin.batch.rows import Rows
from addin.mistakes import Mistake
from addin.tables.collection import collection_paused
from addin.tables.dataset import Dataset, dataset
from addin.tables.spoiled import Sound
from addin.tables.table import Label, Table
from udfs.numerics.cell_values import CellValue


@dataclass(frozen=True)
class Portion:
    """The rows of a few labels on one axis; `spoiled` are labels whose rows are known not to be readable.

    The rows of `totals` belong to every label.
    """

    parts: tuple[Unread | Rows, ...]
    axis: str
    spoiled: Mapping[Label | None, Mistake]
    totals: frozenset[Label] = frozenset()

    def of(self, label: Label | None, nation: CellValue) -> tuple[Table, ...]:
        """The tables as the job of a label is given them: with its rows and those of totals.

        Raises Mistake where some of these can't be read.
        """
        rows, spoiled = self._read
        belonging = (label, nation, *sorted(self.totals, key=str))
        wanted = [each for each in belonging if isinstance(each, str | int | float)]
        for each in wanted:
            if each in spoiled:
                raise spoiled[each]
        return rows.cut(wanted)

    def digest(self, cut: Sequence[Table]) -> str:
        """A SHA-256 of what `of` gave."""
        return self._read[0].digest(cut)

    @cached_property
    def _read(self) -> tuple[Rows, Mapping[Label | None, Mistake]]:
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
        """All rows, and a SHA-256 of them. Raises Mistake where some can't be read."""
        return _read_once(self)


@lru_cache(maxsize=1)
def _read_once(everyone: Everyone) -> tuple[Dataset, str]:
    rows, spoiled = everyone.rows._read
    if spoiled:
        raise next(iter(spoiled.values()))
    tables = rows.cut(everyone.labels)
    return dataset(tables), rows.digest(tables)


def _tables(part: Unread | Rows, sound: Sound) -> tuple[Table, ...]:
    return part.tables(sound) if isinstance(part, Unread) else part.tables
