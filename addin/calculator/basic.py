"""The Basic library of a LibreOffice profile: one function for each of ours, all passing their call on to Python.

With 'VBASupport' a range arrives as an object, whose cells can be read one by one; without, an error in any of them
would be the result of the whole call. Only a function of its own may name the object's method: a function that does
so and is called with a number dies in silence.
"""

from collections.abc import Iterable
from typing import Final
from xml.sax.saxutils import escape

from udfs.registry import Function

_PASSING_ON: Final = """\
Option VBASupport 1

Private Function Growthpole_Cells(area)
    Set Growthpole_Cells = area.getCellRange()
End Function

Private Function Growthpole_Evaluate(functionName, given, missing)
    Static script
    Dim provider, rows, r, c
    If IsEmpty(script) Then
        provider = createUnoService("com.sun.star.script.provider.MasterScriptProviderFactory").createScriptProvider("")
        script = provider.getScript("vnd.sun.star.script:SCRIPT$evaluate?language=Python&location=user")
    End If
    rows = script.invoke(Array(functionName, given, missing), Array(), Array())
    If UBound(rows) = 0 Then
        If UBound(rows(0)) = 0 Then
            Growthpole_Evaluate = rows(0)(0)
            Exit Function
        End If
    End If
    Dim cells(UBound(rows), UBound(rows(0)))
    For r = 0 To UBound(rows)
        For c = 0 To UBound(rows(r))
            cells(r, c) = rows(r)(c)
        Next c
    Next r
    Growthpole_Evaluate = cells
End Function
"""

_FUNCTION: Final = """\
Public Function {name}({parameters})
    Dim given({last}), missing({last})
{arguments}
    {name} = Growthpole_Evaluate("{name}", given, missing)
End Function
"""

_ARGUMENT: Final = """\
    missing({0}) = IsMissing(p{0})
    If Not missing({0}) Then
        If IsObject(p{0}) Then
            Set given({0}) = Growthpole_Cells(p{0})
        Else
            given({0}) = p{0}
        End If
    End If\
"""

_MODULE: Final = """\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Growthpole" script:language="StarBasic">\
{source}</script:module>
"""


def basic_module(functions: Iterable[Function], script: str) -> str:
    """The library's one module, in the XML that LibreOffice keeps it in; `script` is the Python file called."""
    source = "\n".join([_PASSING_ON.replace("SCRIPT", script), *map(_function, functions)])
    return _MODULE.format(source=escape(source))


def _function(function: Function) -> str:
    positions = range(len(function.arguments))
    return _FUNCTION.format(
        name=function.name,
        parameters=", ".join(f"Optional p{position}" for position in positions),
        last=len(positions) - 1,
        arguments="\n".join(map(_ARGUMENT.format, positions)),
    )
