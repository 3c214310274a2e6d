"""The register in which each function is declared once: its signature says what it takes, its docstring the rest."""

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import Enum
from functools import cached_property
from types import UnionType
from typing import Annotated, Any, Final, Literal, TypeAlias, TypeVar, get_args, get_origin

import numpy as np
from numpy.typing import NDArray

from udfs.documentation import Documentation, parse_documentation
from udfs.numerics.cell_values import Numbers, RawCells, Texts


class ArgumentKind(Enum):
    """What an argument is: a range of numbers or texts, or one option."""

    NUMBERS = "range of numbers"
    TEXTS = "range of texts"
    CELLS = "range of numbers and texts"
    NUMBER = "number"
    COUNT = "whole number, 1 or more"
    WHOLE = "whole number, 0 or more"
    FLAG = "TRUE or FALSE"
    CHOICE = "one of the named choices"


class Role(Enum):
    """What the labels along one side of a table are."""

    TERRITORIES = "territories"
    BRANCHES = "branches"
    PERIODS = "periods"
    INDICATORS = "indicators"


class Gives(Enum):
    """What a function that works along a role makes of each run of cells along it."""

    EACH = "a value in the place of each"
    ONE = "one value for all of them"
    LINE = "a value for each, of all that stand beside it"
    TABLE = "a table of its own"


ALONG: Final = "along"
COLUMNS: Final = "columns"
ROWS: Final = "rows"

Number: TypeAlias = Annotated[float, ArgumentKind.NUMBER]
Count: TypeAlias = Annotated[int, ArgumentKind.COUNT]
Whole: TypeAlias = Annotated[int, ArgumentKind.WHOLE]
Flag: TypeAlias = Annotated[bool, ArgumentKind.FLAG]
Result: TypeAlias = NDArray[np.generic]
Declared = TypeVar("Declared", bound=Callable[..., NDArray[Any]])


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument as its function's signature declares it."""

    name: str
    kind: ArgumentKind
    optional: bool
    default: Any
    choices: tuple[str, ...]


@dataclass(frozen=True)
class Function:
    """A registered function: its name in Excel, its subject, its arguments and the Python function itself.

    `along` is the role that it works along, or several of which one is there; none where it works cell by cell, as it
    does too where the argument `unless` is given. `beside` is the role of what stands side by side, where that isn't
    calculated apart; a `single` one, such as any that gives a table, takes one list at a
    time: what stands side by side belongs together. Where it is `told_by_lines`, as branches lie down in one table and
    across in another, no side is usual: a range of one row or column tells it, else the argument `along` has to. `call`
    gets territories and branches as rows and periods as columns; it never looks which way a range lies.
    """

    name: str
    subject: str
    call: Callable[..., Result]
    arguments: tuple[Argument, ...]
    along: tuple[Role, ...] = ()
    gives: Gives = Gives.EACH
    beside: Role | None = None
    unless: str | None = None
    single: bool = False
    told_by_lines: bool = False

    @cached_property
    def documentation(self) -> Documentation:
        """The docstring, in its parts."""
        written = parse_documentation(self.name, inspect.getdoc(self.call) or "")
        return replace(written, arguments={**written.arguments, ALONG: self._along_text}) if self.along else written

    @property
    def usual(self) -> str:
        """Which way it works where a call doesn't say: down each of the columns, or along each of the rows."""
        return ROWS if Role.PERIODS in self.along else COLUMNS

    @property
    def _along_text(self) -> str:
        roles = " or ".join(role.value for role in self.along)
        texts = {
            COLUMNS: f'"columns" where {roles} are rows: it works down each column',
            ROWS: f'"rows" where {roles} are columns: it works along each row',
        }
        if self.told_by_lines:
            return "; ".join(texts.values()) + "; when omitted, a range of one column or one row tells it."
        usual = f"{texts.pop(self.usual)} (when omitted)"
        return "; ".join([usual, *texts.values()]) + "."

    @property
    def syntax(self) -> str:
        """The call as Excel's help writes it: GRP_SHARE(grp, [total])."""
        names = (f"[{argument.name}]" if argument.optional else argument.name for argument in self.arguments)
        return f"{self.name}({', '.join(names)})"


_REGISTER: Final[dict[str, Function]] = {}


def function(
    subject: str,
    *,
    along: Role | tuple[Role, ...] | None,
    gives: Gives = Gives.EACH,
    beside: Role | None = None,
    unless: str | None = None,
    single: bool = False,
    told_by_lines: bool = False,
) -> Callable[[Declared], Declared]:
    """Declares a function of `subject` under its own name in upper case; the function itself is unchanged.

    What `along`, `gives`, `beside`, `unless`, `single` and `told_by_lines` say is told at `Function`; `along=None` is
    cell by cell. A function along a role has the optional argument `along` behind its own.
    """
    roles = along if isinstance(along, tuple) else () if along is None else (along,)

    def declare(call: Declared) -> Declared:
        name = call.__name__.upper()
        if name in _REGISTER:
            raise ValueError(f"{name} is declared twice")
        parameters = inspect.signature(call).parameters.values()
        arguments = tuple(map(_argument, parameters))
        of_one = single or gives is Gives.TABLE
        made = Function(name, subject, call, arguments, roles, gives, beside, unless, of_one, told_by_lines)
        if roles:
            default = None if told_by_lines else made.usual
            choice = Argument(ALONG, ArgumentKind.CHOICE, True, default, (COLUMNS, ROWS))
            made = replace(made, arguments=(*arguments, choice))
        _REGISTER[name] = made
        return call

    return declare


def declared(modules: Iterable[str]) -> dict[str, Function]:
    """The functions declared in `modules` by name, module after module, each in the order of declaration."""
    return {
        function.name: function
        for module in modules
        for function in _REGISTER.values()
        if function.call.__module__ == module
    }


def _argument(parameter: inspect.Parameter) -> Argument:
    optional = parameter.default is not inspect.Parameter.empty
    kind, choices = _kind(parameter)
    return Argument(parameter.name, kind, optional, parameter.default if optional else None, choices)


def _kind(parameter: inspect.Parameter) -> tuple[ArgumentKind, tuple[str, ...]]:
    annotation = parameter.annotation
    if get_origin(annotation) is UnionType or type(None) in get_args(annotation):
        annotation = next(part for part in get_args(annotation) if part is not type(None))
    if annotation == Numbers:
        return ArgumentKind.NUMBERS, ()
    if annotation == Texts:
        return ArgumentKind.TEXTS, ()
    if annotation == RawCells:
        return ArgumentKind.CELLS, ()
    if get_origin(annotation) is Literal:
        return ArgumentKind.CHOICE, get_args(annotation)
    if get_origin(annotation) is Annotated:
        return annotation.__metadata__[0], ()
    raise TypeError(f"{parameter.name}: {annotation} is no kind of argument; see udfs.registry.Kind")
