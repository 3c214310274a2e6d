"""The shared strings: texts that cells refer to by index (ECMA-376 Part 1, 18.4)."""

from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from addin.package.package import Package
from addin.package.text import unescape
from addin.package.xml import Element


@dataclass(frozen=True, slots=True)
class SharedString:
    """One shared string: its plain text, and its XML where it has formatted runs (None where it has none)."""

    text: str
    rich: str | None


def shared_strings(package: Package) -> Sequence[SharedString]:
    """The shared strings by index; empty where the workbook has none.

    `rich` holds the elements within `<si>` with their namespace declared, which may stand in an `<is>` as they are.
    """
    parts = package.related(package.workbook_part, "sharedStrings")
    if not parts:
        return ()
    tag = package.vocabulary.tag
    return tuple(shared_string(item, package) for item in package.tree(parts[0]).iterfind(tag("si")))


def shared_string(item: Element, package: Package) -> SharedString:
    """The string of an `<si>` or `<is>` element."""
    tag = package.vocabulary.tag
    texts = (*item.iterfind(tag("t")), *item.iterfind(f"{tag('r')}/{tag('t')}"))
    text = unescape("".join(node.text or "" for node in texts))
    plain = all(child.tag == tag("t") for child in item)
    return SharedString(text, None if plain else "".join(etree.tostring(child, encoding="unicode") for child in item))
