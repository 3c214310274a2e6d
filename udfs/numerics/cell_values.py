"""Excel's rules for cells: values, error values, and their passage to and from arrays.

In an array of numbers a blank is a plain NaN and an Excel error is a NaN that carries Excel's own error number, so
that whole ranges stay one block of float64 and every cell keeps its own reason for having no value.

| cell                                     | in an array of numbers |
|------------------------------------------|------------------------|
| number, currency (a Decimal over COM)    | the number             |
| blank, empty text                        | NaN                    |
| suppressed (`SUPPRESSED_MARKS`)          | #N/A                   |
| any other text, TRUE or FALSE, a date    | #VALUE!                |
| Excel error                              | that error             |
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from itertools import chain
from typing import Annotated, Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from udfs.numerics.rounding import fifteen_digits


class ExcelError(StrEnum):
    """An error value as a cell shows it."""

    NULL = "#NULL!"
    DIV0 = "#DIV/0!"
    VALUE = "#VALUE!"
    REF = "#REF!"
    NAME = "#NAME?"
    NUM = "#NUM!"
    NA = "#N/A"
    GETTING_DATA = "#GETTING_DATA"
    SPILL = "#SPILL!"
    CONNECT = "#CONNECT!"
    BLOCKED = "#BLOCKED!"
    UNKNOWN = "#UNKNOWN!"
    FIELD = "#FIELD!"
    CALC = "#CALC!"


CellValue: TypeAlias = float | str | bool | datetime | date | time | timedelta | ExcelError | None
Cells: TypeAlias = Sequence[Sequence[CellValue]]
Numbers: TypeAlias = NDArray[np.float64]
Texts: TypeAlias = NDArray[np.object_]
RawCells: TypeAlias = Annotated[NDArray[np.object_], "cells as they are"]

ERROR_NUMBERS: Final = {
    ExcelError.NULL: 2000,
    ExcelError.DIV0: 2007,
    ExcelError.VALUE: 2015,
    ExcelError.REF: 2023,
    ExcelError.NAME: 2029,
    ExcelError.NUM: 2036,
    ExcelError.NA: 2042,
    ExcelError.GETTING_DATA: 2043,
    ExcelError.SPILL: 2045,
    ExcelError.CONNECT: 2046,
    ExcelError.BLOCKED: 2047,
    ExcelError.UNKNOWN: 2048,
    ExcelError.FIELD: 2049,
    ExcelError.CALC: 2050,
}
SUPPRESSED_MARKS: Final = frozenset({"…", "...", "..", ":", "x", "c", "х", "с", "[c]", "[x]", "(c)", "(d)"})
"""Marks of a figure that exists and isn't told, in lower case; `х` and `с` are Cyrillic letters too."""

_ERRORS_BY_NUMBER: Final = {number: error for error, number in ERROR_NUMBERS.items()}
_ERRORS_BY_TEXT: Final = {error.value: error for error in ExcelError}
_CELLS_BY_NUMBER: Final[dict[int, ExcelError | None]] = {0: None, **_ERRORS_BY_NUMBER}
_TEXTS_BY_NUMBER: Final = {0: "", **{number: error.value for number, error in _ERRORS_BY_NUMBER.items()}}
_COM_ERROR_BASE: Final = -2146828288
_COM_ERRORS: Final = range(_COM_ERROR_BASE + 2000, _COM_ERROR_BASE + 2100)
_CELL_TYPES: Final = {str, ExcelError, bool, type(None)}
_QUIET_NAN: Final = 0x7FF8_0000_0000_0000
_PAYLOAD: Final = np.uint64(0xFFFF)

BLANK: Final = float("nan")


def box(error: ExcelError) -> float:
    """The NaN that stands for `error` in an array of numbers."""
    return float(np.array([_QUIET_NAN | ERROR_NUMBERS[error]], dtype=np.uint64).view(np.float64)[0])


DIV0: Final = box(ExcelError.DIV0)
VALUE: Final = box(ExcelError.VALUE)
NUM: Final = box(ExcelError.NUM)
NA: Final = box(ExcelError.NA)


def error_numbers(values: Numbers) -> NDArray[np.uint64]:
    """Excel's error number of each cell; 0 where the cell is a number or blank."""
    gaps = np.isnan(values)
    numbers = np.zeros(gaps.shape, dtype=np.uint64)
    numbers[gaps] = np.ascontiguousarray(values[gaps]).view(np.uint64) & _PAYLOAD
    return numbers


def is_blank(values: Numbers) -> NDArray[np.bool_]:
    """Where a cell of an array of numbers is blank."""
    blank = np.isnan(values)
    blank[blank] = error_numbers(values[blank]) == 0
    return blank


def unbox(value: float) -> CellValue:
    """The cell value of one element of an array of numbers: infinity, which no cell can hold, is #NUM!."""
    if value - value == 0:
        return value
    number = int(np.float64(value).view(np.uint64) & _PAYLOAD) if value != value else ERROR_NUMBERS[ExcelError.NUM]
    return _ERRORS_BY_NUMBER.get(number, ExcelError.UNKNOWN) if number else None


def error_of_code(code: int) -> ExcelError | None:
    """The error that a COM integer stands for, if it stands for one."""
    if code not in _COM_ERRORS:
        return None
    return _ERRORS_BY_NUMBER.get(code - _COM_ERROR_BASE, ExcelError.UNKNOWN)


def error_of_text(text: str) -> ExcelError | None:
    """The error that a text such as '#N/A' stands for, if it stands for one."""
    return _ERRORS_BY_TEXT.get(text)


