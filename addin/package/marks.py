"""The mark of the job that made a workbook, by which a later run knows its own earlier result.

It is an extra field (APPNOTE.TXT 6.3.10, 4.5) in the last record of the archive's directory. Excel and other programs
skip it, and write none when they save: a workbook with somebody's own work in it has no mark.
"""

from hashlib import sha256
from struct import Struct
from typing import Final

END: Final = 4096
"""A file's last bytes, among which its mark is."""

_KIND: Final = 0x7047
_FIELD: Final = Struct("<HH")
_LENGTHS: Final = Struct("<HH")
_AT: Final = 28
_HEAD: Final = 46


def mark_of(command: str, *job: object) -> bytes:
    """The mark of a job: of the command, and of what tells the job from others."""
    return sha256("\0".join([command, *map(str, job)]).encode()).digest()[:16]


def has_mark(end: bytes, mark: bytes) -> bool:
    """Whether a file that ends so was made by the job of the mark."""
    return _FIELD.pack(_KIND, len(mark)) + mark in end


def with_mark(record: bytes, mark: bytes) -> bytes:
    """A record of an archive's directory that holds the mark in place of any other."""
    name, extra = _LENGTHS.unpack_from(record, _AT)
    start, end = _HEAD + name, _HEAD + name + extra
    fields = b"".join(_other_fields(record[start:end])) + _FIELD.pack(_KIND, len(mark)) + mark
    return record[:_AT] + _LENGTHS.pack(name, len(fields)) + record[_AT + 4 : start] + fields + record[end:]


def _other_fields(extra: bytes) -> list[bytes]:
    found: list[bytes] = []
    at = 0
    while at + _FIELD.size <= len(extra):
        kind, size = _FIELD.unpack_from(extra, at)
        end = at + _FIELD.size + size
        if kind != _KIND:
            found.append(extra[at:end])
        at = end
    return found
