"""The record of what was put where: `uninstall` takes away that and nothing else."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Self

from addin.errors import Place, UserError
from addin.package.saving import save_bytes


@dataclass(frozen=True, slots=True)
class Record:
    """Files with the digest of what was put there, folders made for them, the environment where it is ours.

    `begun` are other environments, which installations began to make in its place and didn't come to use.
    """

    version: str
    xlwings: str
    environment: str | None = None
    files: Mapping[str, str] = field(default_factory=dict)
    folders: tuple[str, ...] = ()
    begun: tuple[str, ...] = ()

    @property
    def environments(self) -> tuple[Path, ...]:
        """All environments that are ours and there."""
        named = (self.environment, *self.begun)
        return tuple(folder for folder in (Path(name) for name in named if name) if folder.exists())

    @classmethod
    def read(cls, path: Path) -> Self | None:
        """The record kept in the file; None where there is none. Raises UserError where it can't be read."""
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
            lists = {name: tuple(content.get(name, ())) for name in ("folders", "begun")}
            return cls(**{**content, **lists})
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError, AttributeError):
            raise UserError("this is not a record of ours: move it away and install again", Place(str(path))) from None

    def write(self, path: Path) -> None:
        """Keeps the record in the file."""
        save_bytes((json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n").encode(), path)


def digest(content: bytes) -> str:
    """SHA-256 of a file's content."""
    return hashlib.sha256(content).hexdigest()
