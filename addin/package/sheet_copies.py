"""One sheet made into several: the sheet under its first name, and copies of it and of all that is its own."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from lxml import etree

from addin.errors import Place, UserError
from addin.package.corrupt_parts import corrupt_part_as_error
from addin.package.dependants import dependants
from addin.package.identities import free_blocks, renew_identities, renumber_shapes, shape_blocks
from addin.package.linking import declare, link
from addin.package.package import Package
from addin.package.part_copies import free_names, relink
from addin.package.relationships import PACKAGE_ROOT, relationships_part
from addin.package.renaming import formula_with_sheets, rename_sheets, rename_tables
from addin.package.sheet_names import check_sheet_name
from addin.package.titles import rename_titles
from addin.package.workbook import Sheet, sheet_named, sheets
from addin.package.workbook_entries import enter_copies
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
