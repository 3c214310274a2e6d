"""Saving a file so that a reader sees the old one or the new one, never half of it."""

import errno
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final

from addin.mistakes import Mistake, Place, StorageLost, cause_of
from addin.package.temporary import open_beside

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
    target = path.resolve() if path.is_symlink() else path
    mode = _checked_mode(target, template, place)
    try:
        temporary, file = open_beside(target)
        try:
            yield file
            _finish(file, durable)
            if mode is not None:
                temporary.chmod(mode)
            _put(temporary, file, target)
        except BaseException:
            with suppress(OSError):
                file.close()
            temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise _mistake_of(error, place) from error


def _finish(file: BinaryIO, durable: bool) -> None:
    file.flush()
    if durable:
        os.fsync(file.fileno())


def _put(temporary: Path, file: BinaryIO, target: Path) -> None:
    """Rename the file, still held, except where an open one can't be."""
    if sys.platform == "win32":
        file.close()
    temporary.replace(target)
    file.close()


def _checked_mode(target: Path, template: Path | None, place: Place) -> int | None:
    """The mode of the file that is there, None where there is none. Raises Mistake where it can't be replaced."""
    try:
        found = target.stat()
    except OSError:
        if not target.parent.is_dir():
            raise Mistake("there is no folder {folder} to save in", place, folder=target.parent) from None
        return None
    if stat.S_ISDIR(found.st_mode):
        raise Mistake("this is a folder, not a file to save to", place)
    if template is not None and template.exists() and target.samefile(template):
        raise Mistake("the result would replace its own template: choose another name", place)
    if not found.st_mode & _ANY_WRITE or not os.access(target, os.W_OK):
        raise Mistake("the file is read-only", place)
    return stat.S_IMODE(found.st_mode)


def _mistake_of(error: OSError, place: Place) -> Mistake:
    if error.errno in _FULL:
        full = Mistake("the disk is full: nothing was saved", place)
        # a limit of one file's size strikes that file alone
        return full if error.errno == errno.EFBIG else StorageLost(full.message, place)
    if isinstance(error, PermissionError):
        return Mistake("the file can't be written: it is open in another program, or its folder is protected", place)
    return Mistake("the file can't be saved: {reason}", place, reason=cause_of(error))
