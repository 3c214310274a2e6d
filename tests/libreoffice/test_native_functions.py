"""The functions of Excel's own that we calculate, beside LibreOffice's on the same random cells.

Left out is where LibreOffice is known to differ from Excel: truth values in ranges, which Excel doesn't count, the rank
of a number that isn't in the range, a position below one, and the median of nothing (#N/A, #NUM! and #NUM! in Excel).
"""

import random
from pathlib import Path
from typing import Final

import pytest
from openpyxl import Workbook
from openpyxl.utils import get_column_letter, range_boundaries

from tests.libreoffice.office import LibreOffice
from udfs.formulas.excel_functions import NATIVE
from udfs.formulas.parser import NotComputable, parse_formula
from udfs.numerics.cell_values import Cells, CellValue, ExcelError

ROWS: Final = 12
PATTERNS: Final = {
    "SUM": ["=SUM({range},{number})", "=SUM({numbers},{range})"],
    "SUMPRODUCT": ["=SUMPRODUCT({numbers},{numbers})", "=SUMPRODUCT(({numbers}>50)*{numbers})"],
    "AVERAGE": ["=AVERAGE({range})", "=AVERAGE({numbers},{number})"],
    "MEDIAN": ["=MEDIAN({range},{number})", "=MEDIAN({numbers})"],
    "MIN": ["=MIN({range},{number})"],
    "MAX": ["=MAX({range})"],
    "COUNT": ["=COUNT({range})"],
    "COUNTA": ["=COUNTA({range},{range})"],
    "LARGE": ["=LARGE({numbers},{position})"],
    "SMALL": ["=SMALL({numbers},{position})"],
    "RANK": ["=RANK({own})", "=RANK({own},1)"],
    "RANK.EQ": ["=_xlfn.RANK.EQ({own})"],
    "ABS": ["=ABS({cell}-50)"],
    "ROUND": ["=ROUND({cell}/7,{digits})", "=ROUND(-{cell}*3,{digits})", "=ROUND({cell}*1.005,{digits})"],
    "ROUNDUP": ["=ROUNDUP({cell}/7,{digits})", "=ROUNDUP(-{cell}*3,{digits})"],
    "ROUNDDOWN": ["=ROUNDDOWN({cell}/7,{digits})"],
    "TRUNC": ["=TRUNC(-{cell}/7,{digits})", "=TRUNC({cell}/3)"],
    "INT": ["=INT(-{cell}/7)"],
    "IF": ['=IF({cell}>50,"high",{cell}/2)', "=IF({cell}>{cell},{cell})"],
    "IFERROR": ['=IFERROR({cell}/({cell}-{cell}),"none")', '=IFERROR(SUM({range}),"error")'],
    "IFNA": ["=_xlfn.IFNA(SUM({range}),-1)", "=_xlfn.IFNA({cell},0)"],
    "AND": ["=AND({cell}>20,{cell}<80)"],
    "OR": ["=OR({cell}>80,{cell}<20)"],
    "NOT": ["=NOT({cell}>50)"],
}


def test_every_function_of_excels_own_that_is_calculated_is_compared() -> None:
    assert PATTERNS.keys() == NATIVE.keys()


def test_common_functions_are_what_libreoffice_calculates(libreoffice: LibreOffice, tmp_path: Path) -> None:
    chance = random.Random(2014)
    cells = {f"{column}{row}": _cell(column, chance) for column in "ABC" for row in range(1, ROWS + 1)}
    formulas = [_drawn(pattern, chance) for patterns in PATTERNS.values() for pattern in patterns for _ in range(12)]
    workbook = Workbook()
    for address, value in cells.items():
        workbook.active[address] = value
    for row, formula in enumerate(formulas, 1):
        workbook.active[f"E{row}"] = formula
    workbook.save(tmp_path / "native.xlsx")
    calculated = libreoffice.recalculate(tmp_path / "native.xlsx")["Sheet"]
    compared = [
        (formula, _ours(formula, cells), calculated.get(f"E{row}", "")) for row, formula in enumerate(formulas, 1)
    ]
    wrong = [each for each in compared if not _agree(each[1], each[2])]
    assert wrong == []
    assert sum(isinstance(found, float) for _, found, _ in compared) > len(formulas) / 2


def _cell(column: str, chance: random.Random) -> CellValue:
    """Column A and B hold numbers, C also texts, blanks and now and then an error."""
    number = chance.choice([round(chance.uniform(0, 100), chance.randint(0, 3)), float(chance.randint(1, 5))])
    others: list[CellValue] = [number, number, "text", None, None, chance.choice(["#DIV/0!", "#N/A"])]
    return chance.choice(others) if column == "C" else number


def _drawn(pattern: str, chance: random.Random) -> str:
    formula = pattern
    first = chance.randint(1, 5)
    last = chance.randint(first + 3, ROWS)
    while "{" in formula:
        column = chance.choice("AB")
        drawn = {
            "{range}": f"{chance.choice('ABC')}{chance.randint(1, 6)}:C{chance.randint(7, ROWS)}",
            "{numbers}": f"{column}{first}:{column}{last}",
            "{own}": f"{column}{chance.randint(first, last)},{column}{first}:{column}{last}",
            "{cell}": f"{column}{chance.randint(first, last)}",
            "{number}": str(round(chance.uniform(0, 9), 2)),
            "{position}": str(chance.randint(1, 5)),
            "{digits}": str(chance.randint(-2, 4)),
        }
        place = formula[formula.index("{") : formula.index("}") + 1]
        formula = formula.replace(place, drawn[place], 1)
    return formula


def _ours(formula: str, cells: dict[str, CellValue]) -> CellValue | NotComputable:
    def resolve(_: str | None, reference: str) -> Cells:
        left, top, right, bottom = map(int, range_boundaries(reference))  # type: ignore[arg-type]
        columns = [get_column_letter(column) for column in range(left, right + 1)]
        return [[cells.get(f"{column}{row}") for column in columns] for row in range(top, bottom + 1)]

    return parse_formula(formula).evaluate(resolve)[0][0]


def _agree(ours: object, theirs: object) -> bool:
    if isinstance(ours, bool) or isinstance(theirs, bool):
        return ours == theirs
    if isinstance(ours, float) and isinstance(theirs, float):
        return ours == pytest.approx(theirs, rel=1e-14, abs=1e-13)
    return type(ours) is type(theirs) and ours == theirs if isinstance(ours, ExcelError) else ours == theirs
