"""The functions of Excel's own that totals, checks and ranks in templates use most, calculated as Excel does.

Whatever Excel may understand otherwise here (a text that could be a number, a range where one cell is meant) raises
NotComputable: a value that isn't sure is left to Excel. Source: Microsoft, Excel functions (alphabetical).
"""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_FLOOR, ROUND_UP
from functools import cached_property, partial
from itertools import chain
from statistics import median
from typing import Final, NamedTuple, TypeAlias

from udfs.formulas.operators import NotComputable, number
from udfs.numerics.cell_values import Cells, CellValue, ExcelError
from udfs.numerics.rounding import round_number, rounded_one_way

_MOST_DIGITS: Final = 300


class Range(list[Sequence[CellValue]]):
    """Cells that many formulas look at; what is asked of all of them is worked out once."""

    @cached_property
    def numbers(self) -> list[float]:
        """The numbers among them, in order. Stops at the first error."""
        return list(_numbers_among(self))

    @cached_property
    def ordered(self) -> list[float]:
        """The numbers from the smallest."""
        return sorted(self.numbers)


class ExcelArgument(NamedTuple):
    """An argument: its cells, calculated when asked for; `is_direct` where one of them is a value and no range."""

    cells: Callable[[], Cells]
    is_direct: bool

    @property
    def cell(self) -> CellValue:
        """The one cell that it is. Raises NotComputable where it has several."""
        cells = self.cells()
        if len(cells) != 1 or len(cells[0]) != 1:
            raise NotComputable("a range where one cell is meant")
        return cells[0][0]


Native: TypeAlias = Callable[[Sequence[ExcelArgument]], CellValue]


class _Stop(Exception):
    """An error among the arguments, which is the result."""

    def __init__(self, error: ExcelError) -> None:
        super().__init__(error)
        self.error = error


@dataclass(frozen=True, slots=True)
class NativeFunction:
    """A function of Excel's own with the fewest and the most arguments that it takes.

    `is_cellwise` where each argument is one cell, so that it can be calculated down a column.
    """

    call: Native
    fewest: int
    most: int
    is_cellwise: bool = False

    def value(self, arguments: Sequence[ExcelArgument]) -> CellValue:
        """The cell that it shows. Raises NotComputable."""
        if not self.fewest <= len(arguments) <= self.most:
            raise NotComputable("Excel takes no such number of arguments")
        try:
            value = self.call(arguments)
        except _Stop as stop:
            return stop.error
        is_overflow = isinstance(value, float) and not math.isfinite(value)
        return ExcelError.NUM if is_overflow else value


def _flat(argument: ExcelArgument) -> Iterator[CellValue]:
    return chain.from_iterable(argument.cells())


def _is_number(cell: CellValue) -> bool:
    """Whether a cell of a range counts as a number: neither a truth value nor a text does."""
    return not isinstance(cell, bool | str | None)


def _plain(cell: CellValue) -> float:
    found = number(cell)
    if isinstance(found, ExcelError):
        raise _Stop(found)
    return found


def _numbers(arguments: Sequence[ExcelArgument]) -> list[float]:
    """Those of ranges without texts, blanks and truth values; single values as numbers. Stops at the first error."""
    found: list[float] = []
    for argument in arguments:
        cells = argument.cells()
        if argument.is_direct and len(cells) == len(cells[0]) == 1:
            found.append(_plain(cells[0][0]))
        else:
            found += cells.numbers if isinstance(cells, Range) else _numbers_among(cells)
    return found


def _numbers_among(cells: Cells) -> Iterator[float]:
    for cell in chain.from_iterable(cells):
        if type(cell) is float:
            yield cell
        elif isinstance(cell, ExcelError):
            raise _Stop(cell)
        elif _is_number(cell):
            yield _plain(cell)


def _sum(arguments: Sequence[ExcelArgument]) -> CellValue:
    return _total(_numbers(arguments))


def _total(numbers: Sequence[float]) -> float:
    """The sum to the last digit; infinite where it, or one of the numbers, is beyond a float."""
    try:
        return math.fsum(numbers)
    except (OverflowError, ValueError):
        return math.inf


def _average(arguments: Sequence[ExcelArgument]) -> CellValue:
    numbers = _numbers(arguments)
    return _total(numbers) / len(numbers) if numbers else ExcelError.DIV0


