"""Excel's cells and our arrays: what goes in, what comes out."""

from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from udfs.numerics.cell_values import ERROR_NUMBERS, CellValue, ExcelError, to_cells, to_numbers, to_plain, to_texts

COM_ERROR = -2146828288


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (1.5, 1.5),
        (3, 3.0),
        (Decimal("12.5"), 12.5),
        (np.float32(0.5), 0.5),
        (None, None),
        ("", None),
        ("  ", None),
        ("…", ExcelError.NA),
        (" X ", ExcelError.NA),
        ("х", ExcelError.NA),
        ("С", ExcelError.NA),
        ("..", ExcelError.NA),
        ("(D)", ExcelError.NA),
        ("12", ExcelError.VALUE),
        (True, ExcelError.VALUE),
        (date(2012, 1, 1), ExcelError.VALUE),
        (timedelta(1), ExcelError.VALUE),
        ("#DIV/0!", ExcelError.DIV0),
        (float("inf"), ExcelError.NUM),
        (COM_ERROR + 2099, ExcelError.UNKNOWN),
    ],
)
def test_a_cell_among_numbers(cell: object, expected: CellValue) -> None:
    assert to_cells(to_numbers(cell)) == [[expected]]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (1.0, "1"),
        (0.1, "0.1"),
        (1e300, "1e+300"),
        (Decimal("2.5"), "2.5"),
        (True, "TRUE"),
        (None, None),
        (" ", None),
        (" Atyrau ", " Atyrau "),
        ("#N/A", ExcelError.NA),
        (COM_ERROR + 2042, ExcelError.NA),
        (date(2012, 1, 31), "2012-01-31"),
    ],
)
def test_a_cell_among_texts(cell: object, expected: str | None) -> None:
    assert to_texts(cell).tolist() == [[expected]]


@pytest.mark.parametrize("error", ExcelError)
def test_every_error_passes_through_an_array_of_numbers(error: ExcelError) -> None:
    for cell in (error, error.value, COM_ERROR + ERROR_NUMBERS[error]):
        numbers = to_numbers([[1.0, cell], [None, 2.0]])
        assert to_cells(numbers) == [[1.0, error], [None, 2.0]]
        assert to_plain(numbers * 2) == [[2.0, error.value], ["", 4.0]]


@pytest.mark.parametrize("ragged", [[], (), [[]], [[1.0], [1.0, 2.0]], [(), (1.0,)]])
def test_a_ragged_or_empty_range_is_refused(ragged: object) -> None:
    with pytest.raises(ValueError, match=r"at least one cell|rows of equal length"):
        to_numbers(ragged)


CELLS = st.one_of(st.none(), st.floats(allow_nan=False, allow_infinity=False), st.sampled_from(ExcelError))
ROWS = st.integers(1, 5).flatmap(lambda n: st.lists(st.lists(CELLS, min_size=n, max_size=n), min_size=1, max_size=5))


@given(ROWS)
def test_numbers_blanks_and_errors_come_back_as_they_were(rows: list[list[CellValue]]) -> None:
    assert to_cells(to_numbers(rows)) == rows
    assert to_cells(to_numbers(tuple(map(tuple, rows)))) == rows
