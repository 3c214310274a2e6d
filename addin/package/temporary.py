"""Temporary files beside the files whose place they take, each held by its process for as long as that lives.

A process that is killed leaves its temporary file behind, but no longer holds it: by that it is known.
"""

import os
import re
import sys
import time
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO, Final

_NAME: Final = re.compile(r"\..{1,40}\.[0-9a-f]{12}\.tmp", re.DOTALL)
_OLD: Final = 3600.0
"""Seconds after which a temporary file that can't be held has surely been left."""


def open_beside(target: Path) -> tuple[Path, BinaryIO]:
    """A new temporary file in the folder of `target`, open for writing and held until it is closed. Raises OSError."""
    while True:
        path = target.with_name(f".{target.name[:40]}.{token_hex(6)}.tmp")
        file = path.open("xb")
        if _holds(file):
            return path, file
        file.close()


def remove_left(folder: Path) -> None:
    """Remove the temporary files of a folder that no living process holds; what can't be removed stays."""
    try:
        found = [entry for entry in os.scandir(folder) if _NAME.fullmatch(entry.name)]
    except OSError:
        return
    for entry in found:
        if entry.is_file(follow_symlinks=False):
            _remove_if_left(Path(entry.path))


if sys.platform == "win32":

    def _holds(file: BinaryIO) -> bool:
        return True

    def _remove_if_left(path: Path) -> None:
        """Windows removes no file that is open, and between closing and renaming there are moments, not hours."""
        try:
            if time.time() - path.stat().st_mtime > _OLD:
                path.unlink()
        except OSError:
            return

else:
    # Not filelock's: its import takes 90 ms, an eighth of what one filling needs to start, and this is one call.
    import fcntl

    def _holds(file: BinaryIO) -> bool:
        """Hold the file; whether it is still there, which another process may have removed before it was held."""
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
        except OSError:
            return True
        return os.fstat(file.fileno()).st_nlink > 0

    def _remove_if_left(path: Path) -> None:
        try:
            with path.open("rb") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                path.unlink()
        except OSError:
            return
