"""Inequality: how far the regions are apart, in one figure or in the points of a curve."""

import numpy as np

from udfs.numerics.arithmetic import FunctionError, nonnegative
from udfs.numerics.cell_values import BLANK, DIV0, ExcelError, Numbers
from udfs.numerics.double_double import DoubleDouble, choose, double_double
from udfs.numerics.exponentials import excess, growth_of, log_of_growth
from udfs.numerics.logarithms import shortfall
from udfs.numerics.observations import compare, complete, counted, distance, reduce, relative_levels
from udfs.registry import Flag, Gives, Number, Role, function

SUBJECT = "concentration and inequality"


@function(SUBJECT, along=(Role.TERRITORIES, Role.BRANCHES), gives=Gives.ONE)
def hoover_index(values: Numbers, reference: Numbers) -> Numbers:
    """Hoover's index: the part of the values that would have to move for them to be spread as the reference is.

    Formula:
        H = ½ · Σ |x_r / X − p_r / P|

    Arguments:
        values: volumes by region (rows), such as income, or the employment of a branch; a column for each year.
        reference: what they are compared with, such as population or employment in all branches, by region (rows); one
            column, or one for each of values.

    Returns:
        Numbers from 0 (spread as the reference) to 1; one for each column. With a branch's employment and all
        employment it is Florence's coefficient of localization; with income and population the Robin Hood (Schutz)
        index. A region that is blank in one has none there, and counts as 0; `…` marks an unknown figure.

    Errors:
        #DIV/0!: the values or the reference sum to zero.
        #NUM!: a figure is negative.
        #N/A: a suppressed figure: the shares are unknown.
        #VALUE!: text among the numbers.
        #VALUE!: the reference has not one cell for each region.

    Source:
        Hoover, E. M. (1936), The Measurement of Industrial Localization, Review of Economics and Statistics 18(4), pp.
        162-171; Florence, P. S. (1939), Report on the Location of Industry.

    Examples:
        =HOOVER_INDEX({0;10;10;30;50},{10;15;20;25;30}) → 0.25
        =HOOVER_INDEX({15;35;30;20},{35;30;20;15}) → 0.2
        =HOOVER_INDEX({30,5;10,5},{50;50}) → {0.25,0}
        =HOOVER_INDEX({0,5;0,5},{50;50}) → {#DIV/0!,0}
        =HOOVER_INDEX({-1,5;1,5},{50;50}) → {#NUM!,0}
        =HOOVER_INDEX({"…",5;1,5},{50;50}) → {#N/A,0}
        =HOOVER_INDEX({"one",5;1,5},{50;50}) → {#VALUE!,0}
        =HOOVER_INDEX({30;10},{50;50;50}) → #VALUE!
    """
    return compare(_half_distance, nonnegative(values), nonnegative(reference))


