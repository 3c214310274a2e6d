"""Jobs of one template and one source of data, which go out together in chunks."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from math import ceil
from typing import Final

from addin.batch.data_sources import Data
from addin.batch.files import Files
from addin.batch.jobs import Job
from addin.batch.outcome import Outcome
from addin.batch.portion import Everyone, Portion
from addin.batch.work import Chunk, TemplateFile
from addin.tables.table import Label
from udfs.numerics.cell_values import CellValue

MOST: Final = 250
_SECONDS: Final = 1.0
_SHORT: Final = 0.02
_FIRST: Final = 25


@dataclass(frozen=True)
class JobGroup:
    """Jobs that differ in their rows, settings and outputs alone; `jobs` gives them anew for each call.

    `nations` are the labels of the whole, whose rows belong to every job; where the template `sees_others`, so do all.
    Where it asks for no label of the axis (`is_implied`), the rows come without it.
    Mistakes are told in `language`.
    """

    template: TemplateFile
    data: Data | Files
    jobs: Callable[[], Iterable[Job]]
    count: int
    defaults: Mapping[str, CellValue] = field(default_factory=dict)
    nations: frozenset[Label] = frozenset()
    language: str = "en"
    sees_others: bool = False
    is_implied: bool = False

    def chunk(self, jobs: Sequence[Job]) -> Chunk:
        """Some of the jobs with their rows, and with no others' unless the template looks at these."""
        labels = [job.label for job in jobs if job.label is not None]
        if isinstance(self.data, Files):
            data: Files | Portion | Everyone = self.data
        else:
            labels += self.nations
            data = self.data.everyone if self.sees_others else self.data.portion(labels, is_implied=self.is_implied)
        return Chunk(self.template, data, tuple(jobs), self.defaults, language=self.language)


class Chunks:
    """Groups given out chunk by chunk: small ones first, then about a second's work, at most 250 workbooks.

    Towards the end they become smaller, down to moments' work, so that all `processes` end together.
    """

    def __init__(self, groups: Sequence[JobGroup], processes: int, prepare: Callable[[Chunk], Chunk]) -> None:
        self._left = sum(group.count for group in groups)
        self._groups = iter(groups)
        self._prepare = prepare
        self._processes = processes
        self._group: JobGroup | None = None
        self._jobs: Iterator[Job] = iter(())
        self._seconds: float | None = None

    def next(self) -> Chunk | None:
        """The next chunk; None where all jobs are given out."""
        while True:
            if self._group is not None:
                jobs = list(islice(self._jobs, self._size()))
                self._left -= len(jobs)
                if jobs:
                    return self._prepare(self._group.chunk(jobs))
            self._group = next(self._groups, None)
            if self._group is None:
                return None
            self._jobs, self._seconds = iter(self._group.jobs()), None

    def took(self, chunk: Chunk, outcomes: Sequence[Outcome]) -> None:
        """Learn how long the jobs of a chunk took."""
        if outcomes and self._group is not None and chunk.template is self._group.template:
            self._seconds = sum(outcome.seconds for outcome in outcomes) / len(outcomes)

    def _size(self) -> int:
        # Half of what is left, shared among the processes: chunks shrink, and the last ones end together.
        share = ceil(self._left / (2 * self._processes))
        if self._seconds is None:
            return max(1, min(share, _FIRST))
        most, least = (int(seconds / max(self._seconds, 1e-6)) for seconds in (_SECONDS, _SHORT))
        return max(1, min(max(share, least), most, MOST))
