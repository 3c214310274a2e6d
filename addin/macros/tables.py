"""A new sheet from the table that is selected: its regions ranked, followed over the years, or localized."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from addin.catalogue import read_shipped
from addin.data import read_data
from addin.errors import Place, UserError
from addin.filebook.template import read_template, workbook_settings
from addin.fill import fill
from addin.livebook.calculation import refuse_uncalculated
from addin.livebook.copies import copied
from addin.livebook.selection import selected as selected_cells
from addin.livebook.sheets import add_sheet
from addin.macros.branches import BRANCH, by_branch, without_branches
from addin.macros.request import MacroRequest
from addin.package.addresses import cell_at
from addin.tables.dataset import dataset
from addin.tables.table import Table
from addin.template.scope import Source
from udfs.numerics.cell_values import CellValue

_YEAR: Final = "year"
_REGION: Final = "region"
_VALUE: Final = "value"
_SEPARATED: Final = (".csv", ".tsv", ".txt")


@dataclass(frozen=True, slots=True)
class _Selected:
    """What is selected in the workbook: where, the tables there, and what the workbook's settings call the whole."""

    column: int
    place: Place
    tables: tuple[Table, ...]
    nation: CellValue


def ranking(request: MacroRequest) -> None:
    """Rank the regions by the selected column, in its latest year."""
    selected = _selected(request)
    table = _column(selected)
    years = table.keys.get(_YEAR, ())
    title = ", ".join(map(str, [table.headers[_VALUE], *([max(years, key=float)] if years else [])]))
    given = {"title": title, "nation": selected.nation}
    _add_filled(request, "ranking", [table], given)


def trend(request: MacroRequest) -> None:
    """Follow the selected column over the years."""
    selected = _selected(request)
    table = _column(selected)
    if _YEAR not in table.keys:
        raise UserError("the table has no years, neither in a column nor as headings", table.place)
    given = {"title": table.headers[_VALUE], "nation": selected.nation, **_first_year([table])}
    _add_filled(request, "trend", [table], given)


def localization(request: MacroRequest) -> None:
    """Calculate coefficients of localization: from columns output and industry, else from all branches together."""
    selected = _selected(request)
    tables, nation = selected.tables, selected.nation
    measured = [table for table in tables if {"output", "industry"} <= table.columns.keys()]
    if any(BRANCH in table.keys for table in measured):
        _add_filled(request, "localization", tables, {"nation": nation, **_first_year(tables)})
    elif measured:
        raise without_branches(selected.place)
    else:
        table = by_branch(tables, selected.place)
        _add_filled(request, "specialisation", [table], {"title": table.name, "nation": nation})


def _add_filled(request: MacroRequest, name: str, tables: Sequence[Table], given: Mapping[str, CellValue]) -> None:
    template = read_template(read_shipped(name, request.language), Place(f"{name}.{request.language}.xlsx"))
    filled = fill(template, Source(dataset(tables), {**template.settings, **given}))
    add_sheet(request.book, filled)


def _selected(request: MacroRequest) -> _Selected:
    """The selection, its tables read as the workbook's own settings say.

    A file of separated values that Excel has open is a single sheet, and has no settings.
    """
    selection = selected_cells(request.book)
    refuse_uncalculated(request.book)
    with copied(request.book) as path:
        is_separated = path.suffix.lower() in _SEPARATED
        settings = {} if is_separated else workbook_settings(path, Place(path.name))
        name = None if is_separated else selection.name
        tables = read_data(path, settings, sheet_or_table=name, file_name=path.name)
    place = Place(request.book.name, selection.sheet)
    return _Selected(selection.column, place, tables, settings.get("nation"))


def _column(selected: _Selected) -> Table:
    """The figures of the selected column as the column `value` of `region` and, where there are any, years."""
    found = [(table, name) for table in selected.tables for name in table.columns]
    under = [(table, name) for table, name in found if selected.column in _columns_of(table, name)]
    if len(under) != 1 and len(found) != 1:
        names = ", ".join(table.headers.get(name, name) for table, name in found)
        raise UserError("select a cell in one column of figures ({names})", selected.place, names=names)
    return _as_value(*(under or found)[0])


def _columns_of(table: Table, name: str) -> Iterator[int]:
    """The numbers of the sheet's columns that hold a column of the table: several where years stand in the header."""
    cells = (table.place_of(row, name).cell for row in range(len(table)))
    return (cell_at(cell)[1] for cell in cells if cell)


def _as_value(table: Table, name: str) -> Table:
    axis = _axis(table)
    keys = {_REGION if key == axis else key: labels for key, labels in table.keys.items()}
    headers = {_VALUE: table.headers.get(name, name)}
    columns = {_VALUE: table.columns[name]}
    return replace(
        table, keys=keys, columns=columns, headers=headers, place_of=lambda row, _: table.place_of(row, name)
    )


def _axis(table: Table) -> str:
    """The only column of names; UserError where there is none, or where a figure belongs to several names."""
    axes = [axis for axis in table.keys if axis != _YEAR]
    if len(axes) != 1:
        found = ", ".join(axes) or "0"
        raise UserError("the table needs one column of names, such as regions; found {found}", table.place, found=found)
    return axes[0]


def _first_year(tables: Sequence[Table]) -> dict[str, CellValue]:
    years = [float(year) for table in tables for year in table.keys.get(_YEAR, ())]
    return {"base_year": min(years)} if years else {}
