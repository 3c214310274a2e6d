"""The names in a formula's text, found without parsing it."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

_WORD: Final = re.compile(
    r"""\"(?:[^"]|"")*\"|'(?:[^']|'')*'|\[(?:'.|[^\[\]])*\]|\#[A-Z][A-Z_/0]*[!?]?|\d[\w.]*"""
    r"""|(?P<name>(?:[^\W\d]|\\)[\w.\\?]*)\s*(?P<call>\(?)"""
)
"""What stands in quotes or brackets, error values and numbers; and names with the parenthesis that makes them calls."""


class Word(NamedTuple):
    """A name in a formula: a function's where a parenthesis follows, another sheet's or workbook's after a `!`."""

    name: str
    is_called: bool
    is_qualified: bool


def words(formula: str) -> Iterator[Word]:
    """The names in a formula, those of cells (`B5`), of sheets and TRUE and FALSE among them."""
    for match in _WORD.finditer(formula):
        if match["name"]:
            yield Word(match["name"], bool(match["call"]), formula[match.start() - 1 : match.start()] == "!")
