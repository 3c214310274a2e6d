"""Formulas that all copies of their row calculate alike: from cells of the copy's own row, and from fixed ones.

Such a formula is parsed once for all copies. Where it goes cell by cell, it is applied to whole columns.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple, TypeAlias

from addin.filebook.computable_formulas import computable_in
from addin.filebook.source import Cell, SourceCell
from addin.references.geometry import SheetGeometry
from addin.references.reference import read_reference
from udfs.formulas.parser import Formula
from udfs.formulas.tree import ReferenceNode, cells_of, down
from udfs.numerics.cell_values import Cells, CellValue

Column: TypeAlias = Sequence[CellValue]
ColumnOf: TypeAlias = Callable[[Cell], Column]
"""The values of a cell of the formula's row in all copies of it. Raises NotComputable."""

FixedCells: TypeAlias = Callable[[ReferenceNode, int], Cells]
"""The cells that a reference with fixed rows means, to be looked at so many times. Raises NotComputable."""


class _Area(NamedTuple):
    """A reference as it is written on the template; `fixed` says whether its rows have a `$`."""

    rows: tuple[int, int]
    columns: tuple[int, int]
    fixed: bool

    @property
    def is_cell(self) -> bool:
        return self.rows[0] == self.rows[1] and self.columns[0] == self.columns[1]


@dataclass(frozen=True)
class ColumnFormula:
    """A formula with the areas that it looks at on the template."""

    formula: Formula
    areas: Mapping[ReferenceNode, _Area]

    def values(self, count: int, column_of: ColumnOf, fixed: FixedCells) -> Column:
        """The values in all `count` copies of the formula's row. Raises NotComputable."""
        own = {each: _columns(area, column_of) for each, area in self.areas.items() if not area.fixed}
        by_row = bool(own) and self._down is None
        known = {each: cells_of(fixed(each, count if by_row else 1)) for each, area in self.areas.items() if area.fixed}
        if by_row:
            return [self._value(known, own, at) for at in range(count)]
        if not own or self._down is None:
            return [_evaluate(self.formula, known)[0][0]] * count
        columns = {each: [[value] for value in column] for each, (column,) in own.items()}
        return [row[0] for row in _evaluate(self._down, {**known, **columns})]

    @cached_property
    def _down(self) -> Formula | None:
        """The formula over columns in place of cells, where it looks at single cells alone."""
        tree = down(self.formula.tree) if all(area.is_cell for area in self.areas.values()) else None
        return None if tree is None else replace(self.formula, tree=tree)

    def _value(
        self, known: Mapping[ReferenceNode, Cells], own: Mapping[ReferenceNode, Sequence[Column]], at: int
    ) -> CellValue:
        here = {each: [[column[at] for column in columns]] for each, columns in own.items()}
        return _evaluate(self.formula, {**known, **here})[0][0]


def _evaluate(formula: Formula, cells: Mapping[ReferenceNode, Cells]) -> Cells:
    return formula.evaluate(lambda sheet, text: cells[ReferenceNode(sheet, text)])


def column_formula(cell: SourceCell, at: Cell, layout: SheetGeometry) -> ColumnFormula | None:
    """The formula of a cell, `at` row and column, if all copies of its row calculate it alike; else None."""
    depth = layout.rows.depth(at[0])
    if cell.formula is None or not cell.formula.plain or layout.columns.grows or not depth:
        return None
    formula = computable_in(cell.formula)
    if formula is None:
        return None
    areas = {reference: _read(reference.text) for reference in formula.references}
    found = {each: area for each, area in areas.items() if area is not None and _is_alike(each, area, at[0], depth)}
    return ColumnFormula(formula, found) if len(found) == len(areas) else None


def _is_alike(reference: ReferenceNode, area: _Area, row: int, depth: int) -> bool:
    """Whether a reference means the same cells in all copies, or those of the copy's own row."""
    return depth == 1 if area.fixed else reference.sheet is None and area.rows == (row, row)


def _columns(area: _Area, column_of: ColumnOf) -> Sequence[Column]:
    first, last = area.columns
    return [column_of((area.rows[0], column)) for column in range(first, last + 1)]


def _read(reference: str) -> _Area | None:
    """None for whole rows and columns, and where one row is fixed and the other is not."""
    area = read_reference("", reference)
    if area is None or area.rows is None or area.columns is None or area.rows.start.absolute != area.rows.end.absolute:
        return None
    rows, columns = (sorted(point.line for point in extent) for extent in (area.rows, area.columns))
    return _Area((rows[0], rows[1]), (columns[0], columns[1]), area.rows.start.absolute)
