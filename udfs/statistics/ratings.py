"""Ratings: several indicators made into one figure for each region."""

from collections.abc import Callable
from typing import Final, Literal, TypeAlias

import numpy as np

from udfs.numerics.arithmetic import Refusal, carry, first_error, nonnegative, overlay, ratio
from udfs.numerics.cell_values import BLANK, DIV0, NUM, ExcelError, Numbers, is_blank, unbox
from udfs.numerics.double_double import Wide, choose, difference, wide
from udfs.numerics.observations import standardized
from udfs.registry import Gives, Role, function

SUBJECT = "ratings"

Method: TypeAlias = Literal["minmax", "zscore", "leader"]


@function(SUBJECT, along=Role.TERRITORIES, gives=Gives.LINE, beside=Role.INDICATORS)
def composite_index(
    indicators: Numbers,
    weights: Numbers | None = None,
    method: Method = "minmax",
    directions: Numbers | None = None,
) -> Numbers:
    """Composite index of several indicators: a rating of the regions, such as one of innovative activity.

    Formula:
        I_r = Σ w_k · z_rk / Σ w_k; z by "minmax" (x − min) / (max − min), "zscore" (x − mean) / s, "leader" x / max;
        with direction −1, "minmax" 1 − z, "zscore" −z, "leader" min / x

    Arguments:
        indicators: regions (rows) by indicators (columns); each column in its own unit.
        weights: one for each indicator, zero or more; one row or column; all alike when omitted. An indicator of weight
            0 counts for nothing, whatever its cells.
        method: "minmax" (when omitted), "zscore" (s of a sample) or "leader".
        directions: 1 where more is better, −1 where less is better, for each indicator; all 1 when omitted.

    Returns:
        One number for each region; from 0 to 1, except "zscore", which is in standard deviations. A region with a blank
        indicator has none, and its other indicators count for the others.

    Errors:
        #DIV/0!: the weights sum to zero.
        #DIV/0!: an indicator is the same everywhere ("minmax", "zscore"), or its greatest is zero ("leader").
        #DIV/0!: an indicator is zero where less is better ("leader"), for its region.
        #NUM!: a weight is negative.
        #NUM!: a negative indicator with "leader".
        #NUM!: a direction is neither 1 nor −1.
        #N/A: a suppressed figure: no region can be compared by that indicator.
        #VALUE!: text among the numbers.
        #VALUE!: weights or directions are not one for each indicator.
        #VALUE!: another method.

    Source:
        OECD, JRC (2008), Handbook on Constructing Composite Indicators, steps 5 and 6: normalisation, linear
        aggregation.

    Examples:
        =COMPOSITE_INDEX({10,1;20,3;30,2}) → {0;0.75;0.75}
        =COMPOSITE_INDEX({10,1;20,3;30,2},{3,1}) → {0;0.625;0.875}
        =COMPOSITE_INDEX({10,1;20,3;30,2},,"leader") → {0.333333333333;0.833333333333;0.833333333333}
        =COMPOSITE_INDEX({10,1;20,3;30,2},,"zscore") → {-1;0.5;0.5}
        =COMPOSITE_INDEX({10,1;20,3;30,2},,,{1,-1}) → {0.5;0.25;0.75}
        =COMPOSITE_INDEX({10,1;20,"";30,2}) → {0;"";1}
        =COMPOSITE_INDEX({10,"…";20,""},{1,0}) → {0;1}
        =COMPOSITE_INDEX({10,1;20,3},{0,0}) → {#DIV/0!;#DIV/0!}
        =COMPOSITE_INDEX({10,1;10,3}) → {#DIV/0!;#DIV/0!}
        =COMPOSITE_INDEX({0;20;5},,"leader",-1) → {#DIV/0!;0;0}
        =COMPOSITE_INDEX({10,1;20,3},{-1,1}) → #NUM!
        =COMPOSITE_INDEX({-10,1;20,3},,"leader") → {#NUM!;#NUM!}
        =COMPOSITE_INDEX({10,1;20,3},,,{0,1}) → #NUM!
        =COMPOSITE_INDEX({10,"…";20,3}) → {#N/A;#N/A}
        =COMPOSITE_INDEX({10,"two";20,3}) → {#VALUE!;#VALUE!}
        =COMPOSITE_INDEX({10,1;20,3},{1,1,1}) → #VALUE!
        =COMPOSITE_INDEX({10,1;20,3},,"rank") → #VALUE!
    """
    weight = nonnegative(_for_each(indicators, weights, "weight"))
    direction = _for_each(indicators, directions, "direction")
    _refuse(weight, "weight")
    _refuse(np.where(np.isnan(direction) | (np.abs(direction) == 1), direction, NUM), "direction")
    counted = weight.ravel() > 0
    if not counted.any():
        return np.where(is_blank(indicators).any(axis=1, keepdims=True), BLANK, DIV0)
    indicators, weight, direction = indicators[:, counted], weight[:, counted], direction[:, counted]
    with np.errstate(all="ignore"):
        scores = _SCORES[method](indicators, direction)
        index = _mean(scores, weight.ravel())
    blank = is_blank(indicators).any(axis=1, keepdims=True)
    return overlay(np.where(blank, BLANK, index), first_error(scores.high, 1))


