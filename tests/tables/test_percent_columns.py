"""Figures in percent don't add up, whether the heading says percent or the cells alone."""

from io import BytesIO

import pytest
from openpyxl import Workbook

from addin.errors import UserErrors
from addin.filebook.template import read_template
from addin.fill import blank_figures, plan
from addin.tables.dataset import Dataset, dataset
from addin.tables.reading import read_tables
from addin.template.scope import Source
from tests.templates.drawing import draw
from tests.templates.filling import fill_bytes

TEMPLATE = draw({"A1": "{{ region | down }}", "B1": "{{ rate }}", "B2": "{{ rate | sum }}"})


def of_text(text: str) -> Dataset:
    return dataset(read_tables(text.encode(), file_name="d.csv"))


def of_cells(*rows: tuple[object, ...]) -> Dataset:
    book, target = Workbook(), BytesIO()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    for line in sheet.iter_rows(min_row=2, min_col=2):
        for cell in line:
            cell.number_format = "0.0%"
    book.save(target)
    return dataset(read_tables(target.getvalue(), file_name="d.xlsx"))


@pytest.mark.parametrize(
    "data",
    [
        of_text("region,rate\nA,12.5%\nB,20 %\n"),
        of_text('region,"rate, %"\nA,12.5\nB,20\n'),
        of_cells(("region", "rate"), ("A", 0.125), ("B", 0.2)),
    ],
)
def test_percent_is_not_summed(data: Dataset) -> None:
    with pytest.raises(UserErrors, match="rate doesn't add up"):
        fill_bytes(TEMPLATE, Source(data, {}))


def test_percent_that_makes_a_hundred_is() -> None:
    data = of_cells(("region", "rate"), ("A", 0.125), ("B", 0.875))
    assert fill_bytes(TEMPLATE, Source(data, {}))


def test_a_filling_of_nothing_but_labels_and_blanks_is_told() -> None:

    template = read_template(draw({"A1": "{{ region | down }}", "B1": "{{ year }}", "C1": "{{ grp }}"}))
    for figure, told in (("", True), ("7", False)):
        source = Source(of_text(f"region,year,grp\nA,2012,\nB,2012,{figure}\n"), {})
        assert (blank_figures(template, source, plan(template, source)) is not None) is told
