"""What can be looked up."""

from addin.language import translated
from addin.livebook.listing import add_listing
from addin.macros.request import Request
from udfs.library import FUNCTIONS
from udfs.registry import Function

HEADINGS = ("function", "purpose", "formula", "examples")


def functions(request: Request) -> None:
    """List every function on a new sheet: how it is called, what for, its formula and its examples."""
    headings = [translated(heading, request.language) for heading in HEADINGS]
    rows = [headings, *map(_row, FUNCTIONS.values())]
    add_listing(request.book, translated("functions", request.language), rows)


def _row(function: Function) -> list[str]:
    documentation = function.documentation
    examples = "\n".join(f"{example.formula} → {example.result}" for example in documentation.examples)
    return [function.syntax, documentation.summary, documentation.formula, examples]
