"""The text of a formula as tokens: the one place that knows how formulas are written.

Formulas are in the English form that files hold, with ',' between arguments and '.' in decimals, and without their '='.
Nothing is lost: the tokens' sources in a row are the text again, whatever the text. What no formula can have is a token
too (`TokenKind.UNKNOWN`). The time is linear in the length: every repetition in the pattern is possessive, letters that
are no word of a formula are one token, and a quote or a bracket that nothing closes takes the rest of the text with it.
Source: ISO/IEC 29500-1, section 18.17.2; MS-XLSX, section 2.2.2 (its letters of names are those of all scripts).
"""

import re
from collections.abc import Iterable, Iterator
from enum import Enum
from typing import Final, NamedTuple


class TokenKind(Enum):
    """What a token of a formula is."""

    BLANK = "blank"
    TEXT = "text"
    ERROR = "error value"
    FUNCTION = "function"
    REFERENCE = "reference"
    STRUCTURED = "structured reference"
    NAME = "name"
    QUOTED = "quoted name"
    NUMBER = "number"
    SIGN = "sign"
    UNKNOWN = "unknown sign"
    END = "end of the formula"


NAMED: Final = frozenset({TokenKind.NAME, TokenKind.FUNCTION})
"""What has a name of its own: names of values, and functions, which a name may stand for as well."""


class Token(NamedTuple):
    """A token, its text, where it starts, and as written with its '!' what says on which sheet or in which book it is.

    A function's opening parenthesis is a token of its own, and so is the `#` after the first cell of a spilled range.
    """

    kind: TokenKind
    text: str
    start: int
    prefix: str = ""

    @property
    def source(self) -> str:
        """All of it as written."""
        return self.prefix + self.text

    def is_sign(self, *signs: str) -> bool:
        """Whether it is one of these signs."""
        return self.kind is TokenKind.SIGN and self.text in signs


class Qualifier(NamedTuple):
    """What stands before a '!': another workbook with its brackets (`[1]`, `[prices.xlsx]`), and one sheet or two ends.

    No sheet: a name of the workbook itself, or whichever sheet the formula is on.
    """

    book: str
    sheets: tuple[str, ...]

    @property
    def prefix(self) -> str:
        """It as a formula may always have it, in apostrophes."""
        return quoted(self.book + ":".join(self.sheets)) + "!"


_LETTER: Final = r"[^\s!-\-/:->@\[\]^`{-~\x00-\x1f\x7f]"
"""What names, and names of sheets that need no quotes, are made of: no sign of a formula and no blank."""

_NAME: Final = rf"(?![0-9.?]){_LETTER}++"
_COLUMN: Final = r"\$?(?:[A-Wa-w][A-Za-z]{2}|[Xx](?:[A-Ea-e][A-Za-z]|[Ff][A-Da-d])|[A-Za-z]{1,2})"
_ROW: Final = (
    r"\$?(?:10(?:[0-3][0-9]{4}|4(?:[0-7][0-9]{3}|8(?:[0-4][0-9]{2}|5(?:[0-6][0-9]|7[0-6]))))|[1-9][0-9]{0,5})(?![0-9])"
)
_CELL: Final = _COLUMN + _ROW
_ENDS: Final = rf"(?!{_LETTER}|[(!\[])"
_AREA: Final = "|".join(
    f"{area}{_ENDS}" for area in (f"{_CELL}:{_CELL}", _CELL, f"{_COLUMN}:{_COLUMN}", f"{_ROW}:{_ROW}")
)
_QUOTED: Final = r"'(?:[^']++|'')*+'"
_ITEM: Final = r"\[(?:'.|[^\[\]'])*+\]"
_BRACKETS: Final = rf"\[(?:'.|[^\[\]']|{_ITEM})*+\]"
_ERROR: Final = r"(?ai:\#(?:N/A|DIV/0!|GETTING_DATA|[A-Z]++[!?]))"

