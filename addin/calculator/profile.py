"""A LibreOffice user profile made for one use: our functions registered, documents' macros off, no network."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from addin.calculator.basic import basic_module
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
