"""Figures as offices write them: with flags, marks, percent, groups of digits; told where they could be two."""

import pickle
from collections.abc import Sequence
from io import BytesIO
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from addin.data import read_data
from addin.errors import UserError
from addin.tables.figures import Figure
from addin.tables.reading import read_tables
from addin.tables.table import Table
from tests.tables.test_separated_values import read
from udfs.numerics.cell_values import ExcelError


def one(text: str, **options: object) -> object:
    """The figure that a text is read as, among plain numbers with a decimal point."""
    return read(f"region\tgrp\nA\t1.5\nB\t{text}\nC\t2.5\n", **options).columns["grp"][1]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("9769.24 p", 9769.24),
        ("628 e", 628.0),
        ("628 bep", 628.0),
        ("12.3E", 12.3),
        ("20 [p]", 20.0),
        ("20 [r][e]", 20.0),
        ("20 [r, e]", 20.0),
        ("12.5*", 12.5),
        ("12.5**)", 12.5),
        ("12.5 1)", 12.5),
        ("12.5 (1)", 12.5),
        ("12.5 [note 1]", 12.5),
        ("12.5 [1]", 12.5),
        ("1 234 1)", 1234.0),
        ("12.5¹⁾", 12.5),
        ("12.5¹,²", 12.5),
        ("12.5†", 12.5),
        ("−12.5", -12.5),
        ("–12.5 p", -12.5),
        ("‑12.5", -12.5),
        ("－12.5", -12.5),
        ("12,34,567", 1234567.0),
        ("1,00,000.5", 100000.5),
        ("-12,34,56,789", -123456789.0),
        ("1e3", 1000.0),
        (": c", ExcelError.NA),
        (":c", ExcelError.NA),
        ("… p", ExcelError.NA),
    ],
)
def test_a_figure_is_read_with_what_stands_behind_it(text: str, value: object) -> None:
    assert one(text) == value


@pytest.mark.parametrize(("text", "flags"), [("9769.24 p", "p"), ("20 [r][e]", "[r][e]"), ("12.5*", "*"), ("3", None)])
def test_the_flag_stays_with_its_figure(text: str, flags: str | None) -> None:
    value = one(text)
    assert getattr(value, "flags", None) == flags
    assert pickle.loads(pickle.dumps(value)) == value


@pytest.mark.parametrize(
    "text",
    [
        "12.51)",
        "2008 2009",
        "12 kg",
        "5 k",
        "20 m",
        "3 mln",
        "5 in",
        "1,23",
        "1,2345,678",
        "12.5%%",
        "9769 р",
        "10 - 12",
    ],
)
def test_no_advice_would_make_a_figure_missing(text: str) -> None:
    with pytest.raises(UserError) as mistake:
        one(text)
    assert str(mistake.value).startswith("data.csv, cell B3: ")
    assert text in str(mistake.value)
    assert "suppressed" not in str(mistake.value)


@pytest.mark.parametrize("text", ["(12.5)", "12.5-", "(1 234)"])
def test_a_figure_in_brackets_could_be_two(text: str) -> None:
    with pytest.raises(
        UserError, match=r"cell B3: .* can be a negative figure or a doubtful one; write it as -1 or as 1"
    ):
        one(text)


@pytest.mark.parametrize("text", ["-", "–", "[low]", "n.d."])
def test_a_mark_is_missing_or_nil_as_the_settings_say(text: str) -> None:
    with pytest.raises(UserError, match=r"declare in 'suppressed' what marks a missing figure, in 'nil'"):
        one(text)
    assert one(text, nil=frozenset({text})) == 0.0
    assert one(text, suppressed=frozenset({text})) is ExcelError.NA
    (table,) = read_data(f"region\tgrp\nA\t{text}\nB\t1\n".encode(), {"nil": text}, file_name="data.tsv")
    assert table.columns["grp"] == [0.0, 1.0]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("number", ["1,234", "1.234", "-1,234", "12.345"])
def test_one_mark_before_three_digits_is_told_whatever_the_separator(separator: str, number: str) -> None:
    text = f'region{separator}grp\nA{separator}"{number}"\nB{separator}999\n'
    with pytest.raises(UserError, match=r"cell B2: '.*' can be read as two numbers; declare the decimal mark"):
        read(text)
    as_fraction, as_thousands = float(number.replace(",", ".")), float(number.replace(",", "").replace(".", ""))
    mark = "," if "," in number else "."
    other = "." if mark == "," else ","
    assert read(text, decimal=mark).columns["grp"] == [as_fraction, 999.0]
    assert read(text, decimal=other).columns["grp"] == [as_thousands, 999.0]


