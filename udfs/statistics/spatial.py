"""Autocorrelation in space: whether neighbouring regions are alike."""

from typing import Final, Literal

import numpy as np

from udfs.numerics.arithmetic import NOISE, FunctionError, first_error
from udfs.numerics.cell_values import BLANK, DIV0, ExcelError, Numbers, is_blank, unbox
from udfs.numerics.double_double import DoubleDouble, difference, double_double
from udfs.numerics.neighbourhood import ManyLinks, NeighbourPairs, links
from udfs.numerics.normal import two_sided
from udfs.registry import Flag, Gives, Result, Role, function
from udfs.statistics.interpretation import Language

SUBJECT = "neighbours"

QUADRANTS: Final = {
    "en": ("low-low", "low-high", "high-low", "high-high"),
    "ru": (
        "низкий среди низких",
        "низкий среди высоких",
        "высокий среди низких",
        "высокий среди высоких",
    ),
    "kk": (
        "төмендер арасындағы төмен",
        "жоғарылар арасындағы төмен",
        "төмендер арасындағы жоғары",
        "жоғарылар арасындағы жоғары",
    ),
}

_NOTHING: Final = 2.0**-80


@function(SUBJECT, along=Role.TERRITORIES, gives=Gives.TABLE)
def moran_i(
    values: Numbers,
    neighbours: Numbers,
    standardized: Flag = True,
    assumption: Literal["randomization", "normality"] = "randomization",
) -> Numbers:
    """Moran's I: whether neighbouring regions are alike (above the expected value) or unlike (below it).

    Formula:
        I = n / Σ w_ij · Σ w_ij·(x_i − x̄)(x_j − x̄) / Σ (x_i − x̄)²; E = −1 / (n − 1); z = (I − E) / √Var, Var by the
        assumption

    Arguments:
        values: an indicator by region (rows); one column; any unit.
        neighbours: weights of neighbours, a row and a column for each region in the order of values: 1 where they are
            neighbours, or another weight of zero or more; 0 or blank where they aren't, as of a region with itself.
        standardized: TRUE (when omitted) to make the weights of each region sum to 1, so that I compares a region with
            the mean of its neighbours; FALSE for the weights as they are.
        assumption: "randomization" (when omitted), any figure might be any region's, or "normality", the figures are
            drawn from a normal distribution.

    Returns:
        Four cells in a row: I, its expected value, z and its two-sided p by the normal distribution (12 digits are
        right). A blank region is left out with its neighbourhood; one without neighbours counts in n.

    Errors:
        #DIV/0!: no region has a neighbour, or all figures are alike.
        #DIV/0!: in their own cells, z and p of too few regions (four, with normality three) or where I can't vary.
        #NUM!: a weight is negative, or a region is its own neighbour.
        #N/A: a suppressed figure: the mean is unknown.
        #VALUE!: text among the numbers.
        #VALUE!: values are not one column, or neighbours have not a row and a column for each.
        #VALUE!: standardized is neither TRUE nor FALSE, or another assumption.

    Source:
        Moran, P. A. P. (1950), Notes on Continuous Stochastic Phenomena, Biometrika 37, pp. 17-23; Cliff, A. D., Ord,
        J. K. (1969), The Problem of Spatial Autocorrelation, London Papers in Regional Science 1, pp. 25-55.

    Examples:
        =MORAN_I({1;2;3;4},{0,1,0,0;1,0,1,0;0,1,0,1;0,0,1,0}) → {0.4,-0.333333333,1.579507949,0.114219595}
        =MORAN_I({1;2;3;4},{0,1,0,0;1,0,1,0;0,1,0,1;0,0,1,0},FALSE) → {0.333333333,-0.333333333,1.58113883,0.113846298}
        =MORAN_I({1;2;3;4},{0,1,0,0;1,0,1,0;0,1,0,1;0,0,1,0},,"normality") → {0.4,-0.333333333,1.767082524,0.077214409}
        =MORAN_I({1;2},{0,0;0,0}) → {#DIV/0!,#DIV/0!,#DIV/0!,#DIV/0!}
        =MORAN_I({1;2;4},{0,1,0;1,0,1;0,1,0}) → {-0.035714286,-0.5,#DIV/0!,#DIV/0!}
        =MORAN_I({1;2},{0,-1;1,0}) → #NUM!
        =MORAN_I({1;"…"},{0,1;1,0}) → #N/A
        =MORAN_I({1;"two"},{0,1;1,0}) → #VALUE!
        =MORAN_I({1;2},{0,1}) → #VALUE!
        =MORAN_I({1;2},{0,1;1,0},,"none") → #VALUE!
    """
    known = _known(values, neighbours)
    if not known.any():
        return np.full((1, 4), BLANK)
    weights = links(neighbours if known.all() else neighbours[np.ix_(known, known)])
    gaps = _gaps(values[known, 0])
    if gaps is None or not weights.counts.any():
        return np.full((1, 4), DIV0)
    if standardized:
        weights = weights.standardized()
    with np.errstate(all="ignore"):
        index, expected, variance = _moran(gaps, weights, randomized=assumption == "randomization")
        z = float(((index - expected) / variance.root()).high) if float(variance.high) > 0 else DIV0
    return np.array([[float(index.high), float(expected.high), z, two_sided(z) if np.isfinite(z) else DIV0]])


