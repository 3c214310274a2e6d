"""The compression of VBA projects: [MS-OVBA] 2.4.1, chunks of 4096 bytes, each made of copies within itself."""

from collections.abc import Iterator
from typing import Final

_CHUNK: Final = 4096
_SIGNATURE: Final = b"\x01"
_HEADER: Final = 0b0011 << 12
_COMPRESSED: Final = 1 << 15
_SHORTEST_COPY: Final = 3


def compress(data: bytes) -> bytes:
    """The compressed container of `data`.

    Raises ValueError where the last chunk is longer than 3640 bytes and has too few repetitions for the format to
    hold it, which no text does.
    """
    return _SIGNATURE + b"".join(_chunk(data[start : start + _CHUNK]) for start in range(0, len(data), _CHUNK))


def _chunk(data: bytes) -> bytes:
    packed = b"".join(_token_sequences(data))
    if len(packed) <= _CHUNK:
        return (_COMPRESSED | _HEADER | (len(packed) - 1)).to_bytes(2, "little") + packed
    if len(data) < _CHUNK:
        raise ValueError(f"the last {len(data)} bytes don't compress, and only whole chunks can stand uncompressed")
    return (_HEADER | (_CHUNK - 1)).to_bytes(2, "little") + data


def _token_sequences(data: bytes) -> Iterator[bytes]:
    """Up to eight tokens each, behind a byte whose bits tell copies from literals."""
    tokens = list(_tokens(data))
    for start in range(0, len(tokens), 8):
        group = tokens[start : start + 8]
        flags = sum(1 << bit for bit, token in enumerate(group) if len(token) == 2)
        yield bytes([flags]) + b"".join(group)


def _tokens(data: bytes) -> Iterator[bytes]:
    position = 0
    while position < len(data):
        offset_bits = max(4, (position - 1).bit_length()) if position else 4
        longest = min((0xFFFF >> offset_bits) + _SHORTEST_COPY, len(data) - position)
        start, length = _longest_match(data, position, longest)
        if length:
            offset = position - start
            yield ((offset - 1) << (16 - offset_bits) | (length - _SHORTEST_COPY)).to_bytes(2, "little")
        else:
            yield data[position : position + 1]
        position += length or 1


def _longest_match(data: bytes, position: int, longest: int) -> tuple[int, int]:
    """Where an earlier copy of the bytes at `position` starts, and how many agree; (-1, 0) for fewer than three."""
    best, length = -1, 0
    for size in range(_SHORTEST_COPY, longest + 1):
        start = data.find(data[position : position + size], max(best, 0), position + size - 1)
        if start < 0:
            break
        best, length = start, size
    return best, length
