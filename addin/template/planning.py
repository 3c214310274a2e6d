"""From a template's drawings and the data to the plan of the filled workbook."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from addin.mistakes import Mistake, Mistakes, Place
from addin.package.sheet_names import safe_sheet_name
from addin.tables.keys import ONE_LINE, Labels
from addin.tables.table import Label
from addin.template.arranging import Referred, arrange
from addin.template.bounds import bounded, is_over
from addin.template.drawing import Drawing, placed
from addin.template.filling import Filling, evaluate
from addin.template.markers import Content
from addin.template.plan import Plan, SheetPlan
from addin.template.scope import BlockScope, Source
from udfs.numerics.cell_values import text_of_cell


def make_plan(drawings: Iterable[Drawing], source: Source, is_referred: Referred, names: Collection[str] = ()) -> Plan:
    """The plan of filling the drawn sheets from the source, beside sheets that have these names already.

    Raises Mistakes with sheets and cells.
    """
    with bounded():
        return _plan(drawings, source, is_referred, set(names))


def _plan(drawings: Iterable[Drawing], source: Source, is_referred: Referred, taken: set[str]) -> Plan:
    plans: list[SheetPlan] = []
    mistakes: list[Mistake] = []
    for drawing in drawings:
        if mistakes and is_over():
            break
        try:
            plans += _plans(drawing, source, is_referred, taken)
        except Mistake as mistake:
            mistakes.append(placed(mistake, Place(sheet=drawing.name)))
        except Mistakes as several:
            mistakes += [placed(mistake, Place(sheet=drawing.name)) for mistake in several.mistakes]
    if mistakes:
        raise Mistakes(mistakes)
    return Plan(tuple(plans))


def _plans(drawing: Drawing, source: Source, is_referred: Referred, taken: set[str]) -> Iterator[SheetPlan]:
    for name, fixed in _sheets(drawing, source, taken) if drawing.is_filled else ():
        arrangement = arrange(drawing, source, fixed, is_referred)
        values = Filling(arrangement, source).values()
        yield SheetPlan(drawing.name, name, arrangement.growth, values, arrangement.blanks)


def _sheets(drawing: Drawing, source: Source, taken: set[str]) -> Sequence[tuple[str, Mapping[str, Label]]]:
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
        raise Mistake("there is no {axis} to make a sheet for", axis=", ".join(axes))
    found = [dict(zip(axes, key, strict=True)) for key in keys]
    return [(_name(drawing.title, source, fixed, taken), fixed) for fixed in found]


def _name(title: Content, source: Source, fixed: Mapping[str, Label], taken: set[str]) -> str:
    value = evaluate(title, BlockScope(source, fixed, Labels(), ONE_LINE))
    text = text_of_cell(value)
    if not text:
        raise Mistake("the sheet's name {text} is empty", text=title.text)
    name = safe_sheet_name(str(text), taken)
    taken.add(name)
    return name
