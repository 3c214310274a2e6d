"""Figures as people and programs write them: decimal commas, blanks between thousands, marks of suppression."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import Enum
from functools import cached_property
from math import isfinite
from typing import Final

from udfs.numerics.cell_values import SUPPRESSED_MARKS, CellValue, ExcelError, error_of_text

_BLANKS: Final = dict.fromkeys(map(ord, "\t\u00a0\u2007\u2008\u2009\u200a\u202f'\u2019"), " ")
_MINUSES: Final = dict.fromkeys(map(ord, "\u2212\u2012\u2013"), "-")
_SIGNS: Final = str.maketrans(_BLANKS | _MINUSES)
_NOTE: Final = re.compile(r"(?<![*¹²³⁰⁴-⁹])[*¹²³⁰⁴-⁹]+$")
_GROUPED_BY_BLANKS: Final = re.compile(r"([+-]?) ?(\d{1,3}(?: \d{3})+(?:[.,]\d*)?)")
_NUMBER: Final = re.compile(r"[+-]?(?=[.,]*\d)[\d.,]+(?:[eE][+-]?\d+)?")
_THOUSANDS: Final = re.compile(r"[+-]?[1-9]\d{0,2}(?:[.,]\d{3})+")
_CODE: Final = re.compile(r"\n[ \t]*0\d+[ \t]*(?=\n)")


class Unread(Enum):
    """Why a cell has no value to read."""

    TEXT = "text"
    DATE = "a date"
    TRUTH = "TRUE or FALSE"
    AMBIGUOUS = "a number with one mark before three figures"


@dataclass(frozen=True)
class Marks:
    """How a source writes figures.

    `suppressed` are further marks of a figure kept back; `decimal` is its decimal mark, where declared or told by its
    other numbers; `likely` is the mark that its form suggests, which settles '1.234' in its favour only.
    """

    suppressed: frozenset[str] = frozenset()
    decimal: str | None = None
    likely: str = "."

    @cached_property
    def suppressing(self) -> frozenset[str]:
        """All marks of a suppressed figure, in lower case."""
        return SUPPRESSED_MARKS | {mark.strip().casefold() for mark in self.suppressed}

    def figure(self, cell: object) -> CellValue | Unread:
        """One cell as a number, None for blank, an ExcelError, or why it is none of these."""
        if cell is None:
            return None
        if isinstance(cell, bool):
            return Unread.TRUTH
        if isinstance(cell, int | float):
            return float(cell)
        if isinstance(cell, date | time | timedelta):
            return Unread.DATE
        return self._figure_of_text(str(cell).strip())

    def _figure_of_text(self, text: str) -> CellValue | Unread:
        if not text:
            return None
        if text.casefold() in self.suppressing:
            return ExcelError.NA
        number = self.number(text)
        return (error_of_text(text) or Unread.TEXT) if number is None else number

    def number(self, text: str) -> float | Unread | None:
        """The number that a text writes; None where it writes none."""
        bare = _bare(text)
        if not _NUMBER.fullmatch(bare):
            return None
        decimal = self.decimal or _told(bare)
        if decimal is None and _THOUSANDS.fullmatch(bare):
            decimal = self.likely
            if decimal not in bare:
                return Unread.AMBIGUOUS
        decimal = decimal or "."
        grouping = "." if decimal == "," else ","
        whole, _, fraction = bare.partition(decimal)
        if grouping in fraction or decimal in fraction or (grouping in whole and not _THOUSANDS.fullmatch(whole)):
            return None
        value = float(f"{whole.replace(grouping, '')}.{fraction}" if fraction else whole.replace(grouping, "") or "0")
        return value if isfinite(value) else None


def _bare(text: str) -> str:
    """A number's text without notes and the blanks between its thousands; blanks elsewhere stay."""
    bare = _NOTE.sub("", text).translate(_SIGNS).strip()
    grouped = _GROUPED_BY_BLANKS.fullmatch(bare) if " " in bare else None
    return grouped[1] + grouped[2].replace(" ", "") if grouped else bare


def _told(bare: str) -> str | None:
    """The decimal mark that a number itself tells; None where it has none, or one mark before three figures."""
    commas, points = bare.count(","), bare.count(".")
    if commas and points:
        return "," if bare.rindex(",") > bare.rindex(".") else "."
    if commas + points == 1:
        return None if _THOUSANDS.fullmatch(bare) else "," if commas else "."
    return None if not commas + points else "." if commas else ","


def told_decimal(cells: Iterable[object]) -> str | None:
    """The decimal mark that the first telling number among the texts tells; None where none does."""
    for cell in cells:
        if isinstance(cell, str) and ("," in cell or "." in cell):
            bare = _bare(cell)
            told = _told(bare) if _NUMBER.fullmatch(bare) else None
            if told:
                return told
    return None


def is_number(cell: object, marks: Marks) -> bool:
    """Whether a cell is a number, though it may be one that can be read in two ways."""
    value = marks.figure(cell)
    return value is Unread.AMBIGUOUS or isinstance(value, float)


def is_figure(cell: object, marks: Marks) -> bool:
    """Whether a cell is a number or stands for one that is kept back or could not be calculated."""
    return is_number(cell, marks) or isinstance(marks.figure(cell), ExcelError)


def has_codes(cells: Iterable[object]) -> bool:
    """Whether some text is a code rather than a figure: '01000' has zeros in front."""
    texts = [cell for cell in cells if isinstance(cell, str)]
    return _CODE.search("\n" + "\n".join(texts) + "\n") is not None


def plain_numbers(cells: Sequence[object], marks: Marks) -> list[float | None] | None:
    """The column as floats and blanks, where all is written as programs write numbers; None where any cell is not."""
    kinds = set(map(type, cells))
    if not kinds <= {int, float, str, type(None)}:
        return None
    texts = cells if kinds == {str} else [cell for cell in cells if isinstance(cell, str)]
    if not _points_are_decimal("".join(texts), marks):  # type: ignore[arg-type]
        return None
    try:
        numbers = [None if cell is None or cell == "" else float(cell) for cell in cells]  # type: ignore[arg-type]
    except ValueError:
        return None
    return numbers if isfinite(sum(filter(None, numbers))) else None


def _points_are_decimal(texts: str, marks: Marks) -> bool:
    return "_" not in texts and ("." not in texts or (marks.decimal or marks.likely) == ".")


def share_of_figures(written: Iterable[object], marks: Marks) -> float | None:
    """The part of the written cells that are numbers; None where there is nothing but marks."""
    values = [value for value in map(marks.figure, written) if not isinstance(value, ExcelError)]
    numbers = sum(isinstance(value, float) or value is Unread.AMBIGUOUS for value in values)
    return numbers / len(values) if values else None
