"""Data read as a template's settings say: from files, or from the template itself."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from addin.errors import Place, UserError, nearest
from addin.filebook.template import FileTemplate
from addin.tables.dataset import Dataset, dataset
from addin.tables.formats import DataFile, is_workbook
from addin.tables.forms import TableSchema
from addin.tables.reading import read_forms, tables_of_forms
from addin.tables.table import Table
from addin.template.settings import given_names, key_columns
from addin.template.template_sheet import placed
from udfs.numerics.cell_values import CellValue

READING: Final = ("suppressed", "nil", "keys", "decimal", "indicator", "names", "encoding", "signs", "sheet")
"""The settings that say how data are read."""


def read_data(
    source: DataFile,
    settings: Mapping[str, CellValue],
    *,
    sheet_or_table: str | None = None,
    file_name: str | None = None,
) -> tuple[Table, ...]:
    """The tables of a file, or of its bytes named `file_name`, read as the settings `READING` say. Raises UserError."""
    return tables_of_forms(forms_of(source, settings, sheet_or_table=sheet_or_table, file_name=file_name, holds=True))


def forms_of(
    source: DataFile,
    settings: Mapping[str, CellValue],
    *,
    sheet_or_table: str | None = None,
    file_name: str | None = None,
    holds: bool,
) -> tuple[TableSchema, ...]:
    """How the tables of `read_data` are read, as `read_forms` tells it. Raises UserError."""
    return read_forms(
        source,
        holds=holds,
        sheet_or_table=sheet_or_table or _sheet(source, settings, file_name),
        file_name=file_name,
        suppressed=_listed(settings, "suppressed"),
        nil=_listed(settings, "nil"),
        keys=frozenset(key_columns(settings)),
        decimal=_text(settings, "decimal"),
        indicator=_text(settings, "indicator"),
        names=given_names(settings),
        encoding=_word(settings, "encoding"),
        signs=_text(settings, "signs"),
    )


def data_set(tables: Sequence[Table], settings: Mapping[str, CellValue]) -> Dataset:
    """The data set of tables read as the settings say. Raises UserError where these name a column that isn't there."""
    data = dataset(tables)
    known = (*data.axes, *data.columns)
    for column, name in given_names(settings).items():
        if name not in known:
            raise UserError(
                "the setting names: the data have no column {column}", nearest=nearest(column, known), column=column
            )
    return data


def _listed(settings: Mapping[str, CellValue], name: str) -> frozenset[str]:
    """A setting's words, separated by commas."""
    return frozenset(filter(None, (word.strip() for word in str(settings.get(name) or "").split(","))))


def _text(settings: Mapping[str, CellValue], name: str) -> str | None:
    value = settings.get(name)
    return None if value is None else str(value)


def _word(settings: Mapping[str, CellValue], name: str) -> str | None:
    """A setting that may be a number alone: a code page, a sheet named after a year."""
    value = settings.get(name)
    return str(int(value)) if isinstance(value, float) and value.is_integer() else _text(settings, name)


def _sheet(source: DataFile, settings: Mapping[str, CellValue], file_name: str | None) -> str | None:
    """The sheet or Excel table that the setting `sheet` names, of a workbook."""
    place = Place(file_name or (str(source) if isinstance(source, str | Path) else None))
    return (_word(settings, "sheet") or None) if is_workbook(place) else None


def own_tables(template: FileTemplate, settings: Mapping[str, CellValue]) -> list[Table]:
    """The tables of the template itself that its setting `data` names. Raises UserError."""
    try:
        forms = own_forms(template, settings, holds=True)
        return [table for each in forms for table in tables_of_forms(each)]
    except UserError as mistake:
        raise placed(mistake, template.place) from None


def own_forms(
    template: FileTemplate, settings: Mapping[str, CellValue], *, holds: bool
) -> list[tuple[TableSchema, ...]]:
    """How the tables of `own_tables` are read, for each name of the setting. Raises UserError."""
    names = [name.strip() for name in str(settings["data"]).split(",")]
    content = template.package.write()
    try:
        return [forms_of(content, settings, sheet_or_table=name, holds=holds) for name in names]
    except UserError as mistake:
        raise placed(mistake, template.place) from None
