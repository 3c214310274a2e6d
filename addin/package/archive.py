"""A zip archive held in memory: its entries in order, each as the compressed bytes that the file had."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from addin.errors import NOWHERE, Place, UserError, cause_of
from addin.package.deflating import Deflated, expand
from addin.package.framing import Frame


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: `block` is its local header and compressed content, `record` its central record for offset 0."""

    name: str
    frame: Frame
    block: bytes
    record: bytes

    @property
    def stored(self) -> memoryview:
        """The compressed content."""
        return memoryview(self.block)[len(self.block) - self.frame.compressed_size :]

    def deflated(self) -> Deflated:
        """The content as it is stored, to be kept or put into another archive."""
        return Deflated(bytes(self.stored), self.frame.crc, self.frame.size, self.frame.method)


def entry_of(name: str, frame: Frame, stored: bytes) -> Entry:
    """The entry whose compressed content is `stored`."""
    return Entry(name, frame, frame.local_header() + stored, frame.central_record(0))


@dataclass(frozen=True, eq=False)
class Archive:
    """The entries of a zip archive by name, in the file's order; `place` names the file in mistakes."""

    entries: Mapping[str, Entry]
    place: Place = NOWHERE

    def __contains__(self, name: str) -> bool:
        return name in self.entries

    def __iter__(self) -> Iterator[str]:
        return iter(self.entries)

    def read(self, name: str) -> bytes:
        """The expanded content of an entry; KeyError where there is none, UserError where it is damaged."""
        entry = self.entries[name]
        frame = entry.frame
        try:
            return expand(entry.stored, frame.method, frame.size, frame.crc)
        except ValueError as error:
            raise UserError(
                "the part {part} is damaged: {reason}", self.place, part=name, reason=cause_of(error)
            ) from error

    def find(self, name: str) -> str | None:
        """The entry's own spelling of a part's name, which is compared without regard to case; None where absent."""
        return name if name in self.entries else self._spellings.get(folded(name))

    @cached_property
    def _spellings(self) -> dict[str, str]:
        return {folded(name): name for name in self.entries}


def folded(name: str) -> str:
    """A part's name as names are compared (ISO/IEC 29500-2, section 6.3.5), spelled without what careless writers add.

    Backslashes are slashes, and a leading slash, which XlsxWriter 3.3 gives to one of its parts, says nothing.
    """
    return name.replace("\\", "/").lstrip("/").lower()
