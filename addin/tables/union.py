"""Tables of one source put together: a sheet for each period, or for each territory, is one table kept in pieces."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate, chain

from addin.errors import Place
from addin.tables.label_identity import respelled
from addin.tables.table import Table


def united(tables: Sequence[Table]) -> tuple[Table, ...]:
    """The tables, those of one unit, with the same columns and no common observation put together, in their order.

    Labels that are one are written alike in all of them.
    """
    groups: dict[tuple[tuple[str, ...], tuple[str, ...], str], list[Table]] = {}
    for table in respelled(tables) if len(tables) > 1 else tables:
        groups.setdefault((tuple(table.keys), tuple(table.columns), table.unit), []).append(table)
    return tuple(chain.from_iterable(_unite(group) for group in groups.values()))


def _unite(group: Sequence[Table]) -> Sequence[Table]:
    if len(group) == 1:
        return group
    observations = [observation for table in group for observation in zip(*table.keys.values(), strict=True)]
    if len(set(observations)) < len(observations):
        return group
    first = group[0]
    united_table = Table(
        name=first.name,
        place=first.place if len({table.place for table in group}) == 1 else Place(first.place.file),
        keys={name: [label for table in group for label in table.keys[name]] for name in first.keys},
        columns={name: [value for table in group for value in table.columns[name]] for name in first.columns},
        place_of=_places(group),
        headers=first.headers,
        properties={name: label for name, label in first.properties.items() if _is_common(group, name, label)},
    )
    return (united_table,)


def _is_common(group: Sequence[Table], name: str, label: str) -> bool:
    return all(table.properties.get(name) == label for table in group)


def _places(group: Sequence[Table]) -> Callable[[int, str], Place]:
    ends = list(accumulate(map(len, group)))

    def place_of(row: int, column: str) -> Place:
        piece = bisect_right(ends, row)
        return group[piece].place_of(row - (ends[piece - 1] if piece else 0), column)

    return place_of
