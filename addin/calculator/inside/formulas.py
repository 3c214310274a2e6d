"""Arguments skipped in a call of ours, as in F(a;;c): Calc would pass 0 for one, so a word takes its place."""

from __future__ import annotations

import re
from typing import Any

import uno  # type: ignore[import-not-found]
from com.sun.star.sheet import FormulaToken  # type: ignore[import-not-found]

OMITTED = "\N{SYMBOL FOR NULL}growthpole:omitted"
SKIPPED = re.compile(r"[(;]\s*[;)]")
ALL_RESULTS = 1 | 2 | 4
ENGLISH = uno.getConstantByName("com.sun.star.sheet.FormulaLanguage.ENGLISH")
SPECIAL = uno.getConstantByName("com.sun.star.sheet.FormulaMapGroup.SPECIAL")
SEPARATORS = uno.getConstantByName("com.sun.star.sheet.FormulaMapGroup.SEPARATORS")
PUSH, MISSING, MACRO = 0, 6, 11
OPEN, CLOSE = 0, 1


def fill_skipped_arguments(workbook: Any) -> None:
    """Puts OMITTED for each argument that a call of a Basic function skips, in every sheet."""
    rewrite = _Rewriting(workbook)
    for sheet in workbook.Sheets:
        for area in sheet.queryFormulaCells(ALL_RESULTS).RangeAddresses:
            cells = sheet.getCellRangeByPosition(area.StartColumn, area.StartRow, area.EndColumn, area.EndRow)
            for r, row in enumerate(cells.getFormulaArray()):
                for c, formula in enumerate(row):
                    if SKIPPED.search(formula):
                        rewrite.cell(sheet, cells.getCellByPosition(c, r))


class _Rewriting:
    """Formulas as tokens, whose numbers this LibreOffice tells."""

    def __init__(self, workbook: Any) -> None:
        mapper = workbook.createInstance("com.sun.star.sheet.FormulaOpCodeMapper")
        special = [entry.Token.OpCode for entry in mapper.getAvailableMappings(ENGLISH, SPECIAL)]
        separators = [entry.Token.OpCode for entry in mapper.getAvailableMappings(ENGLISH, SEPARATORS)]
        self._push, self._missing, self._macro = special[PUSH], special[MISSING], special[MACRO]
        self._open, self._close = separators[OPEN], separators[CLOSE]

    def cell(self, sheet: Any, cell: Any) -> None:
        matrix = cell.getArrayFormula()
        target = cell
        if matrix:
            target = sheet.createCursorByRange(cell)
            target.collapseToCurrentArray()
        tokens = target.getArrayTokens() if matrix else target.getTokens()
        filled = self._filled(tokens)
        if filled != list(tokens):
            (target.setArrayTokens if matrix else target.setTokens)(tuple(filled))

    def _filled(self, tokens: tuple[Any, ...]) -> list[Any]:
        ours: list[bool] = []
        before = None
        filled = []
        for token in tokens:
            if token.OpCode == self._open:
                ours.append(before == self._macro)
            elif token.OpCode == self._close and ours:
                ours.pop()
            skipped = token.OpCode == self._missing and any(ours[-1:])
            filled.append(FormulaToken(self._push, OMITTED) if skipped else token)
            before = token.OpCode
        return filled
