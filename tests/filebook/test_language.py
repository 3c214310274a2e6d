"""What a template says and what its filled sheet holds."""

from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from addin.tables.dataset import dataset
from addin.template.scope import Source
from tests.templates.drawing import draw
from tests.templates.filling import fill_bytes
from tests.templates.sources import table

DOWN = "{{ region | down }}"


def test_scalars_stand_within_text_and_keep_their_type_alone(filled: Any) -> None:
    rows = filled({"A1": "{{ title }}, {{ year }}", "B1": "{{ year }}", "C1": "no expression"})
    assert rows == [["GRP & growth, 2012", 2012, "no expression"]]


def test_a_block_has_one_row_for_each_region_but_the_whole(filled: Any) -> None:
    rows = filled({"A1": "Region", "B1": "GRP", "A2": DOWN, "B2": "{{ grp }}", "A3": "end"})
    assert rows == [
        ["Region", "GRP"],
        ["Akmola", 30],
        ["Aktobe", 20],
        ["Almaty", 60],
        ["Atyrau", 10],
        ["end", None],
    ]


def test_a_block_to_the_right_has_one_column_for_each_year(filled: Any) -> None:
    rows = filled({"A1": "{{ year | right }}", "A2": "{{ nation.rd }}", "B1": "beyond"})
    assert rows == [[2008, 2010, 2012, "beyond"], [10, 12, 14, None]]


def test_both_ways_a_column_is_the_matrix_and_beside_it_one_value_a_row(filled: Any) -> None:
    rows = filled(
        {
            "B1": "{{ year | right }}",
            "C1": "Index",
            "A2": DOWN,
            "B2": "{{ rd }}",
            "C2": "{{ GROWTH_INDEX(rd) }}",
            "A3": "Total",
            "B3": "{{ nation.rd }}",
        }
    )
    assert rows == [
        [None, 2008, 2010, 2012, "Index"],
        ["Akmola", 4, 3, 5, 125],
        ["Aktobe", 3, 5, 2, pytest.approx(200 / 3)],
        ["Almaty", 2, 2, 3, 150],
        ["Atyrau", 1, 2, 4, 400],
        ["Total", 10, 12, 14, None],
    ]


def test_the_whole_is_taken_at_another_year(filled: Any) -> None:
    assert filled({"A1": "{{ nation.rd.at(2008) }}", "B1": "{{ nation.rd.at(year=2010) }}"}) == [[10, 12]]


def test_a_missing_figure_is_an_empty_cell(filled: Any) -> None:
    rows = filled({"A1": DOWN, "B1": "{{ grp.at(2010) }}", "C1": "{{ grp.at(2010) * 2 }}"})
    assert rows[2] == ["Almaty", None, None]


def test_another_year_and_the_wholes_row(filled: Any) -> None:
    rows = filled({"A1": DOWN, "B1": "{{ grp.at(2008) }}", "C1": "{{ GRP_SHARE(grp, nation.grp) }}"})
    assert rows[0] == ["Akmola", 40, 25]


def test_outside_of_a_block_a_column_is_the_whole_list(filled: Any) -> None:
    rows = filled({"A1": "{{ grp | sum }}", "B1": "{{ grp | max }}", "C1": "{{ region | join }}"})
    assert rows[0][:2] == [120, 60]


def test_text_and_expressions_stand_together_in_a_block(filled: Any) -> None:
    rows = filled({"A1": "{{ region | down }} ({{ year }})", "B1": "rank {{ RANK_REGIONS(grp) }}"})
    assert rows[0] == ["Akmola (2012)", "rank 2"]


def test_blocks_below_each_other_move_apart(filled: Any) -> None:
    rows = filled({"A1": DOWN, "A2": "between", "A3": '{{ region | down(top=1, sort="-grp") }}', "A4": "end"})
    assert [row[0] for row in rows] == ["Akmola", "Aktobe", "Almaty", "Atyrau", "between", "Almaty", "end"]


