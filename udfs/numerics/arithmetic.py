"""Arithmetic on ranges in which a cell may be blank or an error: the rules that all functions share.

A blank is an observation that does not exist and counts for nothing in a sum; an error, suppressed figures included,
is one that exists and is unknown, and makes every sum it belongs to unknown.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from udfs.numerics.cell_values import BLANK, DIV0, NUM, ExcelError, Numbers, Texts, error_numbers, is_blank, unbox
from udfs.numerics.double_double import DoubleDouble, Operand, double_double
from udfs.numerics.error_free import quotient
from udfs.numerics.summation import exact_sums, exact_total, margins, near_margins

NOISE: Final = 1e-12
"""How much of its size a calculated figure may be off where its digits were rounded on the way: a slack for what has
to add up, or not to be a division by nothing. Which figures are equal is `comparison`'s to say."""

LARGEST: Final = 1e140
"""Figures beyond this, and those below its reciprocal, are #NUM!: their products and squares lose digits unseen."""

_ROWS: Final = 64


class FunctionError(Exception):
    """A whole call that has no result: the error its cell shows, and the reason in words."""

    def __init__(self, error: ExcelError, reason: str) -> None:
        super().__init__(reason)
        self.error = error
        self.reason = reason


def pair(*ranges: Numbers) -> tuple[Numbers, ...]:
    """The ranges stretched to one shape, which must be the shape of one of them.

    Raises FunctionError (#VALUE!) where sizes differ, or a row meets a column and it can't be known which pairs are
    meant.
    """
    shapes = [values.shape for values in ranges]
    if shapes.count(shapes[0]) == len(shapes):
        return ranges
    shape = (_common({rows for rows, _ in shapes}), _common({columns for _, columns in shapes}))
    if shape not in shapes:
        sizes = ", ".join(f"{rows}×{columns}" for rows, columns in dict.fromkeys(shapes))
        raise FunctionError(ExcelError.VALUE, f"ranges of {sizes} cells don't pair")
    return tuple(values if values.shape == shape else np.broadcast_to(values, shape) for values in ranges)


def _common(sizes: set[int]) -> int:
    """The size that all others stretch to; -1 where there is none."""
    longer = sizes - {1}
    return longer.pop() if len(longer) == 1 else -1 if longer else 1


def carry(result: Numbers, *sources: Numbers) -> Numbers:
    """`result`, where a source is an error that error, else where a source is blank a blank; the first source wins."""
    missing = [(source, np.isnan(source)) for source in sources]
    missing = [(source, gaps) for source, gaps in missing if gaps.any()]
    if not missing:
        return result
    result = np.array(np.broadcast_to(result, np.broadcast_shapes(result.shape, *(s.shape for s, _ in missing))))
    for source, gaps in reversed(missing):
        np.copyto(result, source, where=gaps)
    for source, gaps in reversed(missing):
        np.copyto(result, source, where=_errors_among(source, gaps))
    return result


def ratio(part: Numbers | DoubleDouble, whole: Numbers | DoubleDouble, *, factor: float = 1) -> Numbers:
    """Factor · part / whole cell by cell, rounded once; #DIV/0! where the whole is zero."""
    with np.errstate(all="ignore"):
        if isinstance(part, DoubleDouble):
            result = (part * factor / whole).high
        elif isinstance(whole, DoubleDouble):
            single = whole.high.size == 1
            high, low = (whole.high.item(), whole.low.item()) if single else (whole.high, whole.low)
            result = quotient(part, high, factor, low)
        else:
            result = part / whole if factor == 1 else quotient(part, whole, factor)
        odd = ~np.isfinite(result)
        if np.count_nonzero(odd):
            over, under = double_double(part).high, double_double(whole).high
            result = np.where(odd, factor * (over / under), result)
            result = np.where(np.isfinite(result), result, np.where(under == 0, DIV0, NUM))
            result = carry(result, over, under)
    return result


def sum_of(values: Numbers, axis: int | None = None) -> Numbers:
    """The sum over `axis` (None: all), kept two-dimensional; blanks don't count, the first error is the sum's.

    The sum of nothing but blanks is blank. It is rounded once, whatever the order of the cells.
    """
    return total_of(values, axis).high


def total_of(values: Numbers, axis: int | None = None) -> DoubleDouble:
    """The same with all its digits."""
    return _known(_sums(values, axis), values, axis)


def totals_of(values: Numbers, *, nearly: bool = False) -> tuple[DoubleDouble, DoubleDouble, DoubleDouble]:
    """The same of the columns, of the rows, and of all; `nearly` within a few units of the last place, but sooner."""
    with np.errstate(all="ignore"):
        columns, rows, whole = (DoubleDouble(*sums) for sums in (near_margins if nearly else margins)(values))
    return _known(columns, values, 0), _known(rows, values, 1), _known(whole, values, None)


def _sums(values: Numbers, axis: int | None) -> DoubleDouble:
    return DoubleDouble(*(exact_total(values) if axis is None else exact_sums(values, axis)))


