"""From a template's drawings and the data to the plan of the filled workbook."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TypeAlias

from addin.errors import Place, UserError, UserErrors
from addin.package.sheet_names import safe_sheet_name
from addin.tables.keys import ONE_LINE, Labels
from addin.tables.table import Label
from addin.template.arranging import Referred, arrange
from addin.template.bounds import bounded, deadline_passed
from addin.template.markers import Content
from addin.template.plan import Plan, SheetPlan
from addin.template.scope import BlockScope, Source
from addin.template.sheet_values import Filling, evaluate
from addin.template.template_sheet import TemplateSheet, placed
from addin.template.texts import PlacedText, written_texts
from udfs.numerics.cell_values import text_of_cell

Texts: TypeAlias = Mapping[str | None, Sequence[PlacedText]]
"""Texts outside of cells by the sheet that they belong to; None for those of the whole workbook."""


def make_plan(
    drawings: Iterable[TemplateSheet],
    source: Source,
    is_referred: Referred,
    names: Collection[str] = (),
    texts: Texts = MappingProxyType({}),
) -> Plan:
    """The plan of filling the drawn sheets from the source, beside sheets that have these names already.

    `texts` are those outside of cells, by their sheets.

    Raises UserErrors with sheets and cells.
    """
    with bounded():
        return _plan(drawings, source, is_referred, set(names), texts)


def _plan(
    drawings: Iterable[TemplateSheet], source: Source, is_referred: Referred, taken: set[str], texts: Texts
) -> Plan:
    drawings = list(drawings)
    drawn = {drawing.name for drawing in drawings if drawing.is_filled}
    plans: list[SheetPlan] = []
    mistakes: list[UserError] = []
    for drawing in drawings:
        if mistakes and deadline_passed():
            break
        try:
            plans += _plans(drawing, source, is_referred, taken, texts.get(drawing.name, ()))
        except UserError as mistake:
            mistakes.append(placed(mistake, Place(sheet=drawing.name)))
        except UserErrors as several:
            mistakes += [placed(mistake, Place(sheet=drawing.name)) for mistake in several.mistakes]
    values: Mapping[int, str] = {}
    try:
        values = written_texts(
            (text for sheet, found in texts.items() if sheet not in drawn for text in found), source, {}
        )
    except UserErrors as several:
        mistakes += several.mistakes
    if mistakes:
        raise UserErrors(mistakes)
    return Plan(tuple(plans), values)


def _plans(
    drawing: TemplateSheet, source: Source, is_referred: Referred, taken: set[str], texts: Iterable[PlacedText]
) -> Iterator[SheetPlan]:
    for name, fixed in _sheets(drawing, source, taken) if drawing.is_filled else ():
        arrangement = arrange(drawing, source, fixed, is_referred)
        values = Filling(arrangement, source).values()
        written = written_texts(texts, source, fixed)
        yield SheetPlan(drawing.name, name, arrangement.growth, values, arrangement.blanks, written)


def _sheets(drawing: TemplateSheet, source: Source, taken: set[str]) -> Sequence[tuple[str, Mapping[str, Label]]]:
    """The sheets that a drawing becomes: their names, which join those `taken`, and the labels that hold in them."""
    if drawing.title is None:
        return [(drawing.name, {})]
    names = drawing.title.names - source.settings.keys()
    axes = tuple(axis for axis in source.data.axes if axis in names)
    tables = tuple(table for table in source.data.tables if set(axes) <= set(table.axes))
    if not axes:
        return [(_name(drawing.title, source, {}, taken), {})]
    keys = source.keys(axes, tables, {})
    if not keys:
        raise UserError("there is no {axis} to make a sheet for", axis=", ".join(axes))
    found = [dict(zip(axes, key, strict=True)) for key in keys]
    return [(_name(drawing.title, source, fixed, taken), fixed) for fixed in found]


def _name(title: Content, source: Source, fixed: Mapping[str, Label], taken: set[str]) -> str:
    value = evaluate(title, BlockScope(source, fixed, Labels(), ONE_LINE))
    text = text_of_cell(value)
    if not text:
        raise UserError("the sheet's name {text} is empty", text=title.text)
    name = safe_sheet_name(str(text), taken)
    taken.add(name)
    return name
