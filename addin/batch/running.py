"""A batch carried out: jobs given to a pool of workers, each outcome recorded, and a summary at the end."""

import logging
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from secrets import token_hex
from threading import Event

from addin.batch.dispatching import Dispatcher
from addin.batch.executors import WorkerPool
from addin.batch.files import Files
from addin.batch.groups import Chunks
from addin.batch.jobs import Job
from addin.batch.locations import Identities, absolute, folder_of, is_remote, join, local_path, make_folder, remove_left
from addin.batch.manifest import NAME as MANIFEST
from addin.batch.manifest import Manifest, refuse_other_manifest
from addin.batch.outcome import Made, Outcome, State
from addin.batch.planning import BatchPlan
from addin.batch.progress import Display, rate
from addin.batch.report import NAME, Report, refuse_other_report
from addin.batch.work import Chunk
from addin.errors import Place, UserError, cause_of
from addin.package.temporary import open_beside

_LOG = logging.getLogger(__name__)
_CAUSES = 5
_FOLDERS = 1000


@dataclass
class Summary:
    """How a batch went: the jobs by their state, the first causes and notes with how many jobs each has."""

    total: int
    states: Counter[State] = field(default_factory=Counter)
    causes: Counter[str] = field(default_factory=Counter)
    notes: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    report: str = ""
    warnings: tuple[str, ...] = ()

    @property
    def done(self) -> int:
        """The jobs that have ended."""
        return self.states.total()

    @property
    def is_good(self) -> bool:
        """Whether all jobs are done and recorded."""
        return self.done == self.total and not self.states[State.FAILED] and not self.warnings

    def take(self, outcomes: Sequence[Outcome]) -> None:
        """Count outcomes."""
        self.states.update(outcome.state for outcome in outcomes)
        for outcome in outcomes:
            if outcome.cause and (outcome.cause in self.causes or len(self.causes) < _CAUSES):
                self.causes[outcome.cause] += 1
            for note in outcome.notes:
                if note in self.notes or len(self.notes) < _CAUSES:
                    self.notes[note] += 1

    def lines(self) -> Iterator[str]:
        """The summary for people."""
        told = [f"{self.states[state]} {state.value}" for state in (State.MADE, State.KEPT, State.FAILED)]
        if self.done < self.total:
            told.append(f"{self.total - self.done} {State.LEFT.value}")
        speed = rate(self.done / max(self.seconds, 1e-9))
        yield f"{', '.join(told)} of {self.total} in {self.seconds:.1f} s ({speed}); {self.report}"

    def told(self) -> Iterator[str]:
        """What is to be told of workbooks that were made, the first such notes with the number of workbooks."""
        for note, times in self.notes.items():
            yield note if times == 1 else f"{times} × {note}"

    def faults(self) -> Iterator[str]:
        """What went wrong, the first causes with the number of jobs where there are several."""
        for cause, times in self.causes.items():
            yield cause if times == 1 else f"{times} × {cause}"
        unnamed = self.states[State.FAILED] - self.causes.total()
        if unnamed > 0:
            yield f"{unnamed} more failed for other reasons: see {self.report}"
        yield from self.warnings


def new_batch() -> str:
    """A name for a batch that no other has, and that sorts by time."""
    return f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{token_hex(3)}"


@dataclass(frozen=True)
class Records:
    """Where a batch is recorded, and what is known of workbooks made before, where it goes on with them."""

    manifest: Manifest
    report: str
    known: Mapping[str, Made] | None
    durable: bool = False
    force: bool = False


def open_records(
    folder: str, plan: BatchPlan, *, resume: bool, durable: bool = False, batch: str = "", force: bool = False
) -> Records:
    """Make the records' folder and see that they can be written. Raises UserError.

    `force` lets workbooks replace files that are no earlier results of their jobs. Records replace neither what the
    batch reads or makes nor files of anybody else.
    """
    locations = [join(folder, name) for name in (MANIFEST, NAME)]
    _refuse_inputs(plan, locations)
    refuse_other_manifest(locations[0])
    refuse_other_report(locations[1])
    make_folder(folder)
    remove_left(folder)
    manifest = Manifest(folder, batch or new_batch())
    manifest.begin()
    return Records(manifest, join(folder, NAME), manifest.known() if resume else None, durable, force)


def run(
    plan: BatchPlan, pool: WorkerPool, records: Records, display: Display, is_stopping: Callable[[], bool]
) -> Summary:
    """Do the jobs of a plan. What fails is told in the summary; nothing that one job does stops the others."""
    _LOG.info("%d workbooks, %d processes, records in %s", plan.count, pool.processes, records.manifest.folder)
    recorder = _Recorder(plan, records)
    recorder.take(plan.refusals())
    with _shared_folder_probe(plan.folder, pool) as probe:
        place = _absolute if pool.is_remote else _unchanged
        tidy = _TempFileCleaner()
        chunks = Chunks(plan.groups, pool.processes, lambda chunk: place(_prepared(tidy(chunk), records, probe)))
        ended = Event()
        for chunk, outcomes in Dispatcher(chunks, pool, lambda: ended.is_set() or is_stopping()).results():
            if any(outcome.ends for outcome in outcomes):
                ended.set()
            jobs = {job.number: job for job in chunk.jobs}
            recorder.take([(jobs[outcome.number], outcome) for outcome in outcomes])
            display.show(recorder.summary.done, recorder.summary.states[State.FAILED])
        tidy.end()
    return recorder.finish()


