"""A plan applied to a template's file: the parts it concerns are made anew, all others stay as they are."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final, TypeAlias

from addin.filebook.formulas import SheetFormulas
from addin.filebook.lines import MANY_ROWS, FormulaSlot, LineMaker
from addin.filebook.rendering import LargeSheet, SmallSheet, small_sheet
from addin.filebook.source import Cell
from addin.filebook.template import FileTemplate
from addin.filebook.values import formula_xml
from addin.package.conversions import as_filled
from addin.package.package import Package
from addin.package.writing import Content
from addin.package.xml import Element, serialise
from addin.references.geometry import Geometry
from addin.references.growth import Growth
from addin.template.plan import Plan

Shape: TypeAlias = tuple[tuple[str, str, Growth], ...]

_ROWS_MARK: Final = "rows stand here"
_KEPT_LAYOUTS: Final = 8


@dataclass(frozen=True, eq=False)
class Layout:
    """What a workbook looks like at one size, but for the values: its package, and its sheets by part."""

    package: Package
    sheets: Mapping[str, SmallSheet | LargeSheet]


def apply_plan(template: FileTemplate, plan: Plan) -> Package:
    """The filled workbook; the template's own package, as a workbook, where the plan is empty."""
    shape = tuple((sheet.source, sheet.name, sheet.growth) for sheet in plan.sheets)
    layout = _lay_out(template, shape)
    parts: dict[str, Content] = {}
    for sheet in plan.sheets:
        part = template.part(sheet.source)
        parts[part] = layout.sheets[part].render(sheet.values, _without_value)
    return replace(layout.package, changed={**layout.package.changed, **parts})


@lru_cache(maxsize=_KEPT_LAYOUTS)
def _lay_out(template: FileTemplate, shape: Shape) -> Layout:
    geometry = Geometry({name: growth for name, _, growth in shape})
    sheets = {
        template.part(drawing.name): _sheet(template, drawing.name, geometry, frozenset(drawing.contents))
        for drawing in template.drawings
    }
    package = template.package.with_parts(dict.fromkeys(sheets, b""))
    return Layout(as_filled(package, recalculate=True), sheets)


def _sheet(template: FileTemplate, name: str, geometry: Geometry, valued: frozenset[Cell]) -> SmallSheet | LargeSheet:
    source = template.source(name)
    head, tail = _around(deepcopy(source.around))
    formulas = SheetFormulas(name, geometry)
    maker = LineMaker(source, geometry.layout(name), valued, formulas.element)
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


def _without_value(slot: FormulaSlot) -> str:
    return formula_xml(slot.element, None, known=False)
