"""The forms in which offices keep observations (tidy, long, wide), each made into tables of one observation a row."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from addin.errors import Place, UserError
from addin.tables.axes import INDICATOR, PERIOD, VALUE, YEAR
from addin.tables.duplicates import refuse_twice
from addin.tables.figures import Marks
from addin.tables.labels import (
    figures,
    is_in_percent,
    label_of,
    labels,
    odd_percent,
    periods,
    some_percent,
    texts,
)
from addin.tables.layout import Column, Layout
from addin.tables.naming import GivenNames, clean, given_name, names_of
from addin.tables.periods import Period, periods_of
from addin.tables.roles import ColumnRole, Part
from addin.tables.table import Label, Table
from addin.tables.wide import wide_table
from udfs.numerics.cell_values import CellValue

_FEWEST_DIGITS: Final = 4
"""So many digits a number has at least that is a code in itself."""


@dataclass(frozen=True, slots=True)
class Shape:
    """How a layout's figures become columns.

    `marks` tell how they are written, `indicator` names figures that have no name, `given` those that labels name,
    `within_year` asks for quarters, halves and months beside whole years.
    """

    marks: Marks
    indicator: str
    within_year: bool = False
    given: GivenNames = field(default_factory=dict)


def tables_of(layout: Layout, parts: Sequence[Part], shape: Shape) -> tuple[Table, ...]:
    """The tables that a layout holds: one, or two where a wide table has columns that belong to no period."""
    by_role = {role: [part for part in parts if part.role is role] for role in ColumnRole}
    keys, others = by_role[ColumnRole.KEY], by_role[ColumnRole.FIGURES] + by_role[ColumnRole.TEXTS]
    if not keys:
        first = layout.columns[0]
        raise UserError(
            "no column has names (a region, a branch, a year); if column {name} names the rows, set keys = {name}",
            layout.header_place(first),
            name=first.name,
        )
    if by_role[ColumnRole.PERIOD]:
        return _wide(layout, keys, by_role[ColumnRole.PERIOD], others, shape)
    if {INDICATOR, VALUE} <= {part.name for part in parts}:
        return (_long(layout, keys, others, shape),)
    return (_tidy(layout, keys, others, shape),)


def _wide(
    layout: Layout, keys: Sequence[Part], by_period: Sequence[Part], others: Sequence[Part], shape: Shape
) -> tuple[Table, ...]:
    named = [part if part.name else replace(part, name=shape.indicator) for part in by_period]
    wide = wide_table(layout, keys, named, shape.marks, within_year=shape.within_year)
    written = [part for part in others if part.column.is_written]
    return (wide, _tidy(layout, keys, written, shape)) if written else (wide,)


def _tidy(layout: Layout, keys: Sequence[Part], values: Sequence[Part], shape: Shape) -> Table:
    by_period = period_part(keys)
    if by_period is not None and takes_years_only(by_period, shape):
        chosen = periods(layout, by_period.column)
        kept = [position for position, period in enumerate(chosen) if period.part is None]
        layout = layout.pick(kept) if len(kept) < len(chosen) else layout
    table = Table(
        name=layout.grid.name,
        place=layout.grid.place,
        keys=_keys(layout, keys, shape),
        columns={part.name: _values(layout, part, shape.marks) for part in values},
        place_of=_places(layout, (*keys, *values)),
        headers={part.name: heading(part.column) for part in (*keys, *values)},
        properties=layout.grid.known.properties,
    )
    refuse_twice(table, _numbered(table, keys, values))
    return table


def heading(column: Column) -> str:
    """What is printed above a column; that its figures are in percent, where their cells say it alone."""
    header = clean(str(column.header))
    return f"{header}, %" if column.has_percent and "%" not in header else header


def _numbered(table: Table, keys: Sequence[Part], values: Sequence[Part]) -> list[str]:
    """The columns of whole numbers that may be labels: left of all labels, or with equally many digits, four or more.

    Codes of territories are such (KATO, OKTMO, FIPS), which no file says to be more than numbers.
    """
    first = min(part.column.index for part in keys)
    return [
        part.name
        for part in values
        if all(isinstance(value, float) and value.is_integer() for value in table.columns[part.name])
        and (part.column.index < first or _are_codes(table.columns[part.name]))
    ]


def _are_codes(values: Sequence[CellValue]) -> bool:
    lengths = {len(f"{value:.0f}") for value in values}
    return len(lengths) == 1 and min(lengths) >= _FEWEST_DIGITS


def period_part(keys: Sequence[Part]) -> Part | None:
    """The first key column that says each observation's period; None where there is none."""
    return next((part for part in keys if part.name in (YEAR, PERIOD)), None)


def takes_years_only(by_period: Part, shape: Shape) -> bool:
    """Whether quarters and other parts of years are left out: they are not asked for, and there are whole years."""
    return not shape.within_year and any(period.part is None for period in periods_in(by_period))


