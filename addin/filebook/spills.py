"""Formulas that look at a spilled range by its first cell (`B2#`), once the range is plain cells."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Final, NamedTuple, TypeAlias

from addin.package.addresses import area_edges
from addin.package.package import Package
from addin.package.renaming import rewrite_formulas
from addin.package.workbook import sheets
from addin.references.reference import Bounds, Reference, read_reference
from udfs.formulas.tokens import Token, TokenKind, bare_function, tokens

Spills: TypeAlias = Mapping[tuple[str, str], str]
"""Areas such as 'B2:B9' by the sheet's name in lower case and the first cell."""

_IN_FILES: Final = re.compile(rb"ANCHORARRAY|#", re.IGNORECASE)
_LONGEST: Final = 8
"""As many tokens as such a call has at most: a blank may stand before each of its four."""


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
    return "".join(_with_areas(list(tokens(formula)), sheet, spills))


def _with_areas(found: Sequence[Token], sheet: str, spills: Spills) -> Iterator[str]:
    at = 0
    while at < len(found):
        anchored = _anchored(found, at)
        area = spills.get(_key(anchored.reference, sheet)) if anchored else None
        yield anchored.reference.over(_bounds(area)) if anchored and area else found[at].source
        at = anchored.end if anchored and area else at + 1


class _Anchored(NamedTuple):
    """The first cell of a spilled range, and the place after all that says so."""

    reference: Reference
    end: int


def _anchored(found: Sequence[Token], at: int) -> _Anchored | None:
    """The spilled range at a place: `B2#`, or as files have it `_xlfn.ANCHORARRAY(B2)`."""
    token = found[at]
    if token.kind is TokenKind.REFERENCE and found[at + 1 : at + 2] and found[at + 1].is_sign("#"):
        return _read(token, at + 2)
    if token.kind is not TokenKind.FUNCTION or bare_function(token.text) != "ANCHORARRAY":
        return None
    solid = [place for place in range(at, min(at + _LONGEST, len(found))) if found[place].kind is not TokenKind.BLANK][
        1:4
    ]
    if len(solid) < 3 or not found[solid[2]].is_sign(")") or found[solid[1]].kind is not TokenKind.REFERENCE:
        return None
    return _read(found[solid[1]], solid[2] + 1)


def _read(token: Token, end: int) -> _Anchored | None:
    reference = read_reference(token.prefix, token.text)
    return None if reference is None else _Anchored(reference, end)


def _key(reference: Reference, sheet: str) -> tuple[str, str]:
    cell = reference.text.removeprefix(reference.prefix).replace("$", "").upper()
    return (reference.sheets or (sheet.casefold(),))[0], cell


def _bounds(area: str) -> Bounds:
    left, top, right, bottom = area_edges(area)
    return Bounds((int(top or 1), int(bottom or 1)), (int(left or 1), int(right or 1)))
