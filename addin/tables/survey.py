"""A grid looked through once, row after row, for the table in it and for what its columns' cells tell together."""

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import dropwhile, islice, zip_longest
from typing import Final, TypeAlias

from addin.errors import UserError
from addin.tables.axes import INDICATOR, PERIOD, YEAR, axis_name, is_axis
from addin.tables.figures import Figure, Marks, UnreadReason, has_codes, is_figure, share_of_figures, told_decimal
from addin.tables.grid import Grid, Row, cell_of, is_blank, is_empty
from addin.tables.header import SEEN, Head, find_header, find_names, groups_above, last_header, names_above
from addin.tables.labels import struck_out, unread
from addin.tables.layout import Column, Layout
from addin.tables.naming import NONE_GIVEN, GivenNames, clean, given_name, identifier, names_of, without_unit
from addin.tables.periods import period_of
from addin.tables.raised_marks import StruckOut

Numbered: TypeAlias = tuple[int, Row]

_FOOTNOTE: Final = re.compile(
    r"\s*(?:\d{1,2}\s*\)|\*|[¹²³]|(?:notes?|sources?|remark|примечани[ея]|источники?|ескерту|дереккөзі?)\b)",
    re.IGNORECASE,
)
_UNNAMED_FIRST: Final = "region"
_BLOCK: Final = 1000
_SAMPLE: Final = 1000
_COUNTED: Final = frozenset({YEAR, PERIOD, INDICATOR})


def survey(grid: Grid, marks: Marks, given: GivenNames = NONE_GIVEN, *, holds: bool) -> Layout | None:
    """The table in the grid, its columns called as `given`; None where there is none.

    Its observations are at hand if the survey `holds` them. Raises UserError where a column of figures has no name, two
    have the same, or a row goes on beyond the last name.
    """
    head = Head(grid, list(islice(grid.rows, SEEN)))
    header = 0 if grid.whole else find_header(head, marks)
    if header is None or header >= len(head.rows):
        return None
    surveyor = _Surveyor(head, header, marks, given, holds=holds)
    numbered = enumerate(grid.rows)
    while block := list(islice(numbered, _BLOCK)):
        surveyor.take(block)
    return surveyor.found()


def headings_alone(grid: Grid, marks: Marks, given: GivenNames = NONE_GIVEN) -> Layout | None:
    """The table without observations in a grid whose last row names an axis and something else; else None."""
    head = Head(grid, list(islice(grid.rows, SEEN + 1)))
    header = last_header(head, marks)
    if header is None or len(head.rows) > SEEN:
        return None
    named = [(column, head.at(header, column)) for column in sorted(head.filled(header))]
    names = _names(grid, header, named, given)
    columns = tuple(Column(column, text, name, is_written=False) for column, text, name in names)
    return Layout(grid, header, range(header + 1, header + 1), columns)


def refuse_unread_figures(grid: Grid, marks: Marks) -> None:
    """Raises UserError for the first cell of a grid without a table that may be meant as a figure: it has a digit."""
    head = Head(grid, list(islice(grid.rows, SEEN)))
    header = find_names(head)
    if header is None:
        return
    named = sorted(head.filled(header))[1:]
    names = {column: identifier(without_unit(str(head.at(header, column)))) for column in named}
    for row in range(header + 1, len(head.rows)):
        for column, name in names.items():
            cell = head.at(row, column)
            reason = marks.figure(cell)
            if isinstance(reason, UnreadReason) and not is_axis(axis_name(name)) and _has_digit(cell):
                raise unread(cell, reason, name, grid.place_of(row, column), marks)


def _has_digit(cell: object) -> bool:
    return period_of(cell) is None and any(letter.isdigit() for letter in str(cell))


