"""Pivot tables over cells that are filled, which Excel makes anew when it opens the file."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from copy import deepcopy

from addin.filebook.template import FileTemplate
from addin.package.workbook import defined_names
from addin.package.xml import Element
from addin.references.formula import parse


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
