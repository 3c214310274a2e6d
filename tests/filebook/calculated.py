"""A naive calculator of the sums in a filled workbook, to compare with the values that are kept beside formulas."""

from openpyxl import Workbook
from openpyxl.utils.cell import coordinate_to_tuple

Place = tuple[str, int, int]


class UnknownValue(Exception):
    """The value depends on a function of Excel's own, on itself, or on how Excel reads a text as a number."""


def calculated(book: Workbook, place: Place, asked: tuple[Place, ...] = ()) -> object:
    """What a cell shows, where its formula only adds up cells. Raises UnknownValue."""
    sheet, row, column = place
    value = book[sheet].cell(row, column).value
    if not (isinstance(value, str) and value.startswith("=")):
        return value
    if "SUM(" in value or place in asked:
        raise UnknownValue(place)
    terms = [_term(book, term, (*asked, place)) for term in value[1:].split("+")]
    return _sum(terms) if len(terms) > 1 else 0 if terms[0] is None else terms[0]


def _term(book: Workbook, text: str, asked: tuple[Place, ...]) -> object:
    name, _, address = text.rpartition("!")
    if text.endswith("#REF!"):
        return "#REF!"
    return calculated(book, (name.strip("'") or asked[-1][0], *coordinate_to_tuple(address.replace("$", ""))), asked)


def _sum(terms: list[object]) -> object:
    if any(isinstance(term, str) and any(map(str.isdigit, term)) for term in terms):
        raise UnknownValue(terms)
    for term in terms:
        if isinstance(term, str):
            return term if term.startswith("#") else "#VALUE!"
    return sum(float(term or 0) for term in terms)  # type: ignore[arg-type]
