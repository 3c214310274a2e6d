"""The settings file, as the add-in's VBA reads it: a quoted name, a comma and a quoted value a line."""

import csv
from pathlib import Path, PureWindowsPath
from typing import Final

from addin.errors import Place, UserError
from addin.installation.letters import ENCODING, unreadable_letters
from addin.installation.places import Places, System

INTERPRETER: Final = {System.WINDOWS: "INTERPRETER_WIN", System.MACOS: "INTERPRETER_MAC"}


def refuse_spaces(places: Places, interpreter: Path) -> None:
    """Raises UserError where Excel can't start the interpreter because of blanks in its path."""
    if places.system is System.MACOS and " " in str(interpreter):
        raise UserError(
            "Excel on macOS can't start a Python whose path has a space: choose a folder with --environment",
            Place(str(interpreter)),
        )


def settings_text(places: Places, interpreter: Path) -> str:
    """The settings that make the add-in start `interpreter`; UserError where its path is one that Excel can't start."""
    refuse_spaces(places, interpreter)
    if places.system is System.WINDOWS and (letters := unreadable_letters(interpreter)):
        raise unreadable(letters, str(interpreter), places.settings)
    end = "\r\n" if places.system is System.WINDOWS else "\n"
    return f'"{INTERPRETER[places.system]}","{shortened(places, interpreter)}"{end}'


def encoded(text: str, place: Path) -> bytes:
    """The file's bytes; UserError where a folder's name has letters that VBA can't read."""
    try:
        return text.encode(ENCODING)
    except UnicodeEncodeError as error:
        raise unreadable(text[error.start : error.end], text.strip(), place) from None


def unreadable(letters: str, text: str, place: Path) -> UserError:
    """What is said of letters that VBA can't read."""
    return UserError(
        "Excel's VBA can't read the letters '{letters}' of {text}: choose a folder with --environment",
        Place(str(place)),
        letters=letters,
        text=text,
    )


def shortened(places: Places, path: Path) -> str:
    """The path with a variable in place of the user's folder, which may have letters that VBA can't read in a file."""
    for name, folder in places.variables.items():
        if path.is_relative_to(folder):
            return str(PureWindowsPath(f"%{name}%", *path.relative_to(folder).parts))
    return str(path)


def expanded(places: Places, text: str) -> Path:
    """The path that a setting stands for."""
    first, *rest = PureWindowsPath(text).parts if places.system is System.WINDOWS else (text,)
    folder = places.variables.get(first.strip("%")) if first.startswith("%") else None
    return folder.joinpath(*rest) if folder else Path(text)


def interpreter_of(places: Places) -> Path | None:
    """The interpreter that the settings file names; None where there is no such file or setting."""
    try:
        text = places.settings.read_text(encoding=ENCODING, errors="replace")
    except OSError:
        return None
    named = {row[0]: row[1] for row in csv.reader(text.splitlines()) if len(row) == 2}
    value = named.get(INTERPRETER[places.system])
    return expanded(places, value) if value else None
