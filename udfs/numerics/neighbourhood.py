"""Weights between neighbours, and the sums over all pairs that autocorrelation in space is made of."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from udfs.numerics.cell_values import Numbers
from udfs.numerics.double_double import DoubleDouble, double_double

Places: TypeAlias = NDArray[np.intp]

_MANY: Final = 100_000
"""Of more links each step is rounded, which fourteen digits outlast, but fifty times sooner."""

_FEW: Final = 16
"""As few neighbours are added one after the other, which is five times as fast as exact sums."""


@dataclass(frozen=True)
class NeighbourPairs:
    """The pairs of a region and a neighbour of it, in the order of the regions, with the weight of each."""

    size: int
    regions: Places
    neighbours: Places
    weights: DoubleDouble

    @property
    def counts(self) -> NDArray[np.intp]:
        """How many neighbours each region has."""
        return np.bincount(self.regions, minlength=self.size)

    def lags(self, figures: DoubleDouble) -> DoubleDouble:
        """The sum of the weighted figures of each region's neighbours."""
        return self._by_region(self.weights * figures[self.neighbours], self.regions)

    @cached_property
    def outward(self) -> DoubleDouble:
        """The sum of each region's weights."""
        return self._by_region(self.weights, self.regions)

    def standardized(self) -> "NeighbourPairs":
        """The weights of each region as parts of their sum."""
        return NeighbourPairs(self.size, self.regions, self.neighbours, self.weights / self.outward[self.regions])

    def sums(self) -> tuple[DoubleDouble, DoubleDouble, DoubleDouble]:
        """S0, S1 and S2 of Cliff and Ord: of the weights, of the squares of both ways, and of each region's."""
        turned = np.argsort(self.neighbours, kind="stable")
        inward = self._by_region(self.weights[turned], self.neighbours[turned])
        both = self.outward + inward
        squares = self.weights * self.weights + self.weights * self._returned()
        return self.weights.total(), squares.total(), (both * both).total()

    def _returned(self) -> DoubleDouble:
        """The weight of each link's other way, zero where there is none."""
        keys, wanted = (first * self.size + second for first, second in (self._ends, self._ends[::-1]))
        places = np.minimum(np.searchsorted(keys, wanted), keys.size - 1)
        there = keys[places] == wanted
        found = self.weights[places]
        return DoubleDouble(np.where(there, found.high, 0.0), np.where(there, found.low, 0.0))

    @property
    def _ends(self) -> tuple[Places, Places]:
        return self.regions, self.neighbours

    def _by_region(self, terms: DoubleDouble, regions: Places) -> DoubleDouble:
        """The sums of the terms of each region; they stand in the order of the regions."""
        counts = np.bincount(regions, minlength=self.size)
        places = np.arange(regions.size) - np.repeat(np.cumsum(counts) - counts, counts)
        width = int(counts.max(initial=1))
        table = DoubleDouble(np.zeros((width, self.size)), np.zeros((width, self.size)))
        table.high[places, regions] = terms.high
        table.low[places, regions] = np.broadcast_to(terms.low, terms.high.shape)
        if width > _FEW:
            sums = table.sums(0)
            return DoubleDouble(sums.high.ravel(), sums.low.ravel())
        total = table[0]
        for place in range(1, width):
            total = total + table[place]
        return total


@dataclass(frozen=True)
class ManyLinks:
    """The same of a whole matrix of weights, in float64."""

    weights: Numbers

    @property
    def size(self) -> int:
        """How many regions there are."""
        return len(self.weights)

    @property
    def counts(self) -> NDArray[np.intp]:
        """How many neighbours each region has."""
        return np.asarray(np.count_nonzero(self.weights, axis=1))

    def lags(self, figures: DoubleDouble) -> DoubleDouble:
        """The sum of the weighted figures of each region's neighbours."""
        return double_double(self.weights @ figures.high)

    def standardized(self) -> "ManyLinks":
        """The weights of each region as parts of their sum."""
        sums = self.weights.sum(axis=1, keepdims=True)
        return ManyLinks(self.weights / np.where(sums > 0, sums, 1.0))

    def sums(self) -> tuple[DoubleDouble, DoubleDouble, DoubleDouble]:
        """S0, S1 and S2 of Cliff and Ord."""
        both = self.weights.sum(axis=1) + self.weights.sum(axis=0)
        squares = float(np.vdot(self.weights, self.weights) + np.vdot(self.weights, self.weights.T))
        return double_double(float(self.weights.sum())), double_double(squares), double_double(float(both @ both))


def links(weights: Numbers) -> NeighbourPairs | ManyLinks:
    """The links of a matrix of weights, a region's own in its row; zeros and blanks are none."""
    there = weights > 0
    if np.count_nonzero(there) >= _MANY:
        return ManyLinks(np.where(there, weights, 0.0))
    regions, neighbours = np.nonzero(there)
    found = weights[regions, neighbours]
    return NeighbourPairs(len(weights), regions, neighbours, DoubleDouble(found, np.zeros_like(found)))
