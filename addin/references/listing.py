"""Several areas where a formula has one range: a list of arguments, a union in parentheses, or refused.

Which functions take a union is by Microsoft's descriptions of their arguments (`ref`, or an array of numbers that are
ordered first); MS-XLSX, section 2.2.2 forbids it in conditional formats, validations and sparklines.
"""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from addin.errors import NOWHERE, Message, Place, UserError
from addin.references.reference_modes import ReferenceMode
from udfs.formulas.tokens import Token, TokenKind, bare_function, tokens
from udfs.library import FUNCTIONS

MOST_ARGUMENTS: Final = 255
LONGEST: Final = 8192

_ANY_NUMBER: Final[Mapping[str, int]] = {
    **dict.fromkeys(
        (
            *("AND", "AVEDEV", "AVERAGE", "AVERAGEA", "COUNT", "COUNTA", "DEVSQ", "GCD", "GEOMEAN", "HARMEAN", "KURT"),
            *("LCM", "MAX", "MAXA", "MEDIAN", "MIN", "MINA", "MODE", "MODE.MULT", "MODE.SNGL", "MULTINOMIAL", "OR"),
            *("PRODUCT", "SKEW", "SKEW.P", "STDEV", "STDEV.P", "STDEV.S", "STDEVA", "STDEVP", "STDEVPA", "SUM"),
            *("SUMSQ", "VAR", "VAR.P", "VAR.S", "VARA", "VARP", "VARPA", "XOR", "CONCAT"),
        ),
        0,
    ),
    "NPV": 1,
    "SUBTOTAL": 1,
    "AGGREGATE": 2,
    "TEXTJOIN": 2,
}
"""Functions that take any number of ranges and make the same of them as of one, and the first argument that may be."""

_UNITED: Final[Mapping[str, int]] = {
    **dict.fromkeys(("RANK", "RANK.AVG", "RANK.EQ"), 1),
    **dict.fromkeys(("LARGE", "SMALL", "PERCENTILE", "PERCENTILE.EXC", "PERCENTILE.INC"), 0),
    **dict.fromkeys(("QUARTILE", "QUARTILE.EXC", "QUARTILE.INC", "TRIMMEAN", "AREAS", "IRR"), 0),
}
"""Functions of which one argument, counted from 0, may be a union."""

_NEVER_UNITED: Final = frozenset({"CONCAT", "TEXTJOIN", "NPV", "SUBTOTAL", "AGGREGATE", "GCD", "LCM", "MULTINOMIAL"})
_IN_ORDER: Final = 14
"""The first of AGGREGATE's functions that takes one array, and a place in it."""

_ONE_RANGE: Final = (
    "{reference} would be {count} areas, since not all rows or columns that are repeated together are in it, "
    "and {taker} takes one range: refer to all of them, or keep the figures apart from the others"
)
_TOO_MANY: Final = (
    "{reference} would be {count} areas, since not all rows or columns that are repeated together are in it, "
    "and Excel takes {most} arguments: refer to all of them, or keep the figures apart from the others"
)
_TOO_LONG: Final = (
    "{formula} would have {count} characters, since it names apart each of the rows or columns that it refers to, "
    "and Excel takes {most}: keep the figures apart from the others, or use an expression such as {example}"
)


class Around(NamedTuple):
    """The tokens of a formula before and after one of its references, without blanks."""

    before: Sequence[Token]
    after: Sequence[Token]


class Several(NamedTuple):
    """How many areas there are in place of a reference, and by how many the whole formula has more than before.

    `is_line`: they lie one below the other, or side by side.
    """

    number: int
    more: int
    is_line: bool


def around(before: str, after: str) -> Around:
    """What stands around a reference in a formula, from the text before it and after it."""
    found = ([token for token in tokens(text) if token.kind is not TokenKind.BLANK] for text in (before, after))
    return Around(*found)


