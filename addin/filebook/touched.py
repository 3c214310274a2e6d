"""Which cells of a template change when it is filled: those written or repeated, and all that is calculated from them.

Every other formula keeps the value that Excel gave it. A formula whose cells can't be told (`INDIRECT`, a function that
we don't know, a name without cells) counts as touched.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import chain
from typing import Final, NamedTuple, TypeAlias

from addin.filebook.source import Cell, SourceCell, SourceSheet
from addin.filebook.template import FileTemplate
from addin.package.addresses import area_edges
from addin.package.workbook import DefinedName, defined_names
from addin.references.cells import CellFormula
from addin.references.formula import ParsedFormula, parse
from addin.references.geometry import Geometry
from addin.references.growth import COLUMNS, ROWS
from addin.references.reference import Bounds, Reference
from addin.references.reference_modes import translated
from addin.references.structured import ExcelTable, Structured
from addin.references.table_columns import read_table
from udfs.formulas.tokens import TokenKind, bare_function, tokens, unescaped
from udfs.library import FUNCTIONS

Area: TypeAlias = tuple[str, int, int, int, int]
"""A sheet's name in lower case, its first and last row, its first and last column."""

_VOLATILE: Final = frozenset(
    {"NOW", "TODAY", "RAND", "RANDBETWEEN", "RANDARRAY", "OFFSET", "INDIRECT", "CELL", "INFO", "EVALUATE"}
    | {"GETPIVOTDATA", "CALL", "RTD", "SHEET", "SHEETS", "CUBEVALUE", "WEBSERVICE", "STOCKHISTORY", "LAMBDA", "LET"}
)
"""Functions whose value changes by itself, or whose cells the formula doesn't name."""

_OF_PLACES: Final = frozenset({"ROW", "COLUMN", "ADDRESS", "FORMULATEXT", "AREAS"})
"""Functions whose value changes where a cell moves."""

_BY_FIRST_CELL: Final = frozenset({"SUMIF", "AVERAGEIF"})
"""Functions of which a range of sums is as large as that of the conditions."""

_TRUTH: Final = frozenset({"TRUE", "FALSE"})
_DEEPEST: Final = 8
_SLOT: Final = 64


@dataclass(frozen=True)
class Touched:
    """The cells of the sheets concerned (by name in lower case) that change, and the geometry they change by.

    `formulas`: those that have the values they had. `stale`: cells without a formula that show a part of what a formula
    elsewhere spills or tabulates, and change.
    """

    cells: Mapping[str, AbstractSet[Cell]]
    stale: Mapping[str, AbstractSet[Cell]]
    formulas: Mapping[str, frozenset[Cell]]
    geometry: Geometry
    trusted: bool

    def kept(self, sheet: str) -> frozenset[Cell]:
        """The formulas of a sheet that have the values they had in the template."""
        return self.formulas.get(sheet.casefold(), frozenset())

    def keeps_area(self, area: Area) -> bool:
        """Whether all cells of an area of the template have the values they had, and none is repeated among them."""
        sheet, top, bottom, left, right = area
        layout = self.geometry.layout(sheet)
        if layout.rows.repeats_within(top, bottom) or layout.columns.repeats_within(left, right):
            return False
        cells = self.cells.get(sheet, frozenset())
        return self.trusted and not any(top <= row <= bottom and left <= column <= right for row, column in cells)


# Kept: asked for each call in a formula, where the import statement alone takes longer than the look-up.
@lru_cache(maxsize=1)
def _excel_functions() -> AbstractSet[str]:
    """Excel's own functions, but for newer ones, whose names begin with `_xlfn.` in files."""
    from openpyxl.utils import FORMULAE  # needed for templates that Excel saved alone, and slow to load

    return FORMULAE


class _Formula(NamedTuple):
    """A formula: its sheet and cell, and the cells that show its values."""

    sheet: str
    cell: Cell
    shown: Sequence[Cell]


class _Untraceable(Exception):
    """Which cells a formula looks at can't be told."""


