"""A plan applied to a template's file: the parts it concerns are made anew, all others stay as they are."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from typing import Final, TypeAlias

from addin.filebook.concerned import concerned_sheets
from addin.filebook.formulas import SheetFormulas
from addin.filebook.knowing import has_unknowable
from addin.filebook.known_values import FilledSheet, KnownValues
from addin.filebook.lines import MANY_ROWS, FormulaSlot, LineMaker
from addin.filebook.moving import moved_parts
from addin.filebook.rendering import LargeSheet, SmallSheet, small_sheet
from addin.filebook.template import FileTemplate
from addin.filebook.values import formula_xml
from addin.package.conversions import as_filled, as_workbook
from addin.package.package import Package
from addin.package.writing import Content
from addin.package.xml import Element, serialise
from addin.references.geometry import Geometry
from addin.references.growth import Growth
from addin.references.parts import shift_part
from addin.template.plan import Blank, Plan, SheetPlan
from udfs.formula import Unknown

Shape: TypeAlias = tuple[tuple[str, str, Growth, tuple[Blank, ...]], ...]

_ROWS_MARK: Final = "rows stand here"
_KEPT: Final = 8


@dataclass(frozen=True, eq=False)
class Prepared:
    """What a workbook looks like at one size, but for the values: its package, and its sheets by their names.

    `unknown` gathers the formulas found to depend on what only Excel can calculate, which no value changes.
    """

    package: Package
    geometry: Geometry
    sheets: Mapping[str, SmallSheet | LargeSheet]
    unknown: set[tuple[str, FormulaSlot]] = field(default_factory=set)


def apply_plan(template: FileTemplate, plan: Plan) -> Package:
    """The filled workbook; the template's own package, as a workbook, where the plan is empty."""
    if not plan.sheets:
        return as_workbook(template.package)
    prepared = _prepare(
        template, tuple((sheet.source, sheet.name, sheet.growth, sheet.blanks) for sheet in plan.sheets)
    )
    known = _known_values(template, prepared, plan)
    parts: dict[str, Content] = {}
    for name, sheet in prepared.sheets.items():
        filled = known.sheets[name.casefold()]
        parts[template.part(name)] = sheet.render(filled.values, partial(_formula_xml, known, prepared.unknown, name))
    return replace(prepared.package, changed={**prepared.package.changed, **parts})


def _known_values(template: FileTemplate, prepared: Prepared, plan: Plan) -> KnownValues:
    written = {sheet.source: sheet for sheet in plan.sheets}
    return KnownValues(_Sheets(template, prepared.geometry, written), prepared.geometry)


class _Sheets(Mapping[str, FilledSheet]):
    """The filled sheets by name in any case, each looked at when first asked for."""

    def __init__(self, template: FileTemplate, geometry: Geometry, written: Mapping[str, SheetPlan]) -> None:
        self._names = {sheet.name.casefold(): sheet.name for sheet in template.sheets}
        self._template, self._geometry, self._written = template, geometry, written
        self._made: dict[str, FilledSheet] = {}

    def __getitem__(self, folded: str) -> FilledSheet:
        if folded not in self._made:
            name = self._names[folded]
            source, layout = self._template.source(name), self._geometry.layout(name)
            plan = self._written.get(name)
            values, blanks = (plan.values, plan.blanks) if plan else ({}, ())
            self._made[folded] = FilledSheet(source, layout, values, blanks)
        return self._made[folded]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


@lru_cache(maxsize=_KEPT)
def _prepare(template: FileTemplate, shape: Shape) -> Prepared:
    geometry = Geometry({name: growth for name, _, growth, _ in shape})
    grows = any(growth.rows or growth.columns for _, _, growth, _ in shape)
    moved = moved_parts(template, geometry) if grows else {}
    around = {
        sheet.name: shift_part(template.source(sheet.name).around, sheet.name, geometry) if grows else None
        for sheet in template.sheets
    }
    concerned = concerned_sheets(template, {name for name, _, _, _ in shape})
    names = [sheet.name for sheet in template.sheets if sheet.name in concerned or around[sheet.name] is not None]
    blanks = {name: blank for name, _, _, blank in shape}
    sheets = {name: _sheet(template, name, around[name], geometry, blanks.get(name, ())) for name in names}
    package = template.package.with_parts({**moved, **{template.part(name): b"" for name in names}})
    unknown = any(has_unknowable(template.source(name)) for name in names)
    return Prepared(as_filled(package, recalculate=unknown), geometry, sheets)


def _sheet(
    template: FileTemplate, name: str, moved: Element | None, geometry: Geometry, blanks: tuple[Blank, ...]
) -> SmallSheet | LargeSheet:
    source = template.source(name)
    head, tail = _around(deepcopy(source.around) if moved is None else moved)
    formulas = SheetFormulas(name, geometry)
    drawn = next((frozenset(drawing.contents) for drawing in template.drawings if drawing.name == name), frozenset())
    maker = LineMaker(source, geometry.layout(name), drawn, formulas.element, blanks)
    last = source.rows[-1].number if source.rows else 0
    if last + geometry.layout(name).rows.growth <= MANY_ROWS:
        return small_sheet(head, maker, tail)
    return LargeSheet(head, maker, formulas.down, tail)


def _around(root: Element) -> tuple[str, str]:
    """The sheet's XML before its rows and after them."""
    data = root.find("{*}sheetData")
    assert data is not None
    data.text = _ROWS_MARK
    head, _, tail = serialise(root).decode().partition(_ROWS_MARK)
    return head, tail


def _formula_xml(known: KnownValues, unknown: set[tuple[str, FormulaSlot]], sheet: str, slot: FormulaSlot) -> str:
    if (sheet, slot) not in unknown:
        try:
            return formula_xml(slot.element, known.value(sheet, slot.row, slot.column), known=True)
        except Unknown:
            unknown.add((sheet, slot))
    return formula_xml(slot.element, None, known=False)
