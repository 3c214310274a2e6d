"""Expressions where nothing is filled: in formulas, page headers and footers, charts and shapes."""

from collections.abc import Iterable, Iterator
from typing import Final

from addin.filebook.source import SourceSheet
from addin.mistakes import Mistake, Place
from addin.package.package import Package
from addin.package.workbook import Sheet
from addin.template.blocks import address
from addin.template.markers import OPENING
from udfs.formulas.tokens import Kind, tokens
from udfs.shortening import shortened

_DRAWINGS: Final = ("xl/charts/", "xl/drawings/")
_ELSEWHERE: Final = "{text} is in a page header or footer; expressions are filled in cells and in sheets' names"
_IN_DRAWING: Final = "{text} is in a chart or a shape, where nothing is filled; link it to a cell, by a formula"
_IN_FORMULA: Final = "an expression in a formula isn't filled; put it in a cell of its own and refer to that: {formula}"


def not_filled(source: SourceSheet) -> Iterator[Mistake]:
    """The expressions of a sheet that stand where nothing is filled; names of sheets and columns in formulas follow."""
    for node in source.around.iterfind(".//{*}headerFooter/*"):
        if node.text and OPENING in node.text:
            yield Mistake(_ELSEWHERE, Place(sheet=source.name), text=shortened(node.text))
    for at, cell in source.cells.items():
        text = "" if cell.formula is None else str(cell.formula.text)
        if OPENING in text and any(OPENING in each.text for each in tokens(text) if each.kind is Kind.TEXT):
            yield Mistake(_IN_FORMULA, Place(sheet=source.name, cell=address(at)), formula=shortened(f"={text}"))


def not_filled_in_drawings(package: Package, sheets: Iterable[Sheet]) -> Iterator[Mistake]:
    """The expressions in the titles of charts and in shapes; what charts keep of cells is filled with the cells."""
    drawn = (name for name in package.names if name.startswith(_DRAWINGS) and name.endswith(".xml"))
    parts = [name for name in drawn if OPENING.encode() in package.read(name)]
    holders = _holders(package, sheets) if parts else {}
    namespace = package.vocabulary.drawing
    for part in parts:
        for paragraph in package.root(part).iter(f"{{{namespace}}}p"):
            text = "".join(node.text or "" for node in paragraph.iter(f"{{{namespace}}}t"))
            if OPENING in text:
                yield Mistake(_IN_DRAWING, Place(sheet=holders.get(part)), text=shortened(text))


def _holders(package: Package, sheets: Iterable[Sheet]) -> dict[str, str]:
    """The sheet of each drawing and of each chart in it."""
    found: dict[str, str] = {}
    for sheet in sheets:
        for drawing in package.related(sheet.part, "drawing"):
            found[drawing] = sheet.name
            found |= dict.fromkeys(package.related(drawing, "chart"), sheet.name)
    return found
