"""Convergence: whether the regions come nearer to each other."""

from typing import Literal

import numpy as np

from udfs.numerics.arithmetic import NOISE, FunctionError, nonnegative
from udfs.numerics.cell_values import BLANK, DIV0, NUM, ExcelError, Numbers
from udfs.numerics.double_double import DoubleDouble, double_double
from udfs.numerics.logarithms import logarithm
from udfs.numerics.observations import complete, counted, logarithms, reduce, variation
from udfs.numerics.regression import least_squares
from udfs.registry import Flag, Gives, Number, Role, function

SUBJECT = "change"


@function(SUBJECT, along=Role.TERRITORIES, gives=Gives.ONE)
def sigma_convergence(
    panel: Numbers, measure: Literal["cv", "sdlog"] = "cv", weights: Numbers | None = None
) -> Numbers:
    """Sigma convergence: how far apart the regions are in each year; they converge where it falls.

    Formula:
        cv = √(Σ p·(y − ȳ)²) / ȳ; sdlog = √(Σ p·(ln y − mean of ln y)²), p the regions' parts of the weights, 1/n
        without
        them, and the means weighted likewise

    Arguments:
        panel: income or GRP per capita by region (rows) and year (columns).
        measure: "cv", the coefficient of variation (when omitted), or "sdlog", the standard deviation of logarithms.
        weights: population, shaped as panel or one column for all years; each region counts alike when omitted.

    Returns:
        One number for each year, 0 where all regions are alike; regions blank in a year are left out of it. With
        weights, "cv" is WILLIAMSON_CV.

    Errors:
        #DIV/0!: with "cv", the mean is zero; or the weights sum to zero.
        #NUM!: a figure or a weight is negative.
        #NUM!: with "sdlog", a figure is zero.
        #N/A: a suppressed figure: the mean of its year is unknown.
        #VALUE!: text among the numbers.
        #VALUE!: another measure, or weights that don't pair.

    Source:
        Barro, R. J., Sala-i-Martin, X. (1992), Convergence, Journal of Political Economy 100(2), pp. 223-251:
        cross-sectional dispersion; Sala-i-Martin, X. (1996), The Classical Approach to Convergence Analysis, Economic
        Journal 106, pp. 1019-1036; weighted by population: Williamson, J. G. (1965), Regional Inequality and the
        Process of National Development, Economic Development and Cultural Change 13(4), pp. 3-45.

    Examples:
        =SIGMA_CONVERGENCE({1,2;3,2}) → {0.5,0}
        =SIGMA_CONVERGENCE({1,2;3,2},"sdlog") → {0.549306144334,0}
        =SIGMA_CONVERGENCE({1,2;3,2},"cv",{3;1}) → {0.577350269190,0}
        =SIGMA_CONVERGENCE({1,2;3,2},"sdlog",{3;1}) → {0.475713073871,0}
        =SIGMA_CONVERGENCE({0,2;0,2}) → {#DIV/0!,0}
        =SIGMA_CONVERGENCE({-1,2;3,2}) → {#NUM!,0}
        =SIGMA_CONVERGENCE({0,2;3,2},"sdlog") → {#NUM!,0}
        =SIGMA_CONVERGENCE({"…",2;3,2}) → {#N/A,0}
        =SIGMA_CONVERGENCE({"one",2;3,2}) → {#VALUE!,0}
        =SIGMA_CONVERGENCE({1,2;3,2},"sd") → #VALUE!
    """
    counts = np.ones_like(panel) if weights is None else nonnegative(weights)
    return reduce(variation if measure == "cv" else _log_deviation, nonnegative(panel), counts)


