"""The normal distribution: probabilities right to twelve digits, and the points that bound a probability."""

import math
from statistics import NormalDist

_STANDARD = NormalDist()


def two_sided(z: float) -> float:
    """The probability of a value at least as far from zero as z."""
    return math.erfc(abs(z) / math.sqrt(2))


def bound_of(level: float) -> float:
    """The z between whose negative and which a value lies with the probability `level`.

    Wichura, M. J. (1988), Algorithm AS 241, Applied Statistics 37, pp. 477-484.
    """
    return -_STANDARD.inv_cdf((1 - level) / 2)
