"""Installing and uninstalling: each says, a line a time, what it did; a second time there is nothing to do."""

import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Final

from addin.errors import Message, Place, UserError, cause_of
from addin.installation.places import Places
from addin.installation.record import Record, digest
from addin.installation.release import Release
from addin.installation.settings import encoded, settings_text
from addin.package.saving import save_bytes

NOTHING_CHANGED: Final = Message("already installed; nothing has changed")


def note_environment(places: Places, environment: Path) -> None:
    """Notes, before an environment is made, that `uninstall` has to take it away with the folders made for it.

    So it does where the installation ends half-way. Raises UserError where the record can't be read.
    """
    before = Record.read(places.record) or Record(version="", xlwings="", environment=str(environment))
    missing = [str(folder) for folder in _folders([environment, places.record]) if not folder.exists()]
    begun = {*before.begun, str(environment)} - {before.environment}
    folders = tuple(dict.fromkeys([*before.folders, *missing]))
    _keep(replace(before, folders=folders, begun=tuple(sorted(begun))), places)


def install(places: Places, release: Release, interpreter: Path, environment: Path | None = None) -> list[Message]:
    """Puts the add-in, its scripts and its settings in their places; what was done.

    `environment` is the folder to remove on uninstalling, None where the interpreter's isn't ours to remove, unless it
    is the one that an earlier installation made. Raises UserError where a file can't be written; the record, kept
    first, then tells `uninstall` what may be there.
    """
    before = Record.read(places.record)
    earlier = Path(before.environment) if before and before.environment else None
    if environment is None and earlier is not None and interpreter.is_relative_to(earlier):
        environment = earlier
    files = _files(places, release, interpreter)
    made = [folder for folder in _folders([*files, places.record]) if not folder.exists()]
    kept = before.folders if before else ()
    record = Record(
        version=release.version,
        xlwings=release.xlwings,
        environment=str(environment) if environment else None,
        files={str(path): digest(content) for path, content in files.items()},
        folders=tuple(dict.fromkeys([*kept, *map(str, made)])),
    )
    others = [folder for folder in (before.environments if before else ()) if folder != environment]
    left = [_remove_environment(folder, interpreter.parent.parent) for folder in others]
    _keep(record, places)
    return [*left, *_put(files), *_drop(_left_over(before, record))]


def _keep(record: Record, places: Places) -> None:
    if record != Record.read(places.record):
        places.record.parent.mkdir(parents=True, exist_ok=True)
        record.write(places.record)


def installed_environment(places: Places) -> Path | None:
    """The environment of ours that the add-in was installed with; None where there is none."""
    record = Record.read(places.record)
    return Path(record.environment) if record and record.environment else None


def uninstall(places: Places, *, running: Path) -> list[Message]:
    """Takes away what the record names; what was done, and what had to stay.

    `running` is the environment that this process runs in, which can't be removed from within. Raises UserError where
    a file is in use; the record then stays, so that the next time goes on.
    """
    record = Record.read(places.record)
    if record is None:
        return [Message("nothing is installed here")]
    done = [*_drop(record.files), *(_remove_environment(folder, running) for folder in record.environments)]
    done += [line for path in _logs(places.log) if (line := _remove(path))]
    places.record.unlink()
    made = {*map(Path, record.folders), places.record.parent}
    for folder in sorted(made, key=lambda folder: len(folder.parts), reverse=True):
        with suppress(OSError):
            folder.rmdir()
    return done


def _files(places: Places, release: Release, interpreter: Path) -> dict[Path, bytes]:
    files = {
        places.addin: release.addin,
        places.settings: encoded(settings_text(places, interpreter), places.settings),
    }
    if places.scripts:
        files |= {places.scripts / name: content for name, content in release.scripts.items()}
    return files


def _folders(files: Iterable[Path]) -> list[Path]:
    """Every folder above the files, outermost first."""
    return list(dict.fromkeys(folder for file in files for folder in reversed(file.parents)))


def _put(files: Mapping[Path, bytes]) -> Iterator[Message]:
    for path, content in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_file() and path.read_bytes() == content:
            continue
        save_bytes(content, path)
        yield Message("put {path}", path=path)


def _left_over(before: Record | None, now: Record) -> dict[str, str]:
    """Files of an earlier version that this one has no more."""
    return {path: known for path, known in (before.files if before else {}).items() if path not in now.files}


def _drop(files: Mapping[str, str]) -> list[Message]:
    return [line for path, known in files.items() if (line := _drop_file(Path(path), known))]


def _drop_file(path: Path, known: str) -> Message | None:
    try:
        if not path.is_file():
            return None
        if digest(path.read_bytes()) != known:
            return Message("left {path}: it was changed after it was put there", path=path)
    except OSError as error:
        raise _in_use(path, error) from None
    return _remove(path)


def _logs(log: Path) -> tuple[Path, Path]:
    """The log and the earlier one that is kept beside it."""
    return log, log.with_name(f"{log.name}.1")


def _remove(path: Path) -> Message | None:
    try:
        path.unlink()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _in_use(path, error) from None
    return Message("removed {path}", path=path)


def _in_use(path: Path, error: OSError) -> UserError:
    return UserError("can't be removed ({reason}): close Excel", Place(str(path)), reason=cause_of(error))


def _remove_environment(folder: Path, running: Path) -> Message:
    if running.resolve() == folder.resolve():
        return Message("left {path}: this command runs in it; delete the folder when it has ended", path=folder)
    if not (folder / "pyvenv.cfg").is_file():
        return Message("left {path}: it is no environment", path=folder)
    try:
        shutil.rmtree(folder)
    except OSError as error:
        raise _in_use(folder, error) from None
    return Message("removed {path}", path=folder)
