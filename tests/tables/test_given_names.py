"""Names that a template gives to the columns of data that are called otherwise."""

import pytest

from addin.errors import UserError
from addin.tables.reading import read_tables
from addin.tables.table import Table


def read(text: str, **names: str) -> Table:
    given = {column: name for name, column in names.items()}
    (table,) = read_tables(text.encode(), file_name="data.csv", names=given)
    return table


def test_a_column_is_called_as_given_and_keeps_its_printed_header() -> None:
    table = read("Регион;Год;ВРП, млн тенге\nА;2012;5\n", grp="врп")
    assert (set(table.keys), dict(table.columns)) == ({"region", "year"}, {"grp": [5.0]})
    assert table.headers["grp"] == "ВРП, млн тенге"
    assert str(table.place_of(0, "grp")) == "data.csv, cell C2"


def test_units_tell_columns_of_one_name_apart() -> None:
    table = read('region,year,"GRP, KZT","GRP, USD"\nA,2012,5,1\n', grp="grp_usd")
    assert dict(table.columns) == {"grp_kzt": [5.0], "grp": [1.0]}


def test_a_column_given_the_name_of_an_axis_has_labels_though_they_are_numbers() -> None:
    table = read("district,year,grp\n101,2012,5\n", region="district")
    assert dict(table.keys) == {"region": [101], "year": [2012]}


def test_indicators_in_rows_in_headers_and_of_a_wide_table_are_called_as_given() -> None:
    assert set(read("region,year,indicator,value\nA,2012,ВРП,10\n", grp="врп").columns) == {"grp"}
    assert set(read("region,ВРП 2011,ВРП 2012\nA,1,2\n", grp="врп").columns) == {"grp"}
    assert set(read("region,2011,2012\nA,1,2\n", grp="data").columns) == {"grp"}


def test_one_name_for_two_columns_or_indicators_is_refused() -> None:
    with pytest.raises(UserError, match=r"data.csv, cell C1: two columns are called 'ВРП', also B1"):
        read("region,grp,ВРП\nA,1,2\n", grp="врп")
    with pytest.raises(UserError, match="stands twice"):
        read("region,indicator,value\nA,grp,10\nA,ВРП,11\n", grp="врп")
