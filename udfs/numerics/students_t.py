"""Probabilities of Student's t, right to twelve digits: the incomplete beta function as a continued fraction.

Abramowitz, M., Stegun, I. A. (1964), Handbook of Mathematical Functions, 26.5.8 and 26.7.1; the fraction is worked out
as in Lentz, W. J. (1976), Generating Bessel functions in Mie scattering calculations, Applied Optics 15, pp. 668-671.
"""

import math
from typing import Final

_TERMS: Final = 10_000
_ENOUGH: Final = 1e-16
_LARGE: Final = 40.0
_SERIES: Final = (-1 / 8, 1 / 128, 5 / 1024, -21 / 32768, -399 / 262144, 869 / 4194304, 39325 / 33554432)


def two_sided(t: float, degrees: int) -> float:
    """The probability of a value at least as far from zero as t, with so many degrees of freedom (1 or more)."""
    square = t * t
    if square < 1:  # more than 0.3 is left, so that the difference from 1 loses no digits
        return 1 - _incomplete_beta(0.5, degrees / 2, square / (degrees + square), degrees / (degrees + square))
    return _incomplete_beta(degrees / 2, 0.5, degrees / (degrees + square), square / (degrees + square))


def _incomplete_beta(a: float, b: float, x: float, rest: float) -> float:
    """The regularized incomplete beta function at x, rest = 1 − x; a or b is one half."""
    if x == 0:
        return 0.0
    if x > (a + 1) / (a + b + 2):
        return 1 - _incomplete_beta(b, a, rest, x)
    logarithm = a * _ln(x, rest) + b * _ln(rest, x)
    return math.exp(logarithm) * _over_beta(max(a, b)) * _fraction(a, b, x) / a


def _ln(part: float, rest: float) -> float:
    """The logarithm of part = 1 − rest."""
    return math.log1p(-rest) if rest < 0.5 else math.log(part)


def _over_beta(a: float) -> float:
    """1 / B(a, ½), that is Γ(a + ½) / (Γ(a) · √π)."""
    if a < _LARGE:
        return math.gamma(a + 0.5) / (math.gamma(a) * math.sqrt(math.pi))
    series = 1 + sum(factor / a**power for power, factor in enumerate(_SERIES, 1))
    return math.sqrt(a / math.pi) * series


def _fraction(a: float, b: float, x: float) -> float:
    smallest = 1e-300
    above, below, result = 1.0, 1 / (1 - (a + b) * x / (a + 1) or smallest), 0.0
    result = below
    for m in range(1, _TERMS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            below = 1 / (1 + term * below or smallest)
            above = 1 + term / above or smallest
            result *= above * below
        if abs(above * below - 1) < _ENOUGH:
            break
    return result
