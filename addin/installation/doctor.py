"""The doctor: what can be wrong with an installation, each as one line with its remedy."""

import json
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

from addin.installation.dll import bitness
from addin.installation.places import Places, System
from addin.installation.record import Record, digest
from addin.installation.settings import interpreter_of

AGAIN: Final = "install again (py install, or growthpole addin install)"
OLDEST: Final = (3, 11)

_ASK: Final = (
    "import json, sys; from importlib.metadata import version;"
    "print(json.dumps([sys.version_info[:3], version('growthpole'), version('xlwings')]))"
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: what was found, and where that is wrong what to do."""

    subject: str
    found: str
    remedy: str | None = None

    def __str__(self) -> str:
        if self.remedy is None:
            return f"ok     {self.subject}: {self.found}"
        return f"WRONG  {self.subject}: {self.found}; {self.remedy}"


Check: TypeAlias = Callable[[Places, Record], Iterator[Finding]]


def examine(places: Places) -> list[Finding]:
    """Every finding, in the order in which things fail. Raises Mistake where the record can't be read."""
    record = Record.read(places.record)
    if record is None:
        return [Finding("installation", "nothing is installed for this user", AGAIN)]
    return [finding for check in _CHECKS for finding in check(places, record)]


def _check_settings(places: Places, record: Record) -> Iterator[Finding]:
    if not places.settings.is_file():
        yield Finding("settings", f"{places.settings} is missing", AGAIN)
    elif interpreter_of(places) is None:
        yield Finding("settings", f"{places.settings} names no interpreter", AGAIN)
    elif digest(places.settings.read_bytes()) != record.files.get(str(places.settings)):
        yield Finding("settings", f"{places.settings} was changed by hand", f"check it, or delete it and {AGAIN}")
    else:
        yield Finding("settings", str(places.settings))


def _check_interpreter(places: Places, record: Record) -> Iterator[Finding]:
    interpreter = interpreter_of(places)
    if interpreter is None:
        return
    if not interpreter.is_file():
        yield Finding("interpreter", f"{interpreter} is missing", AGAIN)
        return
    answer = _ask(interpreter)
    if answer is None:
        yield Finding("interpreter", f"{interpreter} does not start, or lacks our packages", AGAIN)
        return
    python, growthpole, xlwings = answer
    text = ".".join(map(str, python))
    too_old = tuple(python) < OLDEST
    yield Finding(
        "interpreter", f"Python {text} in {interpreter}", "it needs Python 3.11 or newer" if too_old else None
    )
    told = f"growthpole {growthpole}, xlwings {xlwings}"
    fitting = (growthpole, xlwings) == (record.version, record.xlwings)
    other = f"the add-in was made for growthpole {record.version}, xlwings {record.xlwings}: {AGAIN}"
    yield Finding("versions", told, None if fitting else other)


def _ask(interpreter: Path) -> tuple[list[int], str, str] | None:
    console = interpreter.with_name("python.exe") if interpreter.name == "pythonw.exe" else interpreter
    try:
        run = subprocess.run(  # noqa: S603 - the interpreter that our settings name
            [console, "-I", "-c", _ASK], capture_output=True, text=True, timeout=60, check=True
        )
        python, growthpole, xlwings = json.loads(run.stdout)
    except (OSError, ValueError, subprocess.SubprocessError):
        return None
    return python, growthpole, xlwings


def _check_libraries(places: Places, record: Record) -> Iterator[Finding]:
    interpreter = interpreter_of(places)
    if places.system is not System.WINDOWS or interpreter is None:
        return
    for bits in ("64", "32"):
        library = interpreter.parent.parent / f"xlwings{bits}-{record.xlwings}.dll"
        subject = f"library for {bits}-bit Excel"
        if not library.is_file():
            yield Finding(subject, f"{library} is missing", f"look in the virus scanner's quarantine, then {AGAIN}")
        elif bitness(library) != bits:
            yield Finding(subject, f"{library} is not a {bits}-bit library", AGAIN)
        else:
            yield Finding(subject, library.name)


def _check_addin(places: Places, record: Record) -> Iterator[Finding]:
    if not places.addin.is_file():
        remedy = f"look in the virus scanner's quarantine, then {AGAIN}"
        yield Finding("start folder", f"{places.addin} is missing", remedy)
    elif digest(places.addin.read_bytes()) != record.files.get(str(places.addin)):
        yield Finding("start folder", f"{places.addin} is not the file that was installed", AGAIN)
    else:
        yield Finding("start folder", str(places.addin))


def _check_mark(places: Places, _record: Record) -> Iterator[Finding]:
    """Windows keeps the mark of a file from the web in a second stream of the file; Excel then blocks its macros."""
    if places.system is not System.WINDOWS or not places.addin.is_file():
        return
    if places.addin.with_name(f"{places.addin.name}:Zone.Identifier").is_file():
        remedy = "in the file's properties choose 'Unblock', then start Excel again"
        yield Finding("mark of the web", f"{places.addin} is marked as from the internet", remedy)
    else:
        yield Finding("mark of the web", "none")


def _check_copies(places: Places, _record: Record) -> Iterator[Finding]:
    found = [
        copy
        for folder in (places.start_folder, *places.elsewhere)
        if folder.is_dir()
        for copy in sorted(folder.iterdir())
        if copy.suffix.lower() in (".xlam", ".xla", ".lnk")
        and "growthpole" in copy.name.lower()
        and copy != places.addin
    ]
    for copy in found:
        yield Finding("second copy", f"Excel loads {copy} too", "close Excel and delete that file")
    if not found:
        yield Finding("second copy", "none")


_CHECKS: Final[tuple[Check, ...]] = (
    _check_settings,
    _check_interpreter,
    _check_libraries,
    _check_addin,
    _check_mark,
    _check_copies,
)
