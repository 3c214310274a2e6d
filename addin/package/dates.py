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

_BRACKETS: Final = re.compile(r"\[[^\[\]]*\]")
_DAYS_ALONE: Final = re.compile(r"(?=.*yy)(?:d{1,2}(?!d)|m{1,2}(?!m)|yyyy(?!y)|yy(?!y)|[ ./,г-])+", re.IGNORECASE)
_LETTERS: Final = re.compile(r"[dmhys]", re.IGNORECASE)
"""What a format for dates or times has, as others may."""


_FROM_1900_TO_1904: Final = 1462
_FIRST_DAY: Final = date(1899, 12, 30)
_MOST_DAYS: Final = 2_958_466
_DATE_PARTS: Final = re.compile(r"dd?|mm?|yyyy|yy")
_USUAL: Final = "dd.mm.yyyy"


class Day(float):
    """The number of a day as its workbook counts days, with how the cell shows it: `form` has d, m and y alone."""

    __slots__ = ("form", "from_1904")
    form: str
    from_1904: bool

    def __new__(cls, number: float, form: str = _USUAL, *, from_1904: bool = False) -> "Day":
        """The number with its form."""
        made = super().__new__(cls, number)
        made.form, made.from_1904 = form, from_1904
        return made

    @property
    def text(self) -> str:
        """The day as its cell shows it."""
        number = float(self)
        return day_text(since_1900(number) if self.from_1904 else number, self.form) or repr(number)


class ShownDate(datetime):
    """A moment in a cell of data; its text is what the cell shows."""

    shown: str

    @classmethod
    def of(cls, moment: datetime, shown: str) -> "ShownDate":
        """The moment with its text."""
        made = cls.combine(moment.date(), moment.time())
        made.shown = shown
        return made

    def __str__(self) -> str:
        return self.shown

    def __reduce_ex__(self, protocol: object) -> tuple[Callable[..., "ShownDate"], tuple[datetime, str]]:
        return ShownDate.of, (datetime.combine(self.date(), self.time()), self.shown)


def moment_text(moment: Moment, form: str = "yyyy-mm-dd") -> str:
    """A moment as text: its day in a form of d, m and y, then its time where it has one; a time alone as hh:mm."""
    if isinstance(moment, timedelta):
        minutes, seconds = divmod(round(moment.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}" + (f":{seconds:02}" if seconds else "")
    clock = moment if isinstance(moment, time) else moment.time() if isinstance(moment, datetime) else time()
    shown = f"{clock:%H:%M:%S}" if clock.second else f"{clock:%H:%M}"
    if isinstance(moment, time):
        return shown
    day = _in_form(moment, form)
    return day if clock == time() else f"{day} {shown}"


def since_1900(number: float) -> float:
    """The number of a day, counted from 1900 on, whose number counts from 1904 on."""
    return number + _FROM_1900_TO_1904


def day_text(number: float, form: str) -> str | None:
    """The day of a number counted from 1900 on, d, dd, m, mm, yy, yyyy being its parts; None where it is none."""
    if not 1 <= number < _MOST_DAYS:
        return None
    return _in_form(_FIRST_DAY + timedelta(days=int(number)), form)


def _in_form(day: date, form: str) -> str:
    parts = {"d": f"{day.day}", "dd": f"{day.day:02}", "m": f"{day.month}", "mm": f"{day.month:02}"}
    parts |= {"yy": f"{day.year % 100:02}", "yyyy": f"{day.year}"}
    return _DATE_PARTS.sub(lambda part: parts[part.group()], form)


def day_form(code: str | None) -> str:
    """The parts of a day in a number format of days and signs alone; else the usual form, days being what is told."""
    bare = "" if code is None else _BRACKETS.sub("", code.partition(";")[0]).replace("\\", "").replace('"', "")
    return bare.lower() if _DAYS_ALONE.fullmatch(bare) else _USUAL


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
