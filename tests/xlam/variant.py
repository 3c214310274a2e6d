"""A variant of the add-in that LibreOffice opens as a workbook, and the Python that drives it."""

import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, Final
from xml.sax.saxutils import escape

import pytest

from addin.calculator.office import find_office

VB_OBJECT_ERROR: Final = "-2147221504"
"""VBA's constant vbObjectError, which LibreOffice lacks."""


def shown_as_workbook(addin: bytes, rows: str) -> bytes:
    """The add-in's file as a workbook with macros, without its ribbon: its sheets shown, in the first these rows."""
    letters = rows.encode("ascii", "xmlcharrefreplace").decode()
    copy = BytesIO()
    with zipfile.ZipFile(BytesIO(addin)) as source, zipfile.ZipFile(copy, "w") as target:
        for name in source.namelist():
            data = source.read(name).decode("latin-1").replace(".addin.macroEnabled", ".sheet.macroEnabled")
            data = re.sub("<Relationship [^>]*customUI[^>]*>", "", data).replace(' visibility="hidden"', "")
            if name.endswith("sheet1.xml"):
                data = data.replace("<sheetData>", f"<sheetData>{letters}")
            target.writestr(name, data.encode("latin-1"))
    return copy.getvalue()


def formulas_in_rows(cells: Sequence[str]) -> str:
    """Rows with a formula each, in the first column."""
    return "".join(
        f'<row r="{line}"><c r="A{line}"><f>{escape(cell)}</f></c></row>' for line, cell in enumerate(cells, 1)
    )


def shown_in_office(path: Path, folder: Path, **surroundings: str) -> list[list[Any]]:
    """What the first sheet of a workbook with macros shows: value, text and error of each cell, row by row."""
    command = [_python(), Path(__file__).with_name("office_runner.py"), find_office(), path, folder / "profile"]
    ran = subprocess.run(
        command,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        cwd=folder,
        env={"PATH": "/usr/bin:/bin", **surroundings},
    )
    assert ran.stdout, ran.stderr
    rows: list[list[Any]] = json.loads(ran.stdout)["rows"]
    return rows


def _python() -> str:
    """A Python that has LibreOffice's UNO; the test is skipped where none has."""
    for program in (sys.executable, "/usr/bin/python3"):
        if subprocess.run([program, "-c", "import uno"], capture_output=True, check=False).returncode == 0:
            return program
    pytest.skip("no Python has LibreOffice's UNO (Debian: python3-uno)")
