"""Natural breaks: classes of figures whose squared distances from the means of their classes sum to the least.

Fisher, W. D. (1958), On Grouping for Maximum Homogeneity, Journal of the American Statistical Association 53, pp.
789-798. The last class of the best partition begins the later, the further it reaches, so that each halving of the
figures halves what is to be looked at: n · log n steps for each class instead of n².
"""

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from udfs.numerics.arithmetic import NOISE
from udfs.numerics.cell_values import Numbers
from udfs.numerics.double_double import DoubleDouble, choose, difference

Places: TypeAlias = NDArray[np.intp]
Cost: TypeAlias = Callable[[Places, Places], DoubleDouble]


def natural_breaks(figures: Numbers, counts: Numbers, classes: int) -> Places:
    """Where each class ends, as the number of figures up to there.

    The figures ascend and differ, each stands for a count of equal ones, and there are as many as classes at least. Of
    partitions as good, the one whose classes end first.
    """
    cost = _cost(figures, counts)
    size = figures.size
    ends = np.arange(size + 1)
    best = cost(np.zeros_like(ends), ends)
    choices = []
    for number in range(2, classes + 1):
        best, choice = _with_one_more(best, cost, number, size)
        choices.append(choice)
    breaks = [size]
    for choice in reversed(choices):
        breaks.append(int(choice[breaks[-1]]))
    return np.array(breaks[::-1], dtype=np.intp)


def _cost(figures: Numbers, counts: Numbers) -> Cost:
    """The sum of squares within the figures from one place up to before another."""
    middle = float(figures[figures.size // 2])
    gaps = difference(figures, middle)
    numbers = np.concatenate([[0.0], np.cumsum(counts)])
    sums, squares = (_from_zero((each * counts).cumulated()) for each in (gaps, gaps * gaps))

    def cost(starts: Places, ends: Places) -> DoubleDouble:
        total = sums[ends] - sums[starts]
        number = numbers[ends] - numbers[starts]
        within: DoubleDouble = squares[ends] - squares[starts] - total * total / np.maximum(number, 1.0)
        return within

    return cost


def _from_zero(sums: DoubleDouble) -> DoubleDouble:
    return DoubleDouble(np.concatenate([[0.0], sums.high]), np.concatenate([[0.0], sums.low]))


def _with_one_more(before: DoubleDouble, cost: Cost, number: int, size: int) -> tuple[DoubleDouble, Places]:
    """The least sums of `number` classes up to each place, and where the last class of each begins."""
    best = DoubleDouble(np.full(size + 1, np.inf), np.zeros(size + 1))
    choice = np.zeros(size + 1, dtype=np.intp)
    low, high = np.array([number]), np.array([size])
    first, last = low - 1, high - 1
    while low.size:
        middle = (low + high) // 2
        lengths = np.minimum(last, middle - 1) - first + 1
        begins = np.cumsum(lengths) - lengths
        of_part = np.repeat(np.arange(low.size), lengths)
        starts = first[of_part] + np.arange(of_part.size) - begins[of_part]
        sums = before[starts] + cost(starts, middle[of_part])
        sums = choose(sums.high > 0, sums, 0.0)
        least = np.minimum.reduceat(sums.high, begins)
        enough = np.flatnonzero(sums.high <= least[of_part] * (1 + NOISE))
        chosen = enough[np.searchsorted(of_part[enough], np.arange(low.size))]
        best.high[middle], best.low[middle] = sums.high[chosen], sums.low[chosen]
        choice[middle] = starts[chosen]
        first, last = np.concatenate([first, starts[chosen]]), np.concatenate([starts[chosen], last])
        low, high = np.concatenate([low, middle + 1]), np.concatenate([middle - 1, high])
        left = low <= high
        low, high, first, last = low[left], high[left], first[left], last[left]
    return best, choice
