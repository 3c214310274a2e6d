"""What can be said to `python3 install`."""

import argparse
import subprocess
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path
from time import monotonic

from addin.mistakes import Mistake
from install.environment import ROOT, TEST_LOCK, Environment, prepare
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
    _parser().parse_args(arguments)
    return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python3 install", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("test", help="run the tests, all of them in parallel or those that pytest's arguments choose")
    return parser


def test(arguments: Sequence[str]) -> int:
    """Runs pytest with the arguments, with none over everything on all cores; its exit code."""
    environment = made(Environment(ROOT / ".venv"), TEST_LOCK)
    chosen = arguments or ["--numprocesses", "auto"]
    return subprocess.run([environment.python, "-m", "pytest", *chosen], cwd=ROOT, check=False).returncode


def made(environment: Environment, lock: Path) -> Environment:
    """The environment, brought up to date and with a word about it if that was needed."""
    began = monotonic()
    if prepare(environment, lock, Progress()):
        print(f"{environment.folder} made in {monotonic() - began:.0f} s")
    return environment
