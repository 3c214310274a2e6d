"""Rank correlation: whether a ranking stays as it was, or two rankings say the same."""

from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from udfs.numerics.cell_values import BLANK, DIV0, Numbers
from udfs.numerics.double_double import DoubleDouble, double_double
from udfs.numerics.observations import complete, reduce
from udfs.registry import Gives, Role, function
from udfs.statistics.ranking import ranks as region_ranks

SUBJECT = "ranking"

Correlation: TypeAlias = Literal["spearman", "kendall"]


@function(SUBJECT, along=Role.TERRITORIES, gives=Gives.ONE)
def rank_correlation(previous: Numbers, current: Numbers, type: Correlation = "spearman") -> Numbers:  # noqa: A002
    """Rank correlation of two figures of the regions: 1 where both rank them alike, −1 where in turn.

    Formula:
        Spearman's ρ = Σ (r − r̄)(s − s̄) / √(Σ (r − r̄)² · Σ (s − s̄)²), equal figures having the mean of their ranks;
        Kendall's τ_b = (C − D) / √((C + D + T_x)(C + D + T_y)), C and D the pairs in one order and in turn, T_x and T_y
        those equal in the other only

    Arguments:
        previous: an indicator by region (rows), or its ranks; a column for each comparison; any unit.
        current: the same later, or another indicator, shaped as previous.
        type: "spearman" (when omitted) or "kendall", the tau-b.

    Returns:
        Numbers from −1 to 1, one for each column. Regions blank in either are left out. Figures equal in fifteen digits
        are equal.

    Errors:
        #DIV/0!: fewer than two regions, or all figures of a range are equal.
        #N/A: a suppressed figure: the ranks are unknown.
        #VALUE!: text among the numbers.
        #VALUE!: ranges that don't pair.
        #VALUE!: another type.

    Source:
        Kendall, M. G. (1945), The Treatment of Ties in Ranking Problems, Biometrika 33(3), pp. 239-251; Hollander, M.,
        Wolfe, D. A. (1973), Nonparametric Statistical Methods, pp. 185-194; Knight, W. R. (1966), A Computer Method for
        Calculating Kendall's Tau with Ungrouped Data, Journal of the American Statistical Association 61, pp. 436-439.

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
    return reduce(_spearman if type == "spearman" else _kendall, previous, current)


@function(SUBJECT, along=Role.TERRITORIES, gives=Gives.ONE, beside=Role.INDICATORS, single=True)
def kendall_w(ranks: Numbers) -> Numbers:
    """Kendall's coefficient of concordance: whether several rankings of the regions say the same, 0 to 1.

    Formula:
        W = 12 · Σ (R_i − R̄)² / (m² (n³ − n) − m · Σ T), R_i the sum of a region's ranks in m rankings of n regions,
        equal figures having the mean of their ranks; T = Σ (t³ − t) over the t equal ones of each ranking

    Arguments:
        ranks: ranks or figures by region (rows), a column for each ranking, such as each year or indicator; all of them
            with the best at the same end.

    Returns:
        One number: 1 where all rankings are the same, 0 where nothing is shared. Regions blank in a ranking are left
        out.

    Errors:
        #DIV/0!: fewer than two regions or rankings, or all figures of each ranking are equal.
        #N/A: a suppressed figure: the ranks are unknown.
        #VALUE!: text among the numbers.

    Source:
        Kendall, M. G., Babington Smith, B. (1939), The Problem of m Rankings, Annals of Mathematical Statistics 10(3),
        pp. 275-287.

    Examples:
        =KENDALL_W({1,1,2,3;3,2,3,1;2,3,1,2}) → 0.0625
        =KENDALL_W({1,10;2,20;3,30}) → 1
        =KENDALL_W({1;2;3}) → #DIV/0!
        =KENDALL_W({1,"…";2,1}) → #N/A
        =KENDALL_W({1,"two";2,1}) → #VALUE!
    """
    found = complete(*(ranks[:, [ranking]] for ranking in range(ranks.shape[1]))) if ranks.size else BLANK
    if isinstance(found, float):
        return np.array([[found]])
    if not found[0].size:
        return np.array([[BLANK]])
    return np.array([[_concordance(np.column_stack(found))]])


def _concordance(figures: Numbers) -> float:
    # twice the ranks are whole numbers, so that nothing is rounded before the quotient
    regions, rankings = figures.shape
    doubled = 2 * region_ranks(figures, ties="avg")
    apart = (doubled.sum(axis=1) - rankings * (regions + 1)).astype(np.int64).tolist()
    alike = sum(_cubes_alike(np.sort(column)) for column in doubled.T)
    possible = rankings**2 * (regions**3 - regions) - rankings * alike
    return 3 * sum(gap * gap for gap in apart) / possible if rankings > 1 and possible else DIV0


def _cubes_alike(ordered: Numbers) -> int:
    """The sum of t³ − t over the runs of t equal figures."""
    runs = np.diff(np.concatenate([[-1], np.flatnonzero(np.diff(ordered)), [ordered.size - 1]])).tolist()
    return sum(run**3 - run for run in map(int, runs))


def _spearman(first: Numbers, second: Numbers) -> DoubleDouble | float:
    # ranks are halves, so that all sums are whole numbers of quarters and exact
    mean = (first.size + 1) / 2
    one, two = (region_ranks(figures.reshape(-1, 1), ties="avg").ravel() - mean for figures in (first, second))
    return _related(float(one @ two), float(one @ one), float(two @ two))


def _kendall(first: Numbers, second: Numbers) -> DoubleDouble | float:
    """Of all pairs those in one order less those in turn: Knight, W. R. (1966), in n · log n steps."""
    one, two = (region_ranks(figures.reshape(-1, 1)).ravel() for figures in (first, second))
    order = np.lexsort((two, one))
    differ = (np.diff(one[order]) != 0) | (np.diff(two[order]) != 0)
    pairs, alike = first.size * (first.size - 1) // 2, _pairs_alike(differ)
    known_one, known_two = (pairs - _pairs_alike(np.diff(np.sort(each)) != 0) for each in (one, two))
    in_turn = _inversions(two[order].astype(np.int64))
    together = known_one + known_two - (pairs - alike) - 2 * in_turn
    return _related(float(together), float(known_one), float(known_two))


def _pairs_alike(differ: NDArray[np.bool_]) -> int:
    """How many pairs are equal in a sorted list, of which it is given where one differs from the one before."""
    runs = np.diff(np.concatenate([[-1], np.flatnonzero(differ), [differ.size]])).astype(np.int64)
    return int((runs * (runs - 1) // 2).sum())


def _inversions(places: NDArray[np.int64]) -> int:
    """How many pairs of whole numbers, zero or more, stand in falling order.

    Bit after bit, from the highest, those that are equal so far are parted into those without and with the bit; the
    pairs of which the first has it and the second has not are in falling order.
    """
    found = 0
    groups = np.zeros_like(places)
    for bit in reversed(range(int(places.max()).bit_length())):
        has = places >> bit & 1
        before = np.cumsum(has) - has
        starts = np.flatnonzero(np.diff(groups, prepend=-1))
        inside = before - np.repeat(before[starts], np.diff(starts, append=places.size))
        found += int(inside[has == 0].sum())
        groups = 2 * groups + has
        order = np.argsort(groups, kind="stable")
        places, groups = places[order], groups[order]
    return found


def _related(together: float, one: float, two: float) -> DoubleDouble | float:
    """A sum of products over the root of two sums of squares, rounded once."""
    if not one or not two:
        return DIV0
    return double_double(np.float64(together)) / (double_double(np.float64(one)) * np.float64(two)).root()
