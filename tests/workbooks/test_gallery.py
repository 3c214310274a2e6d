"""The gallery of functions as a real spreadsheet program calculates it: every check is TRUE, and could be FALSE."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from openpyxl import Workbook, load_workbook

from tests.libreoffice.office import LibreOffice
from udfs.library import FUNCTIONS
from udfs.numerics.cell_values import CellValue
from workbooks.drawing.gallery import CHECKS

GALLERY: Final = Path(__file__).parents[2] / "workbooks" / "functions.xlsx"
EXAMPLES: Final = sum(len(function.documentation.examples) for function in FUNCTIONS.values())


@pytest.fixture(scope="module")
def calculated(libreoffice: LibreOffice) -> dict[str, dict[str, CellValue]]:
    return libreoffice.recalculate(GALLERY)


@pytest.fixture(scope="module")
def gallery() -> Workbook:
    return load_workbook(GALLERY)


def test_every_check_is_true(calculated: dict[str, dict[str, CellValue]], gallery: Workbook) -> None:
    checks = {
        (sheet, address): cell
        for sheet, cells in calculated.items()
        for address, cell in cells.items()
        if isinstance(cell, bool) and gallery[sheet][address].data_type == "f"
    }
    assert len(checks) >= EXAMPLES + len(FUNCTIONS)
    assert [place for place, cell in checks.items() if not cell] == []
    assert calculated["functions"]["D2"] is True


def test_each_function_has_its_line_and_each_subject_its_sheet(gallery: Workbook) -> None:
    assert gallery.sheetnames == ["functions", *dict.fromkeys(function.subject for function in FUNCTIONS.values())]
    lines = [row[0].value for row in gallery["functions"].iter_rows(min_row=5, max_col=1)]
    assert lines == list(FUNCTIONS)
    assert gallery.defined_names[CHECKS].attr_text == "functions!$D$2"


def test_a_wrong_expectation_turns_its_checks_false(libreoffice: LibreOffice, tmp_path: Path) -> None:
    gallery = load_workbook(GALLERY)
    sheet = gallery["shares and levels"]
    header = next(row for row in sheet.iter_rows(min_row=5, max_row=5))
    expected, check = (next(cell.column for cell in header if cell.value == text) for text in ("Expected", "Check"))
    sheet.cell(6, expected).value += 1e-4
    gallery.save(tmp_path / "wrong.xlsx")
    values = libreoffice.recalculate(tmp_path / "wrong.xlsx")
    assert values["functions"]["D2"] is False
    assert [values["functions"][f"D{row}"] for row in range(5, 8)] == [False, True, True]
    assert values["shares and levels"][sheet.cell(6, check).coordinate] is False


def test_the_gallery_is_a_valid_workbook(validate: Callable[[Path], list[str]]) -> None:
    assert validate(GALLERY) == []
