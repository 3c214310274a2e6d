"""Values as the XML of cells: what follows a cell's attributes, from its type to its closing tag."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from addin.package.numbers import NOT_FINITE, joined_numbers, number_text
from addin.package.rich_text import RichText, runs_xml
from addin.package.text import escape, is_plain, text_element
from addin.template.bounds import LONGEST_TEXT, refuse_long_cell
from udfs.numerics.cell_values import CellValue, ExcelError, Numbers, to_cells

BLANK_CELL: Final = "/>"
_EDGE: Final = re.compile(r"(?:\A|\n)[ \t\r\n]|[ \t\r\n](?:\n|\Z)")
"""Where lines put together have a blank at an end, or are empty."""

_BETWEEN: Final = "</v></c>\n><v>"


def cells_xml(values: NDArray[Any]) -> Sequence[str]:
    """The XML of each value of an array of results, in reading order.

    Raises UserError for a text too long for a cell.
    """
    if not values.size:
        return []
    if values.dtype == np.float64:
        return _numbers_xml(values)
    flat = values.ravel().tolist()
    if set(map(type, flat)) == {str}:
        return _texts_xml(tuple(flat))
    return [cell_xml(value) for row in to_cells(values) for value in row]


def _numbers_xml(values: Numbers) -> list[str]:
    joined = joined_numbers(values)
    texts = f"><v>{joined.replace(',', _BETWEEN)}</v></c>".split("\n")
    if NOT_FINITE in joined:
        places = np.flatnonzero(~np.isfinite(values))
        for place, value in zip(places.tolist(), to_cells(values.ravel()[places])[0], strict=True):
            texts[place] = cell_xml(value)
    return texts


def cell_xml(value: CellValue) -> str:
    """The XML of a value that is written as itself."""
    if isinstance(value, bool):
        return f' t="b"><v>{int(value)}</v></c>'
    if isinstance(value, float):
        return f"><v>{number_text(value)}</v></c>"
    if value is None:
        return BLANK_CELL
    if isinstance(value, ExcelError):
        return f' t="e"><v>{value}</v></c>'
    return _rich_xml(value) if isinstance(value, RichText) else _text_xml(str(value))


def formula_xml(formula: str, value: CellValue, *, known: bool) -> str:
    """The XML of a formula element with its value beside it, where that is known; a known blank is an empty text."""
    if not known:
        return f">{formula}</c>"
    if isinstance(value, bool):
        return f' t="b">{formula}<v>{int(value)}</v></c>'
    if isinstance(value, float):
        return f">{formula}<v>{number_text(value)}</v></c>"
    if isinstance(value, ExcelError):
        return f' t="e">{formula}<v>{value}</v></c>'
    return f' t="str">{formula}<v>{escape("" if value is None else str(value))}</v></c>'


# Kept: 45 % of filling a list of 20 000 rows again, whose labels are the same next month; texts alone decide.
@lru_cache(maxsize=64)
def _texts_xml(texts: tuple[str, ...]) -> Sequence[str]:
    """The texts of a column, which are the same labels in the next workbook."""
    joined = "\n".join(texts)
    # mostly all are short, begin and end with no blank, and need no escape
    if is_plain(joined) and joined and not _EDGE.search(joined) and max(map(len, texts)) <= LONGEST_TEXT // 2:
        return [f' t="inlineStr"><is><t>{text}</t></is></c>' for text in texts]
    return list(map(_text_xml, texts))


def _text_xml(text: str) -> str:
    if not text:
        return BLANK_CELL
    refuse_long_cell(text)
    return f' t="inlineStr"><is>{text_element(text)}</is></c>'


def _rich_xml(text: RichText) -> str:
    if not any(run.format for run in text.runs):
        return _text_xml(str(text))
    refuse_long_cell(str(text))
    return f' t="inlineStr"><is>{runs_xml(text)}</is></c>'
