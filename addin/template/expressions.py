"""The expressions of a template: Jinja2's syntax, of which a closed set of forms has a meaning here.

Jinja2 parses; the meaning is ours, so that an expression reaches nothing but the names of its scope and the registered
functions, and can neither loop nor allocate beyond the size of its block; `addin.template.bounds` bounds its time.
Arithmetic follows Excel's rules for blanks and errors, cell by cell.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, cast

from jinja2 import nodes

from addin.mistakes import Message, Mistake
from addin.tables.axes import in_english
from addin.template.calls import called, in_order, known_filter, known_function, refuse_other_arguments
from addin.template.evaluation import (
    Evaluate,
    Scope,
    bounded,
    constant,
    joined,
    line_by_line,
    listed,
    negation,
    with_other_sign,
)
from addin.template.filters import REDUCING
from addin.template.operations import (
    OPERATIONS,
    Value,
    all_true,
    any_true,
    choose,
    compare,
    is_one_of,
    is_within,
)
from addin.template.syntax import parse_alone, unreadable
from udfs.formulas.evaluator import OMITTED

DEEPEST: Final = 40
WHOLE: Final = "nation"

_WRITTEN: Final[Mapping[type[nodes.Node], str]] = {
    nodes.Getitem: "[…]",
    nodes.Dict: "{…: …}",
    nodes.Test: "is …",
}
"""How forms without meaning are written."""


@dataclass(frozen=True)
class Expression:
    """A parsed expression: how to evaluate it, the names it uses, and the columns it takes from the whole's row."""

    text: str
    evaluate: Evaluate
    names: frozenset[str]
    whole: frozenset[str] = frozenset()


