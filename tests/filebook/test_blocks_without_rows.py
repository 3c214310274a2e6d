"""A block for which there is no data keeps one empty row where anything refers to its prototype alone."""

from collections.abc import Callable
from io import BytesIO

import pytest
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from addin.filebook.template import read_template
from addin.fill import fill, load_source

Draw = Callable[[Workbook, Worksheet], object]


def filled_rows(draw: Draw) -> int:
    """How many rows are left of the block's one."""
    buffer = BytesIO()
    book = Workbook(buffer)
    sheet = book.add_worksheet("S")
    book.add_worksheet("Notes")
    book.add_worksheet("_settings").write_row(0, 0, ["data", "Data"])
    data = book.add_worksheet("Data")
    data.write_row(0, 0, ["region", "grp"])
    data.write_row(1, 0, ["Akmola", 10])
    sheet.write("A4", "Region")
    sheet.write("A5", '{{ region | down(where="grp > 1000") }}')
    sheet.write("B5", "{{ grp }}")
    sheet.write("A6", "Total")
    draw(book, sheet)
    book.close()
    template = read_template(buffer.getvalue())
    root = fill(template, load_source(template)).tree("xl/worksheets/sheet1.xml")
    first = [cell.get("r", "") for cell in root.iter("{*}c") if cell.get("r", "").startswith("A")]
    return int(first[-1][1:]) - 5


def chart(book: Workbook, sheet: Worksheet) -> None:
    column = book.add_chart({"type": "column"})
    assert column is not None
    column.add_series({"values": "=S!$B$5:$B$5"})
    sheet.insert_chart("F10", column)


@pytest.mark.parametrize(
    "draw",
    [
        lambda book, sheet: book.define_name("grp", "=S!$B$5"),
        chart,
        lambda book, sheet: book.get_worksheet_by_name("Notes").write_formula("A1", "=SUM(S!B5:B5)"),
        lambda book, sheet: sheet.data_validation("D9", {"validate": "list", "source": "=$A$5:$A$5"}),
        lambda book, sheet: sheet.add_sparkline("D9", {"range": "S!B5:B5"}),
        lambda book, sheet: sheet.conditional_format("D9", {"type": "formula", "criteria": "=D9>$B$5", "format": None}),
        lambda book, sheet: sheet.conditional_format(
            "D9", {"type": "data_bar", "max_type": "formula", "max_value": "=$B$5"}
        ),
        lambda book, sheet: sheet.write_url("D9", "internal:S!B5"),
        lambda book, sheet: sheet.insert_textbox("F10", "", {"textlink": "=$B$5"}),
    ],
    ids=["name", "chart", "formula", "validation", "sparkline", "rule", "threshold", "link", "text box"],
)
def test_what_is_referred_to_keeps_an_empty_row(draw: Draw) -> None:
    assert filled_rows(draw) == 1


@pytest.mark.parametrize(
    "draw",
    [
        lambda book, sheet: sheet.write_formula("C5", "=B5*2"),
        lambda book, sheet: book.define_name("grp", "=S!$B$4:$B$6"),
        lambda book, sheet: sheet.data_validation("B5", {"validate": "list", "source": "=$A$5:$A$5"}),
        lambda book, sheet: sheet.conditional_format("B5", {"type": "data_bar"}),
        lambda book, sheet: sheet.add_sparkline("D5", {"range": "S!B5:B5"}),
    ],
    ids=["formula", "name", "validation", "format", "sparkline"],
)
def test_what_goes_with_the_row_or_is_about_more_keeps_none(draw: Draw) -> None:
    assert filled_rows(draw) == 0
