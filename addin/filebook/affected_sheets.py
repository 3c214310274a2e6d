"""Which sheets a filling concerns: those filled, and those whose formulas look at them."""

from collections.abc import Set as AbstractSet
from typing import Final

from addin.filebook.source import SourceSheet
from addin.filebook.template import FileTemplate
from addin.references.cells import CellFormula
from addin.references.reference import Reference
from addin.references.structured import Structured
from udfs.formulas.tokens import Token, TokenKind, bare_function, tokens

_TRUTH: Final = frozenset({"TRUE", "FALSE"})
_FINDERS: Final = frozenset({"INDIRECT", "OFFSET", "GETPIVOTDATA", "CELL", "EVALUATE"})


def affected_sheets(template: FileTemplate, filled: AbstractSet[str]) -> tuple[str, ...]:
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
    return b"<f" in part or b":f" in part or b"\0" in part


def _depends(source: SourceSheet, concerned: AbstractSet[str]) -> bool:
    formulas = (cell.formula for cell in source.cells.values() if cell.formula is not None)
    return any(_looks_at(formula, concerned) for formula in formulas)


def _looks_at(formula: CellFormula, concerned: AbstractSet[str]) -> bool:
    """Whether a formula refers to a sheet, or uses something that may: a name, a table, a function that finds cells."""
    if any(len(each.sheets) > 1 or not concerned.isdisjoint(each.sheets) for each in formula.first.references):
        return True
    return any(not isinstance(part, Reference) and _finds(part) for part in formula.first.parts)


def _finds(part: str | Structured) -> bool:
    """Whether what stands between references holds a name, or a function that finds cells."""
    if isinstance(part, Structured):
        return True
    return any(map(_finds_cells, tokens(part)))


def _finds_cells(token: Token) -> bool:
    if token.kind is TokenKind.FUNCTION:
        return bare_function(token.text) in _FINDERS
    return token.kind is TokenKind.STRUCTURED or (token.kind is TokenKind.NAME and token.text.upper() not in _TRUTH)
