"""Files of data read as a template would be filled from them, with what is known of each: forms, tables, totals."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from addin.data import data_set, forms_of
from addin.errors import Place, UserError
from addin.filebook.template import workbook_settings
from addin.tables.data_notes import data_notes
from addin.tables.dataset import Dataset
from addin.tables.formats import is_workbook
from addin.tables.forms import TableSchema
from addin.tables.reading import tables_of_forms
from addin.tables.table import Label, Table
from addin.tables.total_rows import Totals, totals_stated
from addin.template.settings import with_overrides
from udfs.numerics.cell_values import CellValue


@dataclass(frozen=True)
class ReadFile:
    """A file: how each of its tables is read, and the tables."""

    path: Path
    forms: tuple[TableSchema, ...]
    tables: tuple[Table, ...]


@dataclass(frozen=True)
class Reading:
    """Files read together. `asked` is the only sheet or Excel table to read, where one is named."""

    files: tuple[ReadFile, ...]
    settings: Mapping[str, CellValue]
    asked: str | None = None

    @cached_property
    def data(self) -> Dataset:
        """The tables of all files, as a template has them. Raises UserError."""
        return data_set([table for file in self.files for table in file.tables], self.settings)

    @cached_property
    def totals(self) -> Totals:
        """The total rows and subtotals."""
        stated = self.settings.get("nation")
        return totals_stated(self.data, None if stated == "" else stated)

    def notes(self) -> Iterator[UserError]:
        """What `fill` tells of these data."""
        return data_notes(self.totals)

    def respelled(self) -> Iterator[tuple[Place, Label, Label]]:
        """The labels that are shown as another file spells them: the cell, what stands there, what is shown."""
        for file in self.files:
            for table in file.tables:
                for axis, labels in table.keys.items():
                    shown = set(self.data.labels(axis))
                    for label in dict.fromkeys(labels):
                        other = None if label in shown else self.data.label(label, axis)
                        if other is not None:
                            yield table.place_of(list(labels).index(label), axis), label, other


def read_together(paths: Sequence[Path], given: Mapping[str, str], sheet_or_table: str | None = None) -> Reading:
    """The files as `fill` reads them with these settings; a workbook's own sheet `_settings` holds those not given.

    Raises UserError.
    """
    own = (
        workbook_settings(paths[0], Place(str(paths[0])))
        if len(paths) == 1 and is_workbook(Place(str(paths[0])))
        else {}
    )
    settings = with_overrides(own, given)
    files = []
    for path in paths:
        forms = forms_of(path, settings, sheet_or_table=sheet_or_table, holds=True)
        files.append(ReadFile(path, forms, tables_of_forms(forms)))
    asked = settings.get("sheet")
    return Reading(tuple(files), settings, sheet_or_table or (None if asked in (None, "") else str(asked)))
