"""The expressions of a template: Jinja2's syntax, of which a closed set of forms has a meaning here.

Jinja2 parses; the meaning is ours, so that an expression reaches nothing but the names of its scope and the registered
functions, and can neither loop nor allocate beyond the size of its block; `addin.template.bounds` bounds its time.
Arithmetic follows Excel's rules for blanks and errors, cell by cell.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final, cast

from jinja2 import nodes

from addin.errors import Message, UserError
from addin.tables.axes import canonical_axis
from addin.template.along import FunctionCall, Uses
from addin.template.calls import in_order, known_filter, known_function, refuse_other_arguments
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
from addin.template.filters import REDUCING, counted_since_1900
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
from addin.template.sides import CallArgument
from addin.template.syntax import parse_alone, unreadable
from udfs.registry import ALONG, Gives

DEEPEST: Final = 40
WHOLE: Final = "nation"
EVERYTHING: Final = "all"
ADDITIVE: Final = "additive"

_WRITTEN: Final[Mapping[type[nodes.Node], str]] = {
    nodes.Getitem: "[…]",
    nodes.Dict: "{…: …}",
}
"""How forms without meaning are written."""


@dataclass(frozen=True)
class Expression:
    """A parsed expression: how to evaluate it, the names it uses, and the columns it takes from the whole's row.

    `calls` are those of functions that work along a role; `asks_all` says whether it has a name behind `all.`,
    `asks_at` whether it takes figures at labels that it says, `grp.at(2008)`.
    """

    text: str
    evaluate: Evaluate
    names: frozenset[str]
    whole: frozenset[str] = frozenset()
    calls: tuple[FunctionCall, ...] = ()
    asks_all: bool = False
    asks_at: bool = False


def parse_expression(text: str) -> Expression:
    """An expression given as text, as in `where="grp > 0"`. Raises UserError."""
    expressions = parse_alone(text)
    if len(expressions) > 1:
        raise unreadable(text, Message("it is not one expression"))
    return compile_expression(expressions[0], text)


def compile_expression(node: nodes.Expr, text: str) -> Expression:
    """The parsed expression as something to evaluate. Raises UserError for a form or a function without meaning."""
    compiler = _Compiler()
    evaluate = compiler.compile(node, 0)
    used = compiler.used
    if used.lists_all:
        name = min(used.lists_all)
        message = "all.{name} is a list of them all; make one value of it, such as {example}"
        raise UserError(message, name=name, example=f"all.{name} | sum")
    names = frozenset(used.names | used.everything)
    asks_all, asks_at = bool(used.everything), compiler.asks_at
    return Expression(text, evaluate, names, frozenset(used.whole), tuple(compiler.calls), asks_all, asks_at)


@dataclass
class _Used:
    """The names met so far: those that stand for lists, all of them, and those behind `nation.` and `all.`.

    `lists_all` are names behind `all.` that stand for lists. `plain` says whether no cell depends on others.
    """

    listed: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    whole: set[str] = field(default_factory=set)
    everything: set[str] = field(default_factory=set)
    lists_all: set[str] = field(default_factory=set)
    plain: bool = True

    def add(self, inner: "_Used", *, reduced: bool = False, plain: bool = True) -> None:
        """Take over what an inner expression uses; where it is `reduced`, its lists became one value each."""
        self.names |= inner.names
        self.whole |= inner.whole
        self.everything |= inner.everything
        if not reduced:
            self.listed |= inner.listed
            self.lists_all |= inner.lists_all
        self.plain = self.plain and inner.plain and plain

    @property
    def nothing(self) -> bool:
        """Whether there are none."""
        return not (self.names or self.whole or self.everything)


class _Compiler:
    """Turns Jinja2's nodes into closures over a scope; a node that isn't listed has no meaning."""

    def __init__(self) -> None:
        self.used = _Used()
        self.calls: list[FunctionCall] = []
        self.asks_at = False
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
            nodes.Test: self._test,
            nodes.Tuple: lambda node, depth: listed([self.compile(item, depth) for item in node.items]),
            nodes.List: lambda node, depth: listed([self.compile(item, depth) for item in node.items]),
            **dict.fromkeys(OPERATIONS, self._operation),
        }

    def compile(self, node: nodes.Node, depth: int) -> Evaluate:
        if depth > DEEPEST:
            raise UserError("an expression nested too deeply: {text}", text=f"more than {DEEPEST} levels")
        form = self._forms.get(type(node))
        if form is None:
            written = _WRITTEN.get(type(node), type(node).__name__)
            raise UserError("{form} has no meaning in a template", form=written)
        evaluate = form(node, depth + 1)
        return evaluate if isinstance(node, nodes.Const | nodes.Name) else bounded(evaluate)

    def _name(self, name: str) -> Evaluate:
        if _is_inner(name):
            raise UserError("a name doesn't begin with an underscore; found {name}", name=name)
        known = canonical_axis(name)
        self._uses(known)
        return lambda scope: scope.value(known)

    def _uses(self, name: str) -> None:
        self.used.names.add(name)
        self.used.listed.add(name)

    def _uses_all(self, name: str) -> None:
        self.used.everything.add(name)
        self.used.lists_all.add(name)
        self.used.plain = False

    def _within(self, node: nodes.Node, depth: int) -> tuple[Evaluate, _Used]:
        """A part of the expression, and what it uses by itself."""
        outer, self.used = self.used, _Used()
        try:
            return self.compile(node, depth), self.used
        finally:
            self.used = outer

    def _attribute(self, node: nodes.Getattr, depth: int) -> Evaluate:
        if isinstance(node.node, nodes.Name) and node.node.name == WHOLE and not _is_inner(node.attr):
            name = node.attr
            self.used.whole.add(name)
            return lambda scope: scope.whole(name)
        if _is_everything(node):
            known = canonical_axis(node.attr)
            self._uses_all(known)
            return lambda scope: scope.everything().value(known)
        raise UserError(
            "only nation.column, all.column and column.at(…) have a meaning; found .{attribute}", attribute=node.attr
        )

    def _call(self, node: nodes.Call, depth: int) -> Evaluate:
        if node.dyn_args is not None or node.dyn_kwargs is not None:
            raise UserError("arguments are written one by one")
        called_on = node.node
        if isinstance(called_on, nodes.Getattr) and called_on.attr == "at":
            return self._at(called_on.node, node, depth)
        if isinstance(called_on, nodes.Name):
            return self._function_call(called_on.name, node, depth)
        raise UserError("only functions and column.at(…) can be called")

    def _at(self, column: nodes.Expr, node: nodes.Call, depth: int) -> Evaluate:
        """`column.at(…)`, or `nation.column.at(…)`."""
        self.asks_at = True
        labels = [self.compile(argument, depth) for argument in node.args]
        axes = self._keywords(node.kwargs, depth)
        if not labels and not axes:
            raise UserError("between the brackets of .at( ) stands a label, such as 2008")
        if _is_everything(column):
            name = column.attr  # type: ignore[attr-defined]
            self._uses_all(name)
        elif isinstance(column, nodes.Getattr):
            self._attribute(column, depth)
            labels.insert(0, self._name(WHOLE))
            name = column.attr
        elif isinstance(column, nodes.Name):
            self._uses(column.name)
            name = column.name
        else:
            raise UserError("only functions and column.at(…) can be called")

        of_all = _is_everything(column)

        def evaluate(scope: Scope) -> Value:
            place = scope.everything() if of_all else scope
            found = {canonical_axis(axis): label(place) for axis, label in axes.items()}
            return place.at(name, [label(place) for label in labels], found)

        return evaluate

    def _function_call(self, name: str, node: nodes.Call, depth: int) -> Evaluate:
        function = known_function(name)
        written = in_order(function, node.args, self._by_keyword(node.kwargs))
        along = _axis_named(written.pop()) if function.along else None
        used, arguments = _Used(), list[CallArgument | None]()
        for each in written:
            if each is None:
                arguments.append(None)
                continue
            evaluate, inner = self._within(each, depth)
            arguments.append(CallArgument(evaluate, inner.nothing and isinstance(each, nodes.Tuple | nodes.List)))
            used.add(inner)
        uses = Uses(
            frozenset(used.names), frozenset(used.listed), frozenset(used.whole), frozenset(used.lists_all), used.plain
        )
        call = FunctionCall(function, tuple(arguments), uses, along)
        if call.is_cell_by_cell:
            self.used.add(used)
        else:
            self.calls.append(call)
            if uses.everything and uses.listed:
                message = "{syntax}: write all. before each name or before none"
                raise UserError(message, syntax=function.syntax)
            self.used.add(used, reduced=function.gives in (Gives.ONE, Gives.TABLE), plain=False)
        summed = summed_columns(function.name, [argument.name for argument in function.arguments], written)
        return line_by_line(of_additive(summed, function.name, call))

    def _filter(self, node: nodes.Filter, depth: int) -> Evaluate:
        change = known_filter(node.name)
        if node.node is None or node.dyn_args is not None or node.dyn_kwargs is not None:
            raise UserError("arguments are written one by one")
        reduces = node.name in REDUCING
        value, used = self._within(node.node, depth)
        self.used.add(used, reduced=reduces, plain=not reduces)
        arguments = [self.compile(argument, depth) for argument in node.args]
        keywords = self._keywords(node.kwargs, depth)
        refuse_other_arguments(node.name, arguments, keywords)

        def evaluate(scope: Scope) -> Value:
            given = {name: argument(scope) for name, argument in keywords.items()}
            found = value(scope)
            if node.name == "date" and scope.counts_from_1904:
                found = counted_since_1900(found)
            return change(found, *[argument(scope) for argument in arguments], **given)

        summed = summed_column(node.node) if node.name == "sum" else frozenset()
        return line_by_line(of_additive(summed, node.name, evaluate)) if reduces else evaluate

    def _keywords(self, written: Sequence[object], depth: int) -> dict[str, Evaluate]:
        return {name: self.compile(value, depth) for name, value in self._by_keyword(written).items()}

    def _by_keyword(self, written: Sequence[object]) -> dict[str, nodes.Expr]:
        found: dict[str, nodes.Expr] = {}
        for keyword in cast(Sequence[nodes.Keyword], written):
            if keyword.key in found:
                raise UserError("{name} is given twice", name=keyword.key)
            found[keyword.key] = keyword.value
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

    def _test(self, node: nodes.Test, depth: int) -> Evaluate:
        """`grp is additive`: whether the figures of a column may be summed."""
        if node.name != ADDITIVE or not isinstance(node.node, nodes.Name) or node.args or node.kwargs:
            raise UserError("behind is stands additive, before it a column: grp is additive")
        name = node.node.name
        self.used.names.add(name)
        return lambda scope: scope.is_additive(name)

    def _logical(self, decide: Callable[[Sequence[Value]], Value], node: nodes.BinExpr, depth: int) -> Evaluate:
        parts = [self.compile(node.left, depth), self.compile(node.right, depth)]
        return lambda scope: decide([part(scope) for part in parts])

    def _condition(self, node: nodes.CondExpr, depth: int) -> Evaluate:
        test, then = self.compile(node.test, depth), self.compile(node.expr1, depth)
        otherwise = self.compile(node.expr2, depth) if node.expr2 is not None else constant(None)

        def evaluate(scope: Scope) -> Value:
            found = test(scope)
            if isinstance(found, bool):
                return then(scope) if found else otherwise(scope)
            return choose(found, then(scope), otherwise(scope))

        return evaluate


def _is_everything(node: nodes.Expr) -> bool:
    """Whether a name stands behind `all.`."""
    of = node.node if isinstance(node, nodes.Getattr) else None
    return isinstance(node, nodes.Getattr) and isinstance(of, nodes.Name) and of.name == EVERYTHING


def _axis_named(node: nodes.Expr | None) -> str | None:
    """The axis that a call names as the one along which the function works. Raises UserError."""
    if node is None:
        return None
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        return canonical_axis(node.value.strip())
    raise UserError("{name} is the name of an axis, such as {example}", name=ALONG, example='along="region"')


def _is_inner(name: str) -> bool:
    """Whether a name is one of Python's own; a column '2nd half' is _2nd_half."""
    return name.startswith("_") and not name[1:2].isdigit()


