"""Entries of the workbook part for a sheet that is put in: the sheet, its own names, the places of the others."""

from collections.abc import Mapping
from copy import deepcopy

from addin.package.namespaces import Namespaces
from addin.package.renaming import formula_with_sheets, formula_with_tables
from addin.package.xml import Element


def enter_copies(
    root: Element,
    vocabulary: Namespaces,
    original: int,
    position: int,
    names: tuple[str, str],
    relationship_id: str,
    tables: Mapping[str, tuple[int, str]],
) -> None:
    """Enter a copy of the sheet at index `original`, `position` places after it, under the second of the `names`.

    The names local to the original, and those of the workbook that point at it, become local to the copy, as in Excel.
    """
    tag = vocabulary.tag
    known = root.findall(f"{tag('sheets')}/{tag('sheet')}")
    entry = deepcopy(known[original])
    entry.set("name", names[1])
    entry.set("sheetId", str(max(int(node.get("sheetId", "0")) for node in known) + 1))
    entry.set(vocabulary.id, relationship_id)
    index = original + position
    known[index - 1].addnext(entry)
    _make_room(root, vocabulary, index)
    _copy_names(root, vocabulary, original, index, names, {old: new for old, (_, new) in tables.items()})


def _make_room(root: Element, vocabulary: Namespaces, index: int) -> None:
    """Count on whatever names a sheet from `index` on by its place."""
    tag = vocabulary.tag
    places = [(node, "localSheetId") for node in root.iter(tag("definedName"))]
    views = list(root.iter(tag("workbookView")))
    places += [(node, key) for node in views for key in ("activeTab", "firstSheet")]
    for node, key in places:
        place = node.get(key)
        if place is not None and int(place) >= index:
            node.set(key, str(int(place) + 1))


def _copy_names(
    root: Element,
    vocabulary: Namespaces,
    original: int,
    index: int,
    names: tuple[str, str],
    tables: Mapping[str, str],
) -> None:
    nodes = list(root.iter(vocabulary.tag("definedName")))
    local = {(node.get("name") or "").casefold() for node in nodes if node.get("localSheetId") == str(original)}
    for node in nodes:
        text = formula_with_sheets(node.text or "", {names[0]: names[1]})
        text = formula_with_tables(text, tables)
        of_workbook = node.get("localSheetId") is None and (node.get("name") or "").casefold() not in local
        if node.get("localSheetId") == str(original) or (of_workbook and text != node.text):
            copy = deepcopy(node)
            copy.text = text
            copy.set("localSheetId", str(index))
            node.addnext(copy)
