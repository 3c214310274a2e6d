"""Dates and percent in cells: which number formats show them, and the numbers that stand for dates.

openpyxl knows both; it is loaded where there are dates only, since that takes longer than to fill a workbook.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Final, TypeAlias

Moment: TypeAlias = date | datetime | time | timedelta

_BUILT_IN: Final = frozenset({*range(14, 23), 45, 46, 47})
"""The numbers of Excel's own formats for dates and times (ECMA-376 Part 1, 18.8.30)."""

_BUILT_IN_PERCENT: Final = frozenset({9, 10})
_LITERAL: Final = re.compile(r'"[^"]*"|\\.|\[[^\]]{0,255}\]')
"""What a format shows as it stands."""

_LETTERS: Final = re.compile(r"[dmhys]", re.IGNORECASE)
"""What a format for dates or times has, as others may."""


def shows_dates(number: int, code: str | None) -> bool:
    """Whether a number format shows dates or times; `code` is None for a format of Excel's own."""
    if code is None:
        return number in _BUILT_IN
    if not _LETTERS.search(code):
        return False
    from openpyxl.styles.numbers import is_date_format

    return bool(is_date_format(code))


def shows_percent(number: int, code: str | None) -> bool:
    """Whether a number format shows a hundred times the number, with %; `code` is None for a format of Excel's own."""
    if code is None:
        return number in _BUILT_IN_PERCENT
    return "%" in code and "%" in _LITERAL.sub("", code)


def number_of(moment: Moment) -> float:
    """The number that stands for a moment, counted in days from 1900 on."""
    from openpyxl.utils.datetime import to_excel

    return float(to_excel(moment))  # type: ignore[no-untyped-call]


def counted(*, from_1904: bool) -> Callable[[float], Moment]:
    """What gives the moment that a number stands for."""
    from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

    return partial(from_excel, epoch=CALENDAR_MAC_1904 if from_1904 else CALENDAR_WINDOWS_1900)
