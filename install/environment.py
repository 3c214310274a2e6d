"""The private environment: made from a lock with the base Python's own venv and pip, and left alone while current."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from addin.errors import Place, UserError
from install.missing import has, remedy
from install.pip_output import Report, count_packages, explain, follow
from install.progress import Progress
from install.stamp import NAME, Stamp, digest, lock_digests, python_name

ROOT: Final = Path(__file__).resolve().parent.parent
RUNTIME_LOCK: Final = ROOT / "install" / "requirements.lock"
TEST_LOCK: Final = ROOT / "install" / "requirements-test.lock"
COPIED: Final = ("addin", "udfs", "workbooks")
LAST_LINES: Final = 8


@dataclass(frozen=True, slots=True)
class Environment:
    """A folder with a Python of its own, and in it what the project needs and the project, linked to or as a copy."""

    folder: Path
    editable: bool = True

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return self.folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

    @property
    def packages(self) -> list[str]:
        """The packages in it, with their versions."""
        library = "Lib" if os.name == "nt" else "lib/python*"
        return sorted(found.name for found in self.folder.glob(f"{library}/site-packages/*.dist-info"))

    @property
    def project(self) -> str:
        """What the installed project depends on: where it is, or in a copy all of its files."""
        if self.editable:
            return f"{ROOT} {digest([ROOT / 'pyproject.toml', ROOT / 'addin' / '__init__.py'])}"
        files = (file for name in COPIED for file in (ROOT / name).rglob("*") if file.is_file())
        return digest([ROOT / "pyproject.toml", *(file for file in files if file.suffix != ".pyc")])

    def is_whole(self) -> bool:
        """Whether it was made to its end by this Python, and all of it is still there."""
        stamp = Stamp.read(self.folder)
        if stamp is None or stamp.python != python_name():
            return False
        return set(stamp.packages) <= set(self.packages) and _runs([self.python, "-Ic", ""])

    def holds(self, lock: Path) -> bool:
        """Whether the lock, or the wider one of the tests, was installed in it and hasn't changed since."""
        stamp = Stamp.read(self.folder)
        return stamp is not None and bool(stamp.locks.items() & lock_digests({lock, TEST_LOCK}).items())

    def holds_project(self) -> bool:
        """Whether the project in it is this one as it is now."""
        stamp = Stamp.read(self.folder)
        return stamp is not None and stamp.project == self.project


def prepare(environment: Environment, lock: Path, progress: Progress) -> bool:
    """Makes the environment hold the lock's packages and the project; whether anything had to be done.

    Raises UserError where Python lacks a part, a package can't be had, or the folder is somebody else's.
    """
    whole = environment.is_whole()
    if whole and environment.holds(lock) and environment.holds_project():
        return False
    if not whole or not environment.holds(RUNTIME_LOCK):
        _remove(environment.folder)
        progress.stage("making a private environment", 0.15)
        _create(environment)
    _install(environment, lock, progress)
    progress.end()
    return True


def _install(environment: Environment, lock: Path, progress: Progress) -> None:
    """The packages, unless they are there, then the project; the stamp is off while this goes on."""
    stamp = Stamp.read(environment.folder) if environment.holds(lock) else None
    (environment.folder / NAME).unlink(missing_ok=True)
    if stamp is None:
        progress.stage("installing packages", 0.95)
        expected = count_packages(lock.read_text(encoding="utf-8"))
        _pip(environment, ["install", "--require-hashes", "--requirement", str(lock)], expected, progress.part)
    progress.stage("installing Growthpole", 1)
    source = ["--editable", str(ROOT)] if environment.editable else ["--force-reinstall", str(ROOT)]
    _pip(environment, ["install", "--no-deps", "--no-build-isolation", *source], 1, progress.part)
    locks = stamp.locks if stamp else lock_digests([lock])
    Stamp(python_name(), environment.project, locks, environment.packages).write(environment.folder)


def _runs(command: list[str | Path]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _remove(folder: Path) -> None:
    """Removes an environment, its mark last, so that a removal cut short can be taken up again."""
    mark = folder / "pyvenv.cfg"
    if not folder.exists():
        return
    if not mark.exists() and any(folder.iterdir()):
        raise UserError("is not an environment that Growthpole made: move it away", Place(str(folder)))
    try:
        for entry in sorted(folder.iterdir(), key=lambda entry: entry == mark):
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry)
            else:
                entry.unlink()
        folder.rmdir()
    except OSError as error:
        reason = error.strerror or error
        raise UserError(
            "can't be made anew ({reason}): close what uses it", Place(str(folder)), reason=reason
        ) from None


def _create(environment: Environment) -> None:
    if not has("venv") or not (has("pip") or has("ensurepip")):
        raise UserError("this Python ({python}) lacks venv or pip: {remedy}", python=sys.executable, remedy=remedy())
    options = ["--without-pip"] if has("pip") else []
    made = subprocess.run(
        [sys.executable, "-m", "venv", *options, environment.folder],
        env=_surroundings(),
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if made.returncode:
        reason = (made.stderr or made.stdout).strip().splitlines()[-1:] or ["no reason given"]
        raise UserError(
            "can't make an environment ({reason}); if venv is missing: {remedy}",
            Place(str(environment.folder)),
            reason=reason[0],
            remedy=remedy(),
        )


def _pip(environment: Environment, arguments: list[str], expected: int, report: Report) -> None:
    options = ["--disable-pip-version-check", "--no-input", "--retries", "2", "--no-compile"]
    with subprocess.Popen(
        [*_pip_command(environment), *arguments, *options],
        env=_surroundings(),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    ) as running:
        lines = running.stdout or ()
        output = follow(lines, expected, report, lambda: len(environment.packages))
    if running.returncode:
        sys.stderr.write("\n".join(["", *output[-LAST_LINES:], ""]))
        raise UserError("pip could not install the packages: {reason}", reason=explain(output))


def _pip_command(environment: Environment) -> list[str]:
    """The base Python's pip, which saves a copy of it in the environment; else the environment's own."""
    if has("pip"):
        return [sys.executable, "-m", "pip", "--python", str(environment.python)]
    return [str(environment.python), "-m", "pip"]


def _surroundings() -> dict[str, str]:
    """The user's settings without those that would draw packages from, or put them into, another place."""
    unwanted = {"PYTHONHOME", "PYTHONPATH", "PIP_TARGET", "PIP_PREFIX", "PIP_REQUIREMENT", "__PYVENV_LAUNCHER__"}
    kept = {name: value for name, value in os.environ.items() if name not in unwanted}
    return {**kept, "PIP_USER": "0", "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1"}
