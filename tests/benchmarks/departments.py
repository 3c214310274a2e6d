"""The monthly workbook of many departments: their data in one file, the batch of them, and peers in like processes."""

import csv
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import cache, partial
from multiprocessing import get_context
from pathlib import Path
from shutil import rmtree
from time import perf_counter
from typing import Final

from addin.batch.by_label import plan_by_label
from addin.batch.executors import LocalWorkers, WorkerPool
from addin.batch.groups import Chunks
from addin.batch.naming import read_pattern
from addin.batch.planning import BatchPlan, BatchRequest
from addin.batch.progress import ProgressLines
from addin.batch.rows import portable
from addin.batch.running import open_records, run
from addin.batch.work import Chunk
from addin.errors import NOWHERE
from addin.tables.table import Table
from tests.benchmarks import filling_contestants as contestants
from tests.benchmarks.filling_contestants import Fill
from tests.benchmarks.monthly_workbook import TEMPLATE, Month, month

PEERS: Final[Mapping[str, Callable[[], Fill]]] = {
    "openpyxl: load_workbook, fill, save": contestants.openpyxl_each_time,
    "xltpl, template compiled once": contestants.xltpl_compiled,
    "XlsxWriter from nothing": lambda: contestants.xlsxwriter_from_nothing,
}
COMMAND: Final = ("template.xlsx", "--data", "data.csv", "--by", "month", "-o", "out/{month}.xlsx")
_NO_TABLE: Final = portable(Table("", NOWHERE, {}, {}, lambda row, column: NOWHERE))


def write_departments(folder: Path, count: int) -> Path:
    """The folder with `template.xlsx` and `data.csv`: for each department 16 regions in 5 years, 3 figures each."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "template.xlsx").write_bytes(TEMPLATE)
    with (folder / "data.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["month", "region", "year", "grp", "population", "organisations"])
        for number in range(count):
            table = month(number).table
            rows = zip(*table.keys.values(), *table.columns.values(), strict=True)
            writer.writerows([f"Month {number}", *row] for row in rows)
    return folder


def plan_of(folder: Path) -> BatchPlan:
    """The batch of all departments, its data read."""
    pattern = read_pattern(f"{folder.as_posix()}/out/{{month}}.xlsx")
    return plan_by_label(BatchRequest(str(folder / "template.xlsx"), (str(folder / "data.csv"),), "month", pattern))


@contextmanager
def crew_of(processes: int, first: BatchPlan) -> Iterator[LocalWorkers]:
    """Processes that have started and done a batch."""
    pool = LocalWorkers(processes)
    try:
        seconds_of_batch(first, pool)
        yield pool
    finally:
        pool.stop()
        pool.close()


def chunks_of(plan: BatchPlan) -> Iterator[Chunk]:
    """The chunks in which a batch goes out to one process."""
    chunks = Chunks(plan.groups, 1, lambda chunk: chunk)
    while chunk := chunks.next():
        yield chunk


def seconds_of_batch(plan: BatchPlan, pool: WorkerPool) -> float:
    """The seconds that a batch takes into an empty folder, its records included."""
    rmtree(plan.folder, ignore_errors=True)
    records = open_records(plan.folder, plan, resume=False)
    start = perf_counter()
    summary = run(plan, pool, records, ProgressLines(plan.count, lambda line: None), lambda: False)
    assert summary.is_good, list(summary.faults())
    return perf_counter() - start


@contextmanager
def peers_in_processes(processes: int, folder: Path) -> Iterator[Callable[[str, int], float]]:
    """What measures the seconds a peer needs for so many workbooks, in a pool of processes that have done it before."""
    folder.mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:

        def seconds(name: str, count: int) -> float:
            save = partial(_save, name, folder)
            list(pool.map(save, map(_sent, range(2 * processes))))
            months = list(map(_sent, range(count)))
            chunk = min(100, count // (2 * processes))
            start = perf_counter()
            list(pool.map(save, months, chunksize=chunk))
            return perf_counter() - start

        yield seconds


def _sent(number: int) -> Month:
    """A month without its table, which peers don't need."""
    found = month(number)
    return Month(_NO_TABLE, {}, found.title, found.levels, found.organisations)


def _save(name: str, folder: Path, figures: Month) -> None:
    (folder / f"{figures.title}.xlsx").write_bytes(_peer(name)(figures))


@cache
def _peer(name: str) -> Fill:
    return PEERS[name]()
