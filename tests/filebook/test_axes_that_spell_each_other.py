"""Codes beside names, and years across two beside their first year, are one axis with two sets of labels."""

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from addin.errors import Place
from addin.filebook.template import read_template
from addin.fill import fill, load_source
from tests.templates.drawing import Cells, draw

CODES = "geo_code,Region,Year,V\nK,Total,2023,40\nUKC,North East,2023,10\nUKD,North West,2023,30\n"
ACROSS = "Region,2004-05,2005-06\nBihar,10,11\nGoa,20,22\n"


def rows(folder: Path, text: str, cells: Cells, **given: str) -> list[tuple[object, ...]]:
    data = folder / "grp.csv"
    data.write_text(text, "utf-8")
    template = read_template(draw(cells), Place("t.xlsx"))
    filled = fill(template, load_source(template, [data], given)).write()
    return list(load_workbook(BytesIO(filled), data_only=True).worksheets[0].values)


@pytest.mark.parametrize(("axis", "other"), [("geo_code", "region"), ("region", "geo_code")])
def test_a_block_of_codes_or_of_names_has_both_and_the_figures(tmp_path: Path, axis: str, other: str) -> None:
    cells = {"A1": f"{{{{ {axis} | down }}}}", "B1": f"{{{{ {other} }}}}", "C1": "{{ v }}", "D1": "{{ GRP_SHARE(v) }}"}
    cells |= {"E1": "{{ v.at(region='North East') }}", "F1": "{{ v.at(geo_code='UKD') }}", "G1": "{{ nation.v }}"}
    found = rows(tmp_path, CODES, cells)
    labels = [("UKC", "North East"), ("UKD", "North West")]
    expected = labels if axis == "geo_code" else [(name, code) for code, name in labels]
    assert [row[:2] for row in found] == expected
    assert [row[2:] for row in found] == [(10, 25, 10, 30, 40), (30, 75, 10, 30, 40)]


@pytest.mark.parametrize(("axis", "labels"), [("year", (2004, 2005)), ("period", ("2004/05", "2005/06"))])
def test_years_across_two_fill_a_block_of_years_or_of_periods(
    tmp_path: Path, axis: str, labels: tuple[object, ...]
) -> None:
    cells = {"B1": f"{{{{ {axis} | right }}}}", "A2": "{{ region | down }}", "B2": "{{ grp }}"}
    assert rows(tmp_path, ACROSS, cells) == [(None, *labels), ("Bihar", 10, 11), ("Goa", 20, 22)]


def test_quarters_of_several_years_are_not_spelled_by_their_year(tmp_path: Path) -> None:
    """The quarter of the year that is set, or of the latest; never the figure of another year."""
    text = "region,2012-Q1,2012-Q2,2013-Q1\nA,1,2,3\nB,4,5,6\n"
    cells = {"B1": "{{ period | right }}", "A2": "{{ region | down }}", "B2": "{{ grp }}"}
    assert rows(tmp_path, text, cells)[1:] == [("A", 3, None), ("B", 6, None)]
    assert rows(tmp_path, text, cells, year="2012")[1:] == [("A", 1, 2), ("B", 4, 5)]


def test_a_region_spells_no_year(tmp_path: Path) -> None:
    """Regions and years that go one with one are two axes for all that."""
    cells = {"A1": "{{ region | down }}", "B1": "{{ grp }}", "C1": "{{ grp.at(other) }}"}
    assert rows(tmp_path, "region,year,grp\nA,2012,1\nB,2013,2\n", cells, other="2012") == [
        ("A", None, 1),
        ("B", 2, None),
    ]


def test_a_list_outside_of_a_block_has_codes_and_names_as_one_axis(tmp_path: Path) -> None:
    cells = {"A1": "{{ HHI(v) }}", "A2": "{{ region | down }}", "B2": "{{ GRP_SHARE(v) }}"}
    assert rows(tmp_path, CODES, cells) == [(0.625, None), ("North East", 25), ("North West", 75)]
