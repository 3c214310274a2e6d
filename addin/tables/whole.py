"""Which label is the whole's: that of the nation, the republic, the total."""

import re
from collections.abc import Sequence
from typing import Final

from addin.tables.table import Label

_WHOLE: Final = re.compile(
    r"(?:republic of|the republic|total|whole|country|all regions|united states|республика|всего|итого|по стране"
    r"|российская федерация|барлығы|жиыны)\b|.*\bреспубликасы$",
    re.IGNORECASE,
)


def whole_label(labels: Sequence[Label], nation: str | None = None) -> Label | None:
    """The whole's label among those of an axis: the given one, else the only, first or last one that says so."""
    if nation is not None:
        return next((label for label in labels if label == nation), None)
    saying = [label for label in labels if isinstance(label, str) and _WHOLE.match(label)]
    if len(saying) == 1:
        return saying[0]
    return next((label for label in (*labels[:1], *labels[-1:]) if label in saying), None)
