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
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Any, Final, Self, TypeAlias

from addin.calculator.profile import START, make_profile
from addin.errors import Place, UserError
from addin.package.addresses import column_letters
from udfs.formulas.evaluator import OMITTED, FormulaSyntaxError, evaluate
from udfs.library import FUNCTIONS
from udfs.numerics.cell_values import CellValue, ExcelError, error_of_text
from udfs.registry import Function

Values: TypeAlias = dict[str, dict[str, CellValue]]

FILTERS: Final = {".pdf": "calc_pdf_Export", ".xlsx": "Calc MS Excel 2007 XML", ".ods": "calc8"}

_VARIABLE: Final = "GROWTHPOLE_CALCULATOR"
_START: Final = 90.0


_OPTIONS: Final = ("--headless", "--invisible", "--norestore", "--nologo", "--nodefault", "--nolockcheck")


class Silence(Exception):
    """LibreOffice has ended, or did not answer in time."""


class Conversation:
    """Messages of one line of JSON each; `inside.connection` is the other end."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._stream = connection.makefile("rw", encoding="utf-8", newline="\n")

    def ask(self, request: dict[str, object], patience: float) -> dict[str, Any]:
        """The answer to a request within `patience` seconds, all calls of our functions answered. Raises Silence."""
        until = monotonic() + patience
        self._send(request)
        while "call" in (answer := self.receive(until - monotonic())):
            self._send({"cells": _outcome(answer["call"], answer["arguments"])})
        return answer

    def receive(self, patience: float) -> dict[str, Any]:
        """The next message. Raises Silence."""
        try:
            self._connection.settimeout(max(patience, 0.001))
            message: dict[str, Any] = json.loads(self._stream.readline())
        except (OSError, ValueError):
            raise Silence from None
        return message

    def close(self) -> None:
        """Hangs up, at which LibreOffice ends."""
        self._connection.close()
        self._stream.close()

    def _send(self, message: dict[str, object]) -> None:
        line = json.dumps(message) + "\n"
        try:
            self._stream.write(line)
            self._stream.flush()
        except OSError:
            raise Silence from None


class Calculator:
    """One running LibreOffice, in which each of our functions can be called from a cell as in Excel.

    It has a profile of its own, opens workbooks for reading only, runs no macro of theirs and follows no link. A call
    of one of our functions comes back to this process. Raises UserError where LibreOffice is missing, can't open a
    file, or takes longer than `patience` seconds over one request; after that it is ended.
    """

    def __init__(self, *, patience: float = 120, functions: Mapping[str, Function] = FUNCTIONS) -> None:
        program = find_office()
        self.folder = Path(tempfile.mkdtemp(prefix="growthpole-"))
        self.closed = False
        self._patience = patience
        self._process: subprocess.Popen[bytes] | None = None
        self._conversation: Conversation | None = None
        try:
            make_profile(self.folder, functions.values())
            self._conversation = self._start(program)
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
        if self._conversation is not None:
            with suppress(OSError):
                self._conversation.close()
        if self._process is not None:
            end(self._process, grace)
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _start(self, program: Path) -> Conversation:
        token = secrets.token_hex(16)
        with socket.create_server(("127.0.0.1", 0)) as listener:
            listener.settimeout(_START)
            self._process = launch(program, self.folder, {_VARIABLE: f"{listener.getsockname()[1]}:{token}"})
            try:
                conversation = Conversation(listener.accept()[0])
            except TimeoutError:
                raise UserError(
                    "{program} does not start within {seconds:g} seconds, or its Python scripting is missing"
                    " (Debian and Ubuntu: apt install python3-uno libreoffice-script-provider-python)",
                    program=program,
                    seconds=_START,
                ) from None
        if conversation.receive(_START) != {"token": token}:
            raise UserError("another program answers in LibreOffice's place")
        return conversation

    def _ask(self, workbook: Path, request: dict[str, object]) -> dict[str, Any]:
        place = Place(str(workbook))
        if not workbook.is_file():
            raise UserError("there is no such file", place)
        if self._conversation is None or self.closed:
            raise UserError("LibreOffice has been ended", place)
        try:
            answer = self._conversation.ask({"path": str(workbook.absolute()), **request}, self._patience)
        except Silence:
            self.close(grace=0)
            raise UserError("LibreOffice stopped or took too long over this workbook", place) from None
        if "failed" in answer:
            raise UserError("LibreOffice can't read or write it: {reason}", place, reason=answer["failed"])
        done: dict[str, Any] = answer["done"]
        return done


def recalculate(workbook: Path, *, patience: float = 120) -> Values:
    """What `Calculator.recalculate` gives, from a LibreOffice started for this workbook alone (about two seconds)."""
    with Calculator(patience=patience) as calculator:
        return calculator.recalculate(workbook)


def _named_cell(cell: tuple[int, int, Any]) -> tuple[str, CellValue]:
    row, column, value = cell
    return f"{column_letters(column + 1)}{row + 1}", cell_of(value)


def find_office() -> Path:
    """The program `soffice`; UserError with how to get it where LibreOffice isn't installed."""
    found = next(filter(Path.is_file, _places()), None)
    if found is None:
        raise UserError(
            "LibreOffice, which calculates the formulas, is not on this computer: install it ({how})", how=_how()
        )
    return found