_PATTERN: Final = re.compile(
    rf"""
    (?P<BLANK>\s++)
  | (?P<TEXT>"(?:[^"]++|"")*+")
  | (?P<prefix>(?:{_QUOTED}|(?:\[[^\[\]]*+\]{_LETTER}*+|{_LETTER}++)(?::{_LETTER}++)?)?!)?
    (?: (?P<ERROR>{_ERROR}(?:(?<=\#REF!)(?:{_AREA}))?)
      | (?P<FUNCTION>(?!(?!LOG10)(?:{_CELL})\s){_NAME})(?=\s*+\()
      | (?P<REFERENCE>{_AREA})
      | (?P<STRUCTURED>(?:{_NAME})?{_BRACKETS})
      | (?P<NAME>{_NAME})
      | (?P<QUOTED>{_QUOTED})
    )
  | (?P<NUMBER>(?:[0-9]++\.?[0-9]*+|\.[0-9]++)(?:[eE][+-]?[0-9]++)?+)(?![0-9.])
  | (?P<SIGN><>|<=|>=|[-+*/^&=<>%(),:;{{}}@\#])
  | (?P<UNKNOWN>["'\[].*|{_LETTER}++|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_KINDS: Final = {kind.name: kind for kind in TokenKind}
_ITEMS: Final = re.compile(_ITEM, re.DOTALL)
_SPAN: Final = re.compile(r"\]\s*:\s*\[")
_NEEDS_ESCAPE: Final = re.compile(r"[\[\]#'@]")
_ESCAPED: Final = re.compile(r"'(.)", re.DOTALL)


def tokens(text: str, start: int = 0) -> Iterator[Token]:
    """The tokens of `text` from index `start`."""
    for match in _PATTERN.finditer(text, start):
        kind = match.lastgroup or ""
        yield Token(_KINDS[kind], match[kind], match.start(), match["prefix"] or "")


def written(changed: Iterable[Token]) -> str:
    """The text of tokens in a row."""
    return "".join([token.prefix + token.text for token in changed])


def qualifier(prefix: str) -> Qualifier:
    """What the prefix of a token says."""
    name = prefix[:-1]
    if name.startswith("'"):
        name = name[1:-1].replace("''", "'")
    book, bracket, sheets = name.rpartition("]")
    return Qualifier(book + bracket, tuple(sheets.split(":")) if sheets else ())


def quoted(sheet: str) -> str:
    """The name of a sheet as a formula may always have it before its exclamation mark."""
    return "'{}'".format(sheet.replace("'", "''"))


def bare_function(name: str) -> str:
    """A function's name in upper case, without what files put before the names of newer functions (`_xlfn.`)."""
    return name.upper().removeprefix("_XLFN.").removeprefix("_XLWS.")


def called(text: str) -> frozenset[str]:
    """The functions that a formula calls, as `bare_function` has them."""
    return frozenset(bare_function(token.text) for token in tokens(text) if token.kind is TokenKind.FUNCTION)


def items(brackets: str) -> list[str]:
    """What the brackets of a structured reference name, as written: columns, special items such as `#This Row`."""
    within = brackets[1:-1]
    return [item[1:-1] for item in _ITEMS.findall(within)] or [within]


def with_items(brackets: str, new: Iterable[str]) -> str:
    """The brackets with other items, each in brackets of its own; None of them is taken where it has no items."""
    following = iter(new)
    return f"[{_ITEMS.sub(lambda _: next(following), brackets[1:-1])}]"


def has_items(brackets: str) -> bool:
    """Whether the items have brackets of their own within the brackets."""
    return _ITEMS.search(brackets[1:-1]) is not None


def is_span(brackets: str) -> bool:
    """Whether two of the items are the first and the last of several columns."""
    return _SPAN.search(_ITEMS.sub("[]", brackets[1:-1])) is not None


def escaped(column: str) -> str:
    """A column's name as it stands in brackets."""
    return _NEEDS_ESCAPE.sub(r"'\g<0>", column)


def unescaped(item: str) -> str:
    """The name of a column from how it stands in brackets."""
    return _ESCAPED.sub(r"\1", item)