@dataclass
class _Tracer:
    template: FileTemplate
    geometry: Geometry
    sheets: Sequence[str]
    cells: dict[str, set[Cell]] = field(default_factory=dict)
    stale: dict[str, set[Cell]] = field(default_factory=dict)
    _waiting: list[tuple[str, Cell]] = field(default_factory=list)
    _by_cell: dict[tuple[str, int, int], list[_Formula]] = field(default_factory=dict)
    _by_slot: dict[tuple[str, int], list[tuple[Area, list[_Formula]]]] = field(default_factory=dict)
    _ranges: dict[Area, list[_Formula]] = field(default_factory=dict)
    _nameless: set[str] = field(default_factory=set)

    def trace(self, filled: Mapping[str, Iterable[Cell]]) -> None:
        for sheet, cells in filled.items():
            for filled_cell in cells:
                self._touch(sheet.casefold(), filled_cell)
        for name in self.sheets:
            source = self.template.source(name)
            for at, cell in source.cells.items():
                if cell.formula is not None:
                    self._take(source, at, cell)
        for area, formulas in self._ranges.items():
            for slot in range(area[1] // _SLOT, area[2] // _SLOT + 1):
                self._by_slot.setdefault((area[0], slot), []).append((area, formulas))
        while self._waiting:
            self._spread(*self._waiting.pop())

    def _touch(self, sheet: str, cell: Cell) -> None:
        known = self.cells.setdefault(sheet, set())
        if cell not in known:
            known.add(cell)
            self._waiting.append((sheet, cell))

    def _change(self, formula: _Formula) -> None:
        self._touch(formula.sheet, formula.cell)
        for cell in formula.shown:
            self._touch(formula.sheet, cell)
            self.stale.setdefault(formula.sheet, set()).add(cell)

    def _spread(self, sheet: str, cell: Cell) -> None:
        for formula in self._by_cell.pop((sheet, *cell), ()):
            self._change(formula)
        key = (sheet, cell[0] // _SLOT)
        waiting = self._by_slot.get(key)
        if not waiting:
            return
        rest = []
        for area, formulas in waiting:
            if not formulas:
                continue
            if area[1] <= cell[0] <= area[2] and area[3] <= cell[1] <= area[4]:
                for formula in formulas:
                    self._change(formula)
                formulas.clear()
            else:
                rest.append((area, formulas))
        self._by_slot[key] = rest

    def _take(self, source: SourceSheet, at: Cell, cell: SourceCell) -> None:
        assert cell.formula is not None
        folded, layout = source.name.casefold(), self.geometry.layout(source.name)
        formula = _Formula(folded, at, _shown(source, at, cell))
        row, column = at
        if layout.rows.repeats_within(row, row) or layout.columns.repeats_within(column, column):
            self._change(formula)
            return
        try:
            areas = list(self._areas_of_cell(cell.formula, source.name, at))
            areas += _inputs(folded, cell)
            if _stretches(cell.formula):
                areas = _stretched(areas)
        except _Untraceable:
            self._change(formula)
            return
        if not self.geometry.is_still and any(map(self._is_repeated, areas)):
            self._change(formula)
            return
        for sheet, top, bottom, left, right in areas:
            if top == bottom and left == right:
                self._by_cell.setdefault((sheet, top, left), []).append(formula)
            else:
                last = self._last.get(sheet, 0)
                if top <= last:
                    self._ranges.setdefault((sheet, top, min(bottom, last), left, right), []).append(formula)

    @cached_property
    def _last(self) -> Mapping[str, int]:
        return {name.casefold(): self.template.source(name).last[0] for name in self.sheets}

    def _is_repeated(self, area: Area) -> bool:
        layout = self.geometry.layout(area[0])
        return layout.rows.repeats_within(area[1], area[2]) or layout.columns.repeats_within(area[3], area[4])

    def _areas_of_cell(self, formula: CellFormula, sheet: str, at: Cell) -> Iterator[Area]:
        if not (formula.rows or formula.columns):
            yield from self._areas(formula.first, sheet, at, 0)
            return
        for part in formula.first.parts:
            if isinstance(part, Reference):
                bounds = translated(part, formula.rows, formula.columns)
                if bounds is not None:
                    yield from _area(part, bounds, sheet, is_name=False)
            else:
                yield from self._areas(ParsedFormula((part,)), sheet, at, 0)

    def _areas(self, formula: ParsedFormula, sheet: str, at: Cell, depth: int) -> Iterator[Area]:
        for part in formula.parts:
            if isinstance(part, Reference):
                yield from _area(part, part.bounds, sheet, is_name=depth > 0)
            elif isinstance(part, Structured):
                yield self._columns(part, sheet, at)
            elif part not in self._nameless:
                found = list(self._named(part, sheet, at, depth))
                if not found:
                    self._nameless.add(part)
                yield from found

    def _named(self, text: str, sheet: str, at: Cell, depth: int) -> Iterator[Area]:
        """The cells of the names in a text between references."""
        for token in tokens(text):
            if token.kind is TokenKind.FUNCTION:
                self._require_traceable(token.source)
            elif token.kind is TokenKind.NAME and token.text.upper() not in _TRUTH:
                yield from self._cells_of(token.text, token.prefix, sheet, at, depth)
            elif token.kind in (TokenKind.QUOTED, TokenKind.UNKNOWN) or token.is_sign("#", ":"):
                raise _Untraceable

    def _require_traceable(self, called: str) -> None:
        name = bare_function(called)
        is_known = called.upper().startswith("_XLFN.") or name in _excel_functions() or name in FUNCTIONS
        if not is_known or name in _VOLATILE or (name in _OF_PLACES and self._grows):
            raise _Untraceable

    @cached_property
    def _grows(self) -> bool:
        return any(self.geometry.grows(sheet.name) for sheet in self.template.sheets)

    def _cells_of(self, name: str, prefix: str, sheet: str, at: Cell, depth: int) -> Iterator[Area]:
        index = next((each.index for each in self.template.sheets if each.name == sheet), None)
        known = self._names.get((index, name.casefold())) or self._names.get((None, name.casefold()))
        if known is None or prefix or depth > _DEEPEST:
            raise _Untraceable
        yield from self._areas(parse(known.text), sheet, at, depth + 1)

    @cached_property
    def _names(self) -> Mapping[tuple[int | None, str], DefinedName]:
        return {(name.sheet, name.name.casefold()): name for name in defined_names(self.template.package)}

    def _columns(self, structured: Structured, sheet: str, at: Cell) -> Area:
        table = next((each for each in self._tables if _means(structured, each, sheet, at)), None)
        if table is None:
            raise _Untraceable
        named = structured.items
        columns = [table.column(unescaped(item)) for item in named if item and not item.startswith("#")]
        found = [column for column in columns if column]
        if len(found) < len(columns):
            raise _Untraceable
        left, right = (min(found), max(found)) if found else (table.left, table.left + len(table.columns) - 1)
        is_own = named[0].casefold() == "#this row" and table.holds(sheet, at[0], table.left)
        top, bottom = (at[0], at[0]) if is_own else table.rows
        return table.sheet.casefold(), top, bottom, left, right

    @cached_property
    def _tables(self) -> Sequence[ExcelTable]:
        package = self.template.package
        found = (
            read_table(package.root(part), sheet.name)
            for sheet in self.template.sheets
            for part in package.related(sheet.part, "table")
        )
        return [table for table in found if table]


def _means(structured: Structured, table: ExcelTable, sheet: str, at: Cell) -> bool:
    if structured.table:
        return table.name.casefold() == structured.table.casefold()
    return table.holds(sheet, *at)


def _area(reference: Reference, bounds: Bounds, sheet: str, *, is_name: bool) -> Iterator[Area]:
    """The cells of a reference over these lines; those of another workbook don't change."""
    if reference.external:
        return
    points = [*(reference.rows or ()), *(reference.columns or ())]
    is_relative = is_name and not all(point.absolute for point in points)
    if len(reference.sheets) > 1 or reference.begins or reference.ends or is_relative:
        raise _Untraceable
    rows, columns = bounds
    top, bottom = rows or (1, ROWS)
    left, right = columns or (1, COLUMNS)
    name = reference.sheets[0] if reference.sheets else sheet.casefold()
    yield name, min(top, bottom), max(top, bottom), min(left, right), max(left, right)


def _stretches(formula: CellFormula) -> bool:
    """Whether a function takes a range as large as another one is, whatever its own end."""
    written = chain.from_iterable(tokens(part) for part in formula.first.parts if isinstance(part, str))
    return any(each.kind is TokenKind.FUNCTION and bare_function(each.text) in _BY_FIRST_CELL for each in written)


def _stretched(areas: Sequence[Area]) -> list[Area]:
    """The areas, each as large as the largest."""
    height = max((bottom - top for _, top, bottom, _, _ in areas), default=0)
    width = max((right - left for _, _, _, left, right in areas), default=0)
    return [
        (sheet, top, max(bottom, top + height), left, max(right, left + width))
        for sheet, top, bottom, left, right in areas
    ]


def _shown(source: SourceSheet, at: Cell, cell: SourceCell) -> Sequence[Cell]:
    """The cells without a formula that show a part of an array formula's or a data table's values."""
    assert cell.formula is not None
    ref = cell.formula.attributes.get("ref")
    if ref is None:
        return ()
    left, top, right, bottom = area_edges(ref)
    if not (left and top and right and bottom):
        return ()
    found = ((row, column) for row in range(top, bottom + 1) for column in range(left, right + 1))
    return [each for each in found if each != at and each in source.cells and source.cells[each].formula is None]


def _inputs(sheet: str, cell: SourceCell) -> Iterator[Area]:
    """What a data table is calculated from: its input cells, and the line of formulas above and before it."""
    assert cell.formula is not None
    attributes = cell.formula.attributes
    if attributes.get("t") != "dataTable":
        return
    left, top, right, bottom = area_edges(attributes.get("ref", ""))
    if not (left and top and right and bottom):
        raise _Untraceable
    yield sheet, max(top - 1, 1), bottom, max(left - 1, 1), right
    for name in ("r1", "r2"):
        if name in attributes:
            column, row, _, _ = area_edges(attributes[name])
            if not (column and row):
                raise _Untraceable
            yield sheet, row, row, column, column


def has_value(cell: SourceCell) -> bool:
    """Whether a formula has a value beside it in the file."""
    return cell.formula is not None and cell.content.endswith("v></c>")


def touched_cells(
    template: FileTemplate, geometry: Geometry, sheets: Sequence[str], filled: Mapping[str, Iterable[Cell]]
) -> Touched:
    """What changes on the sheets concerned where the cells `filled` of them are written."""
    calculation = template.package.root(template.package.workbook_part).find("{*}calcPr")
    untrusted = calculation is not None and any(
        calculation.get(name) in ("1", "true") for name in ("fullCalcOnLoad", "iterate")
    )
    formulas = [cell for name in sheets for cell in template.source(name).cells.values() if cell.formula is not None]
    if formulas and not any(map(has_value, formulas)):
        return Touched({}, {}, {}, geometry, trusted=False)
    tracer = _Tracer(template, geometry, sheets)
    tracer.trace(filled)
    kept = {} if untrusted else {name.casefold(): _kept(template.source(name), tracer) for name in sheets}
    return Touched(tracer.cells, tracer.stale, kept, geometry, not untrusted)


def _kept(source: SourceSheet, tracer: _Tracer) -> frozenset[Cell]:
    touched = tracer.cells.get(source.name.casefold(), set())
    return frozenset(at for at, cell in source.cells.items() if has_value(cell) and at not in touched)
