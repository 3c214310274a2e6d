"""Starting LibreOffice without windows, and ending it with what it started."""

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

from addin.calculator.profile import START

_OPTIONS: Final = ("--headless", "--invisible", "--norestore", "--nologo", "--nodefault", "--nolockcheck")


def launch(program: Path, profile: Path, connection: dict[str, str]) -> subprocess.Popen[bytes]:
    """LibreOffice in that profile, running our script, which finds `connection` in its environment."""
    return subprocess.Popen(  # noqa: S603 - the program found, arguments of our own
        [program, f"-env:UserInstallation={profile.as_uri()}", *_OPTIONS, START],
        env={**_surroundings(), **connection, "SAL_USE_VCLPLUGIN": "svp"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def end(process: subprocess.Popen[bytes], grace: float) -> None:
    """LibreOffice ends by itself once the connection is closed; after `grace` seconds it is ended by force."""
    with suppress(subprocess.TimeoutExpired):
        process.wait(grace)
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/T", "/F", "/PID", str(process.pid)], capture_output=True, check=False)  # noqa: S603, S607
    else:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _surroundings() -> dict[str, str]:
    """The environment without any other Python's: LibreOffice's own would take its library from there."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return kept if sys.platform == "win32" else {**kept, "PATH": os.defpath}