@function(SUBJECT, along=Role.TERRITORIES, gives=Gives.ONE)
def regional_dispersion(values: Numbers, population: Numbers, reference: Numbers | None = None) -> Numbers:
    """Dispersion of regional GRP per inhabitant, as Eurostat has it: how far regions lie from the nation, in percent.

    Formula:
        D = 100 / Y · Σ |y_r − Y| · p_r / P, Y the nation's level

    Arguments:
        values: y_r, GRP per inhabitant (or income) by region (rows); a column for each year; one currency unit.
        population: p_r, population of the regions, shaped as values or one column for all.
        reference: Y, the nation's level, one cell or one for each column; the mean weighted by population when omitted.

    Returns:
        Percent of the nation's level, 0 where all regions are alike; one for each column. With the mean as reference it
        is 200 · HOOVER_INDEX of GRP against population. Regions blank in either are left out.

    Errors:
        #DIV/0!: the nation's level or the population is zero.
        #NUM!: a figure is negative.
        #N/A: a suppressed figure.
        #VALUE!: text among the numbers.
        #VALUE!: ranges that don't pair.

    Source:
        Eurostat, Dispersion of regional GDP per inhabitant (indicator of regional accounts, since 2007), the mean
        absolute deviation; for employment rates Eurostat takes the weighted coefficient of variation (WILLIAMSON_CV).

    Examples:
        =REGIONAL_DISPERSION({1;3},{1;1}) → 50
        =REGIONAL_DISPERSION({1;3},{3;1}) → 50
        =REGIONAL_DISPERSION({1,2;3,2},{1;1},{4,2}) → {50,0}
        =REGIONAL_DISPERSION({0;0},{1;1}) → #DIV/0!
        =REGIONAL_DISPERSION({-1;3},{1;1}) → #NUM!
        =REGIONAL_DISPERSION({"…";3},{1;1}) → #N/A
        =REGIONAL_DISPERSION({"one";3},{1;1}) → #VALUE!
        =REGIONAL_DISPERSION({1;3},{1;1;1}) → #VALUE!
    """
    levels, people = nonnegative(values), nonnegative(population)
    if reference is None:
        return reduce(_dispersion, levels, people)
    if reference.shape not in ((1, 1), (1, values.shape[1])):
        raise FunctionError(ExcelError.VALUE, "the reference is one cell, or one for each column")
    return reduce(_dispersion_from, levels, people, np.broadcast_to(nonnegative(reference), values.shape))


@function(SUBJECT, along=Role.TERRITORIES, gives=Gives.ONE)
def atkinson_index(values: Numbers, epsilon: Number, weights: Numbers | None = None) -> Numbers:
    """Atkinson's index of inequality: the part of income that could be given up if what is left were spread evenly.

    Formula:
        A = 1 − (Σ p_r · (x_r/μ)^(1−ε))^(1/(1−ε)); with ε = 1: 1 − exp(Σ p_r · ln(x_r/μ)); p the regions' parts of the
        weights, μ the weighted mean

    Arguments:
        values: levels by region (rows), such as GRP per capita; a column for each year.
        epsilon: ε, aversion to inequality, zero or more; the larger it is, the more the poorest count; often 0.5, 1, 2.
        weights: population, shaped as values or one column for all; each region counts alike when omitted.

    Returns:
        Numbers from 0 (all alike) to 1; one for each column. It is 1 where a region has nothing and ε is 1 or more.
        Regions blank in either are left out.

    Errors:
        #DIV/0!: the values or the weights sum to zero.
        #NUM!: a value or a weight is negative.
        #NUM!: epsilon is negative.
        #N/A: a suppressed figure: the mean is unknown.
        #VALUE!: text among the numbers.
        #VALUE!: ranges that don't pair.

    Source:
        Atkinson, A. B. (1970), On the Measurement of Inequality, Journal of Economic Theory 2(3), pp. 244-263.

    Examples:
        =ATKINSON_INDEX({10;20;30;40;50},0.5) → 0.06315339222709
        =ATKINSON_INDEX({10;20;30;40;50},1) → 0.13160963843422
        =ATKINSON_INDEX({10;20;30;40;50},2) → 0.27007299270073
        =ATKINSON_INDEX({0,1;0,1},1) → {#DIV/0!,0}
        =ATKINSON_INDEX({-1;2},1) → #NUM!
        =ATKINSON_INDEX({1;2},-1) → #NUM!
        =ATKINSON_INDEX({"c";2},1) → #N/A
        =ATKINSON_INDEX({"two";2},1) → #VALUE!
        =ATKINSON_INDEX({1;2},1,{1,2,3}) → #VALUE!
    """
    if epsilon < 0:
        raise FunctionError(ExcelError.NUM, "epsilon is zero or more")

    def statistic(levels: Numbers, counts: Numbers) -> DoubleDouble | float:
        return _atkinson(*counted(levels, counts), epsilon)

    return reduce(statistic, nonnegative(values), _weights(values, weights))


