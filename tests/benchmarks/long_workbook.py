"""A workbook of one long list, 100 000 rows of 20 columns: names, codes, counts, amounts and shares."""

from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from openpyxl import load_workbook
from xlsxwriter import Workbook

from addin.errors import NOWHERE
from addin.tables.table import Table

ROWS = 100_000
NAMES = ("unit", "branch", *(f"{kind}_{number}" for kind in ("count", "amount", "share") for number in range(1, 7)))
_CHUNK = 1000


def figures(count: int = ROWS) -> tuple[Sequence[str], Sequence[str], NDArray[np.float64]]:
    """The list's names, branches, and numbers by row and column."""
    random = np.random.default_rng(1)
    counts = random.integers(0, 10_000, (count, 6)).astype(np.float64)
    amounts = random.uniform(0, 1_000, (count, 6)).round(3)
    units = [f"Unit {number:06d}" for number in range(count)]
    branches = [f"Branch {number % 17}" for number in range(count)]
    return units, branches, np.hstack([counts, amounts, random.uniform(0, 100, (count, 6))])


def table(count: int = ROWS) -> Table:
    """The list as our templates are filled from it."""
    units, branches, numbers = figures(count)
    columns = dict(zip(NAMES[2:], np.ascontiguousarray(numbers.T), strict=True))
    return Table("list", NOWHERE, {"unit": units}, {"branch": branches, **columns}, lambda row, column: NOWHERE)


def rows(count: int = ROWS) -> Iterator[tuple[Any, ...]]:
    """The list row by row."""
    units, branches, numbers = figures(count)
    for start in range(0, count, _CHUNK):
        for at, row in enumerate(numbers[start : start + _CHUNK].tolist(), start):
            yield units[at], branches[at], *row


def template() -> bytes:
    """Our template: a header and a prototype row."""
    target = BytesIO()
    workbook = Workbook(target, {"in_memory": True})
    sheet = workbook.add_worksheet("List")
    sheet.write_row(0, 0, NAMES)
    sheet.write_row(1, 0, ["{{ unit | down }}", *(f"{{{{ {name} }}}}" for name in NAMES[1:])])
    workbook.close()
    return target.getvalue()


def stored(path: Path) -> list[Any]:
    """The cells of a file's only sheet, row by row; numbers to 12 digits, since some programs write 16 of 17."""
    sheet = load_workbook(path, read_only=True).worksheets[0]
    cells = chain.from_iterable(sheet.iter_rows(values_only=True))
    return [cell if isinstance(cell, str) else float(f"{cell:.12g}") for cell in cells]
