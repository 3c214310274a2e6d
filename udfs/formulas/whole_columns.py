"""Whole columns as arguments, =HHI(A:A): no further down than their last cell, and without the heading of figures.

A text among figures is a mistake, in a heading's place it is none; only a whole column is known to have that place.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from udfs.numerics.cell_values import SUPPRESSED_MARKS, Cells, as_rows, error_of_text
from udfs.registry import Argument, ArgumentKind

ROWS: Final = 1_048_576
_LEAST_ROWS: Final = 2
_RANGES: Final = (tuple, list, np.ndarray)
_NOT_TOLD: Final = frozenset({"n/a", "n.a.", "na", "nan", "null", "none", "nil", "н/д", "нд", "нет", "нет данных"})


@dataclass(frozen=True, slots=True)
class WholeColumns:
    """The cells of whole columns, as far down as anything is there."""

    rows: Cells


def without_margins(arguments: Sequence[object], declared: Sequence[Argument]) -> Sequence[object]:
    """The arguments, whole columns cut to one height, that of the longest, and without headings above numbers."""
    if not any(map(_is_whole, arguments)):
        return arguments
    whole = [_rows(argument) for argument in arguments]
    height = max(_LEAST_ROWS, *(_height(rows) for rows in whole if rows))
    cut: list[object] = []
    for argument, rows, known in zip(arguments, whole, declared, strict=True):
        if rows is None:
            cut.append(argument)
        else:
            filled = _filled(rows[:height], height)
            cut.append(_without_heading(filled) if known.kind in (ArgumentKind.NUMBERS, ArgumentKind.CELLS) else filled)
    return cut


def _is_whole(argument: object) -> bool:
    return len(argument) == ROWS if isinstance(argument, _RANGES) else isinstance(argument, WholeColumns)


def _rows(argument: object) -> Cells | None:
    """The rows of a whole column; None where the argument is none."""
    if not _is_whole(argument):
        return None
    return argument.rows if isinstance(argument, WholeColumns) else as_rows(argument)


def _height(rows: Cells) -> int:
    """The number of the last row that has a cell."""
    height = len(rows)
    while height and all(cell is None or cell == "" for cell in rows[height - 1]):
        height -= 1
    return height


def _filled(rows: Cells, height: int) -> list[list[Any]]:
    """The rows, with blank ones after them up to a height."""
    return [*map(list, rows), *([None] * len(rows[0]) for _ in range(height - len(rows)))]


def _without_heading(rows: list[list[Any]]) -> list[list[Any]]:
    for column in range(len(rows[0])):
        first = next((row for row in rows if row[column] is not None and row[column] != ""), None)
        if first is not None and _is_heading(first[column]):
            first[column] = None
    return rows


def _is_heading(cell: object) -> bool:
    """Whether a text can head figures: it has letters, and is no error and no mark of a figure that isn't there."""
    if not isinstance(cell, str) or error_of_text(cell) is not None:
        return False
    bare = cell.strip().casefold()
    return sum(map(str.isalpha, bare)) > 1 and bare not in SUPPRESSED_MARKS | _NOT_TOLD
