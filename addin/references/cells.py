"""The formulas of a sheet's cells as the file has them: plain, shared, array formulas and data tables."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from lxml.etree import _Element

from addin.mistakes import Mistake, Place
from addin.package.addresses import cell_at
from addin.package.namespaces import SPACE
from addin.references.formula import ParsedFormula, parse
from addin.references.geometry import Geometry
from addin.references.home import Home

_ADDRESSES = frozenset({"ref", "r1", "r2"})
_EMPTY: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class CellFormula:
    """The formula of one cell of the template: its text, and the attributes of its `<f>` element."""

    text: ParsedFormula
    attributes: Mapping[str, str] = field(default_factory=lambda: _EMPTY)

    @property
    def plain(self) -> bool:
        """Whether the text is all there is."""
        return not self.attributes

    def at(self, home: Home, geometry: Geometry) -> tuple[str, dict[str, str]]:
        """Text and attributes of the copy of the cell that `home` names."""
        changed = {
            name: parse(value).at(home, geometry) if name in _ADDRESSES else value
            for name, value in self.attributes.items()
        }
        return self.text.at(home, geometry), changed


def cell_formulas(elements: Iterable[tuple[str, _Element]]) -> dict[str, CellFormula]:
    """The formulas of a sheet by cell, from the pairs of a cell's address and its `<f>` element.

    Shared formulas are written out, each cell with its own.
    """
    masters: dict[str, tuple[str, ParsedFormula]] = {}
    found = {}
    for address, element in elements:
        attributes = {str(name): str(value) for name, value in element.attrib.items() if name != SPACE}
        text = element.text or ""
        if attributes.pop("t", "normal") == "shared":
            found[address] = _shared(address, text, attributes, masters)
        else:
            kind = element.get("t")
            found[address] = CellFormula(parse(text), attributes | ({"t": kind} if kind else {}))
    return found


def _shared(
    address: str, text: str, attributes: dict[str, str], masters: dict[str, tuple[str, ParsedFormula]]
) -> CellFormula:
    index = attributes["si"]
    rest = {name: value for name, value in attributes.items() if name not in ("si", "ref")}
    if text:
        masters[index] = address, parse(text)
        return CellFormula(parse(text), rest)
    if index not in masters:
        raise Mistake("the shared formula {index} has no text", Place(cell=address), index=index)
    master, formula = masters[index]
    (row, column), (from_row, from_column) = cell_at(address), cell_at(master)
    return CellFormula(formula.moved(row - from_row, column - from_column), rest)
