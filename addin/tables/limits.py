"""What a cell of data may hold at most: longer texts and numbers are refused before anything looks into them."""

from collections.abc import Sequence
from typing import Final

from addin.errors import NOWHERE, Place, UserError
from addin.package.addresses import column_letters
from addin.references.growth import COLUMNS

LONGEST_TEXT: Final = 32_767
"""How many characters a cell of Excel holds."""

MOST_DIGITS: Final = 400
"""More than any float64 has before its decimal mark (309), or an office writes behind it."""

_BETWEEN_DIGITS: Final = str.maketrans("", "", "+-.,'\u2019\u2212eE \t\u00a0\u2009\u202f")


def refuse_long_cells(row: Sequence[str], number: int, place: Place) -> None:
    """Raises UserError, with its cell, for a cell of row `number` that holds more than Excel's cells, or no number."""
    for column, text in enumerate(row, 1):
        cell = Place(place.file, place.sheet, f"{column_letters(min(column, COLUMNS))}{number}")
        if len(text) > MOST_DIGITS and (mistake := too_long(text, cell)) is not None:
            raise mistake


def too_long(text: str, place: Place = NOWHERE) -> UserError | None:
    """Why a text is too long for a cell; None where it isn't."""
    if len(text) > LONGEST_TEXT:
        return UserError(
            "a text of {length} characters; a cell holds {most}", place, length=len(text), most=LONGEST_TEXT
        )
    digits = text.translate(_BETWEEN_DIGITS) if len(text) > MOST_DIGITS else ""
    if len(digits) > MOST_DIGITS and digits.isdecimal():
        return UserError(
            "a number of {length} digits; {most} at most are read", place, length=len(digits), most=MOST_DIGITS
        )
    return None
