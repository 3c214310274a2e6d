"""The labels a block's axis takes from the data: which there are, which are kept, and in what order."""

from collections.abc import Mapping, Sequence

import numpy as np

from addin.errors import Message, Place, UserError
from addin.tables.dataset import IndexedTable, unknown_axis
from addin.tables.keys import Key, Labels
from addin.tables.table import Label
from addin.template.blocks import BlockAxis, address
from addin.template.expressions import Expression
from addin.template.markers import Marker
from addin.template.operations import Value, alike, cell_of, truth
from addin.template.ordering import SortKey, sorted_by
from addin.template.scope import BlockScope, Source
from addin.template.template_sheet import placed
from udfs.numerics.arithmetic import FunctionError


def axis_labels(
    source: Source,
    axis: BlockAxis,
    names: frozenset[str],
    fixed: Mapping[str, Label],
    drawn: frozenset[str] = frozenset(),
) -> Labels:
    """The labels of an axis in a block whose expressions use `names`, where outer labels are `fixed`.

    `drawn` are all axes of the sheet, whose labels no default says.

    They come from the tables that the block takes its columns from, in order of appearance. Raises UserError, with the
    marker's cell, where the data have no such axis or an option can't be applied.
    """
    try:
        tables = _tables(source, axis, names)
        labels = Labels(axis.names, _of_level(source, axis, source.all_keys(axis.names, tables, fixed), fixed, drawn))
        for depth, marker in enumerate(axis.markers, start=1):
            labels = _apply(source, marker, labels, fixed, depth)
    except UserError as mistake:
        raise placed(mistake, Place(cell=address(axis.cell))) from None
    except FunctionError as refusal:
        found = UserError(
            "an option of {axis} is {error}: {reason}", axis=axis.names[-1], error=refusal.error, reason=refusal.reason
        )
        raise placed(found, Place(cell=address(axis.cell))) from None
    return labels


def _of_level(
    source: Source, axis: BlockAxis, keys: tuple[Key, ...], fixed: Mapping[str, Label], drawn: frozenset[str]
) -> tuple[Key, ...]:
    """The keys whose labels are of the levels that the markers ask for."""
    defaults = {name: label for name, label in source.defaults.items() if name not in drawn}
    levels = [marker.level for marker in axis.markers]
    kept = source.totals.chosen(axis.names, levels, {**defaults, **fixed})
    return (
        tuple(key for key in keys if all(keep(label) for keep, label in zip(kept, key, strict=True))) if kept else keys
    )


def _tables(source: Source, axis: BlockAxis, names: frozenset[str]) -> tuple[IndexedTable, ...]:
    for name in axis.names:
        if name not in source.data.axes:
            raise unknown_axis(name, source.data.axes)
    holding = [table for table in source.data.tables if set(axis.names) <= set(table.axes)]
    used = [table for table in holding if not names.isdisjoint(table.table.columns)]
    if not holding:
        raise UserError("no table has the axes {axes} together", axes=", ".join(axis.names))
    return tuple(used or holding)


def _apply(source: Source, marker: Marker, labels: Labels, fixed: Mapping[str, Label], depth: int) -> Labels:
    if marker.where is not None:
        kept = truth(_evaluate(source, marker.where, labels, fixed))
        flags = alike(kept[:, :1], np.empty((len(labels), 1)))[0][:, 0].tolist()
        labels = _with_keys(labels, [key for key, keep in zip(labels.keys, flags, strict=True) if keep])
    groups = _groups(labels.keys, depth - 1)
    for key in reversed(marker.sort):
        groups = [_sorted(source, key, labels.axes, group, fixed) for group in groups]
    if marker.top is not None:
        most = _count(_evaluate(source, marker.top, labels, fixed), marker.axis)
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


def _count(value: Value, axis: str) -> int:
    """How many labels `top` asks for. Raises UserError where it is no whole number."""
    number = cell_of(value) if isinstance(value, np.ndarray) and value.size == 1 else value
    if isinstance(number, str) and number.strip().isdecimal():
        return int(number.strip())
    if isinstance(number, float) and number >= 0 and number.is_integer():
        return int(number)
    raise UserError("top of {axis} is a whole number, 0 or more; found {found}", axis=axis, found=_shown(number))


def _shown(value: Value) -> object:
    return f"{value:g}" if isinstance(value, float) else value if isinstance(value, str) else Message("no number")


def _sorted(
    source: Source, key: SortKey, axes: tuple[str, ...], keys: Sequence[Key], fixed: Mapping[str, Label]
) -> list[Key]:
    value = _evaluate(source, key.expression, Labels(axes, tuple(keys)), fixed)
    return sorted_by(value, keys, descending=key.descending)


def _evaluate(source: Source, expression: Expression, labels: Labels, fixed: Mapping[str, Label]) -> Value:
    return expression.evaluate(BlockScope(source, fixed, labels, sheet=fixed))
