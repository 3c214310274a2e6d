"""The sheets of a workbook as they grow, and a place on one of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from addin.references.axis import UNCHANGED, Axis
from addin.references.growth import Growth, Path


@dataclass(frozen=True, slots=True)
class Layout:
    """Both axes of one sheet."""

    rows: Axis
    columns: Axis

    @property
    def grows(self) -> bool:
        """Whether anything is repeated along either axis."""
        return self.rows.grows or self.columns.grows


@dataclass(frozen=True, slots=True)
class Home:
    """Where a formula is: a sheet of the template, its cell there, and which copy of the repeats around that cell.

    Row and column 0: not in a cell (a chart, a name). Each path is as long as the line is deep in repeats.
    """

    sheet: str
    row: int = 0
    column: int = 0
    rows: Path = ()
    columns: Path = ()


STILL: Final = Layout(UNCHANGED, UNCHANGED)


class Geometry:
    """How each sheet of a workbook grows, by the sheet's name in any case. Sheets that aren't named don't grow."""

    __slots__ = ("_layouts",)

    def __init__(self, growths: Mapping[str, Growth]) -> None:
        self._layouts = {name.casefold(): Layout(Axis(each.rows), Axis(each.columns)) for name, each in growths.items()}

    def layout(self, sheet: str) -> Layout:
        """The axes of the sheet."""
        return self._layouts.get(sheet.casefold(), STILL)

    def grows(self, sheet: str) -> bool:
        """Whether the sheet has any repeats."""
        return self.layout(sheet).grows
