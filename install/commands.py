"""What can be said to `python3 install`."""

import argparse
import subprocess
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path
from time import monotonic
from typing import Final

from addin.errors import Message, UserError
from addin.installation.doctor import examine
from addin.installation.installing import installed_environment, note_environment
from addin.installation.installing import uninstall as take_away
from addin.installation.places import Places, System, places, refuse_store_python, this_system
from addin.installation.settings import refuse_spaces
from addin.language import LANGUAGES, render
from install.environment import ROOT, RUNTIME_LOCK, TEST_LOCK, Environment, prepare
from install.progress import Progress

STOPPED = 130

QUICK: Final = ["-m", "quick"]


def main(arguments: Sequence[str]) -> int:
    """Carries the command out; the exit code: 0 done, 1 something has to be put right, 2 usage."""
    _speak_plainly()
    try:
        return _carry_out(arguments)
    except UserError as mistake:
        text = render(mistake, _language(arguments))
        print(f"\n{text}" if sys.stderr.isatty() else text, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(f"\n{render(Message('stopped; the next run takes it up again'), _language(arguments))}", file=sys.stderr)
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
    if given.command == "demo":
        return demo(given.folder)
    where = places(given.system or this_system(), given.profile)
    if given.command == "uninstall":
        return uninstall(where, given.language)
    return doctor(where, given.language) if given.command == "doctor" else install(where, given)


def _language(arguments: Sequence[str]) -> str:
    """The language asked for, in whatever else was said; English where it is none of ours."""
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--language", nargs="?")
    asked = parser.parse_known_args(arguments)[0].language
    return asked if asked in LANGUAGES else "en"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python3 install",
        description="Installs the Excel add-in for this user, or does what the command says.",
    )
    parser.add_argument("--profile", type=Path, help="a user's folder in place of your own")
    parser.add_argument("--system", type=System, choices=list(System), help="how that folder is laid out")
    parser.add_argument("--environment", type=Path, help="a folder for the private environment, in place of the usual")
    parser.add_argument("--language", choices=LANGUAGES, default="en", help="the language of what is told")
    commands = parser.add_subparsers(dest="command", metavar="[demo|test|uninstall|doctor]")
    shown = commands.add_parser("demo", help="fill a template with the figures of a published paper")
    shown.add_argument("folder", type=Path, nargs="?", default=ROOT / "workbooks" / "examples", help="where to")
    commands.add_parser("test", help="run all tests in parallel, or those that pytest's own arguments choose")
    for name, purpose in (
        ("uninstall", "take the add-in away, and nothing else"),
        ("doctor", "look at all that the add-in needs, a line each with the remedy"),
    ):
        command = commands.add_parser(name, help=purpose)
        command.add_argument("--language", choices=LANGUAGES, default=argparse.SUPPRESS, help="as before the command")
    return parser


def install(where: Places, given: argparse.Namespace) -> int:
    """Makes the add-in's environment and puts the add-in in its place; the exit code."""
    refuse_store_python(sys.base_prefix)
    folder = (given.environment or installed_environment(where) or where.environment).absolute()
    asked = Environment(folder, editable=False)
    refuse_spaces(where, asked.python)
    note_environment(where, folder)
    environment = made(asked, RUNTIME_LOCK, given.language)
    options = ["--system", where.system, "--environment", folder, "--language", given.language]
    if given.profile:
        options += ["--profile", given.profile.absolute()]
    return _run(environment, ["-m", "addin", "addin", "install", *options], folder)


def uninstall(where: Places, language: str) -> int:
    """Takes away what `install` put there; the exit code."""
    print("\n".join(render(line, language) for line in take_away(where, running=Path(sys.prefix))))
    return 0


def doctor(where: Places, language: str) -> int:
    """Tells what is right and what is wrong; the exit code is 1 if anything is wrong."""
    findings = examine(where)
    print("\n".join(finding.told(language) for finding in findings))
    return int(any(finding.remedy for finding in findings))


def demo(folder: Path) -> int:
    """Fills our template in the folder; the exit code."""
    environment = made(Environment(ROOT / ".venv"), RUNTIME_LOCK)
    return _run(environment, ["-m", "install.demonstration", folder.absolute()])


def test(arguments: Sequence[str]) -> int:
    """Runs pytest with the arguments, with none over everything on all cores; its exit code."""
    environment = made(Environment(ROOT / ".venv"), TEST_LOCK)
    if not arguments:
        print("all tests: about six minutes on two cores; `install test -m quick` takes half a minute", flush=True)
    spread = ["--numprocesses", "auto"] if arguments in ([], QUICK) else []
    return _run(environment, ["-m", "pytest", *spread, *arguments])


def _run(environment: Environment, arguments: Sequence[str | Path], folder: Path = ROOT) -> int:
    return subprocess.run([environment.python, *arguments], cwd=folder, check=False).returncode


def made(environment: Environment, lock: Path, language: str = "en") -> Environment:
    """The environment, brought up to date and with a word about it if that was needed."""
    began = monotonic()
    if prepare(environment, lock, Progress(language)):
        seconds = f"{monotonic() - began:.0f}"
        print(render(Message("{path} made in {seconds} s", path=environment.folder, seconds=seconds), language))
    return environment