def test_blocks_side_by_side_grow_to_the_longer_and_leave_the_rest_empty(filled: Any) -> None:
    rows = filled({"A1": DOWN, "B1": "{{ grp }}", "D1": "{{ year | down }}", "E1": "{{ nation.rd }}", "A2": "end"})
    assert rows == [
        ["Akmola", 30, None, 2008, 10],
        ["Aktobe", 20, None, 2010, 12],
        ["Almaty", 60, None, 2012, 14],
        ["Atyrau", 10, None, None, None],
        ["end", None, None, None, None],
    ]


def test_a_block_within_a_block_has_the_rows_of_its_own_label(filled: Any) -> None:
    rows = filled(
        {
            "A1": "{{ branch | down(rows=3) }}",
            "A2": "{{ region | down }}",
            "B2": "{{ output }}",
            "A3": "Total {{ branch }}",
            "B3": "=SUM(B2:B2)",
            "A4": "end",
        },
        "branches",
    )
    assert rows == [
        ["Mining", None],
        ["Akmola", 5],
        ["Aktobe", 7],
        ["Atyrau", 9],
        ["Total Mining", "=SUM(B2:B4)"],
        ["Farming", None],
        ["Akmola", 3],
        ["Almaty", 2],
        ["Total Farming", "=SUM(B7:B8)"],
        ["end", None],
    ]


def test_an_axis_within_another_makes_a_row_of_each_pair(filled: Any) -> None:
    rows = filled(
        {
            "A1": "{{ branch | down }}",
            "B1": '{{ region | down(within="branch", sort="-output") }}',
            "C1": "{{ output }}",
        },
        "branches",
    )
    assert rows == [
        ["Mining", "Atyrau", 9],
        ["Mining", "Aktobe", 7],
        ["Mining", "Akmola", 5],
        ["Farming", "Akmola", 3],
        ["Farming", "Almaty", 2],
    ]


def test_branches_stand_across_where_the_data_have_no_pair_the_cell_is_empty(filled: Any) -> None:
    rows = filled({"B1": "{{ branch | right }}", "A2": DOWN, "B2": "{{ output }}"}, "branches")
    assert rows == [
        [None, "Mining", "Farming"],
        ["Akmola", 5, 3],
        ["Aktobe", 7, None],
        ["Atyrau", 9, None],
        ["Almaty", None, 2],
    ]


def test_formulas_are_filled_down_and_what_spans_the_block_stretches(filled: Any) -> None:
    rows = filled(
        {
            "A1": DOWN,
            "B1": "{{ grp }}",
            "C1": "=B1/B$2",
            "D1": "=RANK(B1,B$1:B$1)",
            "E1": "=SUM(B$1:B1)",
            "B2": "=SUM(B1:B1)",
        }
    )
    assert rows[2][2:] == ["=B3/B$5", "=RANK(B3,B$1:B$4)", "=SUM(B$1:B3)"]
    assert rows[4][1] == "=SUM(B1:B4)"


def test_data_never_become_formulas(filled: Any) -> None:
    rows = filled({"A1": "{{ title }}"}, settings={"title": "=1+1"})
    assert rows == [["=1+1"]]


def test_without_labels_a_block_closes_up_and_its_headings_stay(filled: Any) -> None:
    rows = filled({"A1": "Region", "A2": DOWN, "B2": "{{ grp }}", "A3": "Source"}, "none", {"nation": None})
    assert rows == [["Region"], ["Source"]]


def test_without_labels_one_empty_row_stays_where_something_refers_to_it(filled: Any) -> None:
    cells = {"A1": "Region", "A2": DOWN, "B2": "{{ grp }}", "C2": "=B2/B$3", "A3": "Total", "B3": "=SUM(B2:B2)"}
    rows = filled(cells, "none", {"nation": None})
    assert rows == [["Region", None, None], [None, None, None], ["Total", "=SUM(B2:B2)", None]]


def test_the_shorter_of_two_blocks_has_no_formulas_in_its_empty_rows(filled: Any) -> None:
    rows = filled({"A1": DOWN, "D1": "{{ year | down }}", "E1": "=D1*2"})
    assert [row[3:] for row in rows] == [[2008, "=D1*2"], [2010, "=D2*2"], [2012, "=D3*2"], [None, None]]


