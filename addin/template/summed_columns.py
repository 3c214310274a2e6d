"""Columns that an expression sums, or makes shares of: only of figures that add up has that a meaning."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from jinja2 import nodes

from addin.errors import UserError
from addin.template.evaluation import Evaluate, Scope
from addin.template.operations import Value

SUMMED: Final[Mapping[str, frozenset[str]]] = {
    "AUDIT_SHARE": frozenset({"values", "total"}),
    "AUDIT_TOTAL": frozenset({"parts", "total"}),
    "CONCENTRATION_RATIO": frozenset({"values"}),
    "GRP_SHARE": frozenset({"grp", "total"}),
    "HHI": frozenset({"values"}),
    "KRUGMAN_INDEX": frozenset({"local", "reference"}),
    "LOCALIZATION_COEF": frozenset({"branch_local", "branch_total", "industry_local", "industry_total"}),
    "LOCALIZATION_TABLE": frozenset({"output", "reference"}),
    "LOCATIONAL_GINI": frozenset({"values", "reference"}),
    "SHIFT_SHARE": frozenset({"local_base", "local_current", "total_base", "total_current"}),
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
