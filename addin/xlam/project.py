"""A VBA project of sources only: the streams of [MS-OVBA] that Excel compiles the first time it opens the add-in."""

import struct
from collections.abc import Iterator, Sequence
from typing import Final

from addin.xlam.compound import Storage, compound_file
from addin.xlam.compression import compress
from addin.xlam.module import Module, ModuleKind
from addin.xlam.obfuscation import obfuscate

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
