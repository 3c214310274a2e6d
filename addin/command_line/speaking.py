"""The language in which the command tells what it found."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from addin.errors import UserError, UserErrors
from addin.language import Language, render

LanguageOption = Annotated[Language, typer.Option("--language", help="The language of what is told.")]


def note(notes: Iterable[UserError], language: str) -> None:
    """What is no mistake is told beside the output, each in a line."""
    for each in notes:
        typer.echo(render(each, language), err=True)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Mistakes are told in the language, each in a line, and end the command with exit code 1."""
    try:
        yield
    except (UserError, UserErrors) as found:
        for mistake in found.mistakes if isinstance(found, UserErrors) else (found,):
            typer.echo(render(mistake, language), err=True)
        raise typer.Exit(1) from None
