"""xlwings' own COM path on a machine without Excel: its decorators and converters run over stand-ins for pywin32.

Run as a program it reads one JSON list of [function, arguments] from standard input and writes the results; arguments
are what VBA passes: scalars, or rows of cells, with the COM integers of errors and of a missing argument, and a date
as {"date": "2012-01-31"}.
"""

import ctypes
import json
import sys
from datetime import UTC, datetime
from typing import Any
from unittest.mock import MagicMock, patch

SERVER = ("util", "dispatcher", "policy", "register")
STAND_INS = (
    *("pythoncom", "pywintypes", "win32api", "win32com", "win32com.client", "win32com.server"),
    *(f"win32com.server.{name}" for name in SERVER),
    *("win32con", "win32event", "win32gui", "win32process", "win32timezone", "winerror"),
)


class _Time(datetime):
    """A date as pywin32 makes it of a COM date: with a time zone that Excel never told."""


def pretend_windows() -> Any:
    """xlwings with the decorators that it has on Windows, and its module of COM functions."""
    for name in STAND_INS:
        sys.modules[name] = MagicMock(name=name)
    sys.modules["pywintypes"].TimeType = _Time  # type: ignore[attr-defined]
    import xlwings

    windows_only = {name: MagicMock(name=name) for name in ("PyDLL", "oledll", "windll", "WINFUNCTYPE", "WinError")}
    sys.modules["pythoncom"].__file__ = "pythoncom.dll"
    with patch.multiple(ctypes, create=True, **windows_only):
        from xlwings import _xlwindows, com_server, udfs  # noqa: F401 - the server is imported with ctypes' stand-ins

    xlwings.engines.add(xlwings.Engine(impl=_xlwindows.engine))
    xlwings.func, xlwings.arg, xlwings.ret = udfs.xlfunc, udfs.xlarg, udfs.xlret
    _xlwindows.is_range_instance = lambda _: False
    return udfs


def _as_com(argument: Any) -> Any:
    if isinstance(argument, list):
        return tuple(tuple(map(_as_com, row)) for row in argument)
    return _Time.fromisoformat(argument["date"]).replace(tzinfo=UTC) if isinstance(argument, dict) else argument


def main() -> None:
    functions = pretend_windows()
    answers = []
    for name, arguments in json.load(sys.stdin):
        answers.append(functions.call_udf("udfs.worksheet", name, tuple(map(_as_com, arguments)), None, None))
    module = sys.modules["udfs.worksheet"]
    declared = {name: value.__xlfunc__ for name, value in vars(module).items() if hasattr(value, "__xlfunc__")}
    json.dump({"answers": answers, "declared": declared}, sys.stdout, default=str)


if __name__ == "__main__":
    main()
