"""Change: what part of a region's growth is its own, and whether the regions come nearer to each other."""

from collections.abc import Callable
from typing import Literal

import numpy as np

from udfs.numerics.arithmetic import NOISE, Refusal, carry, nonnegative, ratio, sum_of, total_of
from udfs.numerics.cell_values import BLANK, DIV0, NUM, ExcelError, Numbers
from udfs.numerics.double_double import Wide, product, wide
from udfs.numerics.logarithms import logarithm
from udfs.numerics.observations import complete, logarithms, reduce, relative_levels
from udfs.registry import Gives, Number, Role, function

SUBJECT = "change"


@function(SUBJECT, along=Role.BRANCHES, gives=Gives.TABLE)
def shift_share(
    local_base: Numbers,
    local_current: Numbers,
    total_base: Numbers,
    total_current: Numbers,
    method: Literal["Dunn", "Esteban-Marquillas"] = "Dunn",
) -> Numbers:
    """Shift-share analysis: the change of each branch of a region as national growth, industry mix and competition.

    Formula:
        Dunn: growth b·r, mix b·(r_i − r), competition b·(r_ij − r_i); Esteban-Marquillas: growth, mix, competition
        b'·(r_ij − r_i), allocation (b − b')·(r_ij − r_i), b' = Σ b · B_i / Σ B

    Arguments:
        local_base: b, employment (or output) of the region by branch (rows) in the base period; one column.
        local_current: the same in the current period, shaped as local_base.
        total_base: B, employment of the whole by branch in the base period, shaped as local_base.
        total_current: the same in the current period, shaped as local_base.
        method: "Dunn" (when omitted) or "Esteban-Marquillas", which parts the competitive effect in two.

    Returns:
        A row for each branch: growth, mix, competition, and allocation with the
        second method, in the unit of the figures; together they are the change of the branch. A branch with a blank
        is blank; one that is blank in the whole is left out of national growth, too, one that is blank in the region
        alone is not.

    Errors:
        #DIV/0!: a branch does not exist in the whole in the base period.
        #DIV/0!: with the second method, a branch does not exist in the region in the base period.
        #NUM!: a figure is negative.
        #NUM!: the region is larger than the whole.
        #N/A: a suppressed figure of the region: its branch.
        #N/A: a suppressed figure of the whole: every branch, since national growth is unknown.
        #VALUE!: text among the numbers.
        #VALUE!: ranges of different sizes, or of several columns.
        #VALUE!: another method.

    Source:
        Dunn, E. S. (1960), A statistical and analytical technique for regional analysis, Papers of the Regional Science
        Association 6, pp. 97-112; Esteban-Marquillas, J. M. (1972), A reinterpretation of shift-share analysis,
        Regional and Urban Economics 2(3), pp. 249-255, where eq. (2)-(4) are the first three effects.

    Examples:
        =SHIFT_SHARE({100;50},{130;45},{1000;1000},{1200;900}) → {5,15,10;2.5,-7.5,0}
        =SHIFT_SHARE({100;50},{130;45},{1000;1000},{1200;900},"Esteban-Marquillas") → {5,15,7.5,2.5;2.5,-7.5,0,0}
        =SHIFT_SHARE({0;50},{5;45},{0;1000},{10;900}) → {#DIV/0!,#DIV/0!,#DIV/0!;-4.5,-0.5,0}
        =SHIFT_SHARE(0,5,10,10,"Esteban-Marquillas") → {0,0,#DIV/0!,#DIV/0!}
        =SHIFT_SHARE({-1;50},{5;45},{1000;1000},{1200;900}) → {#NUM!,#NUM!,#NUM!;2.5,-7.5,0}
        =SHIFT_SHARE(100,300,200,200) → {#NUM!,#NUM!,#NUM!}
        =SHIFT_SHARE({"c";50},{5;45},{1000;1000},{1200;900}) → {#N/A,#N/A,#N/A;2.5,-7.5,0}
        =SHIFT_SHARE({100;50},{130;45},{"c";1000},{1200;900}) → {#N/A,#N/A,#N/A;#N/A,#N/A,#N/A}
        =SHIFT_SHARE(100,"more",1000,1200) → {#VALUE!,#VALUE!,#VALUE!}
        =SHIFT_SHARE({100;50},{130;45},{1000,1000},{1200;900}) → #VALUE!
        =SHIFT_SHARE(100,130,1000,1200,"Arcelus") → #VALUE!
    """
    ranges = (local_base, local_current, total_base, total_current)
    if len({values.shape for values in ranges}) > 1 or local_base.shape[1] > 1:
        raise Refusal(ExcelError.VALUE, "the four ranges are columns of one length")
    effects = _dunn if method == "Dunn" else _esteban_marquillas
    return _shift_share(effects, *(nonnegative(values) for values in ranges))


