"""Expressions within the formulas of cells, where nothing is filled."""

from collections.abc import Iterator
from typing import Final

from addin.errors import Place, UserError
from addin.filebook.source import SourceSheet
from addin.template.blocks import address
from addin.template.markers import OPENING
from udfs.formulas.tokens import TokenKind, tokens
from udfs.shortening import shortened

_IN_FORMULA: Final = "an expression in a formula isn't filled; put it in a cell of its own and refer to that: {formula}"


def unsupported_placements(source: SourceSheet) -> Iterator[UserError]:
    """The texts of formulas in which there are expressions; names of sheets and columns in formulas follow."""
    for at, cell in source.cells.items():
        text = "" if cell.formula is None else str(cell.formula.first)
        if OPENING in text and any(OPENING in each.text for each in tokens(text) if each.kind is TokenKind.TEXT):
            yield UserError(_IN_FORMULA, Place(sheet=source.name, cell=address(at)), formula=shortened(f"={text}"))
