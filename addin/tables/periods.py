"""Periods as headers name them: a year is a year, and a quarter, a half or nine months of it are not."""

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from addin.errors import Place, UserError
from addin.tables.naming import clean
from addin.tables.raised_marks import StruckOut

_YEAR: Final = r"(?<!\d)((?:18|19|20|21)\d\d)(?!\d)"
_PLAIN_YEAR: Final = re.compile(
    rf"^(?:за\s+)?{_YEAR}(?:\s*(?:г|гг|год|года|году|ж|жыл|жылы|y|year)\.?)?(?:\s*\(?(?:p|e|r|f)\)?)?$", re.IGNORECASE
)
_HAS_YEAR: Final = re.compile(_YEAR)
_ROMAN: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_COUNT: Final = r"(\d{1,2}|i{1,3}|iv)"
_BEFORE: Final = r"[\s.-]*(?:(?:st|nd|rd|th|й|ый|ой|ші|шы|інші)[\s.-]*)?"
_PARTS: Final = (
    ("Q", re.compile(rf"\b{_COUNT}{_BEFORE}(?:quarters?|qtr|кварталы?|кв|тоқсан)\b")),
    ("Q", re.compile(r"\b([1-4])q\b")),
    ("Q", re.compile(rf"\b(?:quarter|qtr|квартал|тоқсан|q)[\s.-]*{_COUNT}\b")),
    ("H", re.compile(rf"\b{_COUNT}{_BEFORE}(?:half(?:[\s-]?years?)?|полугодие|жартыжылдық|жарты)\b")),
    ("H", re.compile(rf"\b(?:half(?:[\s-]?year)?|полугодие|h)[\s.-]*{_COUNT}\b")),
    ("M", re.compile(rf"\b{_COUNT}[\s-]*(?:months?|месяца|месяцев|мес|ай|айы)\b")),
)
_MONTH_NAMES: Final = (
    "january jan январь января янв қаңтар",
    "february feb февраль февраля фев февр ақпан",
    "march mar март марта мар наурыз",
    "april apr апрель апреля апр сәуір",
    "may май мая мамыр",
    "june jun июнь июня июн маусым",
    "july jul июль июля июл шілде",
    "august aug август августа авг тамыз",
    "september sep sept сентябрь сентября сен сент қыркүйек",
    "october oct октябрь октября окт қазан",
    "november nov ноябрь ноября ноя нояб қараша",
    "december dec декабрь декабря дек желтоқсан",
)
_MONTH_OF: Final = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}
_MONTH: Final = f"(?:{'|'.join(sorted(_MONTH_OF, key=len, reverse=True))})"
_MONTHS: Final = re.compile(
    rf"(?:{_YEAR}[\s.,-]*)?(?P<first>{_MONTH})\b\.?(?:\s*[-\u2010-\u2015]\s*(?P<last>{_MONTH})\b\.?)?(?:[\s.,-]*{_YEAR})?"
    r"(?:\s*(?:г|год|года|ж|жыл|жылы|жылғы)\.?)?(?:\s*\(?[perf]\)?)?"
)
_CODED: Final = re.compile(
    r"(?P<year>\d{4})(?:[-\s]?(?:q(?P<quarter>[1-4])|[hs](?P<half>[12])|m(?P<month>0?[1-9]|1[0-2])|w(?P<week>0[1-9]|[1-4]\d|5[0-3])"
    r"|a1)|t(?P<trimestre>[1-4]))"
)
"""Periods as SDMX, Eurostat, PC-Axis and Spain's offices write them: 2012-Q1, 2012Q1, 2012-S1, 2012M03, 2012T1."""
_ACROSS: Final = re.compile(
    r"(?:(?:fy|f\.y\.|fiscal year|financial year|финансовый год)\s*)?"
    r"(?P<first>(?:18|19|20|21)\d\d)\s*[-/\u2010-\u2015]\s*"
    r"(?P<last>\d{2}|(?:18|19|20|21)\d\d)(?:\s*(?:гг|жж|years?)\.?)?(?:\s*\(?[perf]\)?)?"
)
_FINANCIAL: Final = re.compile(
    r"(?:fy|f\.y\.|fiscal year|financial year|финансовый год)\s*(?P<year>(?:18|19|20|21)\d\d)(?:\s*\(?[perf]\)?)?"
)
_YEAR_AND_TWO: Final = re.compile(r"(?P<year>(?:18|19|20|21)\d\d)-(?P<two>\d\d)")
_DAY: Final = re.compile(r"(?P<iso>\d{4}-\d\d-\d\d)|(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})")
FINANCIAL: Final = "FY"
"""The part that a financial year is, which may begin in any month: FY2020."""


@dataclass(frozen=True, slots=True)
class Period:
    """A year, or with `part` another period that begins or ends in it.

    Parts are Q1 to Q4, H1 and H2, M01 to M12, W01 to W53, 9M (from January on), M04-M06, a day (05-31); a year across
    two is the first of them with the part '2004/05', a financial year named after one has the part FY.
    """

    year: int
    part: str | None = None


def period_of(cell: object) -> Period | None:
    """The period that a header or a cell names; None where it names none, or more than one year."""
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, int | float):
        return Period(int(cell)) if 1800 <= cell < 2200 and cell == int(cell) else None
    if isinstance(cell, date):
        return Period(cell.year)
    return _period_of_text(cell) if isinstance(cell, str) else None


