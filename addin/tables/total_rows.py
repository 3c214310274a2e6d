"""The total row of each table, and its subtotals, found once for everybody: by the setting, by sums, by words."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import cached_property, partial
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from addin.errors import UserError
from addin.tables.additive_words import says_not_additive, unit_in_words
from addin.tables.axes import INDICATOR, PERIOD, YEAR
from addin.tables.dataset import Dataset, IndexedTable
from addin.tables.grouping import Group
from addin.tables.sums import SummedColumn, Sums
from addin.tables.table import Label
from addin.tables.total_words import Says, country_of, says
from udfs.numerics.cell_values import CellValue

TIMES: Final = frozenset({YEAR, PERIOD, INDICATOR, "quarter", "month"})
"""Axes of which the labels are no parts of each other."""

NO_TOTAL: Final = ("-", "none", "нет", "жоқ")
"""What the setting `nation` says where the data have no total row though one seems to be."""

_FEW: Final = 5
"""Where a fifth of the labels or more are countries, none is the total of the others; a state may be called Georgia."""

_NEAR: Final = 0.02
_MOST_SHARE: Final = 4.0
"""Of labels that make more than that of a total it is none; a few hundredths may be rounding or a residual."""

_TERRITORIES: Final = ("region", "territory")
_BRANCHES: Final = frozenset({"branch"})


class Level(Enum):
    """Which labels of an axis are meant."""

    PARTS = "parts"
    SUBTOTALS = "subtotals"
    TOTAL = "total"
    ALL = "all"


class Reason(Enum):
    """Why a row is taken for the total."""

    SETTING = "setting"
    SUMS = "sums"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Subtotal:
    """A label that is the sum of others; `parts` are the nearest of them, none where only its name says so.

    `beside` are the groups of rows (labels of the table's other axes `others`) in which it stands beside its parts,
    `alone` those in which the parts have no figures, as before a region was divided.
    """

    label: Label
    parts: tuple[Label, ...] = ()
    others: tuple[str, ...] = ()
    beside: frozenset[Group] = frozenset()
    alone: frozenset[Group] = frozenset()

    def counts_twice(self, fixed: Mapping[str, Label]) -> bool:
        """Whether it stands beside its parts where these labels hold; what never stands alone always does."""
        if not self.alone:
            return True
        wanted = [(self.others.index(axis), label) for axis, label in fixed.items() if axis in self.others]
        beside, alone = (
            any(all(key[at] == label for at, label in wanted) for key in keys) for keys in (self.beside, self.alone)
        )
        return beside and not alone


@dataclass(frozen=True, slots=True)
class TotalRows:
    """The total of one axis of a table, and its subtotals.

    `doubtful` is a label whose figures are the sums of all others' where that may be chance. `share` is how much of the
    total the other labels make without the subtotals, 1 where that is all of it.
    """

    axis: str
    total: Label | None = None
    reason: Reason | None = None
    subtotals: tuple[Subtotal, ...] = ()
    doubtful: Label | None = None
    share: float | None = None


def total_rows(table: IndexedTable, axis: str, stated: Label | None = None) -> TotalRows:
    """The total and the subtotals of an axis; `stated` is the total as a setting names it."""
    held = table.keys.labels(axis)
    if axis in TIMES or len(held) < 2:
        return TotalRows(axis, stated, Reason.SETTING) if stated is not None and stated in held else TotalRows(axis)
    by = table.keys.grouping(axis)
    said, sums = by.said, Sums(by, partial(_additive_arrays, table))
    total, reason, doubtful = None, None, None
    if stated is not None and stated in held:
        total, reason = stated, Reason.SETTING
    elif not said and not sums.may_be_there:
        return TotalRows(axis)
    clean = False
    if total is None:
        total, doubtful = _by_sums(sums, said)
        reason = None if total is None else Reason.SUMS
        clean = total is not None
    if total is None:
        total = _by_words(sums, said)
        reason = None if total is None else Reason.WORDS
    subtotals = () if clean else tuple(_subtotals(sums, said, total))
    if total is None:
        total, subtotals = _top(sums, subtotals)
        reason = None if total is None else Reason.SUMS
    if total is None:
        return TotalRows(axis, subtotals=subtotals, doubtful=doubtful)
    left_out = {total, *(each.label for each in subtotals)}
    parts = [at for at, label in enumerate(by.labels) if label not in left_out]
    share = sums.share_of(by.labels.index(total), parts) if parts and sums.columns and not clean else None
    return TotalRows(axis, total, reason, subtotals, None, share)


def _additive_arrays(table: IndexedTable) -> Iterator[NDArray[Any]]:
    for name in table.table.columns:
        if not says_not_additive(heading_of(table, name)):
            yield table.array(name)


def heading_of(table: IndexedTable, name: str) -> str:
    """A column's name and what is printed above it, with its unit in words where it is a code."""
    return f"{name} {table.table.headers.get(name, '')} {unit_in_words(table.table.unit)}"


def _by_sums(sums: Sums, said: Mapping[Label, Says]) -> tuple[Label | None, Label | None]:
    """The one label whose figures are the sums of all others', and one of which that may be chance."""
    if not said and not sums.may_have_total:
        return None, None
    found = sums.of_all_others()
    labels = sums.by.labels
    telling = [at for at in found if said.get(labels[at], Says.NOTHING) is not Says.NOTHING]
    if telling:
        best = max(telling, key=lambda at: said[labels[at]])
        return labels[best], None
    if len(found) != 1:
        return None, None
    label = labels[found[0]]
    if sums.is_sum_of_all_others(found[0]):
        return label, None
    is_at_edge = found[0] in (0, len(labels) - 1)
    return None, label if is_at_edge and sums.equals_all_others(found[0]) else None


def _by_words(sums: Sums, said: Mapping[Label, Says]) -> Label | None:
    """The label that says most plainly that it is the total; the name of a country only where figures allow it."""
    for word in (Says.TOTAL, Says.BEGINS_AS_TOTAL):
        saying = [label for label, each in said.items() if each is word]
        if saying:
            edges = [label for label in saying if label in (sums.by.labels[0], sums.by.labels[-1])]
            return (edges or saying)[0]
    countries = [label for label, each in said.items() if each is Says.COUNTRY]
    if len(countries) > max(1, len(sums.by.labels) // _FEW):
        return None
    ends = (sums.by.labels[0], sums.by.labels[-1])
    may_be = [label for label in countries if (len(countries) == 1 or label in ends) and _may_be_total(sums, label)]
    return may_be[0] if len(may_be) == 1 else None


def _may_be_total(sums: Sums, label: Label) -> bool:
    """Whether no part exceeds a label in columns that add up; where there are none, whether it is first or last."""
    at = sums.by.labels.index(label)
    if not sums.columns:
        return at in (0, len(sums.by.labels) - 1)
    for column in sums.columns:
        most = np.full(len(sums.by.groups), -np.inf)
        np.maximum.at(most, sums.by.group_of, np.where(column.known, column.values, -np.inf))
        own = column.known & (sums.by.label_of == at)
        if (column.values[own] < most[sums.by.group_of[own]]).any():
            return at in (0, len(sums.by.labels) - 1) and _is_mean(column, sums, at)
    return True


def _is_mean(column: SummedColumn, sums: Sums, at: int) -> bool:
    """Whether a label's figures lie between those of the others, as a country's figure per head does."""
    least = np.full(len(sums.by.groups), np.inf)
    most = np.full(len(sums.by.groups), -np.inf)
    others = column.known & (sums.by.label_of != at)
    np.minimum.at(least, sums.by.group_of[others], column.values[others])
    np.maximum.at(most, sums.by.group_of[others], column.values[others])
    own = column.known & (sums.by.label_of == at)
    between = (least[sums.by.group_of] <= column.values) & (column.values <= most[sums.by.group_of])
    return bool(between[own].all())


def _subtotals(sums: Sums, said: Mapping[Label, Says], total: Label | None) -> Iterator[Subtotal]:
    labels = sums.by.labels
    at_total = labels.index(total) if total is not None else None
    out = frozenset() if at_total is None else frozenset({at_total})
    found = dict(sums.nested(out))
    if at_total is not None and not found and sums.columns:
        found |= _listed_apart(sums, at_total)
    found |= {label: parts for label, parts in sums.beside(at_total, out | found.keys()) if label not in found}
    yield from (_subtotal(sums, *each) for each in found.items())
    for word, each in said.items():
        told = each in (Says.SUBTOTAL, Says.BEGINS_AS_TOTAL, Says.TOTAL)
        if told and word != total and labels.index(word) not in found:
            yield Subtotal(word)


def _subtotal(sums: Sums, label: int, parts: Sequence[int]) -> Subtotal:
    labels = sums.by.labels
    if not parts:
        return Subtotal(labels[label])
    beside, alone = sums.together(label, parts)
    return Subtotal(labels[label], tuple(labels[part] for part in parts), sums.by.others, beside, alone)


def _listed_apart(sums: Sums, total: int) -> Mapping[int, tuple[int, ...]]:
    return sums.listed_apart(total, [at for at in range(len(sums.by.labels)) if at != total])


def _top(sums: Sums, subtotals: Sequence[Subtotal]) -> tuple[Label | None, tuple[Subtotal, ...]]:
    """The subtotal that holds all other labels, which is the total, and the other subtotals."""
    labels = sums.by.labels
    for each in subtotals:
        apart = _listed_apart(sums, labels.index(each.label))
        if apart:
            return each.label, tuple(_subtotal(sums, *found) for found in apart.items())
    parts = {each.label: each.parts for each in subtotals}
    for each in subtotals:
        if _within(each.label, parts) | {each.label} == set(labels) and not each.alone:
            return each.label, tuple(other for other in subtotals if other is not each)
    return None, tuple(subtotals)


def _within(label: Label, parts: Mapping[Label, Iterable[Label]]) -> set[Label]:
    """The parts of a label, and theirs."""
    found: set[Label] = set()
    new = set(parts.get(label, ()))
    while new:
        found |= new
        new = {each for part in new for each in parts.get(part, ())} - found
    return found


def _label_of(stated: CellValue) -> Label:
    """A label as tables have it: whole numbers are whole."""
    if isinstance(stated, float) and not isinstance(stated, str) and stated.is_integer():
        return int(stated)
    return stated if isinstance(stated, str | float) else str(stated)


def totals_stated(data: Dataset, stated: CellValue) -> "Totals":
    """The total rows of data of which a setting says the total, or that there is none."""
    if stated is None:
        return Totals(data)
    if stated in NO_TOTAL:
        return Totals(data, is_denied=True)
    label = _label_of(stated)
    found = data.label(label)
    country = country_of(label) if found is None else None
    if country is not None:
        every = (each for table in data.tables for axis in table.axes for each in table.keys.labels(axis))
        found = next((each for each in every if country_of(each) == country), None)
    return Totals(data, found)


@dataclass(frozen=True)
class Totals:
    """The total rows of all tables of a data set; `stated` is the total that the setting `nation` names.

    `is_denied` says that there is none, whatever sums and words say.
    """

    data: Dataset
    stated: Label | None = None
    is_denied: bool = False

    @property
    def has_stated(self) -> bool:
        """Whether the data have what the setting names, or it denies that there is a total."""
        return self.is_denied or self.stated is not None

    @cached_property
    def rows(self) -> Mapping[tuple[int, str], TotalRows]:
        """The total rows by the number of the table and the axis."""
        return {
            (number, axis): total_rows(table, axis, self.stated)
            for number, table in enumerate(self.data.tables)
            for axis in table.axes
            if not self.is_denied
        }

    @cached_property
    def by_axis(self) -> Mapping[str, frozenset[Label]]:
        """The labels of each axis that are totals in some table."""
        found: dict[str, set[Label]] = {}
        for (number, axis), rows in self.rows.items():
            if rows.total is not None:
                for each, label in _spelled(self.data.tables[number], axis, rows.total):
                    found.setdefault(each, set()).add(label)
        return {axis: frozenset(labels) for axis, labels in found.items()}

    @cached_property
    def subtotals(self) -> Mapping[str, tuple[Subtotal, ...]]:
        """The subtotals of each axis, each label once."""
        found: dict[str, dict[Label, Subtotal]] = {}
        for (number, axis), rows in self.rows.items():
            for each in rows.subtotals:
                for name, label in _spelled(self.data.tables[number], axis, each.label):
                    if label not in self.by_axis.get(name, ()):
                        found.setdefault(name, {}).setdefault(label, replace(each, label=label))
        return {axis: tuple(each.values()) for axis, each in found.items()}

    @cached_property
    def signature(self) -> tuple[object, ...]:
        """What tells which labels are left out; nothing where none is."""
        if not any(rows.total is not None or rows.subtotals for rows in self.rows.values()):
            return ()
        return (tuple(self.by_axis.items()), tuple(self.subtotals.items()))

    @property
    def vary(self) -> bool:
        """Whether it depends on other labels, such as the year, which labels are left out."""
        return any(each.alone for subtotals in self.subtotals.values() for each in subtotals)

    def of(self, table: IndexedTable) -> tuple[str, Label] | None:
        """The axis and the label of a table's total row: of its territories, else of another axis; None without one."""
        if self.stated is None and not self.signature:
            return None
        axes = sorted((axis for axis in table.axes if axis not in TIMES), key=_precedence)
        for axis in axes:
            held = table.keys.labels(axis)
            label = self.stated if self.stated in held else self._own(table, axis)
            if label is not None:
                return axis, label
            label = next((each for each in self.by_axis.get(axis, ()) if each in held), None)
            if label is not None:
                return axis, label
        return None

    def _own(self, table: IndexedTable, axis: str) -> Label | None:
        number = next((at for at, each in enumerate(self.data.tables) if each is table), None)
        return None if number is None or self.is_denied else self.rows[number, axis].total

    def chosen(
        self, axes: Sequence[str], levels: Sequence[Level], fixed: Mapping[str, Label]
    ) -> Sequence[Callable[[Label], bool]]:
        """For each axis whether a label is of its level; nothing where all are."""
        out = self.left_out(axes, fixed)
        if not any(out) and all(level in (Level.PARTS, Level.ALL) for level in levels):
            return ()
        return [self._of_level(*each) for each in zip(axes, levels, out, strict=True)]

    def _of_level(self, axis: str, level: Level, left_out: frozenset[Label]) -> Callable[[Label], bool]:
        if level is Level.TOTAL:
            return self.by_axis.get(axis, frozenset()).__contains__
        if level is Level.SUBTOTALS:
            return frozenset(each.label for each in self.subtotals.get(axis, ())).__contains__
        return (lambda label: label not in left_out) if level is Level.PARTS else lambda label: True

    def left_out(self, axes: Sequence[str], fixed: Mapping[str, Label]) -> Sequence[frozenset[Label]]:
        """For each axis the labels that don't stand beside others: totals, and subtotals that count twice."""
        return [
            self.by_axis.get(axis, frozenset())
            | {each.label for each in self.subtotals.get(axis, ()) if each.counts_twice(fixed)}
            for axis in axes
        ]


def _spelled(table: IndexedTable, axis: str, label: Label) -> Iterator[tuple[str, Label]]:
    """A label on its axis, and on the axes that spell the same labels otherwise, such as codes."""
    yield axis, label
    others = table.keys.grouping(axis).others
    for each in table.axes:
        if each != axis and each not in others and each not in TIMES:
            yield each, table.keys.columns[each][list(table.keys.columns[axis]).index(label)]


def _precedence(axis: str) -> int:
    return _TERRITORIES.index(axis) if axis in _TERRITORIES else 3 if axis in _BRANCHES else 2


def total_notes(totals: Totals) -> Iterator[UserError]:
    """What is to be told of total rows that no setting and no word names, and of subtotals."""
    for (number, axis), rows in totals.rows.items():
        table = totals.data.tables[number].table
        if rows.total is not None and rows.reason is Reason.SUMS and says(rows.total) is Says.NOTHING:
            yield UserError(
                "{axis} '{label}' is taken for the total: its figures are the sums of the others",
                table.place_of(list(table.keys[axis]).index(rows.total), axis),
                axis=axis,
                label=rows.total,
            )
        if rows.doubtful is not None:
            yield UserError(
                "the figures of {axis} '{label}' are the sums of the others; if it is the total, say nation = {label}",
                table.place_of(list(table.keys[axis]).index(rows.doubtful), axis),
                axis=axis,
                label=rows.doubtful,
            )
        if rows.share is not None and rows.total is not None and _MOST_SHARE > rows.share > 1 + _NEAR:
            yield UserError(
                "the labels of {axis} make {percent} % of '{total}': subtotals stand among them; leave them out, "
                "such as {example}",
                table.place,
                axis=axis,
                percent=round(100 * rows.share),
                total=rows.total,
                example=f"down(where=\"{axis} != '…'\")",
            )
        for each in rows.subtotals:
            if each.label not in totals.by_axis.get(axis, ()):
                yield _subtotal_note(totals.data.tables[number], axis, each)


def _subtotal_note(table: IndexedTable, axis: str, each: Subtotal) -> UserError:
    place = table.table.place_of(list(table.table.keys[axis]).index(each.label), axis)
    parts = ", ".join(map(str, each.parts))
    if not parts:
        return UserError(
            "{axis} '{label}' is a subtotal and isn't listed among its parts", place, axis=axis, label=each.label
        )
    if not each.alone:
        return UserError(
            "{axis} '{label}' is the subtotal of {parts} and isn't listed beside them",
            place,
            axis=axis,
            label=each.label,
            parts=parts,
        )
    own = (row for row, label in enumerate(table.table.keys[axis]) if label == each.label)
    beside = (row for row in own if tuple(table.table.keys[other][row] for other in each.others) in each.beside)
    first = next(beside, None)
    place = place if first is None else table.table.place_of(first, axis)
    when = ", ".join(sorted({", ".join(map(str, key)) for key in each.beside})[:12])
    return UserError(
        "{axis} '{label}' is counted beside its own parts {parts} ({when}): there they count twice in a sum",
        place,
        axis=axis,
        label=each.label,
        parts=parts,
        when=when,
    )
