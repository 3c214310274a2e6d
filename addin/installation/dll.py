"""For which processor a Windows library was made: the field 'Machine' of its PE header."""

import struct
from pathlib import Path
from typing import Final

MACHINES: Final = {0x014C: "32", 0x8664: "64", 0xAA64: "arm64"}


def bitness(library: Path) -> str | None:
    """'32', '64' or 'arm64'; None where the file is missing or no Windows library."""
    try:
        head = library.read_bytes()[:4096]
        offset = struct.unpack_from("<I", head, 0x3C)[0]
        if head[offset : offset + 4] != b"PE\0\0":
            return None
        return MACHINES.get(struct.unpack_from("<H", head, offset + 4)[0])
    except (OSError, struct.error):
        return None
