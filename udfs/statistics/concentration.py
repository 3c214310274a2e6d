"""Concentration and inequality: how much of the whole is in few hands, and how unlike the regions are."""

from typing import Literal

import numpy as np

from udfs.numerics.arithmetic import nonnegative
from udfs.numerics.cell_values import DIV0, NUM, Numbers
from udfs.numerics.double_double import DoubleDouble, choose, double_double
from udfs.numerics.logarithms import shortfall
from udfs.numerics.observations import counted, gini, reduce, relative_levels, variation
from udfs.registry import Count, Flag, Gives, Role, function

SUBJECT = "concentration and inequality"


@function(SUBJECT, along=(Role.TERRITORIES, Role.BRANCHES), gives=Gives.ONE)
def hhi(values: Numbers, normalized: Flag = False) -> Numbers:
    """Herfindahl-Hirschman index of concentration: the sum of the squared shares.

    Formula:
        H = Σ s_r²; normalized: (H − 1/n) / (1 − 1/n)

    Arguments:
        values: volumes by region, firm or branch (rows); each column gives one index.
        normalized: TRUE for an index from 0 (all equal) to 1; FALSE when omitted, which leaves it from 1/n to 1.

    Returns:
        One index for each column, a fraction (the scale to 10 000 is 10 000 times as much); blanks are left out.

    Errors:
        #DIV/0!: the volumes sum to zero.
        #DIV/0!: normalized, and there is one volume only.
        #NUM!: a volume is negative.
        #N/A: a suppressed figure: the shares are unknown.
        #VALUE!: text among the numbers.
        #VALUE!: normalized is neither TRUE nor FALSE.

    Source:
        Hirschman, A. O. (1964), The Paternity of an Index, American Economic Review 54(5), p. 761; the example is of
        Dörsam, P. (2004), Grundlagen der Statistik.

    Examples:
        =HHI({20;50;20;10}) → 0.34
        =HHI({20;50;20;10},TRUE) → 0.12
        =HHI({1,3;1,1}) → {0.5,0.625}
        =HHI({20,50,20,10},,"rows") → 0.34
        =HHI({0;0}) → #DIV/0!
        =HHI({5;""},TRUE) → #DIV/0!
        =HHI({-1;2}) → #NUM!
        =HHI({"c";2}) → #N/A
        =HHI({"two";2}) → #VALUE!
        =HHI({1;2},"yes") → #VALUE!
    """
    return reduce(_hhi_normalized if normalized else _hhi, nonnegative(values))


@function(SUBJECT, along=(Role.TERRITORIES, Role.BRANCHES), gives=Gives.ONE)
def concentration_ratio(values: Numbers, count: Count) -> Numbers:
    """Share of the largest few in the whole, in percent.

    Formula:
        CR_k = 100 · Σ of the k largest / Σ of all

    Arguments:
        values: volumes by region, firm or branch (rows); each column gives one ratio.
        count: k, how many of the largest: 1 or more.

    Returns:
        One ratio for each column, in percent; blanks are left out.

    Errors:
        #DIV/0!: the volumes sum to zero.
        #NUM!: a volume is negative.
        #NUM!: count is less than 1, broken, or more than there are volumes.
        #N/A: a suppressed figure: which are the largest is unknown.
        #VALUE!: text among the numbers.

    Source:
        Bain, J. S. (1951), Relation of Profit Rate to Industry Concentration, Quarterly Journal of Economics 65(3), pp.
        293-324.

    Examples:
        =CONCENTRATION_RATIO({20;50;20;10},2) → 70
        =CONCENTRATION_RATIO({0;0},1) → #DIV/0!
        =CONCENTRATION_RATIO({-1;2},1) → #NUM!
        =CONCENTRATION_RATIO({1;2},3) → #NUM!
        =CONCENTRATION_RATIO({":";2},1) → #N/A
        =CONCENTRATION_RATIO({"two";2},1) → #VALUE!
    """

    def ratio_of_largest(volumes: Numbers) -> DoubleDouble | float:
        if volumes.size < count:
            return NUM
        largest = double_double(np.sort(volumes)[-count:]).total()
        return largest * 100.0 / double_double(volumes).total() if volumes.any() else DIV0

    return reduce(ratio_of_largest, nonnegative(values))


