"""Copies of parts under free names, with relationships that lead to the copies of what was copied along."""

import re
from collections.abc import Collection, Mapping
from typing import Final

from addin.package.archive import folded
from addin.package.linking import declare
from addin.package.package import Package
from addin.package.relationships import relationships_part, resolve, slashed, target_from
from addin.package.xml import Element, serialise

_NUMBERED: Final = re.compile(r"(.*?)(?<!\d)(\d*)(\.\w+)")
_OF_A_CHART: Final = frozenset({"chartStyle", "chartColorStyle", "chartUserShapes", "themeOverride"})


def chart_parts(package: Package, chart: str) -> tuple[str, ...]:
    """The part of a chart and those that are its own: its style, its colours, what is drawn on it."""
    found = [chart]
    for part in found:
        found += [own for own in package.related(part, *_OF_A_CHART) if own not in found]
    return tuple(found)


def copy_parts(package: Package, own: Collection[str], count: int) -> tuple[Package, list[Mapping[str, str]]]:
    """The package with `count` copies of these parts, and for each copy its parts' names by those of the originals.

    What else the parts use they share. Nothing leads to the copies yet.
    """
    copies = free_names(package, own, count)
    content: dict[str, bytes] = {}
    for copy in copies:
        for old, new in copy.items():
            content[new] = package.read(old)
            record = package.find(relationships_part(old))
            if record:
                links = package.tree(record)
                relink(links, old, new, copy)
                content[relationships_part(new)] = serialise(links)
    types = {new: package.content_types.of(old) or "" for copy in copies for old, new in copy.items()}
    overridden = {new: kind for new, kind in types.items() if package.content_types.of(new) != kind}
    return declare(package.with_parts(content), overridden), copies


def free_names(package: Package, own: Collection[str], count: int = 1) -> list[Mapping[str, str]]:
    """For each copy and each part the next free number in the part's own row of names."""
    taken = {folded(name) for name in package.names}
    last: dict[str, int] = {}
    copies: list[Mapping[str, str]] = []
    for _ in range(count):
        names = {}
        for old in own:
            match = _NUMBERED.fullmatch(old)
            stem, ending = (slashed(match[1]), match[3]) if match else (slashed(old), "")
            number = last.get(stem + ending, 0) + 1
            while folded(f"{stem}{number}{ending}") in taken:
                number += 1
            last[stem + ending] = number
            names[old] = f"{stem}{number}{ending}"
            taken.add(folded(names[old]))
        copies.append(names)
    return copies


def relink(links: Element, old: str, new: str, names: Mapping[str, str]) -> None:
    """Have the relationships of `old`, now those of `new`, lead to the parts of the copy that `names` tells."""
    parts = {folded(name): other for name, other in names.items()}
    for node in links.iter("{*}Relationship"):
        part = resolve(old, node.get("Target", ""))
        if part and node.get("TargetMode") != "External" and folded(part) in parts:
            node.set("Target", target_from(new, parts[folded(part)]))
