"""Rank correlation: whether a ranking stays as it was, or two rankings say the same."""

from typing import Literal, TypeAlias

import numpy as np

from udfs.numerics.cell_values import DIV0, Numbers
from udfs.numerics.double_double import Wide, wide
from udfs.numerics.observations import reduce
from udfs.registry import Gives, Role, function
from udfs.statistics.ranking import ranks

SUBJECT = "ranking"

Correlation: TypeAlias = Literal["spearman", "kendall"]


@function(SUBJECT, along=Role.TERRITORIES, gives=Gives.ONE)
def rank_correlation(previous: Numbers, current: Numbers, measure: Correlation = "spearman") -> Numbers:
    """Rank correlation of two figures of the regions: 1 where both rank them alike, −1 where in turn.

    Formula:
        Spearman's ρ = Σ (r − r̄)(s − s̄) / √(Σ (r − r̄)² · Σ (s − s̄)²), equal figures having the mean of their ranks;
        Kendall's τ_b = (C − D) / √((C + D + T_x)(C + D + T_y)), C and D the pairs in one order and in turn, T_x and T_y
        those equal in the other only

    Arguments:
        previous: an indicator by region (rows), or its ranks; a column for each comparison; any unit.
        current: the same later, or another indicator, shaped as previous.
        measure: "spearman" (when omitted) or "kendall", the tau-b.

    Returns:
        Numbers from −1 to 1, one for each column. Regions blank in either are left out. Figures equal in fifteen digits
        are equal.

    Errors:
        #DIV/0!: fewer than two regions, or all figures of a range are equal.
        #N/A: a suppressed figure: the ranks are unknown.
        #VALUE!: text among the numbers.
        #VALUE!: ranges that don't pair.
        #VALUE!: another measure.

    Source:
        Kendall, M. G. (1945), The Treatment of Ties in Ranking Problems, Biometrika 33(3), pp. 239-251; Hollander, M.,
        Wolfe, D. A. (1973), Nonparametric Statistical Methods, pp. 185-194.

    Examples:
        =RANK_CORRELATION({1;2;3;4},{10;30;20;40}) → 0.8
        =RANK_CORRELATION({1;2;3;4},{10;30;20;40},"kendall") → 0.6666666666666666
        =RANK_CORRELATION({12;2;1;12;2},{1;4;7;1;0},"kendall") → -0.4714045207910317
        =RANK_CORRELATION({1;2;""},{2;1;5}) → -1
        =RANK_CORRELATION({1;1},{1;2}) → #DIV/0!
        =RANK_CORRELATION({1;"…"},{1;2}) → #N/A
        =RANK_CORRELATION({1;"two"},{1;2}) → #VALUE!
        =RANK_CORRELATION({1;2},{1;2;3}) → #VALUE!
        =RANK_CORRELATION({1;2},{1;2},"gamma") → #VALUE!
    """
    return reduce(_spearman if measure == "spearman" else _kendall, previous, current)


def _spearman(first: Numbers, second: Numbers) -> Wide | float:
    # ranks are halves, so that all sums are whole numbers of quarters and exact
    mean = (first.size + 1) / 2
    one, two = (ranks(figures.reshape(-1, 1), ties="avg").ravel() - mean for figures in (first, second))
    return _related(float(one @ two), float(one @ one), float(two @ two))


def _kendall(first: Numbers, second: Numbers) -> Wide | float:
    one, two = (ranks(figures.reshape(-1, 1)).ravel() for figures in (first, second))
    together = known_one = known_two = 0.0
    for at in range(first.size - 1):
        left, right = np.sign(one[at + 1 :] - one[at]), np.sign(two[at + 1 :] - two[at])
        together += float(left @ right)
        known_one += float(np.count_nonzero(left))
        known_two += float(np.count_nonzero(right))
    return _related(together, known_one, known_two)


def _related(together: float, one: float, two: float) -> Wide | float:
    """A sum of products over the root of two sums of squares, rounded once."""
    if not one or not two:
        return DIV0
    return wide(np.float64(together)) / (wide(np.float64(one)) * np.float64(two)).root()
