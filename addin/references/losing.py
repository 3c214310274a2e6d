"""What in a part would be lost with certain lines of a sheet, because it refers to them and nothing else."""

from collections.abc import Iterator
from dataclasses import dataclass

from addin.package.addresses import column_letters
from addin.package.reference_holders import held
from addin.package.tags import short
from addin.package.xml import Element
from addin.references.anchors import ANCHORS, covered_by
from addin.references.areas import read_area
from addin.references.drawings import is_repeatable
from addin.references.formula import parse
from addin.references.reference_modes import clears


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
    for each in held(root):
        if each.holder.loses and each.formula:
            yield Mention(each.formula, "" if each.holder.names_sheet else areas_of(each.element))


def areas_of(element: Element) -> str:
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
