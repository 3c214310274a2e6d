"""A line by least squares, and how sure its slope is."""

from dataclasses import dataclass

import numpy as np

from udfs.numerics.cell_values import DIV0
from udfs.numerics.double_double import DoubleDouble, choose
from udfs.numerics.logarithms import NOISE
from udfs.numerics.students_t import two_sided

EXACT = 16 * NOISE
"""Residuals below this part of the largest deviation are what logarithms leave of zero."""


@dataclass(frozen=True, slots=True)
class RegressionLine:
    """The slope of a line, the sum of squared deviations of x and of residuals, R², and the number of points."""

    slope: DoubleDouble
    spread: DoubleDouble
    unexplained: DoubleDouble
    fit: DoubleDouble
    count: int

    @property
    def error(self) -> float:
        """The standard error of the slope; #DIV/0! of fewer than three points."""
        if self.count < 3:
            return DIV0
        return float((self.unexplained / (self.count - 2.0) / self.spread).root().high)

    def inference(self) -> list[float]:
        """Standard error, t and two-sided p of the slope, and the number of points; #DIV/0! where there is none."""
        error = self.error
        if not error > 0:
            return [error, DIV0, DIV0, float(self.count)]
        t = float((self.slope / (self.unexplained / (self.count - 2.0) / self.spread).root()).high)
        return [error, t, two_sided(t, self.count - 2), float(self.count)]


def least_squares(x: DoubleDouble, y: DoubleDouble) -> RegressionLine:
    """The line through points given by their deviations from their means; two different x at least."""
    spread, shared, total = (x * x).total(), (x * y).total(), (y * y).total()
    slope = shared / spread
    rest = y - slope * x
    known = np.abs(rest.high) > EXACT * np.abs(y.high).max()
    rest = choose(known, rest, 0.0)
    return RegressionLine(slope, spread, (rest * rest).total(), shared * slope / total, x.high.size)
