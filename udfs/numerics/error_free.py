"""Sums and products of float64 together with what rounding took from them.

D. E. Knuth (1969), The Art of Computer Programming, volume 2, section 4.2.2; T. J. Dekker (1971), A Floating-Point
Technique for Extending the Available Precision, Numerische Mathematik 18, pp. 224-242.
"""

from typing import Final

from udfs.numerics.cell_values import Numbers

# Dekker's: it halves the 53 digits of a float64, and products of 26 digits need no rounding.
_SPLITTER: Final = 2.0**27 + 1


def two_sum(left: Numbers, right: Numbers | float) -> tuple[Numbers, Numbers]:
    """The rounded sum, and its error."""
    total = left + right
    second = total - left
    return total, (left - (total - second)) + (right - second)


def two_product(left: Numbers, right: Numbers | float) -> tuple[Numbers, Numbers]:
    """The rounded product, and its error."""
    result = left * right
    (a, b), (c, d) = _halves(left), _halves(right)
    return result, b * d - (((result - a * c) - b * c) - a * d)


def quotient(part: Numbers, whole: Numbers | float, factor: float, rest: Numbers | float = 0.0) -> Numbers:
    """Factor · part / (whole + rest), rounded once; the rest is what rounding took from the whole."""
    high, low = two_product(part, factor)
    first = high / whole
    back, error = two_product(first, whole)
    result: Numbers = first + ((high - back) - error + (low - first * rest)) / whole
    return result


def _halves(values: Numbers | float) -> tuple[Numbers | float, Numbers | float]:
    """Each number as two of 26 digits, whose products have no error."""
    large = values * _SPLITTER
    upper = large - (large - values)
    return upper, values - upper


def fast_two_sum(large: Numbers, small: Numbers) -> tuple[Numbers, Numbers]:
    """The sum of two, the first being the larger, rounded, and its error."""
    # Three operations instead of six: the error is exact only where the first is the larger.
    total = large + small
    return total, small - (total - large)
