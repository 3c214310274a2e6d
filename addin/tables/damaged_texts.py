r"""Texts that were read in a wrong encoding before they came here: letters lost as �, or UTF-8 taken wrongly.

Text in UTF-8 that some program took for one byte a letter, and saved as UTF-8 again, is sound UTF-8: 'Ð\x90ÐºÐ¼Ð¾Ð»Ð°'
was 'Акмола'. It is known by its letters, which as bytes are UTF-8 once more, as those of no word are.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from addin.errors import Place, UserError
from addin.tables.table import Table

_LOST: Final = "\ufffd"
_SEQUENCE: Final = re.compile(
    rb"[\xc3-\xdf][\x80-\xbf]|[\xe1-\xef][\x80-\xbf]{2}|\xe0[\xa0-\xbf][\x80-\xbf]|\xc2[\xa0-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}"
)
_HIGH: Final = re.compile(rb"[\x80-\xff]+")
_FEWEST: Final[Mapping[str, int]] = {"cp1252": 1, "cp1251": 3, "kz1048": 3, "cp866": 3}
"""The encodings that UTF-8 is taken for, with how many letters have to be sound: in Cyrillic two are so by chance."""


def damage_notes(table: Table) -> Iterator[UserError]:
    """The first text of each axis, of each column of texts and of the headings that is damaged, with its cell."""
    for name, cells in (*table.keys.items(), *table.columns.items()):
        damaged = _first_damaged(dict.fromkeys(cells)) if str in set(map(type, cells)) else None
        if damaged is not None:
            yield _note(damaged, table.place_of(list(cells).index(damaged), name))
    heading = _first_damaged(table.headers.values())
    if heading is not None:
        yield _note(heading, table.place)


def _first_damaged(cells: Iterable[object]) -> str | None:
    texts = (cell for cell in cells if isinstance(cell, str) and not cell.isascii())
    return next((text for text in texts if _LOST in text or meant(text) is not None), None)


def _note(text: str, place: Place) -> UserError:
    if _LOST in text:
        message = "'{text}' has lost letters (�): save the file anew where it came from, in UTF-8"
        return UserError(message, place, text=text)
    message = "'{text}' seems to be '{meant}' in a wrong encoding: save the file anew where it came from, in UTF-8"
    return UserError(message, place, text=text, meant=meant(text))


def meant(text: str) -> str | None:
    """What a text that was encoded twice says; None where it wasn't."""
    return next((found for encoding in _FEWEST if (found := _meant(text, encoding)) is not None), None)


def _meant(text: str, encoding: str) -> str | None:
    try:
        content = b"".join(_byte(character, encoding) for character in text)
    except UnicodeEncodeError:
        return None
    sound = sum(len(each) for each in _SEQUENCE.findall(content))
    high = sum(len(each) for each in _HIGH.findall(content))
    count = len(_SEQUENCE.findall(content))
    # a byte without a letter, such as the second one of А, is often lost on the way
    is_utf_8 = count >= _FEWEST[encoding] and 4 * (high - sound) <= high
    return content.decode("utf-8", "replace") if is_utf_8 else None


def _byte(character: str, encoding: str) -> bytes:
    """The byte of a character; of a control character, where the encoding has no letter, its own number."""
    return bytes([ord(character)]) if 0x80 <= ord(character) < 0xA0 else character.encode(encoding)
