"""The labels a block's axis takes from the data: which there are, which are kept, and in what order."""

from collections.abc import Mapping, Sequence

import numpy as np

from addin.mistakes import Mistake, Place, nearest
from addin.tables.dataset import IndexedTable
from addin.tables.keys import Key, Labels
from addin.tables.table import Label
from addin.template.blocks import Axis, address
from addin.template.drawing import placed
from addin.template.expressions import Expression
from addin.template.filters import whole_number
from addin.template.markers import Marker
from addin.template.operations import Value, truth
from addin.template.scope import BlockScope, Source
from udfs.arithmetic import Refusal
from udfs.cells import ExcelError, to_numbers, to_texts


def axis_labels(source: Source, axis: Axis, names: frozenset[str], fixed: Mapping[str, Label]) -> Labels:
    """The labels of an axis in a block whose expressions use `names`, where outer labels are `fixed`.

    They come from the tables that the block takes its columns from, in order of appearance. Raises Mistake, with the
    marker's cell, where the data have no such axis or an option can't be applied.
    """
    try:
        tables = _tables(source, axis, names)
        labels = Labels(axis.names, source.keys(axis.names, tables, fixed))
        for depth, marker in enumerate(axis.markers, start=1):
            labels = _apply(source, marker, labels, fixed, depth)
    except Mistake as mistake:
        raise placed(mistake, Place(cell=address(axis.cell))) from None
    except Refusal as refusal:
        found = Mistake(
            "an option of {axis} is {error}: {reason}", axis=axis.names[-1], error=refusal.error, reason=refusal.reason
        )
        raise placed(found, Place(cell=address(axis.cell))) from None
    return labels


def _tables(source: Source, axis: Axis, names: frozenset[str]) -> tuple[IndexedTable, ...]:
    for name in axis.names:
        if name not in source.data.axes:
            known = ", ".join(source.data.axes)
            hint = nearest(name, source.data.axes)
            raise Mistake("the data have no axis {axis}, only {known}", nearest=hint, axis=name, known=known)
    holding = [table for table in source.data.tables if set(axis.names) <= set(table.axes)]
    used = [table for table in holding if not names.isdisjoint(table.table.columns)]
    if not holding:
        raise Mistake("no table has the axes {axes} together", axes=", ".join(axis.names))
    return tuple(used or holding)


def _apply(source: Source, marker: Marker, labels: Labels, fixed: Mapping[str, Label], depth: int) -> Labels:
    if marker.where is not None:
        kept = truth(_evaluate(source, marker.where, labels, fixed))
        flags = np.broadcast_to(kept, (len(labels), 1))[:, 0].tolist()
        labels = _with_keys(labels, [key for key, keep in zip(labels.keys, flags, strict=True) if keep])
    groups = _groups(labels.keys, depth - 1)
    if marker.sort is not None:
        groups = [_sorted(source, marker.sort, labels.axes, group, fixed) for group in groups]
    if marker.top is not None:
        most = whole_number(_evaluate(source, marker.top, labels, fixed), 0, len(labels))
        groups = [_first(group, most, depth) for group in groups]
    return _with_keys(labels, [key for group in groups for key in group])


def _with_keys(labels: Labels, keys: Sequence[Key]) -> Labels:
    return Labels(labels.axes, tuple(keys))


def _groups(keys: Sequence[Key], outer: int) -> list[list[Key]]:
    """Keys gathered by their `outer` first labels, in order of appearance."""
    if not outer:
        return [list(keys)] if keys else []
    groups: dict[Key, list[Key]] = {}
    for key in keys:
        groups.setdefault(key[:outer], []).append(key)
    return list(groups.values())


def _first(keys: Sequence[Key], most: int, depth: int) -> list[Key]:
    kept = set(list(dict.fromkeys(key[:depth] for key in keys))[:most])
    return [key for key in keys if key[:depth] in kept]


def _sorted(
    source: Source, sort: Expression, axes: tuple[str, ...], keys: Sequence[Key], fixed: Mapping[str, Label]
) -> list[Key]:
    """Keys by the value of `sort`, ascending: texts by alphabet, what has no value last, ties as they were."""
    value = _evaluate(source, sort, Labels(axes, tuple(keys)), fixed)
    array = to_texts(value) if _is_text(value) else to_numbers(value)
    column = np.broadcast_to(array[:, :1], (len(keys), 1))[:, 0].tolist()
    ordered = sorted(zip(column, keys, strict=True), key=lambda item: _order(item[0]))
    return [key for _, key in ordered]


def _is_text(value: Value) -> bool:
    return isinstance(value, str) or (isinstance(value, np.ndarray) and value.dtype == np.object_)


def _order(value: object) -> tuple[bool, object]:
    if isinstance(value, str) and not isinstance(value, ExcelError):
        return False, value.casefold()
    known = isinstance(value, float) and value == value
    return not known, value if known else 0.0


def _evaluate(source: Source, expression: Expression, labels: Labels, fixed: Mapping[str, Label]) -> Value:
    return expression.evaluate(BlockScope(source, fixed, labels))