def _places() -> Iterator[Path]:
    for name in ("soffice", "libreoffice"):
        on_path = shutil.which(name)
        if on_path:
            yield Path(on_path)
    for variable in ("ProgramFiles", "ProgramFiles(x86)"):
        if os.environ.get(variable):
            yield Path(os.environ[variable], "LibreOffice", "program", "soffice.exe")
    yield Path("/Applications/LibreOffice.app/Contents/MacOS/soffice")
    yield Path("/usr/lib/libreoffice/program/soffice")
    yield from sorted(Path("/opt").glob("libreoffice*/program/soffice"), reverse=True)


def _how() -> str:
    if sys.platform.startswith("linux"):
        return "Debian and Ubuntu: apt install libreoffice-calc python3-uno libreoffice-script-provider-python"
    return "libreoffice.org"


def launch(program: Path, profile: Path, connection: dict[str, str]) -> subprocess.Popen[bytes]:
    """LibreOffice in that profile, running our script, which finds `connection` in its environment."""
    return subprocess.Popen(  # noqa: S603 - the program found, arguments of our own
        [program, f"-env:UserInstallation={profile.as_uri()}", *_OPTIONS, START],
        env={**_surroundings(), **connection, "SAL_USE_VCLPLUGIN": "svp"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def end(process: subprocess.Popen[bytes], grace: float) -> None:
    """LibreOffice ends by itself once the connection is closed; after `grace` seconds it is ended by force."""
    with suppress(subprocess.TimeoutExpired):
        process.wait(grace)
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/T", "/F", "/PID", str(process.pid)], capture_output=True, check=False)  # noqa: S603, S607
    else:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _surroundings() -> dict[str, str]:
    """The environment without any other Python's: LibreOffice's own would take its library from there."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return kept if sys.platform == "win32" else {**kept, "PATH": os.defpath}


def cell_of(message: Any) -> CellValue:  # noqa: ANN401 - as it came
    """A cell's value as it travels: an error is {"error": its text}."""
    return error_of_text(message["error"]) if isinstance(message, dict) else message


def _outcome(name: str, arguments: Iterable[object]) -> list[list[object]]:
    try:
        cells = evaluate(name, [_argument(argument) for argument in arguments])
    except FormulaSyntaxError:
        cells = [[ExcelError.VALUE]]
    return [[{"error": cell.value} if isinstance(cell, ExcelError) else cell for cell in row] for row in cells]


def _argument(message: Any) -> object:  # noqa: ANN401 - as it came
    if isinstance(message, list):
        return [[cell_of(cell) for cell in row] for row in message]
    return OMITTED if message == {"omitted": True} else cell_of(message)
