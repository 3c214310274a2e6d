"""What an environment was made from: written when it is whole, so that one half-made or out of date is known."""

import hashlib
import json
import platform
import sys
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final, Self

NAME: Final = "growthpole.json"


@dataclass(frozen=True, slots=True)
class Stamp:
    """The Python, the project and the locks that an environment was made from, and the packages it got."""

    python: str
    project: str
    locks: Mapping[str, str]
    packages: list[str]

    @classmethod
    def read(cls, folder: Path) -> Self | None:
        """The stamp of the environment in `folder`; None where there is none that can be read."""
        try:
            return cls(**json.loads((folder / NAME).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def write(self, folder: Path) -> None:
        """Marks the environment in `folder` as whole."""
        (folder / NAME).write_text(json.dumps(asdict(self), indent=1), encoding="utf-8")


def python_name() -> str:
    """Which Python runs, and where it is."""
    return f"{platform.python_implementation()} {platform.python_version()} in {sys.base_prefix}"


def lock_digests(locks: Iterable[Path]) -> dict[str, str]:
    """The digest of each lock by its name."""
    return {lock.name: digest([lock]) for lock in locks}


def digest(files: Iterable[Path]) -> str:
    """SHA-256 of the files' names and texts, the same whichever line ends a checkout gave them."""
    whole = hashlib.sha256()
    for file in sorted(files):
        whole.update(f"{file.name}\0".encode())
        whole.update(file.read_bytes().replace(b"\r\n", b"\n"))
    return whole.hexdigest()
