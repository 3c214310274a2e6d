"""Which rows of figures are the sums of others: of all of them, or of those that follow, precede or are beside them."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, combinations, pairwise
from math import isfinite, log10
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from addin.tables.grouping import Group, Grouping

Floats: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]

_NOISE: Final = 1e-9
_MOST_DECIMALS: Final = 6
_MOST_WHOLE: Final = 2.0**53
_MOST_COLUMNS: Final = 8
_MOST_NESTED: Final = 2_000
_MOST_BESIDE: Final = 120
_MOST_PAIRED: Final = 60
_MOST_PARTS: Final = 3
_MOST: Final = 0.8
_HALF_SURPRISE: Final = 1.0
_SURPRISE: Final = 2.3
"""Sums of unlabelled rows count where chance would make them in one of two hundred tables."""


@dataclass(frozen=True, eq=False)
class SummedColumn:
    """Figures of one column: zeros where they are unknown, and which are known."""

    values: Floats
    known: Flags

    @cached_property
    def unit(self) -> float:
        """The place to which figures are printed: .1 where they have one decimal."""
        found = self.values[self.known][:_MOST_NESTED]
        for decimals in range(_MOST_DECIMALS):
            scaled = found * 10.0**decimals
            if (np.abs(scaled - np.rint(scaled)) <= _NOISE * np.maximum(np.abs(scaled), 1)).all():
                return float(10.0**-decimals)
        return float(10.0**-_MOST_DECIMALS)


def _has_run(values: Sequence[float], slack: float) -> bool:
    """Whether any figure is the sum of two or more that follow or precede it; none of them is below zero."""
    # the sums from the first figure on ascend, so that the end of a run is found by halving
    sums = [0.0, *accumulate(values)]
    last = len(sums)
    widest = slack * last + _NOISE * sums[-1]
    for at, value in enumerate(values):
        if value:
            follow, precede = sums[at + 1] + value, sums[at] - value
            found = bisect_left(sums, follow - widest, at + 3) if at + 3 < last else last
            while found < last and sums[found] <= follow + widest:
                if abs(sums[found] - follow) <= slack * (found - at) + _NOISE * sums[-1]:
                    return True
                found += 1
            found = bisect_left(sums, precede - widest, 0, at - 1) if at > 1 else last
            while found < at - 1 and sums[found] <= precede + widest:
                if abs(sums[found] - precede) <= slack * (at - found + 1) + _NOISE * sums[-1]:
                    return True
                found += 1
    return False


def _has_pair(known: Sequence[float], slack: float) -> bool:
    """Whether any of these figures, all above zero, is the sum of two of them."""
    ascending = np.array([*sorted(known), np.inf])
    sums = np.add.outer(ascending[:-1], ascending[:-1])
    return bool(np.count_nonzero(ascending[ascending.searchsorted(sums - slack)] <= sums + slack))


def _concerned(subtotals: Mapping[int, Sequence[int]]) -> frozenset[int]:
    return frozenset(subtotals).union(*subtotals.values())


def column_of(values: NDArray[Any], rows: int) -> SummedColumn | None:
    """The figures of a column array; None where it holds texts or nothing."""
    if values.dtype != np.float64:
        return None
    own = values[:rows]
    known = np.isfinite(own)
    return SummedColumn(np.where(known, own, 0.0), known) if known.any() else None


@dataclass(frozen=True)
class Sums:
    """The sums among the labels of a grouping; `arrays` are the columns that may add up, made as they are looked at."""

    by: Grouping
    arrays: Callable[[], Iterable[NDArray[Any]]]

    @cached_property
    def columns(self) -> tuple[SummedColumn, ...]:
        """The columns that hold figures."""
        rows = len(self.by.label_of)
        return tuple(column for array in self.arrays() if (column := column_of(array, rows)) is not None)

    @cached_property
    def first(self) -> SummedColumn | None:
        """The first of them, found without looking at the others."""
        rows = len(self.by.label_of)
        return next((column for array in self.arrays() if (column := column_of(array, rows)) is not None), None)

    @property
    def may_be_there(self) -> bool:
        """Whether any may be found where no label says that it is one; mostly not, which takes a look at one column."""
        values = self.fullest
        return self.may_have_total or self._may_have_runs(values) or self._may_have_pairs(values)

    def _may_have_runs(self, values: Sequence[float]) -> bool:
        """Whether these figures of the first column may have subtotals beside their parts."""
        if not 2 < len(values) <= _MOST_NESTED or min(values) < 0:
            return False
        # no unit is above 1, so that most tables need none
        return _has_run(values, 0.5) and self.first is not None and _has_run(values, 0.5 * self.first.unit)

    def _may_have_pairs(self, values: Sequence[float]) -> bool:
        """Whether one of these figures of the first column may be the sum of two others."""
        if not 2 < len(values) <= _MOST_PAIRED:
            return False
        known = [value for value in values if value > 0]
        return _has_pair(known, 1.5) and self.first is not None and _has_pair(known, 1.5 * self.first.unit)

    @property
    def may_have_total(self) -> bool:
        """Whether the greatest of the most figures that stand together may be the sum of the others, or of most."""
        values = self.fullest
        if not values or min(values) < 0:
            return self.first is not None
        rest = sum(values) * (1 - _NOISE) - 2 * max(values)
        if rest > 0.5 * (len(values) + 1) or self.first is None:
            return False
        return bool(rest <= 0.5 * self.first.unit * (len(values) + 1))

    def of_all_others(self) -> tuple[int, ...]:
        """The labels whose figures are the sums of all others', wherever all are known; in most places at least."""
        proofs = np.zeros(len(self.by.labels))
        against = np.zeros(len(self.by.labels))
        for column in self.columns[:_MOST_COLUMNS]:
            exact, other = self._judged(column)
            proofs += np.bincount(self.by.label_of, exact, len(proofs))
            against += np.bincount(self.by.label_of, other, len(proofs))
            if not proofs.any() and against.all():
                return ()
        found = (proofs > 0) & (proofs >= _MOST * (proofs + against))
        return tuple(np.flatnonzero(found).tolist())

    def _judged(self, column: SummedColumn) -> tuple[Flags, Flags]:
        """Which rows are the sums of the others of their groups, and which can't be."""
        groups, count = self.by.group_of, len(self.by.groups)
        sums = np.bincount(groups, column.values, count)[groups]
        known = np.bincount(groups, column.known, count)[groups]
        written = np.bincount(groups, column.values != 0, count)[groups]
        below_zero = np.bincount(groups, column.values < 0, count)[groups] > 0
        gap = 2 * column.values - sums
        slack = 0.5 * column.unit * (known + 1) + _NOISE * np.abs(sums)
        exact = column.known & (np.abs(gap) <= slack) & (written > 2)
        complete = known == len(self.by.labels)
        alone = known < 2
        against = column.known & (np.abs(gap) > slack) & ~alone & (complete | ((gap < 0) & ~below_zero))
        return exact, against

    @cached_property
    def matrix(self) -> Floats:
        """A row a label, a column a group of each column of figures; NaN where unknown."""
        by = self.by
        found = np.full((len(by.labels), len(by.groups) * len(self.columns[:_MOST_COLUMNS])), np.nan)
        for number, column in enumerate(self.columns[:_MOST_COLUMNS]):
            at = by.group_of + number * len(by.groups)
            found[by.label_of, at] = np.where(column.known, column.values, np.nan)
        return found

    @cached_property
    def units(self) -> Floats:
        """The unit of each column of the matrix."""
        return np.repeat([column.unit for column in self.columns[:_MOST_COLUMNS]], len(self.by.groups))

    @cached_property
    def steps(self) -> Floats:
        """The largest number that all figures of a column of the matrix are multiples of: 1000 of thousands."""
        whole = np.rint(np.nan_to_num(self.matrix) / self.units)
        whole = np.where(np.abs(whole) < _MOST_WHOLE, whole, 1.0).astype(np.int64)
        found: Floats = np.maximum(np.gcd.reduce(whole, axis=0), 1) * self.units
        return found

    def is_sum(self, label: int, parts: Sequence[int], chances: float, *, labelled: bool = False) -> bool:
        """Whether a label's figures are the sums of those of `parts` wherever all are known, and not by chance.

        `chances` are how many such sums were tried; what says itself that it is a sum needs no more proof.
        """
        surprise = self._surprise_of(label, parts)
        return surprise is not None and (labelled or surprise - log10(chances) >= _SURPRISE)

    def _surprise_of(self, label: int, parts: Sequence[int]) -> float | None:
        """How unlikely it is, as so many tenths of each other, that these sums are there; None where they aren't."""
        own, others = self.matrix[label], self.matrix[list(parts)]
        exact, against = self._sum_judged(own, others)
        proofs = int(exact.sum())
        if not proofs or proofs < _MOST * (proofs + int(against.sum())):
            return None
        return self._surprise(own[exact], others[:, exact], self.steps[exact])

    def is_sum_of_all_others(self, label: int) -> bool:
        """Whether that is no chance."""
        others = [at for at in range(len(self.by.labels)) if at != label]
        return self.is_sum(label, others, len(self.by.labels))

    def equals_all_others(self, label: int) -> bool:
        """Whether its figures are those sums to the last digit, not but for rounding."""
        others = np.nansum(np.delete(self.matrix, label, axis=0), axis=0)
        own = self.matrix[label]
        return bool((np.isnan(own) | (np.abs(own - others) <= _NOISE * np.abs(own))).all())

    def _sum_judged(self, own: Floats, others: Floats) -> tuple[Flags, Flags]:
        known = ~np.isnan(others)
        sums = np.where(known, others, 0.0).sum(axis=0)
        slack = 0.5 * self.units * (known.sum(axis=0) + 1) + _NOISE * np.abs(own)
        with np.errstate(invalid="ignore"):
            close = np.abs(own - sums) <= slack
            # parts smaller than the rounding prove nothing
            written = (np.abs(np.where(known, others, 0.0)) > 2 * slack).sum(axis=0)
            judged = ~np.isnan(own) & known.any(axis=0)
            against = judged & ~close & (known.all(axis=0) | ((sums > own) & (others >= 0).any(axis=0)))
        return judged & close & (written > 1), against

    def _surprise(self, own: Floats, others: Floats, steps: Floats) -> float:
        """How unlikely the sums are, as so many tenths of each other: figures in proportion tell no more than one."""
        sized = np.log10(np.maximum(np.abs(own) / steps, 1.0))
        rank = int(np.linalg.matrix_rank(np.nan_to_num(others / np.maximum(np.abs(own), _NOISE)), tol=1e-6))
        return float(np.sort(sized)[: max(rank, 1)].sum())

    def nested(self, leave_out: frozenset[int]) -> Mapping[int, tuple[int, ...]]:
        """Labels that are the sums of those that follow them or, where none is, precede them; their nearest parts."""
        order = [at for at in range(len(self.by.labels)) if at not in leave_out]
        if not self._may_have_runs([self.fullest[at] for at in order]):
            return {}
        found = self._runs(order) or self._runs(order[::-1])
        # what has one part alone has its figures; seen as two regions, it hides what both are parts of
        alone = dict(self._parents_of_one(order)) if found else {}
        left = [label for label in order if label not in alone]
        runs = self._runs(left) or self._runs(left[::-1]) if alone else {}
        parts = frozenset[int]().union(*runs.values())
        more = {**runs, **{label: each for label, each in alone.items() if parts.issuperset(each)}}
        return more if len(_concerned(more)) > len(_concerned(found)) else found

    def _parents_of_one(self, order: Sequence[int]) -> Iterator[tuple[int, tuple[int, ...]]]:
        """Labels that have the figures of the one that follows, by no chance."""
        least = _SURPRISE + log10(len(order))
        for label, follows in pairwise(order):
            own, other = self.matrix[label], self.matrix[follows]
            if self.fullest[label] and np.array_equal(own, other, equal_nan=True):
                sizes = np.log10(np.maximum(np.nan_to_num(np.abs(own)) / self.steps, 1.0))
                if sizes.sum() < least:
                    continue
                yield label, (follows,)

    @cached_property
    def fullest(self) -> Sequence[float]:
        """The first column's figure for each label in the group with the most; 0 where unknown."""
        found = self._known_at_a_glance()
        if found is not None:
            return found
        by, found = self.by, [0.0] * len(self.by.labels)
        if self.first is None:
            return found
        group = int(np.bincount(by.group_of, self.first.known, len(by.groups)).argmax())
        for row in np.flatnonzero(by.group_of == group).tolist():
            found[by.label_of[row]] = float(self.first.values[row])
        return found

    def _known_at_a_glance(self) -> list[float] | None:
        """The same, found sooner, where all of the largest group is known and it has every label; else None."""
        array = next((array for array in self.arrays() if array.dtype == np.float64), None)
        if array is None or len(self.by.fullest) < len(self.by.labels):
            return None
        found: list[float] = array[self.by.fullest].tolist()
        return found if isfinite(sum(found)) else None

    def _runs(self, order: Sequence[int]) -> dict[int, tuple[int, ...]]:
        if self.first is None:
            return {}
        values, slack = self.fullest, 0.5 * self.first.unit
        found: dict[int, tuple[int, ...]] = {}
        surprises: dict[int, float] = {}
        after: dict[int, int] = {}
        for at in range(len(order) - 1, -1, -1):
            label = order[at]
            after[at] = at + 1
            parts: list[int] = []
            total, other = 0.0, at + 1
            while values[label] and other < len(order) and total <= values[label] + slack * (len(parts) + 1):
                parts.append(order[other])
                total += values[order[other]]
                other = after[other]
                is_near = abs(total - values[label]) <= slack * (len(parts) + 1) + _NOISE * total
                surprise = self._surprise_of(label, parts) if len(parts) > 1 and is_near else None
                if surprise is not None and surprise - log10(2.0 * len(order)) >= _HALF_SURPRISE:
                    surprises[label] = surprise - log10(2.0 * len(order))
                    found[label], after[at] = tuple(sorted(parts)), other
                    break
        if sum(surprises.values()) >= _SURPRISE and len(found) > 1:
            return found  # several together are no chance
        return {label: parts for label, parts in found.items() if surprises[label] >= _SURPRISE}

    def beside(self, total: int | None, leave_out: frozenset[int]) -> Iterator[tuple[int, tuple[int, ...]]]:
        """Labels that are the sums of two or three others wherever these stand, as a region that was divided later.

        Where there is a total, they are what the sum of the others exceeds it by.
        """
        order = [at for at in range(len(self.by.labels)) if at not in leave_out and at != total]
        if not 2 < len(order) <= _MOST_BESIDE or self.first is None:
            return
        if total is None:
            yield from self._pairs(order)
            return
        for group in self._exceeding(total, order):
            values = {at: float(self.matrix[at, group]) for at in order if self.matrix[at, group] > 0}
            unit = 0.5 * float(self.units[group])
            excess = sum(values.values()) - float(self.matrix[total, group])
            doubled = [at for at, value in values.items() if abs(value - excess) <= unit * (len(values) + 1)]
            size = max(excess / float(self.steps[group]), 1.0)
            found = list(self._divided(doubled, values, unit, log10(size / len(values))))
            yield from found
            if found:
                return

    def share_of(self, total: int, parts: Sequence[int]) -> float | None:
        """How much of the total its parts make, 1 where they make all of it; None where that isn't known.

        What is no more than one of its parts, as a mean is, is no total of them.
        """
        own, others = self.matrix[total], self.matrix[list(parts)]
        known = ~np.isnan(own) & ~np.isnan(others).any(axis=0) & (own > 0)
        if not known.any() or (own[known] <= others[:, known].max(axis=0)).any():
            return None
        return float(np.median(others[:, known].sum(axis=0) / own[known]))

    def listed_apart(self, total: int, order: Sequence[int]) -> Mapping[int, tuple[int, ...]]:
        """Subtotals that stand together before or after all of their parts: both sum up to the total."""
        for ordered in (order, order[::-1]):
            known = list(accumulate(self.fullest[at] for at in ordered))
            for count in range(2, (len(ordered) + 1) // 2):
                slack = self.fullest[total] * _NOISE + float(self.units[0]) * (len(ordered) + 1)
                if abs(known[count - 1] - self.fullest[total]) > slack or abs(known[-1] - 2 * known[count - 1]) > slack:
                    continue
                both = [self._surprise_of(total, each) for each in (ordered[:count], ordered[count:])]
                if None not in both and sum(filter(None, both)) - log10(len(ordered)) >= _SURPRISE:
                    return self._in_turn(ordered[:count], ordered[count:])
        return {}

    def _in_turn(self, subtotals: Sequence[int], parts: Sequence[int]) -> Mapping[int, tuple[int, ...]]:
        """The parts of each subtotal where they follow each other as these do; none where they don't."""
        for order in (subtotals, subtotals[::-1]):
            found, start = dict[int, tuple[int, ...]](), 0
            for label in order:
                ends = range(start + 1, len(parts) + 1)
                end = next((end for end in ends if self._surprise_of(label, parts[start:end]) is not None), None)
                if end is None:
                    break
                found[label], start = tuple(sorted(parts[start:end])), end
            if len(found) == len(order):
                return found
        return dict.fromkeys(subtotals, ())

    def _pairs(self, order: Sequence[int]) -> Iterator[tuple[int, tuple[int, ...]]]:
        """The labels that are the sum of two others, where no total tells what is counted twice."""
        values = np.array([self.fullest[at] for at in order])
        if self.first is None or not self._may_have_pairs(values.tolist()):
            return
        slack = 1.5 * self.first.unit
        hits = np.abs(values[:, None, None] - (values[None, :, None] + values[None, None, :])) <= slack
        tried = float(len(order)) ** 3 / 2
        for label, first, second in np.argwhere(hits & (values > 0)[None, :, None]).tolist():
            parts = (order[first], order[second])
            if first < second and label not in (first, second) and self.is_sum(order[label], parts, tried):
                yield order[label], parts

    def _exceeding(self, total: int, order: Sequence[int]) -> Iterator[int]:
        """The columns of the matrix in which the parts exceed the total."""
        own = self.matrix[order]
        with np.errstate(invalid="ignore"):
            slack = 0.5 * self.units * ((~np.isnan(own)).sum(axis=0) + 1)
            yield from np.flatnonzero(np.nansum(own, axis=0) - self.matrix[total] > slack).tolist()

    def _divided(
        self, doubled: Sequence[int], values: Mapping[int, float], unit: float, known: float
    ) -> Iterator[tuple[int, tuple[int, ...]]]:
        """The labels of which others are parts; `known` is how unlikely it is that they are what is counted twice."""
        for label in doubled:
            smaller = [other for other, value in values.items() if other != label and value < values[label]]
            tried = float(max(len(smaller), 2)) ** _MOST_PARTS / 6
            parts = next(
                (
                    parts
                    for size in range(2, _MOST_PARTS + 1)
                    for parts in combinations(smaller, size)
                    if abs(sum(values[part] for part in parts) - values[label]) <= unit * (size + 1)
                    and self.is_sum(label, parts, tried / 10.0 ** max(known, 0.0))
                ),
                None,
            )
            if parts is not None:
                yield label, parts

    def together(self, label: int, parts: Sequence[int]) -> tuple[frozenset[Group], frozenset[Group]]:
        """The groups in which a label has figures beside its parts, and those in which it has them alone."""
        own, others = ~np.isnan(self.matrix[label]), (~np.isnan(self.matrix[list(parts)])).any(axis=0)
        count = len(self.by.groups)
        beside, alone = ((own & flags).reshape(-1, count).any(axis=0) for flags in (others, ~others))
        return frozenset(self._groups(beside)), frozenset(self._groups(alone & ~beside))

    def _groups(self, flags: Flags) -> Iterator[Group]:
        return (self.by.groups[at] for at in np.flatnonzero(flags).tolist())
