"""The values of cells as the texts, escaped for XML, that charts keep of them; None where they keep none."""

from datetime import date, datetime, time, timedelta
from typing import Final

from addin.package.dates import number_of
from addin.package.numbers import number_text
from addin.package.text import escape
from udfs.numerics.cell_values import CellValue, ExcelError, text_of_cell

_KEPT: Final = 4096


def number_in_chart(value: CellValue) -> str | None:
    """A value of a series as Excel keeps it: a text counts nought, a blank is left out."""
    return "0" if _is_text(value) else category_in_chart(value)


def _is_text(value: CellValue) -> bool:
    return isinstance(value, str) and not isinstance(value, ExcelError) and bool(value.strip())


def category_in_chart(value: CellValue) -> str | None:
    """A value among the categories of an axis."""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, date | datetime | time | timedelta):
        return text_of_cell(number_of(value))
    return label_in_chart(value)


def label_in_chart(value: CellValue) -> str | None:
    """A value in a series' name or a label."""
    if isinstance(value, float):
        return number_text(value)
    return _escaped(value) if isinstance(value, str) else text_of_cell(value)


def _escaped(value: str) -> str | None:
    text = text_of_cell(value)
    return None if text is None else escape(text)
