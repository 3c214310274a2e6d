"""Figures as people and programs write them: decimal commas, blanks between thousands, marks of suppression."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import Enum
from functools import cached_property
from math import isfinite
from typing import Final

from addin.tables.naming import RAISED
from addin.tables.raised_marks import StruckOut
from udfs.numerics.cell_values import SUPPRESSED_MARKS, CellValue, ExcelError, error_of_text

_BLANKS: Final = dict.fromkeys(map(ord, "\t\u00a0\u2007\u2008\u2009\u200a\u202f'\u2019"), " ")
_MINUSES: Final = dict.fromkeys(map(ord, "\u2212\u2010\u2011\u2012\u2013\ufe63\uff0d"), "-")
_SIGNS: Final = str.maketrans(_BLANKS | _MINUSES)
_NOTE: Final = (
    rf"(?: ?(?:[*†‡{RAISED},]\)?|\[(?:note ?)?\d{{1,2}}\]|\[[a-z](?:, ?[a-z])*\]|\((?:\d{{1,2}}|[a-z])\)"
    r"|(?<= )\d{1,2}\)))*"
)
_FLAG: Final = r"(?: ?(?!in$)[bdefinprsu]{1,4})?"
_WITH_NOTES: Final = re.compile(
    rf"(?P<figure>[+-]? ?[\d.,](?:[\d., ]{{0,500}}[\d.,])?)(?P<percent> ?%)?(?P<notes>{_NOTE}{_FLAG})", re.IGNORECASE
)
_SUPPRESSED_WITH_FLAG: Final = re.compile(r"(?P<mark>\S+?) ?(?P<flag>[a-z]{1,3})", re.IGNORECASE)
_GROUPED_BY_BLANKS: Final = re.compile(r"([+-]?) ?(\d{1,3}(?: \d{3})+(?:[.,]\d*)?)")
_NUMBER: Final = re.compile(r"[+-]?(?=[.,]*\d)[\d.,]+(?:[eE][+-]?\d+)?")
_THOUSANDS: Final = re.compile(r"[+-]?[1-9]\d{0,2}(?:[.,]\d{3})+")
_LAKHS: Final = re.compile(r"[+-]?[1-9]\d?(?:,\d\d)+,\d{3}")
_IN_BRACKETS: Final = re.compile(r"\([\d.,\s]+\)|[\d.,\s]+-")
_CODE: Final = re.compile(r"\n[ \t]*0\d+[ \t]*(?=\n)")


class Figure(float):
    """A number with what stands behind it: its flags and footnote marks as written, and whether it is in percent."""

    __slots__ = ("flags", "in_percent")
    flags: str
    in_percent: bool

    def __new__(cls, value: float, flags: str = "", *, in_percent: bool = False) -> "Figure":
        """The number with its flags."""
        made = super().__new__(cls, value)
        made.flags, made.in_percent = flags, in_percent
        return made


class UnreadReason(Enum):
    """Why a cell has no value to read."""

    TEXT = "text"
    DATE = "a date"
    TRUTH = "TRUE or FALSE"
    STRUCK_OUT = "struck out"
    AMBIGUOUS = "a number with one mark before three figures"
    OTHER_DECIMAL = "a number with another decimal mark than the column's"
    IN_BRACKETS = "a number in brackets, or with a minus behind it"
    NOT_ALONE = "a number with something else beside it"


_UNREAD_NUMBERS: Final = (
    UnreadReason.AMBIGUOUS,
    UnreadReason.STRUCK_OUT,
    UnreadReason.OTHER_DECIMAL,
    UnreadReason.IN_BRACKETS,
)


@dataclass(frozen=True)
class Marks:
    """How a source writes figures.

    `suppressed` are further marks of a figure kept back, `nil` marks of one that is exactly 0, `rounded` of one that is
    0 when it is rounded, which stay beside it as flags; `decimal` is its decimal mark, where declared or told by its
    other numbers.
    """

    suppressed: frozenset[str] = frozenset()
    decimal: str | None = None
    nil: frozenset[str] = frozenset()
    rounded: frozenset[str] = frozenset()

    @cached_property
    def suppressing(self) -> frozenset[str]:
        """All marks of a suppressed figure, in lower case."""
        return SUPPRESSED_MARKS | {mark.strip().casefold() for mark in self.suppressed}

    @cached_property
    def _nil(self) -> frozenset[str]:
        return frozenset(mark.strip().translate(_SIGNS).casefold() for mark in self.nil)

    @cached_property
    def _rounded(self) -> frozenset[str]:
        return frozenset(mark.casefold() for mark in self.rounded)

    def figure(self, cell: object) -> CellValue | UnreadReason:
        """One cell as a number, None for blank, an ExcelError, or why it is none of these."""
        if cell is None:
            return None
        if isinstance(cell, bool):
            return UnreadReason.TRUTH
        if isinstance(cell, int | float):
            return cell if type(cell) is Figure else float(cell)
        if isinstance(cell, date | time | timedelta):
            return UnreadReason.DATE
        if isinstance(cell, StruckOut):
            return UnreadReason.STRUCK_OUT if is_number(str(cell), self) else UnreadReason.TEXT
        return self._figure_of_text(str(cell).strip())

    def _figure_of_text(self, text: str) -> CellValue | UnreadReason:
        if not text:
            return None
        if text.casefold() in self.suppressing:
            return ExcelError.NA
        if self.nil and text.translate(_SIGNS).casefold() in self._nil:
            return 0.0
        if self.rounded and text.casefold() in self._rounded:
            return Figure(0.0, text)
        number = self.number(text)
        if number is not None:
            return number
        flagged = _SUPPRESSED_WITH_FLAG.fullmatch(text)
        if flagged and flagged["mark"].casefold() in self.suppressing and not flagged["mark"].isalpha():
            return ExcelError.NA
        return error_of_text(text) or self._reason(text)

    def number(self, text: str) -> float | UnreadReason | None:
        """The number that a text writes, with its flags; None where it writes none."""
        bare, flags, in_percent = _parted(text)
        number = self._number(bare)
        if isinstance(number, float) and (flags or in_percent):
            return Figure(number, flags, in_percent=in_percent)
        return number

    def _number(self, bare: str) -> float | UnreadReason | None:
        if not _NUMBER.fullmatch(bare):
            return None
        decimal = self.decimal or _told(bare)
        if decimal is None and _THOUSANDS.fullmatch(bare):
            return UnreadReason.AMBIGUOUS
        decimal = decimal or "."
        grouping = "." if decimal == "," else ","
        whole, _, fraction = bare.partition(decimal)
        if grouping in fraction or decimal in fraction or (grouping in whole and not _is_grouped(whole)):
            return None
        value = float(f"{whole.replace(grouping, '')}.{fraction}" if fraction else whole.replace(grouping, "") or "0")
        return value if isfinite(value) else None

    def _reason(self, text: str) -> UnreadReason:
        if self.decimal is not None and isinstance(Marks().number(text), float):
            return UnreadReason.OTHER_DECIMAL
        if _IN_BRACKETS.fullmatch(text.translate(_SIGNS)):
            return UnreadReason.IN_BRACKETS
        return UnreadReason.NOT_ALONE if any(map(str.isdecimal, text)) else UnreadReason.TEXT


def _is_grouped(whole: str) -> bool:
    """Whether digits stand in groups of three, or as India writes them: 1,23,45,678."""
    return (_THOUSANDS.fullmatch(whole) or _LAKHS.fullmatch(whole)) is not None


def _parted(text: str) -> tuple[str, str, bool]:
    """A number's text without the blanks between its thousands, the flags behind it, and whether it is in percent."""
    bare = text.translate(_SIGNS).strip()
    if _NUMBER.fullmatch(bare):
        return bare, "", False
    parts = _WITH_NOTES.fullmatch(bare)
    if parts is None:
        return bare, "", False
    figure = parts["figure"]
    grouped = _GROUPED_BY_BLANKS.fullmatch(figure) if " " in figure else None
    number = grouped[1] + grouped[2].replace(" ", "") if grouped else figure
    return number, parts["notes"].strip(), parts["percent"] is not None


