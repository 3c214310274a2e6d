"""A sheet made as a file, taken over into an open workbook."""

from secrets import token_hex

import xlwings as xw

from addin.livebook.protection import refuse_protected_structure
from addin.livebook.temporary import temporary_folder
from addin.package.package import Package


def add_sheet(book: xw.Book, package: Package) -> None:
    """Take over the first sheet of a workbook, after the sheet that is shown; Excel copies it whole, charts and all.

    Where a sheet has its name already it gets the next number. The workbook is as it was until the sheet is there.
    Raises UserError where its structure is protected.
    """
    refuse_protected_structure(book)
    shown = book.sheets.active
    with temporary_folder() as folder:
        path = folder / f"growthpole {token_hex(4)}.xlsx"
        package.save(path)
        made = book.app.books.open(path)
        try:
            sheet = made.sheets[0]
            sheet.copy(after=shown, name=_free_name(book, sheet.name))
        finally:
            made.close()


def _free_name(book: xw.Book, name: str) -> str:
    """The name, or where a sheet of the workbook has it the name with the first number that none has."""
    taken = {sheet.name.casefold() for sheet in book.sheets}
    number, free = 1, name
    while free.casefold() in taken:
        number += 1
        free = f"{name} {number}"
    return free
