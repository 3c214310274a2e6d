"""Arithmetic, comparison and text of a template's expressions: cell by cell, with Excel's rules for blanks and errors.

A value is one cell (float, str, bool, None for blank, ExcelError) or a two-dimensional array of numbers or texts.
"""

import operator
from collections.abc import Callable, Sequence
from functools import reduce
from typing import Any, Final, TypeAlias

import numpy as np
from jinja2 import nodes
from numpy.typing import NDArray

from addin.package.dates import Day
from addin.package.rich_text import RichText, Run
from addin.tables.label_identity import identity
from addin.template.bounds import check_deadline, refuse_long_text
from udfs.numerics.arithmetic import FunctionError, carry, pair, ratio
from udfs.numerics.cell_values import (
    BLANK,
    DIV0,
    NUM,
    CellValue,
    ExcelError,
    Numbers,
    Texts,
    text_of_cell,
    to_cells,
    to_numbers,
    to_texts,
    unbox,
)
from udfs.numerics.comparison import compared, equal, whole_part

Value: TypeAlias = CellValue | NDArray[Any]
Operation: TypeAlias = Callable[[Value, Value], Value]


def is_array(value: Value) -> bool:
    """Whether a value is an array rather than one cell."""
    return isinstance(value, np.ndarray)


def settle(result: NDArray[Any], *sources: Value) -> Value:
    """`result`, or its one cell where all sources were single cells."""
    return result if any(map(is_array, sources)) else cell_of(result)


def cell_of(array: NDArray[Any]) -> CellValue:
    """The only cell of a 1×1 array."""
    element = array.flat[0]
    if isinstance(element, str) or element is None:
        return element
    return bool(element) if isinstance(element, bool | np.bool_) else unbox(float(element))


def _arithmetic(compute: Callable[[Numbers, Numbers], Numbers]) -> Operation:
    def apply(left: Value, right: Value) -> Value:
        first, second = pair(to_numbers(left), to_numbers(right))
        return settle(compute(first, second), left, right)

    return apply


def _plain(compute: Callable[[Numbers, Numbers], Any]) -> Callable[[Numbers, Numbers], Numbers]:
    def apply(left: Numbers, right: Numbers) -> Numbers:
        with np.errstate(all="ignore"):
            result: Numbers = compute(left, right)
        if not np.isfinite(result).all():
            result = carry(np.where(np.isfinite(result), result, NUM), left, right)
        return result

    return apply


def _whole_division(left: Numbers, right: Numbers) -> Numbers:
    quotient = ratio(left, right)
    return carry(whole_part(quotient), quotient)


def _remainder(left: Numbers, right: Numbers) -> Numbers:
    """What is left of a division; nothing of one that is whole by the digits that Excel shows of it."""
    quotient = ratio(left, right)
    whole = whole_part(quotient)
    return carry(np.where(equal(whole, quotient), 0.0, left - right * whole), quotient)


def _power(left: Numbers, right: Numbers) -> Numbers:
    """Excel has no value for 0^0, and divides by zero in 0^-1."""
    result = _plain(np.power)(left, right)
    result = np.where((left == 0) & (right == 0), NUM, result)
    return carry(np.where((left == 0) & (right < 0), DIV0, result), left, right)


OPERATIONS: Final[dict[type[nodes.Node], Operation]] = {
    nodes.Add: _arithmetic(_plain(operator.add)),
    nodes.Sub: _arithmetic(_plain(operator.sub)),
    nodes.Mul: _arithmetic(_plain(operator.mul)),
    nodes.Pow: _arithmetic(_power),
    nodes.Div: _arithmetic(ratio),
    nodes.FloorDiv: _arithmetic(_whole_division),
    nodes.Mod: _arithmetic(_remainder),
}

_RELATIONS: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "lt": operator.lt,
    "lteq": operator.le,
    "gt": operator.gt,
    "gteq": operator.ge,
}


def compare(relation: str, left: Value, right: Value) -> Value:
    """TRUE or FALSE for each pair; a blank or an error is FALSE in every relation.

    Texts are in any case; they are equal as labels are, whatever kind of dash or apostrophe they have. A number beside
    a text is compared as its text.
    """
    related = _RELATIONS[relation]
    if is_text(left) or is_text(right):
        return _texts_related(related, left, right, identity if relation in ("eq", "ne") else str.casefold)
    numbers, others = pair(to_numbers(left), to_numbers(right))
    order = compared(numbers, others)
    return settle(related(order, 0) & ~np.isnan(order), left, right)


def is_one_of(value: Value, among: Sequence[Value]) -> Value:
    """Whether each cell equals one of the values; FALSE among none."""
    if not among:
        return settle(np.zeros(to_texts(value).shape, dtype=np.bool_), value)
    found: list[Value] = []
    for each in among:
        check_deadline()
        found.append(compare("eq", value, each))
    return any_true(found)


def is_within(part: Value, whole: Value) -> Value:
    """Whether each text is within the other, in any case."""
    return _texts_related(operator.contains, whole, part, identity)


def _texts_related(
    related: Callable[[Any, Any], bool], left: Value, right: Value, folded: Callable[[str], object]
) -> Value:
    first, second = alike(to_texts(left), to_texts(right))
    pairs = zip(first.flat, second.flat, strict=True)
    result = [_is_known(a) and _is_known(b) and related(folded(a), folded(b)) for a, b in pairs]
    return settle(np.array(result, dtype=np.bool_).reshape(first.shape), left, right)


