"""`growthpole new`."""

from pathlib import Path
from typing import Annotated

import typer

from addin.catalogue import read_shipped, shipped_templates
from addin.mistakes import Mistake, Place
from addin.package.saving import save_bytes


def new(
    name: Annotated[str | None, typer.Argument(help="The template's name; see --list.")] = None,
    language: Annotated[str, typer.Option("--language", help="en, ru or kk.")] = "en",
    output: Annotated[Path | None, typer.Option("-o", "--output", help="The file to make.")] = None,
    show_list: Annotated[bool, typer.Option("--list", help="List the templates.")] = False,
) -> None:
    """Make a template workbook of ours, to fill or to draw further."""
    if show_list:
        for template in shipped_templates():
            typer.echo(f"{template.name}  ({', '.join(template.languages)})")
        return
    if name is None:
        raise typer.BadParameter("which template? `growthpole new --list` lists them")
    target = output or Path(f"{name}.xlsx")
    if target.exists():
        raise Mistake("the file exists; give another name with -o", Place(str(target)))
    save_bytes(read_shipped(name, language), target)
    typer.echo(target)