@function(SUBJECT, along=Role.TERRITORIES, gives=Gives.TABLE)
def lisa(values: Numbers, neighbours: Numbers, language: Language = "en") -> Result:
    """Local indicators of spatial association: each region's part in Moran's I, and where it and its neighbours stand.

    Formula:
        I_i = (x_i − x̄) · Σ_j w_ij·(x_j − x̄) / m, m = Σ (x − x̄)² / n, the weights of each region summing to 1

    Arguments:
        values: an indicator by region (rows); one column; any unit.
        neighbours: weights of neighbours, a row and a column for each region in the order of values: 1 where they are
            neighbours, or another weight of zero or more; 0 or blank where they aren't, as of a region with itself.
        language: "en" (when omitted), "ru" or "kk".

    Returns:
        A row for each region: I_i, and whether the region and the mean of its neighbours are above the mean of all
        (high-high), below it (low-low), or one of them (high-low, low-high). Blank where the region has no figure or no
        neighbour, and the words where either is the mean. The mean of all I_i is MORAN_I, if each has a neighbour.

    Errors:
        #DIV/0!: all figures are alike.
        #NUM!: a weight is negative, or a region is its own neighbour.
        #N/A: a suppressed figure: the mean is unknown.
        #VALUE!: text among the numbers.
        #VALUE!: values are not one column, or neighbours have not a row and a column for each.
        #VALUE!: another language.

    Source:
        Anselin, L. (1995), Local Indicators of Spatial Association: LISA, Geographical Analysis 27(2), pp. 93-115,
        whose m is divided by n; PySAL's esda divides by n − 1.

    Examples:
        =LISA({1;2;3;4},{0,1,0,0;1,0,1,0;0,1,0,1;0,0,1,0}) → {0.6,"low-low";0.2,"low-low";0.2,"high-high";0.6,
            "high-high"}
        =LISA({1;3},{0,1;1,0},"ru") → {-1,"низкий среди высоких";-1,"высокий среди низких"}
        =LISA({1;1},{0,1;1,0}) → #DIV/0!
        =LISA({1;2},{1,1;1,0}) → #NUM!
        =LISA({1;"…"},{0,1;1,0}) → #N/A
        =LISA({1;"two"},{0,1;1,0}) → #VALUE!
        =LISA({1;2},{0,1}) → #VALUE!
        =LISA({1;2},{0,1;1,0},"de") → #VALUE!
    """
    known = _known(values, neighbours)
    result = np.full((len(values), 2), None, dtype=np.object_)
    if not known.any():
        return result
    weights = links(neighbours if known.all() else neighbours[np.ix_(known, known)]).standardized()
    gaps = _gaps(values[known, 0])
    if gaps is None:
        raise FunctionError(ExcelError.DIV0, "all figures are alike")
    lags = weights.lags(gaps)
    spread = (gaps * gaps).total() / float(weights.size)
    local = (gaps * lags / spread).high
    has_neighbour = weights.counts > 0
    for place, region in enumerate(np.flatnonzero(known).tolist()):
        if has_neighbour[place]:
            own, others = float(gaps.high[place]), float(lags.high[place])
            is_apart = min(abs(own), abs(others)) > NOISE
            quadrant = QUADRANTS[language][2 * (own > 0) + (others > 0)] if is_apart else None
            result[region] = [float(local[place]), quadrant]
    return result


def _known(values: Numbers, neighbours: Numbers) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which regions have a figure. Raises FunctionError for what can't be calculated."""
    size = len(values)
    for given in (values, neighbours):
        error = unbox(float(first_error(given)[0, 0]))
        if isinstance(error, ExcelError):
            raise FunctionError(error, f"among the figures there is {error}")
    if values.shape != (size, 1) or neighbours.shape != (size, size):
        raise FunctionError(ExcelError.VALUE, "values are one column, and neighbours have a row and a column for each")
    if (neighbours < 0).any() or (np.diagonal(neighbours) > 0).any():
        raise FunctionError(ExcelError.NUM, "weights are zero or more, and no region is its own neighbour")
    known: np.ndarray[tuple[int], np.dtype[np.bool_]] = ~is_blank(values)[:, 0]
    return known


def _gaps(figures: Numbers) -> DoubleDouble | None:
    """The distance of each figure from the mean, in a unit of which no power leaves what a number can be."""
    least, most = figures.min(), figures.max()
    if most - least <= NOISE * max(abs(least), abs(most)):
        return None
    above = difference(figures, float(least))
    gaps = above - above.total() / float(figures.size)
    place = -int(np.frexp(most - least)[1])
    return DoubleDouble(np.ldexp(gaps.high, place), np.ldexp(gaps.low, place))


def _moran(
    gaps: DoubleDouble, weights: NeighbourPairs | ManyLinks, *, randomized: bool
) -> tuple[DoubleDouble, DoubleDouble, DoubleDouble]:
    """I, its expected value, and its variance: no number where there are too few regions, or it is nothing."""
    n = float(weights.size)
    squares = gaps * gaps
    spread = squares.total()
    s0, s1, s2 = weights.sums()
    index = (gaps * weights.lags(gaps)).total() / s0 * n / spread
    expected = double_double(-1.0) / (n - 1)
    if randomized:
        kurtosis = (squares * squares).total() * n / (spread * spread)
        first = (s1 * (n * n - 3 * n + 3) - s2 * n + s0 * s0 * 3.0) * n
        second = (s1 * (n * n - n) - s2 * (2 * n) + s0 * s0 * 6.0) * kurtosis
        square = (first - second) / (s0 * s0 * ((n - 1) * (n - 2) * (n - 3)))
    else:
        square = (s1 * (n * n) - s2 * n + s0 * s0 * 3.0) / (s0 * s0 * (n * n - 1))
    variance = square - expected * expected
    varies = n > (3 if randomized else 2) and float(variance.high) > _NOTHING * float(square.high)
    return index, expected, variance if varies else double_double(0.0)
