"""The library: every subject imported, every function declared."""

from typing import Final

from udfs import (
    audit,
    change,
    concentration,
    growth,
    localization,
    ranking,
    ratings,
    reading,
    shares,
    specialisation,
)
from udfs.registry import Function, declared

SUBJECTS: Final = (
    shares,
    growth,
    ranking,
    localization,
    reading,
    specialisation,
    concentration,
    change,
    ratings,
    audit,
)
FUNCTIONS: Final[dict[str, Function]] = declared(subject.__name__ for subject in SUBJECTS)
