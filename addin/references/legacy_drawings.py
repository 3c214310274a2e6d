"""Legacy drawings (VML): the boxes of notes and the pictures of form controls."""

from copy import deepcopy
from typing import Final, TypeAlias

from addin.package.addresses import column_letters
from addin.package.tags import short
from addin.package.xml import Element
from addin.references.anchors import Mark, end_mark, span_of, start_mark
from addin.references.areas import Copy, Covered, Site, copies
from addin.references.axis import FREE, Pin, SheetAxis
from addin.references.drawings import shift_shape_cells
from addin.references.formula_position import FormulaPosition
from addin.references.growth import COLUMNS, ROWS, Path
from addin.references.identities import SHAPE_PREFIX, copied_shape, shape_cluster
from addin.references.tree import take_out

_Box: TypeAlias = tuple[tuple[Mark, Mark], tuple[Mark, Mark]]
_ALONE: Final = frozenset({"Button", "Checkbox", "Drop", "Edit", "GBox", "Label", "List", "Radio", "Scroll", "Spin"})
"""Kinds of form controls that may be in the legacy drawing alone, as in workbooks of Excel 2007."""


def shift_legacy(root: Element, site: Site) -> None:
    """Change a legacy drawing: a note's box goes with its cell, into each copy; other shapes as drawings do."""
    for data in list(root.iter("{*}ClientData")):
        shape = data.getparent()
        if shape is not None and data.get("ObjectType") == "Note":
            _shift_note(shape, data, site)
        elif shape is not None:
            _shift_shape(shape, data, site)
    _reserve(root)


def _shift_note(shape: Element, data: Element, site: Site) -> None:
    row, column = int(data.findtext("{*}Row", "0")) + 1, int(data.findtext("{*}Column", "0")) + 1
    found = list(copies(f"{column_letters(column)}{row}", site.layout))
    if not found:
        take_out(shape)
        return
    shapes = [shape, *(deepcopy(shape) for _ in found[1:])]
    for number, (each, copy) in enumerate(zip(shapes, found, strict=True)):
        _renumber(each, number)
        _place_note(each, row, column, copy, site)
    for each in reversed(shapes[1:]):
        shape.addnext(each)


def _renumber(shape: Element, copy: int) -> None:
    for name in ("id", *(name for name in shape.attrib if str(name).endswith("}spid"))):
        shape.set(name, copied_shape(shape.get(name) or "", copy))


def _place_note(shape: Element, row: int, column: int, copy: Copy, site: Site) -> None:
    """The box keeps its distance from the cell."""
    down = site.layout.rows.filled(row, copy.rows) - row
    right = site.layout.columns.filled(column, copy.columns) - column
    for name, value in (("Row", row - 1 + down), ("Column", column - 1 + right)):
        element = shape.find(f".//{{*}}{name}")
        if element is not None:
            element.text = str(value)
    anchor = shape.find(".//{*}Anchor")
    if anchor is not None and (down or right):
        numbers = _numbers(anchor)
        moves = (right, 0, down, 0, right, 0, down, 0)
        _write(anchor, [max(number + move, 0) for number, move in zip(numbers, moves, strict=True)])


def _numbers(anchor: Element) -> list[int]:
    """Left column and offset, top row and offset, right column and offset, bottom row and offset; from 0, in pixels."""
    return [int(float(number)) for number in (anchor.text or "").split(",")]


def _write(anchor: Element, numbers: list[int]) -> None:
    anchor.text = ", ".join(map(str, numbers))


def _shift_shape(shape: Element, data: Element, site: Site) -> None:
    """A shape that has `MoveWithCells` does not move with cells, and one that has `SizeWithCells` keeps its size."""
    box = _box(data)
    covered = _covered(shape, data, box, site) if box else None
    places = list(covered.copies(site.layout)) if covered else [((), ())]
    shapes = [shape, *(deepcopy(shape) for _ in places[1:])]
    for number, (each, (rows, columns)) in enumerate(zip(shapes, places, strict=False)):
        _renumber(each, number)
        row, column = (box[1][0].line, box[0][0].line) if box else (0, 0)
        home = FormulaPosition(site.sheet, row if rows else 0, column if columns else 0, rows, columns)
        _place_shape(each, home, site)
    for each in reversed(shapes[1:]):
        shape.addnext(each)
    if not places:
        take_out(shape)


def _covered(shape: Element, data: Element, box: _Box, site: Site) -> Covered | None:
    """The lines within whose repeats the shape is repeated: those of the sheet's control, or those under a control that
    is here alone.
    """
    number = _control_number(shape)
    if number in site.controls or data.get("ObjectType") not in _ALONE:
        return site.controls.get(number)
    (left, right), (top, bottom) = box
    return Covered(span_of(top, bottom), span_of(left, right))


def _control_number(shape: Element) -> int:
    number = (shape.get("id") or "").rpartition(SHAPE_PREFIX)[2]
    return int(number) if number.isdigit() else 0


def _box(data: Element) -> _Box | None:
    """Where a shape that moves with cells begins and ends, across and down."""
    anchor = data.find("{*}Anchor")
    if anchor is None or data.find("{*}MoveWithCells") is not None:
        return None
    left, left_offset, top, top_offset, right, right_offset, bottom, bottom_offset = _numbers(anchor)
    across = Mark(left + 1, left_offset), Mark(right + 1, right_offset)
    return across, (Mark(top + 1, top_offset), Mark(bottom + 1, bottom_offset))


def _place_shape(shape: Element, home: FormulaPosition, site: Site) -> None:
    shift_shape_cells(shape, home, site)
    anchor, data = shape.find(".//{*}Anchor"), shape.find("{*}ClientData")
    box = None if data is None else _box(data)
    if anchor is None or data is None or box is None:
        return
    keeps_size = data.find("{*}SizeWithCells") is not None
    across = _moved(box[0], site.layout.columns, home.columns, COLUMNS, keeps_size)
    down = _moved(box[1], site.layout.rows, home.rows, ROWS, keeps_size)
    corners = (across[0], down[0], across[1], down[1])
    _write(anchor, [number for mark in corners for number in (mark.line - 1, mark.offset)])


def _moved(marks: tuple[Mark, Mark], axis: SheetAxis, path: Path, limit: int, keeps_size: bool) -> tuple[Mark, Mark]:
    start, end = marks
    pin = Pin(start.line, path) if path else FREE
    began = start_mark(start, axis, limit, pin)
    ended = Mark(end.line + began.line - start.line, end.offset) if keeps_size else end_mark(end, axis, limit, pin)
    return began, ended


def _reserve(root: Element) -> None:
    """Claim the clusters of all numbers that shapes have."""
    numbers = ((shape.get("id") or "").rpartition(SHAPE_PREFIX)[2] for shape in root.iter("*"))
    clusters = {shape_cluster(int(number)) for number in numbers if number.isdigit()}
    for element in root.iter("*"):
        if short(element.tag) == "o:idmap":
            claimed = [int(each) for each in element.get("data", "").split(",") if each.strip().isdigit()]
            missing = sorted(clusters.difference(claimed))
            if missing:
                element.set("data", ",".join(map(str, [*claimed, *missing])))
