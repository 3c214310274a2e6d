import csv
import re
from contextlib import suppress
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.errors import UserError
from addin.tables.reading import read_tables
from addin.tables.table import Table
from udfs.numerics.cell_values import ExcelError


def read(text: str, encoding: str = "utf-8", **options: object) -> Table:
    (table,) = read_tables(text.encode(encoding), file_name="data.csv", **options)
    return table


def test_tidy_observations_have_keys_years_and_figures() -> None:
    table = read("region,branch,year,output\nAkmola,Mining,2011,1.5\nAkmola,Mining,2012,\n")
    assert dict(table.keys) == {
        "region": ["Akmola", "Akmola"],
        "branch": ["Mining", "Mining"],
        "year": [2011, 2012],
    }
    assert dict(table.columns) == {"output": [1.5, None]}
    assert str(table.place_of(1, "output")) == "data.csv, cell D3"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
@pytest.mark.parametrize("separator", [";", "\t"])
def test_an_office_file_reads_alike_in_every_encoding_and_separator(encoding: str, separator: str) -> None:
    lines = [
        ["Область", "Год", "ВРП, млн тенге"],
        ["Акмолинская", "2012", "815 177,4"],
        ["Атырауская", "2012", "3105359,0"],
    ]
    table = read("\r\n".join(separator.join(line) for line in lines), encoding)
    assert dict(table.keys) == {"region": ["Акмолинская", "Атырауская"], "year": [2012, 2012]}
    assert dict(table.columns) == {"врп": [815177.4, 3105359.0]}
    assert table.headers["врп"] == "ВРП, млн тенге"


def test_a_column_that_no_row_reaches_is_blank() -> None:
    table = read("region,year,grp,note\nAkmola,2011,1\nAkmola,2012,2\n")
    assert table.columns == {"grp": [1.0, 2.0], "note": [None, None]}


def test_a_period_that_stands_twice_is_told_with_its_cells() -> None:
    with pytest.raises(UserError, match=r"data\.csv, cell A3: 2008 stands twice, also in A2"):
        read("period,grp\n2008,1\n2008,2\n")


@pytest.mark.parametrize("blank", [" ", "\u00a0", "\u2009", "\u202f", "'"])
@pytest.mark.parametrize(("separator", "decimal"), [(";", ","), (";", "."), ("\t", ",")])
def test_blanks_between_thousands_are_read_over(blank: str, separator: str, decimal: str) -> None:
    number = f"1{blank}234{blank}567{decimal}25"
    assert read(f"region{separator}grp\nA{separator}{number}\n").columns["grp"] == [1234567.25]


@given(
    st.lists(st.floats(-1e12, 1e12, allow_nan=False).map(lambda number: round(number, 4)), min_size=1, max_size=6),
    st.sampled_from([("{:,.4f}", ",", "."), ("{:.4f}", ",", "."), ("{:.4f}", ";", ","), ("{:,.4f}", "\t", ",")]),
)
def test_any_number_is_read_as_it_was_written(numbers: list[float], form: tuple[str, str, str]) -> None:
    pattern, separator, decimal = form
    swap = str.maketrans(",.", ".,") if decimal == "," else {}
    written = [pattern.format(number).translate(swap) for number in numbers]
    body = "".join(f'r{row}{separator}"{text}"\n' for row, text in enumerate(written))
    assert read(f"region{separator}grp\n{body}").columns["grp"] == numbers


def test_a_number_with_two_readings_is_a_mistake_until_the_decimal_mark_is_declared() -> None:
    text = 'region,grp\nAkmola,"1,234"\n'
    with pytest.raises(UserError, match=r"data\.csv, cell B2: '1,234' can be read as two numbers"):
        read(text)
    assert read(text, decimal=",").columns["grp"] == [1.234]
    assert read(text, decimal=".").columns["grp"] == [1234.0]


def test_other_numbers_of_the_file_tell_how_the_ambiguous_one_is_meant() -> None:
    assert read('region,grp\nA,"1,234"\nB,"12,5"\n').columns["grp"] == [1.234, 12.5]
    assert read('region,grp\nA,"1,234"\nB,"12.5"\n').columns["grp"] == [1234.0, 12.5]
    with pytest.raises(UserError, match="two numbers"):
        read("region;grp\nA;1.234\n")


def test_two_numbers_in_one_cell_are_not_one_number() -> None:
    with pytest.raises(UserError, match="found text '2008 2009'"):
        read("region;grp\nA;1\nB;2\nC;2008 2009\n")


