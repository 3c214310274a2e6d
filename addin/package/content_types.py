"""`[Content_Types].xml`: which part is of which type (ISO/IEC 29500-2, section 7.2.3)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from lxml import etree

from addin.package.archive import folded
from addin.package.namespaces import CONTENT_TYPES
from addin.package.xml import Element

CONTENT_TYPES_PART: Final = "[Content_Types].xml"
_DEFAULT: Final = f"{{{CONTENT_TYPES}}}Default"
_OVERRIDE: Final = f"{{{CONTENT_TYPES}}}Override"

_RELATIONSHIPS: Final = "rels"
_RELATIONSHIPS_TYPE: Final = "application/vnd.openxmlformats-package.relationships+xml"


@dataclass(frozen=True, slots=True)
class ContentTypes:
    """Content types by extension and by part; extensions and part names are in lower case, without a leading slash."""

    defaults: Mapping[str, str]
    overrides: Mapping[str, str]

    def of(self, part: str) -> str | None:
        """The content type of a part; None where the file declares none."""
        key = folded(part)
        return self.overrides.get(key) or self.defaults.get(key.rpartition(".")[2])


def content_types_of(root: Element) -> ContentTypes:
    """The types that the root element of `[Content_Types].xml` declares."""
    defaults = {node.get("Extension", "").lower(): node.get("ContentType", "") for node in root.iter(_DEFAULT)}
    overrides = {_key(node): node.get("ContentType", "") for node in root.iter(_OVERRIDE)}
    return ContentTypes(defaults, overrides)


def change_content_types(root: Element, types: Mapping[str, str], dropped: Collection[str] = ()) -> None:
    """Declare the type of each part in `types` (instead of what was declared) and forget the parts in `dropped`.

    The type of relationships is declared with them, where the file declares it part by part.
    """
    if types and all(node.get("Extension", "").lower() != _RELATIONSHIPS for node in root.iter(_DEFAULT)):
        root.insert(0, root.makeelement(_DEFAULT, Extension=_RELATIONSHIPS, ContentType=_RELATIONSHIPS_TYPE))
    gone = {folded(name) for name in dropped}
    nodes = {_key(node): node for node in root.iter(_OVERRIDE)}
    for key in gone & nodes.keys():
        root.remove(nodes[key])
    for part, content_type in types.items():
        node = nodes.get(folded(part))
        if node is None:
            node = etree.SubElement(root, _OVERRIDE, PartName=f"/{part}")
        node.set("ContentType", content_type)


def _key(node: Element) -> str:
    return folded(node.get("PartName", ""))
