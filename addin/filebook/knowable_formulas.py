"""Which formulas can be calculated here, and which only Excel can."""

from functools import lru_cache

from addin.filebook.source import SourceSheet
from addin.references.cells import CellFormula
from udfs.evaluator import CallMistake
from udfs.formula import Formula, parse_formula
from udfs.formula_tree import Name, Native, intersects, walk


@lru_cache(maxsize=4096)
def knowable(text: str, *, is_array: bool = False) -> Formula | None:
    """The formula, if all it uses are operators, functions of ours and common ones of Excel's; else None.

    `is_array` says whether it is entered as an array formula; otherwise one is unknown that takes one cell of a range.
    """
    try:
        formula = parse_formula("=" + text)
    except CallMistake:
        return None
    if any(
        isinstance(node, Name) or (isinstance(node, Native) and node.function is None) for node in walk(formula.tree)
    ):
        return None
    return formula if is_array or not intersects(formula.tree) else None


def knowable_in(cell: CellFormula) -> Formula | None:
    """The formula of a cell of the template as it stands there, if it can be calculated here; else None."""
    return knowable(str(cell.text), is_array=is_array(cell))


def is_array(cell: CellFormula) -> bool:
    """Whether the formula goes through ranges cell by cell."""
    return cell.attributes.get("t") == "array"


def has_formulas(source: SourceSheet) -> bool:
    """Whether a sheet has any formula."""
    return any(cell.formula is not None for cell in source.cells.values())


def has_unknowable(source: SourceSheet) -> bool:
    """Whether a sheet has formulas that only Excel can calculate."""
    formulas = (cell.formula for cell in source.cells.values() if cell.formula is not None)
    return any(knowable_in(formula) is None for formula in formulas)
