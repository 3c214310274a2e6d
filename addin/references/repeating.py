"""What belongs to single cells or areas and is repeated with them: merges, links, sparklines, watches, smart tags."""

from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import Final

from addin.package.tags import short
from addin.package.xml import Element
from addin.references.areas import Copy, Site, copies, read_area
from addin.references.formula import parse
from addin.references.formula_position import FormulaPosition
from addin.references.reference_modes import LINKS, RANGES
from addin.references.tree import forget_identity, take_out


def shift_repeated(root: Element, site: Site) -> None:
    """Put each such element in the tree once for each copy of its cells, and take out those without cells."""
    for element in list(root.iter("*")):
        place = _PLACES.get(short(element.tag))
        if place:
            _shift(element, site, place)


def _shift(element: Element, site: Site, place: Callable[[Element, Copy, Site], None]) -> None:
    found = list(copies(_address(element), site.layout))
    if not found:
        take_out(element)
    for copy in reversed(found[1:]):
        each = forget_identity(deepcopy(element))
        place(each, copy, site)
        element.addnext(each)
    for copy in found[:1]:
        place(element, copy, site)


def _address(element: Element) -> str:
    listed = element.find("{*}sqref")
    return element.get("ref") or element.get("r") or ("" if listed is None else listed.text or "")


def home_of(element_address: str, copy: Copy, site: Site) -> FormulaPosition:
    """The place of the template's cell at the beginning of an area, in one copy of it."""
    area = read_area(element_address)
    rows, columns = area.bounds if area else (None, None)
    row, column = (lines[0] if lines else 1 for lines in (rows, columns))
    return FormulaPosition(site.sheet, row, column, copy.rows, copy.columns)


def _place_ref(element: Element, copy: Copy, _: Site) -> None:
    element.set("ref", copy.address)


def _place_r(element: Element, copy: Copy, _: Site) -> None:
    element.set("r", copy.address)


def _place_link(element: Element, copy: Copy, site: Site) -> None:
    home = home_of(element.get("ref", ""), copy, site)
    element.set("ref", copy.address)
    target = element.get("location")
    if target:
        element.set("location", parse(target).at(home, site.geometry, LINKS))


def _place_sparkline(element: Element, copy: Copy, site: Site) -> None:
    listed, data = element.find("{*}sqref"), element.find("{*}f")
    if listed is None:
        return
    home = home_of(listed.text or "", copy, site)
    listed.text = copy.address
    if data is not None and data.text:
        data.text = parse(data.text).at(home, site.geometry, RANGES)


_PLACES: Final[Mapping[str, Callable[[Element, Copy, Site], None]]] = {
    "x:mergeCell": _place_ref,
    "x:hyperlink": _place_link,
    "x:cellSmartTags": _place_r,
    "x:cellWatch": _place_r,
    "x14:sparkline": _place_sparkline,
}
