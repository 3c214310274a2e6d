"""Array formulas in several cells: whether more of them can come in between."""

from typing import Final

from addin.references.formula import ParsedFormula
from addin.references.reference import Bounds, Reference
from udfs.formulas.tokens import called

_RESHAPING: Final = frozenset(
    {"FREQUENCY", "GROWTH", "LINEST", "LOGEST", "MINVERSE", "MMULT", "MUNIT", "TRANSPOSE", "TREND"}
)
"""Functions of which a cell isn't made from the cells of its own line."""


def grows(formula: ParsedFormula, sheet: str, area: Bounds) -> tuple[bool, bool]:
    """Whether the formula in an area of a sheet has values for further rows, and for further columns, within it.

    It has where it is made line by line from lines that grow with it: `=B2:B4*$C$1` in D2:D4.
    """
    if not _RESHAPING.isdisjoint(called(str(formula))):
        return False, False
    rows = [_lines(each, sheet, each.bounds.rows) for each in formula.references]
    columns = [_lines(each, sheet, each.bounds.columns) for each in formula.references]
    return _alike(rows, area.rows), _alike(columns, area.columns)


def _lines(reference: Reference, sheet: str, lines: tuple[int, int] | None) -> tuple[int, int] | None:
    """The lines of the formula's own sheet that are referred to, or one line of any other; else None."""
    own = not reference.external and set(reference.sheets) <= {sheet.casefold()}
    return lines if own or (lines and lines[0] == lines[1]) else None


def _alike(referred: list[tuple[int, int] | None], own: tuple[int, int] | None) -> bool:
    return own in referred and all(lines == own or (lines and lines[0] == lines[1]) for lines in referred)
