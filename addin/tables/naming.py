"""Names as people type them, made one: look-alike letters, footnote marks, blanks, headers as identifiers."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final, TypeAlias

GivenNames: TypeAlias = Mapping[str, str]
"""The names that a template uses, by those of the data's columns as `identifier` writes them."""

NONE_GIVEN: Final[GivenNames] = MappingProxyType({})

LOOK_ALIKES: Final = dict(zip("АВЕЅІЈКМНОРСТУХаеѕіјорсухһ", "ABESIJKMHOPCTYXaesijopcyxh", strict=True))
"""Cyrillic letters by the Latin ones that they can't be told from."""
_INVISIBLE: Final = dict.fromkeys(map(ord, "\u00ad\u200b\u200e\u200f\u2060\ufeff\u202a\u202b\u202c\u202d\u202e"))
_TO_LATIN: Final = str.maketrans(LOOK_ALIKES)
_TO_CYRILLIC: Final = str.maketrans({latin: cyrillic for cyrillic, latin in LOOK_ALIKES.items()})
_LATIN_ALIKE: Final = frozenset(LOOK_ALIKES.values())

_WORD: Final = re.compile(r"[^\W\d_]+")
RAISED: Final = "¹²³⁰⁴-⁹⁽⁾ᵃᵇᶜᵈᵉᶠᵍ"
"""Raised digits and letters of Unicode, for a set of a regular expression."""

_FOOTNOTE: Final = re.compile(
    rf"(?<!\s)\s*(?:(?<![\d(])\d{{1,2}}\)|(?<![*†‡])[*†‡]+\)?|(?<![{RAISED}])(?<![{RAISED}],)[{RAISED}][{RAISED},]*\)?"
    r"|\[(?:note ?)?[\w*]{1,3}\])$",
    re.IGNORECASE,
)
# A run of marks is looked at from its beginning alone, since looking from each of its marks takes quadratic time.
_YEAR_FOOTNOTE: Final = re.compile(r"(?<=(?<!\d)\d{4})\d{1,2}\)$")
_UNIT: Final = re.compile(r"(?<!\s)\s*(?:,.*|\([^()]*\)|\[[^\[\]]*\])\s*$")
_NOT_IN_NAMES: Final = re.compile(r"\W+")


def clean(text: str) -> str:
    """A name without outer and doubled blanks, footnote marks and letters of a foreign script that only look right.

    What isn't seen goes too: soft hyphens, blanks without width, accents apart from their letters.
    """
    return without_footnote(one_script(" ".join(composed(text).split())))


def composed(text: str) -> str:
    """The text without signs that aren't seen, each letter with its accent as one sign (Unicode NFC)."""
    return text if text.isascii() else unicodedata.normalize("NFC", text.translate(_INVISIBLE))


def without_footnote(text: str) -> str:
    """The text without the footnote marks at its end: 'Astana city2)', 'Total*', '20232)', 'Exports [note 3]'."""
    bare = _YEAR_FOOTNOTE.sub("", text)
    while bare:
        shorter = _FOOTNOTE.sub("", bare)
        closes = bare.endswith(")") and bare.count("(") >= bare.count(")")
        if shorter == bare or closes or not shorter:
            return bare
        bare = shorter.rstrip()
    return text


def one_script(text: str) -> str:
    """The text with each word of mixed Cyrillic and Latin letters written in the script it is meant in.

    That is the script of its letters which exist in one of them only; where all exist in both, that of the whole text.
    """
    if text.isascii():
        return text
    return _WORD.sub(lambda match: _word_in_one_script(match.group(), text), text)


def _word_in_one_script(word: str, text: str) -> str:
    scripts = {_script(letter) for letter in word}
    if not scripts >= {"LATIN", "CYRILLIC"}:
        return word
    latin, cyrillic = _telling(word)
    if latin == cyrillic:
        latin, cyrillic = _telling(text)
    return word.translate(_TO_LATIN if latin >= cyrillic else _TO_CYRILLIC)


def _telling(text: str) -> tuple[int, int]:
    """How many letters are Latin only, and how many Cyrillic only."""
    latin = sum(_script(letter) == "LATIN" and letter not in _LATIN_ALIKE for letter in text)
    cyrillic = sum(_script(letter) == "CYRILLIC" and letter not in LOOK_ALIKES for letter in text)
    return latin, cyrillic


def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0] if letter.isalpha() else ""


def identifier(header: str) -> str:
    """The header as a name that expressions can use: 'GRP per capita' is grp_per_capita, '2nd' is _2nd."""
    words = _NOT_IN_NAMES.sub("_", unicodedata.normalize("NFKC", clean(header)).casefold()).strip("_")
    if not words:
        return ""
    return words if words.isidentifier() else f"_{words}"


def without_unit(header: str) -> str:
    """The header without the unit after its comma or in its last brackets: 'GRP, mln tenge' is 'GRP'."""
    return _UNIT.sub("", clean(header)) or header


def unit_in_heading(header: str) -> str:
    """The unit after a heading's comma or in its last brackets, empty where there is none: 'GRP, mln tenge'."""
    text = clean(header)
    found = _UNIT.search(text)
    return found.group().strip(" ,()[]") if found and found.start() else ""


def given_name(name: str, header: str, given: GivenNames) -> str:
    """The name given to a column, known by its whole header or by its own name; else its own."""
    return given.get(identifier(header)) or given.get(name, name) if given else name


def names_of(headers: Sequence[str]) -> list[str]:
    """The name of each header, without its unit where that keeps it apart from the others."""
    short = [identifier(without_unit(header)) for header in headers]
    times = Counter(short)
    return [name if times[name] == 1 else identifier(header) for name, header in zip(short, headers, strict=True)]
