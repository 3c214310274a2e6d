"""Run by a Python that has LibreOffice's UNO: opens a workbook with its macros and prints what its formulas show."""

import json
import os
import signal
import subprocess
import sys
import time
from typing import Any

import uno  # type: ignore[import-not-found]
from com.sun.star.beans import PropertyValue  # type: ignore[import-not-found]
from com.sun.star.connection import NoConnectException  # type: ignore[import-not-found]

ALWAYS_RUN_MACROS = 4
VBA_FILTER = "Calc MS Excel 2007 VBA XML"


def main(program: str, workbook: str, profile: str) -> None:
    pipe = f"growthpole{time.time_ns()}"
    options = ["--headless", "--invisible", "--norestore", "--nologo", "--nodefault", "--nolockcheck"]
    office = subprocess.Popen(
        [program, f"-env:UserInstallation=file://{profile}", *options, f"--accept=pipe,name={pipe};urp;"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        print(json.dumps(shown(connect(pipe), workbook)), flush=True)
    finally:
        os.killpg(office.pid, signal.SIGKILL)  # the program is a launcher; what it launched goes with it


def connect(pipe: str) -> Any:
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(300):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            time.sleep(0.1)
    raise TimeoutError("LibreOffice does not start")


def shown(context: Any, workbook: str) -> dict[str, Any]:
    desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    settings = {"Hidden": True, "MacroExecutionMode": ALWAYS_RUN_MACROS, "FilterName": VBA_FILTER}
    opening = tuple(PropertyValue(Name=name, Value=value) for name, value in settings.items())
    document = desktop.loadComponentFromURL(uno.systemPathToFileUrl(workbook), "_blank", 0, opening)
    document.calculateAll()
    sheet = document.Sheets.getByIndex(0)
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    last = cursor.RangeAddress
    cells = [
        [sheet.getCellByPosition(column, row) for column in range(last.EndColumn + 1)] for row in range(last.EndRow + 1)
    ]
    return {"rows": [[[cell.Value, cell.String, cell.getError()] for cell in row] for row in cells]}


main(*sys.argv[1:])
