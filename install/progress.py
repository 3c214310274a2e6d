"""One line of progress: a bar on a terminal, a line for each stage elsewhere."""

import shutil
import sys
from typing import TextIO

from addin.language import translated

WIDTH = 24


class Progress:
    """Stages that follow each other, each with its share of the whole."""

    def __init__(self, language: str = "en", stream: TextIO | None = None) -> None:
        self._language = language
        self._stream: TextIO = stream or sys.stdout
        self._bar = self._stream.isatty()
        self._from = 0.0
        self._to = 0.0
        self._stage = ""

    def stage(self, text: str, until: float) -> None:
        """A new stage begins, told in English; it ends when the fraction `until` of the whole is done."""
        self._from, self._to, self._stage = self._to, until, translated(text, self._language)
        if self._bar:
            self.part(0)
        else:
            self._stream.write(f"{self._stage} …\n")
            self._stream.flush()

    def part(self, fraction: float, detail: str = "") -> None:
        """The fraction of this stage that is done."""
        if self._bar:
            done = self._from + (self._to - self._from) * min(fraction, 1)
            filled = round(WIDTH * done)
            text = f"[{'#' * filled}{'.' * (WIDTH - filled)}] {done:4.0%} {self._stage} {detail}"
            width = shutil.get_terminal_size().columns - 1
            self._stream.write("\r" + text[:width].ljust(width))
            self._stream.flush()

    def end(self) -> None:
        """The bar is wiped off."""
        if self._bar:
            self._stream.write("\r" + " " * (shutil.get_terminal_size().columns - 1) + "\r")
            self._stream.flush()
