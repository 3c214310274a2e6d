"""Faults that make Excel offer a repair and that Microsoft's validator does not look for."""

from collections import Counter
from collections.abc import Iterable, Iterator

from lxml import etree

from addin.package.archive import folded
from addin.package.package import Package, read_package
from addin.package.relationships import relationships_part, source_of
from addin.package.workbook import defined_names, sheets
from tests.package.lint_sheets import cell_faults, merge_faults, style_faults, table_faults

RELATIONSHIPS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def faults(data: bytes) -> list[str]:
    """Everything wrong with a workbook, each in one line; empty for a sound one. Loose parts hide what is in them."""
    package = read_package(data)
    found = [*content_type_faults(package), *relationship_faults(package)]
    if found:
        return found
    for look in (
        workbook_faults,
        drawing_faults,
        property_faults,
        style_faults,
        cell_faults,
        merge_faults,
        table_faults,
    ):
        found.extend(look(package))
    return found


def repeated(values: Iterable[str]) -> list[str]:
    return [value for value, times in Counter(values).items() if times > 1]


def content_type_faults(package: Package) -> Iterator[str]:
    known = {folded(name) for name in package.names}
    for name in package.names:
        if name != "[Content_Types].xml" and package.content_types.of(name) is None:
            yield f"{name} has no content type"
    for name in package.content_types.overrides.keys() - known:
        yield f"a content type is declared for {name}, which isn't there"


def relationship_faults(package: Package) -> Iterator[str]:
    for name in package.names:
        source = source_of(name)
        if source is not None:
            if source and package.find(source) is None:
                yield f"{name} is there without {source}"
            links = package.relationships(source)
            yield from (f"{name} has the id {twice} twice" for twice in repeated(link.id for link in links))
            for link in links:
                if link.part and package.find(link.part) is None and link.target != "NULL":
                    yield f"{name} leads to {link.part}, which isn't there"
        elif name.endswith((".xml", ".vml")):
            yield from _unknown_ids(package, name)


def _unknown_ids(package: Package, name: str) -> Iterator[str]:
    known = {link.id for link in package.relationships(name)}
    for node in package.tree(name).iter(etree.Element):
        for key, value in node.attrib.items():
            if str(key).startswith(tuple(f"{{{uri}}}" for uri in RELATIONSHIPS)) and value and value not in known:
                yield f"{name} uses the relationship {value}, which {relationships_part(name)} hasn't"


def workbook_faults(package: Package) -> Iterator[str]:
    known = sheets(package)
    for what, values in {
        "the sheet name": [sheet.name.casefold() for sheet in known],
        "the sheet id": [str(sheet.sheet_id) for sheet in known],
        "the sheet's relationship": [sheet.relationship_id for sheet in known],
        "the sheet's part": [sheet.part for sheet in known],
        "the defined name": [f"{name.name.casefold()} of sheet {name.sheet}" for name in defined_names(package)],
    }.items():
        yield from (f"{what} {twice} is there twice" for twice in repeated(values))
    for sheet in known:
        if not 0 < len(sheet.name) <= 31 or set(sheet.name) & set("[]:*?/\\") or sheet.name.casefold() == "history":
            yield f"Excel has no sheet called {sheet.name!r}"
    for name in defined_names(package):
        if name.sheet is not None and not 0 <= name.sheet < len(known):
            yield f"the defined name {name.name} belongs to sheet {name.sheet}, which isn't there"


def drawing_faults(package: Package) -> Iterator[str]:
    for name in package.names:
        if name.endswith(".vml"):
            ids = [node.get("id", "") for node in package.tree(name).iter("{urn:schemas-microsoft-com:vml}shape")]
            yield from (f"{name} has the shape {twice} twice" for twice in repeated(ids))
        elif (package.content_types.of(name) or "").endswith("drawing+xml"):
            shapes = [node for node in package.tree(name).iter("{*}cNvPr") if not _is_fallback(node)]
            yield from (
                f"{name} has the shape id {twice} twice" for twice in repeated(str(s.get("id")) for s in shapes)
            )


def _is_fallback(node: etree._Element) -> bool:
    return next(node.iterancestors(FALLBACK), None) is not None


def property_faults(package: Package) -> Iterator[str]:
    for name in package.related("", "extended-properties", "extendedProperties"):
        for vector in package.tree(name).iter("{*}vector"):
            if int(vector.get("size", "0")) != len(vector):
                yield f"{name} has a list of {len(vector)} that claims to be of {vector.get('size')}"
        titles, names = (
            package.tree(name).find("{*}TitlesOfParts"),
            [sheet.name for sheet in sheets(package) if sheet.part],
        )
        if titles is not None and not {node.text for node in titles.iter("{*}lpstr")} >= set(names):
            yield f"{name} doesn't name all sheets"
