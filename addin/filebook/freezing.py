"""A workbook with the values of our functions in place of their formulas, for readers without the add-in."""

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from addin.filebook.template import worksheets_of
from addin.mistakes import Mistake, Place
from addin.package.conversions import as_filled
from addin.package.namespaces import SPACE
from addin.package.package import Package
from addin.package.xml import Element
from udfs.library import FUNCTIONS

_CALL: Final = re.compile(r"""\"(?:[^"]|"")*\"|'(?:[^']|'')*'|(?P<name>[^\W\d][\w.]*)\s*\(""")


def freeze(package: Package) -> Package:
    """The workbook in which cells that call our functions hold what they showed; all else stays as it is.

    Names, formats and validations keep their formulas. Mistake, with the cell, where a formula has no value yet.
    """
    trees = {}
    for sheet in worksheets_of(package):
        root = package.tree(sheet.part)
        if _freeze_cells(root, Place(package.place.file, sheet.name)):
            trees[sheet.part] = root
    return as_filled(package.with_trees(trees), recalculate=False) if trees else package


def calls_ours(formula: str) -> bool:
    """Whether one of our functions is called in the text of a formula."""
    names = (match["name"] for match in _CALL.finditer(formula))
    return any(name and name.rpartition(".")[2].upper() in FUNCTIONS for name in names)


def _freeze_cells(root: Element, place: Place) -> bool:
    ours = list(_our_cells(root))
    for cell in ours:
        _freeze_cell(cell, place)
    return bool(ours)


def _our_cells(root: Element) -> Iterator[Element]:
    """The cells that call our functions; of a shared formula only the first one has the text."""
    shared: set[str] = set()
    for cell in root.iterfind("{*}sheetData/{*}row/{*}c"):
        formula = cell.find("{*}f")
        if formula is None:
            continue
        group = formula.get("si", "")
        if calls_ours(formula.text or "") or (not formula.text and group in shared):
            if formula.get("t") == "shared":
                shared.add(group)
            yield cell


def _freeze_cell(cell: Element, place: Place) -> None:
    formula, value = cell.find("{*}f"), cell.find("{*}v")
    if value is None or formula is None:
        where = Place(place.file, place.sheet, cell.get("r"))
        raise Mistake("the formula has no value yet: open the workbook in Excel and save it", where)
    cell.remove(formula)
    if "cm" in cell.attrib:
        del cell.attrib["cm"]
    if cell.get("t") == "str":
        _make_text(cell, value)


def _make_text(cell: Element, value: Element) -> None:
    cell.set("t", "inlineStr")
    cell.remove(value)
    namespace = etree.QName(cell).namespace
    text = etree.SubElement(etree.SubElement(cell, f"{{{namespace}}}is"), f"{{{namespace}}}t")
    text.text = value.text
    text.set(SPACE, "preserve")
