"""The letters in which the add-in's VBA, and the library that it loads, can name a file: those of one code page."""

import sys
from pathlib import Path
from typing import Final

ENCODING: Final = "mbcs" if sys.platform == "win32" else "utf-8"


def unreadable_letters(path: Path) -> str:
    """The letters of a path that VBA can't read; none where Windows keeps a short name, which the add-in takes."""
    missing = _missing(str(path))
    return missing if missing and _missing(_short(path)) else ""


def _missing(text: str) -> str:
    return "".join(dict.fromkeys(letter for letter in text if not _is_known(letter)))


def _is_known(letter: str) -> bool:
    try:
        return letter.encode(ENCODING).decode(ENCODING) == letter
    except UnicodeError:
        return False


def _short(path: Path) -> str:
    if sys.platform != "win32":
        return str(path)
    import ctypes

    buffer = ctypes.create_unicode_buffer(32_768)
    length = ctypes.windll.kernel32.GetShortPathNameW(str(path), buffer, len(buffer))
    return buffer.value if length else str(path)
