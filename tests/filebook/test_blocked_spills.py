"""A value that spills has its first cell beside its formula, and #SPILL! where something stands in its way."""

from io import BytesIO

import pytest
import xlsxwriter
from openpyxl import load_workbook

from addin.tables.dataset import Dataset
from addin.template.scope import Source
from tests.templates.filling import fill_bytes
from tests.templates.sources import source_of


def drawn(cells: dict[str, object], formula: str, at: str) -> bytes:
    target = BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet("S")
        for address, value in cells.items():
            sheet.write(address, value)
        sheet.write_dynamic_array_formula(f"{at}:{at}", formula, None, 0)
    return target.getvalue()


def value(content: bytes, at: str, source: Source | None = None) -> object:
    filled = fill_bytes(content, source or Source(Dataset(()), {"title": 30.0}))
    return load_workbook(BytesIO(filled), data_only=True)["S"][at].value


FIGURES: dict[str, object] = {"A1": "{{ title }}", "A2": 10, "A3": 60}


@pytest.mark.parametrize(
    ("others", "shown"),
    [
        ({}, 30),
        ({"C4": "below", "D1": "beside"}, 30),
        ({"C3": "in its way"}, "#SPILL!"),
        ({"C2": 0}, "#SPILL!"),
        ({"C3": "{{ title }}"}, "#SPILL!"),
        ({"C3": "=A1"}, "#SPILL!"),
    ],
)
def test_what_stands_in_the_way_of_a_spilling_value_blocks_it(others: dict[str, object], shown: object) -> None:
    assert value(drawn({**FIGURES, **others}, "=GRP_SHARE(A1:A3)", "C1"), "C1") == shown


def test_a_value_that_goes_beyond_the_sheets_edge_is_blocked() -> None:
    assert value(drawn(FIGURES, "=A1:A3*1", "C1048575"), "C1048575") == "#SPILL!"
    assert value(drawn(FIGURES, "=A1:A3*1", "C1048574"), "C1048574") == 30


def test_what_moves_out_of_the_way_or_grows_with_the_block_counts_where_it_stands_then() -> None:
    cells: dict[str, object] = {"A1": "{{ region | down }}", "B1": "{{ grp }}", "D2": "below"}
    for formula, shown in (("=GRP_SHARE(B1:B1)", 25), ("=B1:B2*1", 30)):
        found = value(drawn(cells, formula, "D3"), "D6", source_of())
        assert found == pytest.approx(shown)
    assert value(drawn({**cells, "D4": "below"}, "=GRP_SHARE(B1:B1)", "D3"), "D6", source_of()) == "#SPILL!"
