"""Accounts for everything in a template after it has been filled: whatever is lost is named, with its part.

Filling may move references, repeat rows and add elements. Everything else must still be there: each element with its
attributes and text, each cell's content outside of placeholders, each part that isn't XML byte for byte.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Final
from zipfile import ZipFile

from lxml import etree

from tests.package.comparer_rules import (
    CACHES,
    FREE_ATTRIBUTES,
    FREE_TEXT,
    FREE_TEXT_OF_VML,
    MAY_BE_ADDED,
    WORKBOOK_OF_TEMPLATE,
)
from tests.package.corpus.rarities import SIGNATURE_PARTS

MAY_VANISH: Final = ("xl/calcChain.xml", *SIGNATURE_PARTS)


@dataclass(frozen=True)
class Comparison:
    """The parts of the template that came out byte for byte, those that came out changed, and everything lost."""

    identical: tuple[str, ...]
    changed: tuple[str, ...]
    added: tuple[str, ...]
    lost: tuple[str, ...]


def compare(template: bytes, filled: bytes, may_vanish: Iterable[str] = MAY_VANISH) -> Comparison:
    """What became of each part of `template` in `filled`; `may_vanish` names parts that are allowed to go."""
    before, after = _parts(template), _parts(filled)
    vanishing = tuple(may_vanish)
    lost = [f"{name} is gone" for name in before if name not in after and name not in vanishing]
    common = [name for name in before if name in after]
    identical = [name for name in common if before[name] == after[name]]
    changed = [name for name in common if before[name] != after[name]]
    texts = shared_texts(before), shared_texts(after)
    moved_strings = texts[0] != texts[1]
    for name in [*changed, *(name for name in identical if moved_strings and name.endswith(".xml"))]:
        lost += [f"{name}: {what}" for what in lost_in_part(name, before[name], after[name], texts, vanishing)]
    added = [name for name in after if name not in before]
    return Comparison(tuple(identical), tuple(changed), tuple(added), tuple(lost))


Texts = tuple[list[str], list[str]]


def lost_in_part(
    name: str, before: bytes, after: bytes, texts: Texts = ([], []), may_vanish: Iterable[str] = MAY_VANISH
) -> list[str]:
    """What of a part's content is gone; `texts` are the shared strings of the two workbooks."""
    if not name.endswith((".xml", ".rels", ".vml")):
        return ["other bytes"]
    old, new = etree.fromstring(before), etree.fromstring(after)
    if name.endswith("sharedStrings.xml"):
        return []
    lost = Counter(_signatures(old, name, may_vanish)) - Counter(_signatures(new, name))
    gone = Counter(_cells(old, texts[0])).keys() - Counter(_cells(new, texts[1])).keys()
    return [*(f"{what} ({times} times)" for what, times in lost.items()), *sorted(gone)]


def _parts(data: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def _signatures(root: etree._Element, part: str, may_vanish: Iterable[str] = ()) -> Iterator[str]:
    """A line for each element outside of the cells and caches: its path, fixed attributes and fixed text."""
    gone = tuple(name.rpartition("/")[2] for name in may_vanish)

    def walk(node: etree._Element, path: str) -> Iterator[str]:
        local = etree.QName(node).localname
        here = f"{path}/{node.prefix + ':' if node.prefix and path else ''}{local}"
        if gone and any((node.get(key) or "").endswith(gone) for key in ("PartName", "Target")):
            return
        yield here + _fixed(node, local, part)
        if local not in CACHES and local != "sheetData":
            for child in node.iterchildren(etree.Element):
                yield from walk(child, here)

    return walk(root, "")


def _fixed(node: etree._Element, local: str, part: str) -> str:
    free = FREE_ATTRIBUTES[""] | FREE_ATTRIBUTES.get(local, frozenset())
    attributes = {etree.QName(key).localname: value for key, value in node.attrib.items()}
    if local in ("Override", "Default"):
        attributes["ContentType"] = WORKBOOK_OF_TEMPLATE.get(attributes["ContentType"], attributes["ContentType"])
    shown = "".join(f' {key}="{value}"' for key, value in sorted(attributes.items()) if key not in free)
    names = "".join(f" {key}" for key in sorted((free & attributes.keys()) - MAY_BE_ADDED))
    free_text = FREE_TEXT_OF_VML if part.endswith(".vml") else FREE_TEXT
    text = "" if local in free_text else (node.text or "").strip()
    return f"{shown}{names}{' = ' + text if text else ''}"


def shared_texts(parts: Mapping[str, bytes]) -> list[str]:
    content = next((data for name, data in parts.items() if name.endswith("sharedStrings.xml")), None)
    return [] if content is None else [_canonical(item) for item in etree.fromstring(content).iterfind("{*}si")]


def _canonical(item: etree._Element) -> str:
    """The text of a string with the formats of its runs, spelled in one way."""
    texts = []
    for node in item.iter("{*}t", "{*}rPr", "{*}rPh"):
        kind = etree.QName(node).localname
        children = sorted(f"{etree.QName(child).localname}{dict(child.attrib)}" for child in node)
        texts.append((node.text or "") if kind == "t" else f"<{kind} {' '.join(children)}>")
    return "".join(texts)


def _cells(root: etree._Element, texts: list[str]) -> Iterator[str]:
    """A line for each cell's fixed content with its format, for the formats of formulas, and for each row's look."""
    for row in root.iterfind("{*}sheetData/{*}row"):
        look = {str(key): value for key, value in row.attrib.items() if key not in ("r", "spans")}
        if look:
            yield f"a row with {sorted(look.items())}"
        for cell in row.iterfind("{*}c"):
            style = cell.get("s") or "0"
            if cell.find("{*}f") is not None:
                yield f"a formula in format {style}"
            elif "{{" not in (content := _content(cell, texts)):
                yield f"the cell {content!r} in format {style}"


def _content(cell: etree._Element, texts: list[str]) -> str:
    inline = cell.find("{*}is")
    value = cell.findtext("{*}v") or ""
    if cell.get("t") == "s":
        return texts[int(value)]
    return value if inline is None else _canonical(inline)


def saved_by(save: Callable[[bytes], bytes], data: bytes) -> tuple[str, ...]:
    """What a program loses that reads and writes a workbook without changing it."""
    return compare(data, save(data)).lost
