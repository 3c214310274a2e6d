"""The doctor: what can be wrong with an installation, each as one line with its remedy."""

import json
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path, PureWindowsPath
from typing import Final

from addin.errors import Message
from addin.installation.dll import bitness
from addin.installation.finding import AGAIN, Check, DoctorFinding
from addin.installation.letters import unreadable_letters
from addin.installation.places import Places, System
from addin.installation.record import Record, digest
from addin.installation.rules import check_rules
from addin.installation.settings import interpreter_of

OLDEST: Final = (3, 11)

_NO_WINDOW: Final = getattr(subprocess, "CREATE_NO_WINDOW", 0)
_OPTIONS: Final = r"HKEY_CURRENT_USER\Software\Microsoft\Office\16.0\Excel\Options"
_PATH: Final = re.compile(r'(?:/\w +)*"?([^"]+)"?$')
_QUARANTINE: Final = Message("look in the virus scanner's quarantine, then install again")

_ASK: Final = (
    "import json, sys; from importlib.metadata import version;"
    "print(json.dumps([sys.version_info[:3], version('growthpole'), version('xlwings')]))"
)


def examine(places: Places) -> list[DoctorFinding]:
    """Every finding, in the order in which things fail. Raises UserError where the record can't be read."""
    record = Record.read(places.record)
    if record is None:
        return [DoctorFinding(Message("installation"), Message("nothing is installed for this user"), AGAIN)]
    return [finding for check in _CHECKS for finding in check(places, record)]


def _check_settings(places: Places, record: Record) -> Iterator[DoctorFinding]:
    subject, path = Message("settings"), places.settings
    if not path.is_file():
        yield DoctorFinding(subject, Message("{path} is missing", path=path), AGAIN)
    elif interpreter_of(places) is None:
        yield DoctorFinding(subject, Message("{path} names no interpreter", path=path), AGAIN)
    elif digest(path.read_bytes()) != record.files.get(str(path)):
        remedy = Message("put it right, or delete it and install again")
        yield DoctorFinding(subject, Message("{path} was changed by hand", path=path), remedy)
    else:
        yield DoctorFinding(subject, _as_it_is(path))


def _as_it_is(text: object) -> Message:
    return Message("{text}", text=text)


def _check_interpreter(places: Places, record: Record) -> Iterator[DoctorFinding]:
    interpreter = interpreter_of(places)
    if interpreter is None:
        return
    subject = Message("interpreter")
    if not interpreter.is_file():
        yield DoctorFinding(subject, Message("{path} is missing", path=interpreter), AGAIN)
        return
    answer = _ask(interpreter)
    if answer is None:
        yield DoctorFinding(subject, Message("{path} does not start, or lacks our packages", path=interpreter), AGAIN)
        return
    python, growthpole, xlwings = answer
    text = ".".join(map(str, python))
    needed = None if tuple(python) >= OLDEST else Message("it needs Python 3.11 or newer")
    yield DoctorFinding(subject, _as_it_is(f"Python {text}, {interpreter}"), needed)
    yield _versions((growthpole, xlwings), (record.version, record.xlwings))


def _versions(found: tuple[str, str], recorded: tuple[str, str]) -> DoctorFinding:
    other = Message(
        "the add-in was made for growthpole {growthpole}, xlwings {xlwings}: install again",
        growthpole=recorded[0],
        xlwings=recorded[1],
    )
    told = _as_it_is(f"growthpole {found[0]}, xlwings {found[1]}")
    return DoctorFinding(Message("versions"), told, None if found == recorded else other)


def _ask(interpreter: Path) -> tuple[list[int], str, str] | None:
    console = interpreter.with_name("python.exe") if interpreter.name == "pythonw.exe" else interpreter
    try:
        run = subprocess.run(  # noqa: S603 - the interpreter that our settings name
            [console, "-I", "-c", _ASK],
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
            creationflags=_NO_WINDOW,
        )
        python, growthpole, xlwings = json.loads(run.stdout)
    except (OSError, ValueError, subprocess.SubprocessError):
        return None
    return python, growthpole, xlwings


def _check_libraries(places: Places, record: Record) -> Iterator[DoctorFinding]:
    interpreter = interpreter_of(places)
    if places.system is not System.WINDOWS or interpreter is None:
        return
    for bits in ("64", "32"):
        library = interpreter.parent.parent / f"xlwings{bits}-{record.xlwings}.dll"
        subject = Message("library for {bits}-bit Excel", bits=bits)
        if not library.is_file():
            yield DoctorFinding(subject, Message("{path} is missing", path=library), _QUARANTINE)
        elif bitness(library) != bits:
            yield DoctorFinding(subject, Message("{path} is not a {bits}-bit library", path=library, bits=bits), AGAIN)
        else:
            yield DoctorFinding(subject, _as_it_is(library.name))