SUMMED: Final[Mapping[str, frozenset[str]]] = {
    "AUDIT_SHARE": frozenset({"values", "total"}),
    "AUDIT_TOTAL": frozenset({"parts", "total"}),
    "COMPLEXITY_INDEX": frozenset({"output"}),
    "CONCENTRATION_RATIO": frozenset({"values"}),
    "DIVERSITY_INDEX": frozenset({"local"}),
    "DYNAMIC_SHIFT_SHARE": frozenset({"local", "total"}),
    "EXPORT_BASE": frozenset({"local", "total"}),
    "GROWTH_CONTRIBUTION": frozenset({"current", "base", "total_base"}),
    "GRP_SHARE": frozenset({"grp", "total"}),
    "HACHMAN_INDEX": frozenset({"local", "reference"}),
    "HHI": frozenset({"values"}),
    "HOOVER_INDEX": frozenset({"values", "reference"}),
    "KRUGMAN_INDEX": frozenset({"local", "reference"}),
    "LOCALIZATION_COEF": frozenset({"branch_local", "branch_total", "industry_local", "industry_total"}),
    "LOCALIZATION_TABLE": frozenset({"output", "reference"}),
    "LOCATIONAL_GINI": frozenset({"values", "reference"}),
    "LOCATION_QUOTIENT": frozenset({"branch_local", "branch_total", "industry_local", "industry_total"}),
    "LQ_INTERVAL": frozenset({"branch_local", "branch_total", "industry_local", "industry_total"}),
    "RELATEDNESS_DENSITY": frozenset({"output"}),
    "SHIFT_SHARE": frozenset({"local_base", "local_current", "total_base", "total_current"}),
    "SHIFT_SHARE_REGIONS": frozenset({"base", "current", "total_base", "total_current"}),
    "SPECIALIZATION_COEF": frozenset({"local", "reference"}),
}
"""The arguments of each function that are summed, or are sums."""


