"""A formula as a tree of calls, operators, references and constants, and the value of each."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from typing import Final, TypeAlias

from udfs.formulas.evaluator import OMITTED, evaluate, no_function
from udfs.formulas.excel_functions import (
    TAKES_ARRAYS,
    TAKES_UNIONS,
    ExcelArgument,
    NativeFunction,
    Range,
    native_function,
)
from udfs.formulas.operators import LAST_OPERATIONS, OPERATIONS, NotComputable, apply, negated, percent
from udfs.formulas.whole_columns import WholeColumns
from udfs.numerics.cell_values import Cells, CellValue, ExcelError, error_of_text

Resolve: TypeAlias = Callable[[str | None, str], Cells]

_COLUMNS: Final = re.compile("[A-Z]+")
_ROWS: Final = re.compile("[0-9]+")


@dataclass(frozen=True, slots=True)
class Constant:
    """A number, text, truth value, error value or array constant: rows of cells."""

    rows: tuple[tuple[CellValue, ...], ...]

    def value(self, _resolve: Resolve) -> Cells:
        """The constant itself."""
        return self.rows


@dataclass(frozen=True, slots=True)
class ReferenceNode:
    """A cell or range as it is written, `$B$2:C9`, and its sheet where one is named."""

    sheet: str | None
    text: str

    def value(self, resolve: Resolve) -> Cells:
        """The cells there; texts such as '#N/A' are the errors that they name."""
        cells = resolve(self.sheet, self.text)
        return cells if isinstance(cells, Range) else cells_of(cells)


@dataclass(frozen=True, slots=True)
class Union:
    """Several ranges or names in parentheses, `(B2:B4,B7)`, which are one argument."""

    areas: tuple["ReferenceNode | Name", ...]

    def value(self, resolve: Resolve) -> Cells:
        """The cells of all: below each other, or side by side where they stand so, else one after the other."""
        blocks = [area.value(resolve) for area in self.areas]
        if self._is_aligned(_COLUMNS):
            return Range(chain.from_iterable(blocks))
        if self._is_aligned(_ROWS):
            return Range([list(chain.from_iterable(lines)) for lines in zip(*blocks, strict=True)])
        return Range([[cell] for block in blocks for row in block for cell in row])

    @property
    def is_line(self) -> bool:
        """Whether the ranges stand below each other, or side by side, so that together they are one."""
        return self._is_aligned(_COLUMNS) or self._is_aligned(_ROWS)

    def _is_aligned(self, lines: re.Pattern[str]) -> bool:
        """Whether all have the same of these lines, and of the same sheet."""
        found = {
            (area.sheet, *lines.findall(area.text.upper())) for area in self.areas if isinstance(area, ReferenceNode)
        }
        return len(found) == 1 and not any(isinstance(area, Name) for area in self.areas) and self._has_both_ends()

    def _has_both_ends(self) -> bool:
        return all(_ROWS.search(area.text) and _COLUMNS.search(area.text.upper()) for area in self.areas)


@dataclass(frozen=True, slots=True)
class Name:
    """A defined name, a column of a table, a range of another workbook: nothing that the formula itself says."""

    text: str

    def value(self, _resolve: Resolve) -> Cells:
        """Raises NotComputable."""
        raise NotComputable(f"what {self.text} stands for isn't known here")


@dataclass(frozen=True, slots=True)
class CallNode:
    """A call of one of our functions; an omitted argument is None."""

    name: str
    arguments: tuple["Node | None", ...]

    def value(self, resolve: Resolve) -> Cells:
        """The cells that it spills; a blank is an empty text, as Excel gets it from a function."""
        if any(isinstance(node, Union) and not node.is_line for node in self.arguments):
            return [[ExcelError.VALUE]]
        arguments = [OMITTED if node is None else _argument(node, resolve) for node in self.arguments]
        return [["" if cell is None else cell for cell in row] for row in evaluate(self.name, arguments)]


@dataclass(frozen=True, slots=True)
class Native:
    """A call of a function that is not ours."""

    name: str
    arguments: tuple["Node | None", ...]

    @property
    def function(self) -> NativeFunction | None:
        """The function of Excel's own, where it is one that is calculated here."""
        return None if None in self.arguments else native_function(self.name)

    def value(self, resolve: Resolve) -> Cells:
        """The cell that it shows. Raises NotComputable where only Excel can tell it."""
        if self.function is None:
            raise NotComputable(no_function(self.name))
        if self.name not in TAKES_UNIONS and any(isinstance(node, Union) for node in self.arguments):
            raise NotComputable("several ranges where one is meant")
        return [[self.function.value([_given(node, resolve) for node in self.arguments if node is not None])]]


@dataclass(frozen=True, slots=True)
class NativeDown:
    """A function of Excel's own whose arguments are columns: its value in each row."""

    function: NativeFunction
    arguments: tuple["Node", ...]

    def value(self, resolve: Resolve) -> Cells:
        """One cell a row. Raises NotComputable."""
        columns = [node.value(resolve) for node in self.arguments]
        count = max(map(len, columns))
        direct = [not _is_range(node) for node in self.arguments]
        rows = zip(*(column if len(column) == count else [column[0]] * count for column in columns), strict=True)
        return [
            [
                self.function.value(
                    [
                        ExcelArgument(partial(_single, cells), is_direct)
                        for cells, is_direct in zip(row, direct, strict=True)
                    ]
                )
            ]
            for row in rows
        ]


