"""One sheet of a filled workbook as it is known while values are written: where its lines come from, what they hold."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, TypeAlias

from numpy.typing import NDArray

from addin.filebook.origins import Origins, Stretch, origins
from addin.filebook.source import Cell, SourceSheet
from addin.references.geometry import SheetGeometry
from addin.references.growth import COLUMNS, ROWS
from addin.references.reference import Bounds
from addin.template.plan import Blank
from udfs.formulas.operators import NotComputable
from udfs.numerics.cell_values import Cells, to_cells

Places: TypeAlias = tuple[Sequence[Stretch], Sequence[Stretch]]
"""Where the rows and the columns of an area come from."""

_MOST_CELLS: Final = 2_000_000


@dataclass(frozen=True, eq=False)
class FilledSheet:
    """One sheet of the filled workbook: its source, how it grew, and the values written into it.

    `kept`: the formulas that have the values they had; `stale`: cells whose values only Excel can tell anew.
    """

    source: SourceSheet
    layout: SheetGeometry
    values: Mapping[Cell, NDArray[Any]]
    blanks: tuple[Blank, ...] = ()
    kept: AbstractSet[Cell] = frozenset()
    stale: AbstractSet[Cell] = frozenset()
    _written: dict[Cell, Cells] = field(default_factory=dict)

    @cached_property
    def rows(self) -> Origins:
        """Where its rows come from."""
        return origins(self.layout.rows)

    @cached_property
    def columns(self) -> Origins:
        """Where its columns come from."""
        return origins(self.layout.columns)

    def written(self, at: Cell) -> Cells | None:
        """The values written where a cell of the template comes to stand, by copies of its row and its column."""
        if at not in self._written and at in self.values:
            self._written[at] = to_cells(self.values[at])
        return self._written.get(at)

    @cached_property
    def size(self) -> Cell:
        """Its last row and column that hold anything."""
        row, column = (max(line, 1) for line in self.source.last)
        return max(row + self.layout.rows.growth, 1), max(column + self.layout.columns.growth, 1)

    def places(self, bounds: Bounds) -> Places:
        """Where an area comes from, as far as anything is there where it goes on to the end of the sheet.

        Raises NotComputable where it has too many cells.
        """
        rows, columns = _held(bounds.rows, self.size[0], ROWS), _held(bounds.columns, self.size[1], COLUMNS)
        if (rows[1] - rows[0] + 1) * (columns[1] - columns[0] + 1) > _MOST_CELLS:
            raise NotComputable(f"more than {_MOST_CELLS} cells")
        return tuple(self.rows.stretches(*rows)), tuple(self.columns.stretches(*columns))


def _held(lines: tuple[int, int] | None, last: int, limit: int) -> tuple[int, int]:
    """The lines as far as anything is there. One that begins after that keeps its length, which others may ask for."""
    first, end = lines or (1, limit)
    return first, last if end == limit and first <= last else end
