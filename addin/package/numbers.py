"""Numbers as text: the shortest digits that are read back as the same number, at most 17.

orjson writes whole arrays where it is installed (extra `fast`), ten times as quickly as Python, and the same text.
"""

from math import isfinite
from types import ModuleType
from typing import Final

import numpy as np
from numpy.typing import NDArray

orjson: ModuleType | None
try:
    import orjson  # type: ignore[no-redef, unused-ignore]
except ImportError:
    orjson = None

NOT_FINITE: Final = "null"


def number_text(number: float) -> str:
    """A finite number; a whole one without decimal point, as long as it isn't written with an exponent."""
    return repr(number).removesuffix(".0")


def joined_numbers(numbers: NDArray[np.float64]) -> str:
    """The numbers in reading order with commas between them; `NOT_FINITE` where one isn't finite."""
    if orjson is None:
        return _joined(numbers)
    text: str = orjson.dumps(numbers.ravel(), option=orjson.OPT_SERIALIZE_NUMPY).decode()[1:-1]
    if "e" in text or "0.0000" in text:
        return _joined(numbers)
    return text.replace(".0,", ",").removesuffix(".0")


def _joined(numbers: NDArray[np.float64]) -> str:
    return ",".join([number_text(each) if isfinite(each) else NOT_FINITE for each in numbers.ravel().tolist()])