@function(SUBJECT, along=(Role.TERRITORIES, Role.BRANCHES), gives=Gives.ONE)
def gini_coef(values: Numbers, weights: Numbers | None = None, normalized: Flag = False) -> Numbers:
    """Gini coefficient of inequality: twice the area between the Lorenz curve and equality.

    Formula:
        G = 1 − Σ p_r · (L_r + L_{r−1}), regions by ascending value, p their part of the weights, L the cumulated part
        of Σ weight · value; normalized: G / (1 − least weight / Σ weights), which is G · n / (n − 1) without weights

    Arguments:
        values: levels by region (rows), such as GRP per capita with weights, or volumes without; each column gives one
            coefficient.
        weights: population, shaped as values or one column for all; each region counts alike when omitted.
        normalized: TRUE to divide by the largest coefficient possible; FALSE when omitted.

    Returns:
        One coefficient for each column, from 0 (all alike) towards 1; regions blank in either are left out.

    Errors:
        #DIV/0!: the values or the weights sum to zero.
        #DIV/0!: normalized, and there is one region only.
        #NUM!: a value or a weight is negative.
        #N/A: a suppressed figure: the whole is unknown.
        #VALUE!: text among the numbers.
        #VALUE!: ranges that don't pair.
        #VALUE!: normalized is neither TRUE nor FALSE.

    Source:
        Gini, C. (1912), Variabilità e mutabilità; the first example is of Dörsam, P. (2004), Grundlagen der Statistik;
        weighted: Lerman, R. I., Yitzhaki, S. (1989), Improving the Accuracy of Estimates of Gini Coefficients, Journal
        of Econometrics 42, pp. 43-47.

    Examples:
        =GINI_COEF({20;50;20;10}) → 0.3
        =GINI_COEF({20;50;20;10},,TRUE) → 0.4
        =GINI_COEF({1;3},{3;1}) → 0.25
        =GINI_COEF({0;0}) → #DIV/0!
        =GINI_COEF({5;""},,TRUE) → #DIV/0!
        =GINI_COEF({-1;2}) → #NUM!
        =GINI_COEF({"…";2}) → #N/A
        =GINI_COEF({"two";2}) → #VALUE!
        =GINI_COEF({1;2},{1,2,3}) → #VALUE!
        =GINI_COEF({1;2},,"yes") → #VALUE!
    """
    return reduce(_gini_normalized if normalized else _gini, nonnegative(values), _weights(values, weights))


@function(SUBJECT, along=Role.TERRITORIES, gives=Gives.ONE)
def theil_index(values: Numbers, type: Literal["T", "L"], weights: Numbers | None = None) -> Numbers:  # noqa: A002
    """Theil's index of inequality: T (of the shares of income) or L (mean logarithmic deviation).

    Formula:
        T = Σ p_r · x_r/μ · ln(x_r/μ); L = Σ p_r · ln(μ/x_r), p the regions' parts of the weights, μ the weighted mean

    Arguments:
        values: levels by region (rows), such as GRP per capita; each column gives one index.
        type: "T" or "L"; packages differ in which they mean, so it has to be said.
        weights: population, shaped as values or one column for all; each region counts alike when omitted.

    Returns:
        One index for each column, from 0 (all alike); regions blank in either are left out.

    Errors:
        #DIV/0!: the values or the weights sum to zero.
        #NUM!: a value or a weight is negative.
        #NUM!: a value is zero and the type "L".
        #N/A: a suppressed figure: the mean is unknown.
        #VALUE!: text among the numbers.
        #VALUE!: ranges that don't pair.
        #VALUE!: another type.

    Source:
        Theil, H. (1967), Economics and Information Theory; the first example is of Stoermann, W. (2009),
        Regionalökonomik.

    Examples:
        =THEIL_INDEX({10;10;10;20;50},"L") → 0.232630161961
        =THEIL_INDEX({1;3},"T") → 0.130812035941
        =THEIL_INDEX({1,3},"T",,"rows") → 0.130812035941
        =THEIL_INDEX({1;3},"T",{3;1}) → 0.143841036226
        =THEIL_INDEX({0;2},"T") → 0.69314718056
        =THEIL_INDEX({0;0},"T") → #DIV/0!
        =THEIL_INDEX({-1;2},"T") → #NUM!
        =THEIL_INDEX({0;2},"L") → #NUM!
        =THEIL_INDEX({"c";2},"L") → #N/A
        =THEIL_INDEX({"two";2},"L") → #VALUE!
        =THEIL_INDEX({1;2},"T",{1,2,3}) → #VALUE!
        =THEIL_INDEX({1;2},"S") → #VALUE!
    """
    return reduce(_theil_t if type == "T" else _theil_l, nonnegative(values), _weights(values, weights))


