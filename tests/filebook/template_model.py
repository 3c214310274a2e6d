"""A template as data: its sheets with their blocks, what their cells hold, and all that refers to cells."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from openpyxl.utils import get_column_letter

from tests.filebook.written_out import Block, Data, Marked, Point

Cell: TypeAlias = tuple[int, int]


@dataclass(frozen=True)
class Reference:
    """A cell or an area of a sheet; `sheet` is empty for the formula's own."""

    sheet: str
    rows: tuple[Point, Point]
    columns: tuple[Point, Point]
    single: bool

    def text(self, rows: tuple[Point, Point], columns: tuple[Point, Point]) -> str:
        """The reference to these lines instead."""
        ends = [_address(rows[end], columns[end]) for end in (0, 1)]
        sheet = f"'{self.sheet}'!" if " " in self.sheet else f"{self.sheet}!" if self.sheet else ""
        return sheet + (ends[0] if self.single else ":".join(ends))

    @property
    def cells(self) -> list[Cell]:
        """Its cells, from the upper left one."""
        rows = range(self.rows[0].line, self.rows[1].line + 1)
        return [(row, column) for row in rows for column in range(self.columns[0].line, self.columns[1].line + 1)]

    def filled(self, rows: int, columns: int) -> "Reference":
        """The reference in a formula that is filled so far down and to the right."""
        down, right = ([each.along(by) for each in ends] for ends, by in ((self.rows, rows), (self.columns, columns)))
        return Reference(self.sheet, (down[0], down[1]), (right[0], right[1]), self.single)

    def __str__(self) -> str:
        return self.text(self.rows, self.columns)


@dataclass(frozen=True)
class Rule:
    """A conditional format and a validation for an area, by a formula relative to the area's upper left cell."""

    area: Reference
    formula: tuple[Reference, ...]


@dataclass(frozen=True)
class Sheet:
    """One sheet: its blocks and what its cells hold, a text, a number or the references that a formula adds up."""

    name: str
    rows: tuple[Block, ...]
    columns: tuple[Block, ...]
    texts: Mapping[Cell, str | int]
    formulas: Mapping[Cell, tuple[Reference, ...]]
    rules: tuple[Rule, ...]
    merged: tuple[Reference, ...] = ()

    def axes(self, cell: Cell) -> tuple[Marked, ...]:
        """The axes whose labels a cell may show, those of its row before those of its column."""
        return (*around(self.rows, *cell, first_reaches_back=True), *around(self.columns, cell[1], cell[0]))


@dataclass(frozen=True)
class Template:
    """A whole workbook and the data it is filled from; `names` are defined names, `series` a chart's values."""

    sheets: tuple[Sheet, ...]
    data: Data
    names: tuple[Reference, ...]
    series: tuple[Reference, ...]


def around(blocks: Sequence[Block], line: int, cross: int, *, first_reaches_back: bool = False) -> tuple[Marked, ...]:
    """The axis of each block around a cell, the outermost first: the nearest marker before it on its cross line."""
    for block in blocks:
        if block.first <= line <= block.last:
            before = [marked for marked in block.axes if marked.cross <= cross]
            owner = before[-1] if before else block.axes[0] if first_reaches_back else None
            inner = around(block.inner, line, cross, first_reaches_back=first_reaches_back)
            return (*owner.all, *inner) if owner else ()
    return ()


def alike(area: Reference, rows: Sequence[Block], columns: Sequence[Block]) -> bool:
    """Whether all cells of an area are in the same blocks, so that they are together in each copy."""
    return all(
        len(
            {tuple(block for top in blocks for block in top.all if block.first <= line <= block.last) for line in lines}
        )
        == 1
        for blocks, lines in (
            (rows, range(area.rows[0].line, area.rows[1].line + 1)),
            (columns, range(area.columns[0].line, area.columns[1].line + 1)),
        )
    )


def formula_text(references: Sequence[str]) -> str:
    """A formula that adds up cells and areas."""
    return "=" + "+".join(f"SUM({text})" if ":" in text or "," in text else text for text in references)


def _address(row: Point, column: Point) -> str:
    letter = get_column_letter(column.line)
    return f"{'$' * column.dollar}{letter}{'$' * row.dollar}{row.line}"
