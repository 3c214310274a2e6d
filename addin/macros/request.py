"""What a macro is asked for."""

from dataclasses import dataclass
from pathlib import PurePath

import xlwings as xw

from addin.errors import Place
from addin.livebook.copies import file_name


@dataclass(frozen=True)
class MacroRequest:
    """The workbook that a macro is for, the language to speak ('en', 'ru' or 'kk'), and the choice of a menu."""

    book: xw.Book
    language: str
    choice: str = ""

    @property
    def stem(self) -> str:
        """The workbook's name without its ending."""
        return PurePath(file_name(self.book)).stem

    @property
    def place(self) -> Place:
        """The workbook, as mistakes name it."""
        return Place(self.book.name)
