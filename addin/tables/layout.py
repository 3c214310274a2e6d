"""Where a table stands in a grid: its header under titles and units, its rows above footnotes, its named columns."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain, islice

from addin.errors import Place
from addin.tables.grid import Grid, Row, cell_of, is_empty


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: where it stands in the grid, its header as printed, its name in expressions.

    What all its cells tell together: whether some are codes with zeros in front, whether any is written, and the part
    of the written ones that are numbers, None where there is nothing but marks. `decimal` is the decimal mark that is
    declared, or told by its numbers, else by those of other columns. A column of periods or of indicators has its
    distinct cells in `kinds`. In a header of two rows `group` is what stands above: the indicator of a period's
    column, or the period of an indicator's.
    """

    index: int
    header: object
    name: str
    has_codes: bool = False
    is_written: bool = True
    share: float | None = None
    decimal: str | None = None
    has_percent: bool = False
    kinds: tuple[object, ...] = field(default=(), compare=False)
    group: object = None


@dataclass(frozen=True)
class Layout:
    """A table in a grid: the row of its header, where its observations begin and end, its columns.

    `rows` are the numbers of the observations that are at hand and `lines` their cells: none, some, or all.
    """

    grid: Grid
    header: int
    extent: range
    columns: tuple[Column, ...]
    rows: Sequence[int] = ()
    lines: Sequence[Row] = ()

    def observations(self) -> Iterator[tuple[int, Row]]:
        """The rows of the grid from the first observation to the last, each with its number, read from the grid anew.

        Rows with nothing to read may be among them.
        """
        return enumerate(islice(self.grid.rows, self.extent.start, self.extent.stop), self.extent.start)

    def whole(self) -> "Layout":
        """The layout with all its observations at hand."""
        return self.of([each for each in self.observations() if not is_empty(each[1])])

    def of(self, observations: Sequence[tuple[int, Row]]) -> "Layout":
        """The layout with these observations at hand."""
        return replace(self, rows=[row for row, _ in observations], lines=[line for _, line in observations])

    def pick(self, positions: Sequence[int]) -> "Layout":
        """The layout with some of the observations at hand."""
        return replace(
            self,
            rows=[self.rows[position] for position in positions],
            lines=[self.lines[position] for position in positions],
        )

    def detached(self) -> "Layout":
        """The layout without its grid's cells, as it can be sent to another process."""
        return replace(self, grid=replace(self.grid, rows=()))

    def cells(self, column: Column) -> list[object]:
        """The column's raw cells, one an observation at hand."""
        if self._even is not None:
            cells, width = self._even
            return cells[column.index :: width] if column.index < width else [None] * len(self.lines)
        return [cell_of(line, column.index) for line in self.lines]

    def place_of(self, position: int, column: int) -> Place:
        """Where the cell of an observation at hand stands."""
        return self.grid.place_of(self.rows[position], column)

    def header_place(self, column: Column) -> Place:
        """Where the name of a column stands."""
        return self.grid.place_of(self.header, column.index)

    @cached_property
    def _even(self) -> tuple[list[object], int] | None:
        """All cells, row after row, and the width of the rows; None where rows are of unequal length."""
        widths = set(map(len, self.lines))
        return (list(chain.from_iterable(self.lines)), widths.pop()) if len(widths) == 1 else None
