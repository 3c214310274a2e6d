"""Where Excel looks for add-ins and settings, and where ours are put: for one user, without an administrator."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from addin.errors import UserError
from addin.installation.registry import Registry, read_registry

ADDIN: Final = "growthpole.xlam"


class System(StrEnum):
    """A system that Excel runs on."""

    WINDOWS = "windows"
    MACOS = "macos"


@dataclass(frozen=True, slots=True)
class Places:
    """One user's folders and files.

    `variables` are the names that Excel's VBA expands in a setting, with the folders they stand for; `elsewhere` are
    other folders that Excel loads add-ins from; `scripts` is where macOS lets Excel run scripts from; `registry` is
    that of Windows, None where it is another user's.
    """

    system: System
    start_folder: Path
    settings: Path
    environment: Path
    record: Path
    elsewhere: tuple[Path, ...]
    scripts: Path | None
    variables: Mapping[str, Path]
    registry: Registry | None = None

    @property
    def addin(self) -> Path:
        """The add-in's file."""
        return self.start_folder / ADDIN

    @property
    def log(self) -> Path:
        """What the ribbon's buttons did."""
        return self.record.with_name("growthpole.log")


def this_system() -> System:
    """The system we run on; UserError where there is no Excel for it."""
    if sys.platform == "win32":
        return System.WINDOWS
    if sys.platform == "darwin":
        return System.MACOS
    raise UserError("Excel runs on Windows and macOS only; `demo` and `test` work here too")


def log_of_this_system() -> Path | None:
    """The log of the user who runs this; None where there is no Excel."""
    try:
        return places(this_system()).log
    except UserError:
        return None


def refuse_store_python(prefix: str) -> None:
    """Raises UserError for the Python of the Microsoft Store: no other program sees what it writes for a user."""
    if "WindowsApps" in prefix:
        raise UserError(
            "this Python is the Microsoft Store's, which hides from Excel what it writes:"
            " install Python from python.org, then run py install with it"
        )


def places(system: System, profile: Path | None = None) -> Places:
    """The places in `profile`, a user's folder as that system lays it out; of the user who runs this where None."""
    return _windows(profile) if system is System.WINDOWS else _macos(profile or Path.home())


def _windows(profile: Path | None) -> Places:
    home = profile or Path(os.environ.get("USERPROFILE") or Path.home())
    roaming = _folder("APPDATA", profile, home / "AppData" / "Roaming")
    local = _folder("LOCALAPPDATA", profile, home / "AppData" / "Local")
    office = "Microsoft Office/root/Office16/XLSTART"
    programs = [os.environ[name] for name in ("ProgramFiles", "ProgramFiles(x86)") if os.environ.get(name)]
    return Places(
        system=System.WINDOWS,
        start_folder=roaming / "Microsoft" / "Excel" / "XLSTART",
        settings=home / ".growthpole" / "growthpole.conf",
        environment=local / "Growthpole" / "environment",
        record=local / "Growthpole" / "installed.json",
        elsewhere=(roaming / "Microsoft" / "AddIns", *(Path(folder) / office for folder in programs)),
        scripts=None,
        variables={"LOCALAPPDATA": local, "USERPROFILE": home},
        registry=None if profile else read_registry,
    )


def _folder(variable: str, profile: Path | None, usual: Path) -> Path:
    told = os.environ.get(variable) if profile is None else None
    return Path(told) if told else usual


def _macos(home: Path) -> Places:
    container = home / "Library" / "Containers" / "com.microsoft.Excel" / "Data"
    office = home / "Library" / "Group Containers" / "UBF8T346G9.Office" / "User Content.localized"
    own = home / ".growthpole"
    return Places(
        system=System.MACOS,
        start_folder=office / "Startup.localized" / "Excel",
        settings=container / "growthpole.conf",
        environment=own / "environment",
        record=own / "installed.json",
        elsewhere=(office / "Add-Ins.localized",),
        scripts=home / "Library" / "Application Scripts" / "com.microsoft.Excel",
        variables={},
    )
