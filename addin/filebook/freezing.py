"""A workbook with the values of our functions in place of their formulas, for readers without the add-in."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, NamedTuple, TypeAlias

from lxml import etree

from addin.errors import Place, UserError
from addin.filebook.calling import NamesOfCalls, calls_through
from addin.filebook.frozen_names import with_constant_names
from addin.package.addresses import area_edges
from addin.package.conversions import as_filled
from addin.package.external_links import without_unused_links
from addin.package.namespaces import SPACE
from addin.package.package import Package
from addin.package.renaming import formulas, rewrite_formulas
from addin.package.workbook import Sheet, defined_names, sheets, worksheets_of
from addin.package.xml import Element
from addin.references.reference import Bounds, Reference, read_reference
from udfs.formulas.tokens import Token, TokenKind, bare_function, tokens
from udfs.numerics.cell_values import error_of_text

ADD_IN: Final = "growthpole.xlam"
_IN_TABLES: Final = ("calculatedColumnFormula", "totalsRowFormula")


Spills: TypeAlias = Mapping[tuple[str, str], str]
"""Areas such as 'B2:B9' by the sheet's name in lower case and the first cell."""


_IN_FILES: Final = re.compile(rb"ANCHORARRAY|#", re.IGNORECASE)


_LONGEST: Final = 8
"""As many tokens as such a call has at most: a blank may stand before each of its four."""


@dataclass(frozen=True, slots=True)
class Frozen:
    """The workbook, and the names and sheets with formats or validations that call our functions still."""

    package: Package
    remaining: tuple[str, ...]


def freeze(package: Package) -> Frozen:
    """The workbook in which cells that call our functions, themselves or through names, hold what they showed.

    Names that stand for such a call become constants where their value is known here. Formulas that looked at a
    spilled range look at its cells, tables forget our formulas, and the link to the add-in goes when nothing uses it.
    UserError, with the cell, where a formula has no value yet.
    """
    calls = calls_through(defined_names(package))
    frozen = without_anchors(*_with_frozen_cells(package, calls))
    frozen = with_constant_names(_with_frozen_tables(frozen, calls), calls)
    frozen = without_unused_links(frozen, lambda file: file.casefold() == ADD_IN)
    remaining = tuple(_remaining(frozen))
    return Frozen(as_filled(frozen, recalculate=False) if frozen is not package else package, remaining)


def _with_frozen_cells(package: Package, calls: NamesOfCalls) -> tuple[Package, Spills]:
    trees: dict[str, Element] = {}
    spills: dict[tuple[str, str], str] = {}
    for sheet in worksheets_of(package):
        root = package.tree(sheet.part)
        ours = list(_our_cells(root, calls, sheet.index))
        for cell in ours:
            spills |= _spill(cell, sheet)
            _freeze_cell(cell, Place(package.place.file, sheet.name))
        if ours:
            trees[sheet.part] = root
    return package.with_trees(trees) if trees else package, spills


def _our_cells(root: Element, calls: NamesOfCalls, sheet: int) -> Iterator[Element]:
    """The cells that call our functions; of a shared formula only the first one has the text."""
    shared: set[str] = set()
    for cell in root.iterfind("{*}sheetData/{*}row/{*}c"):
        formula = cell.find("{*}f")
        if formula is None:
            continue
        group = formula.get("si", "")
        if calls.within(formula.text or "", sheet) or (not formula.text and group in shared):
            if formula.get("t") == "shared":
                shared.add(group)
            yield cell


def _spill(cell: Element, sheet: Sheet) -> Mapping[tuple[str, str], str]:
    """The area of an array formula, by its sheet and first cell."""
    formula = cell.find("{*}f")
    area = formula.get("ref") if formula is not None and formula.get("t") == "array" else None
    return {(sheet.name.casefold(), cell.get("r", "")): area} if area else {}


def _freeze_cell(cell: Element, place: Place) -> None:
    formula, value = cell.find("{*}f"), cell.find("{*}v")
    if value is None or formula is None:
        where = Place(place.file, place.sheet, cell.get("r"))
        raise UserError("the formula has no value yet: open the workbook in Excel and save it", where)
    cell.remove(formula)
    if "cm" in cell.attrib:
        del cell.attrib["cm"]
    if cell.get("t") == "str":
        _make_error_or_text(cell, value)


def _make_error_or_text(cell: Element, value: Element) -> None:
    """Some programs keep an error as its text."""
    if error_of_text(value.text or ""):
        cell.set("t", "e")
        return
    cell.set("t", "inlineStr")
    cell.remove(value)
    namespace = etree.QName(cell).namespace
    text = etree.SubElement(etree.SubElement(cell, f"{{{namespace}}}is"), f"{{{namespace}}}t")
    text.text = value.text
    text.set(SPACE, "preserve")


def _with_frozen_tables(package: Package, calls: NamesOfCalls) -> Package:
    """Rows added to a table later on get no formula of ours."""
    trees = {}
    for sheet in worksheets_of(package):
        for part in package.related(sheet.part, "table"):
            root = package.tree(part)
            told = (node for name in _IN_TABLES for node in root.iter(f"{{*}}{name}"))
            ours = [node for node in told if calls.within(node.text or "", None)]
            for node in ours:
                _forget(node)
            if ours:
                trees[part] = root
    return package.with_trees(trees) if trees else package


def _forget(formula: Element) -> None:
    column = formula.getparent()
    assert column is not None
    column.remove(formula)
    if column.find("{*}totalsRowFormula") is None and column.get("totalsRowFunction") == "custom":
        del column.attrib["totalsRowFunction"]


def _remaining(package: Package) -> Iterator[str]:
    names = defined_names(package)
    calls = calls_through(names)
    yield from (name.name for name in names if calls.within(name.text, name.sheet))
    for sheet in worksheets_of(package):
        if any(calls.within(formula, sheet.index) for formula in formulas(package.tree(sheet.part))):
            yield sheet.name


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