def test_ten_thousand_rows_are_filled_in_their_order_with_their_formulas() -> None:
    count = 10_000
    names = [f"Region {number:05d}" for number in range(count)]
    data = table({"region": names}, {"grp": [float(number % 97) for number in range(count)]})
    cells = {"A1": "Region", "A2": DOWN, "B2": "{{ grp }}", "C2": "=B2*2", "A3": "Total", "B3": "=SUM(B2:B2)"}
    content = fill_bytes(draw(cells), Source(dataset([data]), {}))
    rows = list(load_workbook(BytesIO(content)).worksheets[0].iter_rows(values_only=True))
    assert [row[0] for row in rows[1:-1]] == names
    assert [row[1] for row in rows[1:-1]] == [number % 97 for number in range(count)]
    assert rows[count] == (names[-1], (count - 1) % 97, f"=B{count + 1}*2")
    assert rows[-1][:2] == ("Total", f"=SUM(B2:B{count + 1})")
    known = list(load_workbook(BytesIO(content), data_only=True).worksheets[0].iter_rows(values_only=True))
    assert [row[2] for row in known[1:-1]] == [2 * (number % 97) for number in range(count)]


def test_one_label_makes_one_row(filled: Any) -> None:
    rows = filled({"A1": '{{ region | down(where="grp > 50") }}', "B1": "=ROW()", "A2": "end"})
    assert rows == [["Almaty", "=ROW()"], ["end", None]]


def test_what_stands_above_a_repeated_column_is_repeated_with_it(filled: Any) -> None:
    rows = filled({"A1": "{{ title }}", "A2": "{{ year | right }}", "B1": "beyond"})
    assert rows == [["GRP & growth"] * 3 + ["beyond"], [2008, 2010, 2012, None]]


def test_what_stands_above_a_block_within_a_block_to_the_right_is_repeated_with_it(filled: Any) -> None:
    cells = {"A1": "{{ branch | right(columns=2) }}", "B1": "{{ branch }}", "B2": "{{ region | right }}"}
    rows = filled(cells, "branches")
    assert rows == [
        ["Mining"] * 4 + ["Farming"] * 3,
        [None, "Akmola", "Aktobe", "Atyrau", None, "Akmola", "Almaty"],
    ]


def test_a_block_with_a_block_within_closes_up_too() -> None:
    data = table({"branch": [], "region": []}, {"output": []})
    cells = {"A1": "Branches", "A2": "{{ branch | down(rows=2) }}", "A3": "{{ region | down }}", "A4": "Source"}
    content = fill_bytes(draw({**cells, "B3": "{{ output }}"}), Source(dataset([data]), {}))
    sheet = load_workbook(BytesIO(content)).worksheets[0]
    assert [row[0] for row in sheet.iter_rows(values_only=True)] == ["Branches", "Source"]


def test_what_refers_to_a_block_within_a_block_without_labels_keeps_an_empty_row_of_each() -> None:
    data = table({"branch": [], "region": []}, {"output": []})
    cells = {
        "A1": "{{ branch | down(rows=2) }}",
        "A2": "{{ region | down }}",
        "B2": "{{ output }}",
        "B3": "=SUM(B2:B2)",
    }
    content = fill_bytes(draw(cells), Source(dataset([data]), {}))
    sheet = load_workbook(BytesIO(content)).worksheets[0]
    assert [list(row) for row in sheet.iter_rows(values_only=True)] == [[None, None]] * 2 + [[None, "=SUM(B2:B2)"]]


def test_what_stands_left_of_the_marker_belongs_to_its_rows(filled: Any) -> None:
    rows = filled({"A1": "{{ grp.at(2008) }}", "B1": "{{ region | down }}", "A2": "end"})
    assert rows == [[40, "Akmola"], [30, "Aktobe"], [20, "Almaty"], [10, "Atyrau"], ["end", None]]
