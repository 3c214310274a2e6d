"""Ratings: several indicators made into one figure for each region."""

from collections.abc import Callable
from typing import Final, Literal, TypeAlias

import numpy as np

from udfs.numerics.arithmetic import FunctionError, carry, first_error, nonnegative, overlay, ratio
from udfs.numerics.cell_values import BLANK, DIV0, NUM, ExcelError, Numbers, is_blank, unbox
from udfs.numerics.comparison import compared
from udfs.numerics.double_double import DoubleDouble, choose, difference, double_double
from udfs.numerics.exponentials import exponential
from udfs.numerics.logarithms import logarithm
from udfs.numerics.observations import standardized
from udfs.registry import Gives, Role, function
from udfs.statistics.ranking import ranks

SUBJECT = "ratings"

Method: TypeAlias = Literal["minmax", "zscore", "leader", "rank", "percentile", "goalposts"]


@function(SUBJECT, along=Role.TERRITORIES, gives=Gives.LINE, beside=Role.INDICATORS)
def composite_index(
    indicators: Numbers,
    weights: Numbers | None = None,
    method: Method = "minmax",
    directions: Numbers | None = None,
    goalposts: Numbers | None = None,
    aggregation: Literal["arithmetic", "geometric"] = "arithmetic",
) -> Numbers:
    """Composite index of several indicators: a rating of the regions, such as one of innovative activity.

    Formula:
        I_r = Σ w_k · z_rk / Σ w_k, or geometric Π z_rk^(w_k / Σ w); z by "minmax" (x − min) / (max − min), "zscore"
        (x − mean) / s, "leader" x / max, "rank" the rank, "percentile" regions below / (n − 1), "goalposts"
        (x − least) / (most − least), 0 below and 1 above; with direction −1, "minmax" and "goalposts" 1 − z, "zscore"
        −z, "leader" min / x, "rank" and "percentile" from the other end

    Arguments:
        indicators: regions (rows) by indicators (columns); each column in its own unit.
        weights: one for each indicator, zero or more; one row or column; all alike when omitted. An indicator of weight
            0 counts for nothing, whatever its cells.
        method: "minmax" (when omitted), "zscore" (s of a sample), "leader", "rank" (1 the best, equal ones the mean of
            theirs), "percentile" or "goalposts".
        directions: 1 where more is better, −1 where less is better, for each indicator; all 1 when omitted.
        goalposts: the least and the most of each indicator, such as UNDP's 20 and 85 years of life, in two rows, or as
            pairs in one row; which "goalposts" needs; none when omitted.
        aggregation: "arithmetic" (when omitted) or "geometric", by which a bad figure isn't made up for by a good one.

    Returns:
        One number for each region; from 0 to 1, except "zscore", which is in standard deviations, and "rank", the mean
        rank. A region with a blank indicator has none, and its other indicators count for the others.

    Errors:
        #DIV/0!: the weights sum to zero.
        #DIV/0!: an indicator is the same everywhere ("minmax", "zscore"), or its greatest is zero ("leader").
        #DIV/0!: an indicator is zero where less is better ("leader"), for its region.
        #DIV/0!: fewer than two regions have the indicator ("percentile").
        #NUM!: a weight is negative.
        #NUM!: a negative indicator with "leader", or a negative z with "geometric".
        #NUM!: a least goalpost is not below the most.
        #NUM!: a direction is neither 1 nor −1.
        #N/A: a suppressed figure: no region can be compared by that indicator.
        #VALUE!: text among the numbers.
        #VALUE!: weights or directions are not one for each indicator.
        #VALUE!: goalposts that are not two for each indicator, or without their method, or that method without them.
        #VALUE!: another method or aggregation.

    Source:
        OECD, JRC (2008), Handbook on Constructing Composite Indicators, steps 5 and 6: normalisation, linear and
        geometric aggregation; goalposts: UNDP (2020), Human Development Report, Technical note 1.

    Examples:
        =COMPOSITE_INDEX({10,1;20,3;30,2}) → {0;0.75;0.75}
        =COMPOSITE_INDEX({10,1;20,3;30,2},{3,1}) → {0;0.625;0.875}
        =COMPOSITE_INDEX({10,1;20,3;30,2},,"leader") → {0.333333333333;0.833333333333;0.833333333333}
        =COMPOSITE_INDEX({10,1;20,3;30,2},,"zscore") → {-1;0.5;0.5}
        =COMPOSITE_INDEX({10,1;20,3;30,2},,,{1,-1}) → {0.5;0.25;0.75}
        =COMPOSITE_INDEX({10,1;20,3;30,2},,"rank") → {3;1.5;1.5}
        =COMPOSITE_INDEX({10,1;20,3;30,2},,"percentile") → {0;0.75;0.75}
        =COMPOSITE_INDEX({52.5,9;90,18},,"goalposts",,{20,0;85,18}) → {0.5;1}
        =COMPOSITE_INDEX({52.5,9;90,18},,"goalposts",,{20,85,0,18}) → {0.5;1}
        =COMPOSITE_INDEX({0.6971,0.3447,0.5506},,"goalposts",,{0,0,0;1,1,1},"geometric") → 0.509554753937
        =COMPOSITE_INDEX({10,1;20,"";30,2}) → {0;"";1}
        =COMPOSITE_INDEX({10,"…";20,""},{1,0}) → {0;1}
        =COMPOSITE_INDEX({10,1;20,3},{0,0}) → {#DIV/0!;#DIV/0!}
        =COMPOSITE_INDEX({10,1;10,3}) → {#DIV/0!;#DIV/0!}
        =COMPOSITE_INDEX({0;20;5},,"leader",-1) → {#DIV/0!;0;0}
        =COMPOSITE_INDEX({10,1;"",3},,"percentile") → {#DIV/0!;""}
        =COMPOSITE_INDEX({10,1;20,3},{-1,1}) → #NUM!
        =COMPOSITE_INDEX({-10,1;20,3},,"leader") → {#NUM!;#NUM!}
        =COMPOSITE_INDEX({10,1;20,3},,"zscore",,,"geometric") → {#NUM!;0.707106781187}
        =COMPOSITE_INDEX({10;20},,"goalposts",,{5;5}) → #NUM!
        =COMPOSITE_INDEX({10,1;20,3},,,{0,1}) → #NUM!
        =COMPOSITE_INDEX({10,"…";20,3}) → {#N/A;#N/A}
        =COMPOSITE_INDEX({10,"two";20,3}) → {#VALUE!;#VALUE!}
        =COMPOSITE_INDEX({10,1;20,3},{1,1,1}) → #VALUE!
        =COMPOSITE_INDEX({10,1;20,3},,"goalposts") → #VALUE!
        =COMPOSITE_INDEX({10,1;20,3},,"topsis") → #VALUE!
    """
    posts = _posts(indicators, goalposts, method)
    weight = nonnegative(_for_each(indicators, weights, "weight"))
    direction = _for_each(indicators, directions, "direction")
    _refuse(weight, "weight")
    _refuse(np.where(np.isnan(direction) | (np.abs(direction) == 1), direction, NUM), "direction")
    counted = weight.ravel() > 0
    if not counted.any():
        return np.where(is_blank(indicators).any(axis=1, keepdims=True), BLANK, DIV0)
    indicators, weight, direction = indicators[:, counted], weight[:, counted], direction[:, counted]
    with np.errstate(all="ignore"):
        scores = (
            _towards(indicators, direction, posts[:, counted]) if posts.size else _SCORES[method](indicators, direction)
        )
        index = _AGGREGATIONS[aggregation](scores, weight.ravel())
    blank = is_blank(indicators).any(axis=1, keepdims=True)
    return overlay(np.where(blank, BLANK, index), first_error(scores.high, 1))


