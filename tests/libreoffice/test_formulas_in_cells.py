"""The text of a formula, stored by openpyxl and calculated by LibreOffice, against the evaluator."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.formula import ArrayFormula

from tests.libreoffice.office import LibreOffice
from udfs.formulas.evaluator import OMITTED, evaluate
from udfs.numerics.cell_values import CellValue, ExcelError

GRP = [3105359.0, 2987000.0, None, 1710504.5, "…", 0.0]
FULL_GRP = [[float(1000 + 37 * region)] for region in range(16)]


def calculated(office: LibreOffice, folder: Path, cells: dict[str, object]) -> dict[str, CellValue]:
    workbook = Workbook()
    for address, value in cells.items():
        workbook.active[address] = value
    workbook.save(folder / "formulas.xlsx")
    return office.recalculate(folder / "formulas.xlsx")["Sheet"]


def spilled(values: dict[str, CellValue], column: int, rows: int) -> list[list[CellValue]]:
    return [[values.get(f"{get_column_letter(column)}{row}")] for row in range(1, rows + 1)]


def test_the_coefficient_of_localization_is_calculated_from_four_cells(
    libreoffice: LibreOffice, tmp_path: Path
) -> None:
    volumes = [1714.0, 879213.0, 79006.0, 15593224.0]
    cells: dict[str, object] = dict(zip(["B2", "C2", "D2", "E2"], volumes, strict=True))
    values = calculated(libreoffice, tmp_path, {**cells, "F2": "=LOCALIZATION_COEF(B2,C2,D2,E2)"})
    assert values["F2"] == pytest.approx(0.3847623, abs=1e-7)
    assert [[values["F2"]]] == evaluate("LOCALIZATION_COEF", volumes)


def test_a_matrix_formula_shows_the_share_of_each_region(libreoffice: LibreOffice, tmp_path: Path) -> None:
    cells: dict[str, object] = {f"B{row}": value for row, (value,) in enumerate(FULL_GRP, 2)}
    cells["C2"] = ArrayFormula("C2:C17", "=GRP_SHARE(B2:B17)")
    values = calculated(libreoffice, tmp_path, cells)
    assert [[values[f"C{row}"]] for row in range(2, 18)] == evaluate("GRP_SHARE", [FULL_GRP])


def test_a_matrix_formula_keeps_the_reason_of_each_cell(libreoffice: LibreOffice, tmp_path: Path) -> None:
    cells: dict[str, object] = {f"A{row}": value for row, value in enumerate(GRP, 1)}
    cells["B1"] = ArrayFormula("B1:B6", "=GRP_SHARE(A1:A6,0)")
    cells["C1"] = ArrayFormula("C1:C6", "=GRP_SHARE(A1:A6,8)")
    values = calculated(libreoffice, tmp_path, cells)
    column = [[value] for value in GRP]
    shown = [
        [["" if cell is None else cell for cell in row] for row in rows]
        for rows in (
            evaluate("GRP_SHARE", [column, 0.0]),
            evaluate("GRP_SHARE", [column, 8.0]),
        )
    ]
    assert [spilled(values, 2, 6), spilled(values, 3, 6)] == shown


@pytest.mark.parametrize(
    ("formula", "arguments", "error"),
    [
        ("=GRP_SHARE(5,0)", [5.0, 0.0], ExcelError.DIV0),
        ("=GRP_SHARE(-1)", [-1.0], ExcelError.NUM),
        ('=GRP_SHARE("three",8)', ["three", 8.0], ExcelError.VALUE),
        ('=GRP_SHARE("…",8)', ["…", 8.0], ExcelError.NA),
    ],
)
def test_each_error_is_the_error_of_the_cell(
    libreoffice: LibreOffice, tmp_path: Path, formula: str, arguments: Sequence[object], error: ExcelError
) -> None:
    values = calculated(libreoffice, tmp_path, {"A1": formula, "A2": "=ISERROR(A1)"})
    assert values == {"A1": error, "A2": True}
    assert evaluate("GRP_SHARE", arguments) == [[error]]


def test_calls_are_nested_in_each_other_and_in_native_functions(libreoffice: LibreOffice, tmp_path: Path) -> None:
    values = calculated(
        libreoffice,
        tmp_path,
        {
            "A1": 1,
            "A2": 3,
            "B1": "=SUM(GRP_SHARE(A1:A2))",
            "B2": "=GRP_SHARE(GRP_SHARE(A2,4),150)",
            "B3": "=IFERROR(GRP_SHARE(1,0),-1)",
        },
    )
    assert (values["B1"], values["B2"], values["B3"]) == (100.0, 50.0, -1.0)


def test_an_optional_argument_may_be_left_out_and_a_text_is_shown(libreoffice: LibreOffice, tmp_path: Path) -> None:
    values = calculated(
        libreoffice, tmp_path, {"A1": 1.1, "B1": 1.3, "C1": "=CL_TREND(A1,B1)", "C2": "=CL_TREND(A1,B1,0.5)"}
    )
    assert [[values["C1"]]] == evaluate("CL_TREND", [1.1, 1.3])
    assert [[values["C2"]]] == evaluate("CL_TREND", [1.1, 1.3, 0.5])
    assert values["C1"] != values["C2"]


def test_an_argument_skipped_takes_its_default(libreoffice: LibreOffice, tmp_path: Path) -> None:
    cells: dict[str, object] = {"A1": 1, "A2": 3, "B1": ArrayFormula("B1:B2", "=GRP_SHARE(A1:A2,)")}
    skipped = {"C1": '=CL_CLASS(A1,A2,,TRUE,"ru")', "C2": "=IF(GRP_SHARE(A1,)=100,SUM(A1,,A2),0)"}
    values = calculated(libreoffice, tmp_path, cells | skipped)
    assert spilled(values, 2, 2) == evaluate("GRP_SHARE", [[[1.0], [3.0]], OMITTED])
    assert [[values["C1"]]] == evaluate("CL_CLASS", [1.0, 3.0, OMITTED, True, "ru"])
    assert values["C2"] == 4.0


def test_an_error_or_a_truth_among_the_figures_is_its_own_cell_s(libreoffice: LibreOffice, tmp_path: Path) -> None:
    cells: dict[str, object] = {
        "A1": 1,
        "A2": "=1/0",
        "A3": True,
        "A4": 2,
        "B1": ArrayFormula("B1:B4", "=GRP_SHARE(A1:A4,8)"),
    }
    values = calculated(libreoffice, tmp_path, cells)
    assert spilled(values, 2, 4) == [[12.5], [ExcelError.DIV0], [ExcelError.VALUE], [25.0]]
    assert spilled(values, 2, 4) == evaluate("GRP_SHARE", [[[1.0], [ExcelError.DIV0], [True], [2.0]], 8.0])


def test_too_few_arguments_are_a_wrong_value(libreoffice: LibreOffice, tmp_path: Path) -> None:
    assert calculated(libreoffice, tmp_path, {"A1": "=GRP_SHARE()"}) == {"A1": ExcelError.VALUE}