@function(SUBJECT, along=Role.TERRITORIES, gives=Gives.ONE)
def top_bottom_ratio(
    values: Numbers, population: Numbers | None = None, percent: Number = 20, split: Flag = True
) -> Numbers:
    """How many times the level of the poorest regions the richest have: OECD's 20/20 ratio, or the funds ratio 10/10.

    Formula:
        ratio = mean of the regions with the highest levels and p % of the population / mean of those with the lowest

    Arguments:
        values: GRP per capita (or income) by region (rows); a column for each year.
        population: population of the regions, shaped as values or one column for all; all count alike when omitted.
        percent: p, above 0 and 50 at most; 20 when omitted, 10 for the funds ratio.
        split: TRUE (when omitted) where the region at the limit counts with the part that is wanted; FALSE to take
            whole regions until they have p % or more.

    Returns:
        Numbers from 1 (all alike); one for each column. Regions blank in either are left out.

    Errors:
        #DIV/0!: the lowest levels or the population are zero.
        #NUM!: a figure is negative.
        #NUM!: percent is not above 0, or above 50.
        #N/A: a suppressed figure: who is poorest is unknown.
        #VALUE!: text among the numbers.
        #VALUE!: ranges that don't pair.
        #VALUE!: split is neither TRUE nor FALSE.

    Source:
        OECD (2024), Regions and Cities at a Glance, Reader's Guide: ratio of the top and the bottom 20 %; Rosstat,
        methodology of the funds ratio (коэффициент фондов), 10 %.

    Examples:
        =TOP_BOTTOM_RATIO({1;2;3;4;10}) → 10
        =TOP_BOTTOM_RATIO({1;2;3;4;10},{5;1;1;1;2},20) → 10
        =TOP_BOTTOM_RATIO({1;2;3;4;10},{5;1;1;1;2},30) → 8
        =TOP_BOTTOM_RATIO({1;2;3;4;10},{5;1;1;1;2},25,FALSE) → 8
        =TOP_BOTTOM_RATIO({0;2;3;4;10}) → #DIV/0!
        =TOP_BOTTOM_RATIO({-1;2}) → #NUM!
        =TOP_BOTTOM_RATIO({1;2},,60) → #NUM!
        =TOP_BOTTOM_RATIO({"c";2}) → #N/A
        =TOP_BOTTOM_RATIO({"two";2}) → #VALUE!
        =TOP_BOTTOM_RATIO({1;2},{1;2;3}) → #VALUE!
        =TOP_BOTTOM_RATIO({1;2},,20,"yes") → #VALUE!
    """
    if not 0 < percent <= 50:
        raise FunctionError(ExcelError.NUM, "percent is above 0 and 50 at most")

    def statistic(levels: Numbers, counts: Numbers) -> DoubleDouble | float:
        return _top_over_bottom(*counted(levels, counts), percent, split=split)

    return reduce(statistic, nonnegative(values), _weights(values, population))


@function(SUBJECT, along=Role.TERRITORIES, gives=Gives.TABLE)
def lorenz_points(values: Numbers, weights: Numbers | None = None) -> Numbers:
    """Points of the Lorenz curve, to be drawn as a chart: which part of the population has which part of the income.

    Formula:
        p_k = Σ weights of the k poorest / Σ weights; L_k = Σ weight · value of the k poorest / Σ weight · value

    Arguments:
        values: levels by region (rows), such as GRP per capita with weights, or volumes without; one column.
        weights: population, shaped as values; each region counts alike when omitted.

    Returns:
        Two columns, p and L, from 0, 0 to 1, 1; a row for each region, by ascending value, after the first. GINI_COEF
        is twice the area between the curve and the diagonal. Regions blank in either are left out.

    Errors:
        #DIV/0!: the values or the weights sum to zero.
        #NUM!: a value or a weight is negative.
        #N/A: a suppressed figure: the whole is unknown.
        #VALUE!: text among the numbers.
        #VALUE!: ranges of different sizes, or of several columns.

    Source:
        Lorenz, M. O. (1905), Methods of Measuring the Concentration of Wealth, Publications of the American Statistical
        Association 9(70), pp. 209-219.

    Examples:
        =LORENZ_POINTS({30;10;60}) → {0,0;0.333333333333,0.1;0.666666666667,0.4;1,1}
        =LORENZ_POINTS({3;1},{1;3}) → {0,0;0.75,0.5;1,1}
        =LORENZ_POINTS({0;0}) → #DIV/0!
        =LORENZ_POINTS({-1;2}) → #NUM!
        =LORENZ_POINTS({"…";2}) → #N/A
        =LORENZ_POINTS({"two";2}) → #VALUE!
        =LORENZ_POINTS({1;2},{1;2;3}) → #VALUE!
    """
    counts = _weights(values, weights)
    if values.shape != counts.shape or values.shape[1] > 1:
        raise FunctionError(ExcelError.VALUE, "values and weights are columns of one length")
    observations = complete(nonnegative(values), counts)
    if isinstance(observations, float):
        return np.array([[observations]])
    levels, people = counted(*observations)
    if not observations[0].size:
        return np.array([[BLANK]])
    if not levels.any():
        return np.array([[DIV0]])
    order = np.lexsort((people, levels))
    incomes = double_double(levels[order]) * people[order]
    lines = (
        double_double(people[order]).cumulated() / double_double(people).total(),
        incomes.cumulated() / incomes.total(),
    )
    return np.column_stack([np.concatenate([[0.0], line.high]) for line in lines])


