"""The encoding of a text file, found out from all of it; a text that could be two is refused, never guessed.

Unicode shows itself: by its first bytes, by zeros between the letters (UTF-16), by sequences that no other text has
(UTF-8). The others give a letter to each byte above 127, so that every file can be read in every one of them, and in
all but one as rubbish. What each reading costs is counted in bits: rare letters, capitals after small ones, letters of
two scripts in one word, signs within words. The cheapest reading is taken where no other text costs about as little.
"""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE, getincrementaldecoder
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from encodings.aliases import aliases
from functools import lru_cache, partial
from typing import BinaryIO, Final
from unicodedata import category, name

import numpy as np

from addin.errors import Place, UserError, nearest

_CANDIDATES: Final[Mapping[str, float]] = {
    "cp1251": 0.0,
    "kz1048": 1.0,
    "cp866": 2.0,
    "koi8-r": 3.0,
    "koi8-u": 4.0,
    "iso8859-5": 6.0,
    "cp1252": 0.0,
    "cp1250": 2.0,
    "cp1254": 2.0,
    "cp1253": 4.0,
    "iso8859-15": 4.0,
    "iso8859-2": 5.0,
    "cp1257": 4.0,
    "cp850": 5.0,
    "cp852": 6.0,
    "mac-cyrillic": 10.0,
    "mac-roman": 10.0,
}
"""The encodings of one byte a letter, with what each costs for being rare; of those that give the same text the first
is taken."""

_MARKS: Final = (
    (BOM_UTF8, "utf-8-sig"),
    (BOM_UTF32_LE, "utf-32"),
    (BOM_UTF32_BE, "utf-32"),
    (BOM_UTF16_LE, "utf-16"),
    (BOM_UTF16_BE, "utf-16"),
)
_PIECE: Final = 1 << 16
_WORD: Final = re.compile(rb"(?<![0-9A-Za-z])[0-9A-Za-z]*[\x80-\xff][0-9A-Za-z\x80-\xff]*")
_HIGH: Final = 0x80

_MARGIN: Final = 5.0
"""By how many bits the best reading has to be better than any other text."""

_MOST_BITS: Final = 8.5
"""How many bits a letter of a readable text costs at most, on the average."""

_BITS: Final[Mapping[str, float]] = {
    **dict.fromkeys("оеаинтсрв", 3.5),
    **dict.fromkeys("лкмдпуяыьгзбчй", 5.0),
    **dict.fromkeys("хжшюцщэфъё", 7.5),
    **dict.fromkeys("әіңғүұқөһ", 6.0),
    **dict.fromkeys("їєў", 9.0),
    **dict.fromkeys("αοιετσνςηυρπκμλωά", 4.5),
    **dict.fromkeys("ίόέγδήχθφβύξζψώ", 7.0),
    **dict.fromkeys("äöüéèáíóñçãôåøæßàâêîúõışğİ", 6.0),
    **dict.fromkeys("łąęńśżźćčšžřěőűůă", 7.0),
    **dict.fromkeys("ðþ", 7.0),
    **dict.fromkeys("ëïìòùûýœėįųūāēģīķļņňťďţ", 8.0),
}
"""What a letter costs: about as much as it is rare in the names and words of its languages."""

_FOREIGN: Final = 13.0
_OUT_OF_PLACE: Final = 16.0
_UNUSUAL: Final = 10.0
_SIGN: Final = 8.0
_FREQUENT_SIGN: Final = 6.0
_CAPITALS: Final = 0.3
_MIXED: Final = 14.0
_LOOK_ALIKE: Final = 4.0
_SELDOM_FIRST: Final = frozenset("ëïðòùûÀÂÊÌÍÐÑÒÕÔÙÛÚÝĹŔẞЪЬЫЎğĞ")
_TURKISH: Final = frozenset("çğıöşüâîûÇĞİÖŞÜÂÎÛ")
"""The letters above 127 of the languages that are written in cp1254, which shares all but six letters with cp1252."""

