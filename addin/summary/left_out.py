"""What of a file doesn't become figures: texts around a table, rows and columns of it, sheets, each with the reason."""

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Final

from addin.errors import Message, Place, UserError
from addin.package.package import read_package
from addin.package.workbook import worksheets_of
from addin.tables.formats import is_workbook
from addin.tables.forms import TableSchema
from addin.tables.grid import Row, is_blank
from addin.tables.roles import ColumnRole
from addin.tables.wide import wanted_periods

_SHOWN: Final = 60
_MOST: Final = 5


def left_out(form: TableSchema) -> Iterator[UserError]:
    """The rows and columns of a table's sheet or file that aren't read as figures, with their cells."""
    yield from _rows(form)
    yield from _columns(form)


def _rows(form: TableSchema) -> Iterator[UserError]:
    layout, grid = form.layout, form.layout.grid
    read = {number for number, _ in form.observations()} if len(layout.rows) else set()
    headers = {layout.header, layout.header - any(column.group is not None for column in layout.columns)}
    above: list[tuple[int, Row]] = []
    between: list[tuple[int, Row]] = []
    below: list[tuple[int, Row]] = []
    for number, row in enumerate(grid.rows):
        if number in headers or all(map(is_blank, row)):
            continue
        if number < layout.header:
            above.append((number, row))
        elif number not in layout.extent:
            (below if number >= layout.extent.stop else between).append((number, row))
        elif number not in read:
            between.append((number, row))
    yield from _told(form, above, Message("title or note above the table"))
    yield from _told(form, between, Message("row without figures of the years that are read"))
    yield from _told(form, below, Message("note below the table"))


def _told(form: TableSchema, rows: Sequence[tuple[int, Row]], why: Message) -> Iterator[UserError]:
    for number, row in rows[:_MOST]:
        column, text = next((at, cell) for at, cell in enumerate(row) if not is_blank(cell))
        place = form.layout.grid.place_of(number, column)
        yield UserError("{why}: '{text}'", place, why=why, text=shown(text))
    if len(rows) > _MOST:
        place = form.layout.grid.place_of(rows[_MOST][0], 0)
        yield UserError("{why}: {count} more", place, why=why, count=len(rows) - _MOST)


def shown(text: object) -> str:
    """The beginning of a text, in one line."""
    line = " ".join(str(text).split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"


def _columns(form: TableSchema) -> Iterator[UserError]:
    wide = [part for part in form.parts if part.role is ColumnRole.PERIOD]
    wanted = set(wanted_periods(wide, form.shape.within_year)) if wide else set()
    parts_of_years = [part for part in wide if part.period not in wanted]
    if parts_of_years:
        yield UserError(
            "{count} columns of parts of years, beside whole years: {names}",
            form.layout.header_place(parts_of_years[0].column),
            count=len(parts_of_years),
            names=_some([shown(part.column.header) for part in parts_of_years]),
        )
    held = {name for table in form.empty() for name in (*table.keys, *table.columns)}
    for part in form.parts:
        if part.role is ColumnRole.TEXTS and part.name not in held:
            yield UserError(
                "column '{header}' of texts beside the figures",
                form.layout.header_place(part.column),
                header=shown(part.column.header),
            )
    named = {column.index for column in form.layout.columns}
    strays = {
        at for line in form.layout.lines for at, cell in enumerate(line) if at not in named and not is_blank(cell)
    }
    for at in sorted(strays):
        yield UserError("a column of texts without a name", form.layout.grid.place_of(form.layout.header, at))


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:_MOST]) + (", …" if len(names) > _MOST else "")


def sheets_left_out(path: Path, read: Collection[str], asked: str | None) -> Iterator[UserError]:
    """The sheets of a workbook of which nothing is read, with the reason."""
    place = Place(str(path))
    if not is_workbook(place):
        return
    for sheet in worksheets_of(read_package(path)):
        if sheet.name in read:
            continue
        if sheet.name.startswith("_"):
            why = Message("its name begins with _")
        elif sheet.state != "visible" and asked is None:
            why = Message("it is hidden")
        elif asked is not None:
            why = Message("another was asked for")
        else:
            why = Message("no Excel table is on it, or no rows of figures below names")
        yield UserError("nothing of this sheet is read: {why}", Place(str(path), sheet.name), why=why)
