"""The checks of an audit, one a kind of rule: each goes through the function of the same name that cells call."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, TypeAlias

from addin.audit.columns import AuditedColumn, written
from addin.audit.findings import Finding
from addin.audit.overlaps import overlap_in
from addin.audit.rules import Rule, RuleKind
from addin.tables.table import Label
from udfs.formulas.evaluator import evaluate
from udfs.numerics.arithmetic import NOISE
from udfs.numerics.cell_values import CellValue, ExcelError
from udfs.numerics.rounding import fifteen_digits

Find: TypeAlias = Callable[[str], AuditedColumn]
Words: TypeAlias = Mapping[str, str]
Check: TypeAlias = Callable[[Rule, AuditedColumn, Find, Words], Iterator[Finding]]

WORDS: Final[Mapping[str, Words]] = {
    "en": {"sum": "sum of the parts", "beside": "{label} is counted beside its own parts {parts}"},
    "ru": {"sum": "сумма частей", "beside": "{label} учтена вместе со своими частями: {parts}"},
    "kk": {"sum": "бөліктердің қосындысы", "beside": "{label} өз бөліктерімен қатар есептелген: {parts}"},
}


def apply_rule(rule: Rule, printed: AuditedColumn, find: Find, language: str) -> Iterator[Finding]:
    """The findings of one rule in one printed column; `find` gives the other columns by name."""
    yield from _CHECKS[rule.kind](rule, printed, find, WORDS[language])


def _total(rule: Rule, printed: AuditedColumn, find: Find, words: Words) -> Iterator[Finding]:
    digits = float(max(printed.digits, 1) if rule.digits is None else rule.digits)
    for group in printed.groups:
        whole = printed.whole_row(group)
        parts = [printed.value(row) for row in printed.parts(group)]
        if whole is not None and any(map(written, parts)):
            found = _one("AUDIT_TOTAL", [[part] for part in parts], printed.value(whole), digits)
            yield from _finding(printed, whole, found, _sum_told(printed, group, words))


def _sum_told(printed: AuditedColumn, group: Sequence[int], words: Words) -> str:
    overlap = overlap_in(printed, group)
    if overlap is None:
        return words["sum"]
    parts = ", ".join(map(str, overlap.parts))
    return words["beside"].format(label=overlap.label, parts=parts)


def _share(rule: Rule, printed: AuditedColumn, find: Find, words: Words) -> Iterator[Finding]:
    of = find(rule.of)
    digits = float(printed.digits if rule.digits is None else rule.digits)
    for group in printed.groups:
        values = [of.value(of.row_for(printed, row)) for row in group]
        whole, own = printed.whole_row(group), frozenset(printed.parts(group))
        parts = [value for value, row in zip(values, group, strict=True) if row in own]
        total = values[group.index(whole)] if whole is not None else _sum(parts)
        shares = [[printed.value(row)] for row in group]
        if written(total):
            found = evaluate("AUDIT_SHARE", [[[value] for value in values], shares, total, digits])
            for row, (calculated,) in zip(group, found, strict=True):
                yield from _finding(printed, row, calculated)


def _index(rule: Rule, printed: AuditedColumn, find: Find, words: Words) -> Iterator[Finding]:
    of = find(rule.of)
    digits = float(printed.digits if rule.digits is None else rule.digits)
    for row in range(len(printed.table)):
        base, current = first_and_last(printed, of, row)
        found = _one("AUDIT_INDEX", current, base, printed.value(row), digits)
        yield from _finding(printed, row, found)


def first_and_last(printed: AuditedColumn, of: AuditedColumn, row: int) -> tuple[CellValue, CellValue]:
    """The figures that a printed index or arrow compares.

    Where the printed column has a year of its own, that of the year before and its own; else the first and last year's.
    """
    labels = dict(zip(printed.axes, printed.keys[row], strict=True))
    years = of.years
    if "year" in labels:
        own = labels["year"]
        before = [year for year in years if float(year) < float(own)]
        pair: tuple[Label | None, Label | None] = (before[-1] if before else None, own)
    else:
        pair = (years[0], years[-1]) if years else (None, None)
    first, last = (None if year is None else of.value(of.row_for(printed, row, year)) for year in pair)
    return first, last


def _rank(rule: Rule, printed: AuditedColumn, find: Find, words: Words) -> Iterator[Finding]:
    of = find(rule.of)
    for group in printed.groups:
        rows = printed.parts(group)
        values = [of.value(of.row_for(printed, row)) for row in rows]
        ranks = [cells[0] for cells in evaluate("RANK_REGIONS", [[[value] for value in values]])] if rows else []
        for row, rank in zip(rows, ranks, strict=True):
            if not _may_be(printed.value(row), rank, ranks.count(rank)):
                yield from _finding(printed, row, rank)


def _may_be(printed: CellValue, rank: CellValue, equals: int) -> bool:
    """Whether a printed rank is that of the value; of equals, which may differ unrounded, it may be any of theirs."""
    if not isinstance(printed, float) or not isinstance(rank, float):
        return True
    return rank <= printed < rank + equals


def _arrow(rule: Rule, printed: AuditedColumn, find: Find, words: Words) -> Iterator[Finding]:
    of = find(rule.of)
    for row in range(len(printed.table)):
        base, current = first_and_last(printed, of, row)
        arrow = _one("CL_TREND", base, current)
        if _differ(base, current) and printed.value(row) != arrow:
            yield from _finding(printed, row, arrow)


def _differ(base: CellValue, current: CellValue) -> bool:
    """Whether two printed figures are not the same; those that are may have differed before they were rounded."""
    if isinstance(base, float) and isinstance(current, float):
        return fifteen_digits(base) != fifteen_digits(current)
    return base != current


def _per_capita(rule: Rule, printed: AuditedColumn, find: Find, words: Words) -> Iterator[Finding]:
    of, by = find(rule.of), find(rule.by or rule.of)
    digits = printed.digits if rule.digits is None else rule.digits
    for row in range(len(printed.table)):
        volume, population = of.value(of.row_for(printed, row)), by.value(by.row_for(printed, row))
        found = _one("GRP_PER_CAPITA", volume, population, 1.0)
        value = printed.value(row)
        if isinstance(found, float) and isinstance(value, float):
            slack = 0.5 * 10.0**-digits + NOISE * abs(found)
            if abs(found - value) > slack:
                yield from _finding(printed, row, found)


def _finding(column: AuditedColumn, row: int, calculated: CellValue, remark: str = "") -> Iterator[Finding]:
    """A finding where something was calculated that the printed figure is not; a part above its whole is one too."""
    printed = column.value(row)
    if not isinstance(printed, float | str) or not written(printed) or calculated is None:
        return
    if calculated is ExcelError.NUM:
        yield Finding(column.place(row), column.told(row), printed, None, remark)
    elif isinstance(calculated, float | str) and written(calculated):
        yield Finding(column.place(row), column.told(row), printed, calculated, remark)


def _one(name: str, *arguments: object) -> CellValue:
    return evaluate(name, arguments)[0][0]


def _sum(values: Sequence[CellValue]) -> CellValue:
    if any(isinstance(value, ExcelError) for value in values):
        return None
    return sum(value for value in values if isinstance(value, float)) or None


_CHECKS: Final[Mapping[RuleKind, Check]] = {
    RuleKind.TOTAL: _total,
    RuleKind.SHARE: _share,
    RuleKind.INDEX: _index,
    RuleKind.RANK: _rank,
    RuleKind.ARROW: _arrow,
    RuleKind.PER_CAPITA: _per_capita,
}
