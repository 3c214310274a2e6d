"""The language in which the command tells what it found."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from addin.language import Language, told
from addin.mistakes import Mistake, Mistakes

LanguageOption = Annotated[Language, typer.Option("--language", help="The language of what is told.")]


def note(notes: Iterable[Mistake], language: str) -> None:
    """What is no mistake is told beside the output, each in a line."""
    for each in notes:
        typer.echo(told(each, language), err=True)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Mistakes are told in the language, each in a line, and end the command with exit code 1."""
    try:
        yield
    except (Mistake, Mistakes) as found:
        for mistake in found.mistakes if isinstance(found, Mistakes) else (found,):
            typer.echo(told(mistake, language), err=True)
        raise typer.Exit(1) from None
