"""Trend: the growth that a whole series shows, not its first and last year alone."""

from collections.abc import Iterator
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from udfs.numerics.arithmetic import FunctionError, carry, first_error, overlay
from udfs.numerics.cell_values import BLANK, DIV0, NUM, ExcelError, Numbers
from udfs.numerics.double_double import DoubleDouble, choose, difference, double_double
from udfs.numerics.exponentials import growth_of
from udfs.numerics.logarithms import NOISE, logarithm
from udfs.numerics.regression import EXACT
from udfs.registry import Gives, Role, function

SUBJECT = "growth"

Figure: TypeAlias = Literal["growth", "error", "fit"]


@function(SUBJECT, along=Role.PERIODS, gives=Gives.ONE)
def trend_growth(panel: Numbers, years: Numbers | None = None, result: Figure = "growth") -> Numbers:
    """Trend growth: the yearly growth in percent of a line through the logarithms of all years.

    Formula:
        ln y_t = a + b·t by least squares; growth = 100 · (e^b − 1)

    Arguments:
        panel: volumes above zero by region (rows) and year (columns).
        years: the year of each column, one row, or one for each region; whole or parts of years; 1, 2, 3, … when
            omitted.
        result: "growth" (when omitted), "error", the standard error of b, or "fit", R².

    Returns:
        Percent a year, or the other figure, one for each region. Years that are blank are left out, and the others keep
        their distance.

    Errors:
        #DIV/0!: fewer than two years.
        #DIV/0!: the standard error of two years, and the fit of a volume that never changes.
        #NUM!: a volume is negative or zero.
        #N/A: a suppressed figure.
        #VALUE!: text among the numbers.
        #VALUE!: the years are not one for each column.
        #VALUE!: another result.

    Source:
        World Bank (2006), World Development Indicators, Statistical methods: least-squares growth rate.

    Examples:
        =TREND_GROWTH({100,108,113,125,130}) → 6.939289961267
        =TREND_GROWTH({100,121;200,""},{2010,2012}) → {10;#DIV/0!}
        =TREND_GROWTH({100,108,113,125,130},,"error") → 0.004888501148
        =TREND_GROWTH({100,108,113,125,130},,"fit") → 0.984322378294
        =TREND_GROWTH({100;110;121},,,"columns") → 10
        =TREND_GROWTH({100,100},,"fit") → #DIV/0!
        =TREND_GROWTH({100,0,121}) → #NUM!
        =TREND_GROWTH({100,"…",121}) → #N/A
        =TREND_GROWTH({100,"more",121}) → #VALUE!
        =TREND_GROWTH({100,110},{1,2,3}) → #VALUE!
        =TREND_GROWTH({100,110},,"slope") → #VALUE!
    """
    if years is None:
        years = np.arange(1.0, panel.shape[1] + 1).reshape(1, -1)
    if years.shape not in ((1, panel.shape[1]), panel.shape):
        raise FunctionError(ExcelError.VALUE, "there is one year for each column")
    years = np.broadcast_to(years, panel.shape)
    gaps = carry(np.zeros_like(panel), panel, years)
    errors = first_error(gaps, 1)
    known = ~np.isnan(gaps)
    found = np.where(known.any(axis=1, keepdims=True), DIV0, BLANK)
    usable = (known.sum(axis=1) > 1) & np.isnan(errors[:, 0])
    below = (panel <= 0).any(axis=1) & usable
    found[below] = NUM
    for rows, columns in _alike(known, np.flatnonzero(usable & ~below)):
        places = np.ix_(rows, columns)
        found[rows] = _figures(panel[places], years[places], result)
    return overlay(found, errors)


def _alike(known: NDArray[np.bool_], rows: NDArray[np.intp]) -> Iterator[tuple[NDArray[np.intp], NDArray[np.intp]]]:
    """The rows that have figures in the same columns, with these columns."""
    patterns, of_row = np.unique(known[rows], axis=0, return_inverse=True)
    for number, pattern in enumerate(patterns):
        yield rows[of_row.ravel() == number], np.flatnonzero(pattern)


def _figures(levels: Numbers, years: Numbers, result: Figure) -> Numbers:
    """The figure of each row, one column."""
    count = float(years.shape[1])
    since = difference(years, years.min(axis=1, keepdims=True))
    x = since - since.sums(1) / count
    with np.errstate(all="ignore"):
        y = _logarithms(levels)
        spread, shared, total = (x * x).sums(1), (x * y).sums(1), (y * y).sums(1)
        slope = shared / spread
        rest = y - slope * x
        known = np.abs(rest.high) > EXACT * np.abs(y.high).max(axis=1, keepdims=True)
        rest = choose(known, rest, 0.0)
        figures: dict[Figure, DoubleDouble] = {
            "growth": growth_of(slope) * 100.0,
            "error": ((rest * rest).sums(1) / (count - 2) / spread).root(),
            "fit": shared * slope / total,
        }
    none = (spread.high == 0) | ((total.high == 0) & (result == "fit"))
    if result == "error" and count < 3:
        none = np.ones_like(none)
    found = figures[result].high
    return np.where(none, DIV0, np.where(np.isfinite(found), found, NUM))


def _logarithms(levels: Numbers) -> DoubleDouble:
    """How far the logarithm of each figure is from the mean of its row, zero where digits end."""
    above = logarithm(double_double(levels) / levels.min(axis=1, keepdims=True))
    gaps = above - above.sums(1) / float(levels.shape[1])
    sizes = np.abs(gaps.high)
    return choose(sizes > NOISE * sizes.max(axis=1, keepdims=True), gaps, 0.0)
