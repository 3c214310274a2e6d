"""Whether a template looks beyond the one label that its workbook is for, in a batch by the labels of an axis."""

from collections.abc import Iterable, Iterator
from itertools import chain

from addin.errors import UserError
from addin.template.along import FunctionCall, axes_in_turn
from addin.template.expressions import Expression
from addin.template.markers import Content
from addin.template.scope import BlockScope, Source
from addin.template.template_sheet import TemplateSheet
from addin.template.texts import PlacedText
from udfs.registry import Role


def sees_others(drawings: Iterable[TemplateSheet], source: Source, axis: str) -> bool:
    """Whether an expression may ask for figures of other labels of the axis: behind `all.`, or by ranking among them.

    `source` has the tables that the data have; their rows don't matter.
    """
    scope = BlockScope(source, {}, None)
    if scope.role(axis) is Role.PERIODS:
        return any(expression.asks_all for _, expression in _expressions(drawings))
    return any(
        expression.asks_all or any(_may_work_along(call, block, axis, scope) for call in expression.calls)
        for block, expression in _expressions(drawings)
    )


def asks_for_labels(drawings: Iterable[TemplateSheet], texts: Iterable[PlacedText], axis: str) -> bool:
    """Whether a template repeats anything for the labels of an axis, or may ask for figures at one of them."""
    drawings = list(drawings)
    if any(axis in (marker.axis, marker.within) for drawing in drawings for marker in drawing.markers):
        return True
    contents = (content for text in texts for content in text.contents)
    expressions = chain((each for _, each in _expressions(drawings)), *map(_of_content, contents))
    return any(each.asks_at or any(call.along == axis for call in each.calls) for each in expressions)


def _expressions(drawings: Iterable[TemplateSheet]) -> Iterator[tuple[tuple[str, ...], Expression]]:
    """Every expression with the axes of the block that it stands in."""
    for drawing in drawings:
        for expression in _of_content(drawing.title) if drawing.title is not None else ():
            yield (), expression
        for cell, content in drawing.contents.items():
            spot = drawing.spots[cell]
            block = tuple(name for axis in (*spot.down, *spot.across) for name in axis.names)
            for expression in _of_content(content):
                yield block, expression


def _of_content(content: Content) -> Iterator[Expression]:
    yield from (piece for piece in content.pieces if isinstance(piece, Expression))
    if content.marker is not None:
        yield from content.marker.options


def _may_work_along(call: FunctionCall, block: tuple[str, ...], axis: str, scope: BlockScope) -> bool:
    """Whether a call may work along the axis: in its block, or in each line of the block alone."""
    if call.along is not None:
        return call.along == axis
    if Role.PERIODS in call.function.along:
        return False
    try:
        touched = scope.axes_of(call.uses.names | call.uses.everything, call.uses.whole)
    except UserError:  # it is told with its cell when a workbook is made
        return True
    if axis not in touched:
        return False
    inner = [each for each in block if each in touched and each != axis]
    placements: list[tuple[list[str], list[str]]] = [(inner, [axis]), ([], [*inner, axis])]
    turns = (axes_in_turn(call.function.along, spanned, held, scope.role) for spanned, held in placements)
    return any(axis in next((axes for axes in turn if axes), ()) for turn in turns)
