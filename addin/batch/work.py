"""The work of one process: a chunk of jobs on one template, each filled from its own rows, saved, and accounted for."""

import platform
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from json import dumps
from pathlib import Path
from threading import Lock

from addin import __version__
from addin.batch.files import Files, read_files
from addin.batch.jobs import Job
from addin.batch.locations import digest, digest_of_file, local_path, refuse_foreign, write
from addin.batch.outcome import Made, Outcome, State
from addin.batch.portion import Everyone, Portion
from addin.batch.process import is_stopped
from addin.errors import Place, StorageLost, UserError, UserErrors, cause_of
from addin.filebook.template import FileTemplate, read_template
from addin.fill import blank_figures, fill, plan
from addin.language import render
from addin.package.conversions import check_suffix
from addin.package.marks import mark_of
from addin.tables.total_rows import total_notes
from addin.template.checking import misnamed_keys, misnamed_labels
from addin.template.expressions import WHOLE
from addin.template.scope import Source
from addin.template.settings import with_defaults, with_overrides
from udfs.formulas.evaluator import FormulaSyntaxError
from udfs.numerics.cell_values import CellValue

_KEPT = 8
_ONE_AT_A_TIME = Lock()
"""A cluster's worker may have threads, which would only be in each other's way."""


@dataclass(frozen=True, slots=True)
class TemplateFile:
    """A template as it is sent to a process, which parses it once."""

    location: str
    digest: str
    content: bytes = field(repr=False, compare=False)


@dataclass(frozen=True)
class Chunk:
    """Jobs on one template and one source of data, done one after another by one process.

    `defaults` are settings that the template's own go before. `made` is what a manifest knows of earlier workbooks by
    the jobs' numbers, where the batch is resumed. `probe` is a file that the process has to see where it saves.
    """

    template: TemplateFile
    data: Portion | Everyone | Files
    jobs: tuple[Job, ...]
    defaults: Mapping[str, CellValue]
    made: Mapping[int, Made] | None = None
    probe: str | None = None
    durable: bool = False
    force: bool = False
    language: str = "en"


def ready() -> None:
    """Nothing: a process that does it has started and knows how to work."""


def work(chunk: Chunk) -> tuple[Outcome, ...]:
    """Do the jobs of a chunk; those that come after a stop are left out."""
    with _ONE_AT_A_TIME:
        return tuple(_outcomes(chunk))


def _outcomes(chunk: Chunk) -> Iterator[Outcome]:
    for job in chunk.jobs:
        if is_stopped():
            return
        outcome = _outcome(chunk, job)
        yield outcome
        if outcome.ends:
            return


def _outcome(chunk: Chunk, job: Job) -> Outcome:
    outcome = Outcome(job.number, State.FAILED, started=time.time(), template=chunk.template.digest)
    start = time.perf_counter()
    try:
        outcome = _make(chunk, job, outcome)
    except UserErrors as several:
        outcome = replace(outcome, cause="; ".join(render(mistake, chunk.language) for mistake in several.mistakes))
    except UserError as mistake:
        outcome = replace(outcome, cause=render(mistake, chunk.language), ends=isinstance(mistake, StorageLost))
    except FormulaSyntaxError as mistake:
        outcome = replace(outcome, cause=str(mistake))
    except Exception as error:
        outcome = replace(outcome, cause=f"{type(error).__name__}: {cause_of(error)}")
    return replace(outcome, seconds=time.perf_counter() - start)


def _make(chunk: Chunk, job: Job, begun: Outcome) -> Outcome:
    _check_probe(chunk.probe)
    template = _template(chunk.template)
    check_suffix(template.package, Path(job.output))
    settings = _settings(template, chunk, job)
    source, data_digest = _source(chunk, template, settings, job)
    depends = [chunk.template.digest, data_digest, settings, Path(job.output).suffix, __version__]
    inputs = digest(dumps(depends, sort_keys=True, default=str).encode())
    outcome = replace(begun, data=data_digest, inputs=inputs, settings=settings)
    before = (chunk.made or {}).get(job.number)
    if before and before.inputs == inputs and digest_of_file(job.output) == before.output:
        return replace(outcome, state=State.KEPT, output=before.output)
    mark = mark_of("fill", local_path(job.template).name, *([] if job.label is None else [job.label]))
    if not (chunk.force or (before and before.output == digest_of_file(job.output))):
        refuse_foreign(job.output, mark, was_made=before is not None)
    made_plan = plan(template, source)
    content = fill(template, source, made_plan).write(mark)
    blank = blank_figures(template, source, made_plan)
    notes = tuple(render(each, chunk.language) for each in (*source.notes, *([blank] if blank else [])))
    made = replace(outcome, output=digest(content), notes=notes)
    if chunk.made is not None and digest_of_file(job.output) == made.output:
        return replace(made, state=State.KEPT)
    write(job.output, content, durable=chunk.durable)
    return replace(made, state=State.MADE)


def _settings(template: FileTemplate, chunk: Chunk, job: Job) -> dict[str, CellValue]:
    """The defaults, the template's settings before them, those given before these, and the job's label on its axis."""
    settings = with_defaults(with_overrides(template.settings, job.given), chunk.defaults)
    return settings if isinstance(chunk.data, Files) else {**settings, chunk.data.axis: job.label}


def _source(chunk: Chunk, template: FileTemplate, settings: Mapping[str, CellValue], job: Job) -> tuple[Source, str]:
    """What a job's workbook is filled from, and the SHA-256 of its data. Raises UserError.

    Of the rows of all labels those of the job's are its own.
    """
    if isinstance(chunk.data, Files):
        read = read_files(chunk.data, template, chunk.template.digest, settings)
        source = Source(read.data, settings)
        mistakes = (*misnamed_labels(source, {}), *misnamed_keys(source, {}))
        return replace(source, mistakes=mistakes, notes=(*read.notes, *total_notes(source.totals))), read.digest
    own = {} if job.label is None else {chunk.data.axis: job.label}
    if isinstance(chunk.data, Everyone):
        data, read_from = chunk.data.all()
        return Source(data, settings, own=own), read_from
    cut = chunk.data.of(job.label, settings.get(WHOLE))
    return Source(chunk.data.data_set(cut, job.label), settings, alone=frozenset(own)), chunk.data.digest(cut)


# Kept: nine tenths of a batch, each process reading a template once; its bytes alone decide.
@lru_cache(maxsize=_KEPT)
def _template(file: TemplateFile) -> FileTemplate:
    return read_template(file.content, Place(file.location))


def _check_probe(probe: str | None) -> None:
    if probe is not None and not local_path(probe).exists():
        raise UserError(
            "the process on {host} does not see {file}: save to a shared folder or to an address such as s3://…",
            host=platform.node(),
            file=probe,
        )
