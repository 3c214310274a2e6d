"""The text of a template's cells in pieces, as Jinja2 parses it."""

import re
from typing import Final

from jinja2 import Environment, TemplateSyntaxError, nodes

from addin.errors import Message, UserError
from udfs.shortening import shortened

LONGEST: Final = 8192

_ENVIRONMENT: Final = Environment(autoescape=False, keep_trailing_newline=True)  # noqa: S701 - parses, renders nothing

_PLAIN: Final = re.compile(r"\{\{ ?(\w+) ?(?:\| ?(\w+) ?)?\}\}")
"""The commonest texts of all, a name alone or with a filter, which need no parser; `_WORDS` are no names."""

_WORDS: Final = frozenset({"true", "false", "none", "True", "False", "None", "not"})


def parse_text(text: str) -> list[nodes.Expr | str]:
    """The pieces of a cell's text: plain text, and the parsed expression of each `{{ … }}`. Raises UserError."""
    plain = _PLAIN.fullmatch(text)
    if plain is not None and plain[1].isidentifier() and plain[1] not in _WORDS:
        name = nodes.Name(plain[1], "load")
        return [nodes.Filter(name, plain[2], [], [], None, None) if plain[2] else name]
    return _pieces(_parse(text, text), text)


def _parse(text: str, shown: str) -> nodes.Template:
    if len(shown) > LONGEST:
        raise UserError("an expression of {length} characters; {most} at most", length=len(shown), most=LONGEST)
    try:
        return _ENVIRONMENT.parse(text)
    except TemplateSyntaxError as error:
        raise unreadable(shown, reason_of(text, error.message or "")) from None
    except ValueError:
        raise unreadable(shown, Message("a number has too many digits")) from None
    except RecursionError:
        raise UserError("an expression nested too deeply: {text}", text=shortened(shown)) from None


def _pieces(template: nodes.Template, text: str) -> list[nodes.Expr | str]:
    pieces: list[nodes.Expr | str] = []
    for part in template.body:
        if not isinstance(part, nodes.Output):
            raise UserError(
                "only {expected} has a meaning here; found {text}", expected="{{ … }}", text=shortened(text)
            )
        for piece in part.nodes:
            if isinstance(piece, nodes.Tuple):
                raise unreadable(text, Message("a comma between two values; the decimal mark is a point"))
            pieces.append(piece.data if isinstance(piece, nodes.TemplateData) else piece)
    return pieces


def piece_starts(text: str) -> list[int]:
    """Where in the text each of its pieces begins, in the order of `parse_text`; its lines end in line feeds only."""
    starts: list[int] = []
    position = 0
    for _, kind, token in _ENVIRONMENT.lex(text):
        position = text.index(token, position)
        if kind in ("data", "variable_begin"):
            starts.append(position)
        position += len(token)
    return starts


def expression_spans(text: str) -> list[tuple[int, int]]:
    """Where in the text each of its expressions begins and ends, braces included. Raises UserError."""
    plain = text.replace("\r", " ")
    pieces, starts = _pieces(_parse(plain, plain), plain), piece_starts(plain)
    ends = [*starts[1:], len(plain)]
    found = zip(pieces, starts, ends, strict=True)
    return [(start, end) for piece, start, end in found if not isinstance(piece, str)]


def parse_alone(text: str) -> tuple[nodes.Expr, ...]:
    """The expressions of a text without braces: one, or several with commas between them. Raises UserError."""
    body = _parse("{{ " + text + " }}", text).body
    parts = body[0].nodes if len(body) == 1 and isinstance(body[0], nodes.Output) else []
    if len(parts) != 1 or isinstance(parts[0], nodes.TemplateData):
        raise unreadable(text, Message("it is not one expression"))
    return tuple(parts[0].items) if isinstance(parts[0], nodes.Tuple) else (parts[0],)


def unreadable(text: str, reason: Message) -> UserError:
    """The mistake of a text that isn't an expression."""
    return UserError("can't read {text}: {reason}", text=shortened(text), reason=reason)


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
