"""Where LibreOffice is: on the PATH, or in the usual places of each system."""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from addin.errors import UserError


def find_office() -> Path:
    """The program `soffice`; UserError with how to get it where LibreOffice isn't installed."""
    found = next(filter(Path.is_file, _places()), None)
    if found is None:
        raise UserError(
            "LibreOffice, which calculates the formulas, is not on this computer: install it ({how})", how=_how()
        )
    return found


def _places() -> Iterator[Path]:
    for name in ("soffice", "libreoffice"):
        on_path = shutil.which(name)
        if on_path:
            yield Path(on_path)
    for variable in ("ProgramFiles", "ProgramFiles(x86)"):
        if os.environ.get(variable):
            yield Path(os.environ[variable], "LibreOffice", "program", "soffice.exe")
    yield Path("/Applications/LibreOffice.app/Contents/MacOS/soffice")
    yield Path("/usr/lib/libreoffice/program/soffice")
    yield from sorted(Path("/opt").glob("libreoffice*/program/soffice"), reverse=True)


def _how() -> str:
    if sys.platform.startswith("linux"):
        return "Debian and Ubuntu: apt install libreoffice-calc python3-uno libreoffice-script-provider-python"
    return "libreoffice.org"
