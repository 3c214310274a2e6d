"""What a workbook's protection forbids, told before anything is tried."""

import sys

import xlwings as xw

from addin.errors import Place, UserError


def refuse_protected_structure(book: xw.Book) -> None:
    """Raises UserError where the workbook lets no sheet be added."""
    api = book.api
    if api.protect_structure.get() if sys.platform == "darwin" else api.ProtectStructure:
        raise UserError("the workbook's structure is protected: unprotect it first", Place(book.name))


def refuse_protected_sheets(book: xw.Book) -> None:
    """Raises UserError, which names the first of them, where a sheet lets its formulas not be changed."""
    for sheet in book.sheets:
        if sheet.api.ProtectContents:
            raise UserError("the sheet is protected: unprotect it first", Place(book.name, sheet.name))
