"""The data of a chunk's jobs as they are sent: rows that the process reads itself, and tables that were read whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from addin.batch.partition import Unread
from addin.batch.rows import Rows
from addin.mistakes import Mistake
from addin.tables.collection import collection_paused
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


def _tables(part: Unread | Rows, sound: Sound) -> tuple[Table, ...]:
    return part.tables(sound) if isinstance(part, Unread) else part.tables
