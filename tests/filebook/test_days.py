"""Days count from the workbook's own epoch, and are written in texts as their cell shows them."""

from datetime import date, datetime
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter
from openpyxl import load_workbook

from addin.filebook.template import read_template
from addin.fill import fill, load_source
from addin.tables.reading import read_tables


def filled_days(form: str, *, from_1904: bool) -> list[object]:
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "date_1904": from_1904}) as book:
        days, sheet, settings = (
            book.add_format({"num_format": form}),
            book.add_worksheet("S"),
            book.add_worksheet("_settings"),
        )
        sheet.write(0, 0, '{{ published | date("dd.mm.yyyy") }}')
        sheet.write(1, 0, "{{ published }}", days)
        sheet.write(2, 0, "on {{ published }}")
        sheet.write(3, 0, '{{ (published + 1) | date("d.m.yy") }}')
        settings.write(0, 0, "published")
        settings.write_datetime(0, 1, date(2012, 1, 31), days)
    template = read_template(content.getvalue())
    book = load_workbook(BytesIO(fill(template, load_source(template)).write()))
    return [row[0] for row in book["S"].iter_rows(values_only=True)]


def written_in_data(data: Path, form: str, *, from_1904: bool, alone: bool) -> list[object]:
    """What becomes of a day and a moment that stand among the texts of a column, or alone there."""
    with xlsxwriter.Workbook(data, {"date_1904": from_1904}) as book:
        shown, sheet = book.add_format({"num_format": form}), book.add_worksheet("Data")
        sheet.write_row(0, 0, ["Region", "GRP", "Opened"])
        for row, region in enumerate("ABC", start=1):
            sheet.write_row(row, 0, [region, row, "soon"])
        for row, moment in enumerate([datetime(2012, 1, 31), datetime(2012, 1, 31, 14, 5)], start=1):
            sheet.write_datetime(row, 2, moment, shown)
        if alone:
            sheet.write_datetime(3, 2, datetime(2013, 2, 28), shown)
    template = BytesIO()
    with xlsxwriter.Workbook(template, {"in_memory": True}) as book:
        book.add_worksheet("S").write_row(0, 0, ["{{ region | down }}", "{{ opened }}", "on {{ opened }}"])
    read = read_template(template.getvalue())
    book = load_workbook(BytesIO(fill(read, load_source(read, [data])).write()))
    return [cell for row in book["S"].iter_rows(min_col=2, values_only=True) for cell in row]


@pytest.mark.parametrize("alone", [False, True])
@pytest.mark.parametrize("from_1904", [False, True])
@pytest.mark.parametrize(
    ("form", "day"), [("dd.mm.yyyy", "31.01.2012"), ("yyyy-mm-dd", "2012-01-31"), ("d mmmm yyyy", "31.01.2012")]
)
def test_a_day_among_the_texts_of_data_is_written_as_its_cell_shows_it(
    tmp_path: Path, form: str, day: str, from_1904: bool, alone: bool
) -> None:
    last = written_in_data(tmp_path / "data.xlsx", form, from_1904=from_1904, alone=alone)
    assert last[:4] == [day, f"on {day}", f"{day} 14:05", f"on {day} 14:05"]
    assert (last[4] == "soon") == (not alone)


@pytest.mark.parametrize("from_1904", [False, True])
def test_periods_written_as_days_are_those_that_cells_show(from_1904: bool) -> None:
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "date_1904": from_1904}) as book:
        days, sheet = book.add_format({"num_format": "dd.mm.yyyy"}), book.add_worksheet("S")
        sheet.write_row(0, 0, ["region", "year", "grp"])
        for row, year in enumerate((2012, 2023), 1):
            sheet.write(row, 0, "A")
            sheet.write_datetime(row, 1, date(year, 1, 1), days)
            sheet.write(row, 2, 10.0 * row)
    (read,) = read_tables(content.getvalue(), file_name="data.xlsx")
    assert list(read.keys["year"]) == [2012, 2023]


@pytest.mark.parametrize("from_1904", [False, True])
@pytest.mark.parametrize(
    ("form", "shown"),
    [
        ("dd.mm.yyyy", "31.01.2012"),
        ("yyyy-mm-dd", "2012-01-31"),
        ("d/m/yy", "31/1/12"),
        ("d mmmm yyyy", "31.01.2012"),
        ("dd.mm.yyyy hh:mm", "31.01.2012"),
        ("[$-419]dd.mm.yyyy;@", "31.01.2012"),
    ],
)
def test_a_day_is_the_same_in_every_epoch(form: str, shown: str, from_1904: bool) -> None:
    day, cell, text, after = filled_days(form, from_1904=from_1904)
    assert (day, text, after) == ("31.01.2012", f"on {shown}", "1.2.12")
    assert cell.date() == date(2012, 1, 31)
