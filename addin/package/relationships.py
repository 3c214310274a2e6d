"""Relationships between parts (ISO/IEC 29500-2, section 6.5): what a part uses, and where that is."""

from collections.abc import Iterable
from dataclasses import dataclass
from posixpath import dirname, join, normpath, relpath, split
from typing import Final
from urllib.parse import unquote

from lxml import etree

from addin.package.namespaces import PACKAGE_RELATIONSHIPS
from addin.package.xml import Element, serialise

_RELATIONSHIP: Final = f"{{{PACKAGE_RELATIONSHIPS}}}Relationship"
_EMPTY: Final = f'<Relationships xmlns="{PACKAGE_RELATIONSHIPS}"/>'
PACKAGE_ROOT: Final = ""
"""The source of the relationships of the package itself."""


@dataclass(frozen=True, slots=True)
class Relationship:
    """One relationship of the part `source`; `part` is where it leads, None where that is outside of the file."""

    source: str
    id: str
    type: str
    target: str
    part: str | None

    @property
    def kind(self) -> str:
        """The last word of the type, which both conformance classes share: `worksheet`, `drawing`, `table`, …"""
        return self.type.rpartition("/")[2]


def relationships_part(source: str) -> str:
    """The name of the part that holds the relationships of `source`."""
    folder, name = split(slashed(source))
    return join(folder, "_rels", f"{name}.rels")


def source_of(part: str) -> str | None:
    """The part whose relationships `part` holds; None where it isn't a relationships part."""
    folder, name = split(slashed(part))
    if not name.endswith(".rels") or split(folder)[1] != "_rels":
        return None
    return join(dirname(folder), name.removesuffix(".rels"))


def relationships_of(root: Element, source: str) -> tuple[Relationship, ...]:
    """The relationships that the root element of a relationships part declares, in its order."""
    return tuple(_relationship(node, source) for node in root.iter(_RELATIONSHIP))


def _relationship(node: Element, source: str) -> Relationship:
    target = node.get("Target", "")
    part = None if node.get("TargetMode") == "External" else resolve(source, target)
    return Relationship(source, node.get("Id", ""), node.get("Type", ""), target, part)


def resolve(source: str, target: str) -> str | None:
    """The part that `target` names, as seen from `source`; None where it names a place within `source` only."""
    path = slashed(unquote(target.partition("#")[0]))
    if not path:
        return None
    return normpath(join("/", dirname(slashed(source)), path)).lstrip("/")


def target_from(source: str, part: str) -> str:
    """The relative target that leads from `source` to `part`."""
    return relpath(f"/{slashed(part)}", join("/", dirname(slashed(source))))


def slashed(name: str) -> str:
    """A name or target that some programs write with backslashes."""
    return name.replace("\\", "/")


def free_id(taken: Iterable[str]) -> str:
    """A relationship id that isn't taken yet."""
    known = set(taken)
    return next(name for name in (f"rId{number}" for number in range(1, len(known) + 2)) if name not in known)


def add_relationship(root: Element, relationship: Relationship) -> None:
    """Declare a relationship in the root element of a relationships part."""
    node = etree.SubElement(root, _RELATIONSHIP, Id=relationship.id, Type=relationship.type, Target=relationship.target)
    if relationship.part is None and not relationship.target.startswith("#"):
        node.set("TargetMode", "External")


def remove_relationships(root: Element, ids: Iterable[str]) -> None:
    """Forget the relationships with these ids."""
    gone = set(ids)
    for node in list(root.iter(_RELATIONSHIP)):
        if node.get("Id") in gone:
            root.remove(node)


def write_relationships(relationships: Iterable[Relationship]) -> bytes:
    """The content of a new relationships part."""
    root = etree.fromstring(_EMPTY)
    for relationship in relationships:
        add_relationship(root, relationship)
    return serialise(root)
