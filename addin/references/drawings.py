"""Where drawings are anchored to cells: in drawing parts, and for the controls and objects of a sheet."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from itertools import count, product
from typing import Final

from addin.package.xml import Element
from addin.references.areas import Site
from addin.references.axis import FREE, Axis, Pin
from addin.references.formula import parse
from addin.references.geometry import Home
from addin.references.growth import COLUMNS, ROWS, Path
from addin.references.rules import SHAPES
from addin.references.tags import short

_ANCHORS: Final = frozenset({"xdr:twoCellAnchor", "xdr:oneCellAnchor", "xdr:absoluteAnchor", "x:anchor"})
_REPEATED: Final = frozenset({"xdr:sp", "xdr:cxnSp", "xdr:pic", "xdr:grpSp"})
_OTHER_PARTS: Final = frozenset({"xdr:graphicFrame", "a14:compatExt"})


@dataclass(frozen=True, slots=True)
class Mark:
    """A point on one axis: a line (from 1), and how far into it (0: at its beginning), in the file's own unit."""

    line: int
    offset: int


def follow_anchors(root: Element, site: Site) -> None:
    """Move the drawings of the tree with their cells; one that spans a repeat grows, unless it keeps its size.

    A shape or picture that lies wholly within a repeat's copy is drawn again in each copy.
    """
    numbers = _free_numbers(root)
    for anchor in [each for each in root.iter("*") if short(each.tag) in _ANCHORS]:
        _follow(anchor, site, numbers)


def _follow(anchor: Element, site: Site, numbers: Iterator[int]) -> None:
    places = list(_places(anchor, site)) if _repeatable(anchor) else [((), ())]
    copies = [_number(deepcopy(anchor), numbers) for _ in places[1:]]
    for copy, (rows, columns) in zip(reversed(copies), reversed(places), strict=False):
        _place(copy, site, rows, columns)
        anchor.addnext(copy)
    for rows, columns in places[:1]:
        _place(anchor, site, rows, columns)
    parent = anchor.getparent()
    if not places and parent is not None:
        parent.remove(anchor)


def _moves(anchor: Element) -> str:
    """How the drawing goes with its cells: `twoCell` (moves and grows), `oneCell` (moves) or `absolute`."""
    kind = short(anchor.tag)
    if kind != "x:anchor":
        return anchor.get("editAs", "twoCell") if kind == "xdr:twoCellAnchor" else kind[4:-6]
    if anchor.get("sizeWithCells") in ("1", "true"):
        return "twoCell"
    return "oneCell" if anchor.get("moveWithCells") in ("1", "true") else "absolute"


def _repeatable(anchor: Element) -> bool:
    """Whether all that is drawn is in the anchor itself: no chart, no control."""
    inside = {short(each.tag) for each in anchor.iter("*")}
    return not inside.isdisjoint(_REPEATED) and inside.isdisjoint(_OTHER_PARTS) and _moves(anchor) != "absolute"


def _marks(anchor: Element, end: str, axis: str) -> Mark | None:
    point = anchor.find(f"{{*}}{end}")
    if point is None:
        return None
    return Mark(int(point.findtext(f"{{*}}{axis}", "0")) + 1, int(point.findtext(f"{{*}}{axis}Off", "0")))


def _places(anchor: Element, site: Site) -> Iterator[tuple[Path, Path]]:
    """Each copy of the repeats that the drawing lies within."""
    rows = _around(anchor, "row", site.layout.rows)
    return product(rows, _around(anchor, "col", site.layout.columns))


def _around(anchor: Element, axis: str, lines: Axis) -> list[Path]:
    start, end = _marks(anchor, "from", axis), _marks(anchor, "to", axis)
    if start is None:
        return [()]
    return list(lines.paths(start.line, start.line if end is None else max(start.line, _covered(end))))


def _covered(mark: Mark) -> int:
    """The last line that something ending here covers."""
    return mark.line if mark.offset else mark.line - 1


def _place(anchor: Element, site: Site, rows: Path, columns: Path) -> None:
    moves, home = _moves(anchor), _home(anchor, site, rows, columns)
    if moves != "absolute":
        _place_along(anchor, "row", site.layout.rows, rows, ROWS, moves)
        _place_along(anchor, "col", site.layout.columns, columns, COLUMNS, moves)
    for shape in anchor.iter("{*}sp"):
        if shape.get("textlink"):
            shape.set("textlink", parse(shape.get("textlink", "")).at(home, site.geometry, SHAPES))


def _home(anchor: Element, site: Site, rows: Path, columns: Path) -> Home:
    row, column = _marks(anchor, "from", "row"), _marks(anchor, "from", "col")
    return Home(site.sheet, row.line if row and rows else 0, column.line if column and columns else 0, rows, columns)


def _place_along(anchor: Element, name: str, axis: Axis, path: Path, limit: int, moves: str) -> None:
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


def start_mark(mark: Mark, axis: Axis, limit: int, pin: Pin = FREE) -> Mark:
    """Where something that begins here begins on the filled sheet."""
    image = axis.first(mark.line, limit, pin)
    if image is None or image.filled > limit:
        return Mark(limit, 0)
    return Mark(image.filled, mark.offset if image.template == mark.line else 0)


def end_mark(mark: Mark, axis: Axis, limit: int, pin: Pin = FREE) -> Mark:
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


def _free_numbers(root: Element) -> Iterator[int]:
    """Numbers that no drawing of the part has."""
    return count(max((int(each.get("id", "0")) for each in root.iter("{*}cNvPr")), default=0) + 1)


def _number(copy: Element, numbers: Iterator[int]) -> Element:
    """The copy with numbers of its own for all that is drawn, the same wherever a number is mentioned."""
    new: dict[str | None, str] = {}
    for element in copy.iter("{*}cNvPr"):
        new.setdefault(element.get("id"), str(next(numbers)))
    for element in copy.iter("{*}cNvPr", "{*}stCxn", "{*}endCxn"):
        number = new.get(element.get("id"))
        if number:
            element.set("id", number)
    return copy
