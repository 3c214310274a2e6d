"""What is told of data though it is no mistake: each note with its cell, the same wherever data are read."""

from collections.abc import Iterator, Sequence

from addin.errors import UserError
from addin.tables.damaged_texts import damage_notes
from addin.tables.mixed_columns import mixed_column_notes
from addin.tables.partners import label_notes
from addin.tables.table import Table
from addin.tables.total_rows import Totals, total_notes


def table_notes(tables: Sequence[Table]) -> Iterator[UserError]:
    """What is told of the texts, columns and labels of tables that are read together."""
    for table in tables:
        yield from damage_notes(table)
        yield from mixed_column_notes(table)
    yield from label_notes(tables)


def data_notes(totals: Totals) -> Iterator[UserError]:
    """What is told of data and of their total rows."""
    yield from table_notes([each.table for each in totals.data.tables])
    yield from total_notes(totals)
