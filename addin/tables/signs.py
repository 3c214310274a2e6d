"""The signs that statistical offices write in place of a figure: opposite things in different ones.

Sources: GSS symbols policy (United Kingdom); Statistics Canada, standard symbols; statistik-portal.de,
Zeichenerklärung; the printed key of Ukraine's census for offices of the CIS; Bureau of Economic Analysis, notes of
regional accounts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from addin.errors import UserError, nearest


@dataclass(frozen=True, slots=True)
class Signs:
    """What stands for a figure that isn't told, for exactly 0, and for one that rounds to 0."""

    kept_back: frozenset[str] = frozenset()
    nil: frozenset[str] = frozenset()
    rounded: frozenset[str] = frozenset()


_DASHES: Final = frozenset({"-", "–", "—"})
_OFFICES: Final[Mapping[str, Signs]] = {
    "gss": Signs(frozenset({"[x]", "[c]", "[z]", "[w]"}), rounded=frozenset({"[low]"})),
    "statcan": Signs(frozenset({".", "..", "...", "x", "F"}), rounded=frozenset({"0s"})),
    "destatis": Signs(frozenset({".", "...", "x", "/"}), nil=_DASHES),
    "cis": Signs(frozenset({"…", "...", "..", "x", "х", "с", "к"}), nil=_DASHES),
    "bea": Signs(frozenset({"(NA)", "(D)", "(T)", "(NM)"}), rounded=frozenset({"(L)"})),
}
NONE: Final = Signs()


def signs_of(office: str | None) -> Signs:
    """The signs of an office; none where none is named. Raises UserError where it isn't known."""
    if office is None or not office.strip():
        return NONE
    found = _OFFICES.get(office.strip().casefold())
    if found is None:
        expected = ", ".join(_OFFICES)
        message = "the setting signs is one of {expected}; found {found}"
        raise UserError(message, nearest=nearest(office, _OFFICES), expected=expected, found=office)
    return found
