"""Sums without any error over rows and columns: the same whatever the order of the cells, and however many they are.

Few cells are summed by `math.fsum`. Many are cut at common binary places into slices whose sums have no error:
S. M. Rump, T. Ogita, S. Oishi (2008), Accurate Floating-Point Summation, SIAM Journal on Scientific Computing 31,
pp. 189-224.
"""

import math
from collections.abc import Sequence
from itertools import count
from typing import Final, TypeAlias

import numpy as np

from udfs.numerics.cell_values import Numbers
from udfs.numerics.error_free import two_sum

Sums: TypeAlias = tuple[Numbers, Numbers]

# Below so many cells math.fsum is quicker than cutting into slices, which costs some passes of NumPy at any size.
_MANY: Final = 8192
_COLUMNS: Final = 256
_CHUNK: Final = 65536
_ROWS: Final = 64
# Above it the large number beside which digits are cut off would be infinite.
_LARGEST: Final = 2.0**960
_LAST_PLACE: Final = -1074
_DIGITS: Final = 53


def exact_sums(values: Numbers, axis: int) -> Sums:
    """The sums along `axis`, kept two-dimensional: the nearest floats, and what they lack.

    NaN where a number is, or beyond a float's range.
    """
    if values.size < _MANY:
        return _sums_of_lines(values, axis)
    if values.shape[1 - axis] == 1:
        return exact_total(values)
    columns, rows, _ = margins(values)
    return rows if axis else columns


def exact_total(values: Numbers) -> Sums:
    """The sum of all, likewise, in one cell."""
    if values.size < _MANY:
        return _as_arrays(*_sum_of_few(values.ravel().tolist()))
    filled = np.concatenate([values.ravel(), np.zeros(-values.size % _COLUMNS)])
    return margins(filled.reshape(-1, _COLUMNS))[2]


def margins(values: Numbers) -> tuple[Sums, Sums, Sums]:
    """The sums of the columns, of the rows (kept two-dimensional), and of all, likewise."""
    slices = _slices(values) if values.size >= _MANY else None
    if slices is None:
        whole = _sum_of_few(values.ravel().tolist())
        return _sums_of_lines(values, 0), _sums_of_lines(values, 1), _as_arrays(*whole)
    columns = np.stack([np.add.reduce(one.columns, axis=0) for one in slices])
    rows = np.stack([one.rows for one in slices])
    whole = _sum_of_few(columns.ravel().tolist())
    return _sums_of_pieces(columns, (1, -1)), _sums_of_pieces(rows, (-1, 1)), _as_arrays(*whole)


def near_margins(values: Numbers) -> tuple[Sums, Sums, Sums]:
    """The same within a few units of the last place, a pass over the numbers each: some rows at a time, in their order.

    The sums of these rows are put together with what rounding takes from each.
    """
    columns, rest = np.zeros(values.shape[1]), np.zeros(values.shape[1])
    rows = np.empty(len(values))
    for start in range(0, len(values), _ROWS):
        some = values[start : start + _ROWS]
        rows[start : start + _ROWS] = np.add.reduce(some, axis=1)
        columns, error = two_sum(columns, np.add.reduce(some, axis=0))
        rest += error
    whole = _sum_of_few([*columns.tolist(), *rest.tolist()])
    return (
        (columns.reshape(1, -1), rest.reshape(1, -1)),
        (rows.reshape(-1, 1), np.zeros((len(rows), 1))),
        _as_arrays(*whole),
    )


def _sums_of_lines(values: Numbers, axis: int) -> Sums:
    sums = np.array([_sum_of_few(line) for line in (values if axis else values.T).tolist()]).reshape(-1, 2)
    shape = (-1, 1) if axis else (1, -1)
    return sums[:, 0].reshape(shape), sums[:, 1].reshape(shape)


def _sum_of_few(terms: Sequence[float]) -> tuple[float, float]:
    try:
        high = math.fsum(terms)
        return high, math.fsum([*terms, -high])
    except (OverflowError, ValueError):
        return math.nan, 0.0


def _as_arrays(high: float, low: float) -> Sums:
    return np.full((1, 1), high), np.full((1, 1), low)


class _Slice:
    """Of all numbers the digits down to the binary place `place`, summed over columns and rows without error."""

    def __init__(self, place: int, rows: int, chunk: tuple[int, ...]) -> None:
        self.place = max(place, _LAST_PLACE)
        self.columns: Numbers = np.zeros(chunk)
        self.rows: Numbers = np.zeros(rows)

    def take(self, values: Numbers, start: int, last: int, digits: Numbers, left: Numbers) -> Numbers | None:
        """Adds the digits of the rows from `start` on, which have none below 2^last, and gives what is left of them.

        Beside so large a number, what is below the place is rounded away.
        """
        if self.place <= last:
            self._add(values, start)
            return None
        # 1.5 · 2^n: a number of either sign added to it stays within one power of two, so the cut is the same.
        large = math.ldexp(1.5, self.place + _DIGITS - 1)
        np.subtract(np.add(values, large, out=digits), large, out=digits)
        self._add(digits, start)
        rest = np.subtract(values, digits, out=left)
        return rest if rest.any() else None

    def _add(self, digits: Numbers, start: int) -> None:
        self.columns[: len(digits)] += digits
        np.einsum("ij->i", digits, out=self.rows[start : start + len(digits)])


def _slices(values: Numbers) -> list[_Slice] | None:
    """The digits of all numbers, from the largest slice down to the last; None where a number can't be cut."""
    rows, columns = values.shape
    # So many numbers of this many digits can be added and still fit 53 digits: no sum of a slice is rounded.
    width = _DIGITS - max(rows, columns).bit_length()
    step = min(max(1, _CHUNK // columns), rows)
    spaces = np.empty((2, step, columns))
    slices: dict[int, _Slice] = {}
    first: int | None = None
    for start in range(0, rows, step):
        rest = values[start : start + step]
        least, most = float(rest.min()), float(rest.max())
        if not max(-least, most) < _LARGEST:
            return None
        top = math.frexp(max(-least, most))[1]
        first = top if first is None else first
        # Where all numbers are above zero the smallest says where digits end, so that fewer slices are looked through.
        last = math.frexp(least)[1] - _DIGITS if least > 0 else _LAST_PLACE
        for level in count((first - top) // width):
            if level not in slices:
                slices[level] = _Slice(first - width * (level + 1), rows, spaces[0].shape)
            left = slices[level].take(rest, start, last, *spaces[:, : len(rest)])
            if left is None:
                break
            rest = left
    return [slices[level] for level in sorted(slices)]


def _sums_of_pieces(pieces: Numbers, shape: tuple[int, int]) -> Sums:
    """The sum of each column of `pieces`; those that lie between two floats are decided by all digits."""
    high, low = pieces[0], np.zeros_like(pieces[0])
    for piece in pieces[1:]:
        high, error = two_sum(high, piece)
        low = low + error
    high, low = two_sum(high, low)
    gap = np.spacing(np.abs(high))
    # Half way between two floats, or a quarter below a power of two, the last bit hangs on digits that `low` has lost.
    close = np.minimum(np.abs(np.abs(low) - gap / 2), np.abs(np.abs(low) - gap / 4)) <= gap * 2.0**-40
    for place in np.flatnonzero(close).tolist():
        high[place], low[place] = _sum_of_few(pieces[:, place].tolist())
    return high.reshape(shape), low.reshape(shape)
