"""Classes of regions, as maps and tables show them."""

from collections.abc import Callable
from typing import Final, Literal, TypeAlias

import numpy as np

from udfs.numerics.arithmetic import NOISE, FunctionError, first_error
from udfs.numerics.cell_values import DIV0, NUM, ExcelError, Numbers
from udfs.numerics.comparison import comparable, compared
from udfs.numerics.double_double import difference, double_double
from udfs.numerics.natural_breaks import natural_breaks
from udfs.registry import Count, Flag, Role, function

SUBJECT = "ranking"

Classes: TypeAlias = Literal["quantile", "equal", "sd", "jenks"]


_MOST_CLASSES: Final = 1_000


@function(SUBJECT, along=Role.TERRITORIES)
def region_classes(values: Numbers, count: Count, method: Classes = "quantile", breaks: Flag = False) -> Numbers:
    """Classes of the regions by an indicator, 1 the lowest, as a map shows them.

    Formula:
        class = 1 + number of breaks below the figure. Quantile: break i is PERCENTILE.INC(values, i / k); equal:
        min + i · (max − min) / k; sd: mean ± s, ± 2 s, … and with an even count the mean; jenks: the classes whose
        squared distances from their own means sum to the least

    Arguments:
        values: an indicator by region (rows); a column for each year, each classed by itself; any unit.
        count: k, how many classes.
        method: "quantile" (when omitted; as many regions in each), "equal" (as wide), "sd" (s of a sample) or "jenks"
            (natural breaks by Fisher's exact algorithm).
        breaks: TRUE for the upper bound of each class (the last is the greatest figure), a row each, for a map's
            legend; FALSE when omitted.

    Returns:
        Whole numbers from 1 to k, shaped as values; a figure on a break belongs to the class below it. Regions without
        a figure have no class and are not counted.

    Errors:
        #DIV/0!: with "sd", fewer than two regions, or all are alike.
        #NUM!: count is less than 1, above 1000 or broken.
        #NUM!: with "jenks", fewer different figures than classes.
        #N/A: a suppressed figure, in its own cell; the others are classed.
        #VALUE!: text among the numbers, in its own cell; the others are classed.
        #VALUE!: another method, or breaks is neither TRUE nor FALSE.

    Source:
        Slocum, T. A. et al. (2009), Thematic Cartography and Geovisualization: data classification; Fisher,
        W. D. (1958), On Grouping for Maximum Homogeneity, Journal of the American Statistical Association 53,
        pp. 789-798.

    Examples:
        =REGION_CLASSES({1;2;3;10},2) → {1;1;2;2}
        =REGION_CLASSES({1;2;3;10},3,"equal") → {1;1;1;3}
        =REGION_CLASSES({1;2;3;10},3,"equal",TRUE) → {4;7;10}
        =REGION_CLASSES({1;2;3;10},4,"sd") → {2;2;2;4}
        =REGION_CLASSES({1;2;9;10;"";30},3,"jenks") → {1;1;2;2;"";3}
        =REGION_CLASSES({5;5},3,"sd") → {#DIV/0!;#DIV/0!}
        =REGION_CLASSES({1;2},0) → #NUM!
        =REGION_CLASSES({1;2;2},3,"jenks") → {#NUM!;#NUM!;#NUM!}
        =REGION_CLASSES({"…";2;3},2) → {#N/A;1;2}
        =REGION_CLASSES({"high";2;3},2) → {#VALUE!;1;2}
        =REGION_CLASSES({1;2},2,"pretty") → #VALUE!
    """
    refuse_many_classes(count)
    columns = [_classed(values[:, at], count, method, breaks=breaks) for at in range(values.shape[1])]
    return np.column_stack(columns) if columns else values


def _classed(column: Numbers, count: int, method: Classes, *, breaks: bool) -> Numbers:
    known = np.isfinite(column)
    figures = column[known]
    bounds = (
        upper_bounds(figures, count, method) if figures.size else np.full(count, first_error(column[:, None])[0, 0])
    )
    if breaks:
        return bounds
    result = column.copy()
    result[known] = bounds[0] if np.isnan(bounds[0]) else classes_of(figures, bounds[:-1])
    return result


def classes_of(figures: Numbers, bounds: Numbers) -> Numbers:
    """The class of each figure: one more than the bounds below it."""
    return np.asarray(1.0 + (compared(figures[:, None], bounds[None, :]) > 0).sum(axis=1))


def refuse_many_classes(count: int) -> None:
    """Raises FunctionError for more classes than there are regions to put into them anywhere."""
    if count > _MOST_CLASSES:
        raise FunctionError(ExcelError.NUM, f"there are {_MOST_CLASSES} classes at most; found {count}")


def upper_bounds(figures: Numbers, count: int, method: Classes) -> Numbers:
    """The upper bound of each of `count` classes, or an error for each."""
    if count == 1 and method != "sd":
        return np.array([figures.max()])
    with np.errstate(all="ignore"):
        found = _BOUNDS[method](np.sort(figures), count)
    return np.where(np.isinf(found), NUM, found)


def _quantiles(ordered: Numbers, count: int) -> Numbers:
    steps = (ordered.size - 1) * np.arange(1, count + 1)
    below, rest = steps // count, steps % count
    above = np.minimum(below + 1, ordered.size - 1)
    gaps = difference(ordered[above], ordered[below]) * rest.astype(np.float64) / float(count)
    return np.asarray((gaps + ordered[below]).high)


def _equal(ordered: Numbers, count: int) -> Numbers:
    width = difference(ordered[-1:], ordered[:1])
    bounds = (width * np.arange(1.0, count + 1) / float(count) + ordered[0]).high
    return np.concatenate([bounds[:-1], ordered[-1:]])


def _deviations(ordered: Numbers, count: int) -> Numbers:
    least, most = ordered[0], ordered[-1]
    if ordered.size < 2 or most - least <= NOISE * max(abs(least), abs(most)):
        return np.full(count, DIV0)
    above = difference(ordered, float(least))
    mean = above.total() / float(ordered.size)
    gaps = above - mean
    deviation = ((gaps * gaps).total() / (ordered.size - 1.0)).root()
    side = np.arange(1.0, (count - 1) // 2 + 1)
    steps = np.concatenate([-side[::-1], [0.0] if count % 2 == 0 else [], side])
    bounds = (double_double(steps) * deviation + mean + float(least)).high
    return np.concatenate([bounds, [max(most, *bounds)]])


def _jenks(ordered: Numbers, count: int) -> Numbers:
    figures = comparable(ordered)
    last = np.flatnonzero(np.diff(figures, append=np.inf))
    if last.size < count:
        return np.full(count, NUM)
    counts = np.diff(last, prepend=-1).astype(np.float64)
    return ordered[last[natural_breaks(figures[last], counts, count) - 1]]


_BOUNDS: Final[dict[str, Callable[[Numbers, int], Numbers]]] = {
    "quantile": _quantiles,
    "equal": _equal,
    "sd": _deviations,
    "jenks": _jenks,
}
