"""LibreOffice as a calculator: started without windows, asked for values, and ended; its files are thrown away."""

import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self, TypeAlias

from openpyxl.utils import get_column_letter

from addin.calculator.profile import START, make_profile
from addin.calculator.program import find_office
from addin.mistakes import Mistake, Place
from udfs.cells import CellValue, ExcelError, error_of_text
from udfs.evaluator import OMITTED, CallMistake, evaluate
from udfs.library import FUNCTIONS
from udfs.registry import Function

Values: TypeAlias = dict[str, dict[str, CellValue]]

FILTERS: Final = {".pdf": "calc_pdf_Export", ".xlsx": "Calc MS Excel 2007 XML", ".ods": "calc8"}

_CONNECTION: Final = "GROWTHPOLE_CALCULATOR"


class Calculator:
    """One running LibreOffice, in which each of our functions can be called from a cell as in Excel.

    It has a profile of its own, opens workbooks for reading only, runs no macro of theirs and follows no link. A call
    of one of our functions comes back to this process. Raises Mistake where LibreOffice is missing, can't open a file,
    or takes longer than `patience` seconds over one request; after that it is ended.
    """

    def __init__(self, *, patience: float = 120, functions: Mapping[str, Function] = FUNCTIONS) -> None:
        program = find_office()
        self.folder = Path(tempfile.mkdtemp(prefix="growthpole-"))
        self._process: subprocess.Popen[bytes] | None = None
        self.closed = False
        try:
            make_profile(self.folder, functions.values())
            self._start(program, patience)
        except BaseException:
            self.close(grace=0)
            raise

    def recalculate(self, workbook: Path, *, constants: bool = False) -> Values:
        """The value of each formula's cell by sheet and address; with `constants` of every other cell that has one too.

        A date is its serial number, an error an ExcelError. The file isn't changed.
        """
        sheets = self._ask(workbook, {"constants": constants})
        return {name: dict(map(_named_cell, cells)) for name, cells in sheets.items()}

    def convert(self, workbook: Path, target: Path) -> Path:
        """The recalculated workbook as `target`, whose suffix is one of FILTERS."""
        self._ask(workbook, {"to": str(target.absolute()), "filter": FILTERS[target.suffix]})
        return target

    def close(self, *, grace: float = 10) -> None:
        """Ends LibreOffice, by force after `grace` seconds, and removes its profile."""
        self.closed = True
        with suppress(AttributeError, OSError):
            self._stream.close()
            self._connection.close()
        if self._process is not None:
            _end(self._process, grace)
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _start(self, program: Path, patience: float) -> None:
        token = secrets.token_hex(16)
        with socket.create_server(("127.0.0.1", 0)) as listener:
            listener.settimeout(patience)
            self._process = _launch(program, self.folder, f"{listener.getsockname()[1]}:{token}")
            try:
                self._connection, _ = listener.accept()
            except TimeoutError:
                raise Mistake(
                    "{program} does not start within {patience:g} seconds, or its Python scripting is missing"
                    " (Debian and Ubuntu: apt install python3-uno libreoffice-script-provider-python)",
                    program=program,
                    patience=patience,
                ) from None
        self._connection.settimeout(patience)
        self._stream = self._connection.makefile("rw", encoding="utf-8", newline="\n")
        if self._receive() != {"token": token}:
            raise Mistake("another program answers in LibreOffice's place")

    def _ask(self, workbook: Path, request: dict[str, object]) -> dict[str, Any]:
        place = Place(str(workbook))
        if not workbook.is_file():
            raise Mistake("there is no such file", place)
        try:
            self._send({"path": str(workbook.absolute()), **request})
            while "call" in (answer := self._receive()):
                self._send({"cells": _outcome(answer["call"], answer["arguments"])})
        except (OSError, ValueError):
            self.close(grace=0)
            raise Mistake("LibreOffice stopped or took too long over this workbook", place) from None
        if "failed" in answer:
            raise Mistake("LibreOffice can't read or write it: {reason}", place, reason=answer["failed"])
        done: dict[str, Any] = answer["done"]
        return done

    def _send(self, message: dict[str, object]) -> None:
        self._stream.write(json.dumps(message) + "\n")
        self._stream.flush()

    def _receive(self) -> dict[str, Any]:
        message: dict[str, Any] = json.loads(self._stream.readline())
        return message


def recalculate(workbook: Path, *, patience: float = 120) -> Values:
    """What `Calculator.recalculate` gives, from a LibreOffice started for this workbook alone (about two seconds)."""
    with Calculator(patience=patience) as calculator:
        return calculator.recalculate(workbook)


def _launch(program: Path, profile: Path, connection: str) -> subprocess.Popen[bytes]:
    options = ["--headless", "--invisible", "--norestore", "--nologo", "--nodefault", "--nolockcheck"]
    return subprocess.Popen(  # noqa: S603 - the program found, arguments of our own
        [program, f"-env:UserInstallation={profile.as_uri()}", *options, START],
        env={**_surroundings(), _CONNECTION: connection, "SAL_USE_VCLPLUGIN": "svp"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _surroundings() -> dict[str, str]:
    """The environment without any other Python's: LibreOffice's own would take its library from there."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return kept if sys.platform == "win32" else {**kept, "PATH": os.defpath}


def _end(process: subprocess.Popen[bytes], grace: float) -> None:
    """LibreOffice ends by itself once the connection is closed; else it is ended with what it started."""
    with suppress(subprocess.TimeoutExpired):
        process.wait(grace)
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/T", "/F", "/PID", str(process.pid)], capture_output=True, check=False)  # noqa: S603, S607
    else:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _outcome(name: str, arguments: Iterable[object]) -> list[list[object]]:
    try:
        cells = evaluate(name, [_argument(argument) for argument in arguments])
    except CallMistake:
        cells = [[ExcelError.VALUE]]
    return [[{"error": cell.value} if isinstance(cell, ExcelError) else cell for cell in row] for row in cells]


def _argument(argument: Any) -> object:  # noqa: ANN401 - as it came
    if isinstance(argument, list):
        return [[_cell(cell) for cell in row] for row in argument]
    return OMITTED if argument == {"omitted": True} else _cell(argument)


def _cell(cell: Any) -> CellValue:  # noqa: ANN401 - as it came
    return error_of_text(cell["error"]) if isinstance(cell, dict) else cell


def _named_cell(cell: tuple[int, int, Any]) -> tuple[str, CellValue]:
    row, column, value = cell
    return f"{get_column_letter(column + 1)}{row + 1}", _cell(value)