def enclosed(place: Around, reference: str, areas: Several, reference_mode: ReferenceMode) -> tuple[str, str]:
    """What goes before and after areas, separated by commas, in place of a reference.

    Raises UserError where Excel takes but one area.
    """
    before, after = place
    if all(token.is_sign("(", ")", ",") or token.kind is TokenKind.REFERENCE for token in (*before, *after)):
        if not (reference_mode.stretch and reference_mode.united):
            raise one_range(
                reference, areas.number, Message("a cell") if reference_mode.united else Message("this place")
            )
        return ("", "") if reference_mode.fixed or any(token.is_sign("(") for token in before) else ("(", ")")
    if not (before and after and before[-1].is_sign(",", "(") and after[0].is_sign(",", ")")):
        raise one_range(reference, areas.number, Message("an operator"))
    opening = _opening(before)
    if opening < 1 or before[opening - 1].kind is not TokenKind.FUNCTION:
        return _in_group(place, opening, reference, areas, reference_mode)
    name = bare_function(before[opening - 1].text)
    arguments = before[opening + 1 :]
    position = _commas(arguments)
    if _takes_any(name, position, arguments):
        if position + _commas(after) + 1 + areas.more <= MOST_ARGUMENTS:
            return "", ""
        if not reference_mode.united or name in _NEVER_UNITED:
            raise UserError(_TOO_MANY, reference=reference, count=areas.number, most=MOST_ARGUMENTS)
        return "(", ")"
    if reference_mode.united and (_UNITED.get(name) == position or (name in FUNCTIONS and areas.is_line)):
        return "(", ")"
    raise one_range(reference, areas.number, name)


def refuse_long(length: int, formula: str) -> None:
    """Raises UserError where a formula has become longer than Excel takes."""
    if length > LONGEST:
        raise UserError(_TOO_LONG, formula=f"={formula}", count=length, most=LONGEST, example="{{ grp | sum }}")


def one_range(reference: str, count: int, taker: object, place: Place = NOWHERE) -> UserError:
    """The mistake of a reference that would be so many areas where one is taken."""
    return UserError(_ONE_RANGE, place, reference=reference, count=count, taker=taker)


def _in_group(
    place: Around, opening: int, reference: str, areas: Several, reference_mode: ReferenceMode
) -> tuple[str, str]:
    """Within parentheses of its own: a union already, if it can be one."""
    before, after = place
    if opening < 0 or not reference_mode.united:
        raise one_range(reference, areas.number, Message("an operator"))
    is_line = areas.is_line and opening == len(before) - 1 and after[0].is_sign(")")
    group = Around(before[:opening], after[_closing(after) + 1 :])
    enclosed(group, reference, areas._replace(is_line=is_line), reference_mode)
    return "", ""


def _takes_any(name: str, position: int, before: Sequence[Token]) -> bool:
    """Whether the argument at a position, counted from 0, is one of any number."""
    if position < _ANY_NUMBER.get(name, MOST_ARGUMENTS):
        return False
    return name != "AGGREGATE" or (before[0].text.isdigit() and int(before[0].text) < _IN_ORDER)


def _opening(before: Sequence[Token]) -> int:
    """Where the innermost parenthesis opens that is still open at the end; -1 where there is none."""
    depth = 0
    for at in range(len(before) - 1, -1, -1):
        depth += before[at].is_sign(")") - before[at].is_sign("(")
        if depth < 0:
            return at
    return -1


def _closing(after: Sequence[Token]) -> int:
    """Where the parenthesis closes within which the tokens begin; their end where there is none."""
    depth = 0
    for at, token in enumerate(after):
        depth += token.is_sign("(") - token.is_sign(")")
        if depth < 0:
            return at
    return len(after)


def _commas(listed: Sequence[Token]) -> int:
    """How many commas separate arguments, up to where their parenthesis closes."""
    count = depth = 0
    for token in listed[: _closing(listed)]:
        depth += token.is_sign("(", "{") - token.is_sign(")", "}")
        count += depth == 0 and token.is_sign(",")
    return count
