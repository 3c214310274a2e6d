"""A workbook with the values of our functions in place of their formulas, for readers without the add-in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from lxml import etree

from addin.errors import Place, UserError
from addin.filebook.calling import NamesOfCalls, calls_through
from addin.filebook.frozen_names import with_constant_names
from addin.filebook.spills import Spills, without_anchors
from addin.package.conversions import as_filled
from addin.package.external_links import without_unused_links
from addin.package.namespaces import SPACE
from addin.package.package import Package
from addin.package.renaming import formulas
from addin.package.workbook import Sheet, defined_names, worksheets_of
from addin.package.xml import Element
from udfs.numerics.cell_values import error_of_text

ADD_IN: Final = "growthpole.xlam"
_IN_TABLES: Final = ("calculatedColumnFormula", "totalsRowFormula")


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