@function(SUBJECT, along=Role.TERRITORIES, gives=Gives.ONE)
def sigma_convergence(panel: Numbers, measure: Literal["cv", "sdlog"] = "cv") -> Numbers:
    """Sigma convergence: how far apart the regions are in each year; they converge where it falls.

    Formula:
        cv = √(Σ (y − ȳ)² / n) / ȳ; sdlog = √(Σ (ln y − mean of ln y)² / n)

    Arguments:
        panel: income or GRP per capita by region (rows) and year (columns).
        measure: "cv", the coefficient of variation (when omitted), or "sdlog", the standard deviation of logarithms.

    Returns:
        One number for each year, 0 where all regions are alike; regions blank in a year are left out of it.

    Errors:
        #DIV/0!: with "cv", the mean is zero.
        #NUM!: a figure is negative.
        #NUM!: with "sdlog", a figure is zero.
        #N/A: a suppressed figure: the mean of its year is unknown.
        #VALUE!: text among the numbers.
        #VALUE!: another measure.

    Source:
        Barro, R. J., Sala-i-Martin, X. (1992), Convergence, Journal of Political Economy 100(2), pp. 223-251:
        cross-sectional dispersion; Sala-i-Martin, X. (1996), The Classical Approach to Convergence Analysis, Economic
        Journal 106, pp. 1019-1036.

    Examples:
        =SIGMA_CONVERGENCE({1,2;3,2}) → {0.5,0}
        =SIGMA_CONVERGENCE({1,2;3,2},"sdlog") → {0.549306144334,0}
        =SIGMA_CONVERGENCE({0,2;0,2}) → {#DIV/0!,0}
        =SIGMA_CONVERGENCE({-1,2;3,2}) → {#NUM!,0}
        =SIGMA_CONVERGENCE({0,2;3,2},"sdlog") → {#NUM!,0}
        =SIGMA_CONVERGENCE({"…",2;3,2}) → {#N/A,0}
        =SIGMA_CONVERGENCE({"one",2;3,2}) → {#VALUE!,0}
        =SIGMA_CONVERGENCE({1,2;3,2},"sd") → #VALUE!
    """
    return reduce(_variation if measure == "cv" else _log_deviation, nonnegative(panel))


@function(SUBJECT, along=Role.TERRITORIES, gives=Gives.TABLE)
def beta_convergence(base: Numbers, current: Numbers, years: Number) -> Numbers:
    """Beta convergence: whether regions that began poorer grew faster, by regression of growth on the first level.

    Formula:
        ln(y_T / y_0) / T = a + b · ln y_0 by least squares; speed β = −ln(1 + b·T) / T; half-life = ln 2 / β

    Arguments:
        base: y_0, income or GRP per capita by region (rows) at the beginning; one column; constant prices.
        current: y_T, the same at the end, shaped as base.
        years: T, years between them: above zero.

    Returns:
        Five cells in a row: a, b (below zero where regions converge), β a year, half-life in years, R². Regions blank
        in either are left out.

    Errors:
        #DIV/0!: fewer than two regions, or all began alike.
        #DIV/0!: in its own cell, R² where all grew alike.
        #NUM!: a figure is negative or zero.
        #NUM!: years is zero or negative.
        #NUM!: in its own cell, β where 1 + b·T is not above zero.
        #NUM!: in its own cell, the half-life where there is no convergence.
        #N/A: a suppressed figure.
        #VALUE!: text among the numbers.
        #VALUE!: ranges of different sizes, or of several columns.

    Source:
        Barro, R. J., Sala-i-Martin, X. (1992), Convergence, Journal of Political Economy 100(2), pp. 223-251, with the
        linear form and β = −ln(1 + b·T) / T.

    Examples:
        =BETA_CONVERGENCE({1;2;4},{2;3;5},10) → {0.067558709,-0.033903595,0.041405583,16.740427918,0.983525296}
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
    """
    if base.shape != current.shape or base.shape[1] > 1:
        raise Refusal(ExcelError.VALUE, "base and current are columns of one length")
    observations = complete(base, current)
    if isinstance(observations, float):
        return np.array([[observations]])
    start, end = observations
    if years <= 0 or (start <= 0).any() or (end <= 0).any():
        return np.array([[NUM]])
    with np.errstate(all="ignore"):
        return np.array([_convergence(start, end, years)])


