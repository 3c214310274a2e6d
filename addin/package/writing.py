"""Writing an archive: what is unchanged is copied as the compressed bytes it was, the rest is compressed."""

from collections.abc import Collection, Iterable, Mapping
from io import BytesIO
from typing import BinaryIO, Final, TypeAlias

from addin.errors import UserError
from addin.package.archive import Archive
from addin.package.deflating import Deflated, Deflation, deflate
from addin.package.framing import end_of_directory, frame_of, with_offset
from addin.package.marks import with_mark

Content: TypeAlias = bytes | Deflated | Iterable[bytes]
"""A part's new content: whole, compressed already, or in pieces that are compressed as they come."""

_LONG: Final = 0xFFFFFFFF
_NOTHING: Final[Mapping[str, Content]] = {}


def write_archive(
    archive: Archive, changed: Mapping[str, Content] = _NOTHING, dropped: Collection[str] = (), mark: bytes = b""
) -> bytes:
    """The file's bytes, as `stream_archive` writes them."""
    target = BytesIO()
    stream_archive(archive, target, changed, dropped, mark)
    return target.getvalue()


def stream_archive(
    archive: Archive,
    target: BinaryIO,
    changed: Mapping[str, Content] = _NOTHING,
    dropped: Collection[str] = (),
    mark: bytes = b"",
) -> None:
    """Write the archive to a seekable file: entries keep their order, new parts come last.

    `changed` gives the new content of parts, `dropped` names those to leave out, `mark` the job that makes the file
    (see `marks`). Content given in pieces is never held whole. Raises UserError where a part in pieces grows to 4 GiB:
    its record, written before it, has no room for that.
    """
    records: list[bytes] = []
    offset = 0
    for name, entry in archive.entries.items():
        if name in changed:
            offset += _write_part(archive, target, name, changed[name], offset, records)
        elif name not in dropped:
            target.write(entry.block)
            plain = offset < _LONG and not entry.frame.is_large
            records.append(with_offset(entry.record, offset) if plain else entry.frame.central_record(offset))
            offset += len(entry.block)
    for name, content in changed.items():
        if name not in archive.entries:
            offset += _write_part(archive, target, name, content, offset, records)
    if mark and records:
        records[-1] = with_mark(records[-1], mark)
    directory = b"".join(records)
    target.write(directory + end_of_directory(len(records), len(directory), offset))


def _write_part(
    archive: Archive, target: BinaryIO, name: str, content: Content, offset: int, records: list[bytes]
) -> int:
    if isinstance(content, bytes):
        content = deflate(content)
    if not isinstance(content, Deflated):
        return _write_pieces(archive, target, name, content, offset, records)
    frame = frame_of(name, content.crc, len(content.data), content.size, content.method)
    header = frame.local_header()
    target.write(header)
    target.write(content.data)
    records.append(frame.central_record(offset))
    return len(header) + len(content.data)


def _write_pieces(
    archive: Archive, target: BinaryIO, name: str, pieces: Iterable[bytes], offset: int, records: list[bytes]
) -> int:
    start = target.tell()
    header = frame_of(name, 0, 0, 0).local_header()
    target.write(header)
    deflation = Deflation(pieces)
    target.writelines(deflation)
    frame = frame_of(name, deflation.crc, deflation.compressed_size, deflation.size)
    if frame.is_large:
        raise UserError(
            "the part {part} would grow to {size} bytes, more than its record holds",
            archive.place,
            part=name,
            size=frame.size,
        )
    end = target.tell()
    target.seek(start)
    target.write(frame.local_header())
    target.seek(end)
    records.append(frame.central_record(offset))
    return len(header) + frame.compressed_size
