"""Formulas that look at a spilled range by its first cell (`B2#`), once the range is plain cells."""

import re
from collections.abc import Mapping
from functools import partial
from typing import Final, TypeAlias

from addin.package.addresses import area_edges
from addin.package.package import Package
from addin.package.renaming import rewrite_formulas
from addin.package.workbook import sheets
from addin.references.formula import parse
from addin.references.reference import Bounds, Reference

Spills: TypeAlias = Mapping[tuple[str, str], str]
"""Areas such as 'B2:B9' by the sheet's name in lower case and the first cell."""

_ANCHOR: Final = re.compile(r"(?:_xlfn\.)?ANCHORARRAY\(([^()]*)\)", re.IGNORECASE)
_IN_FILES: Final = re.compile(rb"ANCHORARRAY\(", re.IGNORECASE)


def without_anchors(package: Package, spills: Spills) -> Package:
    """The package in which such formulas, in whatever part, look at the cells of the areas instead."""
    if not spills:
        return package
    own = {sheet.part: sheet.name for sheet in sheets(package)}
    trees = {}
    for name in package.names:
        if name.endswith(".xml") and _IN_FILES.search(package.read(name)):
            root = package.tree(name)
            if rewrite_formulas(root, partial(with_areas, sheet=own.get(name, ""), spills=spills)):
                trees[name] = root
    return package.with_trees(trees) if trees else package


def with_areas(formula: str, sheet: str, spills: Spills) -> str:
    """The formula on the sheet with the areas in place of their first cells."""

    def area(match: re.Match[str]) -> str:
        references = parse(match[1]).references
        found = spills.get(_key(references[0], sheet)) if len(references) == 1 else None
        return match[0] if found is None else references[0].over(_bounds(found))

    return _ANCHOR.sub(area, formula)


def _key(reference: Reference, sheet: str) -> tuple[str, str]:
    cell = reference.text.removeprefix(reference.prefix).replace("$", "").upper()
    return (reference.sheets or (sheet.casefold(),))[0], cell


def _bounds(area: str) -> Bounds:
    left, top, right, bottom = area_edges(area)
    return Bounds((int(top or 1), int(bottom or 1)), (int(left or 1), int(right or 1)))
