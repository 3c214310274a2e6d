"""Which arguments of a formula's functions may be several cells where one stood."""

import re
from typing import Final

from udfs.library import FUNCTIONS

_OF_SEVERAL: Final = frozenset(
    {
        *("AGGREGATE", "AND", "AVEDEV", "AVERAGE", "AVERAGEA", "COLUMNS", "CONCAT", "COUNT", "COUNTA", "COUNTBLANK"),
        *("DEVSQ", "GCD", "GEOMEAN", "HARMEAN", "KURT", "LCM", "MAX", "MAXA", "MEDIAN", "MIN", "MINA", "MODE"),
        *("MODE.SNGL", "MULTINOMIAL", "OR", "PRODUCT", "SKEW", "STDEV", "STDEV.P", "STDEV.S", "STDEVA", "STDEVP"),
        *("STDEVPA", "SUBTOTAL", "SUM", "SUMPRODUCT", "SUMSQ", "TEXTJOIN", "VAR", "VAR.P", "VAR.S", "VARA", "VARP"),
        *("VARPA", "XOR"),
    }
)
"""Excel's functions that make one value of any number of cells."""

_TEXT: Final = re.compile(r'"(?:[^"]|"")*"')
_FUNCTION: Final = re.compile(r"(?<![\w.])([\w.]+)\($")


def takes_several(before: str, after: str) -> bool:
    """Whether what stands between two parts of a formula is a whole argument that may be several cells."""
    if after.lstrip()[:1] not in (",", ")"):
        return False
    opened = _TEXT.sub("", before).rstrip()
    if opened[-1:] not in (",", "("):
        return False
    found = _FUNCTION.search(opened[: _opening(opened) + 1])
    name = found[1].removeprefix("_xlfn.").upper() if found else ""
    return name in _OF_SEVERAL or name in FUNCTIONS


def _opening(text: str) -> int:
    """Where the innermost parenthesis opens that is still open at the end; -1 where there is none."""
    depth = 0
    for at in range(len(text) - 1, -1, -1):
        depth += (text[at] == ")") - (text[at] == "(")
        if depth < 0:
            return at
    return -1
