"""Transitions: how often regions move from class to class, and where that leads."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from udfs.numerics.arithmetic import FunctionError, first_error, ratio, total_of
from udfs.numerics.cell_values import BLANK, DIV0, NUM, ExcelError, Numbers, unbox
from udfs.numerics.comparison import compared
from udfs.numerics.double_double import DoubleDouble, double_double
from udfs.registry import Flag, Gives, Role, function
from udfs.statistics.region_classes import classes_of, refuse_many_classes, upper_bounds

SUBJECT = "change"


@function(SUBJECT, along=Role.TERRITORIES, gives=Gives.TABLE)
def transition_matrix(panel: Numbers, classes: Numbers, relative: Flag = False) -> Numbers:
    """Transition probabilities between classes of regions from year to year (Markov chain), and where they lead.

    Formula:
        p_ij = transitions from class i to class j / transitions from class i; last row: π with π = π·P, Σ π = 1

    Arguments:
        panel: income or GRP per capita by region (rows) and year (columns).
        classes: how many, 2 or more: each year's regions are parted into as many quantile classes, as REGION_CLASSES
            does; or the bounds between classes, ascending, a row or a column, the same for all years.
        relative: TRUE to divide each year's figures by their mean before; FALSE when omitted.

    Returns:
        A row for each class, the lowest first: the probabilities of each class a year later, which sum to 1; then a row
        with the ergodic distribution, to which the shares of the classes tend. A region counts between two years in
        which it has figures.

    Errors:
        #DIV/0!: a row of a class that no region leaves or stays in, and the last row then.
        #DIV/0!: relative, and the mean of a year is zero.
        #NUM!: the number of classes is less than 2, above 1000 or broken, or the bounds don't ascend.
        #NUM!: in the last row, the classes fall into parts that are never left, so that the beginning decides.
        #N/A: a suppressed figure: its transition is unknown.
        #VALUE!: text among the numbers.
        #VALUE!: the bounds are not one row or column.
        #VALUE!: relative is neither TRUE nor FALSE.

    Source:
        Quah, D. (1993), Empirical cross-section dynamics in economic growth, European Economic Review 37, pp. 426-434;
        Grassmann, W. K., Taksar, M. I., Heyman, D. P. (1985), Regenerative Analysis and Steady State Distributions for
        Markov Chains, Operations Research 33, pp. 1107-1116.

    Examples:
        =TRANSITION_MATRIX({2,1,3;3,3,1;3,2,3;1,1,2;1,2,3},{1,2}) → {0.25,0.5,0.25;0.333333333,0,0.666666667;
            0.333333333,0.333333333,0.333333333;0.307692308,0.288461538,0.403846154}
        =TRANSITION_MATRIX({1,4;2,3;3,2;4,1},2) → {0,1;1,0;0.5,0.5}
        =TRANSITION_MATRIX({1,30;3,10},1) → #NUM!
        =TRANSITION_MATRIX({1,30;3,10},{0.8,1.2},TRUE) → {0,0,1;#DIV/0!,#DIV/0!,#DIV/0!;1,0,0;#DIV/0!,#DIV/0!,#DIV/0!}
        =TRANSITION_MATRIX({1,1;-1,1},2,TRUE) → #DIV/0!
        =TRANSITION_MATRIX({1,1;2,2},{2,1}) → #NUM!
        =TRANSITION_MATRIX({1,1;2,2},2) → {1,0;0,1;#NUM!,#NUM!}
        =TRANSITION_MATRIX({1,"…";2,2},2) → #N/A
        =TRANSITION_MATRIX({1,"two";2,2},2) → #VALUE!
        =TRANSITION_MATRIX({1,1;2,2},{1,2;3,4}) → #VALUE!
        =TRANSITION_MATRIX({1,1;2,2},2,"yes") → #VALUE!
    """
    for given in (panel, classes):
        error = unbox(float(first_error(given)[0, 0]))
        if isinstance(error, ExcelError):
            raise FunctionError(error, f"among the figures there is {error}")
    bounds = _bounds(classes)
    if not np.isfinite(panel).any():
        return np.full((1, 1), BLANK)
    levels = _relative(panel) if relative else panel
    count = round(float(bounds[0])) if classes.size == 1 else bounds.size + 1
    refuse_many_classes(count)
    years = [_classes(levels[:, year], count, bounds if classes.size > 1 else None) for year in range(panel.shape[1])]
    counts = np.zeros((count, count))
    for before, after in pairwise(years):
        known = np.isfinite(before) & np.isfinite(after)
        np.add.at(counts, (before[known].astype(np.intp) - 1, after[known].astype(np.intp) - 1), 1.0)
    left = counts.sum(axis=1, keepdims=True)
    return np.vstack([ratio(counts, left), _ergodic(counts, left)])


def _bounds(classes: Numbers) -> Numbers:
    """The bounds, or the one number of classes."""
    if 1 not in classes.shape or np.isnan(classes).any():
        raise FunctionError(ExcelError.VALUE, "classes is their number, or a row or column of bounds between them")
    bounds = classes.ravel()
    if bounds.size == 1 and (bounds[0] < 2 or bounds[0] != np.floor(bounds[0])):
        raise FunctionError(ExcelError.NUM, f"the number of classes is a whole number, 2 or more; found {bounds[0]:g}")
    if (compared(bounds[:-1], bounds[1:]) >= 0).any():
        raise FunctionError(ExcelError.NUM, "the bounds between classes ascend")
    return bounds


def _relative(panel: Numbers) -> Numbers:
    counts = np.isfinite(panel).sum(axis=0, keepdims=True).astype(np.float64)
    means = total_of(panel, 0) / np.maximum(counts, 1.0)
    if (means.high == 0).any():
        raise FunctionError(ExcelError.DIV0, "the mean of a year is zero")
    with np.errstate(all="ignore"):
        return np.asarray((double_double(panel) / means).high)


def _classes(column: Numbers, count: int, bounds: Numbers | None) -> Numbers:
    result = column.copy()
    known = np.isfinite(column)
    if known.any():
        between = upper_bounds(column[known], count, "quantile")[:-1] if bounds is None else bounds
        result[known] = classes_of(column[known], between)
    return result


def _ergodic(counts: Numbers, left: Numbers) -> Numbers:
    """The one distribution that the transitions leave as it is; an error where there are several or none is known."""
    if not left.all():
        return np.full((1, len(counts)), DIV0)
    reached = _reached(counts > 0)
    lasting = (~reached | reached.T).all(axis=1)
    if not reached[np.ix_(lasting, lasting)].all():
        return np.full((1, len(counts)), NUM)
    result = np.zeros((1, len(counts)))
    chain = np.ix_(lasting, lasting)
    result[0, lasting] = _stationary(double_double(counts[chain]) / left[lasting])
    return result


def _reached(steps: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which class can be reached from which, in any number of steps or none."""
    reached = steps | np.eye(len(steps), dtype=np.bool_)
    for _ in range(len(steps).bit_length()):
        reached = reached @ reached
    return reached


def _stationary(chain: DoubleDouble) -> Numbers:
    """By elimination of one class after the other, without a subtraction, so that no digit is lost."""
    high, low = chain.high.copy(), chain.low.copy()
    size = len(high)
    for last in range(size - 1, 0, -1):
        back = DoubleDouble(high[last, :last], low[last, :last])
        into = DoubleDouble(high[:last, last], low[:last, last]) / back.total()
        high[:last, last], low[:last, last] = into.high, into.low
        through = into[:, None] * DoubleDouble(back.high[None, :], back.low[None, :])
        more = DoubleDouble(high[:last, :last], low[:last, :last]) + through
        high[:last, :last], low[:last, :last] = more.high, more.low
    shares, rests = np.ones(size), np.zeros(size)
    for place in range(1, size):
        share = (
            DoubleDouble(shares[:place], rests[:place]) * DoubleDouble(high[:place, place], low[:place, place])
        ).total()
        shares[place], rests[place] = float(share.high), float(share.low)
    found = DoubleDouble(shares, rests)
    return np.asarray((found / found.total()).high)
