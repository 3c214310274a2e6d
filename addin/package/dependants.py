"""Which parts belong to one sheet alone, so that a copy of the sheet needs copies of them."""

from collections.abc import Iterator
from typing import Final

from addin.errors import Message, Place, UserError
from addin.package.package import Package
from addin.package.relationships import Relationship

_SHARED: Final = frozenset({"image", "hyperlink", "person", "pivotCacheDefinition", "media", "video", "audio"})
_COPIED: Final = frozenset(
    {
        *("drawing", "vmlDrawing", "legacyDrawing", "legacyDrawingHF", "chart", "chartEx", "chartStyle"),
        *("chartColorStyle", "chartUserShapes", "themeOverride", "comments", "threadedComment", "table"),
        *("ctrlProp", "printerSettings", "customProperty", "pivotTable", "diagramData", "diagramLayout"),
        *("diagramQuickStyle", "diagramColors", "diagramDrawing"),
    }
)
_REFUSED: Final = {
    "slicer": Message("a slicer, which steers one table or pivot table only"),
    "timeline": Message("a timeline, which steers one pivot table only"),
    "queryTable": Message("the result of a query"),
    "tableSingleCells": Message("cells mapped to XML"),
    "oleObject": Message("an embedded object"),
    "package": Message("an embedded workbook or document"),
    "control": Message("an ActiveX control"),
    "namedSheetView": Message("saved sheet views"),
}


def dependants(package: Package, sheet: str, name: str) -> tuple[str, ...]:
    """The parts that a copy of the sheet part `sheet`, called `name`, needs copies of; the sheet itself comes first.

    Pictures are shared, and so is the cache of a pivot table whose source is elsewhere. UserError where the sheet has
    something that can't be copied soundly, such as a slicer.
    """
    found = [sheet]
    for part in found:
        found += [own for own in _needed(package, part, name) if own not in found]
    for pivot in package.related(sheet, "pivotTable"):
        _check_pivot(package, pivot, sheet, name)
    return tuple(found)


def _check_pivot(package: Package, pivot: str, sheet: str, name: str) -> None:
    """Refuse a pivot table over cells of its own sheet: its copies would all show the first sheet's."""
    tables = {package.tree(table).get("displayName") or "" for table in package.related(sheet, "table")}
    for cache in package.related(pivot, "pivotCacheDefinition"):
        for source in package.tree(cache).iter(package.vocabulary.tag("worksheetSource")):
            if (source.get("sheet") or "").casefold() == name.casefold() or source.get("name") in tables:
                what = Message("a pivot table over its own cells")
                raise UserError(
                    "the sheet can't be repeated: it holds {what}", Place(package.place.file, name), what=what
                )


def _needed(package: Package, part: str, name: str) -> Iterator[str]:
    for link in package.relationships(part):
        own = package.find(link.part) if link.part else None
        if own is not None and link.kind not in _SHARED:
            _check_kind(package, link, name)
            yield own


def _check_kind(package: Package, link: Relationship, name: str) -> None:
    if link.kind not in _COPIED:
        what = _REFUSED.get(link.kind, Message("a part of an unknown kind ({kind})", kind=link.kind))
        raise UserError("the sheet can't be repeated: it holds {what}", Place(package.place.file, name), what=what)
