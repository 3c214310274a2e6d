"""Excel's operators on cells and arrays of cells: coercion, errors and stretching as its reference describes them."""

import math
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final, TypeAlias

from udfs.numerics.cell_values import Cells, CellValue, ExcelError
from udfs.numerics.rounding import fifteen_digits

Operation: TypeAlias = Callable[[CellValue, CellValue], CellValue]

_EPOCH: Final = datetime(1899, 12, 30)
_DAY: Final = timedelta(days=1)


class NotComputable(ValueError):
    """A formula whose value can't be known here: a function that only Excel calculates, a cell that isn't at hand."""


def apply(operation: Operation, left: Cells, right: Cells) -> Cells:
    """The operation cell by cell; one row or column stretches, #N/A where one array has no cell for the other's."""
    if len(left) == len(right) == len(left[0]) == len(right[0]) == 1:
        return [[_checked(operation, left[0][0], right[0][0])]]
    rows = max(len(left), len(right))
    columns = max(len(left[0]), len(right[0]))
    left, right = _stretch(left, rows, columns), _stretch(right, rows, columns)
    return [[_checked(operation, a, b) for a, b in zip(*pair, strict=True)] for pair in zip(left, right, strict=True)]


def _stretch(cells: Cells, rows: int, columns: int) -> Cells:
    if len(cells[0]) == 1:
        cells = [[row[0]] * columns for row in cells]
    elif len(cells[0]) < columns:
        cells = [[*row, *[ExcelError.NA] * (columns - len(row))] for row in cells]
    if len(cells) == 1:
        return [cells[0]] * rows
    return [*cells, *[[ExcelError.NA] * columns] * (rows - len(cells))]


def _checked(operation: Operation, left: CellValue, right: CellValue) -> CellValue:
    if isinstance(left, ExcelError):
        return left
    return right if isinstance(right, ExcelError) else operation(left, right)


def number(value: CellValue) -> float | ExcelError:
    """A cell as an operand of arithmetic: blank is 0, TRUE is 1, text that is a plain number is that number.

    Raises NotComputable where text may be a date or a number of another language.
    """
    if isinstance(value, int | float):
        return float(value)
    if value is None:
        return 0.0
    if isinstance(value, ExcelError):
        return value
    return _number_of_text(value) if isinstance(value, str) else _serial(value)


def _number_of_text(text: str) -> float | ExcelError:
    bare = text.strip()
    plain = bare.removesuffix("%")
    try:
        value = float(plain) if "_" not in plain else math.nan
    except ValueError:
        value = math.nan
    if math.isfinite(value):
        return value / 100 if plain != bare else value
    if any(character.isdigit() for character in bare):
        raise NotComputable(f"how '{text}' is read as a number depends on the language of Excel")
    return ExcelError.VALUE


def _serial(value: date | time | timedelta) -> float:
    if isinstance(value, timedelta):
        return value / _DAY
    if isinstance(value, time):
        return timedelta(hours=value.hour, minutes=value.minute, seconds=value.second) / _DAY
    moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)
    return (moment.replace(tzinfo=None) - _EPOCH) / _DAY


def text(value: CellValue) -> str:
    """A cell as an operand of '&', or as text is compared; a number in the format General."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    plain = number(value)
    mantissa, _, exponent = f"{plain:.15g}".partition("e")
    if not exponent:
        return mantissa
    return f"{Decimal(f'{plain:.15g}'):f}" if 0 <= int(exponent) < 20 else f"{mantissa}E{exponent}"


def arithmetic(operation: Callable[[float, float], float]) -> Operation:
    """The operation on cells: #VALUE! for text, #DIV/0! or #NUM! where there is no result; no cell shows −0."""

    def operate(left: CellValue, right: CellValue) -> CellValue:
        a, b = number(left), number(right)
        if isinstance(a, ExcelError):
            return a
        if isinstance(b, ExcelError):
            return b
        try:
            result = operation(a, b)
        except ZeroDivisionError:
            return ExcelError.DIV0
        except (OverflowError, ValueError):
            return ExcelError.NUM
        return result + 0.0 if math.isfinite(result) else ExcelError.NUM

    return operate


def _power(base: float, exponent: float) -> float:
    if base == exponent == 0:
        raise ValueError("0^0 has no value in Excel")
    return math.pow(base, exponent) if base or exponent > 0 else base / 0


def comparison(holds: Callable[[int], bool]) -> Operation:
    """The comparison on cells: numbers before texts before truth values, texts in any case, 15 digits of a number."""

    def compare(left: CellValue, right: CellValue) -> CellValue:
        a, b = _key(left, right), _key(right, left)
        return holds((a > b) - (a < b))

    return compare


def _key(value: CellValue, other: CellValue) -> tuple[int, float, str]:
    if value is None:
        value = "" if isinstance(other, str) else False if isinstance(other, bool) else 0.0
    if isinstance(value, bool):
        return 2, float(value), ""
    if isinstance(value, str):
        return 1, 0.0, value.casefold()
    plain = number(value)
    assert isinstance(plain, float)
    return 0, fifteen_digits(plain), ""


OPERATIONS: Final[dict[str, Operation]] = {
    "+": arithmetic(lambda a, b: a + b),
    "-": arithmetic(lambda a, b: a - b),
    "*": arithmetic(lambda a, b: a * b),
    "/": arithmetic(lambda a, b: a / b),
    "^": arithmetic(_power),
    "&": lambda a, b: text(a) + text(b),
    "=": comparison(lambda order: order == 0),
    "<>": comparison(lambda order: order != 0),
    "<": comparison(lambda order: order < 0),
    "<=": comparison(lambda order: order <= 0),
    ">": comparison(lambda order: order > 0),
    ">=": comparison(lambda order: order >= 0),
}


def negated(cells: Cells) -> Cells:
    """Each cell with the other sign."""
    return apply(OPERATIONS["-"], [[0.0]], cells)


def _sum(left: float, right: float) -> float:
    return 0.0 if left != -right and fifteen_digits(left) == fifteen_digits(-right) else left + right


LAST_OPERATIONS: Final[dict[str, Operation]] = {
    "+": arithmetic(_sum),
    "-": arithmetic(lambda a, b: _sum(a, -b)),
}
"""The last operations of a cell's formula: Excel shows 0 for =0.1+0.2-0.3, though not within another function.

Source: Microsoft, Floating-point arithmetic may give inaccurate results in Excel.
"""


def percent(cells: Cells) -> Cells:
    """Each cell divided by a hundred."""
    return apply(OPERATIONS["/"], cells, [[100.0]])
