"""What a process does with a chunk, and how chunks are cut."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from addin.batch.by_label import plan_by_label
from addin.batch.groups import Chunks
from addin.batch.locations import digest
from addin.batch.naming import read_pattern
from addin.batch.outcome import Outcome, State
from addin.batch.planning import BatchPlan, BatchRequest
from addin.batch.portion import Portion
from addin.batch.progress import ProgressLines
from addin.batch.work import Chunk, work
from tests.batch.folder import NATION, draw_template, write_data


def plan_of(path: Path, regions: Sequence[str], given: Mapping[str, str] | None = None) -> BatchPlan:
    draw_template(path / "template.xlsx")
    write_data(path / "grp.csv", regions)
    pattern = read_pattern(f"{path.as_posix()}/out/{{region}}.xlsx")
    return plan_by_label(
        BatchRequest(str(path / "template.xlsx"), (str(path / "grp.csv"),), "region", pattern, given=given or {})
    )


def chunks_of(plan: BatchPlan, processes: int, seconds: float) -> list[Chunk]:
    """The chunks that a batch is cut into whose workbooks take that long each."""
    chunks, found = Chunks(plan.groups, processes, lambda chunk: chunk), []
    while chunk := chunks.next():
        found.append(chunk)
        chunks.took(chunk, [Outcome(job.number, State.MADE, seconds=seconds) for job in chunk.jobs])
    return found


def test_a_chunk_holds_the_rows_of_its_own_jobs_and_the_nation_s_alone(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, [f"Region {number}" for number in range(100)])
    for chunk in chunks_of(plan, 2, 0.001):
        assert isinstance(chunk.data, Portion)
        held = [table for number in range(100) for table in chunk.data.of(f"Region {number}", NATION)]
        assert {label for table in held for label in table.keys["region"]} == {
            NATION,
            *(job.label for job in chunk.jobs),
        }


def test_chunks_of_quick_workbooks_are_large_and_of_slow_ones_small(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, [f"Region {number}" for number in range(3000)])
    quick = [len(chunk.jobs) for chunk in chunks_of(plan, 2, 0.0005)]
    assert set(quick[1:9]) == {250}
    slow = [len(chunk.jobs) for chunk in chunks_of(plan, 2, 0.5)]
    assert set(slow[1:-4]) == {2}
    assert sum(quick) == sum(slow) == 3000


def test_chunks_become_smaller_towards_the_end_so_that_processes_end_together(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, [f"Region {number}" for number in range(1000)])
    sizes = [len(chunk.jobs) for chunk in chunks_of(plan, 2, 0.001)]
    assert sizes[1:] == sorted(sizes[1:], reverse=True)
    assert all(size <= max(20, (1000 - sum(sizes[:at])) / 4 + 1) for at, size in enumerate(sizes))


def test_a_small_batch_is_shared_by_all_processes(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, [f"Region {number}" for number in range(10)])
    assert [len(chunk.jobs) for chunk in chunks_of(plan, 4, 1.0)] == [2, *[1] * 8]


def test_a_process_that_does_not_see_where_to_save_saves_nothing(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, ["Akmola"])
    (chunk,) = chunks_of(plan, 1, 0.001)
    (outcome,) = work(replace(chunk, probe=str(tmp_path / "not here")))
    assert outcome.state is State.FAILED
    assert "does not see" in outcome.cause
    assert not (tmp_path / "out").exists()
    (outcome,) = work(chunk)
    assert outcome.output == digest((tmp_path / "out" / "Akmola.xlsx").read_bytes())


def test_lines_tell_rate_and_time_left_at_each_tenth_and_each_half_minute() -> None:
    told: list[str] = []
    now = [0.0]
    lines = ProgressLines(1000, told.append, lambda: now[0])
    for done in range(0, 1001, 50):
        now[0] = done / 100
        lines.show(done, 1)
    assert told[0] == "100 of 1000, 1 failed, 100/s, 9 s left"
    assert len(told) == 10
    now[0] = 0.0
    told.clear()
    slow = ProgressLines(1000, told.append, lambda: now[0])
    now[0] = 31.0
    slow.show(1, 0)
    slow.show(2, 0)
    assert told == ["1 of 1000, 0 failed, 0.0/s, 30969 s left"]