def number_of_cell(value: object) -> float:
    """One cell as an element of an array of numbers."""
    if isinstance(value, float):
        return value
    if value is None:
        return BLANK
    if isinstance(value, bool | np.bool_):
        return VALUE
    if isinstance(value, int | np.integer):
        error = error_of_code(int(value))
        return float(value) if error is None else box(error)
    if isinstance(value, np.floating | Decimal):
        return float(value)
    return _number_of_text(value) if isinstance(value, str) else VALUE


def _number_of_text(text: str) -> float:
    error = _ERRORS_BY_TEXT.get(text)
    if error is not None:
        return box(error)
    bare = text.strip().lower()
    if not bare:
        return BLANK
    return NA if bare in SUPPRESSED_MARKS else VALUE


def text_of_cell(value: object) -> str | ExcelError | None:
    """One cell as text: blank is None, a number its fifteen digits at most, a whole one without decimal point."""
    if isinstance(value, str):
        return _ERRORS_BY_TEXT.get(value) or (value if value.strip() else None)
    if value is None:
        return None
    if isinstance(value, float):
        return _text_of_number(value)
    if isinstance(value, bool | np.bool_):
        return "TRUE" if value else "FALSE"
    number = isinstance(value, int | np.number | Decimal)
    return _text_of_number(number_of_cell(value)) if number else str(value)


def _text_of_number(number: float) -> str | ExcelError | None:
    plain = unbox(float(number))
    if isinstance(plain, float):
        return str(int(plain)) if plain.is_integer() and abs(plain) < 1e15 else repr(fifteen_digits(plain))
    return plain if isinstance(plain, ExcelError) else None


def as_rows(value: object) -> Cells:
    """A scalar, a row or rows of cells as rows of equal length; ValueError where the rows are ragged or empty."""
    rows: Cells
    if isinstance(value, np.ndarray):
        rows = np.atleast_2d(value).tolist()
    elif not isinstance(value, tuple | list):
        rows = ((value,),)  # type: ignore[assignment]
    elif value and all(isinstance(row, tuple | list) for row in value):
        rows = value
    else:
        rows = (value,)
    if not rows or not rows[0] or len({len(row) for row in rows}) != 1:
        raise ValueError("a range has at least one cell and rows of equal length")
    return rows


def to_numbers(value: object) -> Numbers:
    """A range of cells as a two-dimensional array of numbers."""
    if isinstance(value, np.ndarray) and value.dtype == np.float64:
        return value if value.ndim == 2 else np.atleast_2d(value)
    rows = as_rows(value)
    flat = list(chain.from_iterable(rows))
    if not set(map(type, flat)) <= {float, type(None)}:
        flat = [cell if type(cell) is float else number_of_cell(cell) for cell in flat]
    return np.array(flat, dtype=np.float64).reshape(len(rows), len(rows[0]))


def to_raw_cells(value: object) -> RawCells:
    """A range of cells as a two-dimensional array of what they hold."""
    rows = as_rows(value)
    array = np.empty((len(rows), len(rows[0])), dtype=np.object_)
    for i, row in enumerate(rows):
        array[i] = list(row)
    return array


def to_texts(value: object) -> Texts:
    """A range of cells as a two-dimensional array of texts, errors and None."""
    rows = as_rows(value)
    array = np.empty((len(rows), len(rows[0])), dtype=np.object_)
    for i, row in enumerate(rows):
        array[i] = list(row) if _are_texts(row) else [text_of_cell(cell) for cell in row]
    return array


def _are_texts(row: Sequence[CellValue]) -> bool:
    """Whether all cells are texts as they are: no errors, no blanks."""
    return set(map(type, row)) == {str} and all(map(str.strip, row)) and _ERRORS_BY_TEXT.keys().isdisjoint(row)  # type: ignore[arg-type]


def to_cells(values: NDArray[np.generic]) -> list[list[CellValue]]:
    """An array of results as rows of cells: float, bool, str, ExcelError, or None for blank."""
    array = np.atleast_2d(values)
    if array.dtype == np.float64:
        return _rows(array, _CELLS_BY_NUMBER, ExcelError.UNKNOWN)
    rows: list[list[CellValue]] = array.tolist()
    if set(map(type, chain.from_iterable(rows))) <= _CELL_TYPES:
        return rows
    return [[_plain(value) for value in row] for row in rows]


def to_plain(values: NDArray[np.generic]) -> list[list[float | bool | str]]:
    """An array of results as rows of what a COM server can return: an error is its text, a blank an empty text."""
    array = np.atleast_2d(values)
    if array.dtype == np.float64:
        return _rows(array, _TEXTS_BY_NUMBER, ExcelError.UNKNOWN.value)
    return [["" if cell is None else _without_error(cell) for cell in row] for row in to_cells(array)]


def _rows(array: Numbers, by_number: Mapping[int, Any], unknown: str) -> list[list[Any]]:
    """The rows of an array of numbers, −0 as 0, with what `by_number` says where there is no number."""
    rows: list[list[Any]] = (array + 0.0).tolist()
    finite = np.isfinite(array)
    if np.count_nonzero(finite) < finite.size:
        places = np.nonzero(~finite)
        odd = array[places]
        numbers = np.where(np.isnan(odd), error_numbers(odd), ERROR_NUMBERS[ExcelError.NUM])
        for i, j, number in zip(places[0].tolist(), places[1].tolist(), numbers.tolist(), strict=True):
            rows[i][j] = by_number.get(number, unknown)
    return rows


def _without_error(cell: CellValue) -> float | bool | str:
    return cell if isinstance(cell, float | bool) else str(cell)


def _plain(value: object) -> CellValue:
    if isinstance(value, bool | np.bool_):
        return bool(value)
    if isinstance(value, int | float | np.number):
        return unbox(float(value))
    if isinstance(value, str) or value is None:
        return value
    raise TypeError(f"{type(value).__name__} can't be the value of a cell")
