"""Words for a total, in English, Russian and Kazakh, and the names of countries: the one list of them."""

import csv
import re
from collections.abc import Mapping, Sequence
from enum import IntEnum
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

from addin.tables.label_identity import identity
from addin.tables.table import Label


class Says(IntEnum):
    """What a label says of itself, from nothing to the most."""

    NOTHING = 0
    SUBTOTAL = 1
    COUNTRY = 2
    BEGINS_AS_TOTAL = 3
    TOTAL = 4


_KEPT: Final = 4_096
_ANY_DIGIT: Final = dict.fromkeys(range(ord("1"), ord("9") + 1), "0")
_TOTALS: Final = (
    "total, totals, grand total, overall total, total economy, whole, the whole, sum, all, all regions, all "
    "territories, all branches, all industries, total all industries, country, the country, country total, "
    "nation, national, national total, national economy, republic, the republic, republic total, whole country, "
    "whole economy, всего, итого, итог, сумма, все, все регионы, все отрасли, всего по стране, итого по стране, "
    "по стране, страна, республика, по республике, всего по республике, итого по республике, всего по экономике, "
    "экономика в целом, в целом по стране, в целом по республике, промышленность всего, барлығы, барлығы "
    "республика бойынша, жиыны, жиынтығы, қосындысы, республика бойынша, ел бойынша, ел, еліміз бойынша, барлық "
    "өңірлер, барлық салалар "
)
_BEGINNING: Final = re.compile(
    r"(?:grand |overall )?totals?(?:\s*[,:;(–—-]|\s+(?:for|of|in)\b)|all (?:regions|branches|industries|sectors)\b"
    r"|\d+\s+total,|(?:всего|итого)\b|в целом по\b|(?:барлығы|жиыны)\b|(?:the )?(?:whole|country)\s*[,:(]",
    re.IGNORECASE,
)
_ENDING: Final = re.compile(
    r"(?:,|:|\(|\s[–—-])\s*(?:total|всего|итого|в целом|барлығы|жиыны)\)?$|^[\w .'’-]+\s(?:total|всего|итого|барлығы)$",
    re.IGNORECASE,
)
_SUBTOTAL: Final = re.compile(
    r"sub-?totals?\b|.*\bfederal district$|.*\bфедеральный округ$|.*\bфо$|подытог|промежуточный итог|макрорегион\b"
    r"|аралық жиын",
    re.IGNORECASE,
)
_REPUBLIC: Final = re.compile(
    r"(?:the )?republic (?:of )?(?:the )?(?P<en>.+)|(?P<en2>.+) republic|республика (?P<ru>.+)|(?P<kk>.+) республикасы",
    re.IGNORECASE,
)


def says(label: Label) -> Says:
    """What a label says of itself."""
    return _said(label.translate(_ANY_DIGIT)) if isinstance(label, str) else Says.NOTHING


def saying(labels: Sequence[Label]) -> Mapping[Label, Says]:
    """The labels that say something of themselves."""
    texts = [label for label in labels if isinstance(label, str)]
    # one translation of them all, since long lists have labels that differ by their numbers alone
    found = "\n".join(texts).translate(_ANY_DIGIT).split("\n")
    if len(found) != len(texts):
        return {label: each for label in texts if (each := says(label))}
    telling = {text: each for text in dict.fromkeys(found) if (each := _said(text))}
    return (
        {label: telling[text] for label, text in zip(texts, found, strict=True) if text in telling} if telling else {}
    )


@lru_cache(maxsize=_KEPT)
def _said(label: str) -> Says:
    # kept: each filling asks after the same labels; and of 100 000 codes or numbered units, which are one here, since
    # no word has a digit of its own, a quarter of the time that filling takes
    bare = identity(label.strip(" .:;"))
    if bare in _known():
        return Says.TOTAL
    if _SUBTOTAL.match(label):
        return Says.SUBTOTAL
    if _BEGINNING.match(label) or _ENDING.search(label):
        return Says.BEGINS_AS_TOTAL
    return Says.COUNTRY if country_of(label) else Says.NOTHING


def country_of(label: Label) -> str | None:
    """The code of the country that a label names, with or without the word republic; None for any other."""
    if not isinstance(label, str):
        return None
    found = _countries().get(identity(label))
    if found is None and _names_republic(label) and (match := _REPUBLIC.fullmatch(label)):
        found = next((_countries().get(identity(name)) for name in match.groups() if name), None)
    return found


def _names_republic(label: str) -> bool:
    folded = label.casefold()
    return "republic" in folded or "республика" in folded


# Kept: words are folded once, not for each label that is asked after.
@cache
def _known() -> frozenset[Label]:
    return frozenset(identity(word.strip()) for word in _TOTALS.split(","))


# Kept: a file of 250 countries in three languages, read where a first label may be a country's.
@cache
def _countries() -> Mapping[Label, str]:
    """Countries by their names as the Unicode CLDR has them, and others in use."""
    rows = list(csv.DictReader(files("addin.tables").joinpath("countries.csv").read_text("utf-8").splitlines()))
    names = ((name, row["code"]) for row in rows for name in _names_of(row))
    return {identity(name): code for name, code in names}


def _names_of(row: Mapping[str, str]) -> list[str]:
    return [name for name in (row["en"], row["ru"], row["kk"], *row["also"].split("|")) if name]
