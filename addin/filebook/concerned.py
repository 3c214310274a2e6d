"""Which sheets a filling concerns: those filled, and those whose formulas look at them."""

from collections.abc import Set as AbstractSet
from typing import Final

from addin.filebook.source import SourceSheet
from addin.filebook.template import FileTemplate
from addin.references.cells import CellFormula
from udfs.evaluator import CallMistake
from udfs.formula import parse_formula
from udfs.formula_tree import Name, Native, walk

_FINDERS: Final = frozenset({"INDIRECT", "OFFSET", "GETPIVOTDATA", "CELL", "EVALUATE"})


def concerned_sheets(template: FileTemplate, filled: AbstractSet[str]) -> tuple[str, ...]:
    """The names of the filled sheets, and of all whose formulas may depend on them, in the template's order."""
    concerned = {name.casefold() for name in filled}
    waiting = [sheet.name for sheet in template.sheets if sheet.name.casefold() not in concerned]
    waiting = [name for name in waiting if _has_formulas(template, name)]
    while found := [name for name in waiting if _depends(template.source(name), concerned)]:
        concerned.update(name.casefold() for name in found)
        waiting = [name for name in waiting if name not in found]
    return tuple(sheet.name for sheet in template.sheets if sheet.name.casefold() in concerned)


def _has_formulas(template: FileTemplate, name: str) -> bool:
    part = template.package.read(template.part(name))
    return b"<f" in part or b":f" in part


def _depends(source: SourceSheet, concerned: AbstractSet[str]) -> bool:
    formulas = (cell.formula for cell in source.cells.values() if cell.formula is not None)
    return any(_looks_at(formula, concerned) for formula in formulas)


def _looks_at(formula: CellFormula, concerned: AbstractSet[str]) -> bool:
    """Whether a formula refers to a sheet, or uses something that may: a name, a table, a function that finds cells."""
    if any(name in concerned for reference in formula.text.references for name in reference.sheets):
        return True
    try:
        tree = parse_formula(f"={formula.text}").tree
    except CallMistake:
        return True
    return any(isinstance(node, Name) or (isinstance(node, Native) and node.name in _FINDERS) for node in walk(tree))
