"""Batches of workbooks: beside other programs in the same processes, with more processes, of more workbooks."""

import os
from concurrent.futures import Executor, ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from shutil import rmtree
from time import perf_counter, process_time
from typing import NamedTuple

import psutil
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from addin.batch.cluster import cluster_workers
from addin.batch.executors import WorkerPool
from addin.batch.planning import BatchPlan
from addin.batch.work import work
from tests.batch.cluster import cluster
from tests.batch.measured import run_measured
from tests.benchmarks.departments import COMMAND, PEERS, chunks_of, crew_of, peers_in_processes, plan_of
from tests.benchmarks.departments import seconds_of_batch as seconds_of
from tests.benchmarks.departments import write_departments as departments

ROUNDS = 5
SIZES = (10, 100, 1000, 10_000)


@pytest.mark.benchmark
def test_a_batch_beside_other_programs_in_as_many_processes(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    count, peers_count = 1000, 200
    plan = plan_of(departments(tmp_path, count))
    best = dict.fromkeys(["Growthpole", *PEERS], float("inf"))
    with crew_of(2, plan) as pool, peers_in_processes(2, tmp_path / "peers") as seconds:
        for _ in range(ROUNDS):
            best["Growthpole"] = min(best["Growthpole"], seconds_of(plan, pool) / count)
            for name in PEERS:
                best[name] = min(best[name], seconds(name, peers_count) / peers_count)
        benchmark.pedantic(seconds_of, args=(plan, pool), rounds=1)
    print(f"\nTwo processes, workbooks a second; {_load()}")
    for name, each in best.items():
        benchmark.extra_info[name] = each / best["Growthpole"]
        print(f"  {name:<44}{1 / each:10.0f} {each / best['Growthpole']:8.1f} ×")


@pytest.mark.benchmark
def test_two_processes_beside_one(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    """By the clock, which other work on the machine disturbs, and by the processor time that each process needs.

    One process keeps a core busy and has its parent on the other; two share both cores with their parent.
    """
    count = 1000
    plan = plan_of(departments(tmp_path, count))
    with crew_of(1, plan) as one, crew_of(2, plan) as two:
        rounds = [(timed(plan, one), timed(plan, two)) for _ in range(3 * ROUNDS)]
        benchmark.pedantic(seconds_of, args=(plan, two), rounds=1)
    alone, together = (Timed(*map(min, zip(*times, strict=True))) for times in zip(*rounds, strict=True))
    possible = 2 * alone.workers / (together.parent + together.workers)
    benchmark.extra_info.update({"speed-up": alone.seconds / together.seconds, "possible": possible})
    print(f"\nOne process {count / alone.seconds:.0f}/s, two {count / together.seconds:.0f}/s: ", end="")
    print(f"{alone.seconds / together.seconds:.2f} × as fast; {_load()}")
    print(
        f"Processor time of {count} workbooks: one process {alone.workers:.2f} s, two {together.workers:.2f} s, ",
        end="",
    )
    print(f"their parent {together.parent:.2f} s: on two cores of their own {possible:.2f} ×")


class Timed(NamedTuple):
    """The seconds of a batch, and the processor time of its parent and of its workers."""

    seconds: float
    parent: float
    workers: float


def timed(plan: BatchPlan, pool: WorkerPool) -> Timed:
    """A batch done by a pool whose processes are this process's only busy children."""
    rmtree(plan.folder, ignore_errors=True)
    parent, workers = process_time(), _processor_time_of_children()
    seconds = seconds_of(plan, pool)
    return Timed(seconds, process_time() - parent, _processor_time_of_children() - workers)


def _processor_time_of_children() -> float:
    times = [child.cpu_times() for child in psutil.Process().children()]
    return sum(time.user + time.system for time in times)


@pytest.mark.benchmark
def test_the_cost_of_a_workbook_in_batches_of_any_size(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    print(f"\nThe command, its start included; {_load()}")
    print("Workbooks   seconds  processor time  ms each  peak MB: parent  a worker")
    for count in SIZES:
        folder = departments(tmp_path / str(count), count)
        found = run_measured(folder, *COMMAND)
        each = found.processor / count * 1e3
        print(f"{count:9} {found.seconds:9.1f} {found.processor:15.1f} {each:8.2f}", end="")
        print(f"{found.parent:17.0f} {found.worker:9.0f}")
        benchmark.extra_info[str(count)] = (found.seconds, found.processor, found.parent, found.worker)
    benchmark.pedantic(run_measured, args=(tmp_path / "10", *COMMAND), rounds=1)


@pytest.mark.benchmark
def test_memory_of_batches_whose_data_stay_the_same(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    departments(tmp_path, 1)
    arguments = ("template.xlsx", "--jobs", "jobs.csv", "--data", "data.csv")
    print("\nWorkbooks  peak MB: parent  a worker")
    for count in SIZES[1:]:
        rows = "".join(f"out/{number}.xlsx,Month {number}\n" for number in range(count))
        (tmp_path / "jobs.csv").write_text(f"output,month\n{rows}")
        found = run_measured(tmp_path, *arguments)
        print(f"{count:9} {found.parent:16.0f} {found.worker:9.0f}")
        benchmark.extra_info[str(count)] = (found.parent, found.worker)
    benchmark.pedantic(plan_of, args=(tmp_path,), rounds=1)


@pytest.mark.benchmark
def test_the_overhead_of_a_cluster_for_each_task(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    Client = pytest.importorskip("distributed").Client  # noqa: N806
    count = 2000
    plan = plan_of(departments(tmp_path, count))
    with cluster(tmp_path) as found, cluster_workers(found.address) as pool, crew_of(2, plan) as local:
        chunk = next(chunks_of(plan))
        each = {"a process of this machine": _seconds_of_task(ProcessPoolExecutor(2, get_context("spawn")))}
        with Client(found.address, set_as_default=False) as client:
            each["a worker of a Dask cluster"] = _seconds_of_task(client.get_executor(pure=False))
        benchmark.extra_info.update(each)
        work(chunk)
        start = perf_counter()
        work(chunk)
        alone = (perf_counter() - start) / len(chunk.jobs)
        seconds_of(plan, pool)
        times = [(seconds_of(plan, local), seconds_of(plan, pool)) for _ in range(ROUNDS)]
        benchmark.pedantic(seconds_of, args=(plan, pool), rounds=1)
    here, there = (min(column) for column in zip(*times, strict=True))
    print(f"\nA task that does nothing; a workbook is {alone * 1e3:.2f} ms; {_load()}")
    for name, seconds in each.items():
        print(f"  {name:<30}{seconds * 1e3:8.2f} ms, of a chunk of 250 workbooks {seconds / (250 * alone):.1%}")
    print(f"{count} workbooks: {count / here:.0f}/s here, {count / there:.0f}/s on the cluster, two workers each")


def _seconds_of_task(executor: Executor, tasks: int = 500) -> float:
    with executor:
        list(executor.map(abs, range(10)))
        start = perf_counter()
        for future in [executor.submit(abs, number) for number in range(tasks)]:
            future.result()
        return (perf_counter() - start) / tasks


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f} processes busy on the machine"
