"""Figures turned, parted and put together again, so that a function may work along its role wherever a block has it.

Figures have three sides: the labels of an axis that is held, of which one is shown; the rows of a block; its columns.
They are handed on with the side first along which the function works.
"""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import Any, Final, TypeAlias, TypeGuard

import numpy as np
from numpy.typing import NDArray

from addin.errors import Message, UserError
from addin.tables.keys import Labels
from addin.template.evaluation import Evaluate, Scope
from addin.template.operations import Value
from udfs.formulas.evaluator import OMITTED, call
from udfs.numerics.arithmetic import FunctionError
from udfs.numerics.cell_values import ExcelError, to_numbers, to_texts
from udfs.registry import COLUMNS, Argument, ArgumentKind, Function, Gives, Role

HELD: Final = 0
DOWN: Final = 1
ACROSS: Final = 2

Cube: TypeAlias = NDArray[Any]
"""Figures by three sides; one along a side on which they don't depend."""

_ROLES: Final = {
    Role.TERRITORIES: Message("territories"),
    Role.BRANCHES: Message("branches"),
    Role.PERIODS: Message("periods"),
    Role.INDICATORS: Message("indicators"),
}

Part: TypeAlias = object
"""An argument: a Cube, a list that is written out, an option, or OMITTED."""


@dataclass(frozen=True)
class CallArgument:
    """An argument of a call; `is_written_out` where it is a list that says itself what it holds."""

    evaluate: Evaluate
    is_written_out: bool


