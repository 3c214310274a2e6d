"""What the workbook part says: its sheets and its defined names."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from addin.mistakes import Mistake, nearest
from addin.package.package import Package

SHEET_KINDS: Final = ("worksheet", "chartsheet", "dialogsheet", "xlMacrosheet", "xlIntlMacrosheet")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet; `index` is its place in the order, `state` is visible, hidden or veryHidden."""

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
    """The sheets in their order; Mistake where one has no part."""
    vocabulary = package.vocabulary
    links = {link.id: link for link in package.relationships(package.workbook_part)}
    found = []
    for index, node in enumerate(
        package.tree(package.workbook_part).iterfind(f"{vocabulary.tag('sheets')}/{vocabulary.tag('sheet')}")
    ):
        name, relationship_id = node.get("name", ""), node.get(vocabulary.id, "")
        link = links.get(relationship_id)
        part = package.find(link.part) if link and link.part else None
        if link is None or part is None:
            raise Mistake("the sheet {sheet} has no part in the file", package.place, sheet=repr(name))
        found.append(
            Sheet(
                index,
                name,
                part,
                link.kind,
                int(node.get("sheetId", "0")),
                relationship_id,
                node.get("state", "visible"),
            )
        )
    return tuple(found)


def sheet_named(package: Package, name: str) -> Sheet:
    """The sheet of this name, in any case, as Excel compares; Mistake with the nearest name where there is none."""
    known = sheets(package)
    for sheet in known:
        if sheet.name.casefold() == name.casefold():
            return sheet
    names = [sheet.name for sheet in known]
    raise Mistake("there is no sheet {sheet}", package.place, nearest=nearest(name, names), sheet=repr(name))


def defined_names(package: Package) -> Sequence[DefinedName]:
    """The defined names in the file's order."""
    tag = package.vocabulary.tag
    nodes = package.tree(package.workbook_part).iterfind(f"{tag('definedNames')}/{tag('definedName')}")
    return tuple(
        DefinedName(
            node.get("name", ""), node.text or "", _index(node.get("localSheetId")), node.get("hidden") in ("1", "true")
        )
        for node in nodes
    )


def _index(text: str | None) -> int | None:
    return None if text is None else int(text)
