"""Which formulas call our functions: by their names, or through names of the workbook that stand for such a call."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from addin.package.workbook import DefinedName
from udfs.formulas.tokens import NAMED, Token, called, tokens
from udfs.library import FUNCTIONS

Scope: TypeAlias = int | None
"""The sheet that a name is local to, by its place; None for the whole workbook."""


def calls_ours(formula: str) -> bool:
    """Whether one of our functions is called in the text of a formula."""
    return any(name.rpartition(".")[2] in FUNCTIONS for name in called(formula))


@dataclass(frozen=True, slots=True)
class NamesOfCalls:
    """The defined names by scope and lower-case name, and whether each stands for a call of ours."""

    names: Mapping[tuple[Scope, str], bool]

    def within(self, formula: str, sheet: Scope) -> bool:
        """Whether a formula on the sheet calls a function of ours, be it through names."""
        return calls_ours(formula) or any(
            self._is_call(token, sheet) for token in tokens(formula) if token.kind in NAMED
        )

    def _is_call(self, token: Token, sheet: Scope) -> bool:
        name = token.text.casefold()
        if token.prefix:
            return any(calling for (_, known), calling in self.names.items() if known == name)
        return self.names.get((sheet, name), self.names.get((None, name), False))


def calls_through(names: Sequence[DefinedName]) -> NamesOfCalls:
    """What the workbook's names stand for; names that stand for such names count too."""
    calls = NamesOfCalls({(name.sheet, name.name.casefold()): calls_ours(name.text) for name in names})
    while True:
        wider = NamesOfCalls(
            {(name.sheet, name.name.casefold()): calls.within(name.text, name.sheet) for name in names}
        )
        if wider == calls:
            return calls
        calls = wider
