"""Why an expression can't be read, in words: signs of Excel's formulas in it, and what isn't closed."""

import re
from typing import Final

from addin.errors import Message

_TEXT: Final = re.compile(r"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'", re.DOTALL)
_WITHIN: Final = re.compile(r"\{\{(.*?)(\}\}|$)", re.DOTALL)
_FOUND: Final = re.compile(r"(?:got|unexpected(?: char)?) '(.+?)'(?: at \d+)?\.?$|unknown tag '(.+?)'", re.DOTALL)
_PAIRS: Final = {")": "(", "]": "[", "}": "{"}
_END: Final = "end of"
_KINDS: Final = frozenset({"float", "integer", "name", "string"})
"""Jinja2's words for what it found."""

_STRAIGHT: Final = "\" or '"
_INSTEAD: Final = {
    ";": ",",
    "<>": "!=",
    "&": "~",
    "^": "**",
    "×": "*",
    "·": "*",
    "÷": "/",
    "≠": "!=",
    "≤": "<=",
    "≥": ">=",
    **dict.fromkeys("–—−", "-"),
    **dict.fromkeys("“”„«»‘’", _STRAIGHT),
}
"""What is written in place of signs that have no meaning in an expression."""

_SIGN: Final = re.compile("|".join(map(re.escape, _INSTEAD)))
_EQUAL: Final = re.compile(r"(?<![=<>!])=(?!=)")


def reason_of(text: str, refusal: str) -> Message:
    """Why a cell's text can't be read, which Jinja2 has refused with the message `refusal`."""
    within = [(_TEXT.sub("0", match[1]), match[2]) for match in _WITHIN.finditer(text)]
    told = _FOUND.search(refusal)
    found = (told[1] or told[2]) if told else ""
    for expression, closing in within:
        reason = _reason(expression, closing, found)
        if reason is not None:
            return reason
    if found in _KINDS:
        return Message("it is not one expression")
    if found and not found.startswith(_END):
        return Message("{found} is not expected there", found=found)
    return Message("something is missing at its end")


def _reason(expression: str, closing: str, found: str) -> Message | None:
    """What is wrong with one expression, in which a 0 stands for each text in quotes; None where that isn't seen."""
    sign = _SIGN.search(expression)
    if sign is not None:
        return _in_place_of(sign.group(), _INSTEAD[sign.group()])
    if '"' in expression or "'" in expression:
        return Message("a quote isn't closed")
    if not closing:
        return Message("{opening} isn't closed by {closing}", opening="{{", closing="}}")
    if found == "=" and _EQUAL.search(expression):
        return _in_place_of("=", "==")
    if not expression.strip():
        return Message("there is nothing between {opening} and {closing}", opening="{{", closing="}}")
    if expression.rstrip().endswith("%"):
        return _in_place_of("5%", "0.05")
    return _unclosed(expression)


def _in_place_of(found: str, right: str) -> Message:
    return Message("write {right} in place of {found}", right=right, found=found)


def _unclosed(expression: str) -> Message | None:
    opened: list[str] = []
    for character in expression:
        if character in _PAIRS.values():
            opened.append(character)
        elif character in _PAIRS and (not opened or opened.pop() != _PAIRS[character]):
            return Message("{found} closes nothing", found=character)
    if not opened:
        return None
    return Message("{opening} isn't closed by {closing}", opening=opened[-1], closing=_closing(opened[-1]))


def _closing(opening: str) -> str:
    return next(closing for closing, opened in _PAIRS.items() if opened == opening)