def _convergence(start: Numbers, end: Numbers, years: float) -> list[float]:
    """Intercept, slope, speed, half-life and R² of growth on level, both logarithms."""
    if start.size == 0:
        return [BLANK]
    if start.max() - start.min() <= NOISE * start.max():
        return [DIV0]
    mean_level, gaps = logarithms(wide(start))
    mean_growth, leads = (figure / years for figure in logarithms(wide(end) / start))
    spread, shared, total = (gaps * gaps).total(), (gaps * leads).total(), (leads * leads).total()
    slope = shared / spread
    intercept = mean_growth - slope * mean_level
    speed = -logarithm(slope * years + 1.0) / years
    half_life = logarithm(wide(2.0)) / speed
    fit = wide(DIV0) if np.abs(leads.high).max() * years <= NOISE else shared * slope / total
    figures = [float(figure.high) for figure in (intercept, slope, speed, half_life, fit)]
    known = [True, True, np.isfinite(figures[2]), figures[2] > 0, True]
    return [figure if is_known else NUM for figure, is_known in zip(figures, known, strict=True)]


def _shift_share(
    effects: Callable[..., list[Wide]], base: Numbers, current: Numbers, total_base: Numbers, total_current: Numbers
) -> Numbers:
    shared = carry(np.zeros_like(base), total_base, total_current)
    before = np.where(np.isnan(shared), shared, total_base)
    after = np.where(np.isnan(shared), shared, total_current)
    larger = (base > total_base * (1 + NOISE)) | (current > total_current * (1 + NOISE))
    valid = np.where(larger, NUM, 0.0)
    national, branch = ratio(sum_of(after), sum_of(before)), ratio(after, before)
    with np.errstate(all="ignore"):
        figures = np.hstack([effect.high for effect in effects(base, current, before, after)])
    known = np.where(np.isfinite(figures), figures, np.where((figures != figures) & (base == 0), DIV0, NUM))
    return carry(known, base, current, total_base, total_current, valid, national, branch)


def _dunn(base: Numbers, current: Numbers, before: Numbers, after: Numbers) -> list[Wide]:
    return [*_national_effects(base, before, after), wide(current) - product(base, after) / before]


def _esteban_marquillas(base: Numbers, current: Numbers, before: Numbers, after: Numbers) -> list[Wide]:
    homothetic = total_of(base) * before / total_of(before)
    lead = (product(current, before) - product(base, after)) / product(base, before)
    return [*_national_effects(base, before, after), homothetic * lead, (wide(base) - homothetic) * lead]


def _national_effects(base: Numbers, before: Numbers, after: Numbers) -> list[Wide]:
    """What the growth of the whole, and what the lead of the branch in the whole, make of the base."""
    old, new = total_of(before), total_of(after)
    lead = (old * after - new * before) / (old * before)
    return [(new - old) / old * base, lead * base]


def _variation(levels: Numbers) -> Wide | float:
    if not levels.any():
        return DIV0
    _, gaps = relative_levels(levels, np.ones_like(levels))
    return ((gaps * gaps).total() / levels.size).root()


def _log_deviation(levels: Numbers) -> Wide | float:
    if not levels.all():
        return NUM
    _, gaps = logarithms(wide(levels))
    return ((gaps * gaps).total() / levels.size).root()
