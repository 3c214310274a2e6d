"""Cells as LibreOffice has them and as they travel: an error is {"error": its text}, a blank is null."""

from __future__ import annotations

import struct
from typing import Any

CODES = {"#NULL!": 521, "#DIV/0!": 532, "#VALUE!": 519, "#REF!": 524, "#NAME?": 525, "#NUM!": 503, "#N/A": 32767}
TEXTS = {
    **{code: text for text, code in CODES.items()},
    502: "#NUM!",  # an argument outside of a function's domain, as in SQRT(-1)
    523: "#NUM!",  # an iteration that does not converge
}
UNSAID = "#VALUE!"
TRUTHS = {0.0: "FALSE", 1.0: "TRUE"}


def cells_of(area: Any) -> list[list[Any]]:
    """The cells of a range, row by row."""
    rows = [list(row) for row in area.getDataArray()]
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if value is None or value in ("", 0.0, 1.0):
                row[c] = _closer(area.getCellByPosition(c, r), value)
    return rows


def _closer(cell: Any, value: Any) -> Any:
    """What LibreOffice gives alike and is not: errors, blanks and empty texts, TRUE and FALSE."""
    if value is None:
        return {"error": TEXTS.get(cell.getError(), UNSAID)}
    if value == "":
        return "" if cell.Formula else None
    return bool(value) if cell.String == TRUTHS[value] else value


def value_for_calc(cell: Any) -> Any:
    """What a Basic function returns to Calc; an error is a NaN that carries Calc's own code for it."""
    if isinstance(cell, dict):
        bits = 0x7FF8_0000_0000_0000 | CODES.get(cell["error"], CODES[UNSAID])
        return struct.unpack("<d", struct.pack("<Q", bits))[0]
    return "" if cell is None else cell
