"""What was read, in lines for people: where each table stands, its axes, figures, totals, changes, what is left out."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from addin.errors import Message, Place, UserError
from addin.language import render
from addin.summary.cells import changes, mark_counts
from addin.summary.left_out import left_out, sheets_left_out, shown
from addin.summary.reading import ReadFile, Reading
from addin.summary.units import unit_of
from addin.tables.additivity import is_additive
from addin.tables.axes import PERIOD, YEAR
from addin.tables.dataset import IndexedTable
from addin.tables.figures import Figure
from addin.tables.forms import TableSchema
from addin.tables.table import Label
from addin.tables.total_rows import Reason
from udfs.numerics.cell_values import CellValue, ExcelError

_SHOWN: Final = 6
_INDENT: Final = "  "
_WHY: Final = {
    Reason.SETTING: Message("named in the setting nation"),
    Reason.SUMS: Message("its figures are the sums of the others"),
    Reason.WORDS: Message("its name says so"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the summary: how deep it stands, and what it says; a `UserError` has a place."""

    depth: int
    says: Message | UserError

    def text(self, language: str) -> str:
        """The line in a language."""
        words = render(self.says, language)
        return _INDENT * self.depth + words


def lines(reading: Reading) -> Iterator[Line]:
    """The summary: file by file how it is read, then the tables that come of all files, then what is to be told."""
    for file in reading.files:
        yield from _of_file(file, reading.asked)
    for indexed in reading.data.tables:
        yield from _of_table(reading, indexed)
    yield from _group(
        Message("spelled as in another table:"),
        (
            UserError("'{label}' is shown as '{other}'", place, label=label, other=other)
            for place, label, other in reading.respelled()
        ),
        0,
    )
    yield from _group(Message("to be told:"), reading.notes(), 0)


def _group(heading: Message, notes: Iterable[UserError], depth: int) -> Iterator[Line]:
    found = list(notes)
    if found:
        yield Line(depth, heading)
        yield from (Line(depth + 1, note) for note in found)


def _of_file(file: ReadFile, asked: str | None) -> Iterator[Line]:
    yield Line(0, Message("file {file}:", file=file.path))
    for form in file.forms:
        yield Line(1, _where(form))
        yield from _group(Message("changed in reading:"), _changed(form), 2)
        yield from _group(Message("signs for figures:"), _signs(form), 2)
        yield from _group(Message("left out:"), map(_short, left_out(form)), 2)
    read = {form.layout.grid.place.sheet for form in file.forms} - {None}
    yield from _group(Message("left out:"), map(_short, sheets_left_out(file.path, read, asked)), 1)  # type: ignore[arg-type]


def _short(note: UserError) -> UserError:
    """The note without the file, which is named above it."""
    place = Place(sheet=note.place.sheet, cell=note.place.cell)
    return UserError(note.message, place, nearest=note.nearest, **note.details)


def _where(form: TableSchema) -> Message:
    layout, grid = form.layout, form.layout.grid
    rows = len(layout.rows)
    if grid.known.cell_of is not None:
        return Message("table of {rows} rows, as its format says", rows=rows)
    columns = [column.index for column in layout.columns]
    last = max(layout.extent.stop - 1, layout.header)
    first_cell = grid.place_of(layout.header, min(columns)).cell
    cells = f"{first_cell}:{grid.place_of(last, max(columns)).cell}"
    header = grid.first_row + layout.header
    if grid.place.sheet is None:
        return Message(
            "table in cells {cells}, names in row {header}, {rows} rows below", cells=cells, header=header, rows=rows
        )
    return Message(
        "table on sheet '{sheet}' in cells {cells}, names in row {header}, {rows} rows below",
        sheet=grid.place.sheet,
        cells=cells,
        header=header,
        rows=rows,
    )


def _changed(form: TableSchema) -> Iterator[UserError]:
    for change in changes(form):
        yield UserError(
            "{kind}, {count}: '{was}' is read as {became}",
            Place(cell=change.place.cell),
            kind=change.kind,
            count=change.count,
            was=shown(change.was),
            became=change.became,
        )


