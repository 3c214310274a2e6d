"""JSON-stat 2.0 in the ways that its specification allows (https://json-stat.org/full/); the figures are made up."""

import json
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.errors import UserError
from addin.tables.figures import Figure
from addin.tables.reading import read_tables
from addin.tables.table import Table
from udfs.numerics.cell_values import ExcelError

CUBE = {
    "version": "2.0",
    "class": "dataset",
    "label": "Gross regional product",
    "source": "Office",
    "id": ["freq", "geo", "time"],
    "size": [1, 2, 2],
    "role": {"time": ["time"], "geo": ["geo"]},
    "dimension": {
        "freq": {"category": {"label": {"A": "Annual"}}},
        # Positions say the order, not the order of the object.
        "geo": {"label": "Region", "category": {"index": {"S": 1, "N": 0}, "label": {"S": "South", "N": "North"}}},
        "time": {"category": {"index": ["2020", "2021"]}},
    },
    "value": [1, 2.5, None, 4],
}


def read(cube: Mapping[str, object], **changed: object) -> Table:
    (table,) = read_tables(json.dumps({**cube, **changed}).encode(), file_name="grp.json")
    return table


def flags(table: Table) -> Sequence[str]:
    return [value.flags if isinstance(value, Figure) else "" for value in table.columns["value"]]


def test_the_last_dimension_is_the_quickest_and_positions_say_the_order() -> None:
    table = read(CUBE)
    assert dict(table.keys) == {"geo": ["North", "North", "South", "South"], "year": [2020, 2021, 2020, 2021]}
    assert list(table.columns["value"]) == [1, 2.5, None, 4]
    assert str(table.place_of(1, "value")) == "grp.json, cell value[1]"


def test_what_an_object_of_figures_leaves_out_is_blank_and_never_0() -> None:
    assert list(read(CUBE, value={"0": 1, "3": 0}).columns["value"]) == [1, None, None, 0]


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ({"1": "p"}, ["", "p", "", ""]),
        ([None, "p", None, "b"], ["", "p", "", "b"]),
        ("e", ["e", "e", "", "e"]),
        (["e"], ["e", "e", "", "e"]),
        (None, ["", "", "", ""]),
    ],
)
def test_flags_stand_beside_their_figures(status: object, expected: Sequence[str]) -> None:
    assert flags(read(CUBE, status=status)) == expected


def test_a_missing_figure_with_a_flag_is_not_available() -> None:
    assert read(CUBE, status={"2": "c"}).columns["value"][2] is ExcelError.NA


def test_the_metric_makes_a_column_for_each_of_its_categories() -> None:
    metric = {
        "category": {
            "index": ["g", "p"],
            "label": {"g": "GRP", "p": "Population"},
            "unit": {"g": {"base": "mln tenge"}, "p": {"base": "persons"}},
        }
    }
    dimension = {"what": metric, "time": CUBE["dimension"]["time"]}  # type: ignore[index]
    table = read(
        CUBE, id=["what", "time"], size=[2, 2], dimension=dimension, role={"metric": ["what"], "time": ["time"]}
    )
    assert dict(table.keys) == {"year": [2020, 2021]}
    assert {name: list(values) for name, values in table.columns.items()} == {"grp": [1, 2.5], "population": [None, 4]}


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"version": "1.0"}, "not a data set in JSON-stat 2.0"),
        ({"class": "collection"}, "not a data set in JSON-stat 2.0"),
        ({"size": [1, 2, 3]}, "size is not that of its categories"),
        ({"value": [1, 2]}, "has 2 in value where its dimensions make 4"),
        ({"value": {"9": 1}}, "there is no figure 9 in value"),
        ({"value": [1, 2, "x", 4]}, r"cell value\[2\]: 'x' is no figure"),
        ({"value": [1, 2, True, 4]}, r"cell value\[2\]: 'True' is no figure"),
        ({"id": "geo"}, "has no list 'id'"),
        ({"dimension": {}}, "the dimension 'freq' has no categories"),
    ],
)
def test_what_is_not_whole_is_told(changed: Mapping[str, object], told: str) -> None:
    with pytest.raises(UserError, match=told):
        read(CUBE, **changed)


@pytest.mark.parametrize(
    "text", ["", "{", "[" * 100_000, '{"a": NaN}', "1e999", "null", '["\\ud800"]', '{"a": 1' + "0" * 5000 + "}"]
)
def test_what_is_no_json_is_told_in_a_line(text: str) -> None:
    with pytest.raises(UserError) as told:
        read_tables(text.encode(), file_name="grp.json")
    assert "\n" not in str(told.value)


@given(st.lists(st.none() | st.floats(-1e15, 1e15), min_size=4, max_size=4), st.booleans())
def test_every_figure_is_the_one_that_was_written(values: Sequence[float | None], sparse: bool) -> None:
    by_position = {str(at): value for at, value in enumerate(values) if value is not None}
    table = read(CUBE, value=by_position if sparse else values)
    assert list(table.columns["value"]) == values
