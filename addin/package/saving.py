"""Saving a file so that a reader sees the old one or the new one, never half of it."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from shutil import copymode
from typing import BinaryIO, Final

from addin.mistakes import Mistake, Place

_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_ANY_WRITE: Final = 0o222


def save_bytes(content: bytes, path: Path, *, template: Path | None = None, durable: bool = True) -> None:
    """Save `content` as the file `path`, as `saving` does."""
    with saving(path, template=template, durable=durable) as file:
        file.write(content)


@contextmanager
def saving(path: Path, *, template: Path | None = None, durable: bool = True) -> Iterator[BinaryIO]:
    """A temporary file beside `path` that takes its place when the block ends, and vanishes where the block fails.

    `durable` waits until the disk has the content, so that not even a power cut leaves an empty file; a batch that can
    be resumed may do without. Raises Mistake where the folder is missing, `path` is the `template` itself, a folder, or
    read-only, where another program (Excel, mostly) holds it, or where the disk is full.
    """
    place = Place(str(path))
    target = path.resolve()
    _check_target(target, template, place)
    temporary = target.with_name(f".{target.name[:40]}.{token_hex(6)}.tmp")
    try:
        with temporary.open("xb") as file:
            yield file
            file.flush()
            if durable:
                os.fsync(file.fileno())
        if target.exists():
            copymode(target, temporary)
        temporary.replace(target)
    except OSError as error:
        raise _mistake_of(error, place) from error
    finally:
        temporary.unlink(missing_ok=True)


def _check_target(target: Path, template: Path | None, place: Place) -> None:
    if not target.parent.is_dir():
        raise Mistake("there is no folder {folder} to save in", place, folder=target.parent)
    if target.is_dir():
        raise Mistake("this is a folder, not a file to save to", place)
    if not target.exists():
        return
    if template is not None and template.exists() and target.samefile(template):
        raise Mistake("the result would replace its own template: choose another name", place)
    if not target.stat().st_mode & _ANY_WRITE or not os.access(target, os.W_OK):
        raise Mistake("the file is read-only", place)


def _mistake_of(error: OSError, place: Place) -> Mistake:
    if error.errno in _FULL:
        return Mistake("the disk is full: nothing was saved", place)
    if isinstance(error, PermissionError):
        return Mistake("the file can't be written: it is open in another program, or its folder is protected", place)
    return Mistake("the file can't be saved: {reason}", place, reason=error.strerror or error)
