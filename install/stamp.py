"""What an environment was made from: written when it is whole, so that one half-made or out of date is known."""

import hashlib
import json
import platform
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final, Self

NAME: Final = "growthpole.json"


@dataclass(frozen=True, slots=True)
class Stamp:
    """The Python, the project and the locks that an environment was made from, and the packages it got."""

    python: str
    project: str
    locks: dict[str, str]
    packages: list[str]

    @classmethod
    def of(cls, root: Path, locks: Iterable[Path], packages: Iterable[str] = ()) -> Self:
        """The stamp of an environment for the project in `root`."""
        python = f"{platform.python_implementation()} {platform.python_version()} in {sys.base_prefix}"
        project = f"{root} {digest(root / 'pyproject.toml')}"
        return cls(python, project, {lock.name: digest(lock) for lock in locks}, sorted(packages))

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


def digest(file: Path) -> str:
    """SHA-256 of the file's text, the same whichever line ends a checkout gave it."""
    return hashlib.sha256(file.read_bytes().replace(b"\r\n", b"\n")).hexdigest()
