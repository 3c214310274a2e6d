"""The memory of a batch does not grow with the number of its workbooks."""

from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from addin.batch.dispatching import Dispatcher
from addin.batch.executors import Done
from addin.batch.groups import Chunks
from addin.batch.outcome import Outcome, State
from addin.batch.work import Chunk
from tests.batch.folder import NATION, USUAL, draw_template, write_data
from tests.batch.measured import Measured, run_measured
from tests.batch.test_work import plan_of

FEW, MANY = 100, 2000


def test_twenty_times_the_workbooks_need_no_more_memory(tmp_path: Path) -> None:
    draw_template(tmp_path / "template.xlsx")
    write_data(tmp_path / "grp.csv", ["Almaty"])
    few, many = (peaks_of(tmp_path, count) for count in (FEW, MANY))
    assert many.parent - few.parent < 15
    assert many.worker - few.worker < 15


def test_data_of_a_hundred_times_the_workbooks_need_no_more_memory(tmp_path: Path) -> None:
    few, many = (peaks_by_region(tmp_path, count) for count in (20, MANY))
    assert (tmp_path / "grp.csv").stat().st_size > 4e6
    assert many.parent - few.parent < 15
    assert many.worker - few.worker < 60


def peaks_by_region(folder: Path, count: int) -> Measured:
    """A batch of the first years' figures of each region, whose data have many more."""
    draw_template(folder / "template.xlsx", settings={"nation": NATION, "title": "GRP"}, cells={"A1": "{{ grp }}"})
    write_data(folder / "grp.csv", [f"Region {number}" for number in range(count)], range(1900, 2000))
    return run_measured(folder, *USUAL, "--workers", "1")


def peaks_of(folder: Path, count: int) -> Measured:
    rows = "".join(f"out/{number}.xlsx,Title {number},Almaty\n" for number in range(count))
    (folder / "jobs.csv").write_text(f"output,title,region\n{rows}", encoding="utf-8")
    jobs = ("template.xlsx", "--jobs", "jobs.csv", "--data", "grp.csv", "--by", "region")
    return run_measured(folder, *jobs, "--workers", "1")


@dataclass
class CountingCrew:
    """A pool that says how many chunks were out at most."""

    executor: Executor
    processes: int = 3
    is_remote: bool = False
    crashes: tuple[type[BaseException], ...] = ()
    out: set[int] = field(default_factory=set)
    most: int = 0

    def submit(self, chunk: Chunk) -> Future[Done]:
        self.out.add(chunk.jobs[0].number)
        self.most = max(self.most, len(self.out))
        return self.executor.submit(self._done, chunk)

    def _done(self, chunk: Chunk) -> Done:
        self.out.discard(chunk.jobs[0].number)
        return tuple(Outcome(job.number, State.MADE, seconds=0.01) for job in chunk.jobs)

    def lost(self) -> bool:
        return False

    def renew(self) -> None:
        raise NotImplementedError

    def stop(self) -> None:
        raise NotImplementedError


def test_only_a_few_chunks_are_out_at_a_time_and_each_once(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, [f"Region {number}" for number in range(2000)])
    with ThreadPoolExecutor(3) as threads:
        pool = CountingCrew(threads)
        chunks = Chunks(plan.groups, pool.processes, lambda chunk: chunk)
        done = [outcome for _, found in Dispatcher(chunks, pool, lambda: False).results() for outcome in found]
    assert sorted(outcome.number for outcome in done) == list(range(1, 2001))
    assert pool.most <= 2 * pool.processes
