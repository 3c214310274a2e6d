"""The format of a file, by its name and its first bytes, and its grids; what isn't read is told with a remedy."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path, PurePath
from typing import BinaryIO, Final, TypeAlias

from addin.errors import Place, UserError
from addin.package.reading import read_archive, read_file
from addin.tables.excel import read_workbook
from addin.tables.grid import Grid
from addin.tables.json_stat import read_json_stat
from addin.tables.parquet import read_parquet
from addin.tables.px import read_px
from addin.tables.separated import read_separated

_WORKBOOKS: Final = (".xlsx", ".xlsm", ".xltx", ".xltm")
_SEPARATED: Final = (".csv", ".tsv", ".txt")
_PARQUET: Final = (".parquet", ".pq")
_PX: Final = (".px",)
_JSON: Final = (".json",)
_READ: Final = (*_WORKBOOKS, *_SEPARATED, *_PARQUET, *_PX, *_JSON)
_ARCHIVE: Final = ".zip"
ENDINGS: Final = (*_READ, _ARCHIVE)
"""How the names of files end that are read."""

NEED_PYARROW: Final = _PARQUET
_OLD: Final = (".xls", ".xlt")
_OTHER_SPREADSHEETS: Final = (".ods", ".xlsb", ".fods", ".numbers")
_COMPOUND_FILE: Final = bytes.fromhex("D0CF11E0")
_ZIP: Final = b"PK\x03\x04"
_BEFORE_TEXT: Final = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"
_MOST_TOLD: Final = 5

DataFile: TypeAlias = str | Path | bytes | BinaryIO
"""A path, a file's bytes, or a file that is open and stays so for as long as its rows are asked for."""


def grids_of(source: DataFile, place: Place, name: str | None = None, encoding: str | None = None) -> Sequence[Grid]:
    """The grids of a file, of a workbook those of the sheet or Excel table `name` where one is given.

    Raises UserError where the file is of no format that is read.
    """
    is_path = isinstance(source, str | Path)
    file = _opened(source, place)
    suffix = _suffix(place)
    start = file.read(4)
    file.seek(0)
    if suffix == _ARCHIVE:
        return _packed(file.read(), place, name, encoding)
    if suffix in _WORKBOOKS or (not is_path and start == _ZIP and suffix not in _OTHER_SPREADSHEETS):
        return read_workbook(file.read(), place, name)
    if suffix in _OLD:
        return _called_xls(file, start, place, name, encoding)
    if suffix and suffix not in _READ:
        return _unknown(file.read(), suffix, place)
    _refuse_sheet(name, place)
    if suffix in _PARQUET or (not suffix and start == b"PAR1"):
        return (read_parquet(file.read(), place),)
    if suffix in _PX:
        return (read_px(file.read(), place, encoding),)
    if suffix in _JSON:
        return (read_json_stat(file.read(), place, encoding),)
    return (read_separated(file, place, encoding),)


def _suffix(place: Place) -> str:
    return PurePath(place.file or "").suffix.lower()


def _refuse_sheet(name: str | None, place: Place) -> None:
    if name is not None:
        raise UserError("a file without sheets has no '{name}'", place, name=name)


def _opened(source: DataFile, place: Place) -> BinaryIO:
    if isinstance(source, bytes):
        return BytesIO(source)
    return BytesIO(read_file(Path(source), place)) if isinstance(source, str | Path) else source


def _packed(content: bytes, place: Place, name: str | None, encoding: str | None) -> Sequence[Grid]:
    """The grids of the one file of data in an archive; texts beside it that tell of it may be there."""
    archive = read_archive(content, place)
    files = [each for each in archive if not each.endswith("/") and not each.startswith("__MACOSX/")]
    found = [each for each in files if PurePath(each).suffix.lower() in (*_READ, *_OLD)]
    if len(found) != 1:
        told = ", ".join(found[:_MOST_TOLD] or files[:_MOST_TOLD]) or "0"
        raise UserError("of an archive its one file of data is read; unpack it, here are: {found}", place, found=told)
    return grids_of(archive.read(found[0]), Place(f"{place.file}/{found[0]}"), name, encoding)


def _called_xls(file: BinaryIO, start: bytes, place: Place, name: str | None, encoding: str | None) -> Sequence[Grid]:
    """The grids of a file that is called .xls: programs call texts and new workbooks so too."""
    if start in (_COMPOUND_FILE, _ZIP):
        return read_workbook(file.read(), place, name)
    head = file.read(512).lstrip(_BEFORE_TEXT)
    file.seek(0)
    if head.startswith(b"<"):
        raise UserError(
            "this is a web page or XML called {suffix}: save it as .xlsx first", place, suffix=_suffix(place)
        )
    _refuse_sheet(name, place)
    return (read_separated(file, place, encoding),)


def is_workbook(place: Place) -> bool:
    """Whether a file is called as workbooks are."""
    return _suffix(place) in _WORKBOOKS


def _unknown(content: bytes, suffix: str, place: Place) -> Sequence[Grid]:
    if suffix in _OTHER_SPREADSHEETS:
        raise UserError("{suffix} files are not read: save it as .xlsx first", place, suffix=suffix)
    read_workbook(content, place)
    raise UserError("data are read from {expected}", place, expected=" ".join(ENDINGS))
