"""Saving a file so that a reader sees the old one or the new one, never half of it."""

import errno
import os
import stat
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final

from addin.errors import Place, StorageLost, UserError, cause_of
from addin.package.marks import END, has_mark
from addin.package.temporary import open_beside

_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_ANY_WRITE: Final = 0o222


def save_bytes(content: bytes, path: Path, *, reads: Sequence[Path] = (), durable: bool = True) -> None:
    """Save `content` as the file `path`, as `saving` does."""
    with saving(path, reads=reads, durable=durable) as file:
        file.write(content)


@contextmanager
def saving(path: Path, *, reads: Sequence[Path] = (), durable: bool = True) -> Iterator[BinaryIO]:
    """A temporary file beside `path` that takes its place when the block ends, and vanishes where the block fails.

    `durable` waits until the disk has the content, so that not even a power cut leaves an empty file; a batch that can
    be resumed may do without. Raises UserError where the folder is missing, `path` is one of the files that the result
    is made from (`reads`), a folder, a device, or read-only, where another program (Excel, mostly) holds it, or where
    the disk is full.
    """
    place = Place(str(path))
    target = _target(path)
    mode = _checked_mode(target, reads, place)
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


def check_target(path: Path, reads: Sequence[Path], mark: bytes, *, force: bool) -> None:
    """See beforehand that a result may be saved as `path`, as `saving` does.

    Raises UserError as well where another file is there than an earlier result of the job of the `mark` (see `marks`),
    unless `force` says that it may be replaced.
    """
    place, target = Place(str(path)), _target(path)
    if _checked_mode(target, reads, place) is not None and not force:
        refuse_other(end_of(target), mark, place)


def refuse_other(end: bytes, mark: bytes, place: Place) -> None:
    """Raises UserError where a file that ends so is no earlier result of the job of the mark."""
    if not has_mark(end, mark):
        raise UserError(
            "this file is there already, and is no earlier result of the same job as it was saved: "
            "choose another name, or replace it with --force",
            place,
        )


def _target(path: Path) -> Path:
    """The file that a path leads to."""
    try:
        return path.resolve() if path.is_symlink() else path
    except (OSError, RuntimeError) as error:
        raise UserError("the file can't be saved: {reason}", Place(str(path)), reason=cause_of(error)) from error


def refuse_no_file(path: Path) -> None:
    """Raises UserError where a path leads to a folder or a device, or to something that can't be replaced."""
    _checked_mode(_target(path), (), Place(str(path)))


def end_of(file: Path) -> bytes:
    """The last bytes of a file, among which its mark is. Raises UserError where it can't be read."""
    try:
        with file.open("rb") as opened:
            opened.seek(max(opened.seek(0, os.SEEK_END) - END, 0))
            return opened.read()
    except OSError as error:
        raise _mistake_of(error, Place(str(file))) from error


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


def _checked_mode(target: Path, reads: Sequence[Path], place: Place) -> int | None:
    """The mode of the file that is there, None where there is none. Raises UserError where it can't be replaced."""
    try:
        found = target.stat()
    except OSError:
        if not target.parent.is_dir():
            raise UserError("there is no folder {folder} to save in", place, folder=target.parent) from None
        return None
    if stat.S_ISDIR(found.st_mode):
        raise UserError("this is a folder, not a file to save to", place)
    if not stat.S_ISREG(found.st_mode):
        raise UserError("this is a device or a pipe, not a file to save to", place)
    for read in reads:
        if read.exists() and target.samefile(read):
            raise UserError("the result would replace {file}, which is read: choose another name", place, file=read)
    if not found.st_mode & _ANY_WRITE or not os.access(target, os.W_OK):
        raise UserError("the file is read-only", place)
    return stat.S_IMODE(found.st_mode)


def _mistake_of(error: OSError, place: Place) -> UserError:
    if error.errno in _FULL:
        full = UserError("the disk is full: nothing was saved", place)
        # a limit of one file's size strikes that file alone
        return full if error.errno == errno.EFBIG else StorageLost(full.message, place)
    if isinstance(error, PermissionError):
        return UserError("the file can't be written: it is open in another program, or its folder is protected", place)
    return UserError("the file can't be saved: {reason}", place, reason=cause_of(error))
