"""The filters of a template's expressions: `{{ grp | sum }}`, `{{ share | round(1) }}`, `{{ region | upper }}`."""

from collections.abc import Callable
from typing import Any, Final, cast

import numpy as np
from numpy.typing import NDArray

from addin.package.dates import day_text, since_1900
from addin.template.operations import Value, alike, is_array, is_text, join, mixed, settle
from udfs.numerics.arithmetic import FunctionError, carry, first_error, ratio, sum_of, total_of
from udfs.numerics.cell_values import (
    BLANK,
    ERROR_NUMBERS,
    NUM,
    ExcelError,
    Numbers,
    error_numbers,
    text_of_cell,
    to_numbers,
    to_texts,
    unbox,
)
from udfs.numerics.rounding import round_number, rounded

_MOST_DIGITS: Final = 400
_MOST_DECIMALS: Final = 30


def _round(value: Value, digits: Value = 0.0) -> Value:
    """Rounds half away from zero, as Excel's ROUND does."""
    numbers = to_numbers(value)
    places = whole_number(digits, -_MOST_DIGITS, _MOST_DIGITS)
    result = np.full(numbers.shape, NUM)
    known = np.isfinite(numbers)
    result[known] = [round_number(number, places) for number in numbers[known].tolist()]
    return settle(carry(np.where(np.isfinite(result), result, NUM), numbers), value)


def whole_number(value: Value, least: int, most: int) -> int:
    """The whole number of an argument, within bounds. FunctionError with its error, or #VALUE! for a blank."""
    number = float(to_numbers(value)[0, 0])
    if np.isnan(number):
        plain = unbox(number)
        raise FunctionError(plain if isinstance(plain, ExcelError) else ExcelError.VALUE, "a number is expected")
    return int(min(max(number, least), most))


def _decimals(value: Value, digits: Value = 1.0, mark: Value = ".", thousands: Value = "") -> Value:
    """The number as text with so many decimals, this decimal mark, and this sign between thousands."""
    places = whole_number(digits, 0, _MOST_DECIMALS)
    signs = str.maketrans({".": str(mark), ",": str(thousands)})
    numbers = to_numbers(value)
    texts = np.empty(numbers.shape, dtype=np.object_)
    for at in np.ndindex(numbers.shape):
        number = float(numbers[at])
        plain = unbox(number)
        known = isinstance(plain, float) and not isinstance(plain, ExcelError)
        texts[at] = f"{rounded(number, places):,.{places}f}".translate(signs) if known else plain
    return texts if is_array(value) else texts[0, 0]


def _text_filter(change: Callable[[str], str]) -> Callable[..., Value]:
    def apply(value: Value) -> Value:
        if not is_array(value):
            text = text_of_cell(value)
            return change(text) if isinstance(text, str) and not isinstance(text, ExcelError) else text
        texts = to_texts(value)
        result = np.empty(texts.shape, dtype=np.object_)
        for at in np.ndindex(texts.shape):
            result[at] = apply(texts[at])
        return result

    return apply


def _default(value: Value, substitute: Value) -> Value:
    """The substitute where a cell is blank; an error stays."""
    return _in_place_of(None, value, substitute)


def _suppressed(value: Value, mark: Value) -> Value:
    """The mark where a figure is kept back (#N/A); other errors stay."""
    return _in_place_of(ExcelError.NA, value, mark)


def _in_place_of(replaced: ExcelError | None, value: Value, substitute: Value) -> Value:
    """The substitute where a cell is blank, or is that error; other cells keep their kind."""
    if not is_array(value):
        return substitute if value == replaced or (replaced is None and value == "") else value
    found = _holding(replaced, value)
    if not found.any():
        return value
    if is_text(value) or is_text(substitute):
        return np.where(*alike(found, mixed(substitute), mixed(value)))
    return np.where(*alike(found, to_numbers(substitute), to_numbers(value)))


