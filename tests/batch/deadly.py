"""Processes that end under certain jobs, as they do when the memory is not enough."""

import os
from concurrent.futures import Future

from addin.batch.executors import Done, LocalWorkers
from addin.batch.work import Chunk, work


def work_or_die(chunk: Chunk) -> Done:
    """The work, but for jobs of the label 'Deadly', which kill their process when they are reached."""
    for number, job in enumerate(chunk.jobs):
        if job.label == "Deadly":
            work(Chunk(chunk.template, chunk.data, chunk.jobs[:number], chunk.defaults))
            os._exit(9)
    return work(chunk)


class DeadlyWorkers(LocalWorkers):
    """Processes of this machine that die of some jobs."""

    def submit(self, chunk: Chunk) -> "Future[Done]":
        """Give a chunk out."""
        return self._pool.submit(work_or_die, chunk)
