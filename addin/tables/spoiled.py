"""Tables of which some labels can't be read: theirs are left out and told, the others are read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from addin.mistakes import Mistake
from addin.tables.labels import labels
from addin.tables.layout import Column, Layout
from addin.tables.roles import Part, Role
from addin.tables.shapes import Shape, tables_of
from addin.tables.table import Label, Table

TablesOf: TypeAlias = Callable[[Layout, Sequence[Part], Shape], tuple[Table, ...]]


@dataclass(frozen=True)
class Sound:
    """`tables_of` without the labels of one axis whose rows hold a mistake; `spoiled` gathers their mistakes.

    None in `spoiled` is for rows whose label itself can't be read.
    """

    axis: str
    spoiled: dict[Label | None, Mistake] = field(default_factory=dict)

    def __call__(self, layout: Layout, parts: Sequence[Part], shape: Shape) -> tuple[Table, ...]:
        """The tables of the layout. Raises Mistake where it has no such axis, or where no label's rows are sound."""
        try:
            return tables_of(layout, parts, shape)
        except Mistake:
            part = next((part for part in parts if part.name == self.axis and part.role is Role.KEY), None)
            if part is None:
                raise
            sound = [row for rows in self._sound(layout, parts, shape, part.column) for row in rows]
            if not sound:
                raise
        return tables_of(replace(layout, rows=sorted(sound)), parts, shape)

    def _sound(self, layout: Layout, parts: Sequence[Part], shape: Shape, column: Column) -> list[list[int]]:
        sound: list[list[int]] = []
        for label, rows in self._rows_by_label(layout, column).items():
            try:
                tables_of(replace(layout, rows=rows), parts, shape)
                sound.append(rows)
            except Mistake as mistake:
                self.spoiled.setdefault(label, mistake)
        return sound

    def _rows_by_label(self, layout: Layout, column: Column) -> dict[Label, list[int]]:
        named = [row for row in layout.rows if self._is_named(layout, column, row)]
        found: dict[Label, list[int]] = {}
        for label, row in zip(labels(replace(layout, rows=named), column), named, strict=True):
            found.setdefault(label, []).append(row)
        return found

    def _is_named(self, layout: Layout, column: Column, row: int) -> bool:
        try:
            labels(replace(layout, rows=[row]), column)
        except Mistake as mistake:
            self.spoiled.setdefault(None, mistake)
            return False
        return True
