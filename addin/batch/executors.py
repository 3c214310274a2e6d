"""Who does the work: processes of this machine, or the workers of a Dask cluster, each as an Executor."""

import os
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Final, Protocol

from addin.batch.outcome import Outcome
from addin.batch.process import begin, uninterrupted
from addin.batch.work import Chunk, ready, work
from addin.errors import UserError

Done = tuple[Outcome, ...]

_A_CORE: Final = 16
"""Processes that may share a core, beyond which a number is taken for a slip."""

_MOST: Final = 61 if sys.platform == "win32" else 4096
"""Processes that one can wait for at a time."""

_EARLY: Final = 2
"""Processes that start at once, while data are still read; more as there is work for them."""


class WorkerPool(Protocol):
    """Processes that are given chunks."""

    @property
    def processes(self) -> int:
        """How many chunks are done at a time."""

    @property
    def is_remote(self) -> bool:
        """Whether the processes may be on other machines."""

    @property
    def crashes(self) -> tuple[type[BaseException], ...]:
        """What `submit` or its future raises where a process ended under its chunk."""

    def submit(self, chunk: Chunk) -> Future[Done]:
        """Give a chunk out."""

    def lost(self) -> bool:
        """Whether nothing more will come of the chunks that are out."""

    def renew(self) -> None:
        """Put new processes in the place of those that ended."""

    def stop(self) -> None:
        """Ask the processes to do no further job; chunks not begun are dropped."""


class LocalWorkers:
    """Processes of this machine, started anew rather than forked, so that no lock or thread is copied."""

    crashes: tuple[type[BaseException], ...] = (BrokenProcessPool,)
    is_remote = False

    def __init__(self, processes: int) -> None:
        self.processes = processes
        self._context = get_context("spawn")
        self._stop = self._context.Event()
        self._pool = self._new_pool()
        for _ in range(min(processes, _EARLY)):
            with uninterrupted():
                self._pool.submit(ready)

    def submit(self, chunk: Chunk) -> Future[Done]:
        """Give a chunk to the next free process."""
        with uninterrupted():
            return self._pool.submit(work, chunk)

    def lost(self) -> bool:
        """Never: processes of this machine that end are told by their chunks."""
        return False

    def renew(self) -> None:
        """A new pool: one whose process was killed takes no more work."""
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._pool = self._new_pool()

    def stop(self) -> None:
        """Let each process end after its present workbook."""
        self._stop.set()

    def close(self) -> None:
        """End the processes."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _new_pool(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(self.processes, self._context, begin, (self._stop,))


@contextmanager
def local_workers(processes: int | None) -> Iterator[WorkerPool]:
    """Processes of this machine, by default as many as cores that it may use. Raises UserError for too many."""
    cores = usable_cores()
    most = cores * _A_CORE
    if processes is not None and processes > most:
        raise UserError(
            "{count} processes are too many for {cores} cores: {most} at most", count=processes, cores=cores, most=most
        )
    pool = LocalWorkers(min(processes or cores, _MOST))
    try:
        yield pool
    finally:
        pool.stop()
        pool.close()


def usable_cores() -> int:
    """The cores that this process may run on."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