def _mean(scores: Wide, weights: Numbers) -> Numbers:
    """The weighted mean of each row."""
    total = wide(np.zeros(len(scores.high)))
    for column, weight in enumerate(weights.tolist()):
        total = total + scores[:, column] * weight
    return (total / wide(weights).total()).high[:, None]


def _for_each(indicators: Numbers, given: Numbers | None, name: str) -> Numbers:
    if given is None:
        return np.ones((1, indicators.shape[1]))
    if given.size != indicators.shape[1] or 1 not in given.shape:
        raise Refusal(ExcelError.VALUE, f"there is one {name} for each indicator")
    return given.reshape(1, -1)


def _refuse(values: Numbers, name: str) -> None:
    if np.isnan(values).any():
        error = unbox(float(first_error(values)[0, 0]))
        raise Refusal(error if isinstance(error, ExcelError) else ExcelError.VALUE, f"a {name} is {error or 'blank'}")


def _minmax(values: Numbers, directions: Numbers) -> Wide:
    low, high = _extreme(values, np.fmin), _extreme(values, np.fmax)
    gaps = choose(directions < 0, difference(high, values), difference(values, low))
    return _scored(gaps, difference(high, low), values)


def _zscore(values: Numbers, directions: Numbers) -> Wide:
    deviation = standardized(values)
    return choose(directions < 0, Wide(carry(-deviation.high, deviation.high), -deviation.low), deviation)


def _leader(values: Numbers, directions: Numbers) -> Wide:
    values = nonnegative(values)
    low, high = _extreme(values, np.fmin), _extreme(values, np.fmax)
    less, ones = directions < 0, np.ones_like(values)
    return _scored(wide(np.where(less, low, values)), wide(np.where(less, values, high * ones)), values)


def _scored(part: Wide, whole: Wide, values: Numbers) -> Wide:
    """The quotient part / whole, in a column with an error that error: its extremes are unknown."""
    quotient = part / whole
    scores = overlay(ratio(part, whole), np.broadcast_to(first_error(values, 0), values.shape))
    return Wide(np.where(np.isfinite(scores), quotient.high, scores), quotient.low)


def _extreme(values: Numbers, extreme: np.ufunc) -> Numbers:
    return np.asarray(extreme.reduce(values, axis=0, keepdims=True, initial=np.nan), dtype=np.float64)


_SCORES: Final[dict[str, Callable[[Numbers, Numbers], Wide]]] = {
    "minmax": _minmax,
    "zscore": _zscore,
    "leader": _leader,
}
