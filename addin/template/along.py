"""A function called in an expression: along which axis it works at a place, by its role and the labels there."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from addin.errors import UserError
from addin.template.evaluation import Scope, SeveralValues
from addin.template.operations import Value
from addin.template.sides import ACROSS, DOWN, HELD, CallArgument, FunctionSide, called, told_roles, value_along
from udfs.formulas.evaluator import OMITTED
from udfs.registry import COLUMNS, Function, Role


@dataclass(frozen=True)
class Uses:
    """The names in a call's arguments: all of them, those that stand for lists, and those behind `nation.` and `all.`.

    The arguments are `plain` where each of their cells depends on no other cell of the block.
    """

    names: frozenset[str]
    listed: frozenset[str]
    whole: frozenset[str]
    everything: frozenset[str]
    plain: bool


@dataclass(frozen=True)
class FunctionCall:
    """A call of a function; `along` names the axis where the call says it."""

    function: Function
    arguments: Sequence[CallArgument | None]
    uses: Uses
    along: str | None = None

    def __call__(self, scope: Scope) -> Value:
        """Its value at a place. Raises UserError where the place has no axis to work along, or several."""
        if self.is_cell_by_cell:
            return called(self.function, [OMITTED if each is None else each.evaluate(scope) for each in self.arguments])
        place = self._place(scope)
        if place is None:
            return self._straight(scope)
        if _is_straight(place):
            return self._straight(place.scope)
        if place.side == HELD and scope.rows is None and place.scope.size[0] == 1:
            # what is one label here, such as the zone of a region, may be another for each of the others
            alone = replace(place, scope=self._seen(scope))
            return value_along(alone, self.arguments, plain=self.uses.plain and place.scope.rows is None)
        return value_along(place, self.arguments, plain=self.uses.plain)

    def _seen(self, scope: Scope) -> Scope:
        """The scope of all labels, where the call asks for all."""
        return scope.everything() if self.uses.everything else scope

    @cached_property
    def is_cell_by_cell(self) -> bool:
        """Whether each cell is calculated by itself."""
        given = zip(self.function.arguments, self.arguments, strict=False)
        names = {argument.name for argument, each in given if each is not None}
        return not self.function.along or self.function.unless in names

    def _place(self, scope: Scope) -> FunctionSide | None:
        """Where it works; None for lists that the call itself holds."""
        names = self.uses.everything or self.uses.names
        scope = self._seen(scope).listing(self.uses.everything or self.uses.listed)
        touched = scope.axes_of(names, self.uses.whole)
        if not touched and self.along is None and not names and not self.uses.whole:
            return None
        self._refuse_free(scope, touched)
        axis = axis_along(self.function, self.along, scope, touched)
        return FunctionSide(self.function, scope, axis, _side(scope, axis), touched)

    def _refuse_free(self, scope: Scope, touched: frozenset[str]) -> None:
        """Raises SeveralValues where it works along an axis of which each line of the block has all labels."""
        if scope.rows is None:
            return
        spanned = (*scope.row_axes, *scope.column_axes)
        if self.along is None and any(axis in touched and scope.role(axis) in self.function.along for axis in spanned):
            return
        here = {*spanned, *scope.held}
        along = [axis for axis in touched if scope.role(axis) in self.function.along and self.along in (None, axis)]
        if along and here.isdisjoint(along) and not any(here & scope.spelling(axis) for axis in along):
            raise SeveralValues("{name} works along {axis} in each line", name=self.function.name, axis=along[0])

    def _straight(self, scope: Scope) -> Value:
        """The value where the figures lie as the function takes them."""
        return called(
            self.function,
            [
                *(OMITTED if each is None else _as_it_lies(self.function, each, scope) for each in self.arguments),
                self.function.usual,
            ],
        )


def _as_it_lies(function: Function, given: CallArgument, scope: Scope) -> Value:
    """An argument's value; a list that is written out lies along the role."""
    value = given.evaluate(scope)
    turns = given.is_written_out and isinstance(value, np.ndarray) and function.usual == COLUMNS
    return value.T if turns and isinstance(value, np.ndarray) else value


def _side(scope: Scope, axis: str) -> int:
    if axis in scope.own:
        return HELD
    return DOWN if axis in scope.row_axes else ACROSS if axis in scope.column_axes else HELD


def _is_straight(place: FunctionSide) -> bool:
    """Whether the figures lie there as the function takes them: of one axis, on the side where it expects it."""
    along, beside = place.scope.row_axes, place.scope.column_axes
    if place.function.usual != COLUMNS:
        along, beside = beside, along
    if along != (place.axis,) or place.side == HELD:
        return False
    return place.function.beside is None and not (beside and place.function.single)


def axis_along(function: Function, named: str | None, scope: Scope, touched: frozenset[str]) -> str:
    """The axis along which a function works at a place whose figures are on the axes `touched`.

    Raises UserError where there is none such, or more than one.
    """
    own = scope.own
    spanned = [axis for axis in (*scope.row_axes, *scope.column_axes) if axis in touched and axis not in own]
    if len(spanned) > 1:
        spanned = [axis for at, axis in enumerate(spanned) if scope.spelling(axis).isdisjoint(spanned[:at])]
    likeliest = [axis for axis in spanned if scope.role(axis) in function.along]
    if named is None and len(likeliest) == 1:
        return likeliest[0]
    held = [axis for axis in scope.held if axis in touched and axis not in spanned]
    if named is not None:
        if named not in (*spanned, *held):
            message = "{name}: the figures have no axis {axis} here, only {known}"
            raise UserError(message, name=function.name, axis=named, known=", ".join((*spanned, *held)))
        return named
    for axes in axes_in_turn(function.along, spanned, held, scope.role):
        if len(axes) == 1:
            return axes[0]
        if axes:
            raise UserError(
                "{name} may work along {axes} here; say which, such as {example}",
                name=function.name,
                axes=", ".join(axes),
                example=f'along="{axes[0]}"',
            )
    raise _no_axis(function, (*spanned, *held))


def axes_in_turn(
    roles: Sequence[Role], spanned: Sequence[str], held: Sequence[str], role_of: Callable[[str], Role | None]
) -> Iterable[list[str]]:
    """The axes that may be meant, the likeliest first: those of the role, those of none, branches for territories.

    At each turn what the block repeats comes before what is held. Of periods, one that is held has no others.
    """
    accepted: list[tuple[Role | None, ...]] = [tuple(roles)]
    if Role.PERIODS not in roles:
        accepted.append((None,))
    if Role.TERRITORIES in roles and Role.BRANCHES not in roles:
        accepted.append((Role.BRANCHES,))
    for wanted in accepted:
        yield [axis for axis in spanned if role_of(axis) in wanted]
        yield [axis for axis in held if role_of(axis) in wanted and role_of(axis) is not Role.PERIODS]


def _no_axis(function: Function, axes: Sequence[str]) -> UserError:
    if Role.PERIODS in function.along:
        return UserError(
            "{name} works along periods, of which there is one here: put {example} into the block",
            name=function.name,
            example="{{ year | right }}",
        )
    return UserError(
        "{name} works along {roles}, and there are none here; say along which axis, such as {example}",
        name=function.name,
        roles=told_roles(function.along),
        example=f'along="{next(iter(axes), "region")}"',
    )
