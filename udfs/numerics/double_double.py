"""Numbers of some thirty digits, so that a figure is rounded once, at its end, and comes out alike on every machine.

A double-double number is the sum of two float64. Only addition, multiplication, division and the root are used, which
IEEE 754 rounds alike everywhere. T. J. Dekker (1971), A Floating-Point Technique for Extending the Available Precision,
Numerische Mathematik 18, pp. 224-242.
"""

from dataclasses import dataclass
from typing import Any, ClassVar, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from udfs.numerics.cell_values import Numbers
from udfs.numerics.error_free import fast_two_sum, two_product, two_sum
from udfs.numerics.summation import exact_sums, exact_total

_ZERO: Final[Numbers] = np.zeros(())
_NONE: Final[Numbers] = np.zeros(0)


@dataclass(frozen=True, slots=True)
class DoubleDouble:
    """The numbers high + low; `high` alone is each rounded to a float64."""

    high: Numbers
    low: Numbers

    # Otherwise NumPy would take array + DoubleDouble apart element by element before __radd__ is asked.
    __array_ufunc__: ClassVar[None] = None

    def __add__(self, other: "Operand") -> "DoubleDouble":
        right = double_double(other)
        high, low = two_sum(self.high, right.high)
        below, rest = two_sum(self.low, right.low)
        high, low = fast_two_sum(high, low + below)
        return DoubleDouble(*fast_two_sum(high, low + rest))

    def __radd__(self, other: "Operand") -> "DoubleDouble":
        return self + other

    def __neg__(self) -> "DoubleDouble":
        return DoubleDouble(-self.high, -self.low)

    def __sub__(self, other: "Operand") -> "DoubleDouble":
        return self + -double_double(other)

    def __rsub__(self, other: "Operand") -> "DoubleDouble":
        return -self + other

    def __mul__(self, other: "Operand") -> "DoubleDouble":
        right = double_double(other)
        high, low = two_product(self.high, right.high)
        return DoubleDouble(*fast_two_sum(high, low + (self.high * right.low + self.low * right.high)))

    def __rmul__(self, other: "Operand") -> "DoubleDouble":
        return self * other

    def __truediv__(self, other: "Operand") -> "DoubleDouble":
        divisor = double_double(other)
        first = self.high / divisor.high
        high, low = two_product(first, divisor.high)
        # What the rounded quotient leaves of the dividend is exact; divided once more it gives the lower digits.
        rest = (self.high - high) - low + (self.low - first * divisor.low)
        return DoubleDouble(*fast_two_sum(first, rest / divisor.high))

    def __rtruediv__(self, other: "Operand") -> "DoubleDouble":
        return double_double(other) / self

    def __abs__(self) -> "DoubleDouble":
        sign = np.where(self.high < 0, -1.0, 1.0)
        return DoubleDouble(self.high * sign, self.low * sign)

    def __getitem__(self, place: Any) -> "DoubleDouble":  # noqa: ANN401 - whatever NumPy takes
        return DoubleDouble(self.high[place], np.broadcast_to(self.low, self.high.shape)[place])

    def root(self) -> "DoubleDouble":
        """The square root."""
        first = np.sqrt(self.high)
        high, low = two_product(first, first)
        rest = (self.high - high) - low + self.low
        return DoubleDouble(*fast_two_sum(first, rest / np.where(first > 0, 2 * first, 1.0)))

    def total(self) -> "DoubleDouble":
        """The sum of all, without any error until it is rounded to a double-double number: the same in every order."""
        low = self.low.ravel() if self.low.shape == self.high.shape else _NONE
        high, low = exact_total(np.concatenate([self.high.ravel(), low]))
        return DoubleDouble(high[0, 0], low[0, 0])

    def sums(self, axis: int) -> "DoubleDouble":
        """The sums along `axis` of two dimensions, kept two-dimensional, without any error until they are rounded."""
        low = np.broadcast_to(self.low, self.high.shape)
        return DoubleDouble(*exact_sums(self.high, axis)) + DoubleDouble(*exact_sums(low, axis))

    def cumulated(self) -> "DoubleDouble":
        """The sums of one dimension up to each place."""
        sums = np.cumsum(self.high)
        before = np.concatenate([[0.0], sums[:-1]])
        return DoubleDouble(*fast_two_sum(sums, np.cumsum(two_sum(before, self.high)[1] + self.low)))


Operand: TypeAlias = DoubleDouble | NDArray[np.float64] | float


def double_double(values: Operand) -> DoubleDouble:
    """Plain numbers as double-double ones; a double-double number as it is."""
    return values if isinstance(values, DoubleDouble) else DoubleDouble(np.asarray(values, dtype=np.float64), _ZERO)


def choose(condition: NDArray[np.bool_], first: DoubleDouble, second: Operand) -> DoubleDouble:
    """The first where the condition holds, else the second."""
    other = double_double(second)
    return DoubleDouble(np.where(condition, first.high, other.high), np.where(condition, first.low, other.low))


def difference(left: Numbers, right: Numbers | float) -> DoubleDouble:
    """The difference left − right, without any error."""
    return DoubleDouble(*two_sum(left, -right))


def product(left: Operand, right: Numbers) -> DoubleDouble:
    """The product left · right of plain numbers, without any error."""
    return double_double(left) * right
