"""The one way to call a function: a cell, a macro, a template and the command line all come through here."""

from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any, Final

import numpy as np

from udfs.formulas.whole_columns import without_margins
from udfs.library import FUNCTIONS
from udfs.numerics.arithmetic import FunctionError, calculable
from udfs.numerics.cell_values import CellValue, ExcelError, to_cells, to_numbers, to_raw_cells, to_texts, unbox
from udfs.registry import COLUMNS, ROWS, Argument, ArgumentKind, Function, Result


class Omitted:
    """An optional argument left out, as in `F(a,,c)`."""


OMITTED: Final = Omitted()

_LEAST: Final = {ArgumentKind.NUMBER: float("-inf"), ArgumentKind.COUNT: 1, ArgumentKind.WHOLE: 0}


class FormulaSyntaxError(ValueError):
    """A call that no spreadsheet would let one enter: an unknown name, too few or too many arguments.

    `position` counts the characters of a formula's text from 1; it is None where there is no text.
    """

    def __init__(self, message: str, position: int | None = None) -> None:
        super().__init__(message)
        self.position = position


def named(name: str) -> Function:
    """The function of that name; FormulaSyntaxError with the nearest name where there is none."""
    found = FUNCTIONS.get(name.upper())
    if found is None:
        raise FormulaSyntaxError(no_function(name))
    return found


def no_function(name: str) -> str:
    """The message that there is no function of that name, with the nearest name."""
    nearest = get_close_matches(name.upper(), FUNCTIONS, 1)
    hint = f"; did you mean {nearest[0]}?" if nearest else ""
    return f"there is no function {name}{hint}"


def check_count(function: Function, given: Sequence[bool]) -> None:
    """Raises FormulaSyntaxError where a call has too many arguments, or a required one is not given."""
    if len(given) > len(function.arguments):
        raise FormulaSyntaxError(
            f"{function.syntax} takes {len(function.arguments)} arguments at most, found {len(given)}"
        )
    padded = [*given, *[False] * len(function.arguments)]
    for argument, is_given in zip(function.arguments, padded, strict=False):
        if not is_given and not argument.optional:
            raise FormulaSyntaxError(f"{function.syntax}: {argument.name} is missing")


def evaluate(name: str, arguments: Sequence[object]) -> list[list[CellValue]]:
    """The cells that `=NAME(arguments)` spills; a call without result is one cell with its error.

    Each argument is a cell value, rows of them, an array of numbers, or OMITTED. Raises FormulaSyntaxError.
    """
    try:
        return to_cells(call(named(name), arguments))
    except FunctionError as refusal:
        return [[refusal.error]]


def call(function: Function, arguments: Sequence[object]) -> Result:
    """The two-dimensional array that the function returns.

    Raises FormulaSyntaxError; FunctionError where there is no result.
    """
    count, declared = len(arguments), function.arguments
    if count > len(declared):
        check_count(function, [True] * count)
    cells = without_margins(arguments, declared[:count])
    values = [_convert(function, *each) for each in zip(declared, cells, strict=False)]
    values += [argument.default if argument.optional else _missing(function, argument) for argument in declared[count:]]
    turned = bool(function.along) and (values.pop() or _told_by_lines(function, values)) != function.usual
    found = function.call(*(map(_turned, values) if turned else values))
    result = found if found.ndim == 2 else np.atleast_2d(found)
    return result.T if turned else result


def _told_by_lines(function: Function, values: Sequence[Any]) -> str:
    """Which way a function works where no argument says it: as the ranges of one row or one column lie."""
    shapes = {value.shape for value in values if isinstance(value, np.ndarray)}
    lying = {COLUMNS if width == 1 else ROWS for height, width in shapes if (height == 1) != (width == 1)}
    if len(lying) == 1:
        return lying.pop()
    if shapes <= {(1, 1)}:
        return function.usual
    roles = " or ".join(role.value for role in function.along)
    reason = f'no range is one row or one column, so {roles} may be rows or columns: say along, "columns" or "rows"'
    raise FunctionError(ExcelError.VALUE, reason)


def _turned(value: Any) -> Any:  # noqa: ANN401 - the argument's own type
    """A range with rows for columns; an option as it is."""
    return value.T if isinstance(value, np.ndarray) else value


def _convert(function: Function, argument: Argument, value: object) -> Any:  # noqa: ANN401 - the argument's own type
    if isinstance(value, Omitted):
        return argument.default if argument.optional else _missing(function, argument)
    try:
        if argument.kind is ArgumentKind.NUMBERS:
            return calculable(to_numbers(value))
        if argument.kind is ArgumentKind.TEXTS:
            return to_texts(value)
        if argument.kind is ArgumentKind.CELLS:
            return to_raw_cells(value)
        return _option(argument, value)
    except ValueError as error:
        raise FunctionError(ExcelError.VALUE, f"{argument.name}: {error}") from None


def _missing(function: Function, argument: Argument) -> Any:  # noqa: ANN401 - there is none
    raise FormulaSyntaxError(f"{function.syntax}: {argument.name} is missing")


def _option(argument: Argument, value: object) -> Any:  # noqa: ANN401 - the argument's own type
    if type(value) is str and value in argument.choices:
        return value
    cell = _single(argument, value)
    if isinstance(cell, ExcelError):
        raise FunctionError(cell, f"{argument.name} is {cell}")
    if cell is None and argument.optional:
        return argument.default
    if argument.kind is ArgumentKind.CHOICE:
        return _choice(argument, cell)
    if argument.kind is ArgumentKind.FLAG:
        return _flag(argument, cell)
    return _number(argument, cell)


def _single(argument: Argument, value: object) -> CellValue:
    if argument.kind in _LEAST:
        numbers = calculable(to_numbers(value))
        if numbers.size == 1:
            return unbox(float(numbers[0, 0]))
    elif isinstance(value, bool | np.bool_):
        return bool(value)
    else:
        texts = to_texts(value)
        if texts.size == 1:
            cell: str | ExcelError | None = texts[0, 0]
            return cell
    raise FunctionError(ExcelError.VALUE, f"{argument.name} is one cell, not a range")


def _choice(argument: Argument, cell: CellValue) -> str:
    for choice in argument.choices:
        if isinstance(cell, str) and cell.strip().casefold() == choice.casefold():
            return choice
    expected = ", ".join(argument.choices)
    raise FunctionError(ExcelError.VALUE, f"{argument.name} is one of {expected}; found {cell}")


def _flag(argument: Argument, cell: CellValue) -> bool:
    if isinstance(cell, bool):
        return cell
    if isinstance(cell, str) and cell.upper() in ("TRUE", "FALSE", "1", "0"):
        return cell.upper() in ("TRUE", "1")
    raise FunctionError(ExcelError.VALUE, f"{argument.name} is TRUE or FALSE; found {cell}")


def _number(argument: Argument, cell: CellValue) -> float | int:
    if not isinstance(cell, float):
        raise FunctionError(ExcelError.VALUE, f"{argument.name} is a number; found {cell}")
    if argument.kind is ArgumentKind.NUMBER:
        return cell
    if cell < _LEAST[argument.kind] or not cell.is_integer():
        raise FunctionError(ExcelError.NUM, f"{argument.name} is a {argument.kind.value}; found {cell:g}")
    return int(cell)