def parse_expression(text: str) -> Expression:
    """An expression given as text, as in `where="grp > 0"`. Raises Mistake."""
    expressions = parse_alone(text)
    if len(expressions) > 1:
        raise unreadable(text, Message("it is not one expression"))
    return compile_expression(expressions[0], text)


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
            nodes.Const: lambda node, depth: constant(node.value),
            nodes.Name: lambda node, depth: self._name(node.name),
            nodes.Getattr: self._attribute,
            nodes.Call: self._call,
            nodes.Filter: self._filter,
            nodes.Compare: self._comparison,
            nodes.Concat: lambda node, depth: joined([self.compile(part, depth) for part in node.nodes]),
            nodes.And: partial(self._logical, all_true),
            nodes.Or: partial(self._logical, any_true),
            nodes.Not: lambda node, depth: negation(self.compile(node.node, depth)),
            nodes.Neg: lambda node, depth: with_other_sign(self.compile(node.node, depth)),
            nodes.Pos: lambda node, depth: self.compile(node.node, depth),
            nodes.CondExpr: self._condition,
            nodes.Tuple: lambda node, depth: listed([self.compile(item, depth) for item in node.items]),
            nodes.List: lambda node, depth: listed([self.compile(item, depth) for item in node.items]),
            **dict.fromkeys(OPERATIONS, self._operation),
        }

    def compile(self, node: nodes.Node, depth: int) -> Evaluate:
        if depth > DEEPEST:
            raise Mistake("an expression nested too deeply: {text}", text=f"more than {DEEPEST} levels")
        form = self._forms.get(type(node))
        if form is None:
            written = _WRITTEN.get(type(node), type(node).__name__)
            raise Mistake("{form} has no meaning in a template", form=written)
        evaluate = form(node, depth + 1)
        return evaluate if isinstance(node, nodes.Const | nodes.Name) else bounded(evaluate)

    def _name(self, name: str) -> Evaluate:
        if _is_inner(name):
            raise Mistake("a name doesn't begin with an underscore; found {name}", name=name)
        known = in_english(name)
        self.names.add(known)
        return lambda scope: scope.value(known)

    def _attribute(self, node: nodes.Getattr, depth: int) -> Evaluate:
        if isinstance(node.node, nodes.Name) and node.node.name == WHOLE and not _is_inner(node.attr):
            name = node.attr
            self.whole.add(name)
            return lambda scope: scope.whole(name)
        raise Mistake("only nation.column and column.at(…) have a meaning; found .{attribute}", attribute=node.attr)

    def _call(self, node: nodes.Call, depth: int) -> Evaluate:
        if node.dyn_args is not None or node.dyn_kwargs is not None:
            raise Mistake("arguments are written one by one")
        called_on = node.node
        if isinstance(called_on, nodes.Getattr) and called_on.attr == "at":
            return self._at(called_on.node, node, depth)
        if isinstance(called_on, nodes.Name):
            return self._function_call(called_on.name, node, depth)
        raise Mistake("only functions and column.at(…) can be called")

    def _at(self, column: nodes.Expr, node: nodes.Call, depth: int) -> Evaluate:
        """`column.at(…)`, or `nation.column.at(…)`."""
        labels = [self.compile(argument, depth) for argument in node.args]
        axes = self._keywords(node.kwargs, depth)
        if not labels and not axes:
            raise Mistake("between the brackets of .at( ) stands a label, such as 2008")
        if isinstance(column, nodes.Getattr):
            self._attribute(column, depth)
            labels.insert(0, self._name(WHOLE))
            name = column.attr
        elif isinstance(column, nodes.Name):
            self.names.add(column.name)
            name = column.name
        else:
            raise Mistake("only functions and column.at(…) can be called")

        def evaluate(scope: Scope) -> Value:
            found = {in_english(axis): label(scope) for axis, label in axes.items()}
            return scope.at(name, [label(scope) for label in labels], found)

        return evaluate

    def _function_call(self, name: str, node: nodes.Call, depth: int) -> Evaluate:
        function = known_function(name)
        arguments = [self.compile(argument, depth) for argument in node.args]
        keywords = self._keywords(node.kwargs, depth)
        ordered = in_order(function, arguments, keywords)
        return line_by_line(
            lambda scope: called(function, [OMITTED if value is None else value(scope) for value in ordered])
        )

    def _filter(self, node: nodes.Filter, depth: int) -> Evaluate:
        change = known_filter(node.name)
        if node.node is None or node.dyn_args is not None or node.dyn_kwargs is not None:
            raise Mistake("arguments are written one by one")
        value = self.compile(node.node, depth)
        arguments = [self.compile(argument, depth) for argument in node.args]
        keywords = self._keywords(node.kwargs, depth)
        refuse_other_arguments(node.name, arguments, keywords)

        def evaluate(scope: Scope) -> Value:
            given = {name: argument(scope) for name, argument in keywords.items()}
            return change(value(scope), *[argument(scope) for argument in arguments], **given)

        return line_by_line(evaluate) if node.name in REDUCING else evaluate

    def _keywords(self, written: Sequence[object], depth: int) -> dict[str, Evaluate]:
        found: dict[str, Evaluate] = {}
        for keyword in cast(Sequence[nodes.Keyword], written):
            if keyword.key in found:
                raise Mistake("{name} is given twice", name=keyword.key)
            found[keyword.key] = self.compile(keyword.value, depth)
        return found

    def _operation(self, node: nodes.BinExpr, depth: int) -> Evaluate:
        operation = OPERATIONS[type(node)]
        left, right = self.compile(node.left, depth), self.compile(node.right, depth)
        return lambda scope: operation(left(scope), right(scope))

    def _comparison(self, node: nodes.Compare, depth: int) -> Evaluate:
        """Two values, or a chain of them (`0 < grp < 100`), of which each pair must hold."""
        operands = [node.expr, *[operand.expr for operand in node.ops]]
        pairs = zip(operands, node.ops, operands[1:], strict=False)
        compared = [self._relation(operand.op, left, right, depth) for left, operand, right in pairs]
        return compared[0] if len(compared) == 1 else lambda scope: all_true([each(scope) for each in compared])

    def _relation(self, relation: str, left: nodes.Expr, right: nodes.Expr, depth: int) -> Evaluate:
        first = self.compile(left, depth)
        if relation not in ("in", "notin"):
            second = self.compile(right, depth)
            return lambda scope: compare(relation, first(scope), second(scope))
        found = self._membership(first, right, depth)
        return found if relation == "in" else negation(found)

    def _membership(self, value: Evaluate, among: nodes.Expr, depth: int) -> Evaluate:
        """Whether a value is one of a list, or its text within another text."""
        if isinstance(among, nodes.Tuple | nodes.List):
            items = [self.compile(item, depth) for item in among.items]
            return lambda scope: is_one_of(value(scope), [item(scope) for item in items])
        whole = self.compile(among, depth)
        return lambda scope: is_within(value(scope), whole(scope))

    def _logical(self, decide: Callable[[Sequence[Value]], Value], node: nodes.BinExpr, depth: int) -> Evaluate:
        parts = [self.compile(node.left, depth), self.compile(node.right, depth)]
        return lambda scope: decide([part(scope) for part in parts])

    def _condition(self, node: nodes.CondExpr, depth: int) -> Evaluate:
        test, then = self.compile(node.test, depth), self.compile(node.expr1, depth)
        otherwise = self.compile(node.expr2, depth) if node.expr2 is not None else constant(None)
        return lambda scope: choose(test(scope), then(scope), otherwise(scope))


def _is_inner(name: str) -> bool:
    """Whether a name is one of Python's own; a column '2nd half' is _2nd_half."""
    return name.startswith("_") and not name[1:2].isdigit()
