"""Whether what the cells show is what their formulas give."""

import sys
from typing import Final

import xlwings as xw

from addin.errors import Place, UserError

_DONE: Final = 0


def refuse_uncalculated(book: xw.Book) -> None:
    """Raises UserError where Excel, set to calculate by hand, has formulas left to calculate; macOS isn't asked."""
    if sys.platform != "darwin" and book.app.api.CalculationState != _DONE:
        raise UserError("formulas are left to calculate: press F9 first", Place(book.name))