def test_each_column_tells_its_own_decimal_mark() -> None:
    table = read("region;code;grp;lq\nA;10.11;1,5;0.95\nB;10.12;2,5;1.234\n", keys=frozenset({"code"}))
    assert dict(table.columns) == {"grp": [1.5, 2.5], "lq": [0.95, 1.234]}
    with pytest.raises(UserError, match=r"cell C2: '1,234' can be read as two"):
        read("region;code;grp\nA;10.11;1,234\nB;10.12;1,235\n", keys=frozenset({"code"}))


def test_another_decimal_mark_within_a_column_is_told() -> None:
    with pytest.raises(UserError, match=r"cell B3: '1,5' has another decimal mark than other figures of column grp"):
        read("region;grp\nA;1.5\nB;1,5\n")


@given(st.lists(st.decimals(-1000, 1000, places=2), min_size=1, max_size=5), st.sampled_from(["%", " %", "\u00a0%"]))
def test_a_column_in_percent_has_its_figures_in_percent(numbers: Sequence[Any], sign: str) -> None:
    rows = "".join(f"r{row};{number}{sign}\n" for row, number in enumerate(numbers))
    assert read(f"region;share\n{rows}").columns["share"] == [float(number) for number in numbers]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("region,share\nA,12.5%\nB,13%\nC,7\n", "cell B4: '7' is not in percent, as other figures of column share are"),
        ("region,share\nA,12.5\nB,13\nC,7%\n", "cell B4: found text '7%' where column share has numbers without %"),
        ("region,2011,2012\nA,7%,7\nB,8%,0.08\n", "cell C2: '7' is not in percent"),
        (
            "region,indicator,value\nA,Share,7%\nB,Share,8%\nC,Share,9\nA,GRP,5\nB,GRP,6\n",
            "cell C4: '9.0' is not in percent",
        ),
    ],
)
def test_percent_and_plain_figures_in_one_column_are_told(text: str, message: str) -> None:
    with pytest.raises(UserError) as mistake:
        read(text)
    assert message in str(mistake.value)


def test_indicators_below_each_other_may_have_percent_each_for_itself() -> None:
    table = read("region,indicator,value\nA,Share,7%\nB,Share,8%\nA,GRP,5\nB,GRP,6\n")
    assert dict(table.columns) == {"share": [7.0, 8.0], "grp": [5.0, 6.0]}


def percent_book(*sheets: Sequence[tuple[float, str]]) -> bytes:
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as workbook:
        for number, cells in enumerate(sheets):
            sheet = workbook.add_worksheet(str(2011 + number))
            sheet.write_row(0, 0, ["region", "share"])
            for row, (value, form) in enumerate(cells, 1):
                sheet.write(row, 0, f"R{row}")
                sheet.write(row, 1, value, workbook.add_format({"num_format": form}))
    return content.getvalue()


def table_of(content: bytes) -> Table:
    (table,) = read_tables(content, file_name="data.xlsx")
    return table


@pytest.mark.parametrize("form", ["0%", "0.00%", '0.0" "%', "[Red]0%"])
def test_cells_that_show_percent_are_figures_in_percent(form: str) -> None:
    assert table_of(percent_book([(0.07, form), (0.125, form), (0.29, form)])).columns["share"] == [7.0, 12.5, 29.0]


def test_a_percent_sign_that_is_only_text_changes_nothing() -> None:
    assert table_of(percent_book([(7, '0"%"'), (12.5, "0\\%")])).columns["share"] == [7.0, 12.5]


def test_cells_some_of_which_show_percent_are_told() -> None:
    with pytest.raises(
        UserError, match=r"sheet '2011', cell B4: '0.3' is not in percent, as other figures of column share"
    ):
        table_of(percent_book([(0.07, "0%"), (0.2, "0%"), (0.3, "General")]))
    with pytest.raises(
        UserError, match=r"cell B4: the cell shows 30.0 %, and other figures of column share are not in"
    ):
        table_of(percent_book([(7, "General"), (20, "General"), (0.3, "0%")]))
    with pytest.raises(UserError, match=r"sheet '2012', cell B1: column share is in percent in one of two tables"):
        table_of(percent_book([(0.07, "0%")], [(7, "General")]))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "region,share\nA,12 q\nB,13 q\n",
            "cell B2: found text '12 q' where column share has numbers; beside",
        ),
        (
            "Table 1\n\nregion,year,grp\nA,2012,1 23 456\n",
            "cell C4: found text '1 23 456' where column grp",
        ),
        ("district,grp\n1,5\n2,6\n", "cell A1: no column has names (a region, a branch, a year); if column district"),
        ("year,grp,kato\n2012,5,1100\n2012,6,1500\n", "cell A3: 2012 stands twice, also in A2; if column kato names"),
    ],
)
def test_what_was_not_understood_is_told_with_its_cell_and_the_remedy(text: str, message: str) -> None:
    with pytest.raises(UserError) as mistake:
        read(text)
    assert message in str(mistake.value)


def test_a_figure_is_a_number_with_its_flags() -> None:
    assert Figure(1.5, "p") + 1 == 2.5
