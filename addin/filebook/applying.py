"""A plan applied to a template's file: the parts it concerns are made anew, all others stay as they are."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from addin.errors import Place, UserError
from addin.filebook.filled_sheet import FilledSheet
from addin.filebook.formula_evaluation import FormulaEvaluation
from addin.filebook.headings import fill_headings
from addin.filebook.lines import FormulaSlot
from addin.filebook.open_texts import fill_texts
from addin.filebook.preparing import prepare
from addin.filebook.repeated_sheets import with_copies
from addin.filebook.source import Cell
from addin.filebook.template import FileTemplate
from addin.filebook.touched import Touched
from addin.filebook.values import formula_xml
from addin.package.conversions import as_workbook, with_full_calculation
from addin.package.package import Package
from addin.package.text import units
from addin.package.writing import Content
from addin.references.reference import Bounds
from addin.template.blocks import address
from addin.template.bounds import LONGEST_TEXT
from addin.template.plan import Plan, SheetPlan
from addin.template.template_sheet import placed
from udfs.formulas.parser import NotComputable
from udfs.numerics.cell_values import Cells, CellValue

Calculated = Mapping[str, Mapping[Cell, CellValue]]

_NOTHING: Final[Calculated] = {}


def apply_plan(template: FileTemplate, plan: Plan, calculated: Calculated = _NOTHING) -> Package:
    """The filled workbook; the template's own package, as a workbook, where the plan is empty.

    `calculated` holds values of formulas that another program found, by sheet, row and column.
    """
    if not plan.sheets:
        return _with_texts(template, plan, as_workbook(template.package))
    template, plan = with_copies(template, plan)
    prepared = prepare(template, plan, calculated=bool(calculated))
    plan, headings = fill_headings(template, plan, prepared.geometry, prepared.tables)
    written = {sheet.source: sheet for sheet in plan.sheets}
    sheets = _Sheets(template, prepared.touched, written)
    known = FormulaEvaluation(sheets, prepared.geometry, prepared.resolution, prepared.places, calculated)
    parts: dict[str, Content] = dict(headings.parts(prepared.package))
    unknown: set[tuple[str, FormulaSlot]] = set()
    for name, sheet in prepared.sheets.items():
        values = sheets[name.casefold()].values
        place = Place(template.place.file, name)
        try:
            rendered = sheet.render(values, partial(_formula_xml, known, unknown, name))
        except UserError as mistake:
            raise _placed(mistake, place, values) from None
        if not isinstance(rendered, bytes):
            rendered = _with_place(rendered, place, values)
        parts[template.part(name)] = headings.named(rendered)
    for part, (sheet_name, chart) in prepared.charts.items():
        parts[part] = chart.render(partial(_shown, known, sheet_name))
    filled = replace(prepared.package, changed={**prepared.package.changed, **parts})
    filled = _with_texts(template, plan, filled)
    return with_full_calculation(filled) if unknown and not prepared.recalculated else filled


def _placed(mistake: UserError, place: Place, values: Mapping[Cell, NDArray[Any]]) -> UserError:
    """The mistake of a value that no cell holds, with the template's cell that it comes from."""
    found = (cell for cell, each in values.items() if each.dtype == np.object_ and any(map(_is_long, each.flat)))
    cell = next(found, None)
    return placed(mistake, replace(place, cell=address(cell) if cell else None))


def _is_long(value: object) -> bool:
    return isinstance(value, str) and units(value) > LONGEST_TEXT


def _with_place(chunks: Iterator[bytes], place: Place, values: Mapping[Cell, NDArray[Any]]) -> Iterator[bytes]:
    try:
        yield from chunks
    except UserError as mistake:
        raise _placed(mistake, place, values) from None


def _with_texts(template: FileTemplate, plan: Plan, filled: Package) -> Package:
    """The filled package with the values of its expressions outside of cells."""
    if not template.texts:
        return filled
    own = {sheet.name: sheet.texts for sheet in plan.sheets}
    forms = {number: text.form for texts in template.texts.values() for text in texts for number in text.numbers}
    return fill_texts(filled, lambda sheet: {**plan.texts, **own.get(sheet or "", {})}, forms)


def _formula_xml(known: FormulaEvaluation, unknown: set[tuple[str, FormulaSlot]], sheet: str, slot: FormulaSlot) -> str:
    """A formula with its value; those that only Excel can calculate from the values of this filling are gathered."""
    try:
        return formula_xml(slot.element, known.value(sheet, slot.row, slot.column), known=True)
    except NotComputable:
        unknown.add((sheet, slot))
        return formula_xml(slot.element, None, known=False)


def _shown(known: FormulaEvaluation, own_sheet: str, sheet: str, bounds: Bounds) -> Cells:
    """The cells that a chart shows; one whose value is not known is blank until Excel calculates it."""
    return known.shown(sheet or own_sheet, bounds)


class _Sheets(Mapping[str, FilledSheet]):
    """The filled sheets by name in any case, each looked at when first asked for."""

    def __init__(self, template: FileTemplate, touched: Touched, written: Mapping[str, SheetPlan]) -> None:
        self._names = {sheet.name.casefold(): sheet.name for sheet in template.sheets}
        self._template, self._touched, self._written = template, touched, written
        self._made: dict[str, FilledSheet] = {}

    def __getitem__(self, folded: str) -> FilledSheet:
        if folded not in self._made:
            name = self._names[folded]
            source, layout = self._template.source(name), self._touched.geometry.layout(name)
            plan = self._written.get(name)
            values, blanks = (plan.values, plan.blanks) if plan else ({}, ())
            kept, stale = self._touched.kept(folded), self._touched.stale.get(folded, frozenset())
            self._made[folded] = FilledSheet(source, layout, values, blanks, kept, stale)
        return self._made[folded]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)
