"""One figure from many: each column (or the one row) reduced to a number, blanks left out, errors carried."""

from collections.abc import Callable

import numpy as np

from udfs.arithmetic import Refusal, first_error, overlay, pair, sum_of, territories
from udfs.cells import BLANK, DIV0, ExcelError, Numbers, error_numbers, is_blank


def complete(*ranges: Numbers) -> tuple[Numbers, ...] | float:
    """The observations that have a figure in each range, in one dimension; the first error where there is one."""
    paired = pair(*ranges)
    for values in paired:
        error = first_error(values)
        if error_numbers(error).any():
            return float(error[0, 0])
    known = ~np.any([np.isnan(values) for values in paired], axis=0)
    return tuple(values[known] for values in paired)


def reduce(statistic: Callable[..., float], *ranges: Numbers) -> Numbers:
    """`statistic` of each column, one row of results; of the whole row where there is one row, one cell.

    It gets the observations that have a figure in each range, one at least; a column of blanks is blank.
    """
    paired = pair(*ranges)
    if territories(paired[0]) == 1:
        paired = tuple(values.T for values in paired)
    columns = range(paired[0].shape[1])
    return np.array([[_statistic(statistic, [values[:, [j]] for values in paired]) for j in columns]])


def _statistic(statistic: Callable[..., float], columns: list[Numbers]) -> float:
    observations = complete(*columns)
    if isinstance(observations, float):
        return observations
    if not observations[0].size:
        return BLANK
    with np.errstate(all="ignore"):
        return float(statistic(*observations))


def compare(statistic: Callable[..., float], local: Numbers, reference: Numbers) -> Numbers:
    """`statistic` of each profile in `local` and the one in `reference`, which says where profiles run.

    A reference of one column is compared with each column of `local` (one row of results), a reference of one row
    with each row of `local` (one column of results). Raises Refusal (#VALUE!) for a reference of another size.
    """
    if reference.shape == (local.shape[0], 1) and local.shape[0] > 1:
        return reduce(statistic, local, reference)
    if reference.shape == (1, local.shape[1]):
        return _down(statistic, local.T, reference.T).T
    raise Refusal(ExcelError.VALUE, "the reference is one row or one column, as long as each profile")


def _down(statistic: Callable[..., float], local: Numbers, reference: Numbers) -> Numbers:
    columns = range(local.shape[1])
    return np.array([[_statistic(statistic, [local[:, [j]], reference]) for j in columns]])


def standardized(values: Numbers, axis: int) -> Numbers:
    """Each figure as standard deviations (of a sample) from the mean along `axis`; the first error is all of them's."""
    counts = np.sum(~np.isnan(values), axis=axis, keepdims=True)
    with np.errstate(all="ignore"):
        mean = sum_of(values, axis) / counts
        deviation = np.sqrt(np.nansum((values - mean) ** 2, axis=axis, keepdims=True) / (counts - 1))
    even = (counts < 2) | (deviation <= 1e-12 * np.abs(mean))
    result = np.where(even, DIV0, (values - mean) / np.where(even, 1.0, deviation))
    return overlay(np.where(is_blank(values), BLANK, result), first_error(values, axis))
