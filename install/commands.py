"""What can be said to `python3 install`."""

import argparse
import subprocess
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path
from time import monotonic

from addin.mistakes import Mistake
from install.environment import ROOT, RUNTIME_LOCK, TEST_LOCK, Environment, prepare
from install.progress import Progress

STOPPED = 130


def main(arguments: Sequence[str]) -> int:
    """Carries the command out; the exit code: 0 done, 1 something has to be put right, 2 usage."""
    _speak_plainly()
    try:
        return _carry_out(arguments)
    except Mistake as mistake:
        print(f"\n{mistake}" if sys.stderr.isatty() else mistake, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nstopped; the next run takes it up again", file=sys.stderr)
        return STOPPED


def _speak_plainly() -> None:
    """A console that lacks a letter shows a question mark in its place."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def _carry_out(arguments: Sequence[str]) -> int:
    if arguments[:1] == ["test"]:
        return test(arguments[1:])
    given = _parser().parse_args(arguments)
    return demo(given.folder)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python3 install", description="Sets Growthpole up, in a private environment."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    shown = commands.add_parser("demo", help="fill a template with the figures of a published paper")
    shown.add_argument("folder", type=Path, nargs="?", default=ROOT / "workbooks" / "examples", help="where to")
    commands.add_parser("test", help="run all tests in parallel, or those that pytest's own arguments choose")
    return parser


def demo(folder: Path) -> int:
    """Fills our template in the folder; the exit code."""
    environment = made(Environment(ROOT / ".venv"), RUNTIME_LOCK)
    return _run(environment, ["-m", "install.demonstration", folder.absolute()])


def test(arguments: Sequence[str]) -> int:
    """Runs pytest with the arguments, with none over everything on all cores; its exit code."""
    environment = made(Environment(ROOT / ".venv"), TEST_LOCK)
    return _run(environment, ["-m", "pytest", *(arguments or ["--numprocesses", "auto"])])


def _run(environment: Environment, arguments: Sequence[str | Path]) -> int:
    return subprocess.run([environment.python, *arguments], cwd=ROOT, check=False).returncode


def made(environment: Environment, lock: Path) -> Environment:
    """The environment, brought up to date and with a word about it if that was needed."""
    began = monotonic()
    if prepare(environment, lock, Progress()):
        print(f"{environment.folder} made in {monotonic() - began:.0f} s")
    return environment
