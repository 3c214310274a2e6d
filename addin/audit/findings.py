"""A finding of the audit, and findings as a table that a template can list."""

from collections.abc import Sequence
from dataclasses import dataclass

from addin.errors import Place
from addin.tables.table import Table
from udfs.numerics.cell_values import CellValue
from udfs.numerics.rounding import round_number

FINDING = "finding"
_MORE_DECIMALS = 3


@dataclass(frozen=True, slots=True)
class Finding:
    """A printed figure that contradicts others: where it stands, what it is, what it should be.

    `calculated` is None where no figure can be right, as for a part larger than its whole. `remark` says how it was
    calculated, where that isn't plain.
    """

    place: Place
    what: str
    printed: float | str
    calculated: float | str | None
    remark: str = ""

    def __str__(self) -> str:
        should = "impossible" if self.calculated is None else f"calculated {self._rounded(self.calculated)}"
        remark = f" ({self.remark})" if self.remark else ""
        return f"{self.place}: {self.what}: printed {_plain(self.printed)}, {should}{remark}"

    def _rounded(self, figure: float | str) -> str:
        """A calculated figure with three decimals more than are printed."""
        if isinstance(figure, str):
            return figure
        return _plain(round_number(figure, len(_plain(self.printed).partition(".")[2]) + _MORE_DECIMALS))


def _plain(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:.12g}"


def findings_table(findings: Sequence[Finding]) -> Table:
    """The findings as a table: the key `finding` (1, 2, …), and file, sheet, cell, what, printed, calculated, remark.

    Where a printed figure is a text, such as an arrow, the remark tells both, and printed and calculated are blank.
    """
    columns: dict[str, list[CellValue]] = {
        "file": [finding.place.file for finding in findings],
        "sheet": [finding.place.sheet for finding in findings],
        "cell": [finding.place.cell for finding in findings],
        "what": [finding.what for finding in findings],
        "printed": [_number(finding.printed) for finding in findings],
        "calculated": [_number(finding.calculated) for finding in findings],
        "remark": [_remark(finding) for finding in findings],
    }
    keys = {FINDING: range(1, len(findings) + 1)}
    return Table("audit", Place(), keys, columns, lambda row, column: findings[row].place)


def _remark(finding: Finding) -> str | None:
    if isinstance(finding.printed, str):
        return f"{finding.printed} → {finding.calculated}"
    return finding.remark or None


def _number(value: float | str | None) -> CellValue:
    return None if isinstance(value, str) else value
