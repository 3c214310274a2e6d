"""The formulas of a sheet's cells as the file has them: plain, shared, array formulas and data tables."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

from lxml.etree import _Element

from addin.errors import Place, UserError
from addin.package.addresses import cell_at, column_letters
from addin.package.namespaces import SPACE
from addin.references.axis import SheetAxis
from addin.references.formula import ParsedFormula, Part, parse
from addin.references.formula_position import FormulaPosition
from addin.references.geometry import FilledGroup, Geometry
from addin.references.reference import Extent
from addin.references.structured import Structured

_ADDRESSES = frozenset({"ref", "r1", "r2"})
_EMPTY: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, eq=False)
class SharedFormula:
    """A formula that a group of cells shares: as it reads in the `first` of them, in row and column.

    `rows` and `columns` are by how many lines the nearest and the furthest of the others are away from that.
    """

    text: ParsedFormula
    index: str
    first: tuple[int, int]
    rows: tuple[int, int]
    columns: tuple[int, int]

    def at(self, sheet: str, geometry: Geometry) -> FilledGroup | None:
        """The group in the filled workbook, where all of it and all that it looks at only moves; else None."""
        if self not in geometry.groups:
            geometry.groups[self] = self._at(sheet, geometry)
        return geometry.groups[self]

    def _at(self, sheet: str, geometry: Geometry) -> FilledGroup | None:
        layout = geometry.layout(sheet)
        down = (self.first[0] + self.rows[0], self.first[0] + self.rows[1])
        right = (self.first[1] + self.columns[0], self.first[1] + self.columns[1])
        if layout.rows.repeats_within(*down) or layout.columns.repeats_within(*right):
            return None
        if not all(self._only_moves(part, sheet, geometry) for part in self.text.parts):
            return None
        (top, bottom), (left, right_most) = (
            [axis.filled(line, ()) for line in lines] for axis, lines in ((layout.rows, down), (layout.columns, right))
        )
        area = f"{column_letters(left)}{top}:{column_letters(right_most)}{bottom}"
        return FilledGroup(self.text.at(FormulaPosition(sheet, *self.first), geometry), area)

    def _only_moves(self, part: Part, sheet: str, geometry: Geometry) -> bool:
        if isinstance(part, Structured):
            return not geometry.tables
        if isinstance(part, str) or part.external:
            return True
        layouts = [geometry.layout(name) for name in part.sheets or (sheet,)]
        return not (part.begins or part.ends) and all(
            _is_even(part.rows, self.rows, layout.rows) and _is_even(part.columns, self.columns, layout.columns)
            for layout in layouts
        )


def _is_even(extent: Extent | None, offsets: tuple[int, int], axis: SheetAxis) -> bool:
    """Whether what a coordinate means in all cells of a group is moved by the same number of lines, or held by `$`."""
    if extent is None or all(point.absolute for point in extent):
        return True
    lines = [point.line + (0 if point.absolute else offset) for point in extent for offset in offsets]
    return not axis.repeats_within(max(min(lines), 1), max(lines))


@dataclass(frozen=True)
class CellFormula:
    """The formula of one cell of the template: its text, and the attributes of its `<f>` element.

    `first` is its text or, where it is `shared`, that of the first cell, which reads here so many rows further down and
    columns further right.
    """

    first: ParsedFormula
    attributes: Mapping[str, str] = field(default_factory=lambda: _EMPTY)
    shared: SharedFormula | None = None
    rows: int = 0
    columns: int = 0

    @cached_property
    def text(self) -> ParsedFormula:
        """The formula as it reads in this cell; what matters in all cells alike, `first` tells without writing it."""
        return self.first.moved(self.rows, self.columns)

    @property
    def plain(self) -> bool:
        """Whether the text is all there is."""
        return not self.attributes

    def at(self, home: FormulaPosition, geometry: Geometry) -> tuple[str, dict[str, str]]:
        """Text and attributes of the copy of the cell that `home` names."""
        changed = {
            name: parse(value).at(home, geometry) if name in _ADDRESSES else value
            for name, value in self.attributes.items()
        }
        return self.text.at(home, geometry), changed


def cell_formulas(elements: Iterable[tuple[str, _Element]]) -> dict[str, CellFormula]:
    """The formulas of a sheet by cell, from the pairs of a cell's address and its `<f>` element."""
    groups: dict[str, _Group] = {}
    found: dict[str, CellFormula] = {}
    members: list[tuple[str, dict[str, str], _Group]] = []
    for address, element in elements:
        attributes = {str(name): str(value) for name, value in element.attrib.items() if name != SPACE}
        text = element.text or ""
        if attributes.pop("t", "normal") == "shared":
            group = _group(address, text, attributes["si"], groups)
            found[address] = CellFormula(group.text)  # its place in the order of the sheet
            members.append((address, attributes, group))
        else:
            kind = element.get("t")
            found[address] = CellFormula(parse(text), attributes | ({"t": kind} if kind else {}))
    made = {group: group.formula() for group in {group for _, _, group in members}}
    for address, attributes, group in members:
        found[address] = group.member(address, attributes, made[group])
    return found


@dataclass(eq=False)
class _Group:
    """A shared formula while its cells are read."""

    index: str
    text: ParsedFormula
    first: tuple[int, int]
    cells: dict[str, tuple[int, int]] = field(default_factory=dict)

    def formula(self) -> SharedFormula:
        rows, columns = zip(*self.cells.values(), strict=True)
        return SharedFormula(self.text, self.index, self.first, (min(rows), max(rows)), (min(columns), max(columns)))

    def member(self, address: str, attributes: dict[str, str], shared: SharedFormula) -> CellFormula:
        rest = {name: value for name, value in attributes.items() if name not in ("si", "ref")}
        return CellFormula(self.text, rest, shared, *self.cells[address])


def _group(address: str, text: str, index: str, groups: dict[str, _Group]) -> _Group:
    """The group of a cell with a shared formula, which joins it."""
    at = cell_at(address)
    if text:
        groups[index] = _Group(index, parse(text), at)
    if index not in groups:
        raise UserError("the shared formula {index} has no text", Place(cell=address), index=index)
    group = groups[index]
    group.cells[address] = at[0] - group.first[0], at[1] - group.first[1]
    return group
