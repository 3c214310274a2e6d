"""Rounding as Excel does it: of the fifteen digits that it shows of a number, half away from zero.

0.285 · 100 is 28.499999999999996 in binary and 28.5 on the screen; Excel's ROUND makes 29 of it, and a cell shows 29.
ECMA-376-1, 18.17.7.280 (ROUND); Microsoft, Floating-point arithmetic may give inaccurate results in Excel.
"""

from decimal import ROUND_HALF_UP, Context, Decimal
from math import isfinite
from typing import Final

_MOST_PLACES: Final = 350
"""No float64 has a digit beyond; 5E-324 is the smallest, 1.8E+308 the largest."""

_CONTEXT: Final = Context(prec=2 * _MOST_PLACES, rounding=ROUND_HALF_UP)


def fifteen_digits(number: float) -> float:
    """The number whose digits Excel shows, and by which it compares."""
    digits = float(f"{number:.15g}")
    return digits if isfinite(digits) else number


def rounded(number: float, places: int) -> Decimal:
    """A finite number with so many decimals (below zero: tens, hundreds, …); no zero is below zero."""
    most = max(min(places, _MOST_PLACES), -_MOST_PLACES)
    digits = Decimal(f"{number:.15g}").quantize(Decimal(1).scaleb(-most), context=_CONTEXT)
    return digits or abs(digits)


def round_number(number: float, places: int) -> float:
    """The same as a float64; infinite where it is larger than any."""
    digits = rounded(number, places)
    return fifteen_digits(number) if digits == Decimal(f"{number:.15g}") else float(digits)


def rounded_one_way(digits: str, places: int, rounding: str) -> float:
    """A number's digits rounded to so many decimals by a rule of `decimal`, such as ROUND_UP; no zero is below zero."""
    most = max(min(places, _MOST_PLACES), -_MOST_PLACES)
    found = Decimal(digits).quantize(Decimal(1).scaleb(-most), rounding=rounding, context=_CONTEXT)
    return float(found or abs(found))
