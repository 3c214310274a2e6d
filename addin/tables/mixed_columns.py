"""Columns of texts among which are many numbers: taken for text, though they may be meant as figures."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from addin.errors import UserError
from addin.tables.figures import Marks, share_of_figures
from addin.tables.grid import is_blank
from addin.tables.roles import PRINTED
from addin.tables.table import Table
from udfs.numerics.cell_values import ExcelError

_TOLD_FROM: Final = 0.2
"""The part of numbers from which a column of texts may be meant as one of figures: notes hold a number now and then."""

_PLAIN: Final = Marks()


def mixed_column_notes(table: Table) -> Iterator[UserError]:
    """Each column of texts of which a fifth or more, and less than half, are numbers; with the first that is none."""
    for name, cells in table.columns.items():
        if name.startswith(PRINTED) or str not in set(map(type, cells)):
            continue
        counts = Counter(cell for cell in cells if not is_blank(cell) and not isinstance(cell, ExcelError))
        others = [cell for cell in counts if share_of_figures([cell], _PLAIN) == 0]
        numbers = counts.total() - sum(counts[cell] for cell in others)
        if others and numbers >= _TOLD_FROM * counts.total():
            message = (
                "column {name} is taken for text, as {percent} % of its cells are numbers, and '{text}' is none;"
                " declare in 'suppressed' what marks a missing figure, in 'nil' what stands for exactly 0"
            )
            place = table.place_of(list(cells).index(others[0]), name)
            yield UserError(message, place, name=name, percent=round(100 * numbers / counts.total()), text=others[0])
