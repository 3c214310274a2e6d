"""The library: every subject imported, every function declared."""

from typing import Final

from udfs.registry import Function, declared
from udfs.statistics import (
    concentration,
    consistency,
    convergence,
    diversity,
    dynamic_shift_share,
    growth,
    index_series,
    inequality,
    inequality_between_groups,
    interpretation,
    localization,
    prices,
    productivity,
    quotients,
    rank_correlation,
    ranking,
    ratings,
    regional_shift_share,
    shares,
    shift_share,
    specialisation,
    suppression,
    trend,
)

SUBJECTS: Final = (
    shares,
    growth,
    trend,
    index_series,
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
    regional_shift_share,
    dynamic_shift_share,
    productivity,
    convergence,
    ratings,
    consistency,
    suppression,
)
FUNCTIONS: Final[dict[str, Function]] = declared(subject.__name__ for subject in SUBJECTS)
