"""The application that the commands belong to."""

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Annotated, Final, NamedTuple

import typer

from addin import __version__
from addin.command_line.logged import logged


class _Command(NamedTuple):
    """Where a command is declared: a module of this package, and the function or the group of commands in it."""

    module: str
    name: str


_COMMANDS: Final[Mapping[str, _Command]] = {
    "read": _Command("reading", "read"),
    "fill": _Command("filling", "fill"),
    "check": _Command("filling", "check"),
    "eval": _Command("evaluating", "evaluate"),
    "new": _Command("creating", "new"),
    "functions": _Command("functions", "functions"),
    "audit": _Command("auditing", "audit"),
    "batch": _Command("batching", "batch"),
    "addin": _Command("addin", "commands"),
}

_VERSION: Final = "--version"


def application(arguments: Sequence[str]) -> typer.Typer:
    """The application with the command that the arguments begin with, imported alone so that it starts at once.

    With all commands where they begin with none, and without any to tell the version.
    """
    made = typer.Typer(
        name="growthpole",
        help="Regional specialisation and growth-pole statistics: template workbooks filled, figures checked.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    made.callback()(_before)
    asked = [name for name in (*_COMMANDS, _VERSION) if name in arguments[:1]]
    for name in asked or _COMMANDS:
        if name != _VERSION:
            _add(made, name, _COMMANDS[name])
    return made


def _add(application: typer.Typer, name: str, command: _Command) -> None:
    found = getattr(import_module(f"addin.command_line.{command.module}"), command.name)
    if isinstance(found, typer.Typer):
        application.add_typer(found, name=name)
    else:
        application.command(name)(logged(found))


def _tell_version(asked: bool) -> None:
    if asked:
        typer.echo(f"growthpole {__version__}")
        raise typer.Exit


def _before(
    version: Annotated[
        bool, typer.Option(_VERSION, callback=_tell_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """What is done before a command; that there is something keeps a single command's name."""
