"""What the workbook part says: its sheets and its defined names."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from addin.errors import UserError, nearest
from addin.package.package import Package
from addin.package.relationships import Relationship
from addin.package.xml import Element

MODULE: Final = "module"
"""The kind of a sheet that was a module of macros before Excel 97: it is listed and has no part."""

_MOST_DIGITS: Final = 10


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet; `index` is its place in the order, `state` is visible, hidden or veryHidden.

    `kind` is the last word of its relationship's type, or MODULE, whose `part` is empty.
    """

    index: int
    name: str
    part: str
    kind: str
    sheet_id: int
    relationship_id: str
    state: str


@dataclass(frozen=True, slots=True)
class DefinedName:
    """One defined name; `sheet` is the index of the sheet it is local to, None where it holds for the workbook."""

    name: str
    text: str
    sheet: int | None
    hidden: bool


def sheets(package: Package) -> tuple[Sheet, ...]:
    """The sheets in their order; UserError where one has no part or an id that is no number."""
    vocabulary = package.vocabulary
    links = {link.id: link for link in package.relationships(package.workbook_part)}
    found = []
    nodes = package.root(package.workbook_part).iterfind(f"{vocabulary.tag('sheets')}/{vocabulary.tag('sheet')}")
    for index, node in enumerate(nodes):
        name, relationship_id = node.get("name", ""), node.get(vocabulary.id)
        kind, part = (
            (MODULE, "") if relationship_id == "" else _sheet_part(package, name, links.get(relationship_id or ""))
        )
        sheet_id, state = _number(package, node, "sheetId", 0), node.get("state", "visible")
        found.append(Sheet(index, name, part, kind, sheet_id, relationship_id or "", state))
    return tuple(found)


def _sheet_part(package: Package, name: str, link: Relationship | None) -> tuple[str, str]:
    """The kind and the part of a sheet."""
    part = package.find(link.part) if link and link.part else None
    if link is None or part is None:
        raise UserError("the sheet {sheet} has no part in the file", package.place, sheet=repr(name))
    return link.kind, part


def worksheets_of(package: Package) -> tuple[Sheet, ...]:
    """The worksheets of a workbook, in their order."""
    return tuple(sheet for sheet in sheets(package) if sheet.kind == "worksheet")


def sheet_named(package: Package, name: str) -> Sheet:
    """The sheet of this name, in any case, as Excel compares; UserError with the nearest name where there is none."""
    known = sheets(package)
    for sheet in known:
        if sheet.name.casefold() == name.casefold():
            return sheet
    names = [sheet.name for sheet in known]
    raise UserError("there is no sheet {sheet}", package.place, nearest=nearest(name, names), sheet=repr(name))


def defined_names(package: Package) -> Sequence[DefinedName]:
    """The defined names in the file's order."""
    tag = package.vocabulary.tag
    nodes = package.root(package.workbook_part).iterfind(f"{tag('definedNames')}/{tag('definedName')}")
    return tuple(_defined_name(package, node) for node in nodes)


def _defined_name(package: Package, node: Element) -> DefinedName:
    sheet = None if node.get("localSheetId") is None else _number(package, node, "localSheetId", 0)
    return DefinedName(node.get("name", ""), node.text or "", sheet, node.get("hidden") in ("1", "true"))


def _number(package: Package, node: Element, attribute: str, default: int) -> int:
    text = node.get(attribute)
    if text is not None and not (text.isdecimal() and len(text) <= _MOST_DIGITS):
        said = "the workbook is damaged: {attribute} is {text}, not a number"
        raise UserError(said, package.place, attribute=attribute, text=repr(text[:20]))
    return default if text is None else int(text)
