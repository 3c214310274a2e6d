"""What is selected in Excel."""

from dataclasses import dataclass

import xlwings as xw

from addin.errors import Place, UserError


@dataclass(frozen=True, slots=True)
class Selection:
    """The sheet, the Excel table on it if the selection is in one, and the first column, counted from 1."""

    sheet: str
    table: str | None
    column: int

    @property
    def name(self) -> str:
        """The name of what is to be read: the table, else the sheet."""
        return self.table or self.sheet


def selected(book: xw.Book) -> Selection:
    """The cells that are selected; UserError where it is a chart or another object."""
    cells = _selected_cells(book)
    if cells is None:
        raise UserError("select a cell of the table first", Place(book.name))
    table = cells.table
    return Selection(cells.sheet.name, table.name if table else None, cells.column)


def _selected_cells(book: xw.Book) -> xw.Range | None:
    """On a chart sheet nothing at all may be selected, of which xlwings then asks the address."""
    try:
        return book.app.selection
    except AttributeError:
        return None
