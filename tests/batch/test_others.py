"""In a batch each workbook shows its own label, and where the template asks figures taken among all labels."""

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from addin.batch.by_label import plan_by_label
from addin.batch.groups import Chunks
from addin.batch.naming import read_pattern
from addin.batch.planning import BatchRequest
from addin.batch.portion import Everyone
from addin.batch.work import work
from tests.templates.drawing import draw

GRP = "zone,region,year,grp\n" + "\n".join(
    f"{zone},{region},{year},{value}"
    for zone, region, values in (
        ("All", "Total", (100, 200)),
        ("South", "Abay", (10, 60)),
        ("South", "Akmola", (50, 40)),
        ("West", "Atyrau", (40, 100)),
    )
    for year, value in zip((2022, 2023), values, strict=True)
)


def made(folder: Path, cells: Mapping[str, object], by: str = "region", data: str = GRP) -> dict[str, list[list[Any]]]:
    """The first sheet of each workbook of the batch."""
    _, chunks = planned(folder, cells, by, data)
    outcomes = [outcome for chunk in chunks for outcome in work(chunk)]
    assert [outcome.cause for outcome in outcomes if outcome.cause] == []
    found = {}
    for path in sorted((folder / "out").glob("*.xlsx")):
        workbook = load_workbook(BytesIO(path.read_bytes()), data_only=True)
        found[path.stem] = [list(row) for row in workbook.worksheets[0].iter_rows(values_only=True)]
    return found


def planned(folder: Path, cells: Mapping[str, object], by: str, data: str) -> tuple[bool, list[Any]]:
    """Whether the template looks at others, and the chunks of its batch."""
    (folder / "template.xlsx").write_bytes(draw(cells))
    (folder / "data.csv").write_text(data, encoding="utf-8")
    (folder / "out").mkdir(exist_ok=True)
    pattern = read_pattern(f"{(folder / 'out').as_posix()}/{{{by}}}.xlsx")
    plan = plan_by_label(
        BatchRequest(str(folder / "template.xlsx"), (str(folder / "data.csv"),), by, pattern, given={"nation": "Total"})
    )
    left = Chunks(plan.groups, 1, lambda chunk: chunk)
    chunks = []
    while chunk := left.next():
        chunks.append(chunk)
    return plan.groups[0].sees_others, chunks


def test_a_passport_has_the_regions_rank_and_share_among_all(tmp_path: Path) -> None:
    cells = {
        "A1": "{{ region }}",
        "B1": "{{ grp }}",
        "C1": "{{ RANK_REGIONS(grp) }}",
        "D1": "{{ all.region | count }}",
        "E1": "{{ GRP_SHARE(grp) }}",
        "F1": "{{ nation.grp }}",
        "G1": "{{ all.grp | max }}",
    }
    assert made(tmp_path, cells) == {
        "Abay": [["Abay", 60, 2, 3, 30, 200, 100]],
        "Akmola": [["Akmola", 40, 3, 3, 20, 200, 100]],
        "Atyrau": [["Atyrau", 100, 1, 3, 50, 200, 100]],
    }


def test_a_block_of_the_batches_own_axis_shows_its_own_label_ranked_among_all(tmp_path: Path) -> None:
    cells = {
        "B1": "{{ year | right }}",
        "A2": "{{ region | down }}",
        "B2": "{{ RANK_REGIONS(grp) }}",
        "A3": "Check",
        "B3": "{{ (all.grp | sum) - nation.grp }}",
        "A4": "{{ region | join }}",
    }
    found = made(tmp_path, cells)
    assert found["Abay"] == [[None, 2022, 2023], ["Abay", 3, 2], ["Check", 0, 0], ["Abay", None, None]]
    assert found["Akmola"][1] == ["Akmola", 1, 3]


def test_a_rank_of_what_a_region_has_together_is_among_all(tmp_path: Path) -> None:
    cells = {
        "A1": "{{ zone }}",
        "B1": "{{ RANK_REGIONS(grp | sum) }}",
        "A2": "{{ region | down }}",
        "B2": "{{ RANK_REGIONS(grp) }}",
    }
    found = made(tmp_path, cells, "zone", GRP.replace("All,Total", "Total,Total"))
    assert found == {
        "South": [["South", 1], ["Abay", 1], ["Akmola", 2]],
        "West": [["West", 1], ["Atyrau", 1]],
    }


@pytest.mark.parametrize(
    ("expression", "by", "asks"),
    [
        ("grp", "region", False),
        ("GRP_SHARE(grp, nation.grp)", "region", False),
        ("GROWTH_INDEX(grp)", "region", False),
        ("GRP_SHARE(grp)", "region", True),
        ("all.grp | max", "region", True),
        ("RANK_REGIONS(grp)", "zone", False),
        ("RANK_REGIONS(grp | sum)", "year", False),
    ],
)
def test_only_a_template_that_asks_for_others_gets_their_rows(
    tmp_path: Path, expression: str, by: str, asks: bool
) -> None:
    cells = {"B1": "{{ year | right }}", "A2": "{{ region | down }}", "B2": f"{{{{ {expression} }}}}"}
    sees, chunks = planned(tmp_path, cells, by, GRP)
    assert sees is asks
    assert all(isinstance(chunk.data, Everyone) is asks for chunk in chunks)


def test_a_workbook_is_kept_only_while_the_others_figures_are_the_same(tmp_path: Path) -> None:
    cells = {"A1": "{{ RANK_REGIONS(grp) }}"}
    _, before = planned(tmp_path, cells, "region", GRP)
    _, same = planned(tmp_path, cells, "region", GRP)
    _, after = planned(tmp_path, cells, "region", GRP.replace("West,Atyrau,2023,100", "West,Atyrau,2023,101"))
    inputs = [[outcome.inputs for chunk in chunks for outcome in work(chunk)] for chunks in (before, same, after)]
    assert inputs[0] == inputs[1]
    assert not set(inputs[0]) & set(inputs[2])


def test_where_a_row_of_another_cannot_be_read_no_rank_is_made(tmp_path: Path) -> None:
    _, chunks = planned(tmp_path, {"A1": "{{ RANK_REGIONS(grp) }}"}, "region", GRP.replace("2023,60", "2023,sixty"))
    causes = [outcome.cause for chunk in chunks for outcome in work(chunk)]
    assert len(causes) == 3
    assert all(cause and "sixty" in cause for cause in causes)
