"""What a batch is to do: its jobs in groups, their templates and data opened, checked before anything is written."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain

from addin.batch.groups import JobGroup
from addin.batch.jobs import Job, check_outputs
from addin.batch.naming import Pattern
from addin.batch.outcome import Outcome, State
from addin.errors import UserError


@dataclass(frozen=True)
class BatchRequest:
    """What is asked for: one workbook of `template` a label of the axis `by`, or one a row of the file `jobs`.

    Where a row of `jobs` names no template, data or output, those given here are taken. `given` are settings. Why the
    workbook of a label can't be made is told in `language`.
    """

    template: str | None = None
    data: tuple[str, ...] = ()
    by: str | None = None
    pattern: Pattern | None = None
    jobs: str | None = None
    given: Mapping[str, str] = field(default_factory=dict)
    language: str = "en"


@dataclass(frozen=True)
class BatchPlan:
    """The groups of a batch, and the jobs that can't be done with the reason why.

    `folder` is where the batch is recorded if nowhere else is named; `inputs` are all files that it reads; `warnings`
    are rows of data that belong to no job since they can't be read, `notes` what else is to be told of the data.
    """

    groups: tuple[JobGroup, ...]
    folder: str
    inputs: frozenset[str]
    by: str | None = None
    refused: tuple[tuple[Job, str], ...] = ()
    warnings: tuple[str, ...] = ()
    notes: tuple[UserError, ...] = ()

    @property
    def count(self) -> int:
        """How many jobs there are."""
        return len(self.refused) + sum(group.count for group in self.groups)

    def jobs(self) -> Iterable[Job]:
        """All jobs, in the order in which they are reported."""
        grouped = chain.from_iterable(group.jobs() for group in self.groups)
        return chain(grouped, (job for job, _ in self.refused))

    def refusals(self) -> list[tuple[Job, Outcome]]:
        """What became of the jobs that can't be done."""
        return [(job, Outcome(job.number, State.FAILED, cause)) for job, cause in self.refused]


def checked(plan: BatchPlan) -> BatchPlan:
    """The plan. Raises UserError where it has no jobs, or outputs that are the same file or one that is read."""
    if not plan.count:
        raise UserError("there are no jobs")
    check_outputs(chain.from_iterable(group.jobs() for group in plan.groups), plan.inputs)
    return plan
