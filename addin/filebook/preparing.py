"""What a workbook looks like at one size: all that is the same in every filling of that size, made once."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from copy import deepcopy
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, TypeAlias

from addin.errors import UserError, UserErrors
from addin.filebook.computable_formulas import has_formulas, has_uncomputable
from addin.filebook.filled_sheet import Places
from addin.filebook.headings import SheetTable, sheet_tables
from addin.filebook.lines import MANY_ROWS, CellCopy, FormulaPlace, LargeBlock, LineMaker
from addin.filebook.name_resolution import NameResolution
from addin.filebook.rendering import LargeSheet, SmallSheet, small_sheet
from addin.filebook.repeated_charts import with_chart_copies
from addin.filebook.shifted_parts import ShiftedParts, shifted_parts
from addin.filebook.source import Cell, SourceCell, SourceSheet, as_written, is_dynamic
from addin.filebook.template import FileTemplate
from addin.filebook.touched import Touched, touched_cells
from addin.package.conversions import as_filled
from addin.package.corrupt_parts import corrupt_part_as_error
from addin.package.package import Package
from addin.package.text import escape, escape_attribute, needs_space
from addin.package.workbook import defined_names
from addin.package.xml import Element, serialise
from addin.references.axis import SheetAxis
from addin.references.cells import CellFormula
from addin.references.chart_caches import CachedChart
from addin.references.controls import form_controls, repeat_controls
from addin.references.formula import ParsedFormula, parse
from addin.references.formula_position import FormulaPosition
from addin.references.geometry import Geometry
from addin.references.growth import Growth, Path
from addin.references.parts import shift_part
from addin.references.reference import Bounds, Reference
from addin.references.structured import Structured
from addin.template.blocks import address
from addin.template.plan import Blank, Plan
from addin.template.template_sheet import placed
from udfs.formulas.tokens import Token, TokenKind, bare_function, qualifier, tokens

Shape: TypeAlias = tuple[tuple[str, Growth, tuple[Blank, ...]], ...]

Names: TypeAlias = Mapping[tuple[str | None, str], str | None]
"""What names stand for, by the sheet they are local to and by name, both in lower case."""

_ROWS_MARK: Final = "rows stand here"
_KEPT: Final = 8


@dataclass(frozen=True, eq=False)
class Prepared:
    """A workbook of one size without values: its package, its sheets by name, its charts by part, its tables.

    `recalculated` says whether Excel calculates all of it when it opens it. `places` keeps where what charts show comes
    from.
    """

    package: Package
    geometry: Geometry
    sheets: Mapping[str, SmallSheet | LargeSheet]
    charts: Mapping[str, tuple[str, CachedChart]]
    tables: tuple[SheetTable, ...]
    recalculated: bool
    resolution: NameResolution
    touched: Touched
    places: dict[tuple[str, Bounds], Places] = field(default_factory=dict)


def prepare(template: FileTemplate, plan: Plan, *, calculated: bool) -> Prepared:
    """The workbook of the plan's size; where `calculated`, a place is open for the value of every formula.

    Raises UserError or UserErrors where something would refer to several areas, of which Excel takes but one.
    """
    try:
        return _prepare(
            template, tuple((sheet.source, sheet.growth, sheet.blanks) for sheet in plan.sheets), calculated
        )
    except UserError as mistake:
        raise placed(mistake, template.place) from None


# Kept: four fifths of filling the monthly workbook again; the size alone decides, no value is in it.
@lru_cache(maxsize=_KEPT)
def _prepare(template: FileTemplate, shape: Shape, calculated: bool) -> Prepared:
    growths = {name: growth for name, growth, _ in shape}
    tables = sheet_tables(template, growths)
    geometry = Geometry(growths, (each.table for each in tables))
    blanks = {name: blank for name, _, blank in shape}
    refused = list(scattered(template, geometry))
    if refused:
        raise UserErrors(refused)
    concerned = affected_sheets(template, blanks.keys())
    grows = any(growth.rows or growth.columns for _, growth, _ in shape)
    touched = touched_cells(template, geometry, concerned, _written(template, tables))
    sheets: dict[str, SmallSheet | LargeSheet] = {}
    for sheet in template.sheets:
        around = template.source(sheet.name).around
        with corrupt_part_as_error(sheet.part, template.place):
            moved = shift_part(around, sheet.name, geometry, form_controls(around)) if grows else None
        if moved is not None or sheet.name in concerned:
            final = deepcopy(around) if moved is None else moved
            headings = frozenset[Cell]().union(*(each.headings for each in tables if each.table.sheet == sheet.name))
            sheets[sheet.name] = _sheet(
                template, sheet.name, final, touched, blanks.get(sheet.name, ()), headings, calculated
            )
    template, homes = with_chart_copies(template, geometry)
    others = shifted_parts(template, touched, {name.casefold() for name in sheets}, homes)
    recalculated = not calculated and any(
        _has_unknown(template.source(name), sheet, touched) for name, sheet in sheets.items()
    )
    package = _with_controls(template, _package(template, others, sheets, recalculated), geometry)
    return Prepared(
        package, geometry, sheets, others.charts, tables, recalculated, NameResolution(template, package), touched
    )


def _has_unknown(source: SourceSheet, sheet: SmallSheet | LargeSheet, touched: Touched) -> bool:
    """Whether a sheet has formulas that only Excel can calculate, or, written in chunks, may turn out to have."""
    if touched.stale.get(source.name.casefold()):
        return True
    return has_uncomputable(source, touched.kept(source.name)) or (
        isinstance(sheet, LargeSheet) and has_formulas(source)
    )


def _package(template: FileTemplate, moved: ShiftedParts, sheets: Mapping[str, object], recalculated: bool) -> Package:
    """The package with all that no value changes; the parts still to be made are empty."""
    open_parts = dict.fromkeys([*(template.part(name) for name in sheets), *moved.charts], b"")
    return as_filled(template.package.with_parts({**moved.parts, **open_parts}), recalculate=recalculated)


def _with_controls(template: FileTemplate, package: Package, geometry: Geometry) -> Package:
    """The package with all that the copies of form controls need."""
    for sheet in template.sheets:
        around = template.source(sheet.name).around
        if geometry.grows(sheet.name) and form_controls(around):
            package = repeat_controls(package, template.package, sheet.part, around, sheet.name, geometry)
    return package


def _written(template: FileTemplate, tables: Sequence[SheetTable]) -> Mapping[str, frozenset[Cell]]:
    """The cells of each sheet that a filling writes."""
    drawn = {drawing.name: frozenset(drawing.contents) for drawing in template.drawings}
    for each in tables:
        drawn[each.table.sheet] = drawn.get(each.table.sheet, frozenset()) | each.headings
    return drawn


def _sheet(
    template: FileTemplate,
    name: str,
    around: Element,
    touched: Touched,
    blanks: tuple[Blank, ...],
    headings: frozenset[Cell],
    calculated: bool,
) -> SmallSheet | LargeSheet:
    source, geometry = template.source(name), touched.geometry
    head, tail = _split(around)
    formulas = SheetFormulas(name, geometry)
    drawn = next((frozenset(drawing.contents) for drawing in template.drawings if drawing.name == name), frozenset())
    kept, stale = touched.kept(source.name), touched.stale.get(name.casefold(), frozenset())
    layout = geometry.layout(name)
    maker = LineMaker(source, layout, drawn | headings, formulas.element, blanks, calculated, headings, kept, stale)
    if source.last[0] + geometry.layout(name).rows.growth <= MANY_ROWS:
        return small_sheet(head, maker, tail)
    return LargeSheet(head, maker, formulas.down, tail)


def _split(root: Element) -> tuple[str, str]:
    """The sheet's XML before its rows and after them."""
    data = root.find("{*}sheetData")
    assert data is not None
    data.text = _ROWS_MARK
    head, _, tail = serialise(root).decode().partition(_ROWS_MARK)
    return head, tail


