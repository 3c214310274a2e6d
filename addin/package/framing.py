"""The records that a zip archive keeps around its contents (APPNOTE.TXT 6.3.10, sections 4.3.7 to 4.3.16)."""

from struct import Struct
from typing import Final, NamedTuple

from addin.package.deflating import DEFLATED

LOCAL: Final = Struct("<IHHHHHIIIHH")
LOCAL_SIGNATURE: Final = 0x04034B50
_LOCAL_SIGNATURE: Final = Struct("<I").pack(LOCAL_SIGNATURE)
_CENTRAL_START: Final = Struct("<IH").pack(0x02014B50, 20)
"""The signature of a record in the central directory, and that the archive was made as DOS makes one."""

_SHARED: Final = Struct("<HHHHHIIIHH")
_CENTRAL_END: Final = Struct("<HHHII")
_OFFSET: Final = Struct("<I")
_END: Final = Struct("<IHHHHIIH")
_END_64: Final = Struct("<IQHHIIQQQQ")
_LOCATOR_64: Final = Struct("<IIQI")
_SIZES_64: Final = Struct("<HHQQ")
_ALL_64: Final = Struct("<HHQQQ")
_OFFSET_64: Final = Struct("<HHQ")
_LONG: Final = 0xFFFFFFFF
_SHORT: Final = 0xFFFF
_ZIP64: Final = 45
_PLAIN: Final = 20
UTF_8: Final = 0x800
FIRST_DAY: Final = 0x00210000
"""1 January 1980, the earliest moment that a zip archive can hold: date in the upper, time in the lower 16 bits."""


class Frame(NamedTuple):
    """What the records of one entry say; sizes in bytes."""

    name: bytes
    method: int
    crc: int
    compressed_size: int
    size: int
    flags: int = 0
    moment: int = FIRST_DAY
    attributes: int = 0

    @property
    def is_large(self) -> bool:
        """Whether a size needs the 64-bit form."""
        return self.compressed_size >= _LONG or self.size >= _LONG

    def local_header(self) -> bytes:
        """The record before the content."""
        large = self.is_large
        extra = _SIZES_64.pack(1, 16, self.size, self.compressed_size) if large else b""
        return _LOCAL_SIGNATURE + self._shared(_ZIP64 if large else _PLAIN, len(extra)) + self.name + extra

    def central_record(self, offset: int) -> bytes:
        """The record in the central directory; the content's local header begins at `offset`."""
        extra = self._central_extra(offset) if self.is_large or offset >= _LONG else b""
        shared = self._shared(_ZIP64 if extra else _PLAIN, len(extra))
        end = _CENTRAL_END.pack(0, 0, 0, self.attributes, _LONG if extra else offset)
        return b"".join((_CENTRAL_START, shared, end, self.name, extra))

    def _shared(self, version: int, extra: int) -> bytes:
        """What both records say, one after the other."""
        sizes = (_LONG, _LONG) if self.is_large else (self.compressed_size, self.size)
        time, date = self.moment & _SHORT, self.moment >> 16
        return _SHARED.pack(version, self.flags, self.method, time, date, self.crc, *sizes, len(self.name), extra)

    def _central_extra(self, offset: int) -> bytes:
        if self.is_large:
            return _ALL_64.pack(1, 24, self.size, self.compressed_size, offset)
        return _OFFSET_64.pack(1, 8, offset)


def frame_of(name: str, crc: int, compressed_size: int, size: int, method: int = DEFLATED) -> Frame:
    """The frame of a new or changed part; its moment is fixed, so that the same content gives the same bytes."""
    return Frame(name.encode(), method, crc, compressed_size, size, 0 if name.isascii() else UTF_8)


def end_of_directory(count: int, size: int, offset: int) -> bytes:
    """The records that close an archive of `count` entries whose central directory of `size` bytes is at `offset`."""
    large = count >= _SHORT or size >= _LONG or offset >= _LONG
    end = _END.pack(0x06054B50, 0, 0, min(count, _SHORT), min(count, _SHORT), min(size, _LONG), min(offset, _LONG), 0)
    if not large:
        return end
    end_64 = _END_64.pack(0x06064B50, 44, _ZIP64, _ZIP64, 0, 0, count, count, size, offset)
    return end_64 + _LOCATOR_64.pack(0x07064B50, 0, offset + size, 1) + end


def with_offset(record: bytes, offset: int) -> bytes:
    """A central record without 64-bit fields, moved to another offset below 4 GiB."""
    # The offset is the last field before the name, at byte 42 of every central record.
    return record[:42] + _OFFSET.pack(offset) + record[46:]
