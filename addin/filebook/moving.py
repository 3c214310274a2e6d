"""The parts of a workbook other than its sheets' cells that follow cells which move: what they are, and changed."""

from collections.abc import Iterator, Mapping
from typing import Final

from addin.filebook.template import FileTemplate
from addin.package.deflating import deflate
from addin.package.package import Package
from addin.package.relationships import relationships_part
from addin.package.writing import Content
from addin.package.xml import serialise
from addin.references.geometry import Geometry
from addin.references.parts import shift_part

_MARKUP: Final = (".xml", ".vml", ".rels")
_WITHOUT_REFERENCES: Final = frozenset(
    {"sharedStrings", "styles", "theme", "calcChain", "sheetMetadata", "person", "xmlMaps", "vbaProject", "customXml"}
)


def moved_parts(template: FileTemplate, geometry: Geometry) -> Mapping[str, Content]:
    """The parts, other than worksheets, that change where sheets grow, with their new content."""
    moved: dict[str, Content] = {}
    for part, sheet in followers(template):
        root = shift_part(template.package.tree(part), sheet, geometry)
        if root is not None:
            moved[part] = deflate(serialise(root))
    return moved


def followers(template: FileTemplate) -> Iterator[tuple[str, str | None]]:
    """The parts that may refer to cells, each with the sheet it belongs to."""
    package = template.package
    worksheets = {sheet.part for sheet in template.sheets}
    seen = {*worksheets, package.workbook_part}
    for sheet in template.sheets:
        for part in _reachable(package, sheet.part, seen):
            yield part, sheet.name
    yield package.workbook_part, None
    for part in _reachable(package, package.workbook_part, seen):
        yield part, None


def _reachable(package: Package, source: str, seen: set[str]) -> Iterator[str]:
    """The parts of markup to which relationships lead from `source`, and those relationships' own parts."""
    links = package.find(relationships_part(source))
    if links is None:
        return
    if source != package.workbook_part:
        yield links
    for relationship in package.relationships(source):
        part = package.find(relationship.part) if relationship.part else None
        if part is None or part in seen or relationship.kind in _WITHOUT_REFERENCES or not part.endswith(_MARKUP):
            continue
        seen.add(part)
        yield part
        yield from _reachable(package, part, seen)
