"""LibreOffice as the tests use it: one for the whole run, started when needed and again after it had to be ended."""

import subprocess
from pathlib import Path
from types import TracebackType
from typing import Self

from addin.calculator import Calculator, Values
from addin.errors import UserError


class LibreOffice:
    """Recalculates, converts and draws workbooks; each of our functions can be called from their cells."""

    def __init__(self, *, patience: float = 60) -> None:
        self._patience = patience
        self._running: Calculator | None = None
        self._refusal: UserError | None = None

    def recalculate(self, workbook: Path) -> Values:
        """The value of every cell that has one, by sheet and address: numbers, texts, booleans, ExcelError."""
        return self._calculator().recalculate(workbook, constants=True)

    def convert(self, workbook: Path, suffix: str = "pdf", *, into: Path | None = None) -> Path:
        """The workbook as 'pdf', 'xlsx' or 'ods', beside it or in the folder `into`."""
        target = (into or workbook.parent) / f"{workbook.stem}.{suffix}"
        if target == workbook:
            raise ValueError(f"{workbook} would be overwritten")
        return self._calculator().convert(workbook, target)

    def render(self, workbook: Path, into: Path, *, resolution: int = 60) -> list[Path]:
        """Its printed pages as PNG files in the folder `into`, in order; needs pdftoppm."""
        pages = self.convert(workbook, "pdf", into=into)
        subprocess.run(["pdftoppm", "-r", str(resolution), "-png", pages, pages.with_suffix("")], check=True)
        return sorted(into.glob(f"{workbook.stem}-*.png"))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._running is not None:
            self._running.close()

    def _calculator(self) -> Calculator:
        if self._refusal is not None:
            raise self._refusal
        if self._running is None or self._running.closed:
            self._running = self._started()
        return self._running

    def _started(self) -> Calculator:
        """A new LibreOffice; one that does not start is not waited for again."""
        try:
            return Calculator(patience=self._patience)
        except UserError as mistake:
            self._refusal = mistake
            raise
