"""What formats say of the text of a cell: a raised digit is a footnote's mark, a text struck out is none."""

import re
from collections.abc import Sequence
from typing import Final

from addin.package.rich_text import Run
from addin.package.strings import SharedString

_RAISED: Final = re.compile(r"<(?:\w+:)?vertAlign\b[^>]*\bval=[\"'](super|sub)script[\"']")
_STRUCK: Final = re.compile(r"<(?:\w+:)?strike\b(?![^>]*\bval=[\"'](?:0|false)[\"'])")
_SUPERSCRIPTS: Final = str.maketrans("0123456789()+-=", "⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾⁺⁻⁼")
_AFTER_UNIT: Final = re.compile(r"(?:^|[\s(,/])(?:[kcdmксдм]?[mм]|ft|in)$")
_AFTER_ELEMENT: Final = re.compile(r"(?:^|\W)(?:(?:[A-Z][a-z]?|[СНО])\d?){1,3}$")
_FIGURE: Final = re.compile(r"[\d.,\s]+")


class StruckOut(str):
    """The text of a cell that is struck out, all or in part; `struck` is the part that is."""

    __slots__ = ("struck",)
    struck: str

    def __new__(cls, text: str, struck: str) -> "StruckOut":
        """The text with the part that is struck out."""
        made = super().__new__(cls, text)
        made.struck = struck
        return made


def is_raised(properties: str) -> bool:
    """Whether a format, the XML of an `<rPr>` or a `<font>`, raises its text or lowers it."""
    return _RAISED.search(properties) is not None


def is_struck_out(properties: str) -> bool:
    """Whether a format strikes its text out."""
    return _STRUCK.search(properties) is not None


def as_mark(text: str) -> str:
    """A text that is raised as a whole, its digits written as the raised ones of Unicode."""
    return text.translate(_SUPERSCRIPTS)


def data_text(string: SharedString) -> str:
    """What a text of a cell says as data: without footnote marks, and a `StruckOut` where a part is struck out."""
    if not string.runs:
        return string.text
    struck = "".join(run.text for run in string.runs if is_struck_out(run.format))
    text = _without_marks(string.runs)
    return StruckOut(text, struck.strip()) if struck.strip() else text


def _without_marks(runs: Sequence[Run]) -> str:
    """The text of runs; raised ones are left out, but for a unit's power (km²) and a formula's number (CO2)."""
    if all(is_raised(run.format) or not run.text.strip() for run in runs):
        return as_mark("".join(run.text for run in runs))
    text = ""
    for run in runs:
        raised = _RAISED.search(run.format)
        if raised is None:
            text += run.text
        elif raised[1] == "super" and run.text.strip() in ("2", "3") and _AFTER_UNIT.search(text):
            text += as_mark(run.text.strip())
        elif raised[1] == "sub" and _FIGURE.fullmatch(run.text) and _AFTER_ELEMENT.search(text):
            text += run.text
    return text
