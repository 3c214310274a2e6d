"""How large a workbook's archive may be before it is refused."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class ArchiveLimits:
    """Limits on what an archive may expand to; sizes are in bytes.

    `total_size` bounds the file itself as well as what it expands to. `ratio` (expanded to compressed size) is judged
    only for entries of more than `ratio_from` bytes, because a short part of blanks compresses well without harm.
    """

    entries: int = 20_000
    entry_size: int = 2**29
    total_size: int = 2**30
    ratio: int = 200
    ratio_from: int = 2**22


DEFAULT_BOUNDS: Final = ArchiveLimits()
