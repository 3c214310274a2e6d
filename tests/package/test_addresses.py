"""Addresses of cells, beside openpyxl's reading of them, and what it costs to start."""

import subprocess
import sys

import pytest
from openpyxl.utils import column_index_from_string, get_column_letter, range_boundaries

from addin.package.addresses import area_edges, cell_at, column_letters, column_number


def test_columns_have_the_letters_that_openpyxl_gives_them() -> None:
    columns = range(1, 18_279)
    letters = [get_column_letter(column) for column in columns]
    assert list(map(column_letters, columns)) == letters
    assert list(map(column_number, letters)) == list(columns)
    assert column_number("xfd") == column_index_from_string("xfd")


@pytest.mark.parametrize("address", ["B5", "$B$5", "B5:C9", "$b$5:C$9", "B:C", "$B:$C", "5:9", "$5:9", "", "B", "5"])
def test_areas_have_the_edges_that_openpyxl_gives_them(address: str) -> None:
    assert area_edges(address) == range_boundaries(address)


@pytest.mark.parametrize("address", ["B5:C", "B:9", "B5:9", "5:C9", "ABCD5", "B5:", "B5:C9:D3", "Ä5", "B5\n", "#REF!"])
def test_what_is_no_area_is_refused(address: str) -> None:
    with pytest.raises(ValueError):
        area_edges(address)


def test_a_cell_is_its_row_and_its_column() -> None:
    assert cell_at("B5") == cell_at("$b$5") == (5, 2)


@pytest.mark.parametrize("address", ["B0", "B", "5", "", "ABCD1", "B5:C9", "B-5", "B5\n", "Ä1"])
def test_what_is_no_cell_is_refused(address: str) -> None:
    with pytest.raises(ValueError):
        cell_at(address)


@pytest.mark.parametrize("column", [0, -1, 18_279])
def test_a_column_that_three_letters_cannot_name_is_refused(column: int) -> None:
    with pytest.raises(ValueError):
        column_letters(column)


def test_filling_loads_openpyxl_only_where_dates_are_read() -> None:
    loaded = "import sys, addin.fill, addin.filebook.template; print('openpyxl' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["False"]
