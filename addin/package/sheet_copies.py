"""One sheet made into several: the sheet under its first name, and copies of it and of all that is its own."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Final

from lxml import etree

from addin.errors import Message, Place, UserError
from addin.package.corrupt_parts import corrupt_part_as_error
from addin.package.identities import free_blocks, renew_identities, renumber_shapes, shape_blocks
from addin.package.linking import declare, link
from addin.package.namespaces import VARIANT_TYPES, Namespaces
from addin.package.package import Package
from addin.package.part_copies import free_names, relink
from addin.package.relationships import PACKAGE_ROOT, Relationship, relationships_part
from addin.package.renaming import formula_with_sheets, formula_with_tables, rename_sheets, rename_tables
from addin.package.sheet_names import check_sheet_name
from addin.package.workbook import Sheet, sheet_named, sheets
from addin.package.xml import Element

_MAY_NAME_SHEETS: Final = ("spreadsheetml", "drawing", "ms-excel", "ms-office.chart", "relationships+xml")
_NAME_NONE: Final = ("sharedStrings", "styles", "calcChain", "ecords+xml")


def repeat_sheet(package: Package, name: str, names: Sequence[str]) -> Package:
    """The package with the sheet `name` called `names[0]`, and a copy of it after it for each further name.

    Everything that points at the sheet points at the first one afterwards; what is on a copy, its names and its charts
    point at the copy. Tables on a copy have names of their own (`List_2`), which its formulas use. Code behind the
    sheet isn't copied. UserError where `names` is empty or has a name that Excel refuses, and where the sheet has
    something that can't be copied soundly (see `dependants.dependants`).
    """
    sheet = sheet_named(package, name)
    place = Place(package.place.file, name)
    if not names:
        raise UserError("the sheet is to be repeated, but there is nothing to repeat it for", place)
    others = [other.name for other in sheets(package) if other.index != sheet.index]
    for index, new in enumerate(names):
        check_sheet_name(new, [*others, *names[:index]], place)
    own = dependants(package, sheet.part, sheet.name) if len(names) > 1 else ()
    renamed = _renamed(package, sheet, names)
    for position, new in enumerate(names[1:], 1):
        renamed = _with_copy(renamed, sheet, position, names[0], new, own)
    return renamed


def _renamed(package: Package, sheet: Sheet, names: Sequence[str]) -> Package:
    """The package with the sheet under its first name everywhere, and its further names listed."""
    new = {sheet.name: names[0]}
    changed = {part: root for part, root in _trees(package) if rename_sheets(root, new)}
    book = changed.get(package.workbook_part)
    book = package.tree(package.workbook_part) if book is None else book
    tag = package.vocabulary.tag
    book.findall(f"{tag('sheets')}/{tag('sheet')}")[sheet.index].set("name", names[0])
    changed[package.workbook_part] = book
    for part in package.related(PACKAGE_ROOT, "extended-properties", "extendedProperties"):
        changed[part] = package.tree(part)
        with corrupt_part_as_error(part, package.place):
            rename_titles(changed[part], lambda title: _titles(title, sheet.name, names))
    return package.with_trees(changed)


def _titles(title: str, old: str, names: Sequence[str]) -> Sequence[str]:
    if title == old:
        return names
    return (
        [title]
        if formula_with_sheets(title, {old: names[0]}) == title
        else [formula_with_sheets(title, {old: new}) for new in names]
    )


def _trees(package: Package) -> Iterator[tuple[str, Element]]:
    """The parts that may name a sheet."""
    for part in package.names:
        kind = package.content_types.of(part) or ""
        readable = kind.endswith(("+xml", ".vmlDrawing")) and not any(word in kind for word in _NAME_NONE)
        if readable and any(word in kind for word in _MAY_NAME_SHEETS):
            content = package.read(part)
            if b"!" in content or b"heetSource" in content or b"dataRef" in content or b"rangeSet" in content:
                yield part, package.tree(part)


@dataclass(frozen=True, slots=True)
class _Copy:
    """One copy: the sheet's first name and the copy's, the new names of parts and tables, the blocks of its shapes."""

    first: str
    name: str
    parts: Mapping[str, str]
    tables: Mapping[str, tuple[int, str]]
    blocks: Mapping[int, int]


def _with_copy(package: Package, sheet: Sheet, position: int, first: str, name: str, own: Collection[str]) -> Package:
    copy = _Copy(first, name, free_names(package, own)[0], _table_names(package, own), _blocks(package, own))
    content: dict[str, bytes] = {}
    trees: dict[str, Element] = {}
    for old, new in copy.parts.items():
        if new.endswith((".xml", ".vml")):
            trees[new] = _copied(package.tree(old), copy)
        else:
            content[new] = package.read(old)
        record = package.find(relationships_part(old))
        if record:
            trees[relationships_part(new)] = _relinked(package.tree(record), old, new, copy)
    types = {new: package.content_types.of(old) or "" for old, new in copy.parts.items()}
    overridden = {new: kind for new, kind in types.items() if package.content_types.of(new) != kind}
    package = declare(package.with_parts(content).with_trees(trees), overridden)
    links = package.relationships(package.workbook_part)
    kind = next(known.type for known in links if known.id == sheet.relationship_id)
    package, relationship_id = link(package, package.workbook_part, kind, copy.parts[sheet.part])
    root = package.tree(package.workbook_part)
    enter_copies(root, package.vocabulary, sheet.index, position, (first, name), relationship_id, copy.tables)
    return package.with_trees({package.workbook_part: root})


def _table_names(package: Package, own: Collection[str]) -> dict[str, tuple[int, str]]:
    """For each table among the parts, by its name: a free id and a free name."""
    tables = [part for part in own if _is_table(package, part)]
    if not tables:
        return {}
    known = [package.root(part) for part in package.names if _is_table(package, part)]
    ids = {int(root.get("id", "0")) for root in known}
    names = {(root.get("displayName") or "").casefold() for root in known}
    tag = package.vocabulary.tag
    names |= {
        (node.get("name") or "").casefold() for node in package.root(package.workbook_part).iter(tag("definedName"))
    }
    found = {}
    for part in tables:
        old = package.root(part).get("displayName") or ""
        number = next(n for n in range(2, len(names) + 3) if f"{old}_{n}".casefold() not in names)
        found[old] = (max(ids) + 1, f"{old}_{number}")
        ids.add(max(ids) + 1)
        names.add(f"{old}_{number}".casefold())
    return found


def _is_table(package: Package, part: str) -> bool:
    return (package.content_types.of(part) or "").endswith(".table+xml")


def _blocks(package: Package, own: Collection[str]) -> dict[int, int]:
    drawings = [part for part in package.names if part.endswith(".vml")]
    taken = {block for part in drawings for block in shape_blocks(package.root(part))}
    wanted = {block for part in drawings if part in own for block in shape_blocks(package.root(part))}
    return free_blocks(taken, wanted)


def _copied(root: Element, copy: _Copy) -> Element:
    rename_sheets(root, {copy.first: copy.name})
    rename_tables(root, {old: new for old, (_, new) in copy.tables.items()})
    renew_identities(root, copy.name)
    renumber_shapes(root, copy.blocks)
    local = etree.QName(root).localname
    if local == "table":
        number, name = copy.tables[root.get("displayName") or ""]
        for key, value in {"id": str(number), "name": name, "displayName": name}.items():
            root.set(key, value)
    elif local in ("worksheet", "chartsheet"):
        _forget_place(root)
    return root


def _forget_place(root: Element) -> None:
    """Take from a sheet what only one sheet can have: the selected tab, the module of code behind it."""
    for view in root.iterfind("{*}sheetViews/{*}sheetView"):
        view.attrib.pop("tabSelected", "")
    for properties in root.iterfind("{*}sheetPr"):
        properties.attrib.pop("codeName", "")


def _relinked(root: Element, old: str, new: str, copy: _Copy) -> Element:
    rename_sheets(root, {copy.first: copy.name})
    relink(root, old, new, copy.parts)
    return root


def rename_titles(root: Element, renamed: Callable[[str], Sequence[str]]) -> None:
    """Put in place of each title in the root element of the properties the titles that `renamed` gives for it."""
    titles, headings = root.find("{*}TitlesOfParts/{*}vector"), root.find("{*}HeadingPairs/{*}vector")
    if titles is None:
        return
    texts = [node.text or "" for node in titles]
    if headings is None:
        _write(titles, [title for text in texts for title in renamed(text)])
        return
    counts = list(headings.iter("{*}i4"))
    start = 0
    new: list[str] = []
    for count in counts:
        size = int(count.text or "0")
        group = [title for text in texts[start : start + size] for title in renamed(text)]
        count.text = str(len(group))
        new += group
        start += size
    _write(titles, new + texts[start:])


def _write(vector: Element, texts: Sequence[str]) -> None:
    namespace = etree.QName(vector).namespace or VARIANT_TYPES
    for child in list(vector):
        vector.remove(child)
    for text in texts:
        etree.SubElement(vector, f"{{{namespace}}}lpstr").text = text
    vector.set("size", str(len(texts)))


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
    for relationship in package.relationships(part):
        own = package.find(relationship.part) if relationship.part else None
        if own is not None and relationship.kind not in _SHARED:
            _check_kind(package, relationship, name)
            yield own


def _check_kind(package: Package, link: Relationship, name: str) -> None:
    if link.kind not in _COPIED:
        what = _REFUSED.get(link.kind, Message("a part of an unknown kind ({kind})", kind=link.kind))
        raise UserError("the sheet can't be repeated: it holds {what}", Place(package.place.file, name), what=what)
