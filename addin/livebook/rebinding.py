"""Formulas that point to a copy of the add-in elsewhere, bound again to the add-in that is loaded."""

from pathlib import PureWindowsPath
from typing import Final

import xlwings as xw

ADD_IN: Final = "growthpole.xlam"
_EXCEL_LINKS: Final = 1


def rebind(book: xw.Book) -> None:
    """Turn every link of the workbook to a file named as our add-in to the add-in itself, and enter formulas anew.

    No formula is rewritten: Excel changes the links, then recalculates with all dependencies built anew.
    """
    own = book.app.api.Workbooks(ADD_IN).FullName
    for link in book.api.LinkSources(_EXCEL_LINKS) or ():
        if PureWindowsPath(link).name.casefold() == ADD_IN and link.casefold() != own.casefold():
            book.api.ChangeLink(link, own, _EXCEL_LINKS)
    book.app.api.CalculateFullRebuild()