def _weights(values: Numbers, weights: Numbers | None) -> Numbers:
    return np.ones_like(values) if weights is None else nonnegative(weights)


def _half_distance(values: Numbers, reference: Numbers) -> DoubleDouble | float:
    gap = distance(values, reference)
    return gap * 0.5 if isinstance(gap, DoubleDouble) else gap


def _dispersion(levels: Numbers, people: Numbers) -> DoubleDouble | float:
    levels, people = counted(levels, people)
    if not levels.any():
        return DIV0
    _, gaps = relative_levels(levels, people)
    return (abs(gaps) * people).total() * 100.0 / double_double(people).total()


def _dispersion_from(levels: Numbers, people: Numbers, references: Numbers) -> DoubleDouble | float:
    known = people > 0
    if not known.any() or not references.all():
        return DIV0
    gaps = double_double(levels) - references
    return (abs(gaps) * people).total() * 100.0 / (double_double(people).total() * float(references[0]))


def _atkinson(levels: Numbers, weights: Numbers, epsilon: float) -> DoubleDouble | float:
    """The index from the gaps d to the mean, which sum to zero: (1 + d)^a as 1 + a·d and what is above that line."""
    if not levels.any():
        return DIV0
    if epsilon == 0:
        return 0.0
    if epsilon >= 1 and not levels.all():
        return 1.0
    relative, gaps = relative_levels(levels, weights)
    lacking = shortfall(gaps, relative)
    if epsilon == 1:
        return -growth_of(-(lacking * weights).total() / double_double(weights).total())
    power = double_double(1.0) - epsilon
    above = excess((gaps - lacking) * power) - lacking * power
    terms = choose(levels > 0, above, power - 1.0)
    mean = (terms * weights).total() / double_double(weights).total()
    return -growth_of(log_of_growth(mean) / power)


def _top_over_bottom(levels: Numbers, weights: Numbers, percent: float, *, split: bool) -> DoubleDouble | float:
    if not levels.size:
        return DIV0
    order = np.lexsort((weights, levels))
    bottom = _mean_of_first(levels[order], weights[order], percent, split=split)
    top = _mean_of_first(levels[order][::-1], weights[order][::-1], percent, split=split)
    return top / bottom if float(bottom.high) > 0 else DIV0


def _mean_of_first(levels: Numbers, weights: Numbers, percent: float, *, split: bool) -> DoubleDouble:
    """The mean of the first, whose weights are `percent` of all, the last of them in part or whole."""
    wanted = double_double(weights).total() * percent / 100.0
    before = double_double(weights).cumulated() - weights
    rest = wanted - before
    inside = rest.high > 0
    taken = choose(inside & ((rest - weights).high < 0) & split, rest, np.where(inside, weights, 0.0))
    return (taken * levels).total() / taken.total()