def summed_columns(function: str, arguments: Iterable[str], given: Iterable[nodes.Expr | None]) -> frozenset[str]:
    """The columns that a call sums, of the nodes given for its arguments."""
    summed = SUMMED.get(function, frozenset())
    named = (_column(node) for argument, node in zip(arguments, given, strict=False) if argument in summed)
    return frozenset(name for name in named if name is not None)


def summed_column(node: nodes.Expr) -> frozenset[str]:
    """The column that a node is, itself or at other labels."""
    name = _column(node)
    return frozenset() if name is None else frozenset({name})


def _column(node: nodes.Expr | None) -> str | None:
    if isinstance(node, nodes.Call) and isinstance(node.node, nodes.Getattr) and node.node.attr == "at":
        node = node.node.node
    if isinstance(node, nodes.Getattr):
        return node.attr
    return node.name if isinstance(node, nodes.Name) else None


def of_additive(columns: frozenset[str], by: str, evaluate: Evaluate) -> Evaluate:
    """Evaluates where these columns add up. Raises UserError where one doesn't."""
    ordered: Sequence[str] = sorted(columns)

    def apply(scope: Scope) -> Value:
        for name in ordered:
            if not scope.is_additive(name):
                raise UserError(
                    "{name} doesn't add up, so that {function} of it has no meaning; "
                    "RELATIVE_INDEX({name}, nation.{name}) is in percent of the total row's figure",
                    name=name,
                    function=by,
                )
        return evaluate(scope)

    return apply if ordered else evaluate
