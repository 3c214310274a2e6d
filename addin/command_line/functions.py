"""`growthpole functions`."""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from shutil import get_terminal_size
from textwrap import wrap
from typing import Annotated, Final

import typer

from udfs.formulas.evaluator import named
from udfs.help import as_json, help_text
from udfs.library import FUNCTIONS
from udfs.registry import Function

_MORE: Final = "`growthpole functions NAME` tells a function's formula, units, errors, source and examples."


def functions(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="One function; else all are listed.")] = None,
    as_data: Annotated[bool, typer.Option("--json", help="As JSON: names, arguments and texts.")] = False,
) -> None:
    """List the functions, or show the help of one."""
    chosen = [named(name)] if name else list(FUNCTIONS.values())
    if as_data:
        typer.echo(json.dumps([as_json(function) for function in chosen], ensure_ascii=False, indent=2))
        return
    lines = help_text(chosen[0]).splitlines() if name else list(_for_programs(chosen))
    if sys.stdout.isatty():
        width = get_terminal_size().columns
        lines = list(_wrapped(lines, width) if name else _by_subject(chosen, width))
    for line in lines:
        typer.echo(line)


def _for_programs(functions: Sequence[Function]) -> Iterator[str]:
    """A line for each function, however long."""
    width = max(len(function.syntax) for function in functions)
    for function in functions:
        yield f"{function.syntax:{width}}  {function.documentation.summary}"


def _by_subject(functions: Sequence[Function], width: int) -> Iterator[str]:
    """The functions under their subjects, within the width of a terminal."""
    margin = 4 + max(len(function.name) for function in functions)
    for subject, those in groupby(functions, key=lambda function: function.subject):
        yield subject.capitalize()
        for function in those:
            first = f"  {function.name}".ljust(margin)
            yield from wrap(function.documentation.summary, width, initial_indent=first, subsequent_indent=" " * margin)
        yield ""
    yield from wrap(_MORE, width)


def _wrapped(lines: Iterable[str], width: int) -> Iterator[str]:
    """The lines broken at blanks to the width of a terminal, what is carried over further to the right."""
    for line in lines:
        indent = " " * (len(line) - len(line.lstrip()) + 2)
        yield from wrap(line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False) or [""]