@pytest.mark.parametrize("text", ["nan", "inf", "1_000", "12.5%", "1.2.3", "-", "1e999"])
def test_text_among_numbers_is_a_mistake_with_its_cell(text: str) -> None:
    with pytest.raises(UserError, match=r"data\.csv, cell B4: found text") as mistake:
        read(f"region,grp\nA,1\nB,2\nC,{text}\nD,4\n")
    assert mistake.value.details["found"] == text


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("region,year,grp\nAlmaty,2008,about 6\nAlmaty,2010,6\n", "cell C2: found text 'about 6' where column grp"),
        ("region,grp\nAlmaty,12.5%\nAtyrau,5\n", "cell B2: found text '12.5%' where column grp"),
        ("region,grp,people\nAlmaty,none,many\nAtyrau,5,3\n", "cell B2: found text 'none' where column grp"),
        ("name,grp\nAlmaty,n.d.\nAtyrau,5\n", "cell B2: found text 'n.d.' where column grp"),
        ("region,2008,2010\nAlmaty,some,3\nAtyrau,3,4\n", "cell B2: found text 'some' where column"),
    ],
)
def test_a_bad_figure_in_the_first_row_does_not_make_it_the_header(text: str, message: str) -> None:
    with pytest.raises(UserError, match=re.escape(message)):
        read(text)


@pytest.mark.parametrize("header", ["region,grp", "Область,ВРП", "Branch,output"])
def test_a_title_of_two_cells_is_not_the_header_of_the_row_that_names_an_axis(header: str) -> None:
    table = read(f"Table 1,Gross regional product\n{header}\nA,5\nB,3\n")
    assert (list(map(list, table.keys.values())), len(table)) == ([["A", "B"]], 2)
    assert list(map(list, table.columns.values())) == [[5.0, 3.0]]


def test_a_title_above_periods_names_nothing() -> None:
    table = read("Table 1,Gross regional product\nname,2008,2010\nA,5,3\n")
    assert {name: list(column) for name, column in table.keys.items()} == {"name": ["A", "A"], "year": [2008, 2010]}


def test_headings_in_two_rows_are_a_mistake() -> None:
    with pytest.raises(UserError, match="cell B1: headings stand in two rows"):
        read(",GRP,Population\nregion,2008,2010\nA,5,3\n")


def test_suppressed_marks_are_not_available_and_blanks_are_blank() -> None:
    table = read("region,grp,employed\nA,…,1\nB,:,2\nC,–,3\nD,,4\nE,#DIV/0!,5\n", suppressed=frozenset({"–"}))
    na = ExcelError.NA
    assert table.columns["grp"] == [na, na, na, None, ExcelError.DIV0]


def test_codes_keep_their_zeros_and_are_labels() -> None:
    table = read("area_fips,industry_code,year,quarter,value\n01000,10,2016,3,5\n56000,10,2016,3,6\n")
    assert list(table.keys) == ["area_fips", "industry_code", "year", "quarter"]
    assert table.keys["area_fips"] == ["01000", "56000"]
    assert table.keys["quarter"] == [3, 3]


def test_numbers_are_labels_where_the_settings_say_so() -> None:
    table = read("district,grp\n7,1\n9,2\n", keys=frozenset({"district"}))
    assert table.keys["district"] == [7, 9]


def test_indicators_below_each_other_become_columns() -> None:
    table = read("region,year,indicator,value\nA,2012,GRP,10\nA,2012,R&D organisations,3\nB,2012,GRP,20\n")
    assert dict(table.keys) == {"region": ["A", "B"], "year": [2012, 2012]}
    assert dict(table.columns) == {"grp": [10.0, 20.0], "r_d_organisations": [3.0, None]}
    assert table.place_of(0, "r_d_organisations").cell == "D3"
    assert table.place_of(1, "region").cell == "A4"


def test_years_in_the_header_become_observations_and_other_columns_a_table_beside() -> None:
    text = "region,2008,2012,index\nA,10,15,150\nB,20,,\n"
    wide, beside = read_tables(text.encode(), file_name="data.csv", indicator="organisations")
    assert dict(wide.keys) == {"region": ["A", "A", "B", "B"], "year": [2008, 2012, 2008, 2012]}
    assert dict(wide.columns) == {"organisations": [10.0, 15.0, 20.0, None]}
    assert [wide.place_of(row, "organisations").cell for row in range(4)] == ["B2", "C2", "B3", "C3"]
    assert (wide.place_of(3, "region").cell, wide.place_of(3, "year").cell) == ("A3", "C1")
    assert dict(beside.columns) == {"index": [150.0, None]}


def test_indicators_below_each_other_are_named_as_headers_are() -> None:
    rows = ["A,2012,'GRP, mln',10", "B,2012,'GRP, mln*',20", "A,2012,'Share, %',1", "A,2012,'Share, rank',2"]
    text = "\n".join(["region,year,indicator,value", *rows]).replace("'", '"')
    assert list(read(text).columns) == ["grp", "share", "share_rank"]


def test_headers_that_differ_in_their_year_are_one_indicator() -> None:
    table = read("branch,CL 2008,CL 2012\nMetallurgy,3.1,4\n")
    assert dict(table.columns) == {"cl": [3.1, 4.0]}
    assert table.keys["year"] == [2008, 2012]


