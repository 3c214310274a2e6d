"""`growthpole addin …`: the add-in for Excel, built, put where Excel finds it, taken away, looked at."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from addin.command_line.logged import logged
from addin.command_line.speaking import LanguageOption, speaking
from addin.errors import Message
from addin.installation.doctor import examine
from addin.installation.installing import NOTHING_CHANGED
from addin.installation.installing import install as install_release
from addin.installation.installing import uninstall as uninstall_release
from addin.installation.places import Places, System, places, refuse_store_python, this_system
from addin.installation.release import build_release
from addin.language import Language, render
from addin.package.saving import save_bytes
from addin.xlam.build import build_addin

commands = typer.Typer(help="The add-in for Excel: build, install, uninstall, doctor.", no_args_is_help=True)

Profile = Annotated[
    Path | None,
    typer.Option("--profile", metavar="FOLDER", help="A user's folder in place of your own, such as C:\\Users\\name."),
]
SystemOption = Annotated[
    System | None, typer.Option("--system", help="How that folder is laid out; as this system does when not given.")
]


@commands.command("build")
@logged
def build(
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="The file to make.")] = Path(
        "growthpole.xlam"
    ),
) -> None:
    """Make the add-in's file; the same on every system."""
    save_bytes(build_addin(), output)
    typer.echo(output)


@commands.command("install")
@logged
def install(
    profile: Profile = None,
    system: SystemOption = None,
    environment: Annotated[
        Path | None,
        typer.Option(
            "--environment", metavar="FOLDER", help="This Python's environment, if uninstalling is to remove it."
        ),
    ] = None,
    language: LanguageOption = Language.ENGLISH,
) -> None:
    """Put the add-in and its settings where Excel finds them.

    A second time only what has changed is put there.
    """
    with speaking(language):
        refuse_store_python(sys.base_prefix)
        done = install_release(_places(system, profile), build_release(), _interpreter(), environment)
        _tell(done or [NOTHING_CHANGED], language)


@commands.command("uninstall")
@logged
def uninstall(
    profile: Profile = None, system: SystemOption = None, language: LanguageOption = Language.ENGLISH
) -> None:
    """Take away what was installed, and nothing else."""
    with speaking(language):
        _tell(uninstall_release(_places(system, profile), running=Path(sys.prefix)), language)


@commands.command("doctor")
@logged
def doctor(profile: Profile = None, system: SystemOption = None, language: LanguageOption = Language.ENGLISH) -> None:
    """Look at everything that the add-in needs.

    Each has a line, with the remedy where something is wrong; the exit code is then 1.
    """
    with speaking(language):
        findings = examine(_places(system, profile))
        for finding in findings:
            typer.echo(finding.told(language))
        if any(finding.remedy for finding in findings):
            raise typer.Exit(1)


def _tell(lines: Iterable[Message], language: str) -> None:
    for line in lines:
        typer.echo(render(line, language))


def _places(system: System | None, profile: Path | None) -> Places:
    return places(system or this_system(), profile)


def _interpreter() -> Path:
    """The Python that runs; on Windows the one without a console window."""
    windowless = Path(sys.executable).with_name("pythonw.exe")
    return windowless if windowless.is_file() else Path(sys.executable)
