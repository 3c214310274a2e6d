"""The plan of filling a workbook: pure data that says how each sheet grows and what is written where."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from numpy.typing import NDArray

from addin.references.growth import Growth
from addin.template.blocks import Cell


@dataclass(frozen=True)
class Blank:
    """Lines of a block that have no label, because another block beside it is longer or something refers to it.

    Of the template's lines `first` to `last`, rows where `down` else columns, the copies in `copies` (counted from 0)
    hold nothing in the cross lines `across`: neither values nor formulas, only formats.
    """

    first: int
    last: int
    down: bool
    across: range
    copies: frozenset[int]

    def holds(self, cell: Cell, row_copy: int, column_copy: int) -> bool:
        """Whether a copy of a template's cell is among these."""
        line, cross, copy = (*cell, row_copy) if self.down else (*reversed(cell), column_copy)
        return self.first <= line <= self.last and cross in self.across and copy in self.copies


@dataclass(frozen=True)
class SheetPlan:
    """One sheet of the filled workbook.

    `source` is the template's sheet it is made from, `name` its own. `values` holds, for each cell of the template
    that has an expression, one value for each row (and column) of the filled sheet that the cell's row (and column)
    becomes: a two-dimensional array of float64 (errors as `udfs.numerics.cell_values` keeps them), bool, or texts and
    None. `texts` has the values of its expressions outside of cells, by their numbers.
    """

    source: str
    name: str
    growth: Growth
    values: Mapping[Cell, NDArray[Any]]
    blanks: tuple[Blank, ...] = ()
    texts: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Plan:
    """The filled workbook's sheets that are made from sheets with expressions, in the template's order.

    `texts` has the values of expressions outside of cells and of these sheets, by their numbers.
    """

    sheets: tuple[SheetPlan, ...]
    texts: Mapping[int, str] = field(default_factory=dict)
