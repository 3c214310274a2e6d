"""A VBA project of sources only: the streams of [MS-OVBA] that Excel compiles the first time it opens the add-in."""

import struct
from collections.abc import Iterator, Sequence
from typing import Final

from addin.xlam.compound import Storage, compound_file
from addin.xlam.module import Module, ModuleKind

_PROJECT_ID: Final = "{6D3F0C52-8B1E-4A57-9C44-2E5B7F6A91D0}"
_CODE_PAGE: Final = 1252
_LANGUAGE: Final = 0x0409
_UNCOMPILED: Final = bytes.fromhex("CC61FFFF000000")
_REFERENCES: Final = {
    "stdole": r"*\G{00020430-0000-0000-C000-000000000046}#2.0#0#C:\Windows\System32\stdole2.tlb#OLE Automation",
    "Office": (
        r"*\G{2DF8D04C-5BFA-101B-BDE5-00AA0044DE52}#2.0#0"
        r"#C:\Program Files\Common Files\Microsoft Shared\OFFICE16\MSO.DLL#Microsoft Office 16.0 Object Library"
    ),
}


def vba_project(name: str, modules: Sequence[Module]) -> bytes:
    """The contents of vbaProject.bin: the project `name` with its modules, no password, no compiled code."""
    storage: dict[str, bytes | Storage] = {module.name: compress(module.source.encode("ascii")) for module in modules}
    storage["_VBA_PROJECT"] = _UNCOMPILED
    storage["dir"] = compress(b"".join(_directory(name, modules)))
    return compound_file(
        {"VBA": storage, "PROJECT": _properties(name, modules).encode("ascii"), "PROJECTwm": _names(modules)}
    )


def _directory(name: str, modules: Sequence[Module]) -> Iterator[bytes]:
    """The records of the dir stream, [MS-OVBA] 2.3.4.2."""
    yield from (_record(0x01, _u32(1)), _record(0x02, _u32(_LANGUAGE)), _record(0x14, _u32(_LANGUAGE)))
    yield from (_record(0x03, struct.pack("<H", _CODE_PAGE)), _record(0x04, name.encode("ascii")))
    yield from _texts(0x05, 0x40, "")
    yield from (_record(0x06, b""), _record(0x3D, b""), _record(0x07, _u32(0)), _record(0x08, _u32(0)))
    yield struct.pack("<HIIH", 0x09, 4, 1, 1)
    yield from _texts(0x0C, 0x3C, "")
    for reference, library in _REFERENCES.items():
        yield from _texts(0x16, 0x3E, reference)
        yield _record(0x0D, _u32(len(library)) + library.encode("ascii") + bytes(6))
    yield _record(0x0F, struct.pack("<H", len(modules)))
    yield _record(0x13, b"\xff\xff")
    for module in modules:
        yield from _module_records(module)
    yield _record(0x10, b"")


def _module_records(module: Module) -> Iterator[bytes]:
    yield from _texts(0x19, 0x47, module.name)
    yield from _texts(0x1A, 0x32, module.name)
    yield from _texts(0x1C, 0x48, "")
    yield from (_record(0x31, _u32(0)), _record(0x1E, _u32(0)), _record(0x2C, b"\xff\xff"))
    yield _record(0x21 if module.kind is ModuleKind.STANDARD else 0x22, b"")
    yield _record(0x2B, b"")


def _record(identifier: int, data: bytes) -> bytes:
    return struct.pack("<HI", identifier, len(data)) + data


def _texts(identifier: int, unicode_identifier: int, text: str) -> tuple[bytes, bytes]:
    """A text twice, as the format wants it: in the project's code page, and in UTF-16."""
    return _record(identifier, text.encode("ascii")), _record(unicode_identifier, text.encode("utf-16-le"))


def _u32(number: int) -> bytes:
    return struct.pack("<I", number)


def _properties(name: str, modules: Sequence[Module]) -> str:
    """The text of the PROJECT stream, [MS-OVBA] 2.3.1."""
    members = [
        f"{module.kind.value}={module.name}{'/&H00000000' if module.kind is ModuleKind.DOCUMENT else ''}"
        for module in modules
    ]
    unprotected, no_password, visible = bytes(4), bytes(1), b"\xff"
    lines = [
        f'ID="{_PROJECT_ID}"',
        *members,
        f'Name="{name}"',
        'HelpContextID="0"',
        'VersionCompatible32="393222000"',
        f'CMG="{obfuscate(unprotected, _PROJECT_ID, 0x51)}"',
        f'DPB="{obfuscate(no_password, _PROJECT_ID, 0x52)}"',
        f'GC="{obfuscate(visible, _PROJECT_ID, 0x53)}"',
        "",
        "[Host Extender Info]",
        "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000",
        "",
        "[Workspace]",
        *(f"{module.name}=0, 0, 0, 0, C" for module in modules),
    ]
    return "\r\n".join(lines) + "\r\n"


def _names(modules: Sequence[Module]) -> bytes:
    """The PROJECTwm stream: each module's name in the code page and in UTF-16."""
    pairs = (f"{module.name}\0".encode("ascii") + f"{module.name}\0".encode("utf-16-le") for module in modules)
    return b"".join(pairs) + b"\0\0"


_VERSION: Final = 2


def obfuscate(data: bytes, project_id: str, seed: int) -> str:
    """`data` as the hexadecimal field that the PROJECT stream of the project `project_id` holds.

    `seed` is any byte; Office takes it at random, a reproducible build fixes it.
    """
    key = sum(project_id.encode("ascii")) & 0xFF
    field = [seed, seed ^ _VERSION, seed ^ key]
    previous = key
    # [MS-OVBA] 2.4.3.2 has so many bytes here that nobody reads; their number follows from the seed.
    ignored = bytes((seed & 6) // 2)
    for byte in ignored + len(data).to_bytes(4, "little") + data:
        field.append(byte ^ (field[-2] + previous) & 0xFF)
        previous = byte
    return bytes(field).hex().upper()


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
    # A chunk that is stored plainly has no length of its own and counts as 4096 bytes, padding and all.
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
        # [MS-OVBA] 2.4.1.3.19.1: later in a chunk an offset needs more bits, which a length then lacks.
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
