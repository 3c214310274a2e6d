"""The module that Excel imports through xlwings: every function of the register under its name in lower case.

Arguments arrive as rows of cells, errors as their texts; results leave as float, bool and str alone, since a COM
server can return nothing else safely: a blank is an empty text, an error its text. So results need no more of
xlwings' conversion, and skip it.
"""

import atexit
from collections.abc import Callable
from inspect import Parameter, Signature
from typing import Final, TypeAlias

import xlwings as xw

from udfs.formulas.evaluator import OMITTED, FormulaSyntaxError, call
from udfs.library import FUNCTIONS
from udfs.numerics.arithmetic import FunctionError
from udfs.numerics.cell_values import ExcelError, to_plain
from udfs.registry import Argument, Function

Shown: TypeAlias = float | bool | str
Shell: TypeAlias = Callable[..., list[list[Shown]]]

_EXCEL_READS_HELP: Final = hasattr(xw.func(lambda: None), "__xlfunc__")


def _shell(function: Function) -> Shell:
    """The function as xlwings calls it: its arguments' names, no annotations, and its help where Excel asks for it."""

    def shell(*cells: object) -> list[list[Shown]]:
        return _shown(function, cells)

    shell.__name__ = shell.__qualname__ = function.name.lower()
    shell.__annotations__ = {}
    shell.__dict__["__signature__"] = Signature([_parameter(argument) for argument in function.arguments])
    if _EXCEL_READS_HELP:
        shell.__doc__ = function.documentation.summary
    for argument in function.arguments:
        xw.arg(argument.name, ndim=2, err_to_str=True, **_help(function, argument))(shell)
    xw.ret("raw")(shell)
    return xw.func(category=f"Growthpole: {function.subject}")(shell)


def _parameter(argument: Argument) -> Parameter:
    default = OMITTED if argument.optional else Parameter.empty
    return Parameter(argument.name, Parameter.POSITIONAL_OR_KEYWORD, default=default)


def _help(function: Function, argument: Argument) -> dict[str, str]:
    return {"doc": function.documentation.arguments[argument.name]} if _EXCEL_READS_HELP else {}


def _shown(function: Function, cells: tuple[object, ...]) -> list[list[Shown]]:
    try:
        return to_plain(call(function, [OMITTED if cell is None else cell for cell in cells]))
    except FunctionError as refusal:
        return [[refusal.error.value]]
    except FormulaSyntaxError:
        return [[ExcelError.VALUE.value]]


def leave_other_excels_alone() -> None:
    """At its end xlwings on Windows kills every EXCEL.exe without a window, be it another program's or user's."""
    windows = getattr(xw, "_xlwindows", None)
    if windows is not None:
        atexit.unregister(windows.cleanup)


leave_other_excels_alone()
globals().update({name.lower(): _shell(function) for name, function in FUNCTIONS.items()})