_LOOK_ALIKES: Final = frozenset("АВЕЅІЈКМНОРСТУХаеѕіјорсухһ")
_VOWELS: Final = frozenset("аеёиоуыэюяәөүұіїє")
_KAZAKH_VOWELS: Final = frozenset("өүұ")
_BEFORE: Final = frozenset("«„“‘")
_AFTER: Final = frozenset("»“”’…°¹²³ª–—")
_WITHIN: Final = frozenset("’–")
"""Signs that stand within names: d’Azur, Rhône–Alpes."""

_SIGNS: Final = frozenset("\u00a0‚№§€•·×±").union(_BEFORE, _AFTER)


def encoding_of(file: BinaryIO, place: Place, declared: str | None = None) -> str:
    """The name of a text file's encoding, as Python has it.

    `declared` is that of files that don't show to be Unicode. Raises UserError where the file is no text, or where two
    encodings give texts that are about as likely.
    """
    if declared is not None:
        _refuse_unknown(declared, place)
    start = next(_pieces(file), b"")
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            return _sound(file, encoding, place)
    if any(b"\0" in piece for piece in _pieces(file)):
        return _of_two_bytes(file, place)
    is_plain = all(piece.isascii() for piece in _pieces(file))
    if not is_plain and _decodes(file, "utf-8"):
        return "utf-8"
    if declared is not None:
        return _sound(file, declared, place)
    return "utf-8" if is_plain else _likeliest(_words(file), place)


def _refuse_unknown(encoding: str, place: Place) -> None:
    try:
        b"a".decode(encoding or "?")
    except UnicodeDecodeError:
        return
    except (LookupError, ValueError):
        hint = nearest(encoding, [*_CANDIDATES, "utf-8", "utf-16", "utf-16-le", *aliases])
        raise UserError("there is no encoding {name}", place, nearest=hint, name=encoding) from None


def _sound(file: BinaryIO, encoding: str, place: Place) -> str:
    if not _decodes(file, encoding):
        raise UserError(
            "the text can't be read as {encoding}; name its own encoding (encoding = …)", place, encoding=encoding
        )
    return encoding


