"""An open workbook as a file, and files opened beside it."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryFile

import xlwings as xw

from addin.errors import Place, UserError
from addin.livebook.temporary import temporary_folder
from addin.package.saving import save_bytes


@contextmanager
def copied(book: xw.Book) -> Iterator[Path]:
    """A copy of the open workbook as a file, with changes that aren't saved; it is gone when the block ends.

    macOS lets no program copy an open workbook: there it must be saved, UserError where it isn't.
    """
    with temporary_folder() as folder:
        path = folder / file_name(book)
        if sys.platform == "darwin":
            _copy_saved(book, path)
        else:
            book.api.SaveCopyAs(str(path))
        yield path


def _copy_saved(book: xw.Book, path: Path) -> None:
    saved = Path(_full_name(book))
    if not _is_saved(book) or not saved.is_file():
        raise UserError("save the workbook first", Place(book.name))
    copyfile(saved, path)


def refuse_unsaved(book: xw.Book, file: Path) -> None:
    """Raises UserError where Excel has the file open with changes that a reader of the file would miss.

    Excel opens no two workbooks of one name, and tells of one on a server another place than where its file is, so
    that the name alone is compared.
    """
    for other in book.app.books:
        if other.name.casefold() == file.name.casefold() and not _is_saved(other):
            raise UserError("save the workbook first", Place(other.name))


def file_name(book: xw.Book) -> str:
    """The workbook's name as a file; one that was never saved has no ending yet, whatever dots are in its name."""
    return f"{book.name}.xlsx" if _full_name(book) == book.name else book.name


def open_beside(book: xw.Book, content: bytes, name: str, suffix: str) -> xw.Book:
    """Save the file beside the workbook, under a name that is still free, and open it. Raises UserError.

    Beside a workbook that was never saved, or whose folder keeps no files, is the folder where Excel saves by itself,
    or the user's folder of documents.
    """
    path = free_beside(book, name, suffix)
    save_bytes(content, path)
    try:
        return book.app.books.open(path)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def free_beside(book: xw.Book, name: str, suffix: str) -> Path:
    """A name for a file or a folder beside the workbook that neither a file nor an open workbook has."""
    return _free(_folder(book), name, suffix, {open_book.name.casefold() for open_book in book.app.books})


def _full_name(book: xw.Book) -> str:
    """What Excel itself says: for a workbook on a server, xlwings would ask settings that the workbook brings along."""
    return str(book.api.full_name.get() if sys.platform == "darwin" else book.api.FullName)


def _is_saved(book: xw.Book) -> bool:
    return bool(book.api.saved.get() if sys.platform == "darwin" else book.api.Saved)


def _folder(book: xw.Book) -> Path:
    folders = (Path(_full_name(book)).parent, *_usual_folders(book))
    return next(filter(_keeps_files, folders), Path.home())


def _keeps_files(folder: Path) -> bool:
    """Whether a file saved there can be found again: on this computer, not where mail and archives open what they hold.

    A folder of the network may let nobody write.
    """
    parts = {part.lower() for part in folder.parts}
    if not folder.is_absolute() or "inetcache" in parts or {"appdata", "temp"} <= parts:
        return False
    try:
        with TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def _usual_folders(book: xw.Book) -> Iterator[Path]:
    """Where OneDrive keeps the documents, Excel knows it; Excel for macOS isn't asked."""
    if sys.platform != "darwin":
        yield Path(book.app.api.DefaultFilePath)
    yield Path.home() / "Documents"


def _free(folder: Path, name: str, suffix: str, taken: set[str]) -> Path:
    """Excel can't open two workbooks of one name, so a name is taken too where another folder has it open."""
    number, path = 1, folder / f"{name}{suffix}"
    while path.exists() or path.name.casefold() in taken:
        number += 1
        path = folder / f"{name} {number}{suffix}"
    return path
