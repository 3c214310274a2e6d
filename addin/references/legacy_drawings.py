"""Legacy drawings (VML): the boxes of notes and the pictures of form controls."""

from copy import deepcopy
from typing import Final

from openpyxl.utils import get_column_letter

from addin.package.xml import Element
from addin.references.areas import Copy, Site, copies
from addin.references.axis import Axis
from addin.references.drawings import Mark, end_mark, start_mark
from addin.references.following import follow_table
from addin.references.growth import COLUMNS, ROWS
from addin.references.identities import shape_cluster, shape_number
from addin.references.tags import short
from addin.references.tree import take_out

_NUMBERED: Final = "_x0000_s"


def follow_legacy(root: Element, site: Site) -> None:
    """Change a legacy drawing: a note's box goes with its cell, into each copy; other shapes as drawings do."""
    for data in list(root.iter("{*}ClientData")):
        shape = data.getparent()
        if shape is not None and data.get("ObjectType") == "Note":
            _follow_note(shape, data, site)
        elif shape is not None:
            _follow_shape(data, site)
    follow_table(root, site)
    _reserve(root)


def _follow_note(shape: Element, data: Element, site: Site) -> None:
    row, column = int(data.findtext("{*}Row", "0")) + 1, int(data.findtext("{*}Column", "0")) + 1
    found = list(copies(f"{get_column_letter(column)}{row}", site.layout))
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
        start, numbered, number = (shape.get(name) or "").partition(_NUMBERED)
        if numbered and number.isdigit():
            shape.set(name, f"{start}{numbered}{shape_number(int(number), copy)}")


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


def _follow_shape(data: Element, site: Site) -> None:
    """A shape that has `MoveWithCells` does not move with cells, and one that has `SizeWithCells` keeps its size."""
    anchor = data.find("{*}Anchor")
    if anchor is None or data.find("{*}MoveWithCells") is not None:
        return
    keeps_size = data.find("{*}SizeWithCells") is not None
    left, left_offset, top, top_offset, right, right_offset, bottom, bottom_offset = _numbers(anchor)
    layout = site.layout
    across = _moved(Mark(left + 1, left_offset), Mark(right + 1, right_offset), layout.columns, COLUMNS, keeps_size)
    down = _moved(Mark(top + 1, top_offset), Mark(bottom + 1, bottom_offset), layout.rows, ROWS, keeps_size)
    corners = (across[0], down[0], across[1], down[1])
    _write(anchor, [number for mark in corners for number in (mark.line - 1, mark.offset)])


def _moved(start: Mark, end: Mark, axis: Axis, limit: int, keeps_size: bool) -> tuple[Mark, Mark]:
    began = start_mark(start, axis, limit)
    ended = Mark(end.line + began.line - start.line, end.offset) if keeps_size else end_mark(end, axis, limit)
    return began, ended


def _reserve(root: Element) -> None:
    """Claim the clusters of all numbers that shapes have."""
    numbers = ((shape.get("id") or "").rpartition(_NUMBERED)[2] for shape in root.iter("*"))
    clusters = {shape_cluster(int(number)) for number in numbers if number.isdigit()}
    for element in root.iter("*"):
        if short(element.tag) == "o:idmap":
            claimed = [int(each) for each in element.get("data", "").split(",") if each.strip().isdigit()]
            missing = sorted(clusters.difference(claimed))
            if missing:
                element.set("data", ",".join(map(str, [*claimed, *missing])))
