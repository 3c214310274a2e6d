"""Trend: the growth that a whole series shows, not its first and last year alone."""

from collections.abc import Callable
from typing import Final, Literal, TypeAlias

import numpy as np

from udfs.numerics.arithmetic import Refusal
from udfs.numerics.cell_values import DIV0, NUM, ExcelError, Numbers
from udfs.numerics.double_double import Wide, difference, wide
from udfs.numerics.exponentials import growth_of
from udfs.numerics.observations import Statistic, logarithms, reduce
from udfs.numerics.regression import Line, least_squares
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
        raise Refusal(ExcelError.VALUE, "there is one year for each column")
    return reduce(_figure(result), panel.T, years.T).T


def _figure(result: Figure) -> Statistic:
    def statistic(levels: Numbers, years: Numbers) -> Wide | float:
        if (levels <= 0).any():
            return NUM
        if years.size < 2 or years.min() == years.max():
            return DIV0
        since = difference(years, float(years.min()))
        _, leads = logarithms(wide(levels))
        line = least_squares(since - since.total() / float(years.size), leads)
        return DIV0 if result == "fit" and not leads.high.any() else _OF_LINE[result](line)

    return statistic


def _growth(line: Line) -> Wide:
    return growth_of(line.slope) * 100.0


_OF_LINE: Final[dict[Figure, Callable[[Line], Wide | float]]] = {
    "growth": _growth,
    "error": lambda line: line.error,
    "fit": lambda line: line.fit,
}
