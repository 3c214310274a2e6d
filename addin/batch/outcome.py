"""What became of a job, as its process tells it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from udfs.numerics.cell_values import CellValue


class State(StrEnum):
    """How a job ended."""

    MADE = "made"
    KEPT = "kept"
    FAILED = "failed"
    LEFT = "not done"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the job `number`.

    `cause` is why it failed, in a line; `notes` tell of what was made what is no mistake. The digests are SHA-256: of
    the template's file, of the data (the rows that the job was given, or the files), of all that the output depends on,
    and of the output. `started` is seconds of Unix. `ends` says that nothing else can be saved either.
    """

    number: int
    state: State
    cause: str = ""
    started: float = 0.0
    seconds: float = 0.0
    template: str = ""
    data: str = ""
    inputs: str = ""
    output: str = ""
    settings: Mapping[str, CellValue] = field(default_factory=dict)
    ends: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Made:
    """What a manifest says of a workbook made before: the digests of all it depended on and of the file."""

    inputs: str
    output: str