def _mean(scores: DoubleDouble, weights: Numbers) -> Numbers:
    """The weighted mean of each row."""
    return np.asarray(_weighted(scores, weights).high)[:, None]


def _geometric_mean(scores: DoubleDouble, weights: Numbers) -> Numbers:
    """The weighted geometric mean of each row: 0 where a score is, #NUM! where one is negative."""
    above = scores.high > 0
    mean = exponential(_weighted(logarithm(choose(above, scores, 1.0)), weights))
    found = np.where((scores.high == 0).any(axis=1), 0.0, mean.high)
    return np.where((scores.high < 0).any(axis=1), NUM, found)[:, None]


def _weighted(scores: DoubleDouble, weights: Numbers) -> DoubleDouble:
    total = double_double(np.zeros(len(scores.high)))
    for column, weight in enumerate(weights.tolist()):
        total = total + scores[:, column] * weight
    return total / double_double(weights).total()


def _posts(indicators: Numbers, goalposts: Numbers | None, method: Method) -> Numbers:
    """The least of each indicator above its most; no row where the method has none."""
    if (goalposts is None) == (method == "goalposts"):
        raise FunctionError(ExcelError.VALUE, 'the method "goalposts" has goalposts, and no other has')
    if goalposts is None:
        return np.empty((0, indicators.shape[1]))
    count = indicators.shape[1]
    if goalposts.shape != (2, count) and (goalposts.size != 2 * count or 1 not in goalposts.shape):
        raise FunctionError(
            ExcelError.VALUE, "goalposts are the least and the most of each indicator, two rows or pairs"
        )
    posts = goalposts if goalposts.shape == (2, count) else goalposts.reshape(count, 2).T
    _refuse(posts, "goalpost")
    if (compared(posts[0], posts[1]) >= 0).any():
        raise FunctionError(ExcelError.NUM, "the least goalpost is below the most")
    return posts


