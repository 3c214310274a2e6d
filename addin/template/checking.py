"""What is wrong with a template, all of it at once, each mistake with its sheet and cell."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from addin.errors import NOWHERE, Place, UserError, nearest
from addin.package.addresses import cell_at
from addin.tables.axes import axis_name
from addin.tables.dataset import unknown_axis, unknown_name
from addin.tables.table import Label
from addin.tables.total_rows import TIMES
from addin.template.blocks import BlockAxis, Cell, Group, address
from addin.template.expressions import WHOLE
from addin.template.lookups import nearest_label, plain_label
from addin.template.markers import Content, Direction
from addin.template.scope import YEAR, Source, Vocabulary
from addin.template.settings import KNOWN, key_columns, unset
from addin.template.template_sheet import Area, TemplateSheet, placed
from addin.template.texts import PlacedText, unknown_names


def check_drawings(
    drawings: Iterable[TemplateSheet],
    vocabulary: Vocabulary | None,
    places: Mapping[str, Place] | None = None,
    texts: Sequence[PlacedText] = (),
) -> list[UserError]:
    """The mistakes of drawn sheets; without a vocabulary what names stand for isn't asked.

    `places` are the cells of the template's own settings, `texts` its texts outside of cells.
    """
    drawings = list(drawings)
    mistakes: list[UserError] = []
    for drawing in drawings:
        found = [*_obstructed(drawing), *_crowded(drawing)]
        if vocabulary is not None:
            found += [*_unknown_axes(drawing, vocabulary), *_unknown_names(drawing, vocabulary)]
        mistakes += in_reading_order(placed(mistake, Place(sheet=drawing.name)) for mistake in found)
    if vocabulary is not None:
        mistakes += unknown_names(texts, vocabulary)
        mistakes += _idle_settings(drawings, texts, vocabulary, places or {})
    return mistakes


def in_reading_order(mistakes: Iterable[UserError]) -> list[UserError]:
    """The mistakes of one sheet from top to bottom, first those without a cell."""
    return sorted(mistakes, key=_cell_of)


def _cell_of(mistake: UserError) -> Cell:
    """The row and the column of a mistake; in a damaged part an address may be none."""
    try:
        return cell_at(mistake.place.cell) if mistake.place.cell else (0, 0)
    except ValueError:
        return (0, 0)


def evaluable(drawing: TemplateSheet, mistakes: Iterable[UserError]) -> TemplateSheet | None:
    """The drawing without the cells that have mistakes; None where one of its blocks may be wrong."""
    cells = {mistake.place.cell for mistake in mistakes if mistake.place.sheet == drawing.name}
    wrong = {cell for cell in drawing.contents if address(cell) in cells}
    blocked = any(drawing.contents[cell].marker is not None for cell in wrong)
    if not drawing.has_blocks or blocked or None in cells:
        return None
    return replace(drawing, contents={cell: each for cell, each in drawing.contents.items() if cell not in wrong})


def _unknown_axes(drawing: TemplateSheet, vocabulary: Vocabulary) -> Iterator[UserError]:
    axes = vocabulary.axes
    for cell, content in drawing.contents.items():
        if content.marker is None or content.marker.axis in axes:
            continue
        axis, place = content.marker.axis, Place(cell=address(cell))
        if axis in vocabulary.columns:
            message = "{axis} is a column of figures or notes; to make it an axis, name it in the setting keys"
            yield UserError(message, place, axis=axis)
        else:
            yield unknown_axis(axis, axes, place)


def _unknown_names(drawing: TemplateSheet, vocabulary: Vocabulary) -> Iterator[UserError]:
    titled = [(None, drawing.title)] if drawing.title is not None else []
    known = vocabulary.names
    contents: list[tuple[Cell | None, Content]] = [*titled, *drawing.contents.items()]
    for cell, content in contents:
        place = Place(cell=address(cell) if cell is not None else None)
        axis = content.marker.axis if content.marker is not None else None
        for name in sorted(_used(content) - {axis} - set(known)):
            yield unset(name, place) if name in KNOWN else unknown_name(name, known, place)
        for name in sorted(content.whole - set(vocabulary.columns)):
            hint = nearest(name, vocabulary.columns)
            yield UserError("there is no column {name} in the data", place, nearest=hint, name=name)


def _used(content: Content) -> frozenset[str]:
    return content.names | (content.marker.names if content.marker is not None else frozenset())


def misnamed_labels(source: Source, places: Mapping[str, Place]) -> Iterator[UserError]:
    """The settings that name a label of an axis, or the whole, which the data don't have.

    Data without observations may do without any, and data of one region alone without the total.
    """
    if not any(indexed.table for indexed in source.data.tables):
        return
    yield from misnamed_total(source, places.get(WHOLE, NOWHERE))
    for name in source.data.axes:
        stated = source.settings.get(name)
        if stated is None or stated == "" or (name == YEAR and isinstance(stated, str)):
            continue
        label = plain_label(stated)
        if source.data.label(label, name) is None:
            yield _misnamed(source, label, name, places.get(name, NOWHERE))


def misnamed_total(source: Source, place: Place) -> Iterator[UserError]:
    """The setting `nation` where the data have no such label; those of one region alone may do without the total."""
    stated = source.settings.get(WHOLE)
    several = any(len(source.data.labels(axis)) > 1 for axis in source.data.axes if axis not in TIMES)
    if several and stated not in (None, "") and not source.totals.has_stated:
        yield _misnamed(source, plain_label(stated), WHOLE, place)


def _misnamed(source: Source, label: Label, name: str, place: Place) -> UserError:
    hint = _meant(source, label, None if name == WHOLE else name)
    message = "the data have no label {label}, which the setting {name} names"
    return UserError(message, place, nearest=hint, label=label, name=name)


def misnamed_keys(source: Source, places: Mapping[str, Place]) -> Iterator[UserError]:
    """The columns that the setting `keys` names and the data don't have; of renamed columns nothing is known here."""
    if not source.data.tables or source.settings.get("names"):
        return
    known = (*source.data.axes, *source.data.columns)
    for name, written in key_columns(source.settings).items():
        if axis_name(name) not in source.data.axes:
            message = "the data have no column {name}, which the setting keys names"
            yield UserError(message, places.get("keys", NOWHERE), nearest=nearest(name, known), name=written)


