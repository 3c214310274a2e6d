"""Where files are: paths of this machine, or addresses such as s3://bucket/key that fsspec knows."""

import os
import posixpath
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from shutil import copyfileobj
from socket import gaierror
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, Any, BinaryIO, Final, cast

from addin.batch.naming import folded
from addin.errors import Place, StorageLost, UserError, cause_of, nearest
from addin.package import temporary
from addin.package.marks import END
from addin.package.reading import open_file, read_file
from addin.package.saving import end_of, refuse_no_file, refuse_other, save_bytes

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

_IN_MEMORY: Final = 4_000_000
"""Bytes up to which temporary files are in memory."""

_WHOLE_OBJECTS: Final = frozenset({"s3", "s3a", "gs", "gcs", "az", "abfs", "abfss", "adl", "oss", "memory"})
"""Stores in which an object is there once all of it is."""

_S3: Final = {"config_kwargs": {"connect_timeout": 5, "read_timeout": 30, "retries": {"max_attempts": 2}}}
_PATIENCE: Final[Mapping[str, Mapping[str, Any]]] = {"s3": _S3, "s3a": _S3}
"""How long stores are waited for, whose own patience is minutes for each file."""

_UNREACHABLE: Final = frozenset(
    {"ConnectionError", "HTTPClientError", "ClientConnectionError", "ServiceRequestError", "TransportError"}
)
"""What botocore, aiohttp, azure and google raise where nobody answers."""


_BEGINNING: Final = 65_536
"""Bytes by which a file is known."""

_END_OF_ARCHIVE: Final = b"PK\x05\x06"
_SAME_STORES: Final = {"s3a": "s3", "gcs": "gs", "az": "abfs", "abfss": "abfs"}


def is_remote(location: str) -> bool:
    """Whether a location is an address rather than a path."""
    return "://" in location


def local_path(location: str) -> Path:
    """The path of a location of this machine."""
    return Path(location)


def read(location: str) -> bytes:
    """The bytes of a file. Raises UserError where it can't be read."""
    if not is_remote(location):
        return read_file(local_path(location), Place(location))
    with _told(location, "the file can't be read: {reason}"):
        store, path = _open(location)
        content: bytes = store.cat_file(path)
        return content


def copied(location: str) -> BinaryIO:
    """A temporary copy of a file, which stays as it is now whatever becomes of that. Raises UserError."""
    copy = new_temporary()
    with _told(location, "the file can't be read: {reason}"), _reading(location) as file, kept(Place(location)):
        copyfileobj(file, copy)
    return copy


def _reading(location: str) -> AbstractContextManager[BinaryIO]:
    if not is_remote(location):
        return open_file(local_path(location), Place(location))
    store, path = _open(location)
    opened: AbstractContextManager[BinaryIO] = store.open(path, "rb")
    return opened


def new_temporary() -> BinaryIO:
    """A file without a name, in memory for as long as it is small."""
    return cast(BinaryIO, SpooledTemporaryFile(_IN_MEMORY))


@contextmanager
def kept(place: Place) -> Iterator[None]:
    """A temporary file that can't be written told as the mistake of the place whose data it was to keep."""
    try:
        yield
    except OSError as error:
        message = "the data can't be kept in a temporary file: {reason}"
        raise UserError(message, place, reason=cause_of(error)) from error


class Identities:
    """What the names of one file have in common, however they are spelled or linked, as far as can be told."""

    def __init__(self) -> None:
        self._folders: dict[str, str] = {}

    def of(self, location: str) -> tuple[object, ...]:
        """Where a file is or will be: its real folder and its name, in any case."""
        path = _path_of(location)
        if path is None:
            scheme, _, rest = location.partition("://")
            return (_SAME_STORES.get(scheme, scheme), posixpath.normpath(f"/{rest}"))
        if path.is_symlink():
            path = path.resolve()
        folder = str(path.parent)
        if folder not in self._folders:
            self._folders[folder] = str(path.parent.resolve())
        return (folded(f"{self._folders[folder]}/{path.name}"),)

    def all_of(self, location: str) -> Iterator[tuple[object, ...]]:
        """The same, and of a file that is there what its hard links have in common."""
        yield self.of(location)
        path = _path_of(location)
        if path is not None:
            try:
                found = path.stat()
            except OSError:
                return
            yield found.st_dev, found.st_ino