# Kept: 27 % of reading a file of quarters; the text says all of the result.
@lru_cache(maxsize=4096)
def _period_of_text(text: str) -> Period | None:
    words = clean(text).casefold()
    plain = _PLAIN_YEAR.match(words)
    if plain:
        return Period(int(plain[1]))
    found = _coded(words) or _across(words) or _month_of_year(words)
    if found is not None:
        return found
    day = _day_of(text)
    if day is not None:
        return Period(day.year)
    years = _HAS_YEAR.findall(words)
    if len(years) != 1:
        return None
    part = _part(words)
    return Period(int(years[0]), _normal(part)) if part else None


def _coded(words: str) -> Period | None:
    found = _CODED.fullmatch(words)
    if found is None:
        return None
    year, quarter = int(found["year"]), found["quarter"] or found["trimestre"]
    if quarter or found["half"]:
        return Period(year, f"Q{quarter}" if quarter else f"H{found['half']}")
    if found["month"]:
        return Period(year, f"M{int(found['month']):02}")
    return Period(year, f"W{found['week']}" if found["week"] else None)


def _across(words: str) -> Period | None:
    """A year across two, written with both, or one that is called financial."""
    financial = _FINANCIAL.fullmatch(words)
    if financial:
        return Period(int(financial["year"]), FINANCIAL)
    found = _ACROSS.fullmatch(words)
    if found is None:
        return None
    first, last = int(found["first"]), found["last"]
    return Period(first, f"{first}/{last[-2:]}") if _is_next(first, last) else None


def _is_next(year: int, last: str) -> bool:
    return int(last) == (year + 1 if len(last) == 4 else (year + 1) % 100)


def _month_of_year(words: str) -> Period | None:
    found = _YEAR_AND_TWO.fullmatch(words)
    return Period(int(found["year"]), f"M{found['two']}") if found and 1 <= int(found["two"]) <= 12 else None


def _day_of(cell: object) -> date | None:
    """The day that a cell is or writes: 2012-12-31, 31.12.2012."""
    if isinstance(cell, date):
        return cell
    found = _DAY.fullmatch(cell.strip()) if isinstance(cell, str) else None
    if found is None:
        return None
    try:
        if found["iso"]:
            return date.fromisoformat(found["iso"])
        return date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return None


_SAME: Final = {"3M": "Q1", "6M": "H1", "12M": None}
"""Months from January on that have a name of their own."""


def _normal(part: str) -> str | None:
    return _SAME.get(part, part)


def _part(words: str) -> str | None:
    for kind, pattern in _PARTS:
        found = pattern.search(words)
        if found:
            count = _ROMAN.get(found[1]) or int(found[1])
            return f"{count}M" if kind == "M" else f"{kind}{count}"
    months = _MONTHS.fullmatch(words)
    return _months(_MONTH_OF[months["first"]], months["last"]) if months else None


def _months(first: int, until: str | None) -> str | None:
    """A month, or those up to another; None where that is an earlier one."""
    last = first if until is None else _MONTH_OF[until]
    if first >= last:
        return f"M{first:02}" if until is None else None
    return f"{last}M" if first == 1 else f"M{first:02}-M{last:02}"


def header_period(header: object) -> Period | None:
    """The period that a heading names, which may be a year written as text."""
    text = header.strip() if isinstance(header, str) else header
    return period_of(int(text)) if isinstance(text, str) and text.isdecimal() else period_of(text)


def periods_of(cells: Iterable[object]) -> dict[object, Period | None]:
    """The period that each cell of a column, or each heading of a row, names; None where it names none.

    All of them tell together what one alone doesn't: '2011-12' is a month where not all such texts are years across
    two, and days are years where they are the same day of each, else months where they begin or end one.
    """
    found = {cell: None if isinstance(cell, StruckOut) else header_period(cell) for cell in cells}
    short = [cell for cell in found if _is_short(cell)]
    if any(not _is_next(*_year_and_two(cell)) for cell in short):
        found |= {cell: _month_of_year(str(cell).strip()) for cell in short}
    days = {cell: day for cell in found if (day := _day_of(cell)) is not None}
    if len({_day_of_year(day) for day in days.values()}) > 1:
        whole = all(_day_of_year(day)[1] in (1, 0) for day in days.values())
        found |= {cell: Period(day.year, f"M{day.month:02}" if whole else f"{day:%m-%d}") for cell, day in days.items()}
    return found


def doubtful(cells: Iterable[object]) -> object | None:
    """The one cell that is a year across two or a month, where none other tells which: 2011-12; else None."""
    short = [cell for cell in dict.fromkeys(cells) if _is_short(cell)]
    alone = len(short) == 1 and _is_next(*_year_and_two(short[0]))
    return short[0] if alone and _month_of_year(str(short[0]).strip()) else None


def doubt(cell: object, place: Place) -> UserError:
    """The mistake of a cell that is a year across two or a month."""
    year, two = _year_and_two(cell)
    return UserError(
        "'{found}' can be a year across two or a month; write it as {across} or {month}",
        place,
        found=cell,
        across=f"{year}/{two}",
        month=f"{year}M{two}",
    )


def _is_short(cell: object) -> bool:
    return isinstance(cell, str) and _YEAR_AND_TWO.fullmatch(cell.strip()) is not None


def _year_and_two(cell: object) -> tuple[int, str]:
    year, _, two = str(cell).strip().partition("-")
    return int(year), two


def _day_of_year(day: date) -> tuple[int, int]:
    """The month and the day of it; 0 is its last."""
    return day.month, 0 if day.day == monthrange(day.year, day.month)[1] else day.day
