"""Chunks given out to a pool of workers and their outcomes taken back, whatever happens to its processes."""

import logging
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from dataclasses import replace
from typing import Final

from addin.batch.executors import Done, WorkerPool
from addin.batch.groups import Chunks
from addin.batch.outcome import Outcome, State
from addin.batch.work import Chunk
from addin.errors import cause_of

_LOG: Final = logging.getLogger(__name__)
_AHEAD: Final = 2
_PATIENCE: Final = 0.5
_LOST: Final = "the cluster's scheduler is gone; whether this workbook was made, --resume finds out"
_ENDED: Final = "the process that filled this workbook ended: it was killed, or the memory was not enough"


class Dispatcher:
    """Gives out chunks, a few ahead of what the processes do, so that memory does not grow with the batch.

    Where a process ends under its chunk (killed, out of memory), the chunks then out are suspect: each is done again,
    alone, and is halved if a process ends under it again, until the one workbook that ends processes is found. Doing a
    job again changes nothing: it makes the same file.
    """

    def __init__(self, chunks: Chunks, pool: WorkerPool, is_stopping: Callable[[], bool]) -> None:
        self._chunks, self._pool, self._is_stopping = chunks, pool, is_stopping
        self._out: dict[Future[Done], Chunk] = {}
        self._suspects: deque[Chunk] = deque()
        self._is_alone = self._is_broken = False

    def results(self) -> Iterator[tuple[Chunk, Done]]:
        """Each chunk with what became of its jobs, as they end; after a stop, of those that were begun."""
        while not self._is_stopping():
            self._give_out()
            if self._pool.lost():
                _LOG.error("%s", _LOST)
                yield from self._given_up()
                return
            if self._out:
                yield from self._take_back()
            elif not self._suspects:
                return
        self._pool.stop()
        for future in self._out:
            future.cancel()
        while self._out and not self._pool.lost():
            yield from self._take_back()

    def _given_up(self) -> Iterator[tuple[Chunk, Done]]:
        """The chunks that were out as failed; what isn't out stays undone. Those whose results have come count."""
        for future, chunk in self._out.items():
            came = future.done() and not future.cancelled() and future.exception() is None
            yield chunk, (future.result() if came else _failed(chunk, _LOST))
        self._out.clear()

    def _give_out(self) -> None:
        if self._is_broken and not self._out:
            self._pool.renew()
            self._is_broken = False
        if self._is_broken:
            return
        if self._suspects:
            if not self._out:
                self._submit(self._suspects.popleft(), alone=True)
            return
        while len(self._out) < _AHEAD * self._pool.processes and not self._is_broken:
            chunk = self._chunks.next()
            if chunk is None:
                return
            self._submit(chunk, alone=False)

    def _submit(self, chunk: Chunk, *, alone: bool) -> None:
        self._is_alone = alone
        try:
            self._out[self._pool.submit(chunk)] = chunk
        except self._pool.crashes:
            self._suspects.append(chunk)
            self._is_broken = True
        except Exception as error:
            self._out[_ended_with(error)] = chunk

    def _take_back(self) -> Iterator[tuple[Chunk, Done]]:
        done, _ = wait(self._out, timeout=_PATIENCE, return_when=FIRST_COMPLETED)
        for future in done:
            chunk = self._out.pop(future)
            outcomes = self._outcomes(future, chunk)
            self._chunks.took(chunk, outcomes)
            yield chunk, outcomes

    def _outcomes(self, future: Future[Done], chunk: Chunk) -> Done:
        try:
            return future.result()
        except self._pool.crashes:
            return self._crashed(chunk)
        except CancelledError:
            return () if self._is_stopping() else _failed(chunk, "the cluster gave the work up")
        except Exception as error:
            return _failed(chunk, f"{type(error).__name__}: {cause_of(error)}")

    def _crashed(self, chunk: Chunk) -> Done:
        self._is_broken = True
        _LOG.warning("a process ended under %d workbooks, %s the first", len(chunk.jobs), chunk.jobs[0].output)
        if not self._is_alone:
            self._suspects.append(chunk)
        elif len(chunk.jobs) > 1:
            middle = len(chunk.jobs) // 2
            halves = (replace(chunk, jobs=jobs) for jobs in (chunk.jobs[middle:], chunk.jobs[:middle]))
            self._suspects.extendleft(halves)
        else:
            return _failed(chunk, _ENDED)
        return ()


def _ended_with(error: Exception) -> Future[Done]:
    future: Future[Done] = Future()
    future.set_exception(error)
    return future


def _failed(chunk: Chunk, cause: str) -> Done:
    return tuple(Outcome(job.number, State.FAILED, cause, template=chunk.template.digest) for job in chunk.jobs)
