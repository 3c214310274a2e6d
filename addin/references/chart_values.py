"""The values of cells as the texts, escaped for XML, that charts keep of them; None where they keep none."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from addin.package.dates import number_of
from addin.package.numbers import number_text
from addin.package.text import escape, is_plain
from udfs.numerics.cell_values import CellValue, ExcelError, text_of_cell


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
    if isinstance(value, str):
        return escape(value) if value.strip() else None
    return number_text(value) if isinstance(value, float) else text_of_cell(value)


def labels_in_chart(values: Sequence[str]) -> Iterable[str | None]:
    """Texts among the categories of an axis, or as labels."""
    # mostly nothing in any of them has to be escaped
    return values if all(map(str.strip, values)) and is_plain("\n".join(values)) else map(label_in_chart, values)