def _holding(wanted: ExcelError | None, array: Any) -> NDArray[np.bool_]:  # noqa: ANN401 - an array of any kind
    """Which cells are blank, or are that error."""
    if array.dtype == np.float64:
        number = 0 if wanted is None else ERROR_NUMBERS[wanted]
        found: NDArray[np.bool_] = np.isnan(array) & (error_numbers(array) == number)
        return found
    return np.array([cell == wanted for cell in array.flat], dtype=np.bool_).reshape(array.shape)


def _date(value: Value, form: Value = "dd.mm.yyyy") -> Value:
    """A day, which Excel has as a number, as text: d, dd, m, mm, yy and yyyy stand for its parts."""
    numbers = to_numbers(value)
    texts = np.empty(numbers.shape, dtype=np.object_)
    for at in np.ndindex(numbers.shape):
        plain = unbox(float(numbers[at]))
        texts[at] = (day_text(plain, str(form)) or ExcelError.NUM) if isinstance(plain, float) else plain
    return texts if is_array(value) else texts[0, 0]


def _down(reduce: Callable[..., Any]) -> Callable[..., Value]:
    """Reduces each column to one cell: blanks don't count, the first error is the result."""

    def apply(value: Value) -> Value:
        numbers = to_numbers(value)
        known = ~np.isnan(numbers)
        filled = np.where(known.any(axis=0, keepdims=True), numbers, 0.0)
        result: Numbers = reduce(filled, axis=0, keepdims=True)
        result = np.where(known.any(axis=0, keepdims=True), result, BLANK)
        errors = first_error(numbers, 0)
        return np.where(np.isnan(errors), result, errors)

    return apply


def _sum(value: Value) -> Value:
    return sum_of(to_numbers(value), axis=0)


def _count(value: Value) -> Value:
    """How many cells of each column aren't blank."""
    if isinstance(value, np.ndarray) and value.dtype == np.object_:
        return np.array([[float(sum(cell is not None for cell in column)) for column in value.T]])
    numbers = to_numbers(value)
    blank = np.isnan(numbers) & (error_numbers(numbers) == 0)
    return np.array([[float(count) for count in np.sum(~blank, axis=0)]])


def _mean(value: Value) -> Value:
    numbers = to_numbers(value)
    counts = np.sum(~np.isnan(numbers), axis=0, keepdims=True, dtype=np.float64)
    return ratio(total_of(numbers, axis=0), np.maximum(counts, 1.0))


def _listed(value: Value, separator: Value = ", ") -> Value:
    """All texts of the range in one cell, with the separator between them."""
    texts = [text for text in to_texts(value).ravel().tolist() if text is not None]
    parts: list[Value] = [piece for text in texts for piece in (text, separator)][:-1]
    return join(parts)


def counted_since_1900(value: Value) -> Value:
    """Days as their numbers count from 1900 on, where a workbook counts from 1904 on."""
    numbers = to_numbers(value)
    return settle(carry(since_1900(numbers), numbers), value)  # type: ignore[arg-type]


FILTERS: Final[dict[str, Callable[..., Value]]] = {
    "count": _count,
    "date": _date,
    "decimals": _decimals,
    "default": _default,
    "first": lambda value: _edge(value, 0),
    "join": _listed,
    "last": lambda value: _edge(value, -1),
    "lower": _text_filter(str.lower),
    "max": _down(np.nanmax),
    "mean": _mean,
    "min": _down(np.nanmin),
    "round": _round,
    "sum": _sum,
    "suppressed": _suppressed,
    "title": _text_filter(str.title),
    "trim": _text_filter(str.strip),
    "upper": _text_filter(str.upper),
}


REDUCING: Final = frozenset({"count", "first", "join", "last", "max", "mean", "min", "sum"})
"""The filters that make one value of a column."""


def _edge(value: Value, line: int) -> Value:
    if not is_array(value):
        return value
    array: Any = value
    return cast(Value, array[line : line + 1 or None])
