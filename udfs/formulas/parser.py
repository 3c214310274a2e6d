"""The text of a formula in its English form, parsed once and evaluated as often as its cells change.

Calls of the library's functions and of common ones of Excel's own, constants, array constants, references and operators
are calculated as Excel does; the cells of references come from the caller.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from udfs.formulas.evaluator import CallMistake, check_count
from udfs.formulas.operators import Unknown
from udfs.formulas.tokens import Token, Word, tokens, unexpected
from udfs.formulas.tree import Call, Chain, Constant, Name, Native, Node, Reference, Resolve, Signs, walk
from udfs.library import FUNCTIONS
from udfs.numerics.cell_values import Cells, CellValue, ExcelError
from udfs.shortening import shortened

__all__ = ["CallMistake", "Formula", "Reference", "Unknown", "parse_formula"]

LONGEST: Final = 8192
DEEPEST: Final = 64

_PRECEDENCE: Final = (("=", "<>", "<", "<=", ">", ">="), ("&",), ("+", "-"), ("*", "/"), ("^",))
_TRUTH: Final = {"TRUE": True, "FALSE": False}


@dataclass(frozen=True)
class Formula:
    """A parsed formula, to be evaluated any number of times."""

    text: str
    tree: Node

    @cached_property
    def functions(self) -> tuple[str, ...]:
        """The names of the functions called, each once, in upper case; ours and others."""
        return tuple(dict.fromkeys(node.name for node in walk(self.tree) if isinstance(node, Call | Native)))

    @cached_property
    def references(self) -> tuple[Reference, ...]:
        """The cells and ranges looked at, each once."""
        return tuple(dict.fromkeys(node for node in walk(self.tree) if isinstance(node, Reference)))

    def evaluate(self, resolve: Resolve | None = None) -> list[list[CellValue]]:
        """The cells that the formula spills, as Excel shows them: a blank cell looked at is 0.

        `resolve(sheet, reference)` gives the cells of a reference; sheet is None for the formula's own. Raises
        Unknown where a value isn't known here: a function that isn't ours, a defined name, a reference without
        `resolve`.
        """
        rows = self.tree.value(resolve or _nowhere)
        return [[0.0 if cell is None else cell for cell in row] for row in rows]


def parse_formula(text: str) -> Formula:
    """The formula written in `text`, with ',' between arguments and '.' in decimals.

    Raises CallMistake with the position where the text is no formula, or a call of ours has too few or too many
    arguments.
    """
    if not text.startswith("="):
        raise CallMistake(f"a formula begins with '=': found {shortened(text)}", 1)
    if len(text) > LONGEST:
        raise CallMistake(f"a formula has {LONGEST} characters at most: found {len(text)}", LONGEST + 1)
    return Formula(text, _Parser(text).formula())


def _nowhere(_sheet: str | None, reference: str) -> Cells:
    raise Unknown(f"the cells of {reference} are not at hand")


@dataclass
class _Parser:
    text: str
    depth: int = 0
    tokens: Iterator[Token] = field(init=False)
    token: Token = field(init=False)

    def __post_init__(self) -> None:
        self.tokens = tokens(self.text, 1)
        self.token = next(self.tokens)

    def formula(self) -> Node:
        node = self.expression()
        if self.token.word is not Word.END:
            raise unexpected(self.text, self.token)
        return node

    def take(self) -> Token:
        token = self.token
        self.token = next(self.tokens)
        return token

    def sees(self, *signs: str) -> bool:
        return self.token.word is Word.SIGN and self.token.text in signs

    def expect(self, sign: str) -> None:
        if not self.sees(sign):
            raise unexpected(self.text, self.token)
        self.take()

    def expression(self, loosest: int = 0) -> Node:
        node = self.operand()
        for level in range(len(_PRECEDENCE) - 1, loosest - 1, -1):
            rest = []
            while self.sees(*_PRECEDENCE[level]):
                rest.append((self.take().text, self.expression(level + 1)))
            node = Chain(node, tuple(rest)) if rest else node
        return node

    def operand(self) -> Node:
        signs = ""
        while self.sees("+", "-"):
            signs += self.take().text
        node = self.primary()
        percents = 0
        while self.sees("%"):
            self.take()
            percents += 1
        return Signs(signs, node, percents) if signs or percents else node

    def primary(self) -> Node:
        if self.sees("("):
            return self.nested(self.group)
        if self.sees("{"):
            return self.array()
        if self.token.word is Word.FUNCTION:
            return self.nested(self.call)
        if self.token.word is Word.REFERENCE:
            return _reference(self.take())
        if self.token.word is Word.NAME and self.token.text.upper() not in _TRUTH:
            return _name(self.take())
        return Constant(((self.constant(),),))

    def nested(self, rule: Callable[[], Node]) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            raise CallMistake(f"a formula nests {DEEPEST} levels deep at most", self.token.position)
        node = rule()
        self.depth -= 1
        return node

    def group(self) -> Node:
        self.take()
        node = self.expression()
        if self.sees(",") and isinstance(node, Reference):
            raise CallMistake(
                f"{node.text} is joined with another range at position {self.token.position}: "
                "expected one range, such as A1:B3",
                self.token.position,
            )
        self.expect(")")
        return node

    def call(self) -> Node:
        name = self.take()
        self.expect("(")
        arguments = [self.argument()]
        while self.sees(","):
            self.take()
            arguments.append(self.argument())
        self.expect(")")
        return _call(name, [] if arguments == [None] else arguments)

    def argument(self) -> Node | None:
        return None if self.sees(",", ")") else self.expression()

    def array(self) -> Node:
        opening = self.take()
        rows = [[self.element()]]
        while self.sees(",", ";"):
            if self.take().text == ";":
                rows.append([])
            rows[-1].append(self.element())
        self.expect("}")
        if len({len(row) for row in rows}) > 1:
            raise CallMistake("the rows of an array constant are of equal length", opening.position)
        return Constant(tuple(map(tuple, rows)))

    def element(self) -> CellValue:
        if not self.sees("-", "+"):
            return self.constant()
        factor = -1.0 if self.take().text == "-" else 1.0
        if self.token.word is not Word.NUMBER:
            raise unexpected(self.text, self.token)
        return factor * float(self.take().text)

    def constant(self) -> CellValue:
        token = self.token
        if token.word is Word.NUMBER:
            value: CellValue = float(token.text)
        elif token.word is Word.TEXT:
            value = token.text[1:-1].replace('""', '"')
        elif token.word is Word.ERROR:
            value = ExcelError(token.text.upper())
        elif token.word is Word.NAME and token.text.upper() in _TRUTH:
            value = _TRUTH[token.text.upper()]
        else:
            raise unexpected(self.text, token)
        self.take()
        return value


def _reference(token: Token) -> Node:
    prefix = token.prefix
    if prefix is not None and ("[" in prefix or ":" in prefix):
        return _name(token)
    return Reference(prefix, token.text)


def _name(token: Token) -> Name:
    return Name(token.text if token.prefix is None else f"{token.prefix}!{token.text}")


def _call(token: Token, arguments: list[Node | None]) -> Node:
    name = token.text.upper()
    function = FUNCTIONS.get(name)
    if function is None or not _is_add_in(token.prefix):
        return Native(name, tuple(arguments))
    try:
        check_count(function, [argument is not None for argument in arguments])
    except CallMistake as mistake:
        raise CallMistake(f"{mistake} at position {token.position}", token.position) from None
    return Call(name, tuple(arguments))


def _is_add_in(prefix: str | None) -> bool:
    """Whether a function's prefix can be our add-in, which Excel may store as a link: [1]!GRP_SHARE(…)."""
    return prefix is None or prefix.lower().endswith(".xlam") or re.fullmatch(r"\[\d+\]", prefix) is not None
