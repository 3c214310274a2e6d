"""A place on a sheet of the template, in one of its copies."""

from dataclasses import dataclass

from addin.references.growth import Path


@dataclass(frozen=True, slots=True)
class FormulaPosition:
    """Where a formula is: a sheet of the template, its cell there, and which copy of the repeats around that cell.

    Row and column 0: not in a cell (a chart, a name). Each path is as long as the line is deep in repeats.
    """

    sheet: str
    row: int = 0
    column: int = 0
    rows: Path = ()
    columns: Path = ()

    def in_rows(self, rows: Path) -> "FormulaPosition":
        """The same place in other copies of the repeats around its row."""
        return FormulaPosition(self.sheet, self.row, self.column, rows, self.columns)