@function(SUBJECT, along=Role.TERRITORIES, gives=Gives.TABLE)
def beta_convergence(base: Numbers, current: Numbers, years: Number, inference: Flag = False) -> Numbers:
    """Beta convergence: whether regions that began poorer grew faster, by regression of growth on the first level.

    Formula:
        ln(y_T / y_0) / T = a + b · ln y_0 by least squares; speed β = −ln(1 + b·T) / T; half-life = ln 2 / β

    Arguments:
        base: y_0, income or GRP per capita by region (rows) at the beginning; one column; constant prices.
        current: y_T, the same at the end, shaped as base.
        years: T, years between them: above zero.
        inference: TRUE for four cells more: standard error, t and p of b, and the number of regions; FALSE when
            omitted.

    Returns:
        Five cells in a row: a, b (below zero where regions converge), β a year, half-life in years, R²; with inference
        also the standard error of b, t = b / s.e., its two-sided p by Student's t with n − 2 degrees of freedom (12
        digits are right) and n. Regions blank in either are left out.

    Errors:
        #DIV/0!: fewer than two regions, or all began alike.
        #DIV/0!: in its own cell, R² where all grew alike.
        #DIV/0!: in their own cells, s.e., t and p of two regions, and t and p where the line goes through all.
        #NUM!: a figure is negative or zero.
        #NUM!: years is zero or negative.
        #NUM!: in its own cell, β where 1 + b·T is not above zero.
        #NUM!: in its own cell, the half-life where there is no convergence.
        #N/A: a suppressed figure.
        #VALUE!: text among the numbers.
        #VALUE!: ranges of different sizes, or of several columns.
        #VALUE!: inference is neither TRUE nor FALSE.

    Source:
        Barro, R. J., Sala-i-Martin, X. (1992), Convergence, Journal of Political Economy 100(2), pp. 223-251, with the
        linear form and β = −ln(1 + b·T) / T.

    Examples:
        =BETA_CONVERGENCE({1;2;4},{2;3;5},10) → {0.067558709,-0.033903595,0.041405583,16.740427918,0.983525296}
        =BETA_CONVERGENCE({1;2;4},{4;5;7},1,TRUE) → {1.36740625,-0.596322539,0.907139084,0.764102433,0.993774519,
            0.0471980185,-12.6344825,0.0502826596,3}
        =BETA_CONVERGENCE({1;2},{2;3},1,TRUE) → {0.693147181,-0.415037499,0.536207535,1.292684521,1,#DIV/0!,#DIV/0!,
            #DIV/0!,2}
        =BETA_CONVERGENCE(1,2,10) → #DIV/0!
        =BETA_CONVERGENCE({1;2},{2;4},1) → {0.69314718056,0,0,#NUM!,#DIV/0!}
        =BETA_CONVERGENCE({0;2},{2;3},10) → #NUM!
        =BETA_CONVERGENCE({1;2},{2;3},0) → #NUM!
        =BETA_CONVERGENCE({1;2},{2;1},1) → {0.69314718056,-2,#NUM!,#NUM!,1}
        =BETA_CONVERGENCE({1;2},{1;4},1) → {0,1,-0.69314718056,#NUM!,1}
        =BETA_CONVERGENCE({"…";2},{2;3},10) → #N/A
        =BETA_CONVERGENCE({"one";2},{2;3},10) → #VALUE!
        =BETA_CONVERGENCE({1;2},{2;3;4},10) → #VALUE!
        =BETA_CONVERGENCE({1,2},{2,3},10) → #VALUE!
        =BETA_CONVERGENCE({1;2},{2;3},10,"yes") → #VALUE!
    """
    if base.shape != current.shape or base.shape[1] > 1:
        raise FunctionError(ExcelError.VALUE, "base and current are columns of one length")
    observations = complete(base, current)
    if isinstance(observations, float):
        return np.array([[observations]])
    start, end = observations
    if years <= 0 or (start <= 0).any() or (end <= 0).any():
        return np.array([[NUM]])
    with np.errstate(all="ignore"):
        return np.array([_convergence(start, end, years, inference=inference)])


def _convergence(start: Numbers, end: Numbers, years: float, *, inference: bool) -> list[float]:
    """Intercept, slope, speed, half-life and R² of growth on level, both logarithms; and how sure the slope is."""
    if start.size == 0:
        return [BLANK]
    if start.max() - start.min() <= NOISE * start.max():
        return [DIV0]
    mean_level, gaps = logarithms(double_double(start))
    mean_growth, leads = (figure / years for figure in logarithms(double_double(end) / start))
    line = least_squares(gaps, leads)
    intercept = mean_growth - line.slope * mean_level
    speed = -logarithm(line.slope * years + 1.0) / years
    half_life = logarithm(double_double(2.0)) / speed
    fit = double_double(DIV0) if np.abs(leads.high).max() * years <= NOISE else line.fit
    figures = [float(figure.high) for figure in (intercept, line.slope, speed, half_life, fit)]
    known = [True, True, np.isfinite(figures[2]), figures[2] > 0, True]
    told = [figure if is_known else NUM for figure, is_known in zip(figures, known, strict=True)]
    return [*told, *line.inference()] if inference else told


def _log_deviation(levels: Numbers, weights: Numbers) -> DoubleDouble | float:
    levels, weights = counted(levels, weights)
    if not levels.size:
        return DIV0
    if not levels.all():
        return NUM
    _, gaps = logarithms(double_double(levels), weights)
    return ((gaps * gaps * weights).total() / double_double(weights).total()).root()