def periods_in(by_period: Part) -> list[Period]:
    """The periods that a column names, each once, as far as they can be read."""
    return [period for period in periods_of(by_period.column.kinds).values() if period is not None]


def _keys(layout: Layout, keys: Sequence[Part], shape: Shape) -> dict[str, Sequence[Label]]:
    """The key columns; periods make two, the year and the part of the year, where there are parts."""
    read: dict[str, Sequence[Label]] = {}
    for part in keys:
        if part.name == YEAR or (part.name == PERIOD and not any(other.name == YEAR for other in keys)):
            read |= _period_keys(periods(layout, part.column), part, shape)
        else:
            read[part.name] = labels(layout, part.column)
    return read


def _period_keys(found: Sequence[Period], by_period: Part, shape: Shape) -> dict[str, Sequence[Label]]:
    years: dict[str, Sequence[Label]] = {YEAR: [period.year for period in found]}
    if takes_years_only(by_period, shape) or all(period.part is None for period in periods_in(by_period)):
        return years
    return years | {PERIOD: [period.part or YEAR for period in found]}


def _values(layout: Layout, part: Part, marks: Marks) -> list[CellValue]:
    return texts(layout, part.column) if part.role is ColumnRole.TEXTS else figures(layout, part.column, marks)


def _places(layout: Layout, parts: Sequence[Part]) -> Callable[[int, str], Place]:
    indexes = {part.name: part.column.index for part in parts}
    if YEAR not in indexes and PERIOD in indexes:
        indexes[YEAR] = indexes[PERIOD]
    return lambda row, column: layout.place_of(row, indexes[column])


def _long(layout: Layout, keys: Sequence[Part], others: Sequence[Part], shape: Shape) -> Table:
    """One column an indicator; what stands beside the values (notes, units) is left out."""
    value = next(part for part in others if part.name == VALUE)
    tidy = _tidy(layout, keys, [replace(value, column=replace(value.column, has_percent=False))], shape)
    axes = {name: column for name, column in tidy.keys.items() if name != INDICATOR}
    observations = list(zip(*axes.values(), strict=True)) if axes else [()] * len(tidy)
    position_of = {observation: position for position, observation in enumerate(dict.fromkeys(observations))}
    named = next(part.column for part in keys if part.name == INDICATOR)
    known = list(dict.fromkeys(label for cell in named.kinds if (label := label_of(cell, named)) is not None))
    own = zip(known, names_of([str(label) for label in known]), strict=True)
    names = {label: given_name(name, str(label), shape.given) for label, name in own}
    indicators = _indicators(tidy, names)
    sources: dict[str, dict[int, int]] = {name: {} for name in names.values()}
    for row, (observation, indicator) in enumerate(zip(observations, indicators, strict=True)):
        sources[indicator][position_of[observation]] = row
    if value.column.has_percent:
        _refuse_some_percent(tidy, value.column, sources)
    return Table(
        name=tidy.name,
        place=tidy.place,
        keys={name: [observation[axis] for observation in position_of] for axis, name in enumerate(axes)},
        columns={name: _pick(tidy.columns[VALUE], rows, len(position_of)) for name, rows in sources.items()},
        place_of=_long_places(tidy, list(position_of.values()), sources, observations),
        headers={name: name for name in sources} | {name: tidy.headers[name] for name in axes if name in tidy.headers},
        properties=tidy.properties,
    )


def _indicators(tidy: Table, names: Mapping[Label, str]) -> list[str]:
    """The name of each row's indicator. Raises UserError where two that are told apart have one name."""
    indicators = [names[label] for label in tidy.keys[INDICATOR]]
    if len(set(names.values())) < len(names):
        refuse_twice(replace(tidy, keys={**tidy.keys, INDICATOR: indicators}))
    return indicators


def _refuse_some_percent(tidy: Table, column: Column, sources: Mapping[str, Mapping[int, int]]) -> None:
    """Raises UserError where some figures of an indicator are in percent and some are not."""
    values = tidy.columns[VALUE]
    for rows in map(list, (rows.values() for rows in sources.values())):
        own = [values[row] for row in rows]
        position = odd_percent(own)
        if position is not None and any(map(is_in_percent, own)):
            raise some_percent(tidy.place_of(rows[position], VALUE), column, own[position])


def _pick(values: Sequence[CellValue], rows: Mapping[int, int], length: int) -> list[CellValue]:
    return [values[rows[position]] if position in rows else None for position in range(length)]


def _long_places(
    tidy: Table, positions: Sequence[int], sources: Mapping[str, Mapping[int, int]], observations: Sequence[object]
) -> Callable[[int, str], Place]:
    def place_of(row: int, column: str) -> Place:
        if column not in sources:
            first = next(rows[row] for rows in sources.values() if row in rows)
            return tidy.place_of(first, column)
        source = sources[column].get(row)
        return tidy.place if source is None else tidy.place_of(source, VALUE)

    return place_of
