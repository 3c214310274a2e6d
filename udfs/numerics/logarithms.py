"""Natural logarithms of double-double numbers, which a machine's own library gives to different last digits.

A number is 2^k · c · (1 + s) / (1 − s), c one of 91 fractions near it, so that s is small and a few terms of the
series of its logarithm are enough.
"""

from decimal import Context, Decimal
from functools import cache
from typing import Final

import numpy as np

from udfs.numerics.cell_values import Numbers
from udfs.numerics.double_double import DoubleDouble, choose, product

_PARTS: Final = 128
_NEAR: Final = 2.0**-8

NOISE: Final = 2.0**-70
"""The relative error of a logarithm is below this."""


def logarithm(values: DoubleDouble) -> DoubleDouble:
    """The natural logarithm of each finite number above zero; NaN of others."""
    has_one = (values.high > 0) & np.isfinite(values.high)
    fraction, exponent = np.frexp(values.high)
    # From √½ to √2, not from ½ to 1: around 1 the exponent is 0, and no ln 2 takes the digits of a small result.
    small = fraction < np.sqrt(0.5)
    exponent = exponent - small
    scaled = DoubleDouble(np.ldexp(values.high, -exponent), np.ldexp(values.low, -exponent))
    nearest = np.where(has_one, np.rint(scaled.high * _PARTS), _PARTS)
    logarithms, ln2 = _constants()
    centre = nearest / _PARTS
    ratio = (scaled - centre) / (scaled + centre)
    result = (
        product(ln2, exponent.astype(np.float64))
        + logarithms[nearest.astype(np.intp)]
        + (ratio * 2.0 + _series(ratio.high))
    )
    return choose(has_one, result, np.asarray(np.nan))


def shortfall(changes: DoubleDouble, factors: DoubleDouble) -> DoubleDouble:
    """The gap x − ln(1 + x) of each change x, near x² / 2, with all its digits however small; `factors` are 1 + x."""
    ratio = changes / (factors + 1.0)
    near = ratio * changes - _series(ratio.high)
    return choose(np.abs(changes.high) < _NEAR, near, changes - logarithm(factors))


def _series(s: Numbers) -> Numbers:
    """The rest ln((1 + s) / (1 − s)) − 2 s for a small s."""
    z = s * s
    return 2 * s * z * (1 / 3 + z * (1 / 5 + z * (1 / 7 + z * (1 / 9 + z / 11))))


# Kept: 93 logarithms of fifty digits take longer than those of ten thousand figures.
@cache
def _constants() -> tuple[DoubleDouble, DoubleDouble]:
    """The logarithms of i / 128 at each place i from 90 on (before it zeros), and of 2."""
    exact = Context(prec=50)
    # What lies between √½ and √2 is nearest to one of i / 128 with i from 91 to 181: 91 fractions, with |s| < 1/365,
    # for which five terms of the series are enough. One more on either side is for limits that are rounded.
    logarithms = [_double_double(exact.ln(Decimal(i) / _PARTS)) for i in range(90, 183)]
    padded = np.array([(0.0, 0.0)] * 90 + logarithms)
    ln2 = _double_double(exact.ln(Decimal(2)))
    return DoubleDouble(padded[:, 0], padded[:, 1]), DoubleDouble(np.asarray(ln2[0]), np.asarray(ln2[1]))


def _double_double(number: Decimal) -> tuple[float, float]:
    high = float(number)
    return high, float(Context(prec=50).subtract(number, Decimal(high)))
