"""The sheets of a workbook as they grow, and the tables on them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from addin.references.axis import UNCHANGED, Axis
from addin.references.growth import Growth
from addin.references.runs import Run
from addin.references.structured import FilledTable, Table, filled_table


@dataclass(frozen=True, slots=True)
class Layout:
    """Both axes of one sheet."""

    rows: Axis
    columns: Axis

    @property
    def grows(self) -> bool:
        """Whether anything is repeated along either axis."""
        return self.rows.grows or self.columns.grows


STILL: Final = Layout(UNCHANGED, UNCHANGED)


class FilledGroup(NamedTuple):
    """A shared formula in the filled workbook: as it reads in its first cell, and the area that its cells are in."""

    text: str
    area: str


class Geometry:
    """How each sheet of a workbook grows, by the sheet's name in any case. Sheets that aren't named don't grow.

    `tables` are the template's; in the attribute of that name are those whose columns are repeated. `is_still` says
    that nothing is repeated. `runs` keeps what was worked out for a formula at a place, `groups` for a shared formula.
    """

    __slots__ = ("_layouts", "groups", "is_still", "runs", "tables")

    def __init__(self, growths: Mapping[str, Growth], tables: Iterable[Table] = ()) -> None:
        self._layouts = {name.casefold(): Layout(Axis(each.rows), Axis(each.columns)) for name, each in growths.items()}
        self.groups: dict[object, FilledGroup | None] = {}
        self.runs: dict[tuple[object, ...], Run | None] = {}
        grown = (filled_table(table, self.layout(table.sheet).columns) for table in tables)
        self.tables: tuple[FilledTable, ...] = tuple(each for each in grown if each.changes)
        self.is_still = not self.tables and not any(layout.grows for layout in self._layouts.values())

    def layout(self, sheet: str) -> Layout:
        """The axes of the sheet."""
        return self._layouts.get(sheet.casefold(), STILL)

    def grows(self, sheet: str) -> bool:
        """Whether the sheet has any repeats."""
        return self.layout(sheet).grows
