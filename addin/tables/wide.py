"""Wide tables: a row a region, a column a period; made into one observation a region and period."""

from collections.abc import Callable, Iterable, Sequence

from addin.errors import Place, UserError
from addin.tables.axes import PERIOD, YEAR
from addin.tables.duplicates import refuse_twice
from addin.tables.figures import Marks
from addin.tables.labels import figures, labels
from addin.tables.layout import Layout
from addin.tables.naming import clean
from addin.tables.periods import Period, header_period
from addin.tables.roles import Part
from addin.tables.table import Label, Table
from udfs.numerics.cell_values import CellValue


def wide_table(
    layout: Layout, keys: Sequence[Part], by_period: Sequence[Part], marks: Marks, *, within_year: bool
) -> Table:
    """The observations of a wide layout, region by region, each with its periods in the header's order.

    Whole years are taken unless `within_year` or there are none. A row without any figure is a heading and left out.
    """
    cells_of = _by_indicator(layout, by_period)
    wanted = wanted_periods(by_period, within_year)
    columns = {name: _figures(layout, parts, wanted, marks) for name, parts in cells_of.items()}
    kept = [
        position
        for position in range(len(layout.rows))
        if any(values[position] is not None for by in columns.values() for values in by)
    ]
    kept_layout = layout.pick(kept)
    read: dict[str, Sequence[Label]] = {
        part.name: [label for label in labels(kept_layout, part.column) for _ in wanted] for part in keys
    }
    read[YEAR] = [period.year for period in wanted] * len(kept)
    if any(period.part for period in wanted):
        read[PERIOD] = [period.part or YEAR for period in wanted] * len(kept)
    table = Table(
        name=layout.grid.name,
        place=layout.grid.place,
        keys=read,
        columns={name: [values[position] for position in kept for values in by] for name, by in columns.items()},
        place_of=_places(kept_layout, keys, cells_of, wanted),
        headers={part.name: clean(str(part.column.header)) for part in keys}
        | {name: _heading(name, parts.values()) for name, parts in cells_of.items()},
        properties=layout.grid.known.properties,
    )
    refuse_twice(table)
    return table


def _heading(name: str, parts: Iterable[Part]) -> str:
    """What stands above an indicator's periods in a header of two rows, else its name; and that they are percent."""
    columns = [part.column for part in parts]
    texts = {clean(str(each.group if header_period(each.header) else each.header)) for each in columns if each.group}
    heading = texts.pop() if len(texts) == 1 else name
    return f"{heading}, %" if any(each.has_percent for each in columns) and "%" not in heading else heading


def _by_indicator(layout: Layout, by_period: Sequence[Part]) -> dict[str, dict[Period, Part]]:
    found: dict[str, dict[Period, Part]] = {}
    for part in by_period:
        periods = found.setdefault(part.name, {})
        period = part.period or Period(0)
        if period in periods:
            raise UserError(
                "two columns are the period '{header}', also {other}",
                layout.grid.place_of(layout.header, part.column.index),
                header=clean(str(part.column.header)),
                other=layout.grid.place_of(layout.header, periods[period].column.index).cell,
            )
        periods[period] = part
    return found


def wanted_periods(by_period: Sequence[Part], within_year: bool) -> list[Period]:
    """The periods of a wide table that are read: its whole years unless `within_year` or there are none."""
    periods = [part.period for part in by_period if part.period]
    years = [period for period in periods if period.part is None]
    return list(dict.fromkeys(periods if within_year or not years else years))


def _figures(
    layout: Layout, parts: dict[Period, Part], wanted: Sequence[Period], marks: Marks
) -> list[list[CellValue]]:
    """The figures of each wanted period; blanks where the indicator has no such column."""
    blank: list[CellValue] = [None] * len(layout.rows)
    in_percent = any(part.column.has_percent for part in parts.values())
    return [
        figures(layout, parts[period].column, marks, in_percent=in_percent) if period in parts else blank
        for period in wanted
    ]


def _places(
    layout: Layout, keys: Sequence[Part], cells_of: dict[str, dict[Period, Part]], wanted: Sequence[Period]
) -> Callable[[int, str], Place]:
    key_columns = {part.name: part.column.index for part in keys}

    def place_of(row: int, column: str) -> Place:
        region, period = divmod(row, len(wanted))
        if column in key_columns:
            return layout.place_of(region, key_columns[column])
        if column in (YEAR, PERIOD):
            part = next(by[wanted[period]] for by in cells_of.values() if wanted[period] in by)
            return layout.grid.place_of(layout.header, part.column.index)
        found = cells_of[column].get(wanted[period])
        return layout.place_of(region, found.column.index) if found else layout.grid.place

    return place_of
