"""The library: every subject imported, every function declared."""

from typing import Final

from udfs.registry import Function, declared
from udfs.statistics import (
    concentration,
    consistency,
    convergence,
    diversity,
    growth,
    inequality,
    inequality_between_groups,
    interpretation,
    localization,
    prices,
    quotients,
    rank_correlation,
    ranking,
    ratings,
    shares,
    shift_share,
    specialisation,
    suppression,
)

SUBJECTS: Final = (
    shares,
    growth,
    prices,
    ranking,
    rank_correlation,
    localization,
    quotients,
    interpretation,
    specialisation,
    diversity,
    concentration,
    inequality,
    inequality_between_groups,
    shift_share,
    convergence,
    ratings,
    consistency,
    suppression,
)
FUNCTIONS: Final[dict[str, Function]] = declared(subject.__name__ for subject in SUBJECTS)
