"""A made-up user's folder, and a made-up release to install there."""

from pathlib import Path

from addin.installation.places import Places, System, places
from addin.installation.release import Release

RELEASE = Release("0.1.0", "0.37.8", b"the add-in", {"xlwings-0.37.8.applescript": b"the script"})
NEWER = Release("0.2.0", "0.37.9", b"the newer add-in", {"xlwings-0.37.9.applescript": b"the newer script"})


def profile(folder: Path, system: System) -> Places:
    """Someone else's files are there already: an add-in of theirs, and a settings folder of another program."""
    name = "Әсел Иванова" if system is System.WINDOWS else "asel"
    made = places(system, folder / name)
    made.start_folder.mkdir(parents=True)
    made.environment.parent.parent.mkdir(parents=True, exist_ok=True)
    (made.start_folder / "Other.xlam").write_bytes(b"somebody else's")
    (folder / name / "notes.txt").write_bytes(b"mine")
    return made


def contents(folder: Path) -> dict[str, bytes | None]:
    """Every file and folder below, with a file's bytes."""
    return {str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None for path in folder.rglob("*")}
