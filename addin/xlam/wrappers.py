"""The VBA made from the register: one wrapper for each function, and the errors that a result may name."""

from collections.abc import Iterable, Mapping
from typing import Final

from udfs.numerics.cell_values import ERROR_NUMBERS
from udfs.registry import Argument, Function

_KEYWORDS: Final = (
    "addressof and any as boolean byref byte byval call case cbool const currency date debug declare dim do "
    "double each else elseif empty end enum eqv erase error event exit false for friend function get global "
    "gosub goto if imp implements in input integer is let like lock long loop lset me mod new next not "
    "nothing null object on open option optional or paramarray preserve print private property public put "
    "raiseevent redim rem resume return rset seek select set single static stop string sub then time to true "
    "type until variant wend while with withevents write xor"
)
_LONGEST_HELP: Final = 255


def functions_module(functions: Mapping[str, Function]) -> str:
    """The source of the module Functions: each function as a cell calls it."""
    taken = {*_KEYWORDS.split(), *map(str.lower, functions), "returned"}
    head = 'Attribute VB_Name = "Functions"\nOption Explicit\n'
    return head + "".join(_wrapper(function, taken) for function in functions.values())


def _wrapper(function: Function, taken: Iterable[str]) -> str:
    names = {argument.name: _variable(argument.name, taken) for argument in function.arguments}
    parameters = ", ".join(_parameter(argument, names[argument.name]) for argument in function.arguments)
    return f"""
Public Function {function.name}({parameters}) As Variant
    Dim Returned As Variant
    CallFunction "{function.name.lower()}", Array({", ".join(names.values())}), Returned
    {function.name} = Returned
End Function
"""


def _variable(name: str, taken: Iterable[str]) -> str:
    """The argument's name, or, where VBA has the word already, the name with an underscore."""
    return f"{name}_" if name.lower() in taken else name


def _parameter(argument: Argument, name: str) -> str:
    return f"{'Optional ' if argument.optional else ''}ByRef {name} As Variant"


def errors_module() -> str:
    """The source of the module Errors: the text of an error, as Python returns it, turned into the error."""
    cases = "\n".join(f'        Case "{error}": Cell = CVErr({number})' for error, number in ERROR_NUMBERS.items())
    return f"""Attribute VB_Name = "Errors"
Option Explicit

Public Sub ReplaceError(ByRef Cell As Variant)
    If VarType(Cell) <> vbString Then Exit Sub
    Select Case Cell
{cases}
    End Select
End Sub
"""


def help_rows(functions: Mapping[str, Function]) -> list[list[str]]:
    """The lines of the sheet 'functions': name, category, description, and a description of each argument.

    Raises ValueError where a text is longer than the 255 characters of Excel's wizard.
    """
    rows = [
        [
            function.name,
            f"Growthpole: {function.subject}",
            function.documentation.summary,
            *(function.documentation.arguments[argument.name] for argument in function.arguments),
        ]
        for function in functions.values()
    ]
    for row in rows:
        for text in row:
            if len(text) > _LONGEST_HELP:
                raise ValueError(f"{row[0]}: {len(text)} characters of help, {_LONGEST_HELP} at most: {text}")
    return rows
