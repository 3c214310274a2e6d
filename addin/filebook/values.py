"""Values as the XML of cells: what follows a cell's attributes, from its type to its closing tag."""

from collections.abc import Sequence
from functools import lru_cache
from math import isfinite
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from addin.package.rich_text import RichText, runs_xml
from addin.package.text import escape, number_text, text_element
from addin.template.bounds import refuse_long_text
from udfs.cells import CellValue, ExcelError, to_cells

BLANK_CELL: Final = "/>"


def cells_xml(values: NDArray[Any]) -> list[str]:
    """The XML of each value of an array of results, in reading order. Raises Mistake for a text too long for a cell."""
    flat = values.ravel().tolist()
    if values.dtype == np.float64 and isfinite(sum(flat)):
        return _numbers_xml(flat)
    if set(map(type, flat)) == {str}:
        return list(map(_text_xml, flat))
    return [cell_xml(value) for row in to_cells(values) for value in row]


def _numbers_xml(numbers: Sequence[float]) -> list[str]:
    """The XML of finite numbers, all at once."""
    between = "</v></c>\n><v>"
    joined = between.join(map(repr, numbers)) + "</v></c>"
    return f"><v>{joined}".replace(".0<", "<").split("\n") if numbers else []


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


@lru_cache(maxsize=4096)
def _text_xml(text: str) -> str:
    if not text:
        return BLANK_CELL
    refuse_long_text(len(text), len(text))
    return f' t="inlineStr"><is>{text_element(text)}</is></c>'


def _rich_xml(text: RichText) -> str:
    if not any(run.format for run in text.runs):
        return _text_xml(str(text))
    refuse_long_text(len(text), len(text))
    return f' t="inlineStr"><is>{runs_xml(text)}</is></c>'