def _median(arguments: Sequence[ExcelArgument]) -> CellValue:
    numbers = _numbers(arguments)
    return median(numbers) if numbers else ExcelError.NUM


def _extreme(choose: Callable[[Sequence[float]], float], arguments: Sequence[ExcelArgument]) -> CellValue:
    return choose(_numbers(arguments) or (0.0,))


def _count(arguments: Sequence[ExcelArgument]) -> CellValue:
    if any(argument.is_direct for argument in arguments):
        raise NotComputable("what of a single value counts depends on how it is written")
    return float(sum(_is_number(cell) for argument in arguments for cell in _flat(argument)))


def _count_filled(arguments: Sequence[ExcelArgument]) -> CellValue:
    return float(sum(cell is not None for argument in arguments for cell in _flat(argument)))


def _largest(sign: int, arguments: Sequence[ExcelArgument]) -> CellValue:
    """LARGE and SMALL: the k-th number of a range."""
    numbers, position = _ordered(arguments[0]), _plain(arguments[1].cell)
    if not position.is_integer():
        raise NotComputable("a position between two whole numbers")
    if not 1 <= position <= len(numbers):
        return ExcelError.NUM
    return numbers[int(position) - 1] if sign > 0 else numbers[-int(position)]


def _ordered(argument: ExcelArgument) -> list[float]:
    cells = argument.cells()
    return cells.ordered if isinstance(cells, Range) else sorted(_numbers([argument]))


def _rank(arguments: Sequence[ExcelArgument]) -> CellValue:
    """As Excel's, which, unlike its operators, ranks by all binary digits: sums shown as equal may rank apart."""
    own, ranked = _plain(arguments[0].cell), arguments[1]
    ascending = len(arguments) > 2 and _plain(arguments[2].cell) != 0
    if ranked.is_direct:
        raise NotComputable("a single value where a range is meant")
    numbers = _ordered(ranked)
    below, up_to = bisect_left(numbers, own), bisect_right(numbers, own)
    if below == up_to:
        return ExcelError.NA
    return 1.0 + (below if ascending else len(numbers) - up_to)


def _sum_of_products(arguments: Sequence[ExcelArgument]) -> CellValue:
    """What is no number counts as zero."""
    ranges = [argument.cells() for argument in arguments]
    if len({(len(cells), len(cells[0])) for cells in ranges}) > 1:
        return ExcelError.VALUE
    if all(len(cells) == len(cells[0]) == 1 for cells in ranges) and any(type(cells[0][0]) is str for cells in ranges):
        return ExcelError.VALUE
    columns = [list(chain.from_iterable(cells)) for cells in ranges]
    for cell in chain.from_iterable(columns):
        if isinstance(cell, ExcelError):
            raise _Stop(cell)
    rows = ([_plain(cell) if _is_number(cell) else 0.0 for cell in row] for row in zip(*columns, strict=True))
    return _total([math.prod(row) for row in rows])


def _absolute(arguments: Sequence[ExcelArgument]) -> CellValue:
    return abs(_plain(arguments[0].cell))


def _round(arguments: Sequence[ExcelArgument]) -> CellValue:
    value, digits = _plain(arguments[0].cell), _plain(arguments[1].cell)
    if abs(digits) > _MOST_DIGITS:
        raise NotComputable("digits beyond those of a number")
    return round_number(value, int(digits))


def _rounded_one_way(rounding: str, arguments: Sequence[ExcelArgument]) -> CellValue:
    """ROUNDUP, ROUNDDOWN, TRUNC and INT; the number of digits is 0 where none is given.

    Raises NotComputable where the fifteen digits that Excel shows and those beyond them lead to different figures.
    """
    value, digits = _plain(arguments[0].cell), _plain(arguments[1].cell) if len(arguments) > 1 else 0.0
    if abs(digits) > _MOST_DIGITS:
        raise NotComputable("digits beyond those of a number")
    shown, own = (rounded_one_way(text, int(digits), rounding) for text in (f"{value:.15g}", repr(value)))
    if shown != own:
        raise NotComputable("a number whose last digits decide, of which Excel shows fifteen")
    return shown


def _truth(cell: CellValue) -> bool:
    if isinstance(cell, ExcelError):
        raise _Stop(cell)
    if isinstance(cell, str):
        raise NotComputable("a text where a truth value is meant")
    return _plain(cell) != 0


