"""Expressions where nothing is filled: in formulas, and in page headers and footers."""

import re
from collections.abc import Iterator
from typing import Final

from addin.filebook.source import SourceSheet
from addin.mistakes import Mistake, Place
from addin.template.blocks import address

_OPENING: Final = "{{"
_TEXT: Final = re.compile(r'"(?:[^"]|"")*"|\'(?:[^\']|\'\')*\'')
_ELSEWHERE: Final = "{text} is in a page header or footer; expressions are filled in cells and in sheets' names"
_IN_FORMULA: Final = "an expression in a formula isn't filled; put it in a cell of its own and refer to that: {formula}"


def not_filled(source: SourceSheet) -> Iterator[Mistake]:
    """The expressions of a sheet that stand where nothing is filled; names of sheets and columns in formulas follow."""
    for node in source.around.iterfind(".//{*}headerFooter/*"):
        if node.text and _OPENING in node.text:
            yield Mistake(_ELSEWHERE, Place(sheet=source.name), text=node.text)
    for at, cell in source.cells.items():
        text = "" if cell.formula is None else str(cell.formula.text)
        if _OPENING in text and any(_OPENING in each for each in _TEXT.findall(text) if each.startswith('"')):
            yield Mistake(_IN_FORMULA, Place(sheet=source.name, cell=address(at)), formula=f"={text}")
