"""Which arguments of a formula's functions may be several cells where one stood."""

from typing import Final

from udfs.formulas.tokens import Token, TokenKind, bare_function
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


class CallStack:
    """The calls around each token of a formula, as it is read from left to right."""

    def __init__(self) -> None:
        self._before: Token | None = None
        self._around: list[str] = []

    def take(self, token: Token) -> None:
        """Go on past a token."""
        if token.kind is TokenKind.BLANK:
            return
        if token.is_sign("("):
            called = self._before is not None and self._before.kind is TokenKind.FUNCTION
            self._around.append(bare_function(self._before.text) if self._before and called else "")
        elif token.is_sign(")") and self._around:
            self._around.pop()
        self._before = token

    def takes_several(self, after: Token | None) -> bool:
        """Whether what stands between the tokens taken and `after` is a whole argument that may be several cells."""
        begins = self._before is not None and self._before.is_sign(",", "(")
        if not (begins and self._around and after is not None and after.is_sign(",", ")")):
            return False
        return self._around[-1] in _OF_SEVERAL or self._around[-1] in FUNCTIONS