def _if(arguments: Sequence[ExcelArgument]) -> CellValue:
    """Only what is chosen is calculated."""
    if _truth(arguments[0].cell):
        return arguments[1].cell
    return arguments[2].cell if len(arguments) > 2 else False


def _if_error(errors: frozenset[ExcelError], arguments: Sequence[ExcelArgument]) -> CellValue:
    value = arguments[0].cell
    if value is None:
        raise NotComputable("a blank cell where an error is looked for")
    return arguments[1].cell if value in errors else value


def _truths(arguments: Sequence[ExcelArgument]) -> list[bool]:
    """Those of ranges without texts and blanks, and of single values."""
    found: list[bool] = []
    for argument in arguments:
        if argument.is_direct:
            found.append(_truth(argument.cell))
        else:
            found += [_truth(cell) for cell in _flat(argument) if isinstance(cell, ExcelError) or not _is_text(cell)]
    if not found:
        raise _Stop(ExcelError.VALUE)
    return found


def _is_text(cell: CellValue) -> bool:
    return cell is None or isinstance(cell, str)


_MOST: Final = 255
_ALL_ERRORS: Final = frozenset(ExcelError)

NATIVE: Final[Mapping[str, NativeFunction]] = {
    "SUM": NativeFunction(_sum, 1, _MOST),
    "SUMPRODUCT": NativeFunction(_sum_of_products, 1, _MOST),
    "AVERAGE": NativeFunction(_average, 1, _MOST),
    "MEDIAN": NativeFunction(_median, 1, _MOST),
    "MIN": NativeFunction(partial(_extreme, min), 1, _MOST),
    "MAX": NativeFunction(partial(_extreme, max), 1, _MOST),
    "COUNT": NativeFunction(_count, 1, _MOST),
    "COUNTA": NativeFunction(_count_filled, 1, _MOST),
    "LARGE": NativeFunction(partial(_largest, -1), 2, 2),
    "SMALL": NativeFunction(partial(_largest, 1), 2, 2),
    "RANK": NativeFunction(_rank, 2, 3),
    "RANK.EQ": NativeFunction(_rank, 2, 3),
    "ABS": NativeFunction(_absolute, 1, 1, is_cellwise=True),
    "ROUND": NativeFunction(_round, 2, 2, is_cellwise=True),
    "ROUNDUP": NativeFunction(partial(_rounded_one_way, ROUND_UP), 2, 2, is_cellwise=True),
    "ROUNDDOWN": NativeFunction(partial(_rounded_one_way, ROUND_DOWN), 2, 2, is_cellwise=True),
    "TRUNC": NativeFunction(partial(_rounded_one_way, ROUND_DOWN), 1, 2, is_cellwise=True),
    "INT": NativeFunction(partial(_rounded_one_way, ROUND_FLOOR), 1, 1, is_cellwise=True),
    "IF": NativeFunction(_if, 2, 3, is_cellwise=True),
    "IFERROR": NativeFunction(partial(_if_error, _ALL_ERRORS), 2, 2, is_cellwise=True),
    "IFNA": NativeFunction(partial(_if_error, frozenset({ExcelError.NA})), 2, 2, is_cellwise=True),
    "AND": NativeFunction(lambda arguments: all(_truths(arguments)), 1, _MOST, is_cellwise=True),
    "OR": NativeFunction(lambda arguments: any(_truths(arguments)), 1, _MOST, is_cellwise=True),
    "NOT": NativeFunction(lambda arguments: not _truth(arguments[0].cell), 1, 1, is_cellwise=True),
}
"""By their names in files without the prefix of newer ones."""

TAKES_ARRAYS: Final = frozenset({"SUMPRODUCT"})
"""Those in whose arguments operators go through ranges cell by cell, wherever the formula stands."""

TAKES_UNIONS: Final = frozenset(
    {"SUM", "AVERAGE", "MEDIAN", "MIN", "MAX", "COUNT", "COUNTA", "LARGE", "SMALL", "RANK", "RANK.EQ", "AND", "OR"}
)
"""Those of which an argument may be several ranges in parentheses."""


def native_function(name: str) -> NativeFunction | None:
    """The function of a name in upper case; None where it is one that only Excel calculates."""
    return NATIVE.get(name.removeprefix("_XLFN."))
