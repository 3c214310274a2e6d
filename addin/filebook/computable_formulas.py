"""Which formulas can be calculated here, and which only Excel can."""

from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import Final

from addin.filebook.source import Cell, SourceSheet
from addin.references.cells import CellFormula
from udfs.formulas.evaluator import FormulaSyntaxError
from udfs.formulas.excel_functions import native_function
from udfs.formulas.parser import Formula, parse_formula
from udfs.formulas.tokens import called
from udfs.formulas.tree import Native, Node
from udfs.library import FUNCTIONS

_SUBTOTAL: Final = "SUBTOTAL"


def computable(text: str, *, is_array: bool = False) -> Formula | None:
    """The formula, if all it uses are operators, functions of ours and common ones of Excel's; else None.

    `is_array` says whether it is entered as an array formula; otherwise one is unknown that takes one cell of a range.
    """
    formula = parsed(text)
    return formula if formula is not None and is_computable(formula, is_array=is_array) else None


# Kept: 45 to 85 % of reading and filling a template with formulas in nested rows; the text says all of the result.
@lru_cache(maxsize=16384)
def parsed(text: str) -> Formula | None:
    """The formula; None where it is none that we can read, or has a function that only Excel calculates."""
    if not all(map(_is_ours, called(text))):
        return None
    try:
        return parse_formula("=" + text)
    except FormulaSyntaxError:
        return None


def _is_ours(name: str) -> bool:
    """Whether a function may be calculated here."""
    return name in FUNCTIONS or native_function(name) is not None or name == _SUBTOTAL


def is_computable(formula: Formula, *, is_array: bool) -> bool:
    """Whether the formula itself says all that is needed to calculate it from the cells that it looks at."""
    if formula.has_names or formula.has_others:
        return False
    return is_array or not formula.takes_one_cell


def _is_elsewhere(node: Node) -> bool:
    return isinstance(node, Native) and node.function is None


def may_be_computable(cell: CellFormula) -> bool:
    """Whether a formula of the template can be calculated here, if its names and tables' columns stand for cells."""
    formula = parsed(str(cell.first))
    if formula is None or not formula.has_names:
        return formula is not None and is_computable(formula, is_array=is_array(cell))
    return not any(_is_elsewhere(node) for node in formula.nodes if not _is_subtotal(node))


def _is_subtotal(node: Node) -> bool:
    return isinstance(node, Native) and node.name == _SUBTOTAL


def computable_in(cell: CellFormula) -> Formula | None:
    """The formula of a cell of the template as it stands there, if it can be calculated here; else None."""
    return computable(str(cell.text), is_array=is_array(cell))


def is_array(cell: CellFormula) -> bool:
    """Whether the formula goes through ranges cell by cell."""
    return cell.attributes.get("t") == "array"


def has_formulas(source: SourceSheet) -> bool:
    """Whether a sheet has any formula."""
    return any(cell.formula is not None for cell in source.cells.values())


def has_uncomputable(source: SourceSheet, kept: AbstractSet[Cell] = frozenset()) -> bool:
    """Whether a sheet has formulas that only Excel can calculate, but for those whose values are kept."""
    formulas = (cell.formula for at, cell in source.cells.items() if cell.formula is not None and at not in kept)
    return not all(map(may_be_computable, formulas))
