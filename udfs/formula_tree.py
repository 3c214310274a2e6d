"""A formula as a tree of calls, operators, references and constants, and the value of each."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from udfs.cells import Cells, CellValue, ExcelError, error_of_text
from udfs.evaluator import OMITTED, evaluate, no_function
from udfs.operators import OPERATIONS, Unknown, apply, negated, percent

Resolve: TypeAlias = Callable[[str | None, str], Cells]


@dataclass(frozen=True, slots=True)
class Constant:
    """A number, text, truth value, error value or array constant: rows of cells."""

    rows: tuple[tuple[CellValue, ...], ...]

    def value(self, _resolve: Resolve) -> Cells:
        """The constant itself."""
        return self.rows


@dataclass(frozen=True, slots=True)
class Reference:
    """A cell or range as it is written, `$B$2:C9`, and its sheet where one is named."""

    sheet: str | None
    text: str

    def value(self, resolve: Resolve) -> Cells:
        """The cells there; texts such as '#N/A' are the errors that they name."""
        return [[_cell(cell) for cell in row] for row in resolve(self.sheet, self.text)]


@dataclass(frozen=True, slots=True)
class Name:
    """A defined name, a column of a table, a range of another workbook: nothing that can be known from here."""

    text: str

    def value(self, _resolve: Resolve) -> Cells:
        """Raises Unknown."""
        raise Unknown(f"what {self.text} stands for isn't known here")


@dataclass(frozen=True, slots=True)
class Call:
    """A call of one of our functions; an omitted argument is None."""

    name: str
    arguments: tuple["Node | None", ...]

    def value(self, resolve: Resolve) -> Cells:
        """The cells that it spills; a blank is an empty text, as Excel gets it from a function."""
        arguments = [OMITTED if node is None else node.value(resolve) for node in self.arguments]
        return [["" if cell is None else cell for cell in row] for row in evaluate(self.name, arguments)]


@dataclass(frozen=True, slots=True)
class Native:
    """A call of a function that is not ours."""

    name: str
    arguments: tuple["Node | None", ...]

    def value(self, _resolve: Resolve) -> Cells:
        """Raises Unknown."""
        raise Unknown(no_function(self.name))


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


Node: TypeAlias = Constant | Reference | Name | Call | Native | Signs | Chain


def walk(node: Node) -> Iterator[Node]:
    """The node and all below it, in the order of the text."""
    yield node
    for part in _parts(node):
        if part is not None:
            yield from walk(part)


def _parts(node: Node) -> tuple["Node | None", ...]:
    if isinstance(node, Call | Native):
        return node.arguments
    if isinstance(node, Signs):
        return (node.operand,)
    if isinstance(node, Chain):
        return (node.first, *(operand for _, operand in node.rest))
    return ()


def _cell(cell: CellValue) -> CellValue:
    if isinstance(cell, str) and not isinstance(cell, ExcelError):
        return error_of_text(cell) or cell
    return float(cell) if type(cell) is int else cell
