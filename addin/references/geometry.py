"""The sheets of a workbook as they grow, and the tables on them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from addin.references.axis import UNCHANGED, SheetAxis
from addin.references.growth import Growth
from addin.references.runs import EvenRun
from addin.references.structured import ExcelTable, FilledTable, filled_table


@dataclass(frozen=True, slots=True)
class SheetGeometry:
    """Both axes of one sheet."""

    rows: SheetAxis
    columns: SheetAxis

    @property
    def grows(self) -> bool:
        """Whether anything is repeated along either axis."""
        return self.rows.grows or self.columns.grows


STILL: Final = SheetGeometry(UNCHANGED, UNCHANGED)


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

    def __init__(self, growths: Mapping[str, Growth], tables: Iterable[ExcelTable] = ()) -> None:
        self._layouts = {
            name.casefold(): SheetGeometry(SheetAxis(each.rows), SheetAxis(each.columns))
            for name, each in growths.items()
        }
        self.groups: dict[object, FilledGroup | None] = {}
        self.runs: dict[tuple[object, ...], EvenRun | None] = {}
        grown = (filled_table(table, self.layout(table.sheet).columns) for table in tables)
        self.tables: tuple[FilledTable, ...] = tuple(each for each in grown if each.changes)
        self.is_still = not self.tables and not any(layout.grows for layout in self._layouts.values())

    def layout(self, sheet: str) -> SheetGeometry:
        """The axes of the sheet."""
        return self._layouts.get(sheet.casefold(), STILL)

    def grows(self, sheet: str) -> bool:
        """Whether the sheet has any repeats."""
        return self.layout(sheet).grows