def _is_known(text: str | ExcelError | None) -> bool:
    return text is not None and not isinstance(text, ExcelError)


def is_text(value: Value) -> bool:
    """Whether a value is a text, or an array of texts."""
    if isinstance(value, np.ndarray):
        return value.dtype == np.object_
    return isinstance(value, str) and not isinstance(value, ExcelError)


def truth(value: Value) -> NDArray[np.bool_]:
    """Which cells are true: TRUE, a number other than 0, a text that isn't empty."""
    if isinstance(value, np.ndarray) and value.dtype == np.bool_:
        return value
    if is_text(value):
        known: NDArray[np.bool_] = np.vectorize(_is_known, otypes=[np.bool_])(to_texts(value))
        return known
    if isinstance(value, bool):
        return np.array([[value]])
    numbers = to_numbers(value)
    result: NDArray[np.bool_] = (numbers != 0) & ~np.isnan(numbers)
    return result


def all_true(values: Sequence[Value]) -> Value:
    """Whether all of the values are true, cell by cell."""
    return settle(reduce(operator.and_, alike(*map(truth, values))), *values)


def any_true(values: Sequence[Value]) -> Value:
    """Whether any of the values is true, cell by cell."""
    return settle(reduce(operator.or_, alike(*map(truth, values))), *values)


def alike(*arrays: NDArray[Any]) -> Sequence[NDArray[Any]]:
    """The arrays in one size; one row, column or cell repeats. FunctionError (#VALUE!) where the sizes don't fit."""
    try:
        return np.broadcast_arrays(*arrays)
    except ValueError:
        raise FunctionError(ExcelError.VALUE, "ranges of different sizes") from None


def choose(condition: Value, then: Value, otherwise: Value) -> Value:
    """`then` where the condition is true, else `otherwise`."""
    if not is_array(condition):
        return then if truth(condition)[0, 0] else otherwise
    if is_text(then) or is_text(otherwise):
        return np.where(*alike(truth(condition), mixed(then), mixed(otherwise)))
    return np.where(*alike(truth(condition), to_numbers(then), to_numbers(otherwise)))


def mixed(value: Value) -> NDArray[Any]:
    """The value's cells, each of its own kind: numbers beside texts."""
    if not isinstance(value, np.ndarray):
        return _one(value)
    cells: NDArray[Any] = np.empty(value.shape, dtype=np.object_)
    cells[:] = to_cells(value)
    return cells


def negate(value: Value) -> Value:
    """The value with its sign changed."""
    numbers = to_numbers(value)
    return settle(carry(-numbers, numbers), value)


def join(parts: Sequence[Value], formats: Sequence[str] = ()) -> Value:
    """The texts of the parts one after the other, cell by cell; an error is the result, a blank is nothing.

    Where `formats` gives a format for each part, the texts are RichText. Raises UserError where a text is too long for
    a cell, or all of them together are too long.
    """
    if not any(map(is_array, parts)):
        return _joined([_text(part) for part in parts], formats)
    arrays = alike(*[part if isinstance(part, np.ndarray) else _one(part) for part in parts])
    result: Texts = np.empty(arrays[0].shape, dtype=np.object_)
    characters = 0
    for at in np.ndindex(result.shape):
        check_deadline()
        result[at] = _joined([_text(array[at]) for array in arrays], formats)
        characters += len(result[at])
        refuse_long_text(0, characters)
    return result


def below(values: Sequence[Value]) -> Value:
    """Values one below the other, each a cell or a row."""
    if not any(map(is_text, values)):
        return np.vstack([to_numbers(value) for value in values]) if values else np.empty((0, 1))
    return np.vstack([mixed(value) for value in values])


def _one(value: Value) -> Texts:
    array = np.empty((1, 1), dtype=np.object_)
    array[0, 0] = value
    return array


def _text(value: object) -> str | ExcelError | None:
    """A part as text; blanks between words count."""
    if isinstance(value, Day):
        return value.text
    return value if isinstance(value, str) else text_of_cell(value)


def in_format(value: Value, form: str) -> Value:
    """The value with its texts in one format; what is no text has none."""
    if not is_text(value):
        return value
    if not isinstance(value, np.ndarray):
        return RichText([Run(form, str(value))])
    result: Texts = np.empty(value.shape, dtype=np.object_)
    for at, each in np.ndenumerate(value):
        result[at] = RichText([Run(form, each)]) if type(each) is str else each
    return result


def _joined(texts: Sequence[str | ExcelError | None], formats: Sequence[str]) -> str:
    error = next((text for text in texts if isinstance(text, ExcelError)), None)
    if error is not None:
        return error
    length = sum(len(text) for text in texts if text)
    refuse_long_text(length, length)
    if formats:
        return RichText(Run(form, text or "") for form, text in zip(formats, texts, strict=True))
    return "".join(filter(None, texts))


def row_of(values: Sequence[Value]) -> Value:
    """Single cells as one row, the way {1,2,3} is in a formula; columns side by side.

    FunctionError (#VALUE!) where one is a range of several columns.
    """
    if any(map(is_array, values)):
        if any(isinstance(value, np.ndarray) and value.shape[1] > 1 for value in values):
            raise FunctionError(ExcelError.VALUE, "a list holds single values or columns")
        return np.hstack(alike(*map(to_numbers, values)))
    if any(is_text(value) for value in values):
        return to_texts([list(values)])
    return to_numbers([list(values)]) if values else np.full((1, 1), BLANK)