def _signs(form: TableSchema) -> Iterator[UserError]:
    for mark in mark_counts(form):
        message = "'{sign}' {count} times: exactly 0" if mark.is_nil else "'{sign}' {count} times: kept back, #N/A"
        yield UserError(message, sign=mark.sign, count=mark.count)


def _of_table(reading: Reading, indexed: IndexedTable) -> Iterator[Line]:
    table = indexed.table
    yield Line(0, Message("table '{name}': {count} observations", name=table.name, count=len(table)))
    for axis in indexed.axes:
        yield Line(1, _axis(axis, indexed.keys.labels(axis)))
    for name in table.columns:
        yield Line(1, _column(reading, indexed, name))
        flags = _flags(table.columns[name])
        if flags:
            yield Line(2, Message("flags and marks beside figures: {flags}", flags=flags))
    if table.properties:
        yield Line(
            1, Message("the same for all figures: {properties}", properties=_properties(table.properties.items()))
        )
    yield from _total(reading, indexed)


def _properties(items: Iterable[tuple[str, str]]) -> str:
    return "; ".join(f"{name} = {shown(label)}" for name, label in items)


def _axis(axis: str, labels: Iterable[Label]) -> Message:
    held = list(labels)
    if axis == YEAR:
        years = sorted(label for label in held if isinstance(label, int))
        if len(years) < 2:
            return Message("year: {span}", span=", ".join(map(str, years)))
        missing = len(range(years[0], years[-1] + 1)) - len(years)
        span = f"{years[0]}–{years[-1]}"
        if missing:
            return Message(
                "year: {count} years, {span}, of which {missing} are not there",
                count=len(held),
                span=span,
                missing=missing,
            )
        return Message("year: {count} years, {span}", count=len(held), span=span)
    if axis == PERIOD:
        return Message("parts of years: {kinds}", kinds=_some(held))
    return Message("axis {axis}: {count} labels: {labels}", axis=axis, count=len(held), labels=_some(held))


def _some(labels: Sequence[Label]) -> str:
    return ", ".join(map(str, labels[:_SHOWN])) + (", …" if len(labels) > _SHOWN else "")


def _column(reading: Reading, indexed: IndexedTable, name: str) -> Message:
    table = indexed.table
    values = table.columns[name]
    header = table.headers.get(name, name)
    if indexed.array(name).dtype.kind != "f":
        return Message("texts {name} ('{header}')", name=name, header=shown(header))
    errors = sum(isinstance(value, ExcelError) for value in values)
    blank = sum(value is None for value in values)
    return Message(
        "figures {name} ('{header}'), {unit}: {count} numbers, {blank} blank, {kept} kept back; {additive}",
        name=name,
        header=shown(header),
        unit=unit_of(table, name) or Message("unit not given"),
        count=len(values) - errors - blank,
        blank=blank,
        kept=errors,
        additive=Message("they add up") if is_additive(reading.totals, indexed, name) else Message("they don't add up"),
    )


def _flags(values: Sequence[CellValue]) -> str:
    found = Counter(value.flags for value in values if isinstance(value, Figure) and value.flags)
    return ", ".join(f"{flag} ({count})" for flag, count in found.most_common())


def _total(reading: Reading, indexed: IndexedTable) -> Iterator[Line]:
    number = next(at for at, each in enumerate(reading.data.tables) if each is indexed)
    found = False
    for axis in indexed.axes:
        rows = reading.totals.rows.get((number, axis))
        if rows is None:
            continue
        if rows.total is not None and rows.reason is not None:
            found = True
            why = _WHY[rows.reason]
            yield Line(1, Message("total of {axis}: '{label}' ({why})", axis=axis, label=rows.total, why=why))
        if rows.subtotals:
            labels = _some([each.label for each in rows.subtotals])
            yield Line(1, Message("subtotals of {axis}: {labels}", axis=axis, labels=labels))
    if not found:
        yield Line(1, Message("no total row"))