@dataclass(frozen=True)
class SheetFormulas:
    """The formulas of one sheet in a workbook that grows by `geometry`."""

    sheet: str
    geometry: Geometry

    def element(self, cell: SourceCell, place: FormulaPlace) -> str:
        """The `<f>` element of a formula where it comes to stand."""
        written = self._as_written(cell)
        if written is not None:
            return written
        home = FormulaPosition(self.sheet, *place.cell, place.rows, place.columns)
        text, attributes = _formula(cell).at(home, self.geometry)
        if attributes and is_dynamic(cell) and (place.rows or place.columns):
            attributes = {**attributes, "ref": address(place.filled)}
        return _element(text, attributes)

    def _as_written(self, cell: SourceCell) -> str | None:
        """The element as the file has it, where it may stay so; of the first cell of a shared formula, moved."""
        formula = _formula(cell)
        group = None if formula.shared is None else formula.shared.at(self.sheet, self.geometry)
        if group is None or self.geometry.is_still:
            return as_written(cell) if self.geometry.is_still else None
        if formula.rows or formula.columns:
            return as_written(cell)
        assert formula.shared is not None
        shared = {"t": "shared", "ref": group.area, "si": formula.shared.index}
        return _element(group.text, {**shared, **formula.attributes})

    def down(self, block: LargeBlock, image: CellCopy) -> Iterator[str]:
        """The elements of a block's formula, row by row."""
        formula, at = _formula(image.cell), (block.row.number, image.cell.column)
        if not formula.plain:
            places = (
                FormulaPlace(at, (copy,), image.path, (block.start + copy, image.column)) for copy in range(block.count)
            )
            return (self.element(image.cell, place) for place in places)
        texts = formula.text.down(FormulaPosition(self.sheet, *at, (), image.path), self.geometry)
        return (_element(text, {}) for text in texts)


