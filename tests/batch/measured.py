"""A batch run as people run it, with the time it takes and the most memory that its processes have at once."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from time import perf_counter, sleep

import psutil

from tests.batch.folder import BATCH, ROOT

MEGABYTE = 1e6


@dataclass(frozen=True)
class Measured:
    """Seconds, processor time of all processes, and peak memory in MB of the one that plans and the largest worker."""

    seconds: float
    processor: float
    parent: float
    worker: float


def run_measured(folder: Path, *arguments: str) -> Measured:
    """The command `batch` run in a folder."""
    start = perf_counter()
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        [*BATCH, *arguments], cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    peaks: dict[int, float] = {process.pid: 0.0}
    times: dict[int, float] = {}
    watching = Thread(target=_watch, args=(process.pid, peaks, times))
    watching.start()
    _, errors = process.communicate()
    seconds = perf_counter() - start
    watching.join()
    assert process.returncode == 0, errors
    parent = peaks.pop(process.pid)
    return Measured(seconds, sum(times.values()), parent, max(peaks.values()))


def _watch(pid: int, peaks: dict[int, float], times: dict[int, float]) -> None:
    try:
        parent = psutil.Process(pid)
        while parent.status() != psutil.STATUS_ZOMBIE:
            for process in (parent, *parent.children()):
                spent = process.cpu_times()
                times[process.pid] = spent.user + spent.system
                peaks[process.pid] = max(peaks.get(process.pid, 0.0), process.memory_info().rss / MEGABYTE)
            sleep(0.02)
    except psutil.NoSuchProcess:
        return
