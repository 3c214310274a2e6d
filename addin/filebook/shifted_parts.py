"""The parts of a workbook other than its sheets' cells that follow cells which move: what they are, and changed."""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from copy import deepcopy
from dataclasses import dataclass
from functools import partial
from typing import Final

from lxml import etree

from addin.filebook.origins import origins
from addin.filebook.template import FileTemplate
from addin.filebook.touched import Touched
from addin.package.corrupt_parts import corrupt_part_as_error
from addin.package.deflating import deflate
from addin.package.package import Package
from addin.package.relationships import relationships_part
from addin.package.workbook import defined_names
from addin.package.writing import Content
from addin.package.xml import Element, serialise
from addin.references.axis import SheetAxis
from addin.references.chart_caches import CachedChart, ChartSource, read_chart
from addin.references.controls import form_controls
from addin.references.formula import parse
from addin.references.formula_position import FormulaPosition
from addin.references.growth import COLUMNS, ROWS
from addin.references.parts import shift_part

_RELATIONSHIPS: Final = ".rels"
_WITHIN: Final = b"#"
"""What a target within the workbook begins with; no other relationship refers to cells."""

_MARKUP: Final = (".xml", ".vml", _RELATIONSHIPS)
_WITHOUT_REFERENCES: Final = frozenset(
    {"sharedStrings", "styles", "theme", "calcChain", "sheetMetadata", "person", "xmlMaps", "vbaProject", "customXml"}
)


@dataclass(frozen=True)
class ShiftedParts:
    """The parts that moved, with their new content, and the charts that show values which every filling changes.

    A chart comes with the sheet it is on.
    """

    parts: Mapping[str, Content]
    charts: Mapping[str, tuple[str, CachedChart]]


def shifted_parts(
    template: FileTemplate, touched: Touched, filled: AbstractSet[str], homes: Mapping[str, FormulaPosition]
) -> ShiftedParts:
    """What else changes where sheets grow and cells are `touched`, and values of the sheets `filled` (in lower case).

    `homes` tells for the part of each chart within a repeat where it begins (`repeated_charts`).
    """
    geometry = touched.geometry
    parts: dict[str, Content] = {}
    charts: dict[str, tuple[str, CachedChart]] = {}
    names: dict[str, str] = {}
    controls = {sheet.name: form_controls(template.source(sheet.name).around) for sheet in template.sheets}
    for part, sheet in [(template.package.workbook_part, None), *followers(template)]:
        if part.endswith(_RELATIONSHIPS) and _WITHIN not in template.package.read(part):
            continue
        root = template.package.root(part)
        with corrupt_part_as_error(part, template.place):
            shifted = shift_part(root, sheet, geometry, controls.get(sheet or ""), homes.get(part))
        final = root if shifted is None else shifted
        if sheet is None and not names:
            names = _defined_names(final)
        kind = etree.QName(root).localname
        if kind == "pivotCacheDefinition":
            asking = made_anew(template, final, filled)
            shifted = shifted if asking is None else asking
        if kind == "chartSpace" and final.find("{*}pivotSource") is None:
            chart = read_chart(final, names, partial(_is_kept, touched, sheet or ""))
            if any((source.sheet or sheet or "").casefold() in filled for source in chart.sources):
                charts[part] = (sheet or "", chart)
                continue
        if shifted is not None:
            parts[part] = deflate(serialise(shifted))
    return ShiftedParts(parts, charts)


def _is_kept(touched: Touched, own: str, source: ChartSource) -> bool:
    """Whether the values of an area of the filled workbook are those that the template had there."""
    sheet = (source.sheet or own).casefold()
    layout = touched.geometry.layout(sheet)
    top, bottom = _template_lines(layout.rows, source.bounds.rows or (1, ROWS))
    left, right = _template_lines(layout.columns, source.bounds.columns or (1, COLUMNS))
    return touched.keeps_area((sheet, top, bottom, left, right))


def _template_lines(axis: SheetAxis, filled: tuple[int, int]) -> tuple[int, int]:
    found = origins(axis)
    return found.of(min(filled)).line, found.of(max(filled)).line


def _defined_names(workbook: Element) -> dict[str, str]:
    return {node.get("name", ""): node.text or "" for node in workbook.iterfind("{*}definedNames/{*}definedName")}


def followers(template: FileTemplate) -> Iterator[tuple[str, str | None]]:
    """The parts that may refer to cells, but for the workbook's own, each with the sheet it belongs to."""
    package = template.package
    seen = {*(sheet.part for sheet in template.sheets), package.workbook_part}
    for sheet in template.sheets:
        for part in _reachable(package, sheet.part, seen):
            yield part, sheet.name
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


def made_anew(template: FileTemplate, cache: Element, filled: AbstractSet[str]) -> Element | None:
    """A pivot cache's definition that asks for it, where one of the sheets `filled` (in lower case) is its source.

    The source is an area of a sheet, a table, or a name. None where it is elsewhere, or the definition asks already.
    """
    if cache.get("refreshOnLoad") in ("1", "true") or filled.isdisjoint(_source_sheets(template, cache)):
        return None
    asking = deepcopy(cache)
    asking.set("refreshOnLoad", "1")
    return asking


def _source_sheets(template: FileTemplate, cache: Element) -> Iterator[str]:
    for source in cache.iter("{*}worksheetSource", "{*}rangeSet"):
        if any(str(name).endswith("}id") for name in source.attrib):
            continue
        if source.get("sheet"):
            yield source.get("sheet", "").casefold()
        else:
            yield from _sheets_of(template, source.get("name", "").casefold())


def _sheets_of(template: FileTemplate, name: str) -> Iterator[str]:
    for sheet in template.sheets:
        for part in template.package.related(sheet.part, "table"):
            if template.package.root(part).get("displayName", "").casefold() == name:
                yield sheet.name.casefold()
    for defined in defined_names(template.package):
        if defined.name.casefold() == name:
            yield from (sheet for reference in parse(defined.text).references for sheet in reference.sheets)
