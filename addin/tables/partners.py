"""Labels that have no partner: which one table has and another lacks, and which of one table may be meant as one."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from addin.errors import Place, UserError, nearest
from addin.tables.axes import YEAR
from addin.tables.label_identity import told_apart
from addin.tables.table import Label, Table

_TOLD: Final = 5
_MUCH: Final = 0.8
_MOST_COMPARED: Final = 2_000


def label_notes(tables: Sequence[Table]) -> Iterator[UserError]:
    """What is to be told of the tables' labels, though nothing stops: each with its cell."""
    for table in tables:
        for axis, labels in table.keys.items():
            if axis != YEAR:
                yield from _alike(table, axis, labels)
    for axis in dict.fromkeys(axis for table in tables for axis in table.keys if axis != YEAR):
        holding = [table for table in tables if axis in table.keys and len(table)]
        distinct = [dict.fromkeys(table.keys[axis]) for table in holding]
        for table, own in zip(holding, distinct, strict=True):
            for other, theirs in zip(holding, distinct, strict=True):
                if other is not table and own.keys() - theirs.keys():
                    yield from _lacking(axis, table, own, other, theirs)


def _alike(table: Table, axis: str, labels: Sequence[Label]) -> Iterator[UserError]:
    for first, second in told_apart(dict.fromkeys(labels)):
        place = table.place_of(list(labels).index(second), axis)
        yield UserError(
            "'{label}' and '{other}' are two labels of {axis} here", place, label=second, other=first, axis=axis
        )


def _lacking(
    axis: str, table: Table, own: Mapping[Label, None], other: Table, theirs: Mapping[Label, None]
) -> Iterator[UserError]:
    """The labels of a table that another lacks, the first few by name.

    Tables of one file may speak of different things: of theirs only those are told that another may be meant by.
    """
    lacking = [label for label in own if label not in theirs]
    free = [str(label) for label in theirs if label not in own] if len(theirs) <= _MOST_COMPARED else []
    if other.place.file == table.place.file:
        lacking = [label for label in lacking if nearest(str(label), free, _MUCH)]
    rows = list(table.keys[axis])
    where = _named(other, table)
    for label in lacking[:_TOLD]:
        place = table.place_of(rows.index(label), axis)
        hint = nearest(str(label), free)
        yield UserError("{axis} '{label}' is not in {table}", place, nearest=hint, axis=axis, label=label, table=where)
    if len(lacking) > _TOLD:
        count = len(lacking) - _TOLD
        yield UserError("{count} more of {axis} are not in {table}", table.place, count=count, axis=axis, table=where)


def _named(table: Table, beside: Table) -> str:
    """What a table is called beside another: by its file, or within one file by its own name."""
    place: Place = table.place
    return str(place.file) if place.file and place.file != beside.place.file else table.name
