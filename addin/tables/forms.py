"""How the tables of a source are read, found out from all of it; the rows themselves may be read part by part."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from addin.tables.axes import PERIOD, YEAR
from addin.tables.grid import Row, cell_of, is_blank
from addin.tables.layout import Column, Layout
from addin.tables.periods import Period, periods_of
from addin.tables.roles import ColumnRole, Part
from addin.tables.shapes import Shape, period_part, periods_in, tables_of, takes_years_only
from addin.tables.spoiled import TablesOf
from addin.tables.table import Table
from addin.tables.wide import wanted_periods


@dataclass(frozen=True)
class TableSchema:
    """How a table's rows are read: where it stands, what each column is for, how figures are written.

    `year` is that of all rows of a table that has none, where its sheet is named after one.
    """

    layout: Layout
    parts: tuple[Part, ...]
    shape: Shape
    year: int | None = None

    def tables(self, layout: Layout, make: TablesOf = tables_of) -> tuple[Table, ...]:
        """The tables of those observations that the layout has at hand. Raises UserError."""
        found = make(layout, self.parts, self.shape)
        if self.year is None:
            return found
        return tuple(
            table if YEAR in table.keys else replace(table, keys={**table.keys, YEAR: [self.year] * len(table)})
            for table in found
        )

    def empty(self) -> tuple[Table, ...]:
        """The tables without their observations. Raises UserError where they could not be read whatever their rows."""
        return self.tables(self.layout.of(()))

    def detached(self) -> "TableSchema":
        """The form without its grid's cells, as it can be sent to another process."""
        return replace(self, layout=self.layout.detached())

    def label_column(self, axis: str) -> Column | None:
        """The column that has each row's label on an axis; None where the axis is none or is read from elsewhere."""
        held = any(axis in table.keys for table in self.empty())
        named = [part.column for part in self.parts if part.role is ColumnRole.KEY and part.name == axis]
        return named[0] if held and named and axis not in (YEAR, PERIOD) else None

    @cached_property
    def years(self) -> frozenset[int]:
        """The years of the rows, as far as they can be read."""
        if self.year is not None:
            return frozenset({self.year})
        wide = [part for part in self.parts if part.role is ColumnRole.PERIOD]
        periods = wanted_periods(wide, self.shape.within_year) if wide else self._periods
        return frozenset(period.year for period in periods)

    def observations(self) -> Iterator[tuple[int, Row]]:
        """The rows that become observations, each with its number, read from the grid anew.

        Left out are parts of years where whole years are read, and in wide tables headings between the rows. Rows
        with nothing to read may be among them.
        """
        found = self.layout.observations()
        return found if self._all_count else (each for each in found if self._counts(each[1]))

    @property
    def _all_count(self) -> bool:
        return not self._written and self._parts_of_years is None

    def _counts(self, row: Row) -> bool:
        if self._parts_of_years and cell_of(row, self._parts_of_years[0]) in self._parts_of_years[1]:
            return False
        return not self._written or not all(is_blank(cell_of(row, index)) for index in self._written)

    @property
    def _by_period(self) -> Part | None:
        return period_part([part for part in self.parts if part.role is ColumnRole.KEY])

    @property
    def _periods(self) -> list[Period]:
        """The periods of the rows that are read."""
        by_period = self._by_period
        if by_period is None:
            return []
        years_only = takes_years_only(by_period, self.shape)
        return [period for period in periods_in(by_period) if period.part is None or not years_only]

    @cached_property
    def _parts_of_years(self) -> tuple[int, frozenset[object]] | None:
        """The column of periods and its cells that name parts of years, where only whole years are read."""
        by_period = self._by_period
        if by_period is None or not takes_years_only(by_period, self.shape):
            return None
        periods = periods_of(by_period.column.kinds)
        found = frozenset(cell for cell, period in periods.items() if period is not None and period.part)
        return (by_period.column.index, found) if found else None

    @cached_property
    def _written(self) -> tuple[int, ...]:
        """The columns of a wide table without which a row is a heading; none where every row counts."""
        roles = {part.role for part in self.parts if part.column.is_written}
        if ColumnRole.PERIOD not in roles or {ColumnRole.FIGURES, ColumnRole.TEXTS} & roles:
            return ()
        return tuple(part.column.index for part in self.parts if part.role is ColumnRole.PERIOD)
