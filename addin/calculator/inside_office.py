"""Runs in LibreOffice's own Python: opens workbooks on request, and passes the calls of our functions to our process.

Everything goes over one connection, one line of JSON a message, so that our process needs nothing but a loop: while a
workbook is being calculated, each call of a function comes back before the values do.
"""

from __future__ import annotations

import json
import os
import socket
import struct
import sys
from types import ModuleType
from typing import Any

import uno  # type: ignore[import-not-found]
from com.sun.star.beans import PropertyValue  # type: ignore[import-not-found]

CONNECTION = "GROWTHPOLE_CALCULATOR"
SHARED = "growthpole_calculator_connection"
CALC_ERRORS = {"#NULL!": 521, "#DIV/0!": 532, "#VALUE!": 519, "#REF!": 524, "#NAME?": 525, "#NUM!": 503, "#N/A": 32767}
ERROR_TEXTS = {
    **{code: text for text, code in CALC_ERRORS.items()},
    502: "#NUM!",  # an argument outside of a function's domain, as in SQRT(-1)
    523: "#NUM!",  # an iteration that does not converge
}
UNSAID_ERROR = "#VALUE!"
NEVER_RUN_MACROS = 0
NEVER_UPDATE_LINKS = 0
NUMBERS, TEXTS, ERRORS = 1, 2, 4
LOGICAL = 1024


def serve(*_: Any) -> None:
    """Answers requests until our process hangs up, then ends LibreOffice."""
    stream = _connect()
    desktop = _service("com.sun.star.frame.Desktop")
    for line in iter(stream.readline, ""):
        try:
            answer = {"done": _carry_out(desktop, json.loads(line))}
        except Exception as error:
            answer = {"failed": str(error) or type(error).__name__}
        _send(stream, answer)
    desktop.terminate()


def evaluate(name: str, given: tuple[Any, ...], missing: tuple[bool, ...]) -> Any:
    """The result of one call from a cell: rows of values."""
    stream = _shared().stream
    arguments = [{"omitted": True} if left_out else _outgoing(value) for value, left_out in zip(given, missing)]
    _send(stream, {"call": name, "arguments": arguments})
    return tuple(tuple(map(_incoming, row)) for row in json.loads(stream.readline())["cells"])


def _connect() -> Any:
    port, token = os.environ[CONNECTION].split(":")
    stream = socket.create_connection(("127.0.0.1", int(port))).makefile("rw", encoding="utf-8", newline="\n")
    _shared().stream = stream
    _send(stream, {"token": token})
    return stream


def _shared() -> Any:
    """One module for both entry points, which LibreOffice loads as two copies of this script."""
    return sys.modules.setdefault(SHARED, ModuleType(SHARED))


def _send(stream: Any, message: dict[str, Any]) -> None:
    stream.write(json.dumps(message) + "\n")
    stream.flush()


def _service(name: str) -> Any:
    context = uno.getComponentContext()
    return context.ServiceManager.createInstanceWithContext(name, context)


def _outgoing(value: Any) -> Any:
    return [list(row) for row in value] if isinstance(value, tuple) else value


def _incoming(cell: Any) -> Any:
    if isinstance(cell, dict):
        code = CALC_ERRORS.get(cell["error"], CALC_ERRORS[UNSAID_ERROR])
        return struct.unpack("<d", struct.pack("<Q", 0x7FF8_0000_0000_0000 | code))[0]
    return "" if cell is None else cell


def _carry_out(desktop: Any, request: dict[str, Any]) -> Any:
    workbook = desktop.loadComponentFromURL(uno.systemPathToFileUrl(request["path"]), "_blank", 0, _opening())
    if workbook is None:
        raise ValueError("LibreOffice can't open it")
    try:
        if "to" in request:
            filters = _properties(FilterName=request["filter"], Overwrite=True)
            workbook.storeToURL(uno.systemPathToFileUrl(request["to"]), filters)
            return {}
        return {sheet.Name: _values(workbook, sheet, request["constants"]) for sheet in workbook.Sheets}
    finally:
        workbook.close(True)


def _opening() -> tuple[Any, ...]:
    return _properties(
        Hidden=True, ReadOnly=True, MacroExecutionMode=NEVER_RUN_MACROS, UpdateDocMode=NEVER_UPDATE_LINKS
    )


def _properties(**settings: Any) -> tuple[Any, ...]:
    return tuple(PropertyValue(Name=name, Value=value) for name, value in settings.items())


def _values(workbook: Any, sheet: Any, constants: bool) -> list[list[Any]]:
    """Row, column (both from 0) and value of each formula's cell, and of each constant's where asked for."""
    found: list[list[Any]] = []
    for kind in (NUMBERS, TEXTS, ERRORS):
        for area in sheet.queryFormulaCells(kind).RangeAddresses:
            found += _area(workbook, sheet, area, kind)
    if constants:
        for area in sheet.queryContentCells(1 | 2 | 4).RangeAddresses:
            found += _area(workbook, sheet, area, NUMBERS)
    return found


def _area(workbook: Any, sheet: Any, area: Any, kind: int) -> list[list[Any]]:
    cells = sheet.getCellRangeByPosition(area.StartColumn, area.StartRow, area.EndColumn, area.EndRow)
    read = {NUMBERS: _number, TEXTS: _plain, ERRORS: _error}[kind]
    return [
        [area.StartRow + r, area.StartColumn + c, read(workbook, cells, r, c, value)]
        for r, row in enumerate(cells.getDataArray())
        for c, value in enumerate(row)
    ]


def _plain(_workbook: Any, _cells: Any, _row: int, _column: int, value: Any) -> Any:
    return value


def _number(workbook: Any, cells: Any, row: int, column: int, value: Any) -> Any:
    if value not in (0.0, 1.0):
        return value
    cell = cells.getCellByPosition(column, row)
    logical = workbook.NumberFormats.getByKey(cell.NumberFormat).Type & LOGICAL
    return bool(value) if logical else value


def _error(_workbook: Any, cells: Any, row: int, column: int, _value: Any) -> Any:
    return {"error": ERROR_TEXTS.get(cells.getCellByPosition(column, row).getError(), UNSAID_ERROR)}