def _for_each(indicators: Numbers, given: Numbers | None, name: str) -> Numbers:
    if given is None:
        return np.ones((1, indicators.shape[1]))
    if given.size != indicators.shape[1] or 1 not in given.shape:
        raise FunctionError(ExcelError.VALUE, f"there is one {name} for each indicator")
    return given.reshape(1, -1)


def _refuse(values: Numbers, name: str) -> None:
    if np.isnan(values).any():
        error = unbox(float(first_error(values)[0, 0]))
        raise FunctionError(
            error if isinstance(error, ExcelError) else ExcelError.VALUE, f"a {name} is {error or 'blank'}"
        )


def _minmax(values: Numbers, directions: Numbers) -> DoubleDouble:
    low, high = _extreme(values, np.fmin), _extreme(values, np.fmax)
    gaps = choose(directions < 0, difference(high, values), difference(values, low))
    return _scored(gaps, difference(high, low), values)


def _zscore(values: Numbers, directions: Numbers) -> DoubleDouble:
    deviation = standardized(values)
    return choose(directions < 0, DoubleDouble(carry(-deviation.high, deviation.high), -deviation.low), deviation)


def _leader(values: Numbers, directions: Numbers) -> DoubleDouble:
    values = nonnegative(values)
    low, high = _extreme(values, np.fmin), _extreme(values, np.fmax)
    less, ones = directions < 0, np.ones_like(values)
    return _scored(
        double_double(np.where(less, low, values)), double_double(np.where(less, values, high * ones)), values
    )


def _towards(values: Numbers, directions: Numbers, posts: Numbers) -> DoubleDouble:
    least, most = posts[:1], posts[1:]
    inside = np.clip(values, least, most)
    gaps = choose(directions < 0, difference(most, inside), difference(inside, least))
    return _scored(gaps, difference(most, least), carry(inside, values))


def _rank(values: Numbers, directions: Numbers) -> DoubleDouble:
    places = ranks(np.where(directions < 0, -values, values), ties="avg")
    return double_double(overlay(places, np.broadcast_to(first_error(values, 0), values.shape)))


def _percentile(values: Numbers, directions: Numbers) -> DoubleDouble:
    worse = ranks(np.where(directions < 0, -values, values), "ascending") - 1
    count = np.isfinite(values).sum(axis=0, keepdims=True).astype(np.float64) - 1
    return _scored(double_double(worse), double_double(count), values)


def _scored(part: DoubleDouble, whole: DoubleDouble, values: Numbers) -> DoubleDouble:
    """The quotient part / whole, in a column with an error that error: its extremes are unknown."""
    quotient = part / whole
    scores = overlay(ratio(part, whole), np.broadcast_to(first_error(values, 0), values.shape))
    return DoubleDouble(np.where(np.isfinite(scores), quotient.high, scores), quotient.low)


def _extreme(values: Numbers, extreme: np.ufunc) -> Numbers:
    return np.asarray(extreme.reduce(values, axis=0, keepdims=True, initial=np.nan), dtype=np.float64)


_SCORES: Final[dict[str, Callable[[Numbers, Numbers], DoubleDouble]]] = {
    "minmax": _minmax,
    "zscore": _zscore,
    "leader": _leader,
    "rank": _rank,
    "percentile": _percentile,
}
_AGGREGATIONS: Final[dict[str, Callable[[DoubleDouble, Numbers], Numbers]]] = {
    "arithmetic": _mean,
    "geometric": _geometric_mean,
}
