"""Labels that expressions ask for beside those of their block: `grp.at(2008)`, `grp.at(year - 1)`."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from addin.errors import UserError, nearest
from addin.tables.dataset import IndexedTable
from addin.tables.keys import Labels
from addin.tables.table import Label
from addin.template.operations import Value

_NONE: Final = ""
"""A label that no table has."""


def refuse_two(axis: str, named: Mapping[str, object]) -> None:
    """Raises UserError where an axis has a label already."""
    if axis in named:
        raise UserError("{name} is given twice", name=axis)


def refuse_no_axis(table: IndexedTable, axis: str, name: str) -> None:
    """Raises UserError where a column's table has no such axis."""
    if axis not in table.axes:
        hint, known = nearest(axis, table.axes), ", ".join(table.axes)
        raise UserError("{name} has no axis {axis}, only {known}", nearest=hint, name=name, axis=axis, known=known)


def axis_of(table: IndexedTable, value: Value, name: str, along: tuple[str, ...]) -> str:
    """The one axis that has a label, or any of several; else the one along which the block has them.

    Raises UserError.
    """
    several = isinstance(value, np.ndarray) and value.size > 1
    labels = _labels(value) if isinstance(value, np.ndarray) and (several or along) else [plain_label(value)]
    found = [axis for axis in table.axes if any(table.label(label, axis) is not None for label in set(labels))]
    if len(found) > 1:
        raise UserError("{label} is a label of several axes ({axes}): name one", label=labels[0], axes=", ".join(found))
    if found:
        return found[0]
    possible = [axis for axis in along if _may_be_on(table, axis, labels)]
    if len(possible) == 1:
        return possible[0]
    label = plain_label(value)
    known = [each for axis in table.axes for each in table.table.keys[axis]]
    raise UserError("{name} has no label {label}", nearest=nearest_label(label, known), name=name, label=label)


def _may_be_on(table: IndexedTable, axis: str, labels: Sequence[Label]) -> bool:
    """Whether labels are texts or numbers as those of an axis are."""
    known = table.table.keys.get(axis, ())
    return {isinstance(label, str) for label in labels} == {isinstance(label, str) for label in set(known)}


def label_on(table: IndexedTable, axis: str, label: Label, name: str) -> Label:
    """A label as an axis has it. Raises UserError where it has none such."""
    found = table.label(label, axis)
    if found is None:
        hint = nearest_label(label, table.table.keys[axis])
        raise UserError("{name} has no {axis} {label}", nearest=hint, name=name, axis=axis, label=label)
    return found


def nearest_label(label: Label, known: Iterable[Label]) -> str | None:
    """The known label that may have been meant: the most alike of texts, the nearest of numbers."""
    if isinstance(label, str):
        return nearest(label, [each for each in known if isinstance(each, str)])
    numbers = [each for each in known if not isinstance(each, str)]
    return str(min(numbers, key=lambda each: abs(each - label))) if numbers else None


def known_labels(table: IndexedTable, axis: str, values: NDArray[Any]) -> list[Label]:
    """Each label as an axis has it; one that is nowhere where it has none such."""
    labels = _labels(values)
    known = {label: table.label(label, axis) for label in set(labels)}
    return [_NONE if (found := known[label]) is None else found for label in labels]


def _labels(values: NDArray[Any]) -> list[Label]:
    found: list[Label] = []
    for value in values.flat:
        label: Label = _NONE
        with suppress(UserError):
            label = plain_label(value)
        found.append(label)
    return found


def moved(lines: Labels, axis: str, wanted: Sequence[Label]) -> Labels:
    """The lines with other labels on one axis, which joins their axes where it isn't among them."""
    at = lines.axes.index(axis) if axis in lines.axes else len(lines.axes)
    keys = [(*key[:at], label, *key[at + 1 :]) for key, label in zip(lines.keys, wanted, strict=True)]
    return Labels((*lines.axes[:at], axis, *lines.axes[at + 1 :]), tuple(keys))


def plain_label(value: object) -> Label:
    """A label as the data hold it: a whole number is an int. Raises UserError."""
    if isinstance(value, np.ndarray) and value.size == 1:
        value = value.flat[0]
    if isinstance(value, str):
        return str(value)
    if isinstance(value, int | float | np.number) and not isinstance(value, bool):
        number = float(value)
        return int(number) if number.is_integer() else number
    if isinstance(value, np.ndarray):
        rows, columns = value.shape
        raise UserError("a label is one text or number; found {rows}×{columns} values", rows=rows, columns=columns)
    raise UserError("a label is a text or a number; found {value}", value=value)