@dataclass(frozen=True, slots=True)
class Signs:
    """An operand with signs before it, the nearest last, and percent signs after it."""

    signs: str
    operand: "Node"
    percents: int

    def value(self, resolve: Resolve) -> Cells:
        """The operand under its signs."""
        cells = self.operand.value(resolve)
        for sign in reversed(self.signs):
            cells = negated(cells) if sign == "-" else cells
        for _ in range(self.percents):
            cells = percent(cells)
        return cells


@dataclass(frozen=True, slots=True)
class Chain:
    """Operands joined by operators of one precedence, calculated from the left."""

    first: "Node"
    rest: tuple[tuple[str, "Node"], ...]

    def value(self, resolve: Resolve) -> Cells:
        """The value after the last operator."""
        cells = self.first.value(resolve)
        for operator, node in self.rest:
            cells = apply(OPERATIONS[operator], cells, node.value(resolve))
        return cells

    def value_of_cell(self, resolve: Resolve) -> Cells:
        """The same where it is all of a cell's formula: what is equal in fifteen digits then differs by nothing."""
        *before, (operator, node) = self.rest
        cells = Chain(self.first, tuple(before)).value(resolve)
        return apply(LAST_OPERATIONS.get(operator, OPERATIONS[operator]), cells, node.value(resolve))


Node: TypeAlias = Constant | ReferenceNode | Union | Name | CallNode | Native | NativeDown | Signs | Chain


def walk(node: Node) -> Iterator[Node]:
    """The node and all below it, in the order of the text."""
    yield node
    for part in _parts(node):
        if part is not None:
            yield from walk(part)


def _parts(node: Node) -> tuple["Node | None", ...]:
    if isinstance(node, CallNode | Native | NativeDown):
        return node.arguments
    if isinstance(node, Union):
        return node.areas
    if isinstance(node, Signs):
        return (node.operand,)
    if isinstance(node, Chain):
        return (node.first, *(operand for _, operand in node.rest))
    return ()


def with_parts(node: Node, change: Callable[[Node], Node]) -> Node:
    """The node with each of its parts as `change` makes it."""
    if isinstance(node, CallNode | Native):
        return replace(node, arguments=tuple(None if part is None else change(part) for part in node.arguments))
    if isinstance(node, Signs):
        return replace(node, operand=change(node.operand))
    if isinstance(node, Union):
        areas = tuple(chain.from_iterable(_areas(change(area)) for area in node.areas))
        return Union(tuple(each for each in areas if isinstance(each, ReferenceNode | Name)))
    if isinstance(node, Chain):
        return Chain(change(node.first), tuple((operator, change(part)) for operator, part in node.rest))
    return node


def _argument(node: Node, resolve: Resolve) -> Cells | WholeColumns:
    """The cells of an argument of ours, whole columns as such."""
    cells = node.value(resolve)
    is_whole = isinstance(node, ReferenceNode) and ":" in node.text and not any(map(str.isdigit, node.text))
    return WholeColumns(cells) if is_whole else cells


def _areas(node: Node) -> tuple[Node, ...]:
    return node.areas if isinstance(node, Union) else (node if isinstance(node, ReferenceNode) else Name("?"),)


def _given(node: Node, resolve: Resolve) -> ExcelArgument:
    return ExcelArgument(partial(node.value, resolve), not _is_range(node))


def _single(cells: Sequence[CellValue]) -> Cells:
    return (cells,)


def _is_range(node: Node) -> bool:
    return isinstance(node, ReferenceNode | Union) or _is_array(node)


def _is_array(node: Node) -> bool:
    return isinstance(node, Constant) and (len(node.rows), len(node.rows[0])) != (1, 1)


def down(node: Node) -> Node | None:
    """The tree for whole columns in place of the single cells that it refers to; None where it isn't cell by cell."""
    return _down(node) if all(map(_goes_down, walk(node))) else None


def _goes_down(node: Node) -> bool:
    if isinstance(node, Native):
        return node.function is not None and node.function.is_cellwise
    return not (_is_array(node) or isinstance(node, CallNode | Name | Union))


def _down(node: Node) -> Node:
    made = with_parts(node, _down)
    if isinstance(made, Native) and made.function is not None:
        return NativeDown(made.function, tuple(part for part in made.arguments if part is not None))
    return made


def intersects(node: Node) -> bool:
    """Whether Excel would take one cell of a range for an operator or as the result, were the formula no array formula.

    Which cell it takes depends on where the formula stands.
    """
    return _is_span(node) or any(_has_span(part) for part in _walk_single(node))


def _is_span(node: Node | None) -> bool:
    return isinstance(node, Union) or (isinstance(node, ReferenceNode) and ":" in node.text)


def _has_span(node: Node) -> bool:
    return isinstance(node, Chain | Signs) and any(map(_is_span, _parts(node)))


def _walk_single(node: Node) -> Iterator[Node]:
    """The nodes but those within functions whose arguments are arrays by themselves."""
    yield node
    if isinstance(node, Native) and node.name in TAKES_ARRAYS:
        return
    for part in _parts(node):
        if part is not None:
            yield from _walk_single(part)


def cells_of(cells: Cells) -> Range:
    """Cells as formulas see them."""
    return Range([[_cell(cell) for cell in row] for row in cells])


def _cell(cell: CellValue) -> CellValue:
    if isinstance(cell, str) and not isinstance(cell, ExcelError):
        return error_of_text(cell) or cell
    return float(cell) if type(cell) is int else cell