@contextmanager
def _shared_folder_probe(folder: str, pool: WorkerPool) -> Iterator[str | None]:
    """A file in the folder of outputs that processes of other machines must see, or they would save elsewhere."""
    if not pool.is_remote or is_remote(folder):
        yield None
        return
    make_folder(folder)
    path, file = open_beside(local_path(join(folder, "growthpole")))
    try:
        yield str(path.resolve())
    finally:
        file.close()
        path.unlink(missing_ok=True)


def _prepared(chunk: Chunk, records: Records, probe: str | None) -> Chunk:
    """The chunk as it is sent, with what is known of its workbooks."""
    made = None
    if records.known is not None:
        keys = ((job.number, records.known.get(records.manifest.key(job))) for job in chunk.jobs)
        made = {number: known for number, known in keys if known is not None}
    return replace(chunk, made=made, probe=probe, durable=records.durable, force=records.force)


def _refuse_inputs(plan: BatchPlan, records: Sequence[str]) -> None:
    """Raises UserError where a record would replace what the batch reads; outputs have other endings."""
    identities = Identities()
    read_from = {identity for location in plan.inputs for identity in identities.all_of(location)}
    for location in records:
        if not read_from.isdisjoint(identities.all_of(location)):
            raise UserError(
                "the batch's own record would replace this file: name another folder with --records", Place(location)
            )


def _log(done: Sequence[tuple[Job, Outcome]]) -> None:
    """Failures as warnings; what was made or kept only where each is asked for."""
    for job, outcome in done:
        if outcome.state is State.FAILED:
            _LOG.warning("%s: %s", job.output, outcome.cause)
        else:
            _LOG.debug("%s: %s in %.3f s", job.output, outcome.state.value, outcome.seconds)


class _TempFileCleaner:
    """Takes away what killed processes left in the folders that chunks save to: what is there before, and after."""

    def __init__(self) -> None:
        self._seen: set[str] = set()

    def __call__(self, chunk: Chunk) -> Chunk:
        """The chunk, its folders tidy."""
        if len(self._seen) > _FOLDERS:
            self.end()
        folders = {folder_of(job.output) for job in chunk.jobs}
        for folder in folders - self._seen:
            remove_left(folder)
        self._seen |= folders
        return chunk

    def end(self) -> None:
        """Tidy the folders again, in which processes of this batch may have been killed."""
        for folder in self._seen:
            remove_left(folder)
        self._seen.clear()


def _unchanged(chunk: Chunk) -> Chunk:
    return chunk


def _absolute(chunk: Chunk) -> Chunk:
    """The chunk with paths that hold in whatever folder a process works."""
    jobs = tuple(replace(job, output=absolute(job.output)) for job in chunk.jobs)
    data = chunk.data
    if isinstance(data, Files):
        data = replace(data, locations=tuple(map(absolute, data.locations)))
    return replace(chunk, jobs=jobs, data=data)


class _Recorder:
    """Puts each outcome into the manifest, the report and the summary; what can't be written is told at the end."""

    def __init__(self, plan: BatchPlan, records: Records) -> None:
        self.summary = Summary(plan.count)
        self._records, self._by = records, plan.by
        self._report = Report(records.report, records.manifest.batch, plan.jobs())
        self._start = time.monotonic()
        self._warnings: dict[str, None] = dict.fromkeys(plan.warnings)

    def take(self, done: Sequence[tuple[Job, Outcome]]) -> None:
        outcomes = [outcome for _, outcome in done]
        self.summary.take(outcomes)
        _log(done)
        with self._told():
            self._report.add(outcomes)
        with self._told():
            self._records.manifest.add([each for each in done if not self._is_recorded(*each)], self._by)

    def finish(self) -> Summary:
        with self._told():
            self.summary.report = self._report.finish()
        self.summary.seconds = time.monotonic() - self._start
        self.summary.warnings = tuple(self._warnings)
        for line in (*self.summary.lines(), *self._warnings):
            _LOG.info("%s", line)
        return self.summary

    def _is_recorded(self, job: Job, outcome: Outcome) -> bool:
        if not job.output:
            return True
        if outcome.state is not State.KEPT or self._records.known is None:
            return False
        return self._records.known.get(self._records.manifest.key(job)) == Made(outcome.inputs, outcome.output)

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except UserError as mistake:
            self._warnings[str(mistake)] = None
        except OSError as error:
            self._warnings[f"the batch can't be recorded: {cause_of(error)}"] = None
