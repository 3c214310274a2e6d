"""The examples of the functions as blocks of cells: where arguments, results, expected values and checks stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

from udfs.documentation import Example
from udfs.formulas.parser import parse_formula
from udfs.formulas.tree import CallNode, Constant
from udfs.numerics.cell_values import CellValue, ExcelError
from udfs.registry import Function

Rows = Sequence[Sequence[CellValue]]

_TOLERANCE: Final = "1E-7"


@dataclass(frozen=True, slots=True)
class Range:
    """Cells of a block and where their first one stands, counted from 0."""

    row: int
    column: int
    cells: Rows

    @property
    def reference(self) -> str:
        """The range as a formula writes it."""
        last = self.row + len(self.cells) - 1, self.column + len(self.cells[0]) - 1
        return xl_range(self.row, self.column, *last)

    @property
    def texts(self) -> list[tuple[int, str]]:
        """Each text among the cells, with its column."""
        cells = [(self.column + i, cell) for row in self.cells for i, cell in enumerate(row)]
        return [(column, cell) for column, cell in cells if isinstance(cell, str)]


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one function's blocks: each argument, the result, what is expected, the check."""

    arguments: tuple[int, ...]
    result: int
    expected: int
    check: int


@dataclass(frozen=True, slots=True)
class Block:
    """One example: its text, its arguments in cells, the formula on them, what it must give, and a check a row."""

    text: str
    arguments: tuple[Range | None, ...]
    formula: str
    result: Range
    expected: Range

    @property
    def height(self) -> int:
        """The rows that the block takes."""
        return max(len(cells.cells) for cells in (*filter(None, self.arguments), self.result))

    def checks(self) -> list[str]:
        """For each row of the result, the formula that is TRUE where it is as expected."""
        return [self._check(row) for row in range(len(self.expected.cells))]

    def _check(self, row: int) -> str:
        tests = [
            _test(
                cell, *(xl_rowcol_to_cell(block.row + row, block.column + i) for block in (self.result, self.expected))
            )
            for i, cell in enumerate(self.expected.cells[row])
        ]
        return f"=AND({','.join(tests)})" if len(tests) > 1 else f"={tests[0]}"


def columns_of(function: Function, first: int) -> Columns:
    """Where the function's blocks have their parts, from column `first` on: as wide as its widest example asks for."""
    examples = [_parts(example) for example in function.documentation.examples]
    widths = [
        max([len(cells[0]) for arguments, _ in examples if (cells := _at(arguments, i)) is not None], default=1)
        for i in range(len(function.arguments))
    ]
    starts = [first + sum(widths[:i]) for i in range(len(widths))]
    result = first + sum(widths)
    width = max(len(expected[0]) for _, expected in examples)
    return Columns(tuple(starts), result, result + width, result + 2 * width)


def block_of(function: Function, example: Example, columns: Columns, row: int) -> Block:
    """The example as cells from `row` on."""
    arguments, expected = _parts(example)
    ranges = tuple(
        None if cells is None else Range(row, column, cells)
        for cells, column in zip(arguments, columns.arguments, strict=False)
    )
    references = ",".join("" if cells is None else cells.reference for cells in ranges)
    return Block(
        text=example.formula,
        arguments=ranges,
        formula=f"={function.name}({references})",
        result=Range(row, columns.result, expected),
        expected=Range(row, columns.expected, expected),
    )


def _parts(example: Example) -> tuple[tuple[Rows | None, ...], Rows]:
    call = parse_formula(example.formula).tree
    if not isinstance(call, CallNode):
        raise TypeError(f"{example.formula} is not a call")
    arguments = tuple(None if node is None else node.value(lambda *_: ()) for node in call.arguments)
    result = parse_formula(f"={example.result}").tree
    return arguments, result.rows if isinstance(result, Constant) else result.value(lambda *_: ())


def _at(arguments: Sequence[Rows | None], position: int) -> Rows | None:
    return arguments[position] if position < len(arguments) else None


def _test(expected: CellValue, found: str, wanted: str) -> str:
    if isinstance(expected, ExcelError):
        return f"IFERROR(ERROR.TYPE({found})=ERROR.TYPE({wanted}),FALSE)"
    if isinstance(expected, str):
        return f'IFERROR(EXACT({found},{wanted}&""),FALSE)'
    return f"IFERROR(ABS({found}-{wanted})<={_TOLERANCE}*MAX(1,ABS({wanted})),FALSE)"
