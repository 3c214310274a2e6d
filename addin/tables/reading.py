"""Reading data: files of separated values, workbooks and Parquet files as tables of observations."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePath
from typing import Final, TypedDict, Unpack

from addin.errors import Place, UserError
from addin.tables.axes import VALUE
from addin.tables.collection import collection_paused
from addin.tables.figures import Marks
from addin.tables.formats import DataFile, grids_of
from addin.tables.forms import TableSchema
from addin.tables.grid import Grid
from addin.tables.layout import Layout
from addin.tables.naming import NONE_GIVEN, GivenNames, given_name, identifier
from addin.tables.periods import period_of
from addin.tables.roles import ColumnRole, Part, parts_of
from addin.tables.shapes import Shape
from addin.tables.signs import signs_of
from addin.tables.survey import headings_alone, refuse_unread_figures, survey
from addin.tables.table import Table
from addin.tables.union import united

_YEARS: Final = re.compile(r"(?<![\s_-])(?:[\s_-]+(?:18|19|20|21)\d\d){1,2}$")
_GENERIC: Final = ("sheet", "лист", "table", "таблица", "парақ", "кесте", "data", "данные")


class Options(TypedDict, total=False):
    """What a reader may be told of its source.

    sheet_or_table: the only sheet or Excel table of a workbook to read; all of its data when omitted: the Excel
        tables, or where there are none every visible sheet that holds figures.
    suppressed: further marks of a figure that is kept back, read as #N/A.
    nil: marks of a figure that is exactly 0.
    decimal: the decimal mark, ',' or '.', where the file's own numbers don't tell it.
    keys: columns that are labels although they hold numbers.
    indicator: what the figures of a wide table are, whose headers are years; else the name of its Excel table,
        sheet or file.
    names: those that columns and indicators are to have, by their own.
    within_year: whether quarters, halves and other parts of years are read too, with the key column 'period'.
    encoding: of separated values that don't show to be Unicode; else found out.
    signs: the office whose signs stand in place of figures.
    file_name: names a source that is no path.
    """

    sheet_or_table: str | None
    suppressed: frozenset[str]
    nil: frozenset[str]
    decimal: str | None
    keys: frozenset[str]
    indicator: str | None
    names: GivenNames
    within_year: bool
    encoding: str | None
    signs: str | None
    file_name: str | None


def read_tables(source: DataFile, **options: Unpack[Options]) -> tuple[Table, ...]:
    """The tables of the observations in a file. Raises UserError."""
    return tables_of_forms(read_forms(source, holds=True, **options))


@collection_paused()
def tables_of_forms(forms: Sequence[TableSchema]) -> tuple[Table, ...]:
    """The tables of the rows at hand; those with the same columns and no common observation are put together.

    Raises UserError.
    """
    return united([table for form in forms for table in form.tables(form.layout)])


@collection_paused()
def read_forms(source: DataFile, *, holds: bool, **options: Unpack[Options]) -> tuple[TableSchema, ...]:
    """How each table of a file is read, found out from all of its rows, which are at hand if one `holds` them.

    Where nothing holds figures, a row of headings that names an axis is a table without observations. Raises UserError.
    """
    place = Place(options.get("file_name") or (str(source) if isinstance(source, str | Path) else None))
    sheet_or_table, decimal = options.get("sheet_or_table"), options.get("decimal")
    if decimal not in (None, ",", "."):
        raise UserError("the decimal mark is , or .; found '{found}'", place, found=decimal)
    grids = grids_of(source, place, sheet_or_table, options.get("encoding"))
    forms = [form for grid in grids for form in _surveyed(grid, options, holds=holds)]
    forms = forms or [form for grid in grids for form in _without_observations(grid, options)]
    _refuse_some_percent(forms)
    if not forms:
        for grid in grids:
            refuse_unread_figures(grid, _marks(grid, options))
        raise UserError("there is no table: a row of names with rows of figures below it", _nothing(grids, place))
    return tuple(forms)


def _refuse_some_percent(forms: Sequence[TableSchema]) -> None:
    """Raises UserError where a column is in percent in one of several tables of the same columns alone."""
    seen: dict[tuple[object, ...], tuple[TableSchema, Part]] = {}
    for form in forms:
        names = frozenset(part.name for part in form.parts)
        for part in form.parts:
            if (
                part.role not in (ColumnRole.FIGURES, ColumnRole.PERIOD)
                or part.column.share is None
                or part.name == VALUE
            ):
                continue
            other, alike = seen.setdefault((names, part.name), (form, part))
            if other is not form and alike.column.has_percent != part.column.has_percent:
                raise UserError(
                    "column {name} is in percent in one of two tables, and not in the other, {other}",
                    form.layout.header_place(part.column),
                    name=part.name or form.shape.indicator,
                    other=other.layout.header_place(alike.column),
                )


def _surveyed(grid: Grid, options: Options, *, holds: bool) -> Iterator[TableSchema]:
    """The table of a grid, where there is one; one without figures has to be asked for by its name."""
    marks = _marks(grid, options)
    layout = survey(grid, marks, options.get("names", NONE_GIVEN), holds=holds)
    if layout is not None:
        form = _form(layout, marks, options, options.get("keys", frozenset()))
        if options.get("sheet_or_table") or any(
            part.role in (ColumnRole.FIGURES, ColumnRole.PERIOD) for part in form.parts
        ):
            yield form


def _without_observations(grid: Grid, options: Options) -> Iterator[TableSchema]:
    """The table of headings alone, whose first column is the label where no axis is known by its name."""
    marks = _marks(grid, options)
    layout = headings_alone(grid, marks, options.get("names", NONE_GIVEN))
    if layout is not None:
        yield _form(layout, marks, options, options.get("keys", frozenset()) | {layout.columns[0].name})


def _marks(grid: Grid, options: Options) -> Marks:
    signs = signs_of(options.get("signs"))
    return Marks(
        options.get("suppressed", frozenset()) | grid.known.suppressed | signs.kept_back,
        options.get("decimal") or grid.known.decimal,
        options.get("nil", frozenset()) | grid.known.nil | signs.nil,
        signs.rounded,
    )


def _form(layout: Layout, marks: Marks, options: Options, keys: frozenset[str]) -> TableSchema:
    grid, names = layout.grid, options.get("names", NONE_GIVEN)
    own = identifier(options.get("indicator") or _indicator_of(grid))
    shape = Shape(marks, given_name(own, own, names), options.get("within_year", False), names)
    return TableSchema(layout, parts_of(layout, keys, names), shape, _year_of(grid))


def _indicator_of(grid: Grid) -> str:
    """The first telling name: of the Excel table, the sheet, the file."""
    name = grid.name.strip()
    generic = identifier(name).rstrip("0123456789_") in (*_GENERIC, "")
    telling = not generic and period_of(name) is None and any(letter.isalpha() for letter in name)
    return _YEARS.sub("", name if telling else PurePath(grid.place.file or "value").stem)


def _year_of(grid: Grid) -> int | None:
    """The year that a sheet is named after: one sheet a year."""
    period = period_of(grid.name) or (period_of(int(grid.name.strip())) if grid.name.strip().isdecimal() else None)
    return period.year if period is not None and period.part is None else None


def _nothing(grids: Sequence[Grid], place: Place) -> Place:
    return grids[0].place if len(grids) == 1 else place
