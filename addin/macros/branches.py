"""A table of territories and branches, however it names the branches, as observations of `value`."""

from collections.abc import Sequence
from itertools import product

from addin.errors import Place, UserError
from addin.tables.table import Label, Table
from addin.tables.total_words import Says, says
from addin.template.scope import YEAR

REGION = "region"
BRANCH = "branch"
VALUE = "value"


def by_branch(tables: Sequence[Table], place: Place) -> Table:
    """The first table with branches: in a second column of names, or in the headers of several columns of figures.

    A column that says it is the total is no branch. Raises UserError where no table has branches.
    """
    for table in tables:
        names = [axis for axis in table.keys if axis != YEAR]
        columns = [name for name in table.columns if _is_branch(table, name)]
        if len(names) == 2 and len(columns) == 1:
            return _renamed(table, names[0], names[1], columns[0])
        if len(names) == 1 and len(columns) > 1:
            return _melted(table, names[0], columns)
    raise without_branches(place)


def without_branches(place: Place) -> UserError:
    """What a table that tells no branches lacks."""
    return UserError(
        "branches stand in a second column of names, or are the headings of several columns of figures", place
    )


def _is_branch(table: Table, column: str) -> bool:
    has_figures = any(isinstance(value, int | float) for value in table.columns[column])
    return has_figures and says(table.headers.get(column, column)) < Says.BEGINS_AS_TOTAL


def _renamed(table: Table, region: str, branch: str, column: str) -> Table:
    keys = {REGION: table.keys[region], BRANCH: table.keys[branch], **_years(table, 1)}
    return Table(
        table.name, table.place, keys, {VALUE: table.columns[column]}, lambda row, _: table.place_of(row, column)
    )


def _melted(table: Table, region: str, columns: Sequence[str]) -> Table:
    """An observation for each row and column."""
    cells = list(product(range(len(table)), columns))
    keys: dict[str, Sequence[Label]] = {
        REGION: [table.keys[region][row] for row, _ in cells],
        BRANCH: [table.headers.get(column, column) for _, column in cells],
        **_years(table, len(columns)),
    }
    values = [table.columns[column][row] for row, column in cells]
    return Table(table.name, table.place, keys, {VALUE: values}, lambda row, _: table.place_of(*cells[row]))


def _years(table: Table, times: int) -> dict[str, Sequence[Label]]:
    if YEAR not in table.keys:
        return {}
    return {YEAR: [year for year in table.keys[YEAR] for _ in range(times)]}
