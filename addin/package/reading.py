"""Reading a workbook's archive: anything but a sound, plain zip archive within bounds is refused in one line."""

import struct
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from addin.errors import NOWHERE, Place, UserError, cause_of, nearest
from addin.package.archive import Archive, Entry, entry_of, folded
from addin.package.bounds import DEFAULT_BOUNDS, ArchiveLimits
from addin.package.deflating import DEFLATED, STORED
from addin.package.framing import LOCAL, LOCAL_SIGNATURE, UTF_8, Frame

_COMPOUND_FILE = bytes.fromhex("D0CF11E0A1B11AE1")
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_ENCRYPTED = 0x1
_KEPT_FLAGS = UTF_8 | 0x6


def read_archive(
    source: bytes | str | Path, place: Place | None = None, bounds: ArchiveLimits = DEFAULT_BOUNDS
) -> Archive:
    """The archive in a file or in bytes; `place` is how mistakes name it (a path names itself).

    Raises UserError where there is no such file, where it is not a zip archive (an encrypted or old .xls workbook is
    named as such), where it is damaged or larger than `bounds`, or where its entries' names are doubled or unsafe.
    """
    if not isinstance(source, bytes):
        place = place or Place(str(source))
        source = read_file(Path(source), place, bounds)
    place = place or NOWHERE
    infos = _directory(source, place)
    _check_bounds(infos, bounds, place)
    return Archive({entry.name: entry for entry in _entries(source, infos, place)}, place)


def read_file(path: Path, place: Place, bounds: ArchiveLimits = DEFAULT_BOUNDS) -> bytes:
    """The bytes of a file; UserError where it can't be read, isn't an ordinary file or is larger than `bounds`."""
    with open_file(path, place, bounds) as file:
        return file.read()


@contextmanager
def open_file(path: Path, place: Place, bounds: ArchiveLimits = DEFAULT_BOUNDS) -> Iterator[BinaryIO]:
    """A file open for reading, of which all is told as for `read_file`."""
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            raise UserError("this is a device, not a file", place)
        if path.is_file() and path.stat().st_size > bounds.total_size:
            raise UserError("the file is larger than {most} bytes", place, most=bounds.total_size)
        with path.open("rb") as file:
            yield file
    except FileNotFoundError:
        raise UserError("there is no such file", place, nearest=nearest(path.name, _names_beside(path))) from None
    except IsADirectoryError:
        raise UserError("this is a folder, not a workbook", place) from None
    except OSError as error:
        raise UserError("the file can't be read: {reason}", place, reason=cause_of(error)) from error


def _names_beside(path: Path) -> list[str]:
    try:
        return [other.name for other in path.parent.iterdir()]
    except OSError:
        return []


def _directory(data: bytes, place: Place) -> Sequence[ZipInfo]:
    if data.startswith(_COMPOUND_FILE):
        raise _compound_file(data, place)
    try:
        with ZipFile(BytesIO(data)) as file:
            return file.infolist()
    except (BadZipFile, NotImplementedError, struct.error, UnicodeDecodeError) as error:
        if data.startswith(b"PK"):
            raise UserError("the workbook is damaged or cut short: {reason}", place, reason=cause_of(error)) from error
        raise UserError("this is not a workbook (.xlsx, .xlsm, .xltx or .xltm)", place) from error


def _compound_file(data: bytes, place: Place) -> UserError:
    if _ENCRYPTED_STREAM in data:
        return UserError("the workbook is encrypted: save it without a password first", place)
    return UserError("this is an old binary file (.xls): save it as .xlsx first", place)


def _check_bounds(infos: Sequence[ZipInfo], bounds: ArchiveLimits, place: Place) -> None:
    if len(infos) > bounds.entries:
        raise UserError(
            "the file holds {count} parts, {most} at most are read", place, count=len(infos), most=bounds.entries
        )
    for info in infos:
        if info.file_size > bounds.entry_size:
            raise UserError(
                "the part {part} expands to more than {most} bytes", place, part=info.filename, most=bounds.entry_size
            )
        if info.file_size > bounds.ratio_from and info.file_size > bounds.ratio * info.compress_size:
            raise UserError(
                "the part {part} expands more than {most} times", place, part=info.filename, most=bounds.ratio
            )
    if sum(info.file_size for info in infos) > bounds.total_size:
        raise UserError("the file expands to more than {most} bytes", place, most=bounds.total_size)


def _entries(data: bytes, infos: Sequence[ZipInfo], place: Place) -> Iterator[Entry]:
    known: set[str] = set()
    covered: list[tuple[int, int]] = []
    for info in infos:
        name = info.orig_filename
        _check_entry(info, place)
        if folded(name) in known:
            raise UserError("the file holds the part {part} twice", place, part=name)
        known.add(folded(name))
        start, end = _span(data, info, place)
        covered.append((info.header_offset, end))
        yield entry_of(name, _frame(info), data[start:end])
    covered.sort()
    if any(end > start for (_, end), (start, _) in pairwise(covered)):
        raise UserError("the workbook is damaged: its parts overlap", place)


def _check_entry(info: ZipInfo, place: Place) -> None:
    name = info.orig_filename
    steps = folded(name).split("/")
    if not steps[0] or ".." in steps or ":" in steps[0] or "\0" in name:
        raise UserError("the file holds a part with the unsafe name {part}", place, part=repr(name))
    if info.flag_bits & _ENCRYPTED:
        raise UserError("the workbook is encrypted: save it without a password first", place)
    if info.compress_type not in (STORED, DEFLATED):
        raise UserError(
            "the part {part} is compressed by an unknown method ({method})", place, part=name, method=info.compress_type
        )
    if info.compress_type == STORED and info.file_size != info.compress_size:
        raise UserError("the part {part} is damaged: it has two sizes", place, part=name)


def _span(data: bytes, info: ZipInfo, place: Place) -> tuple[int, int]:
    """Where the entry's compressed content begins and ends."""
    offset = info.header_offset
    header = LOCAL.unpack_from(data, offset) if 0 <= offset <= len(data) - LOCAL.size else (0,)
    if header[0] != LOCAL_SIGNATURE:
        raise UserError(
            "the workbook is damaged or cut short: {part} isn't where it should be", place, part=info.filename
        )
    name_end = offset + LOCAL.size + header[9]
    start = name_end + header[10]
    end = start + info.compress_size
    if end > len(data) or data[offset + LOCAL.size : name_end] != _raw_name(info):
        raise UserError(
            "the workbook is damaged or cut short: {part} isn't where it should be", place, part=info.filename
        )
    return start, end


def _raw_name(info: ZipInfo) -> bytes:
    return info.orig_filename.encode("utf-8" if info.flag_bits & UTF_8 else "cp437")


def _frame(info: ZipInfo) -> Frame:
    year, month, day, hour, minute, second = info.date_time
    moment = (year - 1980 << 9 | month << 5 | day) << 16 | hour << 11 | minute << 5 | second // 2
    return Frame(
        _raw_name(info),
        info.compress_type,
        info.CRC,
        info.compress_size,
        info.file_size,
        info.flag_bits & _KEPT_FLAGS,
        moment,
        info.external_attr,
    )
