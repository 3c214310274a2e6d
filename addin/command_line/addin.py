"""`growthpole addin …`: the add-in for Excel."""

from pathlib import Path
from typing import Annotated

import typer

from addin.package.saving import save_bytes
from addin.xlam.build import build_addin

commands = typer.Typer(help="The add-in for Excel: build it.", no_args_is_help=True)


@commands.callback()
def addin() -> None:
    """The add-in for Excel."""


@commands.command("build")
def build(
    output: Annotated[Path, typer.Option("-o", "--output", help="The file to make.")] = Path("growthpole.xlam"),
) -> None:
    """Make the add-in's file; the same on every system."""
    save_bytes(build_addin(), output)
    typer.echo(output)
