"""One figure from many: each column reduced to a number, blanks left out, errors carried."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np

from udfs.numerics.arithmetic import NOISE, FunctionError, first_error, pair
from udfs.numerics.cell_values import BLANK, DIV0, NUM, ExcelError, Numbers, error_numbers, is_blank
from udfs.numerics.double_double import DoubleDouble, choose, difference, double_double
from udfs.numerics.logarithms import NOISE as LOGARITHMS_NOISE
from udfs.numerics.logarithms import logarithm
from udfs.numerics.summation import exact_sums

Statistic: TypeAlias = Callable[..., DoubleDouble | float]


def complete(*ranges: Numbers) -> tuple[Numbers, ...] | float:
    """The observations that have a figure in each range, in one dimension; the first error where there is one."""
    paired = pair(*ranges)
    for values in paired:
        error = first_error(values)
        if error_numbers(error).any():
            return float(error[0, 0])
    known = ~np.any([np.isnan(values) for values in paired], axis=0)
    return tuple(values[known] for values in paired)


def reduce(statistic: Statistic, *ranges: Numbers) -> Numbers:
    """`statistic` of each column, one row of results.

    It gets the observations that have a figure in each range, one at least; a column of blanks is blank.
    """
    paired = pair(*ranges)
    columns = range(paired[0].shape[1])
    return np.array([[_statistic(statistic, [values[:, [j]] for values in paired]) for j in columns]])


def _statistic(statistic: Statistic, columns: list[Numbers]) -> float:
    observations = complete(*columns)
    if isinstance(observations, float):
        return observations
    if not observations[0].size:
        return BLANK
    with np.errstate(all="ignore"):
        figure = statistic(*observations)
    number = float(figure.high) if isinstance(figure, DoubleDouble) else figure
    return number if np.isfinite(number) or error_numbers(np.array([number])).any() else NUM


def compare(statistic: Statistic, local: Numbers, reference: Numbers) -> Numbers:
    """`statistic` of each column of `local` and the one of `reference`, or that in its own place; one row of results.

    A blank in one profile is zero there: the territory has none of it; what is blank in both is left out. Raises
    FunctionError (#VALUE!) for a reference of another size.
    """
    if reference.shape not in ((local.shape[0], 1), local.shape):
        raise FunctionError(ExcelError.VALUE, "the reference is one column as long as each profile, or one for each")
    pairs = zip(*map(_columns, pair(local, reference)), strict=True)
    return np.array([[_profiles(statistic, *profiles) for profiles in pairs]])


def compare_with_all(statistic: Statistic, local: Numbers, references: Numbers) -> Numbers:
    """`statistic` of each column of `local` and all columns of `references`; one row of results.

    Blanks as in `compare`; a reference of nothing but blanks is no profile. Raises FunctionError (#VALUE!) where they
    are not as long.
    """
    if references.shape[0] != local.shape[0]:
        raise FunctionError(ExcelError.VALUE, "the reference is as long as each profile")
    if not references.size:
        return np.full((1, local.shape[1]), BLANK)
    known = [column for column in _columns(references) if not is_blank(column).all()] or _columns(references)[:1]
    return np.array([[_profiles(statistic, profile, *known) for profile in _columns(local)]])


def _profiles(statistic: Statistic, *profiles: Numbers) -> float:
    return _statistic(statistic, _filled(profiles))


def _columns(values: Numbers) -> list[Numbers]:
    return [values[:, [column]] for column in range(values.shape[1])]


def _filled(profiles: Sequence[Numbers]) -> list[Numbers]:
    """The profiles with zeros for blanks where another has a figure; those of nothing but blanks as they are."""
    blanks = [is_blank(profile) for profile in profiles]
    nowhere = np.logical_and.reduce(blanks)
    return [
        profile if blank.all() else np.where(blank & ~nowhere, 0.0, profile)
        for profile, blank in zip(profiles, blanks, strict=True)
    ]


def standardized(values: Numbers, *, log: bool = False) -> DoubleDouble:
    """Each figure, or its logarithm, as standard deviations (of a sample) from the mean of its column.

    The first error is all of them's; #DIV/0! where the figures are alike.
    """
    result = DoubleDouble(values.copy(), np.zeros_like(values))
    for column in range(values.shape[1]):
        known = ~np.isnan(values[:, column])
        figures = complete(values[:, [column]])
        if isinstance(figures, float):
            result.high[:, column] = figures
        elif figures[0].size:
            with np.errstate(all="ignore"):
                scores = _scores(figures[0], log=log)
            result.high[known, column], result.low[known, column] = scores.high, scores.low
    return result


def _scores(figures: Numbers, *, log: bool) -> DoubleDouble:
    least, most = figures.min(), figures.max()
    if most - least <= NOISE * max(abs(least), abs(most)):
        return DoubleDouble(np.full_like(figures, DIV0), np.zeros_like(figures))
    if log:
        _, gaps = logarithms(double_double(figures))
    else:
        above = difference(figures, float(least))
        gaps = above - above.total() / figures.size
    return gaps / ((gaps * gaps).total() / (figures.size - 1.0)).root()


def counted(levels: Numbers, weights: Numbers) -> tuple[Numbers, Numbers]:
    """The observations that have a weight."""
    known = weights > 0
    return levels[known], weights[known]


def variation(levels: Numbers, weights: Numbers) -> DoubleDouble | float:
    """The weighted coefficient of variation of levels of zero or more; #DIV/0! where their mean is zero."""
    levels, weights = counted(levels, weights)
    if not levels.any():
        return DIV0
    _, gaps = relative_levels(levels, weights)
    return ((gaps * gaps * weights).total() / double_double(weights).total()).root()


def logarithms(figures: DoubleDouble, weights: Numbers | None = None) -> tuple[DoubleDouble, DoubleDouble]:
    """The mean of the logarithms of figures above zero, and how far each is from it, zero where digits end."""
    least = figures[np.argmin(figures.high)]
    above = logarithm(figures / least)
    counts = np.ones_like(figures.high) if weights is None else weights
    mean = (above * counts).total() / double_double(counts).total()
    gaps = above - mean
    known = np.abs(gaps.high) > LOGARITHMS_NOISE * np.abs(gaps.high).max()
    return mean + logarithm(least), choose(known, gaps, 0.0)


def relative_levels(levels: Numbers, weights: Numbers) -> tuple[DoubleDouble, DoubleDouble]:
    """Levels of zero or more as parts of their weighted mean, and how far each is from 1."""
    least = float(levels.min())
    above = difference(levels, least)
    gap = (above * weights).total() / double_double(weights).total()
    mean = gap + least
    return double_double(levels) / mean, (above - gap) / mean


def gini(levels: DoubleDouble, weights: Numbers) -> DoubleDouble:
    """Gini coefficient: the area that each step between two levels, in ascending order, adds, over the largest."""
    order = np.lexsort((weights, np.broadcast_to(levels.low, weights.shape), levels.high))
    ordered, counts = levels[order], weights[order]
    below, above = double_double(counts).cumulated(), double_double(counts[::-1]).cumulated()
    steps = (ordered[1:] - ordered[:-1]) * below[:-1] * above[:-1][::-1]
    return steps.total() / (double_double(counts).total() * (ordered * counts).total())


def distance(local: Numbers, *references: Numbers) -> DoubleDouble | float:
    """The sum Σ |s − r| of the shares, r their mean where there are several references."""
    others = np.stack(references)
    if not (local.any() and others.any(axis=1).all()):
        return DIV0
    shares = double_double(others) / DoubleDouble(*exact_sums(others, 1))
    mean = shares[0] if len(references) == 1 else shares.sums(0)[0] / float(len(references))
    return abs(double_double(local) / double_double(local).total() - mean).total()
