"""Tables of which some labels can't be read: theirs are left out and told, the others are read."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import TypeAlias

from addin.errors import UserError
from addin.tables.labels import label_of, nameless
from addin.tables.layout import Column, Layout
from addin.tables.roles import ColumnRole, Part
from addin.tables.shapes import Shape, tables_of
from addin.tables.table import Label, Table

TablesOf: TypeAlias = Callable[[Layout, Sequence[Part], Shape], tuple[Table, ...]]
"""What makes tables of the observations of a layout that are at hand."""


@dataclass(frozen=True)
class Sound:
    """`tables_of` without the labels of one axis whose rows hold a mistake; `spoiled` gathers their mistakes.

    None in `spoiled` is for rows whose label itself can't be read.
    """

    axis: str
    spoiled: dict[Label | None, UserError] = field(default_factory=dict)

    def __call__(self, layout: Layout, parts: Sequence[Part], shape: Shape) -> tuple[Table, ...]:
        """The tables of the layout. Raises UserError where it has no such axis, or where no row is to blame."""
        try:
            return tables_of(layout, parts, shape)
        except UserError:
            part = next((part for part in parts if part.name == self.axis and part.role is ColumnRole.KEY), None)
            if part is None:
                raise
        sound = chain.from_iterable(self._sound(layout, parts, shape, part.column))
        return tables_of(layout.pick(sorted(sound)), parts, shape)

    def _sound(self, layout: Layout, parts: Sequence[Part], shape: Shape, column: Column) -> Iterator[list[int]]:
        for label, positions in self._positions_by_label(layout, column).items():
            try:
                tables_of(layout.pick(positions), parts, shape)
                yield positions
            except UserError as mistake:
                self.spoiled.setdefault(label, mistake)

    def _positions_by_label(self, layout: Layout, column: Column) -> dict[Label, list[int]]:
        found: dict[Label, list[int]] = {}
        for position, cell in enumerate(layout.cells(column)):
            label = label_of(cell, column)
            if label is None:
                self.spoiled.setdefault(None, nameless(cell, column, layout.place_of(position, column.index)))
            else:
                found.setdefault(label, []).append(position)
        return found
