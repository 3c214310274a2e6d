"""Every example in a docstring, stored as a matrix formula and calculated by LibreOffice, against the evaluator."""

import re
from pathlib import Path

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import rows_from_range
from openpyxl.worksheet.formula import ArrayFormula

from tests.libreoffice.office import LibreOffice
from udfs.formulas.parser import parse_formula
from udfs.library import FUNCTIONS
from udfs.numerics.cell_values import CellValue

TRUTH_IN_ARRAY = re.compile(r"\{[^}]*(TRUE|FALSE)")
"""To LibreOffice, TRUE within an array constant is the number 1."""

EXAMPLES = [
    example.formula
    for function in FUNCTIONS.values()
    for example in function.documentation.examples
    if not TRUTH_IN_ARRAY.search(example.formula)
]


def shown(formula: str) -> list[list[CellValue]]:
    """What the cells show, by the evaluator; a blank result is shown as empty text."""
    return [["" if cell is None else cell for cell in row] for row in parse_formula(formula).evaluate()]


def test_every_documented_example_is_calculated_alike(libreoffice: LibreOffice, tmp_path: Path) -> None:
    expected = {formula: shown(formula) for formula in EXAMPLES}
    workbook, areas, row = Workbook(), {}, 1
    for formula, cells in expected.items():
        last = row + len(cells) - 1
        areas[formula] = f"A{row}:{get_column_letter(len(cells[0]))}{last}"
        workbook.active[f"A{row}"] = ArrayFormula(areas[formula], formula)
        row = last + 1
    workbook.save(tmp_path / "examples.xlsx")
    values = libreoffice.recalculate(tmp_path / "examples.xlsx")["Sheet"]
    calculated = {
        formula: [[values[address] for address in line] for line in rows_from_range(area)]
        for formula, area in areas.items()
    }
    assert calculated == expected
