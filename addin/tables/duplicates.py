"""The same observation told twice, which no table may hold."""

from collections.abc import Sequence

from addin.errors import UserError
from addin.tables.table import Table


def refuse_twice(table: Table, numbered: Sequence[str] = ()) -> None:
    """Raises UserError, with both cells, where two rows are the same observation.

    `numbered` are columns of whole numbers that may be labels: codes of territories, numbers of districts.
    """
    observations = _observations(table)
    if len(set(observations)) == len(observations):
        return
    seen: dict[tuple[object, ...], int] = {}
    name = next(iter(table.keys))
    for row, observation in enumerate(observations):
        if observation in seen:
            place, other = table.place_of(row, name), table.place_of(seen[observation], name).cell
            told = ", ".join(map(str, observation))
            column = _telling(table, numbered)
            if column is None:
                raise UserError("{observation} stands twice, also in {other}", place, observation=told, other=other)
            raise UserError(
                "{observation} stands twice, also in {other}; if column {column} names the rows, set keys = {column}",
                place,
                observation=told,
                other=other,
                column=column,
            )
        seen[observation] = row


def _observations(table: Table, *more: str) -> list[tuple[object, ...]]:
    return list(zip(*table.keys.values(), *[table.columns[name] for name in more], strict=True))


def _telling(table: Table, columns: Sequence[str]) -> str | None:
    """The first of some columns that tells every observation from the others; None where none does."""
    told = (name for name in columns if len(set(_observations(table, name))) == len(table))
    return next(told, None)
