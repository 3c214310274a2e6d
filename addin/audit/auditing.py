"""Auditing data: every printed figure that follows from others, calculated anew."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Final

from addin.audit.checks import WORDS, apply_rule
from addin.audit.columns import AuditedColumn
from addin.audit.discovery import discover
from addin.audit.findings import Finding
from addin.audit.rules import Rule, check_names, read_rules
from addin.data import read_data
from addin.errors import Place, UserError, nearest
from addin.filebook.template import workbook_settings
from addin.tables.dataset import Dataset, IndexedTable
from addin.tables.formats import is_workbook
from addin.tables.table import Table
from addin.tables.total_rows import Totals, totals_stated
from addin.template.settings import with_overrides

_REGION: Final = "region"


def audit_file(
    path: str | Path,
    *,
    sheet_or_table: str | None = None,
    given: Mapping[str, str] = MappingProxyType({}),
    language: str = "en",
    file_name: str | None = None,
) -> tuple[Finding, ...]:
    """What the printed figures of a file contradict, with the rules and settings that the workbook declares.

    given: settings in place of the workbook's own: `nation`, and those that say how data are read.
    file_name: what findings call the file; its path when omitted.

    Raises UserError.
    """
    place = Place(file_name or str(path))
    settings = with_overrides(workbook_settings(path, place) if is_workbook(place) else {}, given)
    tables = read_data(Path(path), settings, sheet_or_table=sheet_or_table, file_name=file_name)
    rules = read_rules(Path(path), place) if is_workbook(place) else ()
    nation = settings.get("nation")
    return audit(tables, rules, nation=None if nation is None else str(nation), language=language)


def audit(
    tables: Sequence[Table], rules: Sequence[Rule] = (), *, nation: str | None = None, language: str = "en"
) -> tuple[Finding, ...]:
    """What the printed figures of the tables contradict: one finding a figure, in the order of tables and columns.

    rules: those declared; columns that they don't speak of get the rules that their names and figures tell.
    nation: the whole's label; otherwise one that says so, such as 'Republic of Kazakhstan' or 'Total'.
    language: of the words in what is found: 'en', 'ru' or 'kk'.

    Raises UserError where a rule names a column, or `nation` a label, that isn't there, or the language is another.
    """
    if language not in WORDS:
        expected = ", ".join(WORDS)
        raise UserError("the language is one of {expected}; found {found}", expected=expected, found=language)
    totals = _totals(tables, nation)
    columns = [_column(totals, table, name) for table in totals.data.tables for name in table.table.columns]
    check_names(rules, [column.name for column in columns])
    every = [*rules, *discover(columns, rules)]
    return tuple(finding for column in columns for finding in _findings(column, columns, every, language))


def _findings(
    printed: AuditedColumn, columns: Sequence[AuditedColumn], rules: Sequence[Rule], language: str
) -> Iterator[Finding]:
    def find(name: str) -> AuditedColumn:
        holding = [column for column in columns if column.name == name]
        return next((column for column in holding if column.table is printed.table), holding[0])

    for rule in rules:
        if rule.printed == printed.name:
            yield from apply_rule(rule, printed, find, language)


def _totals(tables: Sequence[Table], nation: str | None) -> Totals:
    """The total rows of the tables, each by itself as it was read. Raises UserError where `nation` is no label."""
    data = Dataset(tuple(map(IndexedTable, tables)))
    totals = totals_stated(data, nation)
    if nation is not None and not totals.has_stated:
        labels = [str(label) for table in tables for axis in table.keys.values() for label in axis]
        raise UserError("nothing is labelled {nation}", nearest=nearest(nation, labels), nation=nation)
    return totals


def _column(totals: Totals, table: IndexedTable, name: str) -> AuditedColumn:
    found = totals.of(table)
    keys = table.table.keys
    axis, total = found or (_REGION if _REGION in keys else next(iter(keys)), None)
    return AuditedColumn(table.table, name, axis, total, totals.left_out((axis,), {})[0] - {total})
