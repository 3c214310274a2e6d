"""Formulas that point to a copy of the add-in elsewhere, bound again to the add-in that is loaded."""

import sys
from pathlib import PureWindowsPath
from typing import Final

import xlwings as xw

from addin.errors import Place, UserError
from addin.livebook.protection import refuse_protected_sheets

ADD_IN: Final = "growthpole.xlam"
_EXCEL_LINKS: Final = 1


def rebind(book: xw.Book) -> None:
    """Turn every link of the workbook to a file named as our add-in to the add-in itself, and enter formulas anew.

    No formula is rewritten: Excel changes each link in all cells at once, then recalculates with all dependencies
    built anew. Raises UserError, before anything is changed, where a sheet with such a link may be protected.
    """
    if sys.platform == "darwin":
        raise UserError("Growthpole's functions are for Excel on Windows: there is nothing to rebind", Place(book.name))
    own = book.app.api.Workbooks(ADD_IN).FullName
    elsewhere = [link for link in book.api.LinkSources(_EXCEL_LINKS) or () if _is_elsewhere(link, own)]
    if elsewhere:
        refuse_protected_sheets(book)
    for link in elsewhere:
        book.api.ChangeLink(link, own, _EXCEL_LINKS)
    book.app.api.CalculateFullRebuild()


def _is_elsewhere(link: str, own: str) -> bool:
    return PureWindowsPath(link).name.casefold() == ADD_IN and link.casefold() != own.casefold()
