"""What follows from what: the rules of an audit, declared by a statistician in a workbook."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Final

from addin.errors import NOWHERE, Place, UserError, nearest
from addin.tables.excel import find_grid
from addin.tables.grid import Grid, cell_of, is_blank
from addin.tables.naming import clean, identifier, without_unit

RULES: Final = "audit_rules"


class RuleKind(Enum):
    """What a printed figure is of another one."""

    TOTAL = "total"
    SHARE = "share"
    RANK = "rank"
    INDEX = "index"
    ARROW = "arrow"
    PER_CAPITA = "per capita"


_WORDS: Final[Mapping[str, RuleKind]] = {
    **{kind.value: kind for kind in RuleKind},
    **dict.fromkeys(("sum", "сумма", "итог", "жиынтық", "қосынды"), RuleKind.TOTAL),
    **dict.fromkeys(("доля", "удельный вес", "үлес", "үлесі"), RuleKind.SHARE),
    **dict.fromkeys(("место", "ранг", "орын", "орны"), RuleKind.RANK),
    **dict.fromkeys(("индекс", "темп роста"), RuleKind.INDEX),
    **dict.fromkeys(("trend", "стрелка", "направление", "көрсеткі"), RuleKind.ARROW),
    **dict.fromkeys(("на душу", "на душу населения", "жан басына", "жан басына шаққанда"), RuleKind.PER_CAPITA),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """The column `printed` is the `kind` of the column `of`; `by` is the population of a per capita figure.

    `digits` are the decimals to which figures are rounded, where they are not to be seen from the figures themselves.
    """

    kind: RuleKind
    printed: str
    of: str
    by: str | None = None
    digits: int | None = None
    place: Place = NOWHERE


def read_rules(source: Path | bytes, place: Place) -> tuple[Rule, ...]:
    """The rules in the Excel table, or on the sheet, `audit_rules` of a workbook; none where it has no such table.

    Its columns, in this order whatever their headings: the printed column, the word for what it is (total, share, rank,
    index, arrow, per capita), the column it is made of, the population column, the decimals. Raises UserError.
    """
    grid = find_grid(source, place, RULES)
    return tuple(_rules(grid)) if grid is not None else ()


def _rules(grid: Grid) -> Iterator[Rule]:
    for number, row in enumerate(grid.rows):
        if number == 0 or is_blank(cell_of(row, 0)):
            continue
        printed, of, by = (_column(cell_of(row, column)) for column in (0, 2, 3))
        yield Rule(
            kind=_kind(cell_of(row, 1), grid.place_of(number, 1)),
            printed=printed or "",
            of=of or printed or "",
            by=by,
            digits=_digits(cell_of(row, 4), grid.place_of(number, 4)),
            place=grid.place_of(number, 0),
        )


def _column(cell: object) -> str | None:
    return None if is_blank(cell) else identifier(without_unit(str(cell)))


def _kind(cell: object, place: Place) -> RuleKind:
    word = clean(str(cell or "")).casefold()
    if word not in _WORDS:
        raise UserError(
            "found '{found}'; a printed figure is one of {expected}",
            place,
            nearest=nearest(word, _WORDS),
            found=word,
            expected=", ".join(kind.value for kind in RuleKind),
        )
    return _WORDS[word]


def _digits(cell: object, place: Place) -> int | None:
    if is_blank(cell):
        return None
    if isinstance(cell, int | float) and cell == int(cell) and 0 <= cell <= 15:
        return int(cell)
    raise UserError("decimals are a whole number from 0 to 15; found '{found}'", place, found=cell)


def check_names(rules: Sequence[Rule], columns: Sequence[str]) -> None:
    """Raises UserError, with the rule's cell, where a rule names a column that isn't there."""
    for rule in rules:
        for name in filter(None, (rule.printed, rule.of, rule.by)):
            if name not in columns:
                raise UserError("there is no column {name}", rule.place, nearest=nearest(name, columns), name=name)
