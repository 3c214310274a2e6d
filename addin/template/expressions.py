"""The expressions of a template: Jinja2's syntax, of which a closed set of forms has a meaning here.

Jinja2 parses; the meaning is ours, so that an expression reaches nothing but the names of its scope and the registered
functions, and can neither loop nor allocate beyond the size of its block; `addin.template.bounds` bounds its time.
Arithmetic follows Excel's rules for blanks and errors, cell by cell.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, Protocol, TypeAlias

from jinja2 import Environment, TemplateSyntaxError, nodes

from addin.mistakes import Mistake, nearest
from addin.template.bounds import go_on
from addin.template.filters import FILTERS
from addin.template.operations import OPERATIONS, Value, choose, compare, join, negate, row_of, settle, truth
from udfs.arithmetic import Refusal
from udfs.cells import ExcelError
from udfs.evaluator import OMITTED, call
from udfs.library import FUNCTIONS
from udfs.registry import Function

LONGEST: Final = 8192
DEEPEST: Final = 40
WHOLE: Final = "nation"


class Scope(Protocol):
    """What names mean at one place of a template."""

    def value(self, name: str) -> Value:
        """The array or the single value of a name. Raises Mistake."""

    def whole(self, name: str) -> Value:
        """The value of a column in the whole's row: `nation.name`. Raises Mistake."""

    def at(self, name: str, labels: list[Value], axes: Mapping[str, Value]) -> Value:
        """The values of a column at other labels: `name.at(2008)`, `name.at(branch='Mining')`. Raises Mistake."""


Evaluate: TypeAlias = Callable[[Scope], Value]


@dataclass(frozen=True)
class Expression:
    """A parsed expression: how to evaluate it, the names it uses, and the columns it takes from the whole's row."""

    text: str
    evaluate: Evaluate
    names: frozenset[str]
    whole: frozenset[str] = frozenset()


_ENVIRONMENT: Final = Environment(autoescape=False, keep_trailing_newline=True)  # noqa: S701 - parses, renders nothing

_PLAIN: Final = re.compile(r"\{\{ ?(\w+) ?(?:\| ?(\w+) ?)?\}\}")
"""The commonest texts of all, a name alone or with a filter, which need no parser; `_WORDS` are no names."""

_WORDS: Final = frozenset({"true", "false", "none", "True", "False", "None", "not"})


def parse_text(text: str) -> list[nodes.Expr | str]:
    """The pieces of a cell's text: plain text, and the parsed expression of each `{{ … }}`. Raises Mistake."""
    if len(text) > LONGEST:
        raise Mistake("an expression of {length} characters; {most} at most", length=len(text), most=LONGEST)
    plain = _PLAIN.fullmatch(text)
    if plain is not None and plain[1].isidentifier() and plain[1] not in _WORDS:
        name = nodes.Name(plain[1], "load")
        return [nodes.Filter(name, plain[2], [], [], None, None) if plain[2] else name]
    try:
        body = _ENVIRONMENT.parse(text).body
    except TemplateSyntaxError as error:
        raise Mistake("can't read {text}: {reason}", text=text, reason=error.message) from None
    except RecursionError:
        raise Mistake("an expression nested too deeply: {text}", text=text[:60]) from None
    pieces: list[nodes.Expr | str] = []
    for part in body:
        if not isinstance(part, nodes.Output):
            raise Mistake("only {expected} has a meaning here; found {text}", expected="{{ … }}", text=text)
        pieces += [piece.data if isinstance(piece, nodes.TemplateData) else piece for piece in part.nodes]
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


def parse_expression(text: str) -> Expression:
    """An expression given as text, as in `sort="-grp"`. Raises Mistake."""
    pieces = parse_text("{{ " + text + " }}")
    if len(pieces) != 1 or isinstance(pieces[0], str):
        raise Mistake("can't read {text}: {reason}", text=text, reason="it is not one expression")
    return compile_expression(pieces[0], text)


def compile_expression(node: nodes.Expr, text: str) -> Expression:
    """The parsed expression as something to evaluate. Raises Mistake for a form or a function without meaning."""
    compiler = _Compiler()
    evaluate = compiler.compile(node, 0)
    return Expression(text, evaluate, frozenset(compiler.names), frozenset(compiler.whole))


