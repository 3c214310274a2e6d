"""What the doctor finds: one thing looked at, told as one line."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

from addin.errors import Message
from addin.installation.places import Places
from addin.installation.record import Record
from addin.language import render, translated

AGAIN: Final = Message("install again (on Windows py install, on macOS python3 install)")


@dataclass(frozen=True, slots=True)
class DoctorFinding:
    """One thing looked at: what was found, and where that is wrong what to do."""

    subject: Message
    found: Message
    remedy: Message | None = None

    def __str__(self) -> str:
        return self.told("en")

    def told(self, language: str) -> str:
        """The finding as one line in 'en', 'ru' or 'kk'."""
        verdict = translated("ok" if self.remedy is None else "WRONG", language)
        line = f"{verdict:<7}{render(self.subject, language)}: {render(self.found, language)}"
        return line if self.remedy is None else f"{line}; {render(self.remedy, language)}"


Check: TypeAlias = Callable[[Places, Record], Iterator[DoctorFinding]]
