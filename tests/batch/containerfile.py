"""A container file carried out in a plain folder, where no engine is at hand.

The image's root is a folder, the base image is the Python that runs the tests, and absolute paths are those below the
root. A new stage starts with an empty root in the same place: what is copied from the one before keeps its paths.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

BASE_PYTHON: Final[str] = getattr(sys, "_base_executable", sys.executable)
_ABSOLUTE: Final = re.compile(r"(?<![\w./-])/(?=\w)")
_FOREIGN: Final = ("PYTHON", "PIP_TARGET", "PIP_PREFIX", "PIP_USER", "PIP_REQUIRE_VIRTUALENV", "VIRTUAL_ENV")


@dataclass(frozen=True)
class Image:
    """What the last stage has come to so far."""

    root: Path
    context: Path
    host: Mapping[str, str]
    environment: Mapping[str, str]
    base: str = ""
    stage: str = ""
    folder: str = "/"
    user: str = "0"
    entrypoint: Sequence[str] = ()
    command: Sequence[str] = ()
    stages: Mapping[str, Path] = field(default_factory=dict)

    def path(self, inside: str) -> Path:
        """Where a path of the image is on this machine."""
        return self.root / inside.lstrip("/") if inside.startswith("/") else self.path(self.folder) / inside

    def text(self, inside: str) -> str:
        """A text with the absolute paths that it names as they are on this machine."""
        return _ABSOLUTE.sub(f"{self.root}/", inside)

    def run(
        self, *arguments: str, entrypoint: str | None = None, folder: Path | None = None
    ) -> subprocess.CompletedProcess[str]:
        """A container of this image, run with arguments."""
        start = [entrypoint] if entrypoint else list(self.entrypoint)
        return self.shell(["env", *map(self.text, start), *(arguments or self.command)], folder)

    def shell(
        self, command: str | Sequence[str], folder: Path | None = None, **given: str
    ) -> subprocess.CompletedProcess[str]:
        """A command run in the image's folder, or another, with its environment."""
        return subprocess.run(
            command,
            shell=isinstance(command, str),
            cwd=folder or self.path(self.folder),
            env={**self.environment, **given},
            capture_output=True,
            text=True,
            timeout=300,
        )


def build(file: Path, context: Path, folder: Path) -> Image:
    """Carry out the steps of a container file. Raises ValueError for a step that is none of those known here."""
    python = folder / "base" / "python"
    python.parent.mkdir()
    python.write_text(f'#!/bin/sh\nexec "{BASE_PYTHON}" "$@"\n', encoding="utf-8")
    python.chmod(0o755)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_FOREIGN)}
    kept |= {"PATH": f"{python.parent}:{kept['PATH']}", "PIP_NO_COMPILE": "1"}
    image = Image(folder / "root", context, kept, kept)
    for name, arguments in instructions(file.read_text(encoding="utf-8")):
        image = _STEPS[name](image, arguments) if name in _STEPS else _unknown(name)
    return image


def instructions(text: str) -> Iterator[tuple[str, str]]:
    """The instructions of a container file: each a name and the rest of its line, continued lines joined."""
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    for line in "\n".join(lines).replace("\\\n", " ").splitlines():
        if line.strip():
            name, _, rest = line.strip().partition(" ")
            yield name, rest.strip()


def _unknown(name: str) -> Image:
    raise ValueError(f"no such step is known: {name}")


def _from(image: Image, arguments: str) -> Image:
    """A new stage with an empty root; that of the stage before moves away, whose name may still be copied from."""
    stages = dict(image.stages)
    if image.root.exists():
        stages[image.stage] = image.root.rename(image.root.with_name(f"stage {len(stages)}"))
    image.root.mkdir()
    base, _, stage = arguments.partition(" AS ")
    return Image(image.root, image.context, image.host, image.host, base, stage, stages=stages)


def _workdir(image: Image, arguments: str) -> Image:
    image.path(arguments).mkdir(parents=True, exist_ok=True)
    return replace(image, folder=arguments)


def _copy(image: Image, arguments: str) -> Image:
    option, _, rest = arguments.partition(" ") if arguments.startswith("--from=") else ("", "", arguments)
    above = image.stages[option.removeprefix("--from=")] if option else image.context
    *sources, target = rest.split()
    for source in sources:
        _copy_one(above / source.lstrip("/"), image.path(target), into=target.endswith("/"))
    return image


def _copy_one(source: Path, target: Path, *, into: bool) -> None:
    if source.is_dir():
        shutil.copytree(source, target, symlinks=True, ignore=shutil.ignore_patterns("__pycache__"), dirs_exist_ok=True)
        return
    (target if into else target.parent).mkdir(parents=True, exist_ok=True)
    shutil.copy(source, target)


def _run(image: Image, arguments: str) -> Image:
    done = image.shell(image.text(arguments))
    assert done.returncode == 0, done.stdout + done.stderr
    return image


def _env(image: Image, arguments: str) -> Image:
    pairs = (pair.partition("=") for pair in arguments.split())
    known = dict(image.environment)
    for name, _, value in pairs:
        known[name] = re.sub(r"\$(\w+)", lambda found: image.environment[found[1]], image.text(value))
    return replace(image, environment=known)


def _user(image: Image, arguments: str) -> Image:
    return replace(image, user=arguments)


def _entrypoint(image: Image, arguments: str) -> Image:
    return replace(image, entrypoint=json.loads(arguments))


def _cmd(image: Image, arguments: str) -> Image:
    return replace(image, command=json.loads(arguments))


_STEPS: Final = {
    "FROM": _from,
    "WORKDIR": _workdir,
    "COPY": _copy,
    "RUN": _run,
    "ENV": _env,
    "USER": _user,
    "ENTRYPOINT": _entrypoint,
    "CMD": _cmd,
}
