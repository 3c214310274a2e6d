"""A reference to cells within a formula, as data: `$B5`, `'North 1'!B5:B$9`, `[1]Data!C:C`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product, starmap
from typing import Final, NamedTuple, TypeAlias

from addin.package.addresses import column_letters, column_number
from addin.references.growth import COLUMNS, ROWS
from udfs.formulas.tokens import qualifier

Piece: TypeAlias = str | int
"""A part of a formula as text; a row's number stays an int, so that it can be filled down quickly."""


class Point(NamedTuple):
    """One coordinate: the line, and whether a `$` holds it."""

    line: int
    absolute: bool


class Extent(NamedTuple):
    """The first and the last coordinate along one axis, as written."""

    start: Point
    end: Point


class Bounds(NamedTuple):
    """The lines that a reference covers once shifted; None where it goes over the whole axis."""

    rows: tuple[int, int] | None
    columns: tuple[int, int] | None


class Areas(NamedTuple):
    """The runs of lines that a reference covers once shifted, where there are several: an area for each pair."""

    rows: tuple[tuple[int, int] | None, ...]
    columns: tuple[tuple[int, int] | None, ...]

    @property
    def bounds(self) -> Iterator[Bounds]:
        """Each area, those side by side after one another."""
        return starmap(Bounds, product(self.rows, self.columns))


@dataclass(frozen=True, slots=True)
class Reference:
    """A cell, an area, whole columns (`rows` is None) or whole rows (`columns` is None).

    `sheets`: empty for the formula's own sheet, two names for a span of sheets. `external`: another workbook's.
    `begins`/`ends`: a single cell on the left or right of a range operator (`A1:INDEX(…)`).
    """

    text: str
    prefix: str
    sheets: tuple[str, ...]
    external: bool
    rows: Extent | None
    columns: Extent | None
    single: bool
    begins: bool = False
    ends: bool = False

    @property
    def bounds(self) -> Bounds:
        """The lines it covers as written."""
        return Bounds(_lines(self.rows), _lines(self.columns))

    def pieces(self, bounds: Bounds | None) -> tuple[Piece, ...]:
        """The reference over other lines; None: there are none any more."""
        if bounds is None:
            return (f"{self.prefix}#REF!",)
        if bounds.rows is None:
            return (self.prefix, *_columns(self.columns, bounds.columns))
        if bounds.columns is None:
            return (self.prefix, *_row(self.rows, bounds, 0), ":", *_row(self.rows, bounds, 1))
        start = (self.prefix, _column(self.columns, bounds, 0), *_row(self.rows, bounds, 0))
        if self.single and bounds.rows[0] == bounds.rows[1] and bounds.columns[0] == bounds.columns[1]:
            return start
        return (*start, ":", _column(self.columns, bounds, 1), *_row(self.rows, bounds, 1))

    def area_pieces(self, bounds: Bounds) -> tuple[Piece, ...]:
        """One of several areas in place of the reference: a cell where it is one."""
        return (self if self.single else replace(self, single=True)).pieces(bounds)

    def over(self, bounds: Bounds | None) -> str:
        """The reference over other lines, as text; exactly as written where they are the same."""
        return self.text if bounds == self.bounds else "".join(map(str, self.pieces(bounds)))

    def copied(self, bounds: Bounds) -> "Reference":
        """The reference over other lines, as one of a formula of its own."""
        rows, columns = _moved(self.rows, bounds.rows), _moved(self.columns, bounds.columns)
        return Reference(
            self.over(bounds),
            self.prefix,
            self.sheets,
            self.external,
            rows,
            columns,
            self.single,
            self.begins,
            self.ends,
        )


def _lines(extent: Extent | None) -> tuple[int, int] | None:
    return None if extent is None else (extent.start.line, extent.end.line)


def _moved(extent: Extent | None, lines: tuple[int, int] | None) -> Extent | None:
    if extent is None or lines is None:
        return extent
    start, end = extent
    return Extent(Point(lines[0], start.absolute), Point(lines[1], end.absolute))


def _row(extent: Extent | None, bounds: Bounds, side: int) -> tuple[Piece, ...]:
    assert extent is not None
    assert bounds.rows is not None
    return "$" if extent[side].absolute else "", bounds.rows[side]


def _column(extent: Extent | None, bounds: Bounds, side: int) -> str:
    assert extent is not None
    assert bounds.columns is not None
    return ("$" if extent[side].absolute else "") + column_letters(bounds.columns[side])


def _columns(extent: Extent | None, lines: tuple[int, int] | None) -> tuple[str, ...]:
    bounds = Bounds(None, lines)
    return _column(extent, bounds, 0), ":", _column(extent, bounds, 1)


_PARTS: Final = re.compile(r"(\$?)([A-Za-z]*)(\$?)([0-9]*)")


def _point(dollar: str, line: int, limit: int) -> Point | None:
    return Point(line, bool(dollar)) if line <= limit else None


def _coordinates(cell: str) -> tuple[Point | None, Point | None]:
    """Row and column of `$B$5`, of `B` or of `5`; None for what is missing or beyond the sheet."""
    match = _PARTS.fullmatch(cell)
    assert match is not None
    dollar, letters, other, digits = match.groups()
    row = _point(other if letters else dollar or other, int(digits), ROWS) if digits else None
    column = _point(dollar, column_number(letters), COLUMNS) if letters else None
    return row, column


def _extent(start: Point | None, end: Point | None) -> Extent | None:
    return Extent(start, end) if start and end else None


def read_reference(prefix: str, area: str, *, begins: bool = False, ends: bool = False) -> Reference | None:
    """The reference that `prefix` (with its `!`, or empty) and `area` make; None where it is beyond a sheet's edge."""
    start, _, end = area.partition(":")
    corners = _coordinates(start), _coordinates(end or start)
    rows, columns = (_extent(corners[0][axis], corners[1][axis]) for axis in (0, 1))
    letters, digits = any(map(str.isalpha, area)), any(map(str.isdigit, area))
    if (letters and columns is None) or (digits and rows is None):
        return None
    book, sheets = qualifier(prefix) if prefix else ("", ())
    single = not end
    return Reference(
        prefix + area,
        prefix,
        tuple(map(str.casefold, sheets)),
        bool(book),
        rows,
        columns,
        single,
        begins and single,
        ends and single,
    )