def _formula(cell: SourceCell) -> CellFormula:
    if cell.formula is None:
        raise ValueError("the cell has no formula")
    return cell.formula


def _element(text: str, attributes: Mapping[str, str]) -> str:
    written = "".join(f' {key}="{escape_attribute(value)}"' for key, value in attributes.items())
    if needs_space(text):
        written += ' xml:space="preserve"'
    return f"<f{written}>{escape(text)}</f>" if text else f"<f{written}/>"


def scattered(template: FileTemplate, geometry: Geometry) -> Iterator[UserError]:
    """The mistake of each cell's formula of the template that can't be written in all of its copies."""
    if not _has_lines(template, geometry):
        return
    names = _scattered_names(template, geometry)
    for sheet in template.sheets:
        for at, cell in template.source(sheet.name).cells.items():
            if cell.formula is None:
                continue
            formula = _with_cells(cell.formula, sheet.name, names) if names else cell.formula.text
            if _may_scatter(formula, sheet.name, geometry):
                try:
                    for home in _homes(sheet.name, at, geometry):
                        formula.at(home, geometry)
                except UserError as mistake:
                    yield placed(mistake, template.place)


def _scattered_names(template: FileTemplate, geometry: Geometry) -> Names:
    """The references of the names that come to stand for several areas; None for others of a sheet, which go before."""
    sheets = {sheet.index: sheet.name.casefold() for sheet in template.sheets}
    found: dict[tuple[str | None, str], str | None] = {}
    for name in defined_names(template.package):
        formula = parse(name.text)
        scatters = formula.is_list and any(_is_cut(each, "", geometry) for each in formula.references)
        scope = None if name.sheet is None else sheets.get(name.sheet, "")
        if scatters or scope is not None:
            found[scope, name.name.casefold()] = name.text if scatters else None
    return found if any(found.values()) else {}


def _with_cells(formula: CellFormula, sheet: str, names: Names) -> ParsedFormula:
    """A sheet's formula with the references of these names in their place."""
    written = list(tokens(str(formula.first)))
    texts = {each: text for each in written if (text := _named(each, sheet, names))}
    if not texts:
        return formula.text
    return parse("".join(texts.get(each, each.source) for each in written)).moved(formula.rows, formula.columns)


def _named(token: Token, sheet: str, names: Names) -> str | None:
    """The references of a name as a formula of the sheet means it: that of the sheet before that of the workbook."""
    book, sheets = qualifier(token.prefix) if token.prefix else ("", (sheet,))
    if token.kind is not TokenKind.NAME or book:
        return None
    name, scope = token.text.casefold(), sheets[0].casefold() if sheets else None
    return names.get((scope, name), names.get((None, name)))


