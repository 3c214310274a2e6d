"""Every example in a docstring, stored as a matrix formula and calculated by LibreOffice, against the evaluator."""

import re
from pathlib import Path

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.formula import ArrayFormula

from tests.libreoffice.office import LibreOffice
from udfs.cells import CellValue
from udfs.formula import parse_formula
from udfs.library import FUNCTIONS

TRUTH_IN_ARRAY = re.compile(r"\{[^}]*(TRUE|FALSE)")
"""To LibreOffice, TRUE within an array constant is the number 1."""

EXAMPLES = [
    example.formula
    for function in FUNCTIONS.values()
    for example in function.documentation.examples
    if not TRUTH_IN_ARRAY.search(example.formula)
]


def shown(formula: str) -> dict[str, CellValue]:
    """What the cells from A1 on show, by the evaluator; a blank result is shown as empty text."""
    return {
        f"{get_column_letter(column)}{row}": "" if cell is None else cell
        for row, line in enumerate(parse_formula(formula).evaluate(), 1)
        for column, cell in enumerate(line, 1)
    }


def test_every_documented_example_is_calculated_alike(libreoffice: LibreOffice, tmp_path: Path) -> None:
    workbook = Workbook()
    workbook.remove(workbook.active)
    for number, formula in enumerate(EXAMPLES):
        sheet = workbook.create_sheet(str(number))
        sheet["A1"] = ArrayFormula(f"A1:{list(shown(formula))[-1]}", formula)
    workbook.save(tmp_path / "examples.xlsx")
    calculated = libreoffice.recalculate(tmp_path / "examples.xlsx")
    by_formula = {formula: calculated[str(number)] for number, formula in enumerate(EXAMPLES)}
    assert by_formula == {formula: shown(formula) for formula in EXAMPLES}