def _path_of(location: str) -> Path | None:
    """The path on this machine; None for an address elsewhere."""
    scheme, sign, rest = location.partition("://")
    if not sign:
        return local_path(location)
    return Path(rest) if scheme in ("file", "local") else None


def refuse_foreign(location: str, mark: bytes, *, was_made: bool) -> None:
    """Raises UserError where another file is there than an earlier result of the job of the mark.

    Where one `was_made` there, what is no whole archive is what has become of it, and nobody's work.
    """
    path = _path_of(location)
    if path is not None:
        if os.path.lexists(path):
            refuse_no_file(path)
            _refuse_other(end_of(path), mark, location, was_made)
        return
    with _told(location, "the file can't be read: {reason}"):
        store, path_there = _open(location)
        try:
            end = store.tail(path_there, END)
        except FileNotFoundError:
            return
    _refuse_other(end, mark, location, was_made)


def _refuse_other(end: bytes, mark: bytes, location: str, was_made: bool) -> None:
    if not was_made or _END_OF_ARCHIVE in end:
        refuse_other(end, mark, Place(location))


def write(location: str, content: bytes, *, durable: bool = False) -> None:
    """Save a file so that a reader sees the old one or the new one; its folder is made where it is missing.

    Raises UserError where it can't be saved; then the old file stays.
    """
    make_folder(folder_of(location))
    if not is_remote(location):
        save_bytes(content, local_path(location), durable=durable)
        return
    with _told(location, "the file can't be saved: {reason}", "there is no such place to save in"):
        store, path = _open(location)
        if _is_whole(location):
            store.pipe_file(path, content)
        else:
            _write_and_rename(store, path, content)


def _write_and_rename(store: "AbstractFileSystem", path: str, content: bytes) -> None:
    temporary = f"{path}.{token_hex(6)}.tmp"
    try:
        store.pipe_file(temporary, content)
        store.mv(temporary, path)
    except BaseException:
        if store.exists(temporary):
            store.rm_file(temporary)
        raise


def begun(location: str) -> bytes | None:
    """How a file begins, None where there is none. Raises UserError where it is no file, or can't be read."""
    if not is_remote(location):
        path = local_path(location)
        if not os.path.lexists(path):
            return None
        refuse_no_file(path)
        with open_file(path, Place(location)) as file:
            return file.read(_BEGINNING)
    with _told(location, "the file can't be read: {reason}"):
        store, path_there = _open(location)
        try:
            head: bytes = store.head(path_there, _BEGINNING)
        except FileNotFoundError:
            return None
        return head


def digest_of_file(location: str) -> str | None:
    """The SHA-256 of a file as it is now, None where there is none. Raises UserError where it can't be read."""
    if not is_remote(location):
        path = local_path(location)
        return digest(read_file(path, Place(location))) if path.is_file() else None
    with _told(location, "the file can't be read: {reason}"):
        store, path_there = _open(location)
        try:
            return digest(store.cat_file(path_there))
        except FileNotFoundError:
            return None


def digest(content: bytes) -> str:
    """The SHA-256 of bytes in hexadecimal, as the program sha256sum shows it."""
    return sha256(content).hexdigest()


def make_folder(location: str) -> None:
    """Make a folder and those above it, as far as the store knows folders. Raises UserError."""
    if is_remote(location):
        if not _is_whole(location):
            with _told(location, "the folder can't be made: {reason}", "there is no such place to save in"):
                store, path = _open(location)
                store.makedirs(path, exist_ok=True)
        return
    folder = local_path(location)
    try:
        if not folder.is_dir():
            folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError("the folder can't be made: {reason}", Place(location), reason=cause_of(error)) from error


