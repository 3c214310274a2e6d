"""Axes that others tell: codes beside names are one axis, and what regions are parts of needs no line of its own."""

from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from addin.errors import UserErrors
from addin.tables.dataset import dataset
from addin.tables.reading import read_tables
from addin.template.scope import Source
from tests.templates.drawing import draw
from tests.templates.filling import fill_bytes

CODED = "code,region,year,grp\n00,Total,2020,90.4\n01,A,2020,50.3\n02,B,2020,30.1\n03,C,2020,10\n"
ZONED = "zone,region,grp\nSouth,A,48\nSouth,B,60\nWest,C,29\nEast,D,63\nTotal,Total,200\n"


def sheets(text: str, cells: dict[str, object], name: str = "S") -> dict[str, list[list[Any]]]:
    source = Source(dataset(read_tables(text.encode(), file_name="d.csv")), {})
    book = load_workbook(BytesIO(fill_bytes(draw(cells, name), source)), data_only=True)
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}


def rows(text: str, cells: dict[str, object]) -> list[list[Any]]:
    return sheets(text, cells)["S"]


FIGURES = {"C1": "{{ grp }}", "D1": "{{ GRP_SHARE(grp) | round(2) }}", "E1": "{{ RANK_REGIONS(grp) }}"}
RIGHT = [[50.3, 55.64, 1], [30.1, 33.30, 2], [10, 11.06, 3]]


@pytest.mark.parametrize(
    "labels",
    [
        {"A1": "{{ region | down }}"},
        {"A1": "{{ code | down }}"},
        {"A1": "{{ code | down }}", "B1": '{{ region | down(within="code") }}'},
        {"A1": "{{ region | down }}", "B1": '{{ code | down(within="region") }}'},
    ],
)
def test_codes_and_names_are_one_axis(labels: dict[str, object]) -> None:
    assert [row[2:5] for row in rows(CODED, {**labels, **FIGURES})] == RIGHT


def test_a_code_stands_for_its_name_in_at() -> None:
    cells: dict[str, object] = {"A1": "{{ region | down }}", "B1": "{{ (grp / grp.at(code='01')) | round(3) }}"}
    assert rows(CODED, cells) == [["A", 1], ["B", 0.598], ["C", 0.199]]


def test_regions_need_no_zones_beside_them() -> None:
    cells: dict[str, object] = {"A1": "{{ region | down }}", "B1": "{{ grp }}", "C1": "{{ GRP_SHARE(grp) }}"}
    assert rows(ZONED, cells) == [["A", 48, 24], ["B", 60, 30], ["C", 29, 14.5], ["D", 63, 31.5]]


def test_branches_that_differ_by_chance_are_not_passed_over() -> None:
    text = "region,branch,emp\nA,Mining,3\nB,Trade,4\nC,Farming,9\n"
    with pytest.raises(UserErrors, match="has a value for each branch"):
        rows(text, {"A1": "{{ region | down }}", "B1": "{{ emp }}"})


def test_all_on_the_sheet_of_a_zone_are_the_regions_of_all_zones() -> None:
    cells: dict[str, object] = {"A1": "{{ region | down }}", "B1": "{{ (grp / (all.grp | sum) * 100) | round(1) }}"}
    found = sheets(ZONED, cells, "{{ zone }}")
    assert found == {"South": [["A", 24], ["B", 30]], "West": [["C", 14.5]], "East": [["D", 31.5]]}


@pytest.mark.parametrize(
    ("where", "kept"),
    [
        ("region == 'орел'", ["Орёл"]),
        ("region in ('ОРЕЛ', 'x')", ["Орёл"]),
        ("region in ('East‑Kazakhstan',)", ["East-Kazakhstan"]),
        ("region != 'ОРЕЛ'", ["East-Kazakhstan"]),
    ],
)
def test_labels_are_compared_as_they_are_joined(where: str, kept: list[str]) -> None:
    text = "region,grp\nОрёл,10\nEast-Kazakhstan,40\n"
    assert [row[0] for row in rows(text, {"A1": f'{{{{ region | down(where="{where}") }}}}'})] == kept


def test_what_a_function_makes_of_all_regions_is_there_for_each_year() -> None:
    text = "region,year,grp\nA,2020,1\nB,2020,3\nA,2021,5\nB,2021,5\n"
    down: dict[str, object] = {"A1": "{{ year | down }}", "B1": "{{ HHI(grp) }}", "C1": "{{ grp | sum }}"}
    across: dict[str, object] = {"A1": "{{ year | right }}", "A2": "{{ HHI(grp) }}"}
    assert rows(text, down) == [[2020, 0.625, 4], [2021, 0.5, 10]]
    assert rows(text, across) == [[2020, 2021], [0.625, 0.5]]