@dataclass
class _Profile:
    """What the cells of a column tell together; `kinds` are all distinct ones where `counts` asks for them."""

    counts: bool = False
    has_codes: bool = False
    has_percent: bool = False
    decimal: str | None = None
    sample: dict[object, None] = field(default_factory=dict)
    kinds: dict[object, None] = field(default_factory=dict)

    def take(self, cells: Sequence[object]) -> None:
        """Look at the cells of further rows."""
        texts = [cell for cell in cells if isinstance(cell, str)]
        text = "\n".join(texts)
        self.has_codes = self.has_codes or has_codes(text)
        if not self.has_percent:
            self.has_percent = "%" in text or (len(texts) < len(cells) and _shows_percent(cells))
        if self.decimal is None and ("." in text or "," in text):
            self.decimal = told_decimal(texts)
        if self.counts:
            self.kinds.update(dict.fromkeys(cells))
        if len(self.sample) < _SAMPLE:
            self.sample.update(dict.fromkeys(cells))

    def column(self, index: int, header: object, name: str, marks: Marks) -> Column:
        """The column with what its cells told."""
        written = [cell for cell in self.sample if not is_blank(cell)]
        share = share_of_figures(written[:_SAMPLE], marks)
        decimal = marks.decimal or self.decimal
        kinds = tuple(self.kinds)
        return Column(index, header, name, self.has_codes, bool(written), share, decimal, self.has_percent, kinds)


class _Surveyor:
    """Takes the rows of a grid; those from below the header and its units to above the footnotes are observations."""

    def __init__(self, head: Head, header: int, marks: Marks, given: GivenNames, *, holds: bool) -> None:
        self._head, self._header, self._marks, self._holds = head, header, marks, holds
        self._given = given
        self._rows: list[int] = []
        self._lines: list[Row] = []
        self._groups = {} if head.grid.whole else groups_above(head, header)
        self._above = names_above(head, header, self._groups)
        self._named = head.filled(header) | self._above.keys()
        self._first = min(self._named, default=0)
        self._begun = False
        self._numbers: tuple[int, int] | None = None
        self._pending: list[Numbered] = []
        self._profiles = {column: _Profile(_is_counted(self._heading(column), given)) for column in self._named}
        self._strays: dict[int, tuple[int, object]] = {}
        self._figures: set[int] = set()

    def _heading(self, column: int) -> object:
        return self._above.get(column, self._head.at(self._header, column))

    def take(self, block: Sequence[Numbered]) -> None:
        """Look at the next rows of the grid."""
        rows = [each for each in block if each[0] > self._header] if block[0][0] <= self._header else block
        if any(map(is_blank, {row[0] if row else None for _, row in rows})):
            rows = [each for each in rows if not is_empty(each[1])]
        if not self._begun:
            rows = self._begin(rows)
        self._pending += rows
        last = len(self._pending) if self._head.grid.whole else self._last_figure(len(self._pending) - len(rows))
        self._observe(self._pending[:last])
        del self._pending[:last]

    def found(self) -> Layout | None:
        """The table, once all rows are taken. Raises UserError."""
        self._observe(list(self._goes_on()))
        columns = self._columns()
        if self._numbers is None or not columns:
            return None
        first, last = self._numbers
        extent = range(first, last + 1)
        return Layout(self._head.grid, self._header, extent, columns, self._rows, self._lines)

    def _begin(self, rows: Sequence[Numbered]) -> Sequence[Numbered]:
        """The rows without those of units below the header, which name nothing and have no figure."""
        if self._head.grid.whole or not rows:
            self._begun = bool(rows)
            return rows
        if not is_blank(cell_of(rows[0][1], 0)):
            self._first = 0
        begun = list(dropwhile(lambda each: self._is_unit(each[1]), rows))
        self._begun = bool(begun)
        return begun

    def _is_unit(self, row: Row) -> bool:
        return is_blank(cell_of(row, self._first)) and not self._has_figure(row)

    def _last_figure(self, searched: int) -> int:
        """How many pending rows there are up to the last with a figure; the first `searched` are known to have none."""
        for count in range(len(self._pending), searched, -1):
            if self._has_figure(self._pending[count - 1][1]):
                return count
        return 0

    def _has_figure(self, row: Row) -> bool:
        return any(is_figure(cell, self._marks) for cell in row[self._first + 1 :])

    def _goes_on(self) -> Iterator[Numbered]:
        """The rows that go on from the last figure without a gap and are no footnotes."""
        expected = self._numbers[1] + 1 if self._numbers else -1
        for number, row in self._pending:
            if number != expected or _is_footnote(cell_of(row, self._first)):
                return
            yield number, row
            expected += 1

    def _observe(self, rows: Sequence[Numbered]) -> None:
        if not rows:
            return
        self._numbers = (self._numbers[0] if self._numbers else rows[0][0], rows[-1][0])
        numbers, lines = [number for number, _ in rows], [line for _, line in rows]
        if self._holds:
            self._rows += numbers
            self._lines += lines
        for index, cells in enumerate(zip_longest(*lines)):
            if index in self._named:
                self._profiles[index].take(cells)
            else:
                self._stray(index, numbers, cells)

    def _stray(self, column: int, numbers: Sequence[int], cells: Sequence[object]) -> None:
        """Note what stands in a column without a name."""
        written = [(number, cell) for number, cell in zip(numbers, cells, strict=True) if not is_blank(cell)]
        if written:
            self._strays.setdefault(column, written[0])
            self._profiles.setdefault(column, _Profile()).take(cells)
            if any(is_figure(cell, self._marks) for _, cell in written):
                self._figures.add(column)

    def _columns(self) -> tuple[Column, ...]:
        grid, header = self._head.grid, self._header
        named = [(column, self._heading(column)) for column in sorted(self._named)]
        for column, (number, cell) in sorted(self._strays.items()):
            if not named or column < named[0][0]:
                named.insert(0, (column, _UNNAMED_FIRST))
            elif column in self._figures:
                raise UserError(
                    "the column of {found} has no name in row {row}",
                    grid.place_of(number, column),
                    found=repr(cell),
                    row=grid.first_row + header,
                )
        return _with_decimals(
            [
                replace(self._profiles[column].column(column, text, name, self._marks), group=self._groups.get(column))
                for column, text, name in _names(grid, header, named, self._given, self._groups)
            ]
        )


