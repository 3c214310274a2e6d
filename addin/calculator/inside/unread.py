"""Formulas that this LibreOffice can't read, such as those with functions newer than itself: their values are none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import uno  # type: ignore[import-not-found]

ERRORS = 4
ALL_RESULTS = 1 | 2 | 4
NO_NAME = 525
ENGLISH = uno.getConstantByName("com.sun.star.sheet.FormulaLanguage.ENGLISH")
SPECIAL = uno.getConstantByName("com.sun.star.sheet.FormulaMapGroup.SPECIAL")
BAD = 7
QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")


class UnreadFormulas:
    """The formulas with a word that has no meaning here, and those on the same sheet that look at such cells.

    A formula may hide the error of a word without meaning (`IFERROR`), so that its words are asked for, not its error.
    """

    def __init__(self, workbook: Any) -> None:
        mapper = workbook.createInstance("com.sun.star.sheet.FormulaOpCodeMapper")
        self._bad = mapper.getAvailableMappings(ENGLISH, SPECIAL)[BAD].Token.OpCode

    def cells(self, sheet: Any) -> set[tuple[int, int]]:
        """Row and column, both from 0, of each such formula."""
        unread = {at for at, text in _formulas(sheet, ALL_RESULTS) if _has_word(text) and self._is_unread(sheet, at)}
        unread |= {at for at, _ in _formulas(sheet, ERRORS) if _cell(sheet, at).getError() == NO_NAME}
        for at in tuple(unread):
            for area in _cell(sheet, at).queryDependents(True).RangeAddresses:
                rows = range(area.StartRow, area.EndRow + 1)
                unread |= {(row, column) for row in rows for column in range(area.StartColumn, area.EndColumn + 1)}
        return unread

    def _is_unread(self, sheet: Any, at: tuple[int, int]) -> bool:
        cell = _cell(sheet, at)
        if not cell.getArrayFormula():
            return any(token.OpCode == self._bad for token in cell.getTokens())
        array = sheet.createCursorByRange(cell)
        array.collapseToCurrentArray()
        return any(token.OpCode == self._bad for token in array.getArrayTokens())


def _has_word(formula: str) -> bool:
    """Whether a word may be without meaning: LibreOffice shows those in small letters, its functions in capitals."""
    return any(letter.islower() for letter in QUOTED.sub("", formula))


def _formulas(sheet: Any, results: int) -> Iterator[tuple[tuple[int, int], str]]:
    for area in sheet.queryFormulaCells(results).RangeAddresses:
        cells = sheet.getCellRangeByPosition(area.StartColumn, area.StartRow, area.EndColumn, area.EndRow)
        for r, row in enumerate(cells.getFormulaArray()):
            for c, formula in enumerate(row):
                yield (area.StartRow + r, area.StartColumn + c), formula


def _cell(sheet: Any, at: tuple[int, int]) -> Any:
    return sheet.getCellByPosition(at[1], at[0])