def _of_two_bytes(file: BinaryIO, place: Place) -> str:
    """UTF-16 without a mark: the zeros of its separators and digits stand at odd, or at even, places only."""
    zeros, count = np.zeros(2, dtype=np.int64), 0
    for piece in _pieces(file):
        pairs = np.frombuffer(piece[: len(piece) // 2 * 2], dtype=np.uint8).reshape(-1, 2)
        zeros += np.count_nonzero(pairs == 0, axis=0)
        count += len(pairs)
    for position, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if zeros[position] > max(zeros[1 - position], count // 20) and _decodes(file, encoding):
            return encoding
    raise UserError("this is not a text file of separated values", place)


def _decodes(file: BinaryIO, encoding: str) -> bool:
    """Whether all of a file is text in an encoding."""
    decoder = getincrementaldecoder(encoding)()
    try:
        for piece in _pieces(file):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    file.seek(0)
    return iter(partial(file.read, _PIECE), b"")


def _words(file: BinaryIO) -> frozenset[bytes]:
    """The distinct words of a file with a byte above 127."""
    found: set[bytes] = set()
    rest = b""
    for piece in _pieces(file):
        lines, newline, rest = (rest + piece).rpartition(b"\n")
        found.update(_WORD.findall(lines + newline))
    return frozenset(found.union(_WORD.findall(rest)))


@dataclass(frozen=True)
class _Reading:
    encoding: str
    letters: str
    bits: float

    def text(self, word: bytes) -> str:
        return "".join(self.letters[byte] for byte in word)


def _likeliest(words: frozenset[bytes], place: Place) -> str:
    ordered = sorted(words)
    pairs = _pairs_of(ordered)
    used = sorted({byte for word in ordered for byte in word if byte >= _HIGH})
    readings = [reading for encoding in _CANDIDATES if (reading := _reading(encoding, pairs, used)) is not None]
    readings.sort(key=lambda reading: reading.bits)
    best = readings[0] if readings else None
    count = sum(byte >= _HIGH for word in ordered for byte in word)
    if best is None or best.bits > _MOST_BITS * count:
        message = "the text can't be read in any known encoding; name its own (encoding = …)"
        raise UserError(message, place)
    for other in readings[1:]:
        differing = [byte for byte in used if other.letters[byte] != best.letters[byte]]
        if differing and other.bits < best.bits + _MARGIN:
            word = next(word for word in ordered if not set(differing).isdisjoint(word))
            raise UserError(
                "'{one}' in {first} is '{two}' in {second}: name the encoding (encoding = {first})",
                place,
                one=best.text(word),
                first=best.encoding,
                two=other.text(word),
                second=other.encoding,
            )
    return best.encoding


def _pairs_of(words: Sequence[bytes]) -> Sequence[tuple[int, int, int]]:
    """The pairs of bytes that follow each other in words, one of them above 127, with how often they do."""
    text = np.frombuffer(b" " + b" ".join(words) + b" ", dtype=np.uint8).astype(np.int64)
    counts = np.bincount(text[:-1] * 256 + text[1:], minlength=1 << 16)
    found = ((int(pair) >> 8, int(pair) & 255, int(counts[pair])) for pair in np.flatnonzero(counts))
    return [each for each in found if each[0] >= _HIGH or each[1] >= _HIGH]


def _reading(encoding: str, pairs: Iterable[tuple[int, int, int]], used: Iterable[int]) -> _Reading | None:
    """What a reading costs; None where some byte has no meaning in it."""
    letters = _letters(encoding)
    if any(category(letters[byte]) == "Cc" for byte in used):
        return None
    bits = _CANDIDATES[encoding] + sum(count * _cost(letters[first], letters[second]) for first, second, count in pairs)
    if encoding == "cp1254":
        foreign = [byte for byte in used if letters[byte].isalpha() and letters[byte] not in _TURKISH]
        bits += _FOREIGN * len(foreign)
    return _Reading(encoding, letters, bits)


# Kept: 256 bytes decoded one by one in each of the encodings, for every file of a batch; the encoding alone decides.
@lru_cache(maxsize=len(_CANDIDATES))
def _letters(encoding: str) -> str:
    """What each of the 256 bytes means; a control character where it means nothing."""
    return "".join(bytes([byte]).decode(encoding, "replace").replace("\ufffd", "\0") for byte in range(256))


def _cost(first: str, second: str) -> float:
    """What a character costs after another one of its word, or after the blank before it."""
    own = 0.0 if second.isascii() else _own_cost(second)
    if not first.isalpha() or not second.isalpha():
        return own + _cost_beside_signs(first, second)
    return own + _cost_of_letters(first, second)


def _own_cost(character: str) -> float:
    if character.isalpha():
        return _BITS.get(character) or _BITS.get(character.lower(), _FOREIGN)
    return _FREQUENT_SIGN if character in _WITHIN else _SIGN if character in _SIGNS else _OUT_OF_PLACE


def _cost_beside_signs(first: str, second: str) -> float:
    """What a pair costs that is not of two letters: a sign where a letter follows, or where one stands before it."""
    if second.isalpha():
        if first == " ":
            return _UNUSUAL if second in _SELDOM_FIRST else 0.0
        if first in _WITHIN:
            return _CAPITALS
        return _UNUSUAL if first not in _BEFORE and first != "\u00a0" else 0.0
    if first.isalpha():
        return _UNUSUAL if second not in _AFTER and second not in (" ", "\u00a0") else 0.0
    return _UNUSUAL if "\u00a0" in (first, second) and " " in (first, second) else 0.0


def _cost_of_letters(first: str, second: str) -> float:
    cost = 0.0
    if _script(first) != _script(second):
        cyrillic = first if _script(first) == "CYRILLIC" else second
        cost += _LOOK_ALIKE if cyrillic in _LOOK_ALIKES else _MIXED
    if second.isupper():
        cost += _CAPITALS if first.isupper() else _OUT_OF_PLACE
    return cost if _is_sound(first.lower(), second.lower()) else cost + _UNUSUAL


def _is_sound(first: str, second: str) -> bool:
    """Whether two small letters of Kazakh, Ukrainian or Belarusian follow each other in their language."""
    if first in _VOWELS and second in _VOWELS and (_KAZAKH_VOWELS.intersection((first, second)) or first == "є"):
        return False
    return not (second in "їў" and first not in _VOWELS) and not (first == "ғ" and second not in _VOWELS)


_script: Final[Callable[[str], str]] = lru_cache(maxsize=1024)(lambda letter: name(letter, "").partition(" ")[0])
