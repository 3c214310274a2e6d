"""The same observation told twice, which no table may hold."""

from addin.mistakes import Mistake
from addin.tables.table import Label, Table


def refuse_twice(table: Table) -> None:
    """Raises Mistake, with both cells, where two rows are the same observation."""
    observations = list(zip(*table.keys.values(), strict=True))
    if len(set(observations)) == len(observations):
        return
    seen: dict[tuple[Label, ...], int] = {}
    name = next(iter(table.keys))
    for row, observation in enumerate(observations):
        if observation in seen:
            raise Mistake(
                "{observation} stands twice, also in {other}",
                table.place_of(row, name),
                observation=", ".join(map(str, observation)),
                other=table.place_of(seen[observation], name).cell,
            )
        seen[observation] = row
