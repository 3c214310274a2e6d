"""Formulas of ours replaced by what they showed."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from addin.errors import UserError
from addin.filebook.calling import calls_ours
from addin.filebook.freezing import freeze
from addin.package.package import read_package
from tests.package.lint import faults
from tests.package.plain_workbook import MAIN, plain_workbook

LINKED = "'D:\\x\\[growthpole.xlam]y'!HHI(C1)"
ROWS = f"""
<row r="1"><c r="A1"><f>SUM(C1:C3)</f><v>6</v></c><c r="B1" t="str"><f>CL_TREND(1,2)</f><v>↑</v></c></row>
<row r="2"><c r="A2" cm="1"><f t="array" ref="A2:A3">GRP_SHARE(C1:C2)</f><v>25</v></c>
<c r="B2" t="e"><f>{LINKED}</f><v>#N/A</v></c></row>
<row r="3"><c r="A3"><v>75</v></c><c r="B3"><f t="shared" ref="B3:B4" si="0">growth_rate(C1,C2)</f><v>4</v></c></row>
<row r="4"><c r="A4"><f>IF(A1="GRP_SHARE(",1,2)</f><v>2</v></c><c r="B4"><f t="shared" si="0"/><v>5</v></c></row>
"""


def workbook(rows: str) -> bytes:
    return plain_workbook(sheet1=f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>')


def test_our_formulas_become_what_they_showed_and_excels_own_stay() -> None:
    content = freeze(read_package(workbook(ROWS))).package.write()
    (sheet,) = load_workbook(BytesIO(content)).worksheets
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["=SUM(C1:C3)", "↑"],
        [25, "#N/A"],
        [75, 4],
        ['=IF(A1="GRP_SHARE(",1,2)', 5],
    ]
    assert b't="inlineStr"' in read_package(content).read("xl/worksheets/sheet1.xml")
    assert sheet["B2"].data_type == "e"
    assert b"cm=" not in read_package(content).read("xl/worksheets/sheet1.xml")
    assert faults(content) == []


def test_microsofts_validator_has_nothing_to_say_of_a_frozen_workbook(
    validate: Callable[[Path], list[str]], tmp_path: Path
) -> None:
    target = tmp_path / "frozen.xlsx"
    freeze(read_package(workbook(ROWS))).package.save(target)
    assert validate(target) == []


def test_a_workbook_without_our_formulas_stays_as_it_is() -> None:
    package = read_package(workbook('<row r="1"><c r="A1"><f>SUM(C1)</f><v>1</v></c></row>'))
    assert freeze(package).package is package


def test_a_formula_without_a_value_is_told_with_its_cell() -> None:
    package = read_package(workbook('<row r="1"><c r="B1"><f>HHI(C1:C3)</f></c></row>'))
    with pytest.raises(UserError, match=r"sheet 'Regions', cell B1: the formula has no value yet"):
        freeze(package)


@pytest.mark.parametrize(
    ("formula", "ours"),
    [
        ("hhi (A1:A3)", True),
        ("[1]!HHI(A1)", True),
        ("_xludf.HHI(A1)", True),
        ("1+IF(A1,'a''b'!HHI(A1),0)", True),
        ("HHI", False),
        ('"HHI("&A1', False),
        ("'HHI(x)'!A1", False),
        ("MYHHI(A1)", False),
        ("SUM(A1)", False),
    ],
)
def test_a_call_of_ours_is_told_from_texts_and_names_that_look_like_it(formula: str, ours: bool) -> None:
    assert calls_ours(formula) is ours
