"""The 'data encryption' of a VBA project's protection fields: [MS-OVBA] 2.4.3.2, obfuscation without secret."""

from typing import Final

_VERSION: Final = 2


def obfuscate(data: bytes, project_id: str, seed: int) -> str:
    """`data` as the hexadecimal field that the PROJECT stream of the project `project_id` holds.

    `seed` is any byte; Office takes it at random, a reproducible build fixes it.
    """
    key = sum(project_id.encode("ascii")) & 0xFF
    field = [seed, seed ^ _VERSION, seed ^ key]
    previous = key
    ignored = bytes((seed & 6) // 2)
    for byte in ignored + len(data).to_bytes(4, "little") + data:
        field.append(byte ^ (field[-2] + previous) & 0xFF)
        previous = byte
    return bytes(field).hex().upper()