def _check_letters(places: Places, _record: Record) -> Iterator[DoctorFinding]:
    """A file that VBA can't name seems to be missing; one that is missing is told by other checks."""
    interpreter = interpreter_of(places)
    if places.system is not System.WINDOWS or interpreter is None:
        return
    subject = Message("names of folders")
    elsewhere = Message("choose a folder with --environment")
    short = Message("have the administrator give the folder a short name (fsutil file setshortname)")
    wrong = [
        DoctorFinding(
            subject,
            Message("Excel's VBA can't read the letters '{letters}' of {path}", letters=letters, path=path),
            remedy,
        )
        for path, remedy in ((places.settings, short), (interpreter, elsewhere))
        if (letters := unreadable_letters(path))
    ]
    yield from wrong or [DoctorFinding(subject, Message("Excel's VBA can read them"))]


def _check_script(places: Places, record: Record) -> Iterator[DoctorFinding]:
    """On macOS Excel may start a program only through a script in one folder of the user's."""
    if places.scripts is None:
        return
    script = places.scripts / f"xlwings-{record.xlwings}.applescript"
    yield _installed(Message("script that Excel may run"), script, record, AGAIN)


def _check_addin(places: Places, record: Record) -> Iterator[DoctorFinding]:
    yield _installed(Message("start folder"), places.addin, record, _QUARANTINE)


def _installed(subject: Message, path: Path, record: Record, where_missing: Message) -> DoctorFinding:
    if not path.is_file():
        return DoctorFinding(subject, Message("{path} is missing", path=path), where_missing)
    if digest(path.read_bytes()) != record.files.get(str(path)):
        return DoctorFinding(subject, Message("{path} is not the file that was installed", path=path), AGAIN)
    return DoctorFinding(subject, _as_it_is(path))


def _check_mark(places: Places, _record: Record) -> Iterator[DoctorFinding]:
    """Windows keeps the mark of a file from the web in a second stream of the file; Excel then blocks its macros."""
    if places.system is not System.WINDOWS or not places.addin.is_file():
        return
    subject = Message("mark of the web")
    if places.addin.with_name(f"{places.addin.name}:Zone.Identifier").is_file():
        remedy = Message("in the file's properties choose 'Unblock', then start Excel again")
        yield DoctorFinding(subject, Message("{path} is marked as from the internet", path=places.addin), remedy)
    else:
        yield DoctorFinding(subject, Message("none"))


def _check_copies(places: Places, _record: Record) -> Iterator[DoctorFinding]:
    found = [copy for copy in (*_in_folders(places), *_added_in(places)) if copy != places.addin]
    subject, remedy = Message("second copy"), Message("close Excel and delete that file")
    for copy in found:
        yield DoctorFinding(subject, Message("Excel loads {path} too", path=copy), remedy)
    if not found:
        yield DoctorFinding(subject, Message("none"))


def _in_folders(places: Places) -> Iterator[Path]:
    for folder in (places.start_folder, *places.elsewhere):
        for file in sorted(folder.iterdir()) if folder.is_dir() else ():
            if file.suffix.lower() in (".xlam", ".xla", ".lnk") and _is_named_as_ours(file.name):
                yield file


def _added_in(places: Places) -> Iterator[Path]:
    """What was chosen in Excel's list of add-ins: values OPEN, OPEN1 … with a path in quotes, behind switches."""
    for name, value in places.registry(_OPTIONS).items() if places.registry else ():
        told = _PATH.search(str(value))
        if name.upper().startswith("OPEN") and told and _is_named_as_ours(PureWindowsPath(told[1]).name):
            yield Path(told[1])


def _is_named_as_ours(name: str) -> bool:
    return "growthpole" in name.lower()


def _check_log(places: Places, _record: Record) -> Iterator[DoctorFinding]:
    """Where to look when a button did something else than expected."""
    subject = Message("log")
    if places.log.exists() and not os.access(places.log, os.W_OK):
        remedy = Message("close Excel and delete that file")
        yield DoctorFinding(subject, Message("{path} can't be written", path=places.log), remedy)
    else:
        yield DoctorFinding(subject, _as_it_is(places.log))


_CHECKS: Final[tuple[Check, ...]] = (
    _check_settings,
    _check_interpreter,
    _check_libraries,
    _check_letters,
    _check_script,
    _check_addin,
    _check_mark,
    _check_copies,
    check_rules,
    _check_log,
)