def _meant(source: Source, label: Label, axis: str | None) -> str | None:
    known = (source.data.labels(each) for each in ([axis] if axis else source.data.axes))
    return nearest_label(label, chain.from_iterable(known))


def _idle_settings(
    drawings: Sequence[TemplateSheet], texts: Sequence[PlacedText], vocabulary: Vocabulary, places: Mapping[str, Place]
) -> Iterator[UserError]:
    contents = [content for drawing in drawings for content in drawing.contents.values()]
    titles = [drawing.title for drawing in drawings if drawing.title is not None]
    used = frozenset().union(*[_used(content) for content in [*contents, *titles]], *[text.names for text in texts])
    for name in vocabulary.settings:
        place = places.get(name, NOWHERE)
        if name in vocabulary.columns and name not in KNOWN:
            yield UserError("the setting {name} has the name of a column of the data", place, name=name)
        elif name not in used and name not in KNOWN and name not in vocabulary.axes:
            hint = nearest(name, [*KNOWN, *sorted(used)])
            yield UserError("the setting {name} has no meaning and is used nowhere", place, nearest=hint, name=name)


def _obstructed(drawing: TemplateSheet) -> Iterator[UserError]:
    """Prototypes that cut through a merged cell, an array formula, a table or a pivot table."""
    for axis in _axes(drawing):
        lines = range(axis.first, axis.last + 1)
        for area in drawing.merges:
            if _cut(_extent(area, axis.direction), lines):
                yield _obstacle(axis, "the prototype of {axis} cuts through the merged cells {area}", area)
        for area in drawing.arrays:
            extent = _extent(area, axis.direction)
            grows = area.grows_down if axis.direction is Direction.DOWN else area.grows_right
            if _meets(extent, lines) and not _within(extent, lines) and (extent[0] in lines or not grows):
                yield _obstacle(axis, "the prototype of {axis} cuts through the array formula in {area}", area)
        for area in drawing.pivots:
            if _meets(_extent(area, axis.direction), lines):
                yield _obstacle(axis, "the prototype of {axis} cuts through the pivot table {area}", area)
        for area in drawing.tables:
            body = _extent(area.body if axis.direction is Direction.DOWN else area, axis.direction)
            whole = _extent(area, axis.direction)
            if _meets(whole, lines) and not _within(lines, body):
                yield _obstacle(axis, "the prototype of {axis} crosses the edge of the table {area}", area)


def _obstacle(axis: BlockAxis, message: str, area: Area) -> UserError:
    return UserError(message, Place(cell=address(axis.cell)), axis=axis.names[-1], area=area)


def _extent(area: Area, direction: Direction) -> range:
    rows = direction is Direction.DOWN
    first, last = (area.first[0], area.last[0]) if rows else (area.first[1], area.last[1])
    return range(first, last + 1)


def _meets(area: range, lines: range) -> bool:
    return area[0] <= lines[-1] and lines[0] <= area[-1]


def _within(inner: range, outer: range) -> bool:
    return inner[0] in outer and inner[-1] in outer


def _cut(area: range, lines: range) -> bool:
    """Whether an area begins in the lines and ends beyond them, or the other way round."""
    inside = (area[0] in lines, area[-1] in lines)
    return _meets(area, lines) and inside[0] != inside[1]


def _crowded(drawing: TemplateSheet) -> Iterator[UserError]:
    """Blocks side by side of which one has further blocks within."""
    for group in (*drawing.blocks.rows, *drawing.blocks.columns):
        yield from _crowded_group(group, drawing.names)


def _crowded_group(group: Group, reached: Container[BlockAxis]) -> Iterator[UserError]:
    """The same, and blocks within one that doesn't hold their markers; `reached` are the axes that hold their own."""
    beyond = [axis for inner in group.inner for axis in inner.axes if axis not in reached]
    beside = group.axes[1:2] if group.inner else ()
    other = group.axes[0]
    for axis in (*beside, *beyond):
        yield UserError(
            "the block of {axis} is in the way of the block of {other}",
            Place(cell=address(axis.cell)),
            axis=axis.names[-1],
            other=other.names[-1],
        )
    for inner in group.inner:
        yield from _crowded_group(inner, reached)


def _axes(drawing: TemplateSheet) -> Iterator[BlockAxis]:
    groups = [*drawing.blocks.rows, *drawing.blocks.columns]
    while groups:
        group = groups.pop(0)
        yield from group.axes
        groups += group.inner