def _known(sums: DoubleDouble, values: Numbers, axis: int | None) -> DoubleDouble:
    """The sums, where blanks and errors leave one unknown without the blanks, or as its error."""
    if np.isfinite(sums.high).all():
        return sums
    blank = is_blank(values)
    known = _sums(np.where(blank, 0.0, values), axis)
    total = np.where(np.isfinite(known.high), known.high, NUM)
    total = np.where(np.all(blank, axis=axis, keepdims=True), BLANK, total)
    return DoubleDouble(overlay(total, first_error(values, axis)), known.low)


def first_error(values: Numbers, axis: int | None = None) -> Numbers:
    """The first error along `axis` in reading order, kept two-dimensional; NaN where there is none."""
    errors = _errors_among(values, np.isnan(values))
    if not errors.any():
        return np.full([1 if axis is None or i == axis else size for i, size in enumerate(values.shape)], BLANK)
    if axis is None:
        return np.full((1, 1), values.flat[int(np.argmax(errors))])
    first = np.expand_dims(np.argmax(errors, axis=axis), axis)
    return np.where(np.take_along_axis(errors, first, axis), np.take_along_axis(values, first, axis), BLANK)


def overlay(result: Numbers, errors: Numbers) -> Numbers:
    """`errors` where there is one, else `result`."""
    found = _errors_among(errors, np.isnan(errors))
    return np.where(found, errors, result) if found.any() else result


def _errors_among(values: Numbers, gaps: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which of the cells that have no number, `gaps`, are errors."""
    found = gaps.copy()
    found[gaps] = error_numbers(values[gaps]) > 0
    return found


def first_errors(values: Numbers) -> Numbers:
    """In each cell the first error of its row up to it; NaN where there is none yet."""
    places = np.where(error_numbers(values) > 0, np.arange(values.shape[1]), values.shape[1])
    first = np.minimum.accumulate(places, axis=1)
    padded = np.concatenate([values, np.full((values.shape[0], 1), BLANK)], axis=1)
    return np.take_along_axis(padded, first, axis=1)


def calculable(values: Numbers) -> Numbers:
    """`values`, #NUM! where one is beyond LARGEST, or so near to zero that its reciprocal is."""
    if not values.size:
        return values
    least, most = np.minimum.reduce(values, axis=None), np.maximum.reduce(values, axis=None)
    if least >= 1 / LARGEST and most <= LARGEST:
        return values
    sizes = values if least >= 0 else np.abs(values)
    if np.count_nonzero(sizes < 1 / LARGEST) == np.count_nonzero(sizes == 0) and not (sizes > LARGEST).any():
        return values
    beyond = (sizes > LARGEST) | ((sizes < 1 / LARGEST) & (sizes > 0))
    return np.where(beyond, NUM, values)


def nonnegative(values: Numbers) -> Numbers:
    """`values`, #NUM! where a volume is below zero."""
    if values.size and np.minimum.reduce(values, axis=None) >= 0:
        return values
    below = values < 0
    return np.where(below, NUM, values) if below.any() else values


def part_of(part: Numbers, whole: Numbers, *, factor: float = 1) -> Numbers:
    """Factor · part / whole cell by cell, a number from 0 to `factor`.

    #NUM! where either is negative or the part is the larger.
    """
    share = ratio(nonnegative(part), nonnegative(whole), factor=factor)
    larger = share > factor * (1 + NOISE)
    return np.where(larger, NUM, share) if larger.any() else share


def quotient_of_shares(
    part: Numbers, whole: Operand, other: Operand, other_whole: Operand, *, inside: bool = True
) -> Numbers:
    """The share part / whole divided by the share other / other_whole, rounded once; errors as part_of has them.

    Where they aren't `inside`, the part and the other may be larger than their wholes.
    """
    total, rest, rest_total = double_double(whole), double_double(other), double_double(other_whole)
    share = part_of if inside else _nonnegative_ratio
    checked = ratio(share(*pair(part, total.high)), share(*pair(rest.high, rest_total.high)))
    with np.errstate(all="ignore"):
        exact = (rest_total * part / (total * rest)).high
    return np.where(np.isfinite(checked) & np.isfinite(exact), exact, checked)


def _nonnegative_ratio(part: Numbers, whole: Numbers) -> Numbers:
    return ratio(nonnegative(part), nonnegative(whole))


def divided(values: Numbers, columns: Numbers, rows: Numbers) -> Numbers:
    """`values` divided by a number for each column, then by one for each row, some rows at a time."""
    result = np.empty_like(values)
    for place in range(0, len(values), _ROWS):
        some = slice(place, place + _ROWS)
        np.divide(values[some], columns, out=result[some])
        np.divide(result[some], rows[some], out=result[some])
    return result


def labelled(codes: Numbers, words: Sequence[str]) -> Texts:
    """The word of each code; errors and blanks (None) stay."""
    known = np.isfinite(codes)
    result = np.array(words, dtype=np.object_)[np.where(known, codes, 0).astype(np.intp)]
    if not known.all():
        result[~known] = [unbox(code) for code in codes[~known].tolist()]
    return result
