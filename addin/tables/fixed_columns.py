"""Columns of published files that have one label in all rows (unit, frequency): properties of the table, no axes."""

from collections.abc import Iterable, Mapping, Sequence

from addin.tables.axes import role_of
from addin.tables.naming import identifier
from udfs.registry import Role

_NEVER: frozenset[Role | None] = frozenset({Role.TERRITORIES, Role.PERIODS})


def fixed_columns(names: Sequence[str], rows: Iterable[Sequence[str]]) -> Mapping[int, str]:
    """The columns with one label in all rows, by number, with that label; territories and periods stay axes."""
    first: list[str] = []
    single: set[int] = set()
    for row in rows:
        if not first:
            first = list(row)
            single = {at for at, name in enumerate(names) if role_of(identifier(name)) not in _NEVER}
            continue
        single -= {at for at in single if row[at] != first[at]}
        if not single:
            break
    return {at: first[at] for at in sorted(single)}
