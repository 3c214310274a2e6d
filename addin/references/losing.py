"""What in a part would be lost with certain lines of a sheet, because it refers to them and nothing else."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from addin.package.addresses import column_letters
from addin.package.xml import Element
from addin.references.anchors import ANCHORS, covered_by
from addin.references.areas import read_area
from addin.references.drawings import is_repeatable
from addin.references.formula import parse
from addin.references.rules import clears
from addin.references.tags import short
from udfs.formulas.tokens import Qualifier

_TEXTS: Final = frozenset(
    {
        "c:f",
        "c15:f",
        "c15:sqref",
        "cx:f",
        "cx:nf",
        "vx:FmlaGroup",
        "vx:FmlaLink",
        "vx:FmlaPict",
        "vx:FmlaRange",
        "vx:FmlaTxbx",
        "x:definedName",
        "x:formula",
        "x:formula1",
        "x:formula2",
        "xm:f",
    }
)
_ATTRIBUTES: Final = {
    "a14:cameraTool": ("cellRange",),
    "x14:formControlPr": ("fmlaLink", "fmlaRange", "fmlaGroup", "fmlaTxbx"),
    "x:cfvo": ("val",),
    "x:controlPr": ("linkedCell", "listFillRange"),
    "x:hyperlink": ("location",),
    "x:parameter": ("cell",),
    "cdr:sp": ("textlink",),
    "xdr:sp": ("textlink",),
}
_SOURCES: Final = frozenset({"x:dataRef", "x:rangeSet", "x:worksheetSource"})


@dataclass(frozen=True, slots=True)
class Mention:
    """A formula, and the areas of the part's own sheet that it is for (empty: none)."""

    text: str
    areas: str


def would_lose(root: Element, home: str | None, sheet: str, *, rows: range, columns: range) -> bool:
    """Whether something in the part would be `#REF!` without those rows, or those columns, of `sheet`.

    What is itself for cells there, and goes with them, doesn't count. `home` is the part's own sheet.
    """
    at_home = (home or "").casefold() == sheet.casefold()
    return any(
        parse(mention.text).loses(home or "", sheet, rows=rows, columns=columns)
        for mention in mentions(root)
        if not (at_home and _goes(mention.areas, rows, columns))
    )


def mentions(root: Element) -> Iterator[Mention]:
    """Every formula in the part, but for those of cells."""
    for element in root.iter("*"):
        name = short(element.tag)
        if name in _TEXTS and element.text:
            yield Mention(element.text, _areas_of(element))
        for attribute in _ATTRIBUTES.get(name, ()):
            if element.get(attribute):
                yield Mention(element.get(attribute, ""), _areas_of(element))
        if name in _SOURCES and element.get("ref") and element.get("sheet"):
            yield Mention(Qualifier("", (element.get("sheet", ""),)).prefix + element.get("ref", ""), "")


def _areas_of(element: Element) -> str:
    """The areas that the element, or one around it, is for."""
    for each in (element, *element.iterancestors()):
        if short(each.tag) in ANCHORS:
            return _area_of(each)
        listed = each.find("{*}sqref")
        if listed is not None or each.get("sqref"):
            return each.get("sqref") or (listed.text if listed is not None else None) or ""
    return element.get("ref", "")


def _area_of(anchor: Element) -> str:
    """The cells under a drawing that is repeated with them; none for any other."""
    covered = covered_by(anchor) if is_repeatable(anchor) else None
    if covered is None:
        return ""
    rows, columns = covered
    return f"{column_letters(columns.first)}{rows.first}:{column_letters(columns.last)}{rows.last}"


def _goes(areas: str, rows: range, columns: range) -> bool:
    found = [area for area in map(read_area, areas.split()) if area]
    return bool(found) and all(
        (bool(rows) and clears(area.rows, rows.start, rows.stop - 1))
        or (bool(columns) and clears(area.columns, columns.start, columns.stop - 1))
        for area in found
    )