@dataclass(frozen=True)
class FunctionSide:
    """Where a function works along an axis: on which side of a scope that is; its figures are on the axes `touched`."""

    function: Function
    scope: Scope
    axis: str
    side: int
    touched: frozenset[str]

    def beside(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The axes of the two other sides, in their order."""
        rows, columns = self.scope.row_axes, self.scope.column_axes
        return {HELD: (rows, columns), DOWN: ((), columns), ACROSS: ((), rows)}[self.side]


def called(function: Function, arguments: Sequence[object]) -> Value:
    """The function's value, or the error that it has for these arguments."""
    try:
        return call(function, arguments)
    except FunctionError as refusal:
        return refusal.error


def told_roles(roles: Sequence[Role]) -> Message:
    """The roles as they are told: one, or one or the other."""
    one, *others = (_ROLES[role] for role in roles)
    return Message("{one} or {other}", one=one, other=others[0]) if others else one


def value_along(place: FunctionSide, given: Sequence[CallArgument | None], *, plain: bool) -> Value:
    """The value at a place of figures that have to be turned, parted, or taken among others.

    The arguments are `plain` where each of their cells depends on no other cell of the block. Raises UserError.
    """
    if place.side == HELD:
        return _among_others(place, given, plain=plain)
    parts = _parts(place, given, [place.scope], 1)
    if place.side == DOWN and place.scope.rows is not None:
        groups = _groups(place.scope.rows, {place.axis, *place.scope.spelling(place.axis)})
        if len(groups) > 1:
            return _by_group(place, parts, groups)
    return _of_block(place, parts)


def _among_others(place: FunctionSide, given: Sequence[CallArgument | None], *, plain: bool) -> Value:
    """The value of the label that is held, among all labels of its axis."""
    axis, scope = place.axis, place.scope
    labels = scope.others(axis)
    scopes = [scope.of_labels(axis, labels)] if plain else [scope.of_label(axis, label) for label in labels]
    found = _along(place, [_turned(part, HELD) for part in _parts(place, given, scopes, len(labels))])
    if not isinstance(found, np.ndarray):
        return found
    shown: Cube = found[labels.index(scope.held[axis]) if len(found) > 1 else 0]
    return shown


def _of_block(place: FunctionSide, parts: Sequence[Part]) -> Value:
    """The value of figures of a block, as its rows and columns."""
    found = _along(place, [_turned(part, place.side) for part in parts])
    if not isinstance(found, np.ndarray) or found.ndim < 3:
        return found
    flat: Cube = np.moveaxis(found, 0, place.side)[0]
    return flat


def _by_group(place: FunctionSide, parts: Sequence[Part], groups: Sequence[Sequence[int]]) -> Value:
    """The value of rows that stand in groups, such as regions within branches: of each group apart."""
    count = sum(map(len, groups))
    found: list[Cube] = []
    for rows in groups:
        of_group = [part[:, rows] if is_cube(part) and part.shape[1] == count else part for part in parts]
        value = _of_block(place, of_group)
        array = value if isinstance(value, np.ndarray) else to_numbers(value)
        found.append(np.broadcast_to(array, (len(rows), array.shape[1])))
    wide = max(array.shape[1] for array in found)
    kind = np.result_type(*(array.dtype for array in found))
    result: Cube = np.empty((count, wide), dtype=kind)
    for rows, array in zip(groups, found, strict=True):
        result[rows] = array
    return result


def _groups(rows: Labels, axes: Set[str]) -> list[list[int]]:
    """The rows in groups within which only the labels of these axes differ."""
    others = [at for at, axis in enumerate(rows.axes) if axis not in axes]
    found: dict[tuple[object, ...], list[int]] = {}
    for row, key in enumerate(rows.keys):
        found.setdefault(tuple(key[at] for at in others), []).append(row)
    return list(found.values())


def _parts(
    place: FunctionSide, given: Sequence[CallArgument | None], scopes: Sequence[Scope], count: int
) -> list[Part]:
    arguments = zip(place.function.arguments, given, strict=False)
    return [
        OMITTED if each is None else _part(argument, each, place.scope, scopes, count) for argument, each in arguments
    ]


def _part(argument: Argument, given: CallArgument, scope: Scope, scopes: Sequence[Scope], count: int) -> Part:
    """An argument at `count` labels: evaluated for all at once where there is one scope, else in that of each."""
    if given.is_written_out or argument.kind not in (ArgumentKind.NUMBERS, ArgumentKind.TEXTS):
        value = given.evaluate(scope)
        return value.T if isinstance(value, np.ndarray) else value
    if len(scopes) == count:
        arrays = [_array(argument, given.evaluate(each)) for each in scopes]
        sizes = [max(array.shape[side] for array in arrays) for side in (0, 1)]
        return np.stack([np.broadcast_to(array, sizes) for array in arrays])
    return _unfolded(_array(argument, given.evaluate(scopes[0])), count, scope.size)


def _unfolded(array: Cube, count: int, size: tuple[int, int]) -> Cube:
    """Figures of `count` labels in turn, each with the rows and columns of a block, by labels, rows and columns."""
    height, width = size
    if len(array) == count * height > 1:
        return array.reshape(count, height, array.shape[1])
    if array.shape[1] == count * width > 1:
        return np.moveaxis(array.reshape(len(array), count, width), 1, 0)
    return array[None]


def _array(argument: Argument, value: object) -> Cube:
    return to_numbers(value) if argument.kind is ArgumentKind.NUMBERS else to_texts(value)


def _turned(part: Part, side: int) -> Part:
    """The figures with one side first, the two others in their order."""
    return np.moveaxis(part, side, 0) if is_cube(part) else part


def _along(place: FunctionSide, parts: Sequence[Part]) -> Value:
    """The function's value of figures along their first side, with three sides; an error for all of them.

    What lies across is calculated at once where the function can, else one by one.
    """
    function = place.function
    across = [max((part.shape[side] for part in parts if is_cube(part)), default=1) for side in (1, 2)]
    if function.beside is not None:
        return _with_what_is_beside(place, parts, across)
    flat = [_flat(part, across) for part in parts]
    count = across[0] * across[1]
    if not function.single or count == 1:
        value = called(function, [*flat, COLUMNS])
    elif function.gives is Gives.TABLE:
        axis = next((axis for axes in place.beside() for axis in axes), "year")
        message = "{name} gives a table for each {axis}; take the figures of one, such as {example}"
        raise UserError(message, name=function.name, axis=axis, example=f"grp.at({axis}=…)")
    else:
        found = [called(function, [*(_line(part, at) for part in flat), COLUMNS]) for at in range(count)]
        value = np.hstack([to_numbers(each) for each in found])
    if not isinstance(value, np.ndarray) or function.gives is Gives.TABLE:
        return value
    return value.reshape(len(value), *across)


def _with_what_is_beside(place: FunctionSide, parts: Sequence[Part], across: Sequence[int]) -> Value:
    """The value of a function of two sides, such as regions by branches: for each line of the third apart."""
    side = _side_beside(place)
    rest = 3 - side
    found: list[Cube] = []
    for at in range(across[rest - 1]):
        value = called(place.function, [*(_sheet(part, rest, at) for part in parts), COLUMNS])
        if isinstance(value, ExcelError):
            return value
        found.append(to_numbers(value))
    return np.stack(found, axis=rest)


def _side_beside(place: FunctionSide) -> int:
    """Which of the two sides behind the first has what stands beside. Raises UserError where neither has."""
    function = place.function
    for number, axes in enumerate(place.beside(), start=1):
        if len(axes) == 1 and place.scope.role(axes[0]) in (function.beside, Role.BRANCHES, None):
            return number
    held = [axis for axis in place.scope.held if axis in place.touched and axis != place.axis]
    empty = [number for number, axes in enumerate(place.beside(), start=1) if not axes]
    if empty and not any(place.scope.role(axis) is function.beside for axis in held):
        return empty[-1]
    raise UserError(
        "{name} takes {roles} beside each other: put {example} into the block",
        name=function.name,
        roles=told_roles([function.beside or Role.BRANCHES]),
        example="{{ branch | right }}",
    )


def is_cube(part: Part) -> TypeGuard[Cube]:
    """Whether an argument has figures by three sides."""
    return isinstance(part, np.ndarray) and part.ndim == 3


def _flat(part: Part, across: Sequence[int]) -> Part:
    """The figures with all that lies across side by side."""
    return np.broadcast_to(part, (len(part), *across)).reshape(len(part), -1) if is_cube(part) else part


def _line(part: Part, at: int) -> Part:
    """One of what lies across; options and lists that are written out serve all."""
    return part[:, [at]] if isinstance(part, np.ndarray) and part.shape[1] > 1 else part


def _sheet(part: Part, rest: int, at: int) -> Part:
    return np.take(part, at if part.shape[rest] > 1 else 0, axis=rest) if is_cube(part) else part
