"""The manifest of a folder of workbooks: for each what it was made from, a line of JSON, in the order of making.

On this machine it is one file, manifest.jsonl, to which batches append, also two at a time. A store of objects can't
append: there each batch adds files manifest-TIME-….jsonl. The last line of a workbook counts.
"""

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Any, BinaryIO, Final

from addin import __version__
from addin.batch.jobs import Job
from addin.batch.locations import begun, is_remote, join, local_path, names_in, read, within, write
from addin.batch.outcome import Made, Outcome, State
from addin.errors import Place, UserError, cause_of

NAME: Final = "manifest.jsonl"
_BEGINNING: Final = b'{"output": '
"""How each line of ours begins."""


@dataclass(frozen=True)
class Manifest:
    """The manifest in a folder; `batch` names the batch that adds to it."""

    folder: str
    batch: str
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def location(self) -> str:
        """The file of a folder of this machine."""
        return join(self.folder, NAME)

    def begin(self) -> None:
        """Make sure that the manifest is there and can be added to. Raises UserError."""
        self._put(b"")

    def known(self) -> dict[str, Made]:
        """What the manifest says of each workbook, by its place within the folder. Raises UserError."""
        names = [name for name in names_in(self.folder) if _is_manifest(name)]
        lines = (line for name in names for line in read(join(self.folder, name)).split(b"\n"))
        return {record["output"]: made for record in map(_record, lines) if (made := _made(record)) is not None}

    def key(self, job: Job) -> str:
        """How the manifest names the job's workbook."""
        return within(self.folder, job.output)

    def add(self, done: Iterable[tuple[Job, Outcome]], by: str | None) -> None:
        """Add lines for what became of jobs. Raises UserError."""
        lines = "".join(self._line(job, outcome, by) + "\n" for job, outcome in done).encode()
        if lines:
            self._put(lines)

    def _put(self, lines: bytes) -> None:
        if is_remote(self.folder):
            write(join(self.folder, f"manifest-{self.batch}-{next(self._numbers):06}.jsonl"), lines)
        else:
            self._append(lines)

    def _line(self, job: Job, outcome: Outcome, by: str | None) -> str:
        record = {
            "output": self.key(job),
            "outcome": outcome.state.value,
            "cause": outcome.cause or None,
            "output_sha256": outcome.output or None,
            "inputs_sha256": outcome.inputs or None,
            "template": job.template,
            "template_sha256": outcome.template or None,
            "data": list(job.data),
            "rows": {by: job.label} if by is not None and job.label is not None else None,
            "data_sha256": outcome.data or None,
            "settings": dict(outcome.settings),
            "version": __version__,
            "started": moment(outcome.started),
            "seconds": round(outcome.seconds, 6),
            "batch": self.batch,
        }
        return json.dumps(record, ensure_ascii=False, default=str)

    def _append(self, lines: bytes) -> None:
        try:
            with local_path(self.location).open("ab+") as file, _alone(file):
                end = file.seek(0, os.SEEK_END)
                file.seek(max(end - 1, 0))
                torn = end > 0 and file.read(1) != b"\n"
                file.write(b"\n" + lines if torn else lines)
        except OSError as error:
            place = Place(self.location)
            raise UserError("the manifest can't be written: {reason}", place, reason=cause_of(error)) from error


def refuse_other_manifest(location: str) -> None:
    """Raises UserError where a file of the manifest's name holds no line of ours; one line may be damaged."""
    content = begun(location)
    if content and not any(line.startswith(_BEGINNING) for line in content.split(b"\n")):
        raise UserError("this is no manifest of a batch: name another folder with --records", Place(location))


def moment(seconds: float) -> str:
    """A time in Unix seconds as ISO 8601 in UTC, to the millisecond."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _is_manifest(name: str) -> bool:
    return name == NAME or (name.startswith("manifest-") and name.endswith(".jsonl"))


def _record(line: bytes) -> dict[str, Any]:
    """The record of a line; none for one that is damaged or that a batch, killed, left unfinished.

    Its workbook is made again.
    """
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return record if isinstance(record, dict) else {}


def _made(record: dict[str, Any]) -> Made | None:
    output, inputs, made = (record.get(key) for key in ("output", "inputs_sha256", "output_sha256"))
    if record.get("outcome") == State.FAILED or not isinstance(output, str):
        return None
    return Made(inputs, made) if isinstance(inputs, str) and isinstance(made, str) and inputs and made else None


@contextmanager
def _alone(file: BinaryIO) -> Iterator[None]:
    """Nobody else adds to the file until what was written is in it; the lock ends with the process at the latest."""
    # Imported late: it takes longer than a batch of ten workbooks needs for its records.
    from filelock import lock_descriptor, unlock_descriptor

    lock_descriptor(file.fileno())
    try:
        yield
        # Still locked: what a buffer holds back would else come between the lines of another batch.
        file.flush()
    finally:
        unlock_descriptor(file.fileno())