def _with_decimals(columns: Sequence[Column]) -> tuple[Column, ...]:
    """The columns; those whose numbers don't tell their decimal mark have that which all others with figures tell."""
    telling = [column for column in columns if (column.share or 0) >= 0.5 and not is_axis(axis_name(column.name))]
    told = {column.decimal for column in telling} - {None}
    if len(told) != 1:
        return tuple(columns)
    decimal = told.pop()
    return tuple(column if column.decimal else replace(column, decimal=decimal) for column in columns)


def _is_counted(header: object, given: GivenNames) -> bool:
    """Whether a header may be that of periods or of indicators."""
    text = str(header)
    own = (identifier(text), identifier(without_unit(text)))
    return not _COUNTED.isdisjoint(axis_name(given_name(name, text, given)) for name in own)


def _shows_percent(cells: Sequence[object]) -> bool:
    """Whether any of the cells is formatted as percent."""
    return Figure in set(map(type, cells)) and any(isinstance(cell, Figure) and cell.in_percent for cell in cells)


def _is_footnote(cell: object) -> bool:
    return is_blank(cell) or (isinstance(cell, str) and (_FOOTNOTE.match(cell) is not None or len(cell) > 80))


def _names(
    grid: Grid,
    header: int,
    named: Sequence[tuple[int, object]],
    given: GivenNames,
    grouped: Container[int] = (),
) -> Iterator[tuple[int, object, str]]:
    """The columns with their headers and names: those given, else without units where that keeps them apart."""
    own = names_of([str(text) for _, text in named])
    names = {column: given_name(name, str(text), given) for name, (column, text) in zip(own, named, strict=True)}
    seen: dict[str, int] = {}
    for column, text in named:
        if isinstance(text, StruckOut):
            raise struck_out(text, grid.place_of(header, column))
        if period_of(text) is None and names[column] in seen and column not in grouped:
            raise UserError(
                "two columns are called '{name}', also {other}",
                grid.place_of(header, column),
                name=clean(str(text)),
                other=grid.place_of(header, seen[names[column]]).cell,
            )
        seen.setdefault(names[column], column)
    for number, (column, text) in enumerate(named, start=1):
        yield column, text, names[column] or f"column_{number}"
