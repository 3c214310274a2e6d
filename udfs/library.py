"""The library: every subject imported, every function declared."""

from typing import Final

from udfs import (  # noqa: F401 - importing a subject declares its functions
    audit,
    growth,
    localization,
    ranking,
    reading,
    shares,
)
from udfs.registry import Function, declared

FUNCTIONS: Final[dict[str, Function]] = declared()
