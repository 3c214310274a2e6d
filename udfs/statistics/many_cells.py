"""Statistics of many cells (`MANY_CELLS`) in float64: a line of each for all columns at once, figures in every cell.

Each step is rounded; thirteen digits are right where the regions aren't nearly alike. Where a line has no finite
figure, the statistic itself says why.
"""

from typing import Final

import numpy as np

from udfs.numerics.arithmetic import NOISE
from udfs.numerics.cell_values import Numbers
from udfs.numerics.observations import Line
from udfs.numerics.summation import near_sums


def distance(values: Numbers, reference: Numbers) -> Numbers:
    """Half the sum Σ |s − r| of shares."""
    return near_sums(np.abs(values / near_sums(values) - reference / near_sums(reference))) / 2


def likeness(local: Numbers, reference: Numbers) -> Numbers:
    """1 / Σ s² / r of shares."""
    shares = local / near_sums(local)
    return 1 / near_sums(shares * shares / (reference / near_sums(reference)))


def dispersion(levels: Numbers, people: Numbers) -> Numbers:
    """The mean distance from the mean, in percent of it."""
    gaps, total = _gaps(levels, people)
    return 100 * near_sums(np.abs(gaps) * people) / total


def atkinson(levels: Numbers, weights: Numbers, epsilon: float) -> Numbers:
    """Atkinson's index."""
    gaps, total = _gaps(levels, weights)
    logarithms = np.log1p(gaps)
    if epsilon == 1:
        return np.asarray(-np.expm1(near_sums(logarithms * weights) / total))
    power = 1 - epsilon
    return np.asarray(-np.expm1(np.log1p(near_sums(np.expm1(logarithms * power) * weights) / total) / power))


def _gaps(levels: Numbers, weights: Numbers) -> tuple[Numbers, Numbers]:
    """How far each figure is from the weighted mean, in parts of it, and the sum of the weights."""
    least = levels.min(axis=0)
    above, total = levels - least, near_sums(weights)
    gap = near_sums(above * weights) / total
    return (above - gap) / (gap + least), total


def top_over_bottom(levels: Numbers, weights: Numbers, percent: float) -> Numbers:
    """The mean of those on top over the mean of those at the bottom, whose weights are a part of all."""
    order = np.argsort(levels, axis=0)
    ordered, counts = np.take_along_axis(levels, order, 0), np.take_along_axis(weights, order, 0)
    means = []
    for figures, sizes in ((ordered[::-1], counts[::-1]), (ordered, counts)):
        left = near_sums(weights) * percent / 100 - (np.cumsum(sizes, axis=0) - sizes)
        taken = np.clip(left, 0, sizes)
        means.append(near_sums(figures * taken) / near_sums(taken))
    return means[0] / means[1]


def theil_parts(kind: str, levels: Numbers, weights: Numbers, codes: Numbers) -> Numbers:
    """Theil's index, its parts between and within the groups, and the first in percent, a row each."""
    gaps, total = _gaps(levels, weights)
    between, within = np.zeros(levels.shape[1]), np.zeros(levels.shape[1])
    for code in np.unique(codes):
        members = codes[:, 0] == code
        own, size = _gaps(levels[members], weights[members])
        gap = near_sums(gaps[members] * weights[members]) / size
        of_all = size / total
        between += of_all * _theil(kind, gap)
        within += of_all * (gap + 1 if kind == "T" else 1) * near_sums(_theil(kind, own) * weights[members]) / size
    whole = between + within
    return np.array([whole, between, within, 100 * between / whole])


def _theil(kind: str, gaps: Numbers) -> Numbers:
    """What a region so far from the mean adds, beyond what gaps that sum to zero add."""
    return np.asarray((1 + gaps) * np.log1p(gaps) - gaps if kind == "T" else gaps - np.log1p(gaps))


def regional_effects(method: str, old: Numbers, new: Numbers, whole: tuple[Numbers, Numbers]) -> Numbers:
    """The effects of shift-share of each region and its change, a column each; what rounding leaves of zero is zero."""
    before, after = whole
    nation, branch = after.sum() / before.sum(), after / before
    regions, change = old.sum(axis=1), (new - old).sum(axis=1)
    lead = new - old * branch
    effects = [regions * (nation - 1), old @ (branch - nation).ravel(), lead.sum(axis=1)]
    if method != "Dunn":
        homothetic = (lead / old) @ (before / before.sum()).ravel() * regions
        effects[2:] = [homothetic, effects[2] - homothetic]
    shown = np.column_stack([*effects, change])
    return np.where(np.abs(shown) > NOISE * regions[:, None], shown, 0.0)


def yearly_effects(local: Numbers, total: Numbers) -> Numbers:
    """The effects of shift-share (Dunn) of each branch, summed over the years, a column each."""
    sums = near_sums(total)
    old, new, nation = local[:, :-1], local[:, 1:], sums[1:] / sums[:-1]
    branch = total[:, 1:] / total[:, :-1]
    effects = (old * (nation - 1), old * (branch - nation), new - old * branch)
    return np.column_stack([effect.sum(axis=1) for effect in effects])


def _entropy(output: Numbers) -> Numbers:
    shares = output / near_sums(output)
    return near_sums(shares * -np.log(np.where(shares > 0, shares, 1.0)))


def _concentration(output: Numbers) -> Numbers:
    return near_sums((output / near_sums(output)) ** 2)


def _laspeyres(prices_base: Numbers, weights_base: Numbers, prices: Numbers, _: Numbers) -> Numbers:
    return 100 * near_sums(prices * weights_base) / near_sums(prices_base * weights_base)


def _paasche(prices_base: Numbers, _: Numbers, prices: Numbers, weights: Numbers) -> Numbers:
    return _laspeyres(prices_base, weights, prices, weights)


def _fisher(*ranges: Numbers) -> Numbers:
    return np.asarray(np.sqrt(_laspeyres(*ranges) * _paasche(*ranges)))


def _tornqvist(prices_base: Numbers, weights_base: Numbers, prices: Numbers, weights: Numbers) -> Numbers:
    before, now = prices_base * weights_base, prices * weights
    shares = before / near_sums(before) + now / near_sums(now)
    return np.asarray(100 * np.exp(near_sums(shares * np.log(prices / prices_base)) / 2))


DIVERSITY: Final[dict[str, Line]] = {
    "shannon": _entropy,
    "relative": lambda output: _entropy(output) / np.log(len(output)),
    "simpson": lambda output: 1 - _concentration(output),
    "effective": lambda output: 1 / _concentration(output),
}
INDICES: Final[dict[str, Line]] = {
    "laspeyres": _laspeyres,
    "paasche": _paasche,
    "fisher": _fisher,
    "tornqvist": _tornqvist,
}
