"""The words of a formula's text, in the English form that files hold: ',' between arguments, '.' in decimals."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Final

from udfs.formulas.evaluator import CallMistake
from udfs.numerics.cell_values import ExcelError
from udfs.shortening import shortened


class Word(Enum):
    """What a word of a formula is."""

    NUMBER = "number"
    TEXT = "text"
    ERROR = "error value"
    FUNCTION = "function"
    REFERENCE = "reference"
    NAME = "name"
    SIGN = "sign"
    END = "end of the formula"


@dataclass(frozen=True, slots=True)
class Token:
    """A word, its text, the sheet or add-in before its '!' where there is one, and its position, counted from 1."""

    word: Word
    text: str
    position: int
    prefix: str | None = None

    def __str__(self) -> str:
        return f"'{self.text}'" if self.text else self.word.value


_COLUMN: Final = r"\$?[A-Za-z]{1,3}"
_CELL: Final = rf"{_COLUMN}\$?[1-9]\d{{0,6}}"
_NAME: Final = r"[^\W\d][\w.\\?]*"
BRACKETS: Final = r"\[(?:'.|[^\[\]']|\[(?:'.|[^\[\]'])*\])*\]"
"""The brackets of a structured reference as a regular expression; an apostrophe goes before signs in columns' names."""

_PATTERN: Final = re.compile(
    rf"""
    (?P<space>\s+)
  | (?P<text>"(?:[^"]|"")*")
  | (?P<error>{"|".join(re.escape(error) for error in ExcelError)})
  | (?:(?P<prefix>'(?:[^']|'')+'|(?:\[[^\[\]]*\][\w.]*|[\w.]+)(?::[\w.]+)?)!)?
    (?: (?P<function>{_NAME})\s*(?=\()
      | (?P<reference>{_CELL}(?::{_CELL})?|{_COLUMN}:{_COLUMN}|\$?\d+:\$?\d+)(?![\w.\[\#])
      | (?P<name>{_NAME}(?:{BRACKETS})?\#?|{BRACKETS}|{_CELL}\#)
    )
  | (?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)
  | (?P<sign><>|<=|>=|[-+*/^&=<>%(),;{{}}@])
    """,
    re.VERBOSE | re.IGNORECASE,
)
_WORDS: Final = {word.name.lower(): word for word in Word}


def tokens(text: str, start: int) -> Iterator[Token]:
    """The words of `text` from index `start`, and the end; CallMistake where something is no word."""
    index = start
    while index < len(text):
        match = _PATTERN.match(text, index)
        if match is None:
            raise unexpected(text, Token(Word.SIGN, text[index], index + 1))
        index = match.end()
        kind = match.lastgroup
        if kind and kind != "space":
            yield _token(match, _WORDS[kind])
    yield Token(Word.END, "", len(text) + 1)


def _token(match: re.Match[str], word: Word) -> Token:
    prefix = match["prefix"]
    if prefix is not None and prefix.startswith("'"):
        prefix = prefix[1:-1].replace("''", "'")
    return Token(word, match[word.name.lower()], match.start() + 1, prefix)


def unexpected(text: str, token: Token) -> CallMistake:
    """The mistake of a word where none like it can stand, with the English form where the local one was typed."""
    message = f"{token} can't stand at position {token.position} of {shortened(text)}"
    if token.text in (";", ","):
        message += f": arguments are separated by ',' and decimals by '.' here; write {english(text)}"
    elif token.text == '"':
        message += ": the text has no closing quotation mark"
    return CallMistake(message, token.position)


def english(text: str) -> str:
    """A formula with ';' between its arguments and decimal commas, in the form that files hold."""
    pieces = re.split(r'("(?:[^"]|"")*"|\{[^}]*\})', text)
    pieces[::2] = [re.sub(r"(?<=\d),(?=\d)", ".", piece).replace(";", ",") for piece in pieces[::2]]
    return shortened("".join(pieces))
