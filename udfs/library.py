"""The library: every subject imported, every function declared."""

from typing import Final

from udfs.registry import Function, declared
from udfs.statistics import (
    change,
    concentration,
    consistency,
    growth,
    interpretation,
    localization,
    ranking,
    ratings,
    shares,
    specialisation,
)

SUBJECTS: Final = (
    shares,
    growth,
    ranking,
    localization,
    interpretation,
    specialisation,
    concentration,
    change,
    ratings,
    consistency,
)
FUNCTIONS: Final[dict[str, Function]] = declared(subject.__name__ for subject in SUBJECTS)
