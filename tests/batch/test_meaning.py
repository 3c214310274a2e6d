"""What figures mean in a batch: whose others, which label, which total; and what a batch tells of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from addin.batch import data_sources as batch_data
from addin.batch.by_label import plan_by_label
from addin.batch.by_row import plan_by_row
from addin.batch.groups import Chunks
from addin.batch.naming import read_pattern
from addin.batch.outcome import Outcome
from addin.batch.planning import BatchPlan, BatchRequest
from addin.batch.work import work
from addin.errors import UserErrors
from tests.templates.drawing import draw

RANKED: Mapping[str, object] = {"A1": "{{ region }}", "B1": "{{ GRP_SHARE(grp) }}", "C1": "{{ RANK_REGIONS(grp) }}"}
YEARLY: Mapping[str, object] = {"A1": "{{ region }}", "A2": "{{ year | down }}", "B2": "{{ grp }}"}
THREE = "region,year,grp\nEast,2023,30\nWest,2023,10\nNorth,2023,60\n"


@dataclass(frozen=True)
class Batch:
    """A batch in a folder of its own."""

    folder: Path

    def by_label(self, cells: Mapping[str, object], *data_sources: str, by: str = "region", **given: str) -> BatchPlan:
        files = [self._file(f"{number}.csv", content) for number, content in enumerate(data_sources)]
        pattern = read_pattern(f"{self.folder.as_posix()}/{{{by}}}.xlsx")
        return plan_by_label(BatchRequest(self._template(cells), tuple(files), by, pattern, given=given))

    def by_row(self, cells: Mapping[str, object], rows: str, data_sources: str, by: str | None = "region") -> BatchPlan:
        self._template(cells)
        self._file("d.csv", data_sources)
        return plan_by_row(BatchRequest(by=by, jobs=self._file("jobs.csv", rows)), "batch")

    def done(self, plan: BatchPlan) -> list[Outcome]:
        left = Chunks(plan.groups, 1, lambda chunk: chunk)
        found: list[Outcome] = []
        while chunk := left.next():
            found += work(chunk)
        return found

    def rows(self) -> dict[str, list[list[Any]]]:
        return {
            path.stem: [
                list(row) for row in load_workbook(BytesIO(path.read_bytes())).worksheets[0].iter_rows(values_only=True)
            ]
            for path in sorted(self.folder.glob("*.xlsx"))
            if path.stem != "template"
        }

    def _template(self, cells: Mapping[str, object]) -> str:
        (self.folder / "template.xlsx").write_bytes(draw(cells))
        return str(self.folder / "template.xlsx")

    def _file(self, name: str, content: str) -> str:
        (self.folder / name).write_text(content, encoding="utf-8")
        return str(self.folder / name)


@pytest.fixture
def batch(tmp_path: Path) -> Batch:
    return Batch(tmp_path)


def causes(outcomes: Iterable[Outcome]) -> list[str]:
    return [outcome.cause for outcome in outcomes if outcome.cause]


def test_jobs_by_label_are_taken_among_all_labels(batch: Batch) -> None:
    jobs = "template,data,region,output\ntemplate.xlsx,d.csv,East,e.xlsx\ntemplate.xlsx,d.csv,West,w.xlsx\n"
    assert causes(batch.done(batch.by_row(RANKED, jobs, THREE))) == []
    assert batch.rows() == {"e": [["East", 30, 2]], "w": [["West", 10, 3]]}


def test_a_job_that_names_a_total_that_is_not_there_is_refused_alone(batch: Batch) -> None:
    jobs = (
        "template,data,region,nation,output\n"
        "template.xlsx,d.csv,East,Total,e.xlsx\n"
        "template.xlsx,d.csv,West,Totl,w.xlsx\n"
    )
    plan = batch.by_row(RANKED, jobs, THREE + "Total,2023,100\n")
    assert [cause.partition(": ")[2] for _, cause in plan.refused] == [
        "the data have no label Totl, which the setting nation names; did you mean Total?"
    ]
    assert causes(batch.done(plan)) == []
    assert batch.rows() == {"e": [["East", 30, 2]]}


def test_a_year_that_the_data_do_not_have_ends_a_batch_as_it_ends_a_filling(batch: Batch) -> None:
    with pytest.raises(UserErrors, match="the data have no label 2032, which the setting year names"):
        batch.by_label(RANKED, THREE, year="2032")


def test_labels_that_two_files_write_otherwise_are_one_workbook(batch: Batch) -> None:
    people = "region,year,pop\nEAST,2023,3\nwest ,2023,1\nNorth,2023,6\n"
    cells = {"A1": "{{ region }}", "B1": "{{ grp }}", "C1": "{{ pop }}"}
    assert causes(batch.done(batch.by_label(cells, THREE, people))) == []
    assert batch.rows() == {"East": [["East", 30, 3]], "North": [["North", 60, 6]], "West": [["West", 10, 1]]}


def test_codes_that_lost_their_zeros_in_one_file_are_one_workbook(batch: Batch) -> None:
    grp, people = "kato,grp\n01,30\n02,10\n11,7\n", "kato,pop\n1,3\n2,1\n11,9\n"
    cells = {"A1": "{{ kato }}", "B1": "{{ grp }}", "C1": "{{ pop }}"}
    plan = batch.by_label(cells, grp, people, by="kato", keys="kato")
    assert causes(batch.done(plan)) == []
    assert [row[0][1:] for row in batch.rows().values()] == [[30, 3], [10, 1], [7, 9]]


def test_a_batch_tells_of_its_data_what_a_filling_tells(batch: Batch) -> None:
    people = "region,year,pop\nEast,2023,3\nNorht,2023,6\n"
    told = [str(note) for note in batch.by_label(RANKED, THREE, people).notes]
    assert any("'North' is not in" in note and "Norht" in note for note in told)


def test_jobs_of_files_of_their_own_are_told_of_in_the_report(batch: Batch) -> None:
    jobs = "template,data,output\ntemplate.xlsx,d.csv,all.xlsx\n"
    cells = {"A1": "{{ region | down }}", "B1": "{{ grp }}"}
    data_sources = "region,grp\nA,101.5\nB,220.7\nC,47.1\nD,369.3\n"
    [outcome] = batch.done(batch.by_row(cells, jobs, data_sources, by=None))
    assert "'D' is taken for the total" in "; ".join(outcome.notes)
    [outcome] = batch.done(
        batch.by_row(cells, jobs.replace(",output", ",nation,output").replace("all", "X,all"), data_sources, by=None)
    )
    assert "the data have no label X, which the setting nation names" in outcome.cause


def test_workbooks_without_any_figure_are_told(batch: Batch) -> None:
    [east, *others] = batch.done(
        batch.by_label({"A1": "{{ region }}", "B1": "{{ grp }}"}, "region,year,grp\nEast,2023,\nWest,2023,10\n")
    )
    assert [len(each.notes) for each in others] == [0]
    assert "all figures are blank" in east.notes[0]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(3, 9), st.integers(1, 6), st.booleans(), st.integers(0, 99_999))
def test_the_total_of_many_rows_is_found_by_the_first_of_each_label(
    batch: Batch, regions: int, years: int, by_year: bool, seed: int
) -> None:
    random = Random(seed)
    figures = {(region, year): random.randint(1000, 99_999) for region in range(regions) for year in range(years)}
    for year in range(years):
        figures[regions, year] = sum(figures[region, year] for region in range(regions))
    keys = sorted(figures, key=(lambda key: (key[1], key[0])) if by_year else None)
    data_sources = "region,year,grp\n" + "".join(
        f"R{region},{2000 + year},{figures[region, year]}\n" for region, year in keys
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(batch_data, "MOST_SUMMED", 1)
        few = batch.by_label(YEARLY, data_sources)
    whole = batch.by_label(YEARLY, data_sources)
    assert (
        [job.label for job in few.jobs()] == [job.label for job in whole.jobs()] == [f"R{at}" for at in range(regions)]
    )


@pytest.mark.parametrize(
    "cells",
    [
        {"A1": "{{ region }}", "A2": "{{ year | down }}", "B2": "{{ grp }}", "C2": "{{ grp / pop }}"},
        {"A1": "{{ region }} {{ grp.at(2022) }}", "A2": "{{ year | down }}", "B2": "{{ grp }}"},
        {"A1": "{{ region | down }}", "B1": "{{ grp.at(2022) }}"},
        {"A2": "{{ year | right }}", "A3": "{{ grp }}", "A4": "{{ GROWTH_INDEX(grp) }}"},
    ],
)
def test_each_workbook_is_the_same_as_one_of_a_batch_of_its_label_alone(
    batch: Batch, cells: Mapping[str, object]
) -> None:
    """Whether the axis of the batch stays in the tables or not, and whatever was filled before."""
    rows = [
        ("East", 2022, 3, 7),
        ("East", 2023, 4, 8),
        ("West", 2022, 5, 2),
        ("West", 2023, 6, 9),
        ("North", 2022, 2, 3),
        ("North", 2023, 1, 1),
    ]
    lines = [",".join(map(str, row)) for row in rows]
    assert causes(batch.done(batch.by_label(cells, "\n".join(["region,year,grp,pop", *lines])))) == []
    together = batch.rows()
    for region in ("East", "West", "North"):
        own = [line for line in lines if line.startswith(region)]
        assert causes(batch.done(batch.by_label(cells, "\n".join(["region,year,grp,pop", *own])))) == []
    assert batch.rows() == together
