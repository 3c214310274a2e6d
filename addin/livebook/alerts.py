"""Message boxes of Excel's."""

from collections.abc import Sequence
from itertools import accumulate
from typing import Final, Literal, TypeAlias

import xlwings as xw

Mode: TypeAlias = Literal["info", "critical"]

_TITLE: Final = "Growthpole"
_MOST_CHARACTERS: Final = 900


def show_alert(book: xw.Book, lines: Sequence[str], mode: Mode) -> None:
    """Say the lines in a box; of very many the first ones, and how many there are."""
    lengths = accumulate(len(line) + 1 for line in lines)
    shown = [line for line, length in zip(lines, lengths, strict=True) if length <= _MOST_CHARACTERS] or lines[:1]
    rest = [f"… ({len(lines)})"] if len(lines) > len(shown) else []
    book.app.alert("\n".join([*shown, *rest]), _TITLE, mode=mode)
