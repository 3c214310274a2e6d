"""Drawings: shapes, pictures, charts and form controls, anchored to cells."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from itertools import count
from typing import Final

from addin.package.reference_holders import Shift, held
from addin.package.tags import short
from addin.package.xml import Element
from addin.references.anchors import ANCHORS, covered_by, moves_of, place
from addin.references.areas import Covered, Site
from addin.references.formula import parse
from addin.references.formula_position import FormulaPosition
from addin.references.identities import SHAPE_PREFIX, copied_shape, identity, shape_number
from addin.references.reference_modes import SHAPE_RANGES, SHAPES, ReferenceMode
from addin.references.tree import take_out

_REPEATED: Final = frozenset({"xdr:sp", "xdr:cxnSp", "xdr:pic", "xdr:grpSp"})
_CONTROL: Final = "a14:compatExt"
_CONTAINERS: Final = frozenset({"xdr:wsDr", "x:controls"})
SHAPE_CELLS: Final[Mapping[Shift, ReferenceMode]] = {Shift.SHAPE: SHAPES, Shift.SHAPE_LIST: SHAPE_RANGES}
"""How the cells of shapes and controls follow."""


def shift_anchors(root: Element, site: Site) -> None:
    """Move the drawings of the tree with their cells; one that spans a repeat grows, unless it keeps its size.

    A shape, a picture, a chart or one of the site's form controls that lies wholly within a repeat is in each copy.
    """
    numbers = _free_numbers(root)
    for anchor in [each for each in root.iter("*") if short(each.tag) in ANCHORS]:
        control = site.controls.get(_control_number(anchor))
        if control:
            _shift_control(anchor, control, site)
        else:
            _shift(anchor, site, numbers)


def shift_shape_cells(root: Element, home: FormulaPosition, site: Site) -> None:
    """Change the cells that shapes and controls in the tree refer to, for their copy at `home`."""
    for each in list(held(root)):
        reference_mode = SHAPE_CELLS.get(each.holder.follows)
        if reference_mode:
            each.put(parse(each.text).at(home, site.geometry, reference_mode))


def _control_number(anchor: Element) -> int:
    """The number of the control that the anchor is for; 0 where it is for anything else."""
    if short(anchor.tag) == "x:anchor":
        control = next(anchor.iterancestors("{*}control"), None)
        return 0 if control is None else int(control.get("shapeId", "0"))
    names = (each.get("spid", "") for each in anchor.iter("*") if short(each.tag) == "a14:compatExt")
    return next((int(name.removeprefix(SHAPE_PREFIX)) for name in names if name.startswith(SHAPE_PREFIX)), 0)


def _shift(anchor: Element, site: Site, numbers: Iterator[int]) -> None:
    covered = covered_by(anchor) if is_repeatable(anchor) else None
    places = list(covered.copies(site.layout)) if covered else [((), ())]
    copies = [_number(deepcopy(anchor), numbers, copy) for copy in range(1, len(places))]
    for copy, (rows, columns) in zip([anchor, *copies], places, strict=False):
        shift_shape_cells(_drawn(copy), place(copy, site, rows, columns), site)
    for copy in reversed(copies):
        anchor.addnext(copy)
    if not places:
        take_out(anchor)


def _drawn(anchor: Element) -> Element:
    """What an anchor is for: in a drawing all that is within it, in a sheet the element around it."""
    around = anchor.getparent()
    return around if around is not None and short(anchor.tag) == "x:anchor" else anchor


def is_repeatable(anchor: Element) -> bool:
    """Whether what is drawn has copies in the copies of its cells: shapes, pictures, and charts of two anchors.

    Form controls have copies of another kind; diagrams, slicers and the like have none.
    """
    frames = list(anchor.iter("{*}graphicFrame"))
    inside = {short(each.tag) for each in anchor.iter("*")}
    if moves_of(anchor) == "absolute" or _CONTROL in inside:
        return False
    if not frames:
        return not inside.isdisjoint(_REPEATED)
    return short(anchor.tag) == "xdr:twoCellAnchor" and all(charts_in(frame) for frame in frames)


def charts_in(drawn: Element) -> list[tuple[Element, str]]:
    """The elements that stand for charts, each with its attribute for the relationship to the chart's part."""
    charts = [each for each in drawn.iter("{*}chart") if short(each.tag) in ("c:chart", "cx:chart")]
    return [(each, str(name)) for each in charts for name in each.attrib if str(name).endswith("}id")]


def _shift_control(anchor: Element, covered: Covered, site: Site) -> None:
    """A control is repeated with all that the file wraps around it."""
    whole = anchor
    while (around := whole.getparent()) is not None and short(around.tag) not in _CONTAINERS:
        whole = around
    places = list(covered.copies(site.layout))
    copies = [whole, *(deepcopy(whole) for _ in places[1:])]
    for number, (copy, (rows, columns)) in enumerate(zip(copies, places, strict=False)):
        home = next(place(each, site, rows, columns) for each in copy.iter("*") if short(each.tag) in ANCHORS)
        shift_shape_cells(copy, home, site)
        _renumber_control(copy, number)
    for copy in reversed(copies[1:]):
        whole.addnext(copy)
    if not places:
        take_out(whole)


def _renumber_control(whole: Element, copy: int) -> None:
    for element in whole.iter("{*}control", "{*}cNvPr", "{*}compatExt"):
        if element.get("name") and copy:
            element.set("name", f"{element.get('name')} ({copy + 1})")
        for name in ("shapeId", "id"):
            if element.get(name):
                element.set(name, str(shape_number(int(element.get(name, "0")), copy)))
        for link in [name for name in element.attrib if str(name).endswith("}id")]:
            element.set(link, copied_link(element.get(link, ""), copy))
        if element.get("spid"):
            element.set("spid", copied_shape(element.get("spid", ""), copy))


def copied_link(relationship: str, copy: int) -> str:
    """The id of the relationship to the part of a control's or a chart's copy."""
    return f"{relationship}.{copy}" if copy else relationship


def _free_numbers(root: Element) -> Iterator[int]:
    """Numbers that no drawing of the part has."""
    return count(max((int(each.get("id", "0")) for each in root.iter("{*}cNvPr")), default=0) + 1)


def _number(copy: Element, numbers: Iterator[int], place: int) -> Element:
    """The copy with numbers and names of its own for all that is drawn, the same wherever a number is mentioned."""
    new: dict[str | None, str] = {}
    for element in copy.iter("{*}cNvPr"):
        new.setdefault(element.get("id"), str(next(numbers)))
    for element in copy.iter("{*}cNvPr", "{*}stCxn", "{*}endCxn"):
        number = new.get(element.get("id"))
        if number:
            element.set("id", number)
        if element.get("name"):
            element.set("name", f"{element.get('name')} ({place + 1})")
    for element in copy.iter("{*}creationId"):
        element.set("id", identity(element.get("id", ""), place))
    for chart, attribute in charts_in(copy):
        chart.set(attribute, copied_link(chart.get(attribute, ""), place))
    return copy
