"""Exponentials of double-double numbers: the machine's own figure, corrected by what its logarithm lacks."""

from typing import Final

import numpy as np

from udfs.numerics.double_double import DoubleDouble, choose, double_double
from udfs.numerics.logarithms import logarithm, shortfall

_NEAR: Final = 0.25
# Enough for |x| < 1/4: 0.25^20 / 22! is below 2^-106 of the result.
_TERMS: Final = 22


def exponential(values: DoubleDouble) -> DoubleDouble:
    """E to the power of each number."""
    rough = double_double(np.exp(values.high))
    # One step of Newton's doubles the digits that the machine's own function has right.
    exact = rough + (values - logarithm(rough)) * rough
    return choose(np.isfinite(exact.high), exact, rough)


def excess(values: DoubleDouble) -> DoubleDouble:
    """The gap e^x − 1 − x of each number x, near x² / 2, with all its digits however small: its series near zero."""
    series = double_double(np.ones_like(values.high))
    for term in range(_TERMS, 2, -1):
        series = series * values / float(term) + 1.0
    near = values * values * series * 0.5
    return choose(np.abs(values.high) < _NEAR, near, exponential(values) - 1.0 - values)


def growth_of(logarithms: DoubleDouble) -> DoubleDouble:
    """The change e^x − 1 of each logarithm x, with all its digits however small."""
    return logarithms + excess(logarithms)


def log_of_growth(changes: DoubleDouble) -> DoubleDouble:
    """The logarithm of 1 + x of each change x, with all its digits however small."""
    return changes - shortfall(changes, changes + 1.0)
