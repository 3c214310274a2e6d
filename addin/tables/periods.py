"""Periods as headers name them: a year is a year, and a quarter, a half or nine months of it are not."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from addin.tables.naming import clean

_YEAR: Final = r"(?<!\d)((?:18|19|20|21)\d\d)(?!\d)"
_PLAIN_YEAR: Final = re.compile(
    rf"^{_YEAR}(?:\s*(?:г|гг|год|года|году|ж|жыл|жылы|y|year)\.?)?(?:\s*\(?(?:p|e|r|f)\)?)?$", re.IGNORECASE
)
_HAS_YEAR: Final = re.compile(_YEAR)
_ROMAN: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_COUNT: Final = r"(\d{1,2}|i{1,3}|iv)"
_BEFORE: Final = r"[\s.-]*(?:(?:st|nd|rd|th|й|ый|ой|ші|шы|інші)[\s.-]*)?"
_PARTS: Final = (
    ("Q", re.compile(rf"\b{_COUNT}{_BEFORE}(?:quarters?|qtr|кварталы?|кв|тоқсан)\b")),
    ("Q", re.compile(rf"\b(?:quarter|qtr|квартал|тоқсан|q)[\s.-]*{_COUNT}\b")),
    ("Q", re.compile(r"(?<=\d{4})q([1-4])\b")),
    ("H", re.compile(rf"\b{_COUNT}{_BEFORE}(?:half(?:[\s-]?years?)?|полугодие|жартыжылдық|жарты)\b")),
    ("H", re.compile(rf"\b(?:half(?:[\s-]?year)?|полугодие|h)[\s.-]*{_COUNT}\b")),
    ("H", re.compile(r"(?<=\d{4})h([12])\b")),
    ("M", re.compile(rf"\b{_COUNT}[\s-]*(?:months?|месяца|месяцев|мес|ай|айы)\b")),
)
_MONTHS: Final = re.compile(
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|янв|фев|мар|апр|мая|май|июн|июл|авг|сен|окт|ноя|дек"
    r"|қаңтар|ақпан|наурыз|сәуір|мамыр|маусым|шілде|тамыз|қыркүйек|қазан|қараша|желтоқсан)\w*"
)


@dataclass(frozen=True, slots=True)
class Period:
    """A year, or with `part` ('Q1', 'H1', '9M', a month's name) a part of it."""

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
    years = _HAS_YEAR.findall(words) or re.findall(r"^((?:19|20)\d\d)(?=[qh]\d$)", words)
    if len(years) != 1:
        return None
    part = _part(words)
    return Period(int(years[0]), part) if part else None


def _part(words: str) -> str | None:
    for kind, pattern in _PARTS:
        found = pattern.search(words)
        if found:
            count = _ROMAN.get(found[1]) or int(found[1])
            return f"{count}M" if kind == "M" else f"{kind}{count}"
    months: list[str] = _MONTHS.findall(words)
    return "-".join(months) or None


def header_period(header: object) -> Period | None:
    """The period that a heading names, which may be a year written as text."""
    text = header.strip() if isinstance(header, str) else header
    return period_of(int(text)) if isinstance(text, str) and text.isdecimal() else period_of(text)
