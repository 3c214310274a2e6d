"""What a workbook looks like at one size: all that is the same in every filling of that size, made once."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, TypeAlias

from addin.errors import UserError, UserErrors
from addin.filebook.affected_sheets import affected_sheets
from addin.filebook.computable_formulas import has_formulas, has_uncomputable
from addin.filebook.filled_sheet import Places
from addin.filebook.formulas import SheetFormulas
from addin.filebook.headings import SheetTable, sheet_tables
from addin.filebook.lines import MANY_ROWS, LineMaker
from addin.filebook.name_resolution import NameResolution
from addin.filebook.rendering import LargeSheet, SmallSheet, small_sheet
from addin.filebook.repeated_charts import with_chart_copies
from addin.filebook.scattered import scattered
from addin.filebook.shifted_parts import ShiftedParts, shifted_parts
from addin.filebook.source import Cell, SourceSheet
from addin.filebook.template import FileTemplate
from addin.filebook.touched import Touched, touched_cells
from addin.package.conversions import as_filled
from addin.package.corrupt_parts import corrupt_part_as_error
from addin.package.package import Package
from addin.package.xml import Element, serialise
from addin.references.chart_caches import CachedChart
from addin.references.controls import form_controls, repeat_controls
from addin.references.geometry import Geometry
from addin.references.growth import Growth
from addin.references.parts import shift_part
from addin.references.reference import Bounds
from addin.template.plan import Blank, Plan
from addin.template.template_sheet import placed

Shape: TypeAlias = tuple[tuple[str, Growth, tuple[Blank, ...]], ...]

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