@function(SUBJECT, along=Role.TERRITORIES, gives=Gives.ONE)
def williamson_cv(values: Numbers, population: Numbers) -> Numbers:
    """Williamson's coefficient of regional inequality: variation weighted by population.

    Formula:
        V = √(Σ (y_r − ȳ)² · p_r / P) / ȳ, ȳ the mean weighted by population

    Arguments:
        values: income or GRP per capita by region (rows); each column gives one coefficient; one currency unit.
        population: population of the regions, shaped as values or one column for all.

    Returns:
        One coefficient for each column, from 0 (all alike); regions blank in either are left out.

    Errors:
        #DIV/0!: the values or the population sum to zero.
        #NUM!: a figure is negative.
        #N/A: a suppressed figure: the mean is unknown.
        #VALUE!: text among the numbers.
        #VALUE!: ranges that don't pair.

    Source:
        Williamson, J. G. (1965), Regional Inequality and the Process of National Development, Economic Development and
        Cultural Change 13(4), pp. 3-45: the index V_w.

    Examples:
        =WILLIAMSON_CV({1;3},{1;1}) → 0.5
        =WILLIAMSON_CV({1;3},{3;1}) → 0.577350269190
        =WILLIAMSON_CV({0;0},{1;1}) → #DIV/0!
        =WILLIAMSON_CV({-1;3},{1;1}) → #NUM!
        =WILLIAMSON_CV({"…";3},{1;1}) → #N/A
        =WILLIAMSON_CV({"one";3},{1;1}) → #VALUE!
        =WILLIAMSON_CV({1;3},{1;1;1}) → #VALUE!
    """
    return reduce(variation, nonnegative(values), nonnegative(population))


def _weights(values: Numbers, weights: Numbers | None) -> Numbers:
    return np.ones_like(values) if weights is None else nonnegative(weights)


def _hhi(volumes: Numbers) -> DoubleDouble | float:
    if not volumes.any():
        return DIV0
    shares = double_double(volumes) / double_double(volumes).total()
    return (shares * shares).total()


def _hhi_normalized(volumes: Numbers) -> DoubleDouble | float:
    """The index as n / (n − 1) · Σ (s − 1/n)², which keeps all digits where the shares are nearly equal."""
    count = float(volumes.size)
    if count < 2 or not volumes.any():
        return DIV0
    total = double_double(volumes).total()
    gaps = (double_double(volumes) * count - total) / (total * count)
    return (gaps * gaps).total() * count / (count - 1)


def _gini(levels: Numbers, weights: Numbers) -> DoubleDouble | float:
    levels, weights = counted(levels, weights)
    return gini(double_double(levels), weights) if levels.any() else DIV0


def _gini_normalized(levels: Numbers, weights: Numbers) -> DoubleDouble | float:
    coefficient = _gini(levels, weights)
    _, present = counted(levels, weights)
    if isinstance(coefficient, float) or present.size < 2:
        return DIV0
    total = double_double(weights).total()
    return coefficient * total / (total - float(present.min()))


def _theil_t(levels: Numbers, weights: Numbers) -> DoubleDouble | float:
    """The index as Σ p · ((1 + d) · ln(1 + d) − d), d the gaps, which sum to zero: no term is below zero."""
    levels, weights = counted(levels, weights)
    if not levels.any():
        return DIV0
    relative, gaps = relative_levels(levels, weights)
    terms = choose(levels > 0, gaps * gaps - relative * shortfall(gaps, relative), 1.0)
    return (terms * weights).total() / double_double(weights).total()


def _theil_l(levels: Numbers, weights: Numbers) -> DoubleDouble | float:
    """The index as Σ p · (d − ln(1 + d)), likewise."""
    levels, weights = counted(levels, weights)
    if not levels.any():
        return DIV0
    if not levels.all():
        return NUM
    relative, gaps = relative_levels(levels, weights)
    return (shortfall(gaps, relative) * weights).total() / double_double(weights).total()