def remove_left(folder: str) -> None:
    """Remove the temporary files that killed processes left in a folder of this machine."""
    if not is_remote(folder):
        temporary.remove_left(local_path(folder))


def absolute(location: str) -> str:
    """The location as it is for processes that work in other folders."""
    return location if is_remote(location) else str(local_path(location).absolute())


def folder_of(location: str) -> str:
    """The folder of a file."""
    if is_remote(location):
        return location.rpartition("/")[0]
    above, slash, _ = location.replace(os.sep, "/").rpartition("/")
    return f"{above}/" if above.endswith(":") else above or slash or "."


def join(folder: str, name: str) -> str:
    """A location within a folder; one that is complete by itself stays as it is."""
    if is_remote(name):
        return name
    return f"{folder.rstrip('/')}/{name}" if is_remote(folder) else str(local_path(folder) / name)


def within(folder: str, location: str) -> str:
    """The location as seen from a folder, with slashes, where it is in it; else as it is, a path from the root on."""
    if is_remote(location) or is_remote(folder):
        return location.removeprefix(f"{folder.rstrip('/')}/")
    return _seen_from(folder, folder_of(location)) + location.replace(os.sep, "/").rpartition("/")[2]


# Kept: a third of what the planning process does for a workbook, which asks the system where its folder really is.
@lru_cache(maxsize=256)
def _seen_from(folder: str, inner: str) -> str:
    """What stands before the names of files in `inner` as seen from `folder`."""
    path, outer = local_path(inner).resolve(), local_path(folder).resolve()
    seen = path.relative_to(outer) if path.is_relative_to(outer) else path
    return "" if seen == local_path("") else f"{seen.as_posix().rstrip('/')}/"


def names_in(folder: str) -> list[str]:
    """The names of the files in a folder; none where there is no such folder. Raises UserError."""
    if not is_remote(folder):
        path = local_path(folder)
        return sorted(entry.name for entry in path.iterdir() if entry.is_file()) if path.is_dir() else []
    with _told(folder, "the file can't be read: {reason}"):
        store, path_there = _open(folder)
        store.invalidate_cache()
        try:
            return sorted(entry["name"].rpartition("/")[2] for entry in store.ls(path_there, detail=True))
        except FileNotFoundError:
            return []


def _is_whole(location: str) -> bool:
    return location.partition("://")[0] in _WHOLE_OBJECTS


def _open(location: str) -> tuple["AbstractFileSystem", str]:
    try:
        from fsspec import available_protocols
        from fsspec.core import url_to_fs
    except ImportError:
        raise UserError("addresses need fsspec: pip install 'growthpole[cluster]'", Place(location)) from None
    try:
        store, path = url_to_fs(location, **_PATIENCE.get(location.partition("://")[0], {}))
    except ValueError as error:
        protocol = location.partition("://")[0]
        hint = nearest(protocol, available_protocols())
        raise UserError(
            "this address leads nowhere: {reason}", Place(location), nearest=hint, reason=cause_of(error)
        ) from None
    return store, path


@contextmanager
def _told(location: str, message: str, missing: str = "there is no such file") -> Iterator[None]:
    """A store's own exceptions, which are of many kinds, told as mistakes."""
    try:
        yield
    except (UserError, KeyboardInterrupt):
        raise
    except FileNotFoundError:
        raise UserError(missing, Place(location)) from None
    except Exception as error:
        kind = StorageLost if _is_unreachable(error) else UserError
        raise kind(message, Place(location), reason=cause_of(error)) from error


def _is_unreachable(error: BaseException) -> bool:
    """Whether a store didn't answer at all. Those that fsspec knows tell it by exceptions of their own libraries."""
    names = {base.__name__ for base in type(error).__mro__}
    if isinstance(error, ConnectionError | TimeoutError | gaierror) or names & _UNREACHABLE:
        return True
    return error.__cause__ is not None and _is_unreachable(error.__cause__)
