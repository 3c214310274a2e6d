"""The text of a formula in its English form, parsed once and evaluated as often as its cells change.

Calls of the library's functions and of common ones of Excel's own, constants, array constants, references and operators
are calculated as Excel does; the cells of references come from the caller.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from udfs.formulas.evaluator import FormulaSyntaxError, check_count
from udfs.formulas.operators import NotComputable
from udfs.formulas.tokens import Token, TokenKind, qualifier, tokens, written
from udfs.formulas.tree import (
    CallNode,
    Chain,
    Constant,
    Name,
    Native,
    Node,
    ReferenceNode,
    Resolve,
    Signs,
    Union,
    intersects,
    walk,
)
from udfs.library import FUNCTIONS
from udfs.numerics.cell_values import Cells, CellValue, ExcelError, error_of_text
from udfs.shortening import shortened

__all__ = ["Formula", "FormulaSyntaxError", "NotComputable", "ReferenceNode", "parse_formula"]

LONGEST: Final = 8192
DEEPEST: Final = 64

_PRECEDENCE: Final = (("=", "<>", "<", "<=", ">", ">="), ("&",), ("+", "-"), ("*", "/"), ("^",))
_TRUTH: Final = {"TRUE": True, "FALSE": False}
_OPERANDS: Final = frozenset({TokenKind.REFERENCE, TokenKind.STRUCTURED, TokenKind.NAME})


@dataclass(frozen=True)
class Formula:
    """A parsed formula, to be evaluated any number of times."""

    text: str
    tree: Node

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """All of its tree, in the order of the text. Kept, since each cell with the formula asks for them."""
        return tuple(walk(self.tree))

    @cached_property
    def takes_one_cell(self) -> bool:
        """Whether it would take one cell of a range, were it no array formula (`tree.intersects`)."""
        return intersects(self.tree)

    @cached_property
    def has_names(self) -> bool:
        """Whether it has names or columns of tables, which stand for something that it does not say."""
        return any(isinstance(node, Name) for node in self.nodes)

    @cached_property
    def has_others(self) -> bool:
        """Whether it calls a function that only Excel calculates."""
        return any(isinstance(node, Native) and node.function is None for node in self.nodes)

    @cached_property
    def functions(self) -> tuple[str, ...]:
        """The names of the functions called, each once, in upper case; ours and others."""
        return tuple(dict.fromkeys(node.name for node in self.nodes if isinstance(node, CallNode | Native)))

    @cached_property
    def references(self) -> tuple[ReferenceNode, ...]:
        """The cells and ranges looked at, each once."""
        return tuple(dict.fromkeys(node for node in self.nodes if isinstance(node, ReferenceNode)))

    def evaluate(self, resolve: Resolve | None = None) -> list[list[CellValue]]:
        """The cells that the formula spills, as Excel shows them: a blank cell looked at is 0.

        `resolve(sheet, reference)` gives the cells of a reference; sheet is None for the formula's own. Raises
        NotComputable where a value isn't known here: a function that isn't ours, a defined name, a reference without
        `resolve`.
        """
        tree = self.tree
        value = tree.value_of_cell if isinstance(tree, Chain) else tree.value
        rows = value(resolve or _nowhere)
        return [[0.0 if cell is None else cell for cell in row] for row in rows]


def parse_formula(text: str) -> Formula:
    """The formula written in `text`, with ',' between arguments and '.' in decimals.

    Raises FormulaSyntaxError with the position where the text is no formula, or a call of ours has too few or too many
    arguments.
    """
    if not text.startswith("="):
        raise FormulaSyntaxError(f"a formula begins with '=': found {shortened(text)}", 1)
    if len(text) > LONGEST:
        raise FormulaSyntaxError(f"a formula has {LONGEST} characters at most: found {len(text)}", LONGEST + 1)
    return Formula(text, _Parser(text).formula())


def _nowhere(_sheet: str | None, reference: str) -> Cells:
    raise NotComputable(f"the cells of {reference} are not at hand")


@dataclass
class _Parser:
    text: str
    depth: int = 0
    tokens: Iterator[Token] = field(init=False)
    token: Token = field(init=False)

    def __post_init__(self) -> None:
        self.tokens = (token for token in tokens(self.text, 1) if token.kind is not TokenKind.BLANK)
        self.take_next()

    def take_next(self) -> None:
        self.token = next(self.tokens, None) or Token(TokenKind.END, "", len(self.text))

    def formula(self) -> Node:
        node = self.expression()
        if self.token.kind is not TokenKind.END:
            raise unexpected(self.text, self.token)
        return node

    def take(self) -> Token:
        token = self.token
        self.take_next()
        return token

    def sees(self, *signs: str) -> bool:
        return self.token.is_sign(*signs)

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
        if self.token.kind is TokenKind.FUNCTION:
            return self.nested(self.call)
        if self.token.kind in _OPERANDS and self.token.source.upper() not in _TRUTH:
            return self.named()
        return Constant(((self.constant(),),))

    def named(self) -> Node:
        """A reference or a name; with a `#` after it, the cells that are spilled from there."""
        token = self.take()
        if self.sees("#"):
            return Name(token.source + self.take().text)
        return _reference(token) if token.kind is TokenKind.REFERENCE else Name(token.source)

    def nested(self, rule: Callable[[], Node]) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            raise FormulaSyntaxError(f"a formula nests {DEEPEST} levels deep at most", self.token.start + 1)
        node = rule()
        self.depth -= 1
        return node

    def group(self) -> Node:
        self.take()
        node = self.expression()
        if self.sees(",") and isinstance(node, ReferenceNode | Name):
            node = self.union(node)
        self.expect(")")
        return node

    def union(self, first: ReferenceNode | Name) -> Node:
        areas = [first]
        while self.sees(","):
            self.take()
            token, area = self.token, self.expression()
            if not isinstance(area, ReferenceNode | Name):
                raise unexpected(self.text, token)
            areas.append(area)
        return Union(tuple(areas))

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
            raise FormulaSyntaxError("the rows of an array constant are of equal length", opening.start + 1)
        return Constant(tuple(map(tuple, rows)))

    def element(self) -> CellValue:
        if not self.sees("-", "+"):
            return self.constant()
        factor = -1.0 if self.take().text == "-" else 1.0
        if self.token.kind is not TokenKind.NUMBER:
            raise unexpected(self.text, self.token)
        return factor * float(self.take().text)

    def constant(self) -> CellValue:
        token, value = self.token, _constant(self.token)
        if value is None:
            raise unexpected(self.text, token)
        self.take()
        return value


def _constant(token: Token) -> CellValue:
    """The value that a token is; None where it is none."""
    if token.kind is TokenKind.NUMBER:
        return float(token.text)
    if token.kind is TokenKind.TEXT:
        return token.text[1:-1].replace('""', '"')
    if token.kind is TokenKind.ERROR:
        return ExcelError.REF if token.text.upper().startswith(ExcelError.REF) else error_of_text(token.text.upper())
    return _TRUTH.get(token.source.upper()) if token.kind is TokenKind.NAME else None


def _reference(token: Token) -> Node:
    if not token.prefix:
        return ReferenceNode(None, token.text)
    book, sheets = qualifier(token.prefix)
    return Name(token.source) if book or len(sheets) != 1 else ReferenceNode(sheets[0], token.text)


def _call(token: Token, arguments: list[Node | None]) -> Node:
    name = token.text.upper()
    function = FUNCTIONS.get(name)
    if function is None or not _is_add_in(token.prefix):
        return Native(name, tuple(arguments))
    try:
        check_count(function, [argument is not None for argument in arguments])
    except FormulaSyntaxError as mistake:
        raise FormulaSyntaxError(f"{mistake} at position {token.start + 1}", token.start + 1) from None
    return CallNode(name, tuple(arguments))


def _is_add_in(prefix: str) -> bool:
    """Whether a function's prefix can be our add-in, which Excel may store as a link: [1]!GRP_SHARE(…)."""
    book, sheets = qualifier(prefix) if prefix else ("", ())
    name = sheets[-1] if sheets else book
    return not prefix or name.lower().rstrip("]").endswith(".xlam") or (not sheets and book[1:-1].isdecimal())


def unexpected(text: str, token: Token) -> FormulaSyntaxError:
    """The mistake of a token where none like it can stand, with the English form where the local one was typed."""
    shown = token.text[:1] if token.kind is TokenKind.UNKNOWN else token.text
    said = f"'{shown}'" if shown else token.kind.value
    message = f"{said} can't stand at position {token.start + 1} of {shortened(text)}"
    if shown in (";", ","):
        message += f": arguments are separated by ',' and decimals by '.' here; write {shortened(english(text))}"
    elif shown == '"':
        message += ": the text has no closing quotation mark"
    return FormulaSyntaxError(message, token.start + 1)


def english(text: str) -> str:
    """A formula with ';' between its arguments and decimal commas, in the form that files hold."""
    return written(_english(list(tokens(text))))


def _english(found: list[Token]) -> Iterator[Token]:
    depth = 0
    for before, token, after in zip([None, *found], found, [*found[1:], None], strict=False):
        depth += token.is_sign("{") - token.is_sign("}")
        if not depth and token.is_sign(";"):
            yield token._replace(text=",")
        elif not depth and token.is_sign(",") and before and after and before.kind is after.kind is TokenKind.NUMBER:
            yield token._replace(text=".")
        else:
            yield token