def test_the_file_names_figures_that_have_no_name() -> None:
    (table,) = read_tables(b"region,2011,2012\nA,1,2\n", file_name="folder/R&D organisations 2011-2012.csv")
    assert list(table.columns) == ["r_d_organisations"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("region,grp\nA,1\nB,2\nA,3\n", "data.csv, cell A4: A stands twice, also in A2"),
        ("region,GRP,grp\nA,1,2\n", "data.csv, cell C1: two columns are called 'grp', also B1"),
        ("region,grp\n,1\nB,2\n", "data.csv, cell A2: found a blank where column region names each row"),
        ("region,2012,2012\nA,1,2\n", "data.csv, cell C1: two columns are the period '2012', also B1"),
        ("region,grp\nA,1,2\n", "data.csv, cell C2: the column of '2' has no name in row 1"),
        ("region,year,grp\nA,soon,1\n", "data.csv, cell B2: found 'soon' where column year has years"),
        ("", "data.csv: the file is empty"),
        ("one,two\nA,B\n", "data.csv: there is no table: a row of names with rows of figures below it"),
    ],
)
def test_a_mistake_says_where_it_is(text: str, message: str) -> None:
    with pytest.raises(UserError) as mistake:
        read(text)
    assert str(mistake.value) == message


@pytest.mark.parametrize(
    ("text", "keys", "columns"),
    [
        ("region,year,grp\n", ["region", "year"], ["grp"]),
        ("GRP by region,,\n\nРегион,Год,ВРП\n", ["region", "year"], ["врп"]),
        ("district,year,grp\n", ["district", "year"], ["grp"]),
        ("region,2008,2010\n", ["region", "year"], ["data"]),
        ("region,year,indicator,value\n", ["region", "year"], []),
    ],
)
def test_headings_alone_are_a_table_without_observations(text: str, keys: list[str], columns: list[str]) -> None:
    table = read(text)
    assert (list(table.keys), list(table.columns), len(table)) == (keys, columns, 0)


def test_what_is_no_text_and_what_is_not_there_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="not a text file"):
        read_tables(b"region\0,grp", file_name="data.csv")
    (tmp_path / "regions.csv").write_text("region,grp\nA,1\n")
    with pytest.raises(UserError, match=r"there is no such file; did you mean regions\.csv\?"):
        read_tables(tmp_path / "region.csv")


CELLS = [
    "region",
    "год",
    "2012",
    "I квартал 2012",
    "1,5",
    "1 234",
    "…",
    "x",
    "#N/A",
    "",
    " ",
    "Astana2)",
    "-",
    "1.234",
    "\u00a0",
]


@given(
    st.lists(st.lists(st.sampled_from(CELLS) | st.text(max_size=5), max_size=5), max_size=6),
    st.sampled_from([",", ";", "\t"]),
)
def test_any_file_of_text_is_a_table_or_a_mistake(rows: list[list[str]], separator: str) -> None:
    text = StringIO(newline="")
    csv.writer(text, delimiter=separator).writerows(rows)
    tables: tuple[Table, ...] = ()
    with suppress(UserError):
        tables = read_tables(text.getvalue().encode("utf-8", "replace"), file_name="data.csv")
    for table in tables:
        assert {len(column) for column in (*table.keys.values(), *table.columns.values())} <= {len(table)}
        for name in (*table.keys, *table.columns):
            assert all(table.place_of(row, name).file == "data.csv" for row in range(len(table)))


def test_another_decimal_mark_is_refused() -> None:
    with pytest.raises(UserError, match="the decimal mark is , or"):
        read("region,grp\nA,1\n", decimal=";")


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("9" * 5000, "cell A3: a number of 5000 digits; 400 at most are read"),
        ("-9." + "9" * 400, "cell A3: a number of 401 digits; 400 at most are read"),
        ("x" * 32_768, "cell A3: a text of 32768 characters; a cell holds 32767"),
    ],
)
def test_what_no_cell_holds_is_refused_with_its_cell(cell: str, told: str) -> None:
    with pytest.raises(UserError, match=re.escape(told)):
        read(f"region,year,grp\nA,2012,1\n{cell},2012,1\n")


def test_a_year_of_thousands_of_digits_is_refused_with_its_cell() -> None:
    with pytest.raises(UserError, match=r"cell B2: a number of 5000 digits"):
        read(f"region,year,grp\nA,{'1' * 5000},1\n")


def test_a_separator_splits_most_lines_alike() -> None:
    text = "region,year,grp,remark\nA,2012,1,a;b\nB,2012,2,c;d\nC,2012,3,a;b;c\nD,2012,4,d;e;f\n"
    table = read(text)
    assert table.columns["grp"] == [1, 2, 3, 4]


def test_a_long_text_below_the_figures_is_a_note() -> None:
    note = "Figures of the regions are rounded and need not add up to those of the republic as a whole here"
    assert len(note) > 80
    table = read(f"region,year,grp\nA,2012,1\nB,2012,2\n{note}\n")
    assert table.columns["grp"] == [1, 2]
