"""LibreOffice as a calculator: started without windows, asked for values, and ended; its files are thrown away."""

import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self, TypeAlias

from addin.calculator.conversation import Conversation, Silence, cell_of
from addin.calculator.profile import make_profile
from addin.calculator.program import find_office
from addin.calculator.running import end, launch
from addin.errors import Place, UserError
from addin.package.addresses import column_letters
from udfs.library import FUNCTIONS
from udfs.numerics.cell_values import CellValue
from udfs.registry import Function

Values: TypeAlias = dict[str, dict[str, CellValue]]

FILTERS: Final = {".pdf": "calc_pdf_Export", ".xlsx": "Calc MS Excel 2007 XML", ".ods": "calc8"}

_VARIABLE: Final = "GROWTHPOLE_CALCULATOR"
_START: Final = 90.0


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
