"""Words of columns and units that say of figures that they don't add up: per head, rates, indices, percent."""

import re
from functools import lru_cache
from typing import Final

_NOT_ADDITIVE: Final = re.compile(
    r"%|‰|\bper\b|\bpercent\w*|\bpct\b|\bshares?\b|\brates?\b|\bratios?\b|\bindex\b|\bindices\b|\bindexes\b|\bcoefficients?\b"
    r"|\bquotients?\b|\blq\b|\bcl\b|\bdensity\b|\bproductivity\b|\bintensity\b|\bdeflators?\b|\branks?\b|\bratings?\b"
    r"|\bscores?\b|\bexpectancy\b|\bgini\b|\bgrowth (?:rate|index)|\bunemployment$|"
    r"на душу|на 1 |на одного|на одну|на 10 ?0|на человека|процент|промилле|\bдол[яи]\b|удельн\w* вес|индекс|\bтемпы?\b"
    r"|коэффициент|соотношени|плотност|производительност|интенсивност|дефлятор|\bранг|\bместо\b|рейтинг|\bбаллы?\b|\bуровень\b"
    r"|\bставка|\bлк\b|продолжительност|"
    r"жан басына|шаққанда|бір адамға|пайыз|\bүлес|индекс|қарқын|деңгей|тығыздығ|өнімділі|\bорны?\b|рейтингі|арақатынас"
    r"|/\s*(?:чел|person|capita|head|inhabitant|га\b|ha\b|км|km|1 ?000|адам|жан)",
    re.IGNORECASE,
)
_MEAN: Final = re.compile(
    r"\baverage\b|\bavg\b|\bmean\b|\bmedian\b|\bсредн|\bмедиан|\bорташа\b|\bмедиана", re.IGNORECASE
)
_COUNTED: Final = re.compile(
    r"population|number of|employment|employees|численност|количеств|число|саны|халық|жұмысшылар", re.IGNORECASE
)
_UNIT_CODES: Final = re.compile(
    r"(?P<head>_HAB|_PS\b|^HAB_)|(?P<percent>^PC\b|^PC_|^PT\b|^PT_|^PCH|^PPCH)|(?P<index>^I\d\d\b|^I\d{4}\b|^INX|^IX\b|^INDEX)"
    r"|(?P<rate>^RT\b|^RT_|^P_[A-Z]*HAB)"
)
"""Units of figures that don't add up, in codes of Eurostat (`unit`) and the OECD (`UNIT_MEASURE`)."""
_CODE: Final = re.compile(r"[A-Z0-9_ ]+")
_IN_WORDS: Final = {"head": "per head", "percent": "percent", "index": "index", "rate": "rate"}
_KEPT: Final = 4_096


@lru_cache(maxsize=_KEPT)
def says_not_additive(heading: str) -> bool:
    """Whether a column's name or unit says that its figures don't add up; the mean number of people does."""
    # kept: each filling asks after the same columns
    text = " ".join(heading.replace("_", " ").split())
    mean = _MEAN.search(text) is not None and _COUNTED.search(text) is None
    return mean or _NOT_ADDITIVE.search(text) is not None


def unit_in_words(unit: str) -> str:
    """What a unit says of sums: its words, or what its code means: EUR_HAB is per head, THS_PER a thousand persons."""
    if _CODE.fullmatch(unit) is None:
        return unit
    found = _UNIT_CODES.search(unit)
    return "" if found is None or found.lastgroup is None else _IN_WORDS[found.lastgroup]
