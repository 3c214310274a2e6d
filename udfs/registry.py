"""The register in which each function is declared once: its signature says what it takes, its docstring the rest."""

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from types import UnionType
from typing import Annotated, Any, Final, Literal, TypeAlias, TypeVar, get_args, get_origin

import numpy as np
from numpy.typing import NDArray

from udfs.documentation import Documentation, parse_documentation
from udfs.numerics.cell_values import Numbers, Texts


class Kind(Enum):
    """What an argument is: a range of numbers or texts, or one option."""

    NUMBERS = "range of numbers"
    TEXTS = "range of texts"
    NUMBER = "number"
    COUNT = "whole number, 1 or more"
    WHOLE = "whole number, 0 or more"
    FLAG = "TRUE or FALSE"
    CHOICE = "one of the named choices"


Number: TypeAlias = Annotated[float, Kind.NUMBER]
Count: TypeAlias = Annotated[int, Kind.COUNT]
Whole: TypeAlias = Annotated[int, Kind.WHOLE]
Flag: TypeAlias = Annotated[bool, Kind.FLAG]
Result: TypeAlias = NDArray[np.generic]
Declared = TypeVar("Declared", bound=Callable[..., NDArray[Any]])


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument as its function's signature declares it."""

    name: str
    kind: Kind
    optional: bool
    default: Any
    choices: tuple[str, ...]


@dataclass(frozen=True)
class Function:
    """A registered function: its name in Excel, its subject, its arguments and the Python function itself."""

    name: str
    subject: str
    call: Callable[..., Result]
    arguments: tuple[Argument, ...]

    @cached_property
    def documentation(self) -> Documentation:
        """The docstring, in its parts."""
        return parse_documentation(self.name, inspect.getdoc(self.call) or "")

    @property
    def syntax(self) -> str:
        """The call as Excel's help writes it: GRP_SHARE(grp, [total])."""
        names = (f"[{argument.name}]" if argument.optional else argument.name for argument in self.arguments)
        return f"{self.name}({', '.join(names)})"


_REGISTER: Final[dict[str, Function]] = {}


def function(subject: str) -> Callable[[Declared], Declared]:
    """Declares a function of `subject` under its own name in upper case; the function itself is unchanged."""

    def declare(call: Declared) -> Declared:
        name = call.__name__.upper()
        if name in _REGISTER:
            raise ValueError(f"{name} is declared twice")
        parameters = inspect.signature(call).parameters.values()
        _REGISTER[name] = Function(name, subject, call, tuple(map(_argument, parameters)))
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


def _kind(parameter: inspect.Parameter) -> tuple[Kind, tuple[str, ...]]:
    annotation = parameter.annotation
    if get_origin(annotation) is UnionType or type(None) in get_args(annotation):
        annotation = next(part for part in get_args(annotation) if part is not type(None))
    if annotation == Numbers:
        return Kind.NUMBERS, ()
    if annotation == Texts:
        return Kind.TEXTS, ()
    if get_origin(annotation) is Literal:
        return Kind.CHOICE, get_args(annotation)
    if get_origin(annotation) is Annotated:
        return annotation.__metadata__[0], ()
    raise TypeError(f"{parameter.name}: {annotation} is no kind of argument; see udfs.registry.Kind")
