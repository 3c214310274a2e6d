"""The report of a batch: a table of separated values with a row for each job, in their order."""

import csv
from collections.abc import Iterable, Iterator
from io import TextIOWrapper
from tempfile import TemporaryFile
from typing import Final

from addin.batch.jobs import Job
from addin.batch.locations import begun, digest_of_file, folder_of, join, write
from addin.batch.manifest import moment
from addin.batch.outcome import Outcome, State
from addin.errors import Place, UserError

NAME: Final = "report.csv"
_COLUMNS: Final = ("job", "label", "template", "output", "outcome", "cause", "started", "seconds", "notes")
_KNOWN_BY: Final = ",".join(_COLUMNS[:-1])
"""How a report begins, an earlier one without notes too."""

_RISKY: Final = ("=", "+", "-", "@", "\t", "\r")


class Report:
    """Rows written as jobs end, in the order of `jobs`, to a file that is put in place at the end."""

    def __init__(self, location: str, batch: str, jobs: Iterable[Job]) -> None:
        self._location, self._batch = location, batch
        self._before = digest_of_file(location)
        self._jobs: Iterator[Job] = iter(jobs)
        self._next = next(self._jobs, None)
        self._waiting: dict[int, Outcome] = {}
        self._file = TextIOWrapper(TemporaryFile(), encoding="utf-8-sig", newline="")  # noqa: SIM115
        self._writer = csv.writer(self._file)
        self._writer.writerow(_COLUMNS)

    def add(self, outcomes: Iterable[Outcome]) -> None:
        """Take what became of jobs, in whatever order they ended."""
        self._waiting |= {outcome.number: outcome for outcome in outcomes}
        while self._next is not None and self._next.number in self._waiting:
            self._write(self._next, self._waiting.pop(self._next.number))

    def finish(self) -> str:
        """Put the report in place, jobs without an outcome told as not done; gives its location. Raises UserError.

        Where another batch has put its own there meanwhile, this one's name has the batch's in it.
        """
        while self._next is not None:
            number = self._next.number
            self._write(self._next, self._waiting.pop(number, Outcome(number, State.LEFT)))
        location = self._location
        if digest_of_file(location) != self._before:
            location = join(folder_of(location), f"report-{self._batch}.csv")
        self._file.flush()
        self._file.buffer.seek(0)
        write(location, self._file.buffer.read())
        self._file.close()
        return location

    def _write(self, job: Job, outcome: Outcome) -> None:
        label = "" if job.label is None else job.label
        times = (moment(outcome.started), f"{outcome.seconds:.6f}") if outcome.started else ("", "")
        cells = (
            job.number,
            label,
            job.template,
            job.output,
            outcome.state.value,
            outcome.cause,
            *times,
            "; ".join(outcome.notes),
        )
        self._writer.writerow([_harmless(cell) for cell in cells])
        self._next = next(self._jobs, None)


def refuse_other_report(location: str) -> None:
    """Raises UserError where a file of the report's name is no report of a batch."""
    content = begun(location)
    if content is not None and not content.decode("utf-8-sig", "replace").startswith(_KNOWN_BY):
        raise UserError("this is no report of a batch: name another folder with --records", Place(location))


def _harmless(cell: object) -> object:
    """A cell that no program takes for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_RISKY) else cell
