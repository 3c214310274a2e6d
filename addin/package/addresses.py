"""Addresses of cells and areas as Excel writes them: `B5`, `$B$5:C9`, `B:C`, `5:9`.

openpyxl has the same, but to load it takes longer than to fill a workbook.
"""

import re
from typing import Final, TypeAlias

Edges: TypeAlias = tuple[int | None, int | None, int | None, int | None]
"""First column and row, last column and row; None where whole rows or columns are meant."""

_CELL: Final = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]+)")
_CORNER: Final = re.compile(r"\$?([A-Za-z]{1,3})?\$?([0-9]+)?")
_MOST_COLUMNS: Final = 18_278
"""As many as three letters can name."""


def column_letters(column: int) -> str:
    """The letters of a column, from 1. ValueError where three letters can't name it."""
    if not 1 <= column <= _MOST_COLUMNS:
        raise ValueError(f"there is no column {column}")
    letters = ""
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def column_number(letters: str) -> int:
    """The number of a column, from 1. ValueError where these are no letters of a column."""
    if not (letters.isascii() and letters.isalpha() and len(letters) <= len("ZZZ")):
        raise ValueError(f"there is no column {letters}")
    number = 0
    for letter in letters.upper():
        number = 26 * number + ord(letter) - ord("A") + 1
    return number


def cell_at(address: str) -> tuple[int, int]:
    """The row and the column of one cell. ValueError for anything else."""
    match = _CELL.fullmatch(address)
    if match is None or not int(match[2]):
        raise ValueError(f"{address} is no cell")
    return int(match[2]), column_number(match[1])


def area_edges(address: str) -> Edges:
    """The edges of an area or of one cell. ValueError for anything else."""
    start, colon, end = address.partition(":")
    first, last = _corner(start), _corner(end if colon else start)
    if [line is None for line in first] != [line is None for line in last]:
        raise ValueError(f"{address} is no area of cells")
    return (*first, *last)


def _corner(address: str) -> tuple[int | None, int | None]:
    match = _CORNER.fullmatch(address)
    if match is None:
        raise ValueError(f"{address} is no area of cells")
    letters, row = match.groups()
    return column_number(letters) if letters else None, int(row) if row else None
