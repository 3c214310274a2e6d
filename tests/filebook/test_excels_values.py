"""Formulas of real workbooks have the values here that Excel kept beside them.

The workbooks lie beside the repository where they are at hand; their licences don't let them be part of it.
"""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from openpyxl import Workbook, load_workbook

from addin.filebook.computable_formulas import computable
from udfs.formulas.operators import NotComputable
from udfs.numerics.cell_values import Cells, ExcelError

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus"
WORKBOOKS = sorted(CORPUS.glob("*.xlsx"))
MOST = 2000
"""Formulas that are compared of one workbook, so that a large one doesn't hold the others up."""


def formulas_of(book: Workbook) -> Iterator[tuple[str, str, str]]:
    """Sheet, address and text of each formula of its own; those of arrays and data tables aside."""
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f" and isinstance(cell.value, str):
                    yield sheet.title, cell.coordinate, cell.value.removeprefix("=")


def cell_value(value: Any) -> Any:
    """A value as formulas see it. Raises NotComputable for a day."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return float(value)
    if not isinstance(value, str):
        raise NotComputable("a day")
    return ExcelError(value) if value in set(ExcelError) else value


def cells_of(values: Workbook, sheet: str, reference: str) -> Cells:
    found = values[sheet][reference.replace("$", "")]
    rows = found if isinstance(found, tuple) else ((found,),)
    if not isinstance(rows[0], tuple):
        raise NotComputable("a whole row or column")
    return [[cell_value(cell.value) for cell in row] for row in rows]


def compared(path: Path) -> Iterator[tuple[str, Any, Any]]:
    """Each formula that is calculated here, with its value here and Excel's."""
    formulas, values = load_workbook(path), load_workbook(path, data_only=True)
    for _, (sheet, address, text) in zip(range(MOST), formulas_of(formulas), strict=False):
        formula = computable(text)
        kept = values[sheet][address].value
        if formula is None or kept is None:
            continue
        with suppress(NotComputable):
            ((here,),) = formula.evaluate(lambda named, reference, own=sheet: cells_of(values, named or own, reference))
            yield f"{sheet}!{address}: ={text}", here, cell_value(kept)


@pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")
@pytest.mark.skipif(not WORKBOOKS, reason="no folder of real workbooks beside the repository")
def test_formulas_of_real_workbooks_have_excels_values() -> None:
    found = [each for path in WORKBOOKS for each in compared(path)]
    assert found
    for where, here, excels in found:
        expected = pytest.approx(excels, rel=1e-14, abs=1e-14) if isinstance(excels, float) else excels
        assert (0.0 if here is None else here) == expected, where


def test_a_wrong_value_would_be_found(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "kept.xlsx") as book:
        sheet = book.add_worksheet("S")
        sheet.write_row("A1", [1, 2, 3])
        sheet.write_formula("A2", "=SUM(A1:C1)*2", None, 12)
        sheet.write_formula("A3", "=SUM(A1:C1)", None, 7)
    assert [(here, excels) for _, here, excels in compared(tmp_path / "kept.xlsx")] == [(12, 12), (6, 7)]
