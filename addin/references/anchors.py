"""Anchors: where a drawing begins and ends on the grid, and how it goes with its cells."""

from dataclasses import dataclass
from typing import Final

from addin.package.tags import short
from addin.package.xml import Element
from addin.references.areas import Covered, Site
from addin.references.axis import FREE, Pin, SheetAxis, Span
from addin.references.formula_position import FormulaPosition
from addin.references.growth import COLUMNS, ROWS, Path

ANCHORS: Final = frozenset({"xdr:twoCellAnchor", "xdr:oneCellAnchor", "xdr:absoluteAnchor", "x:anchor"})


@dataclass(frozen=True, slots=True)
class Mark:
    """A point on one axis: a line (from 1), and how far into it (0: at its beginning), in the file's own unit."""

    line: int
    offset: int


def moves_of(anchor: Element) -> str:
    """How the drawing goes with its cells: `twoCell` (moves and grows), `oneCell` (moves) or `absolute`."""
    kind = short(anchor.tag)
    if kind != "x:anchor":
        return anchor.get("editAs", "twoCell") if kind == "xdr:twoCellAnchor" else kind[4:-6]
    if anchor.get("sizeWithCells") in ("1", "true"):
        return "twoCell"
    return "oneCell" if anchor.get("moveWithCells") in ("1", "true") else "absolute"


def _marks(anchor: Element, end: str, axis: str) -> Mark | None:
    point = anchor.find(f"{{*}}{end}")
    if point is None:
        return None
    return Mark(int(point.findtext(f"{{*}}{axis}", "0")) + 1, int(point.findtext(f"{{*}}{axis}Off", "0")))


def covered_by(anchor: Element) -> Covered | None:
    """The lines that a drawing covers."""
    rows, columns = _span(anchor, "row"), _span(anchor, "col")
    return Covered(rows, columns) if rows and columns else None


def _span(anchor: Element, axis: str) -> Span | None:
    start, end = _marks(anchor, "from", axis), _marks(anchor, "to", axis)
    if start is None:
        return None
    return Span(start.line, start.line) if end is None else span_of(start, end)


def span_of(start: Mark, end: Mark) -> Span:
    """The lines from one point to another; at least the one in which it begins."""
    return Span(start.line, max(start.line, _covered(end)))


def _covered(mark: Mark) -> int:
    """The last line that something ending here covers."""
    return mark.line if mark.offset else mark.line - 1


def place(anchor: Element, site: Site, rows: Path, columns: Path) -> FormulaPosition:
    """Move the anchor to one copy of the repeats around it; the template's cell there."""
    moves, home = moves_of(anchor), home_of(anchor, site, rows, columns)
    if moves != "absolute":
        _place_along(anchor, "row", site.layout.rows, rows, ROWS, moves)
        _place_along(anchor, "col", site.layout.columns, columns, COLUMNS, moves)
    return home


def home_of(anchor: Element, site: Site, rows: Path, columns: Path) -> FormulaPosition:
    """The template's cell where the anchor begins, in one copy; row or column 0 where it isn't in a repeat."""
    row, column = _marks(anchor, "from", "row"), _marks(anchor, "from", "col")
    return FormulaPosition(
        site.sheet, row.line if row and rows else 0, column.line if column and columns else 0, rows, columns
    )


def _place_along(anchor: Element, name: str, axis: SheetAxis, path: Path, limit: int, moves: str) -> None:
    start, end = _marks(anchor, "from", name), _marks(anchor, "to", name)
    if start is None:
        return
    pin = Pin(start.line, path) if path else FREE
    began = start_mark(start, axis, limit, pin)
    _write(anchor, "from", name, began)
    if end is not None:
        stays = moves == "oneCell"
        moved = Mark(end.line + began.line - start.line, end.offset) if stays else end_mark(end, axis, limit, pin)
        _write(anchor, "to", name, Mark(min(moved.line, limit), moved.offset))


def start_mark(mark: Mark, axis: SheetAxis, limit: int, pin: Pin = FREE) -> Mark:
    """Where something that begins here begins on the filled sheet."""
    image = axis.first(mark.line, limit, pin)
    if image is None or image.filled > limit:
        return Mark(limit, 0)
    return Mark(image.filled, mark.offset if image.template == mark.line else 0)


def end_mark(mark: Mark, axis: SheetAxis, limit: int, pin: Pin = FREE) -> Mark:
    """Where something that ends here ends on the filled sheet."""
    covered = _covered(mark)
    image = axis.last(covered, 1, pin)
    if image is None:
        return Mark(1, 0)
    if image.template == covered and mark.offset:
        return Mark(image.filled, mark.offset)
    return Mark(image.filled + 1, 0)


def _write(anchor: Element, end: str, name: str, mark: Mark) -> None:
    for suffix, value in (("", mark.line - 1), ("Off", mark.offset)):
        element = anchor.find(f"{{*}}{end}/{{*}}{name}{suffix}")
        if element is not None:
            element.text = str(value)
