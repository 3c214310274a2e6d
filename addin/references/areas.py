"""Addresses without a sheet's name, as attributes hold them (`ref`, `sqref`): where they are on the filled sheet."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import NamedTuple, TypeAlias

from addin.references.axis import FREE, Pin, SheetAxis, Span
from addin.references.formula import parse
from addin.references.formula_position import FormulaPosition
from addin.references.geometry import Geometry, SheetGeometry
from addin.references.growth import COLUMNS, ROWS, Path
from addin.references.reference import Bounds, Reference
from addin.references.reference_modes import Lines


class Covered(NamedTuple):
    """The lines that a control covers."""

    rows: Span
    columns: Span

    def copies(self, layout: SheetGeometry) -> Iterator[tuple[Path, Path]]:
        """Each copy of the repeats that hold the whole of it, by rows and then columns."""
        return product(layout.rows.paths(*self.rows), layout.columns.paths(*self.columns))


Controls: TypeAlias = Mapping[int, Covered | None]


@dataclass(frozen=True, slots=True)
class Site:
    """The sheet of the template that a part belongs to (empty: none), and how all sheets grow.

    `controls`: the controls that the sheet lists, by their numbers; with the lines that each covers, if it is repeated.
    `at`: where the part's own drawing begins, for one that is repeated within a repeat.
    """

    sheet: str
    geometry: Geometry
    controls: Controls = field(default_factory=dict)
    at: FormulaPosition | None = None

    @property
    def layout(self) -> SheetGeometry:
        """The axes of the sheet."""
        return self.geometry.layout(self.sheet)

    @property
    def home(self) -> FormulaPosition:
        """Where the part is; outside of all cells of the sheet, where nothing else is said."""
        return self.at or FormulaPosition(self.sheet)


@dataclass(frozen=True, slots=True)
class Copy:
    """One of the areas that an area becomes, and which copy of the repeats around it that is."""

    address: str
    rows: Path
    columns: Path


def read_area(address: str) -> Reference | None:
    """The area that a text names; None where it is anything else."""
    parts = parse(address).parts
    return parts[0] if len(parts) == 1 and isinstance(parts[0], Reference) else None


def copies(address: str, layout: SheetGeometry) -> Iterator[Copy]:
    """The area once for each copy of the repeats that hold the whole of it, by rows and then columns."""
    area = read_area(address)
    if area is None:
        yield Copy(address, (), ())
        return
    rows, columns = area.bounds
    for down, right in product(_paths(layout.rows, rows), _paths(layout.columns, columns)):
        bounds = _bounds(area, layout, down, right)
        if bounds is not None:
            yield Copy(area.over(bounds), down, right)


def stretched(address: str, layout: SheetGeometry) -> str | None:
    """The area over all images of its cells; None: it has none."""
    area = read_area(address)
    if area is None:
        return address
    bounds = _bounds(area, layout, (), ())
    return None if bounds is None else area.over(bounds)


def covered(addresses: str, layout: SheetGeometry, rows: Pin = FREE, columns: Pin = FREE) -> str | None:
    """The list of areas (`sqref`) with exactly the images of its cells in the copies pinned; None: there are none."""
    found = [each for address in addresses.split() for each in _exactly(address, layout, rows, columns)]
    return " ".join(found) or None


def first_cell(address: str, layout: SheetGeometry) -> str:
    """The first image of a cell, or where it has none of the next cell that has one."""
    area = read_area(address)
    if area is None or area.rows is None or area.columns is None:
        return address
    row = first_line(layout.rows, area.rows.start.line, ROWS)
    column = first_line(layout.columns, area.columns.start.line, COLUMNS)
    return area.over(Bounds((row, row), (column, column)))


def first_line(axis: SheetAxis, line: int, limit: int) -> int:
    """The first image of a line, or where it has none of the next line that has one."""
    image = axis.first(line, limit)
    return min(image.filled, limit) if image else limit


def last_line(axis: SheetAxis, line: int, limit: int) -> int:
    """The last image of a line, or where it has none of the line before; 0 where there is nothing before it."""
    image = axis.last(line, 1)
    return min(image.filled, limit) if image else 0


def _paths(axis: SheetAxis, lines: Lines | None) -> Iterator[Path]:
    return axis.paths(*lines) if lines else iter(((),))


def _bounds(area: Reference, layout: SheetGeometry, rows: Path, columns: Path) -> Bounds | None:
    down = _along(layout.rows, area.bounds.rows, rows, ROWS)
    right = _along(layout.columns, area.bounds.columns, columns, COLUMNS)
    gone = (area.rows and not down) or (area.columns and not right)
    return None if gone else Bounds(down, right)


def _along(axis: SheetAxis, lines: Lines | None, path: Path, limit: int) -> Lines | None:
    if lines is None or lines == (1, limit):
        return lines
    start, end = min(lines), max(lines)
    first, last = axis.first(start, end, Pin(start, path)), axis.last(end, start, Pin(start, path))
    if first is None or last is None or first.filled > limit:
        return None
    return first.filled, min(last.filled, limit)


def _exactly(address: str, layout: SheetGeometry, down: Pin, right: Pin) -> Iterator[str]:
    area = read_area(address)
    if area is None:
        yield address
        return
    rows, columns = area.bounds
    spans = product(_spans(layout.rows, rows, ROWS, down), _spans(layout.columns, columns, COLUMNS, right))
    yield from (area.over(Bounds(*each)) for each in spans)


def _spans(axis: SheetAxis, lines: Lines | None, limit: int, pin: Pin) -> list[Lines | None]:
    if lines is None or lines == (1, limit):
        return [lines]
    spans = axis.spans(min(lines), max(lines), pin)
    return [(span.first, min(span.last, limit)) for span in spans if span.first <= limit]
