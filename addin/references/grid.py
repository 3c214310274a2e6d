"""What a sheet says of whole rows and columns: widths, page breaks, frozen panes, a filter's columns."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Final

from addin.package.tags import short
from addin.package.xml import Element
from addin.references.areas import Site, first_line, last_line, read_area
from addin.references.axis import FilledLine, SheetAxis
from addin.references.growth import COLUMNS, ROWS
from addin.references.tree import take_out

MOST_BREAKS: Final = 1026
"""How many page breaks along one axis Excel takes."""


def shift_grid(root: Element, site: Site) -> None:
    """Change in the tree what counts rows or columns."""
    rows, columns = site.layout.rows, site.layout.columns
    for element in list(root.iter("*")):
        match short(element.tag):
            case "x:cols":
                _shift_columns(element, columns)
            case "x:rowBreaks":
                _shift_breaks(element, rows, ROWS)
            case "x:colBreaks":
                _shift_breaks(element, columns, COLUMNS)
            case "x:pane":
                _shift_pane(element, site)
            case "x:autoFilter" | "nsv:nsvFilter":
                _shift_filter(element, columns)


def _shift_columns(columns: Element, axis: SheetAxis) -> None:
    """Widths and styles go with the columns, into each copy."""
    found = [(first, last, column) for column in columns for first, last in _spans(column, axis)]
    for column in list(columns):
        columns.remove(column)
    for first, last, column in sorted(found, key=lambda each: each[0]):
        copy = deepcopy(column)
        copy.set("min", str(first))
        copy.set("max", str(last))
        columns.append(copy)


def _spans(column: Element, axis: SheetAxis) -> Iterator[tuple[int, int]]:
    for span in axis.spans(int(column.get("min", "1")), int(column.get("max", "1"))):
        if span.first <= COLUMNS:
            yield span.first, min(span.last, COLUMNS)


def _shift_breaks(breaks: Element, axis: SheetAxis, limit: int) -> None:
    """A break stands before a line and goes with it; into each copy only where a copy is several lines."""
    found = {line: element for element in breaks for line in _broken(int(element.get("id", "0")) + 1, axis, limit)}
    if len(found) > MOST_BREAKS:
        found = {first_line(axis, int(element.get("id", "0")) + 1, limit): element for element in breaks}
    elements = [_numbered(found[line], line) for line in sorted(found)]
    for element in list(breaks):
        breaks.remove(element)
    breaks.extend(elements)
    if not elements:
        take_out(breaks)


def _broken(line: int, axis: SheetAxis, limit: int) -> Iterator[int]:
    paths = axis.paths(line, line)
    if not axis.depth(line) or axis.single(line):
        first: FilledLine | None = axis.first(line, limit)
        yield from () if first is None else (first.filled,)
        return
    yield from (axis.filled(line, path) for path in paths)


def _numbered(element: Element, line: int) -> Element:
    copy = deepcopy(element)
    copy.set("id", str(line - 1))
    return copy


def _shift_pane(pane: Element, site: Site) -> None:
    """A frozen pane holds all images of its lines."""
    view = pane.getparent()
    corner = read_area((view.get("topLeftCell") if view is not None else None) or "A1")
    if corner is None or corner.rows is None or corner.columns is None or "frozen" not in pane.get("state", "split"):
        return
    _freeze(pane, "ySplit", site.layout.rows, corner.rows.start.line, ROWS)
    _freeze(pane, "xSplit", site.layout.columns, corner.columns.start.line, COLUMNS)


def _freeze(pane: Element, attribute: str, axis: SheetAxis, first: int, limit: int) -> None:
    count = int(float(pane.get(attribute, "0")))
    if count:
        lines = last_line(axis, first + count - 1, limit) - first_line(axis, first, limit) + 1
        pane.set(attribute, str(max(lines, 1)))


def _shift_filter(element: Element, axis: SheetAxis) -> None:
    """A filter counts its columns from the left of its area as the template has it."""
    area = read_area(element.get("ref", ""))
    if area is None or area.columns is None:
        return
    left = area.columns.start.line
    start = first_line(axis, left, COLUMNS)
    for column in list(element):
        if column.get("colId") is None:
            continue
        image = axis.first(left + int(column.get("colId", "0")))
        if image is None:
            take_out(column)
        else:
            column.set("colId", str(image.filled - start))