class _Compiler:
    """Turns Jinja2's nodes into closures over a scope; a node that isn't listed has no meaning."""

    def __init__(self) -> None:
        self.names: set[str] = set()
        self.whole: set[str] = set()
        self._forms: dict[type[nodes.Node], Callable[[Any, int], Evaluate]] = {
            nodes.Const: lambda node, depth: _constant(node.value),
            nodes.Name: lambda node, depth: self._name(node.name),
            nodes.Getattr: self._attribute,
            nodes.Call: self._call,
            nodes.Filter: self._filter,
            nodes.Compare: self._comparison,
            nodes.Concat: lambda node, depth: _joining([self.compile(part, depth) for part in node.nodes]),
            nodes.And: partial(self._logical, all),
            nodes.Or: partial(self._logical, any),
            nodes.Not: lambda node, depth: _not(self.compile(node.node, depth)),
            nodes.Neg: lambda node, depth: _negative(self.compile(node.node, depth)),
            nodes.Pos: lambda node, depth: self.compile(node.node, depth),
            nodes.CondExpr: self._condition,
            nodes.Tuple: lambda node, depth: _row([self.compile(item, depth) for item in node.items]),
            nodes.List: lambda node, depth: _row([self.compile(item, depth) for item in node.items]),
            **dict.fromkeys(OPERATIONS, self._operation),
        }

    def compile(self, node: nodes.Node, depth: int) -> Evaluate:
        if depth > DEEPEST:
            raise Mistake("an expression nested too deeply: {text}", text=f"more than {DEEPEST} levels")
        form = self._forms.get(type(node))
        if form is None:
            raise Mistake("{form} has no meaning in a template", form=type(node).__name__)
        evaluate = form(node, depth + 1)
        return evaluate if isinstance(node, nodes.Const | nodes.Name) else _bounded(evaluate)

    def _name(self, name: str) -> Evaluate:
        if name.startswith("_"):
            raise Mistake("a name doesn't begin with an underscore; found {name}", name=name)
        self.names.add(name)
        return lambda scope: scope.value(name)

    def _attribute(self, node: nodes.Getattr, depth: int) -> Evaluate:
        if isinstance(node.node, nodes.Name) and node.node.name == WHOLE and not node.attr.startswith("_"):
            name = node.attr
            self.whole.add(name)
            return lambda scope: scope.whole(name)
        raise Mistake("only nation.column and column.at(…) have a meaning; found .{attribute}", attribute=node.attr)

    def _call(self, node: nodes.Call, depth: int) -> Evaluate:
        if node.dyn_args is not None or node.dyn_kwargs is not None:
            raise Mistake("arguments are written one by one")
        if isinstance(node.node, nodes.Getattr) and node.node.attr == "at" and isinstance(node.node.node, nodes.Name):
            return self._at(node.node.node.name, node, depth)
        if isinstance(node.node, nodes.Name):
            return self._function_call(node.node.name, node, depth)
        raise Mistake("only functions and column.at(…) can be called")

    def _at(self, name: str, node: nodes.Call, depth: int) -> Evaluate:
        self.names.add(name)
        labels = [self.compile(argument, depth) for argument in node.args]
        axes = {keyword.key: self.compile(keyword.value, depth) for keyword in node.kwargs}

        def evaluate(scope: Scope) -> Value:
            found = {axis: label(scope) for axis, label in axes.items()}
            return scope.at(name, [label(scope) for label in labels], found)

        return evaluate

    def _function_call(self, name: str, node: nodes.Call, depth: int) -> Evaluate:
        function = FUNCTIONS.get(name.upper())
        if function is None:
            raise Mistake("there is no function {name}", nearest=nearest(name, FUNCTIONS), name=name)
        arguments = [self.compile(argument, depth) for argument in node.args]
        keywords = {keyword.key: self.compile(keyword.value, depth) for keyword in node.kwargs}
        return _calling(function, _in_order(function, arguments, keywords))

    def _filter(self, node: nodes.Filter, depth: int) -> Evaluate:
        if node.name not in FILTERS:
            raise Mistake("there is no filter {name}", nearest=nearest(node.name, FILTERS), name=node.name)
        if node.node is None or node.kwargs or node.dyn_args is not None or node.dyn_kwargs is not None:
            raise Mistake("can't read {text}: {reason}", text=node.name, reason="a filter takes plain arguments")
        change = FILTERS[node.name]
        value = self.compile(node.node, depth)
        arguments = [self.compile(argument, depth) for argument in node.args]
        return lambda scope: change(value(scope), *[argument(scope) for argument in arguments])

    def _operation(self, node: nodes.BinExpr, depth: int) -> Evaluate:
        operation = OPERATIONS[type(node)]
        left, right = self.compile(node.left, depth), self.compile(node.right, depth)
        return lambda scope: operation(left(scope), right(scope))

    def _comparison(self, node: nodes.Compare, depth: int) -> Evaluate:
        if len(node.ops) != 1 or node.ops[0].op in ("in", "notin"):
            raise Mistake("a comparison is of two values by ==, !=, <, <=, > or >=")
        relation, left, right = node.ops[0].op, self.compile(node.expr, depth), self.compile(node.ops[0].expr, depth)
        return lambda scope: compare(relation, left(scope), right(scope))

    def _logical(self, decide: Callable[[list[Any]], bool], node: nodes.BinExpr, depth: int) -> Evaluate:
        left, right = self.compile(node.left, depth), self.compile(node.right, depth)
        meet = decide is all

        def evaluate(scope: Scope) -> Value:
            first, second = left(scope), right(scope)
            both = truth(first) & truth(second) if meet else truth(first) | truth(second)
            return settle(both, first, second)

        return evaluate

    def _condition(self, node: nodes.CondExpr, depth: int) -> Evaluate:
        test, then = self.compile(node.test, depth), self.compile(node.expr1, depth)
        otherwise = self.compile(node.expr2, depth) if node.expr2 is not None else _constant(None)
        return lambda scope: choose(test(scope), then(scope), otherwise(scope))


