"""Asking the person at Excel for a file."""

import sys
from importlib.util import find_spec
from pathlib import Path

import xlwings as xw

from addin.errors import Place, UserError
from addin.tables.formats import ENDINGS, NEED_PYARROW


def ask_for_text(book: xw.Book, prompt: str, default: str) -> str | None:
    """What is typed into Excel's own box; None where it is closed or left empty. UserError on macOS, as there."""
    if sys.platform == "darwin":
        raise UserError("on macOS nothing can be asked: let the data have one column of names", Place(book.name))
    typed = book.app.api.InputBox(prompt, "Growthpole", default)
    return typed.strip() or None if isinstance(typed, str) else None


def ask_for_data(book: xw.Book, title: str) -> Path | None:
    """The file of data that is chosen in Excel's own dialogue; None where it is closed without a choice.

    UserError on macOS, whose Excel shows no such dialogue to other programs.
    """
    if sys.platform == "darwin":
        raise UserError("name the sheet or table of data in the setting data, on the sheet _settings", Place(book.name))
    left_out = () if find_spec("pyarrow") else NEED_PYARROW
    kinds = ";".join(f"*{ending}" for ending in ENDINGS if ending not in left_out)
    # The endings alone, not in the words before them too, which is usual: Excel takes 255 characters for both.
    chosen = book.app.api.GetOpenFilename(f"{title},{kinds}", 1, title)
    return Path(chosen) if isinstance(chosen, str) else None
