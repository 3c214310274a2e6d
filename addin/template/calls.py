"""Functions and filters as expressions call them: which there are, and which arguments they take."""

from collections.abc import Callable, Mapping, Sequence
from inspect import Parameter, signature
from typing import Final, TypeVar

from addin.errors import UserError, nearest
from addin.template.filters import FILTERS
from addin.template.operations import Value
from udfs.library import FUNCTIONS
from udfs.registry import Function

DIRECTIONS: Final = ("down", "right")

_Given = TypeVar("_Given")


def known_function(name: str) -> Function:
    """The function of a name, in any case. Raises UserError, which tells a function of Excel's own."""
    function = FUNCTIONS.get(name.upper())
    if function is not None:
        return function
    from openpyxl.utils import FORMULAE  # a mistake is told a little later, all else sooner

    if name.upper() in FORMULAE:
        raise UserError(
            "{name} is a function of Excel's: write it as a formula, or use a filter, such as {example}",
            name=name.upper(),
            example="grp | sum",
        )
    raise UserError("there is no function {name}", nearest=nearest(name, FUNCTIONS), name=name)


def in_order(function: Function, given: Sequence[_Given], keywords: Mapping[str, _Given]) -> list[_Given | None]:
    """The arguments as the function declares them; None where one is left out. Raises UserError."""
    known = [argument.name for argument in function.arguments]
    if len(given) > len(known):
        raise UserError("{syntax} takes {most} arguments at most", syntax=function.syntax, most=len(known))
    for name in keywords:
        if name not in known[len(given) :]:
            raise UserError("{syntax} has no argument {name} to set", syntax=function.syntax, name=name)
    ordered = [*given, *[keywords.get(name) for name in known[len(given) :]]]
    for argument, value in zip(function.arguments, ordered, strict=True):
        if value is None and not argument.optional:
            raise UserError("{syntax}: {name} is missing", syntax=function.syntax, name=argument.name)
    return ordered


def known_filter(name: str) -> Callable[..., Value]:
    """The filter of a name. Raises UserError."""
    if name in DIRECTIONS:
        raise UserError("{direction} stands last, behind the name of an axis", direction=name)
    if name not in FILTERS:
        hint = nearest(name, [*FILTERS, *DIRECTIONS])
        if hint is None:
            raise UserError("there is no filter {name}, only {known}", name=name, known=", ".join(FILTERS))
        raise UserError("there is no filter {name}", nearest=hint, name=name)
    return FILTERS[name]


def refuse_other_arguments(name: str, given: Sequence[object], keywords: Mapping[str, object]) -> None:
    """Raises UserError where a filter doesn't take such arguments."""
    form = signature(FILTERS[name])
    try:
        form.bind(None, *given, **keywords)
    except TypeError:
        raise UserError("the filter {name} is written {syntax}", name=name, syntax=_syntax(name)) from None


def _syntax(name: str) -> str:
    arguments = list(signature(FILTERS[name]).parameters.values())[1:]
    written = ", ".join(map(_argument, arguments))
    return f"{name}({written})" if written else name


def _argument(parameter: Parameter) -> str:
    return parameter.name if parameter.default is Parameter.empty else f"[{parameter.name}]"
