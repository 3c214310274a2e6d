"""Raised digits are footnotes' marks, whatever holds them; texts struck out are told."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from addin.errors import UserError
from addin.tables.reading import read_tables
from addin.tables.table import Table
from tests.tables.test_sheet_cells import HEADER, with_rows

UP, DOWN, STRUCK, PLAIN = {"font_script": 1}, {"font_script": 2}, {"font_strikeout": True}, {}
Cell = str | float | Sequence[tuple[str, dict[str, Any]]]


def book(rows: Sequence[Sequence[Cell]], cell_format: dict[str, Any] | None = None) -> bytes:
    """A workbook of these cells, a list of texts and formats being a text of several; the last has its own format."""
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet("Data")
        own = workbook.add_format(cell_format or {})
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                last = number == len(rows) - 1 and column == len(row) - 1
                if isinstance(cell, str | float | int):
                    sheet.write(number, column, cell, own if last else None)
                else:
                    parts = [part for text, form in cell for part in (workbook.add_format(form), text)]
                    sheet.write_rich_string(number, column, *parts)
    return content.getvalue()


def read(rows: Sequence[Sequence[Cell]], cell_format: dict[str, Any] | None = None) -> Table:
    (table,) = read_tables(book(rows, cell_format), file_name="data.xlsx")
    return table


def test_raised_digits_in_labels_years_figures_and_names_are_marks() -> None:
    table = read(
        [
            ["region", [("ye", PLAIN), ("ar", PLAIN), ("1", UP)], [("GRP", PLAIN), ("2)", UP)]],
            [[("Astana", PLAIN), ("1", UP)], [("2012", PLAIN), ("1", UP)], [("1234", PLAIN), ("1", UP)]],
            [
                [("Almaty", PLAIN), ("1", UP), (" city", PLAIN)],
                [("2012", PLAIN), ("2", DOWN)],
                [("12.5", PLAIN), ("2", UP)],
            ],
            [[("Акмола", PLAIN), ("*, б", UP)], 2012, [("30 ", PLAIN), ("a", UP)]],
        ]
    )
    assert dict(table.keys) == {"region": ["Astana", "Almaty city", "Акмола"], "year": [2012, 2012, 2012]}
    assert dict(table.columns) == {"grp": [1234.0, 12.5, 30.0]}


def test_raised_digits_in_headers_of_years_are_marks() -> None:
    table = read([["region", [("2012", PLAIN), ("1", UP)], [("2013", PLAIN), ("2", UP)]], ["A", 1, 2]])
    assert table.keys["year"] == [2012, 2013]


@pytest.mark.parametrize("text", ["2012¹", "2012¹⁾", "2012¹,²", "2012 ᵃ", "2012†"])
def test_raised_letters_of_unicode_are_marks(text: str) -> None:
    mark = text.removeprefix("2012")
    table = read([["region", f"2011{mark}", text], [f"Astana{mark}", 1, f"12.5{mark}"], ["B", 3, "4"]])
    assert list(table.keys["year"]) == [2011, 2012, 2011, 2012]
    assert list(table.keys["region"]) == ["Astana", "Astana", "B", "B"]
    assert list(next(iter(table.columns.values()))) == [1.0, 12.5, 3.0, 4.0]


def test_lowered_digits_of_formulas_and_powers_of_units_stay() -> None:
    table = read(
        [
            [
                "region",
                [("CO", PLAIN), ("2", DOWN), (" a head", PLAIN)],
                [("km", PLAIN), ("2", UP), (" a head", PLAIN)],
            ],
            ["A", 1, 2],
        ]
    )
    assert list(table.columns) == ["co2_a_head", "km2_a_head"]


@settings(max_examples=30)
@given(
    st.lists(st.floats(-1e6, 1e6).map(lambda number: round(number, 2)), min_size=1, max_size=4),
    st.sampled_from(["1", "2)", "12", "*", "1,2", "a"]),
)
def test_no_raised_mark_changes_a_figure(numbers: list[float], mark: str) -> None:
    """Of two decimals: alone, a text of three such as 1.375 can be read as two numbers and is refused."""
    rows = [[f"R{row}", [(repr(number), PLAIN), (mark, UP)]] for row, number in enumerate(numbers)]
    assert read([["region", "grp"], *rows, ["last", 1.5]]).columns["grp"] == [*numbers, 1.5]


def test_a_text_within_its_cell_has_its_marks_too() -> None:
    text = '<is><r><t>12.5</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>3</t></r></is>'
    row = f'<row r="2"><c r="A2" t="str"><v>A</v></c><c r="B2" t="inlineStr">{text}</c></row>'
    assert read_tables(with_rows(HEADER + row))[0].columns["grp"] == [12.5]


def test_readings_beside_a_text_are_left_out() -> None:
    text = '<is><r><t>東京</t></r><rPh sb="0" eb="2"><t>トウキョウ</t></rPh></is>'
    row = f'<row r="2"><c r="A2" t="inlineStr">{text}</c><c r="B2"><v>1</v></c></row>'
    assert read_tables(with_rows(HEADER + row))[0].keys["region"] == ["東京"]


@pytest.mark.parametrize(
    ("rows", "cell"),
    [
        ([["region", "grp"], ["A", 1], ["B", [("12", STRUCK), (" 15", PLAIN)]]], "B3: '12' is struck out"),
        ([["region", "grp"], [[("A", PLAIN), ("B", STRUCK)], 1]], "A2: 'B' is struck out"),
        ([["region", [("year", PLAIN), ("s", STRUCK)], "grp"], ["A", 2012, 1]], "B1: 's' is struck out"),
        ([["region", "year", "grp"], ["A", [("20", STRUCK), ("2012", PLAIN)], 1]], "B2: '20' is struck out"),
    ],
)
def test_what_is_struck_out_is_told(rows: Sequence[Sequence[Cell]], cell: str) -> None:
    with pytest.raises(UserError, match=f"data.xlsx, sheet 'Data', cell {cell}: delete it, or lift"):
        read(rows)


def test_a_figure_whose_cell_is_struck_out_is_told() -> None:
    with pytest.raises(UserError, match="cell B3: '5' is struck out"):
        read([["region", "grp"], ["A", 1], ["B", 5]], STRUCK)


def test_a_cell_that_is_raised_as_a_whole_is_no_figure() -> None:
    with pytest.raises(UserError, match="cell B3: found text '¹'"):
        read([["region", "grp"], ["A", 1], ["B", 1]], UP)
