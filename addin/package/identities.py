"""What must differ between a sheet and its copy: GUIDs, numbers of shapes in drawings of the old kind (VML)."""

import re
from collections.abc import Iterable, Mapping
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from lxml import etree

from addin.package.namespaces import VML_OFFICE
from addin.package.xml import Element

_SHAPES_IN_BLOCK: Final = 1024
_SHAPE_ID: Final = re.compile(r"(_x0000_[si])(\d+)")
_IDENTIFIED: Final = frozenset({"threadedComment"})
_THREAD_AUTHOR: Final = re.compile(r"tc=(\{[0-9A-Fa-f-]{36}\})")


def identity_for(sheet: str, old: str) -> str:
    """The GUID that takes the place of `old` in the copy called `sheet`; always the same for the same two."""
    return f"{{{str(uuid5(NAMESPACE_URL, f'{sheet}/{old}')).upper()}}}"


def renew_identities(root: Element, sheet: str) -> None:
    """Give revision identities, threaded comments and the notes that stand for these the GUIDs of the copy `sheet`."""
    for node in root.iter("*"):
        name = etree.QName(node).localname
        for key, value in node.attrib.items():
            revision = str(key).endswith("}uid") and "/revision" in str(key)
            if revision or (name in _IDENTIFIED and key in ("id", "parentId")):
                node.set(key, identity_for(sheet, str(value)))
        if name == "author" and node.text:
            node.text = _THREAD_AUTHOR.sub(lambda match: f"tc={identity_for(sheet, match[1])}", node.text)


def shape_blocks(root: Element) -> set[int]:
    """The blocks of 1024 numbers from which a VML drawing numbers its shapes."""
    maps = (node.get("data") or "" for node in root.iter(f"{{{VML_OFFICE}}}idmap"))
    return {int(number) for data in maps for number in data.split(",") if number.strip().isdigit()}


def free_blocks(taken: Iterable[int], wanted: Iterable[int]) -> dict[int, int]:
    """For each block in `wanted` one that isn't in `taken`."""
    start = max(taken, default=0) + 1
    return {old: new for new, old in enumerate(sorted(wanted), start)}


def renumber_shapes(root: Element, blocks: Mapping[int, int]) -> None:
    """Number shapes from other blocks wherever a part of the copy names them: VML, drawing, or the sheet's controls."""
    for node in root.iter("*"):
        name = etree.QName(node).localname
        if name == "idmap":
            node.set(
                "data", ",".join(str(blocks.get(int(each), int(each))) for each in node.get("data", "").split(","))
            )
        for key, value in node.attrib.items():
            if "_x0000_" in value:
                node.set(key, _SHAPE_ID.sub(lambda match: match[1] + _renumbered(match[2], blocks), str(value)))
            elif key == "shapeId" and value != "0":
                node.set(key, _renumbered(str(value), blocks))
    for shape in root.iter("{*}cNvPr"):
        if next(shape.iter("{*}compatExt"), None) is not None:
            shape.set("id", _renumbered(shape.get("id", "0"), blocks))


def _renumbered(number: str, blocks: Mapping[int, int]) -> str:
    block, rest = divmod(int(number), _SHAPES_IN_BLOCK)
    return str(blocks.get(block, block) * _SHAPES_IN_BLOCK + rest)
