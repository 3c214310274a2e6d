"""Which columns label observations, and under which names: a region is a region in every language."""

from collections.abc import Mapping
from typing import Final

from udfs.registry import Role

YEAR: Final = "year"
PERIOD: Final = "period"
INDICATOR: Final = "indicator"
VALUE: Final = "value"

_SPELLINGS: Final[Mapping[str, str]] = {
    YEAR: "years yr год годы год_ы жыл жылы жылдар",
    PERIOD: "time_period период период_ы кезең",
    "region": "regions регион регионы область области өңір өңірлер облыс аймақ",
    "territory": "territories территория территории аумақ",
    "branch": "branches отрасль отрасли сала салалар",
    "quarter": "qtr квартал тоқсан",
    "month": "месяц ай",
    INDICATOR: "indicators показатель показатели көрсеткіш көрсеткіштер",
    VALUE: "values obs_value значение значения мәні",
}
_CANONICAL: Final = {spelling: name for name, spellings in _SPELLINGS.items() for spelling in spellings.split()}
_AXES: Final = frozenset(_SPELLINGS) - {VALUE}
_WORDS: Final[Mapping[Role, str]] = {
    Role.PERIODS: "year period quarter month half day date week",
    Role.TERRITORIES: "region territory area county counties state country countries district province city cities "
    "municipality municipalities oblast geo nuts fips kato страна страны район районы город города субъект субъекты "
    "муниципалитет муниципалитеты като ел елдер аудан аудандар қала қалалар",
    Role.BRANCHES: "branch industry industries sector sectors activity activities product products commodity nace "
    "naics isic oked okved вид_деятельности вэд оквэд окэд продукция товар товары өнім",
    Role.INDICATORS: INDICATOR,
}
_ROLES: Final = {word: role for role, words in _WORDS.items() for word in words.split()}
_CODES: Final = ("code", "fips", "id", "код", "коды", "isic", "nace")
_CLASSIFICATIONS: Final = ("kato", "като", "nuts", "okved", "оквэд", "oked", "окэд", "naics", "geo")
_LARGER: Final = frozenset(
    ["zone", "zones", "macroregion", "okrug", "parent", "зона", "зоны", "макрорегион", "округ", "округа"]
)
"""Names of what territories are parts of, beside those of territories."""


def axis_name(name: str) -> str:
    """The name in one spelling, where it is that of a well-known axis: 'регион' is region."""
    return _CANONICAL.get(name, name)


def role_of(axis: str) -> Role | None:
    """What the labels of an axis are, as its name says it: 'area_fips' are territories, 'nace_r2' branches."""
    found = _ROLES.get(axis_name(axis))
    if found is not None or "_" not in axis:
        return found
    return next((_ROLES[known] for known in map(axis_name, axis.split("_")) if known in _ROLES), None)


def is_code(axis: str) -> bool:
    """Whether the labels of an axis are codes, as its name says it."""
    return axis.rpartition("_")[2] in _CODES + _CLASSIFICATIONS


def is_territorial(axis: str) -> bool:
    """Whether the labels of an axis are territories, or what these are parts of, as its name says it."""
    return role_of(axis) is Role.TERRITORIES or not _LARGER.isdisjoint(axis.split("_"))


def canonical_axis(name: str) -> str:
    """A name in an expression; a Russian or Kazakh one of a well-known axis as tables have it: 'область' is region."""
    return name if name.isascii() else axis_name(name.casefold())


def is_axis(name: str) -> bool:
    """Whether a column of this name labels observations, whatever stands in it."""
    return name in _AXES or name.rpartition("_")[2] in _CODES