def _has_lines(template: FileTemplate, geometry: Geometry) -> bool:
    """Whether any repeat has several lines, so that a reference can be to some of them."""
    return any(
        repeat.last > repeat.first
        for sheet in template.sheets
        for axis in _axes(geometry, sheet.name)
        for repeat in axis.repeats
    )


def _axes(geometry: Geometry, sheet: str) -> tuple[SheetAxis, SheetAxis]:
    layout = geometry.layout(sheet)
    return layout.rows, layout.columns


def _may_scatter(formula: ParsedFormula, sheet: str, geometry: Geometry) -> bool:
    return any(
        (isinstance(part, Structured) and bool(geometry.tables))
        or (isinstance(part, Reference) and _is_cut(part, sheet, geometry))
        for part in formula.parts
    )


def _is_cut(reference: Reference, sheet: str, geometry: Geometry) -> bool:
    if reference.external or reference.single:
        return False
    layouts = [_axes(geometry, name) for name in reference.sheets or (sheet,)]
    return any(
        lines is not None and axis.is_cut(min(lines), max(lines))
        for layout in layouts
        for axis, lines in zip(layout, reference.bounds, strict=True)
    )


def _homes(sheet: str, at: Cell, geometry: Geometry) -> Iterator[FormulaPosition]:
    """The formula's first and last place: what is refused is refused in one of them."""
    layout = geometry.layout(sheet)
    rows, columns = _ends(layout.rows, at[0]), _ends(layout.columns, at[1])
    for down in rows:
        for right in columns:
            yield FormulaPosition(sheet, *at, down, right)


def _ends(axis: SheetAxis, line: int) -> list[Path]:
    paths = list(axis.paths(line, line))
    return [paths[0], paths[-1]] if len(paths) > 1 else paths


_TRUTH: Final = frozenset({"TRUE", "FALSE"})
_FINDERS: Final = frozenset({"INDIRECT", "OFFSET", "GETPIVOTDATA", "CELL", "EVALUATE"})


def affected_sheets(template: FileTemplate, filled: AbstractSet[str]) -> tuple[str, ...]:
    """The names of the filled sheets, and of all whose formulas may depend on them, in the template's order."""
    concerned = {name.casefold() for name in filled}
    waiting = [sheet.name for sheet in template.sheets if sheet.name.casefold() not in concerned]
    waiting = [name for name in waiting if _has_formulas(template, name)]
    while found := [name for name in waiting if _depends(template.source(name), concerned)]:
        concerned.update(name.casefold() for name in found)
        waiting = [name for name in waiting if name not in found]
    return tuple(sheet.name for sheet in template.sheets if sheet.name.casefold() in concerned)


def _has_formulas(template: FileTemplate, name: str) -> bool:
    part = template.package.read(template.part(name))
    return b"<f" in part or b":f" in part or b"\0" in part


def _depends(source: SourceSheet, concerned: AbstractSet[str]) -> bool:
    formulas = (cell.formula for cell in source.cells.values() if cell.formula is not None)
    return any(_looks_at(formula, concerned) for formula in formulas)


def _looks_at(formula: CellFormula, concerned: AbstractSet[str]) -> bool:
    """Whether a formula refers to a sheet, or uses something that may: a name, a table, a function that finds cells."""
    if any(len(each.sheets) > 1 or not concerned.isdisjoint(each.sheets) for each in formula.first.references):
        return True
    return any(not isinstance(part, Reference) and _finds(part) for part in formula.first.parts)


def _finds(part: str | Structured) -> bool:
    """Whether what stands between references holds a name, or a function that finds cells."""
    if isinstance(part, Structured):
        return True
    return any(map(_finds_cells, tokens(part)))


def _finds_cells(token: Token) -> bool:
    if token.kind is TokenKind.FUNCTION:
        return bare_function(token.text) in _FINDERS
    return token.kind is TokenKind.STRUCTURED or (token.kind is TokenKind.NAME and token.text.upper() not in _TRUTH)
