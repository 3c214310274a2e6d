"""What each column of a layout is for: a label, a period's figures, an indicator's figures, or text beside them."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from addin.tables.axes import YEAR, axis_name, is_axis
from addin.tables.layout import Column, Layout
from addin.tables.naming import NONE_GIVEN, GivenNames, clean, given_name, identifier, names_of
from addin.tables.periods import Period, doubt, doubtful, period_of, periods_of

PRINTED: Final = "printed_"
_STEM_AND_YEAR: Final = re.compile(r"^(?P<stem>.*\D)[\s_,-](?P<year>(?:18|19|20|21)\d\d)$")


class ColumnRole(Enum):
    """What a column holds."""

    KEY = "labels"
    FIGURES = "figures"
    TEXTS = "texts"
    PERIOD = "figures of one period"


@dataclass(frozen=True, slots=True)
class Part:
    """A column with its role; a period's column has its `period`, and its indicator's name where the header has one."""

    column: Column
    role: ColumnRole
    name: str
    period: Period | None = None


def parts_of(layout: Layout, keys: frozenset[str], given: GivenNames = NONE_GIVEN) -> tuple[Part, ...]:
    """The layout's columns in their roles; `keys` are columns declared to be labels, `given` the names of indicators.

    Labels are the well-known axes, codes, declared keys, and the columns of text left of the first figures. Where no
    column is the year, headers that are periods are columns of one indicator, and so are headers that differ in their
    year only ('CL 2008', 'CL 2012').
    """
    names = {column: axis_name(column.name) for column in layout.columns}
    periods = {} if YEAR in names.values() else _period_columns(layout.columns)
    either = doubtful(column.header for column in periods)
    if either is not None:
        raise doubt(either, next(layout.header_place(column) for column in periods if column.header == either))
    parts: list[Part] = []
    figures_began = False
    for column in layout.columns:
        if column in periods:
            stem, period = periods[column]
            parts.append(Part(column, ColumnRole.PERIOD, given_name(stem, stem, given), period))
            figures_began = True
            continue
        is_label = column.index in layout.grid.known.labels
        role = ColumnRole.KEY if is_label else _role(column, names[column], keys, figures_began)
        figures_began = figures_began or role is ColumnRole.FIGURES
        parts.append(Part(column, role, names[column]))
    return _with_key(parts)


def _role(column: Column, name: str, keys: frozenset[str], figures_began: bool) -> ColumnRole:
    if name in keys or column.name in keys or is_axis(name) or column.has_codes:
        return ColumnRole.KEY
    if column.share is None or column.share >= 0.5:
        return ColumnRole.FIGURES
    return ColumnRole.TEXTS if figures_began or name.startswith(PRINTED) else ColumnRole.KEY


def _with_key(parts: Sequence[Part]) -> tuple[Part, ...]:
    """The parts; of a table of texts alone the first column is the label, the others are what is told of it."""
    if any(part.role in (ColumnRole.FIGURES, ColumnRole.PERIOD) for part in parts):
        return tuple(parts)
    declared = [part for part in parts if is_axis(part.name)] or list(parts[:1])
    return tuple(
        part if part in declared or part.role is not ColumnRole.KEY else Part(part.column, ColumnRole.TEXTS, part.name)
        for part in parts
    )


def _grouped(columns: Sequence[Column]) -> dict[Column, tuple[str, Period]]:
    """The columns under a header of two rows, each with its indicator and its period, whichever stands above."""
    grouped = [column for column in columns if column.group is not None]
    below, above = (periods_of(cells) for cells in zip(*((each.header, each.group) for each in grouped), strict=True))
    found: dict[Column, tuple[str, Period]] = {}
    for column in grouped:
        period, text = below[column.header], str(column.group)
        if period is None:
            period, text = above[column.group], str(column.header)
        if period is not None:
            found[column] = (text, period)
    texts = list(dict.fromkeys(text for text, _ in found.values()))
    names = dict(zip(texts, names_of(texts), strict=True))
    return {column: (names[text], period) for column, (text, period) in found.items()}


def _period_columns(columns: Sequence[Column]) -> dict[Column, tuple[str, Period]]:
    if any(column.group is not None for column in columns):
        return _grouped(columns)
    periods = periods_of([column.header for column in columns])
    found = {column: ("", period) for column in columns if (period := periods[column.header])}
    stems: dict[str, dict[Column, Period]] = defaultdict(dict)
    for column in columns:
        match = _STEM_AND_YEAR.match(clean(str(column.header)))
        if match and column not in found:
            stems[identifier(match["stem"])][column] = Period(int(match["year"]))
    for stem, years in stems.items():
        if len(set(years.values())) > 1 and not period_of(f"{stem} 2000"):
            found |= {column: (stem, period) for column, period in years.items()}
    return found
