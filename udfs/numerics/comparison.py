"""Comparison as Excel does it: by the fifteen digits that it shows of a number, in which 0.1 + 0.2 is 0.3.

Each number has its fifteen digits for itself, so what equals one thing equals all that it equals: a tolerance would
chain. Only numbers this close to each other are looked at digit by digit, which is slow.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from udfs.numerics.cell_values import Numbers
from udfs.numerics.rounding import fifteen_digits

_CLOSE: Final = 1.1e-14
"""Two numbers of the same fifteen digits differ by at most 1 in the fifteenth, 1E-14 of a number that begins with 1."""


def compared(left: Numbers | float, right: Numbers | float) -> Numbers:
    """−1 where the left is less than the right, 0 where they are equal, 1 where it is more; NaN where one is NaN."""
    left, right = np.asarray(left, dtype=np.float64), np.asarray(right, dtype=np.float64)
    with np.errstate(all="ignore"):
        gap = left - right
        order: Numbers = np.sign(gap)
        close = (np.abs(gap) <= _CLOSE * np.abs(left)) & (order != 0)
    if close.any():
        first, second = (_digits(np.broadcast_to(side, close.shape)[close]) for side in (left, right))
        # A single number's sign is a scalar, which can't be written to.
        order = np.array(order)
        order[close] = np.where(first == second, 0.0, np.where(first < second, -1.0, 1.0))
    return np.where(left == right, 0.0, order)


def equal(left: Numbers | float, right: Numbers | float) -> NDArray[np.bool_]:
    """Where two numbers are equal."""
    return np.asarray(compared(left, right) == 0)


def at_least(values: Numbers | float, limit: Numbers | float) -> NDArray[np.bool_]:
    """Where a value is the limit or above it."""
    return np.asarray(compared(values, limit) >= 0)


def whole_part(values: Numbers) -> Numbers:
    """The largest whole number that a number is at least: 3 of 0.3 / 0.1."""
    nearest = np.rint(values)
    return np.where(equal(nearest, values), nearest, np.floor(values))


def comparable(values: Numbers) -> Numbers:
    """Numbers in one dimension as they can be ranked and sorted: those that are equal are the same number."""
    if len(values) < 2:
        return values
    ordered = np.sort(values)
    upper, gaps = ordered[1:], ordered[1:] - ordered[:-1]
    if np.minimum.reduce(gaps) > _CLOSE * max(abs(ordered[0]), abs(ordered[-1])):
        return values
    close = (gaps > 0) & (gaps <= _CLOSE * np.abs(upper))
    return _digits(values) if close.any() else values


def _digits(values: Numbers) -> Numbers:
    return np.array(list(map(fifteen_digits, values.tolist())), dtype=np.float64)