def _bounded(evaluate: Evaluate) -> Evaluate:
    """Evaluates as long as there is time."""

    def apply(scope: Scope) -> Value:
        go_on()
        return evaluate(scope)

    return apply


def _constant(value: Any) -> Evaluate:  # noqa: ANN401 - whatever Jinja2 reads as a constant
    plain: Value = float(value) if isinstance(value, int) and not isinstance(value, bool) else value
    return lambda scope: plain


def _joining(parts: list[Evaluate]) -> Evaluate:
    return lambda scope: join([part(scope) for part in parts])


def _not(value: Evaluate) -> Evaluate:
    def evaluate(scope: Scope) -> Value:
        found = value(scope)
        return settle(~truth(found), found)

    return evaluate


def _negative(value: Evaluate) -> Evaluate:
    return lambda scope: negate(value(scope))


def _row(items: list[Evaluate]) -> Evaluate:
    return lambda scope: row_of([item(scope) for item in items])


def _in_order(function: Function, given: list[Evaluate], keywords: dict[str, Evaluate]) -> list[Evaluate | None]:
    """The arguments as the function declares them; None where one is left out. Raises Mistake."""
    known = [argument.name for argument in function.arguments]
    if len(given) > len(known):
        raise Mistake("{syntax} takes {most} arguments at most", syntax=function.syntax, most=len(known))
    for name in keywords:
        if name not in known[len(given) :]:
            raise Mistake("{syntax} has no argument {name} to set", syntax=function.syntax, name=name)
    ordered = [*given, *[keywords.get(name) for name in known[len(given) :]]]
    for argument, value in zip(function.arguments, ordered, strict=True):
        if value is None and not argument.optional:
            raise Mistake("{syntax}: {name} is missing", syntax=function.syntax, name=argument.name)
    return ordered


def _calling(function: Function, arguments: list[Evaluate | None]) -> Evaluate:
    def evaluate(scope: Scope) -> Value:
        given = [OMITTED if argument is None else argument(scope) for argument in arguments]
        try:
            return call(function, given)
        except Refusal as refusal:
            return _refused(refusal.error)

    return evaluate


def _refused(error: ExcelError) -> Value:
    return error
