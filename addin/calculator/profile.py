"""A LibreOffice user profile made for one use: our functions registered, documents' macros off, no network."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

from udfs.registry import Function

SCRIPT: Final = "growthpole.py"
_SCRIPT_TEXT: Final = "from growthpole_inside.serving import evaluate, serve\n"
START: Final = f"vnd.sun.star.script:{SCRIPT}$serve?language=Python&location=user"

_SETTINGS: Final = (
    ("Setup/Office", "ooSetupInstCompleted", "true"),
    ("Setup/L10N", "ooLocale", "en-US"),
    ("Setup/L10N", "ooSetupSystemLocale", "en-US"),
    ("Office.Calc/Formula/Load", "OOXMLRecalcMode", "0"),
    ("Office.Calc/Formula/Load", "ODFRecalcMode", "0"),
    ("Office.Calc/Content/Update", "Link", "2"),
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Recovery/RecoveryInfo", "Enabled", "false"),
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)

_DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SETTING: Final = (
    '<item oor:path="/org.openoffice.{}"><prop oor:name="{}" oor:op="fuse"><value>{}</value></prop></item>\n'
)
_REGISTRY: Final = (
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">'
)
_LIBRARY_KIND: Final = '<!DOCTYPE library:{0} PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "{0}.dtd">\n'
_LIBRARY_NAMES: Final = 'xmlns:library="http://openoffice.org/2000/library"'
_LIBRARIES: Final = (
    f'<library:libraries {_LIBRARY_NAMES} xmlns:xlink="http://www.w3.org/1999/xlink">'
    '<library:library library:name="Standard" library:link="false"/></library:libraries>'
)
_LIBRARY: Final = (
    f'<library:library {_LIBRARY_NAMES} library:name="Standard" library:readonly="false"'
    ' library:passwordprotected="false"><library:element library:name="Growthpole"/></library:library>'
)


def make_profile(folder: Path, functions: Iterable[Function]) -> None:
    """Writes into `folder` the profile in which each of `functions` can be called from a cell."""
    files = {
        "registrymodifications.xcu": _DECLARATION + _registry(),
        "basic/script.xlc": _DECLARATION + _LIBRARY_KIND.format("libraries") + _LIBRARIES,
        "basic/Standard/script.xlb": _DECLARATION + _LIBRARY_KIND.format("library") + _LIBRARY,
        "basic/Standard/Growthpole.xba": basic_module(functions, SCRIPT),
        f"Scripts/python/{SCRIPT}": _SCRIPT_TEXT,
        **_inside(),
    }
    for name, text in files.items():
        path = folder / "user" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _inside() -> dict[str, str]:
    """The modules that run within LibreOffice, where its scripts import them from."""
    modules = Path(__file__).with_name("inside").glob("*.py")
    place = "Scripts/python/pythonpath/growthpole_inside"
    return {f"{place}/{module.name}": module.read_text(encoding="utf-8") for module in modules}


def _registry() -> str:
    return f"{_REGISTRY}{''.join(_SETTING.format(*setting) for setting in _SETTINGS)}</oor:items>\n"


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
