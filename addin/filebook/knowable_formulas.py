"""Which formulas can be calculated here, and which only Excel can."""

from functools import lru_cache

from addin.filebook.source import SourceSheet
from udfs.evaluator import CallMistake
from udfs.formula import Formula, parse_formula
from udfs.formula_tree import Name, Native, walk


@lru_cache(maxsize=4096)
def knowable(text: str) -> Formula | None:
    """The formula, if all it uses are operators and functions of ours; else None."""
    try:
        formula = parse_formula("=" + text)
    except CallMistake:
        return None
    return None if any(isinstance(node, Name | Native) for node in walk(formula.tree)) else formula


def has_formulas(source: SourceSheet) -> bool:
    """Whether a sheet has any formula."""
    return any(cell.formula is not None for cell in source.cells.values())


def has_unknowable(source: SourceSheet) -> bool:
    """Whether a sheet has formulas that only Excel can calculate."""
    formulas = (cell.formula for cell in source.cells.values() if cell.formula is not None)
    return any(knowable(str(formula.text)) is None for formula in formulas)
