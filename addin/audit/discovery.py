"""Rules found without being declared: by a column's name, and only where most of its figures bear them out."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from addin.audit.checks import first_and_last
from addin.audit.columns import AuditedColumn, numbers
from addin.audit.rules import Rule, RuleKind
from udfs.formulas.evaluator import evaluate
from udfs.numerics.cell_values import CellValue

_NAMES: Final[Mapping[RuleKind, re.Pattern[str]]] = {
    RuleKind.SHARE: re.compile(r"(?:^|_)(?:shares?|доля|доли|үлес|үлесі)(?:_|$)"),
    RuleKind.RANK: re.compile(r"(?:^|_)(?:ranks?|ранг|место|орын|орны)(?:_|$)"),
    RuleKind.INDEX: re.compile(r"(?:^|_)(?:index|индекс|индексі)(?:_|$)"),
}
_ARROWS: Final = frozenset({"↑", "↓", "→"})
_NEAR: Final = {RuleKind.SHARE: 0.2, RuleKind.INDEX: 0.05}
_ADDS_UP: Final = 0.02


def discover(columns: Sequence[AuditedColumn], declared: Iterable[Rule]) -> Iterator[Rule]:
    """The rules of the columns that no declared rule speaks of.

    A total: where the whole is the sum of its parts in most periods. A share, a rank, an index, an arrow: where a
    column is called so (an arrow is told by its cells) and most of its figures are, roughly, those of another column;
    the best is taken.
    """
    spoken = {rule.printed for rule in declared}
    for column in columns:
        if column.name not in spoken and _adds_up(column):
            yield Rule(RuleKind.TOTAL, column.name, column.name)
    for column in columns:
        kind = _kind_of(column)
        if kind is not None and column.name not in spoken:
            of = _best(kind, column, [other for other in columns if other.name != column.name])
            if of is not None:
                yield Rule(kind, column.name, of.name)


def _kind_of(column: AuditedColumn) -> RuleKind | None:
    texts = {value for value in column.table.columns[column.name] if isinstance(value, str)}
    if texts and texts <= _ARROWS:
        return RuleKind.ARROW
    return next((kind for kind, pattern in _NAMES.items() if pattern.search(column.name)), None)


def _adds_up(column: AuditedColumn) -> bool:
    """Whether the whole is the sum of at least two parts in half of the periods, or nearly so in all."""
    gaps = []
    for group in column.groups:
        whole = column.whole_row(group)
        total = column.value(whole)
        parts = [part for row in column.parts(group) if isinstance(part := column.value(row), float)]
        if isinstance(total, float) and total > 0 and len(parts) > 1:
            slack = 0.5 * 10.0**-column.digits * (len(parts) + 1)
            gap = abs(sum(parts) - total)
            gaps.append(0.0 if gap <= slack else gap / total)
    return bool(gaps) and (2 * gaps.count(0.0) >= len(gaps) or max(gaps) <= _ADDS_UP)


def _best(kind: RuleKind, printed: AuditedColumn, others: Sequence[AuditedColumn]) -> AuditedColumn | None:
    """The column that most of the printed figures are made of; the first of equals; None where none is."""
    agreement = [(_AGREES[kind](printed, other), other) for other in others if any(True for _ in numbers(other))]
    best = max(agreement, key=lambda pair: pair[0], default=None)
    return best[1] if best is not None and best[0] >= 0.5 else None


def _agreement(pairs: Iterable[tuple[CellValue, CellValue]], alike: Callable[[CellValue, CellValue], bool]) -> float:
    """The part of the printed cells that are like those calculated."""
    told = [alike(printed, calculated) for printed, calculated in pairs if printed is not None]
    return sum(told) / len(told) if len(told) > 1 else 0.0


def _near(kind: RuleKind) -> Callable[[CellValue, CellValue], bool]:
    def alike(printed: CellValue, calculated: CellValue) -> bool:
        if not isinstance(printed, float) or not isinstance(calculated, float):
            return False
        return abs(printed - calculated) <= _NEAR[kind] * abs(calculated)

    return alike


def _share_agrees(printed: AuditedColumn, of: AuditedColumn) -> float:
    return _agreement(_shares(printed, of), _near(RuleKind.SHARE))


def _shares(printed: AuditedColumn, of: AuditedColumn) -> Iterator[tuple[CellValue, CellValue]]:
    for group in printed.groups:
        rows = printed.parts(group)
        values = [of.value(of.row_for(printed, row)) for row in rows]
        total = sum(value for value in values if isinstance(value, float))
        for row, value in zip(rows, values, strict=True):
            share = 100 * value / total if isinstance(value, float) and total > 0 else None
            yield printed.value(row), share


def _rank_agrees(printed: AuditedColumn, of: AuditedColumn) -> float:
    return _agreement(_ranks(printed, of), lambda rank, calculated: rank == calculated)


def _ranks(printed: AuditedColumn, of: AuditedColumn) -> Iterator[tuple[CellValue, CellValue]]:
    for group in printed.groups:
        rows = printed.parts(group)
        values = [[of.value(of.row_for(printed, row))] for row in rows]
        calculated = evaluate("RANK_REGIONS", [values]) if rows else []
        yield from ((printed.value(row), cells[0]) for row, cells in zip(rows, calculated, strict=True))


def _index_agrees(printed: AuditedColumn, of: AuditedColumn) -> float:
    rows = range(len(printed.table))
    return _agreement(
        ((printed.value(row), _index(*first_and_last(printed, of, row))) for row in rows), _near(RuleKind.INDEX)
    )


def _index(base: CellValue, current: CellValue) -> CellValue:
    if isinstance(base, float) and isinstance(current, float) and base > 0:
        return 100 * current / base
    return None


def _arrow_agrees(printed: AuditedColumn, of: AuditedColumn) -> float:
    rows = range(len(printed.table))
    arrows = ((printed.value(row), evaluate("CL_TREND", first_and_last(printed, of, row))[0][0]) for row in rows)
    return _agreement(arrows, lambda arrow, calculated: arrow == calculated)


_AGREES: Final[Mapping[RuleKind, Callable[[AuditedColumn, AuditedColumn], float]]] = {
    RuleKind.SHARE: _share_agrees,
    RuleKind.RANK: _rank_agrees,
    RuleKind.INDEX: _index_agrees,
    RuleKind.ARROW: _arrow_agrees,
}
