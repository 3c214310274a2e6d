"""Excel's rules for the names of sheets.

Source: Microsoft, 'Rename a worksheet': at most 31 characters, no slash of either kind, question mark, asterisk, colon
or square bracket, no apostrophe at either end, not blank, not 'History', and unlike any other's name in any case.
"""

import re
from collections.abc import Collection
from itertools import chain, count
from typing import Final

from addin.errors import NOWHERE, Place, UserError

MOST_CHARACTERS: Final = 31
_FORBIDDEN: Final = re.compile(r"[/\\?*:\[\]\x00-\x1f\ud800-\udfff\ufffe\uffff]")
_RESERVED: Final = "history"


def check_sheet_name(name: str, taken: Collection[str] = (), place: Place = NOWHERE) -> None:
    """UserError where Excel would refuse `name` for a sheet beside the sheets in `taken`."""
    bad = _FORBIDDEN.search(name)
    if not name.strip():
        raise UserError("a sheet's name can't be blank", place)
    if bad:
        raise UserError(
            "the sheet name {name} has a {character}, which Excel allows in none",
            place,
            name=repr(name),
            character=bad[0],
        )
    if _length(name) > MOST_CHARACTERS:
        raise UserError(
            "the sheet name {name} is longer than {most} characters", place, name=repr(name), most=MOST_CHARACTERS
        )
    if name.startswith("'") or name.endswith("'"):
        raise UserError("the sheet name {name} has an apostrophe at an end", place, name=repr(name))
    if name.casefold() == _RESERVED:
        raise UserError("Excel keeps the sheet name {name} for itself", place, name=repr(name))
    if name.casefold() in {other.casefold() for other in taken}:
        raise UserError("there would be two sheets called {name}", place, name=repr(name))


def safe_sheet_name(text: str, taken: Collection[str] = ()) -> str:
    """The name nearest to `text` that Excel takes beside the sheets in `taken`: cut, cleaned, numbered if need be."""
    clean = _FORBIDDEN.sub("_", text).strip().strip("'").strip() or "_"
    if clean.casefold() == _RESERVED:
        clean += "_"
    known = {other.casefold() for other in taken}
    candidates = chain([_cut(clean, "")], (_cut(clean, f" ({number})") for number in count(2)))
    return next(name for name in candidates if name.casefold() not in known)


def _cut(text: str, ending: str) -> str:
    room = MOST_CHARACTERS - len(ending)
    while _length(text) > room:
        text = text[:-1]
    return text.rstrip(" '") + ending


def _length(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
