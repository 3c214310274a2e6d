"""`growthpole functions`."""

import json
from typing import Annotated

import typer

from udfs.evaluator import named
from udfs.help import as_json, help_text
from udfs.library import FUNCTIONS


def functions(
    name: Annotated[str | None, typer.Argument(help="One function; without it all are listed.")] = None,
    as_data: Annotated[bool, typer.Option("--json", help="As JSON: names, arguments and texts.")] = False,
) -> None:
    """List the functions, or show the help of one."""
    chosen = [named(name)] if name else list(FUNCTIONS.values())
    if as_data:
        typer.echo(json.dumps([as_json(function) for function in chosen], ensure_ascii=False, indent=2))
    elif name:
        typer.echo(help_text(chosen[0]), nl=False)
    else:
        width = max(len(function.syntax) for function in chosen)
        for function in chosen:
            typer.echo(f"{function.syntax:{width}}  {function.documentation.summary}")
