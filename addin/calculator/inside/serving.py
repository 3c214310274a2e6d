"""The two ways in: our process asks for a workbook's values, and a cell for the value of one of our functions."""

from __future__ import annotations

from typing import Any

import uno  # type: ignore[import-not-found]
from com.sun.star.beans import PropertyValue  # type: ignore[import-not-found]

from .cells import cells_of, value_for_calc
from .connection import connection
from .formulas import OMITTED, fill_skipped_arguments
from .unread import UnreadFormulas

NEVER_RUN_MACROS = 0
NEVER_UPDATE_LINKS = 0
FORMULAS_OF_EVERY_RESULT = 1 | 2 | 4
NUMBERS_DATES_TEXTS_FORMULAS = 1 | 2 | 4 | 16
LEFT_OUT = {"omitted": True}

_failures: list[Exception] = []


def serve(*_: Any) -> None:
    """Answers requests until our process hangs up, then ends LibreOffice."""
    line = connection()
    context = uno.getComponentContext()
    desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    for request in iter(line.receive, None):
        try:
            answer = {"done": _carry_out(desktop, request)}
        except Exception as error:
            answer = {"failed": str(error) or type(error).__name__}
        line.send(answer)
    desktop.terminate()


def evaluate(name: str, given: tuple[Any, ...], missing: tuple[bool, ...]) -> Any:
    """The result of one call from a cell: rows of values."""
    try:
        return _evaluated(name, given, missing)
    except Exception as error:
        _failures.append(error)
        return ((value_for_calc({"error": "#VALUE!"}),),)


def _evaluated(name: str, given: tuple[Any, ...], missing: tuple[bool, ...]) -> Any:
    arguments = [LEFT_OUT if left_out else _argument(value) for value, left_out in zip(given, missing)]
    connection().send({"call": name, "arguments": arguments})
    answer = connection().receive()
    if answer is None:
        raise ConnectionError("our process has hung up")
    return tuple(tuple(map(value_for_calc, row)) for row in answer["cells"])


def _argument(value: Any) -> Any:
    if hasattr(value, "getDataArray"):
        rows = cells_of(value)
        return rows[0][0] if len(rows) == len(rows[0]) == 1 else rows
    if value == OMITTED:
        return LEFT_OUT
    return [list(row) for row in value] if isinstance(value, tuple) else value


def _carry_out(desktop: Any, request: dict[str, Any]) -> Any:
    workbook = _opened(desktop, request["path"])
    try:
        fill_skipped_arguments(workbook)
        if "to" in request:
            filters = _properties(FilterName=request["filter"], Overwrite=True)
            workbook.storeToURL(uno.systemPathToFileUrl(request["to"]), filters)
            return {}
        unread = UnreadFormulas(workbook)
        values = {sheet.Name: _values(sheet, request["constants"], unread.cells(sheet)) for sheet in workbook.Sheets}
        if _failures:
            raise _failures.pop()
        return values
    finally:
        _failures.clear()
        workbook.close(True)


def _opened(desktop: Any, path: str) -> Any:
    reading = _properties(
        Hidden=True, AsTemplate=True, MacroExecutionMode=NEVER_RUN_MACROS, UpdateDocMode=NEVER_UPDATE_LINKS
    )
    workbook = desktop.loadComponentFromURL(uno.systemPathToFileUrl(path), "_blank", 0, reading)
    if not hasattr(workbook, "Sheets"):
        raise ValueError("it is not a workbook")
    return workbook


def _properties(**settings: Any) -> tuple[Any, ...]:
    return tuple(PropertyValue(Name=name, Value=value) for name, value in settings.items())


def _values(sheet: Any, constants: bool, left_out: set[tuple[int, int]]) -> list[list[Any]]:
    """Row, column (both from 0) and value of each formula's cell, and of each constant's where asked for."""
    if constants:
        areas = sheet.queryContentCells(NUMBERS_DATES_TEXTS_FORMULAS).RangeAddresses
    else:
        areas = sheet.queryFormulaCells(FORMULAS_OF_EVERY_RESULT).RangeAddresses
    found: list[list[Any]] = []
    for area in areas:
        cells = sheet.getCellRangeByPosition(area.StartColumn, area.StartRow, area.EndColumn, area.EndRow)
        found += [
            [area.StartRow + r, area.StartColumn + c, value]
            for r, row in enumerate(cells_of(cells))
            for c, value in enumerate(row)
            if (area.StartRow + r, area.StartColumn + c) not in left_out
        ]
    return found
