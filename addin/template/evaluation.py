"""What expressions are evaluated in, and how: closures over a scope."""

import sys
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from typing import Any, Final, Protocol, TypeAlias

import numpy as np

from addin.errors import UserError
from addin.tables.keys import Labels
from addin.tables.table import Label
from addin.template.bounds import check_deadline
from addin.template.operations import Value, below, join, negate, row_of, settle, truth
from udfs.registry import Role

MOST: Final = int(sys.float_info.max)


class SeveralValues(UserError):
    """A name that has several values for each line of its block; a filter may make one of them."""


class Scope(Protocol):
    """What names mean at one place of a template."""

    def lines(self) -> Sequence["Scope"]:
        """The scope of each line of its block alone."""

    def value(self, name: str) -> Value:
        """The array or the single value of a name. Raises UserError."""

    @property
    def counts_from_1904(self) -> bool:
        """Whether days are counted from 1904 on."""

    @property
    def row_axes(self) -> tuple[str, ...]:
        """The axes of its block's rows."""

    @property
    def column_axes(self) -> tuple[str, ...]:
        """The axes of its block's columns."""

    @property
    def rows(self) -> Labels | None:
        """The labels of its block's rows; None outside of a block."""

    @property
    def size(self) -> tuple[int, int]:
        """How many rows and columns its block has."""

    @property
    def held(self) -> Mapping[str, Label]:
        """The axes of which one label holds here, with that label."""

    @property
    def own(self) -> Container[str]:
        """The axes of which this workbook has one label, even where a block repeats it."""

    def role(self, axis: str) -> Role | None:
        """What the labels of an axis are."""

    def axes_of(self, names: Iterable[str], whole: Iterable[str]) -> frozenset[str]:
        """The axes on which figures of these names, or of these columns in the whole's row, are. Raises UserError."""

    def spelling(self, axis: str) -> frozenset[str]:
        """The axes that have the labels of this one otherwise, such as codes beside names."""

    def listing(self, names: Iterable[str]) -> "Scope":
        """The scope outside of a block as a block of the lists that names stand for there. Raises UserError."""

    def everything(self) -> "Scope":
        """The scope without the label that the sheet, the workbook or a setting holds, or else without territories."""

    def others(self, axis: str) -> Sequence[Label]:
        """All labels of an axis that is held, the held one among them."""

    def of_label(self, axis: str, label: Label) -> "Scope":
        """The scope with another label on an axis that is held."""

    def of_labels(self, axis: str, labels: Sequence[Label]) -> "Scope":
        """The scope of all of these labels: the rows (or columns, where these have the axis) of each in turn."""

    def is_additive(self, name: str) -> bool:
        """Whether the figures of a column may be summed; of what is no column they may. Raises UserError."""

    def whole(self, name: str) -> Value:
        """The value of a column in the whole's row: `nation.name`. Raises UserError."""

    def at(self, name: str, labels: list[Value], axes: Mapping[str, Value]) -> Value:
        """The values of a column at other labels: `name.at(2008)`, `name.at(branch='Mining')`. Raises UserError."""


Evaluate: TypeAlias = Callable[[Scope], Value]


def bounded(evaluate: Evaluate) -> Evaluate:
    """Evaluates as long as there is time."""

    def apply(scope: Scope) -> Value:
        check_deadline()
        return evaluate(scope)

    return apply


def line_by_line(evaluate: Evaluate) -> Evaluate:
    """Evaluates for each line of the block alone where a name has several values for each, of which it makes one."""

    def apply(scope: Scope) -> Value:
        try:
            return evaluate(scope)
        except SeveralValues:
            found = [evaluate(line) for line in scope.lines()]
            if any(isinstance(value, np.ndarray) and len(value) != 1 for value in found):
                raise
            return below(found)

    return apply


def constant(value: Any) -> Evaluate:  # noqa: ANN401 - whatever Jinja2 reads as a constant
    """A constant; a whole number is a number as a cell has it. Raises UserError for one that is too large."""
    if not isinstance(value, int) or isinstance(value, bool):
        return lambda scope: value
    if abs(value) > MOST:
        raise UserError("a number has too many digits")
    number = float(value)
    return lambda scope: number


def joined(parts: list[Evaluate]) -> Evaluate:
    """The parts as one text."""
    return lambda scope: join([part(scope) for part in parts])


def negation(value: Evaluate) -> Evaluate:
    """TRUE where the value isn't true."""

    def evaluate(scope: Scope) -> Value:
        found = value(scope)
        return settle(~truth(found), found)

    return evaluate


def with_other_sign(value: Evaluate) -> Evaluate:
    """The value with its sign changed."""
    return lambda scope: negate(value(scope))


def listed(items: list[Evaluate]) -> Evaluate:
    """Single values as a row."""
    return lambda scope: row_of([item(scope) for item in items])