def _told(bare: str) -> str | None:
    """The decimal mark that a number itself tells; None where it has none, or one mark before three figures."""
    commas, points = bare.count(","), bare.count(".")
    if commas and points:
        return "," if bare.rindex(",") > bare.rindex(".") else "."
    if commas + points == 1:
        return None if _THOUSANDS.fullmatch(bare) else "," if commas else "."
    return None if not commas + points else "." if commas else ","


def told_decimal(cells: Iterable[str]) -> str | None:
    """The decimal mark that the first telling number among texts tells; None where none does."""
    for cell in cells:
        if "," in cell or "." in cell:
            bare = _parted(cell)[0]
            told = _told(bare) if _NUMBER.fullmatch(bare) else None
            if told:
                return told
    return None


def is_number(cell: object, marks: Marks) -> bool:
    """Whether a cell is a number, though it may be one that can be read in two ways or is struck out."""
    value = marks.figure(cell)
    return isinstance(value, float) or value in _UNREAD_NUMBERS


def is_figure(cell: object, marks: Marks) -> bool:
    """Whether a cell is a number or stands for one that is kept back or could not be calculated."""
    return is_number(cell, marks) or isinstance(marks.figure(cell), ExcelError)


def has_codes(text: str) -> bool:
    """Whether some line of a text is a code rather than a figure: '01000' has zeros in front."""
    return _CODE.search(f"\n{text}\n") is not None


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
    return "_" not in texts and ("." not in texts or marks.decimal == ".")


def share_of_figures(written: Iterable[object], marks: Marks) -> float | None:
    """The part of the written cells that are numbers; None where there is nothing but marks."""
    values = [value for value in map(marks.figure, written) if not isinstance(value, ExcelError)]
    numbers = sum(isinstance(value, float) or value in _UNREAD_NUMBERS for value in values)
    return numbers / len(values) if values else None
