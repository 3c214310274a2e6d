"""Form controls within a repeat: the copies of their properties, each a part of its own."""

from collections.abc import Iterator
from dataclasses import dataclass

from addin.package.linking import declare
from addin.package.package import Package
from addin.package.relationships import Relationship, add_relationship, relationships_part, target_from
from addin.package.xml import Element
from addin.references.anchors import covered_by, home_of, moves_of
from addin.references.areas import Controls, Covered, Site
from addin.references.drawings import copied_link, shift_shape_cells
from addin.references.formula_position import FormulaPosition
from addin.references.geometry import Geometry

_PROPERTIES = "ctrlProp"
_CONTENT_TYPE = "application/vnd.ms-excel.controlproperties+xml"


@dataclass(frozen=True, slots=True)
class ControlCopy:
    """One copy of a control: the relationship to the original's properties, which copy it is, and its cell."""

    relationship: str
    number: int
    home: FormulaPosition


def form_controls(sheet: Element) -> Controls:
    """The controls that a sheet of the template lists, by their numbers, with the lines of those that may be repeated.

    Controls of another kind (ActiveX) have a picture and parts that can't be repeated; they have no lines here, and
    neither have those that don't move with cells.
    """
    listed: dict[int, Covered | None] = {_number(control): None for control in sheet.iter("{*}control")}
    return listed | {number: covered for number, _, covered, _ in _form_controls(sheet)}


def control_copies(sheet: Element, name: str, geometry: Geometry) -> Iterator[ControlCopy]:
    """The form controls of a sheet of the template, once for each copy that they have on the filled sheet."""
    site = Site(name, geometry)
    for _, link, covered, anchor in _form_controls(sheet):
        for number, (rows, columns) in enumerate(covered.copies(site.layout)):
            yield ControlCopy(link, number, home_of(anchor, site, rows, columns))


def repeat_controls(
    package: Package, template: Package, part: str, sheet: Element, name: str, geometry: Geometry
) -> Package:
    """The filled package with the properties of all copies of the form controls on the worksheet `part`.

    `sheet` is the worksheet's root element in the template, with or without its cells.
    """
    links = {each.id: each for each in template.relationships(part)}
    for copy in control_copies(sheet, name, geometry):
        link = links.get(copy.relationship)
        if link is not None and link.part and link.kind == _PROPERTIES:
            properties = template.tree(link.part)
            shift_shape_cells(properties, copy.home, Site(name, geometry))
            package = _with_properties(package, link, copy.number, properties)
    return package


def _with_properties(package: Package, original: Relationship, copy: int, properties: Element) -> Package:
    if not copy:
        return package.with_trees({original.part or "": properties})
    part, links = _free_name(package, original.part or ""), package.find(relationships_part(original.source)) or ""
    tree = package.tree(links)
    target = target_from(original.source, part)
    add_relationship(tree, Relationship(original.source, copied_link(original.id, copy), original.type, target, part))
    return declare(package.with_trees({links: tree, part: properties}), {part: _CONTENT_TYPE})


def _free_name(package: Package, part: str) -> str:
    stem = part.removesuffix(".xml").rstrip("0123456789")
    return next(name for name in (f"{stem}{number}.xml" for number in range(1, 1_000_000)) if not package.find(name))


def _form_controls(sheet: Element) -> Iterator[tuple[int, str, Covered, Element]]:
    """Number, relationship to its properties, lines covered, and anchor of each."""
    for control in sheet.iter("{*}control"):
        anchor, link = next(control.iter("{*}anchor"), None), _link(control)
        pictured = any(_link(each) for each in control.iter("{*}controlPr"))
        if anchor is None or link is None or pictured or moves_of(anchor) == "absolute":
            continue
        covered = covered_by(anchor)
        if covered:
            yield _number(control), link, covered, anchor


def _number(control: Element) -> int:
    return int(control.get("shapeId", "0"))


def _link(element: Element) -> str | None:
    return next((element.get(name) for name in element.attrib if str(name).endswith("}id")), None)
