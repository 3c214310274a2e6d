"""A new sheet of texts in an open workbook."""

from collections.abc import Sequence

import xlwings as xw

from addin.livebook.protection import refuse_protected_structure

_TEXT_FORMAT = "@"


def add_listing(book: xw.Book, name: str, rows: Sequence[Sequence[str]]) -> xw.Sheet:
    """Add a sheet after the last one with rows of equally many texts, written as one block, and show it.

    Cells are made texts before they are written, so that Excel takes no text for a formula, a date or a number.
    Nothing stays behind where writing fails. Raises Mistake where the workbook's structure is protected.
    """
    refuse_protected_structure(book)
    sheet = book.sheets.add(free_name(book, name), after=book.sheets[len(book.sheets) - 1])
    try:
        cells = sheet.range((1, 1), (len(rows), len(rows[0])))
        cells.number_format = _TEXT_FORMAT
        cells.value = [list(row) for row in rows]
        cells.autofit()
    except BaseException:
        sheet.delete()
        raise
    return sheet


def free_name(book: xw.Book, name: str) -> str:
    """The name, or where a sheet of the workbook has it the name with the first number that none has."""
    taken = {sheet.name.casefold() for sheet in book.sheets}
    number, free = 1, name
    while free.casefold() in taken:
        number += 1
        free = f"{name} {number}"
    return free
