"""The page of methods: each of its figures is what its formula gives in the workbooks that it names."""

import re
from pathlib import Path

import pytest
from openpyxl import load_workbook

from udfs.formulas.parser import parse_formula
from udfs.numerics.cell_values import CellValue

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "methods.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\|[^|]*\| `(=[^`]+)` \| ([^|]+) \|", PAGE, re.MULTILINE)
BOOKS = [
    load_workbook(ROOT / "workbooks" / "data" / f"kazakhstan_{name}.xlsx")
    for name in ("kireyeva_nurlanova_2014", "neighbours")
]
SHEETS = {sheet.title: sheet for book in BOOKS for sheet in book.worksheets}


def cells_of(reference: re.Match[str]) -> str:
    """The cells of a reference as an array constant."""
    cells = SHEETS[reference[1]][reference[2]]
    rows = cells if isinstance(cells, tuple) else ((cells,),)
    return "{" + ";".join(",".join(repr(float(cell.value)) for cell in row) for row in rows) + "}"


def shown(cell: CellValue, printed: str) -> str:
    """A figure with as many decimals as the page prints."""
    decimals = len(printed.partition(".")[2])
    return f"{float(str(cell)) + 0.0:.{decimals}f}"


@pytest.mark.parametrize(("formula", "figures"), ROWS, ids=[formula for formula, _ in ROWS])
def test_the_figures_of_the_page_are_calculated(formula: str, figures: str) -> None:
    with_cells = re.sub(r"'([^']+)'!([A-Z]+\d+(?::[A-Z]+\d+)?)", cells_of, formula)
    found = [cell for row in parse_formula(with_cells).evaluate() for cell in row]
    printed = re.split(r"[,;] ", figures)
    assert [shown(cell, text) for cell, text in zip(found, printed, strict=True)] == printed


def test_the_page_answers_with_figures() -> None:
    assert len(ROWS) > 25
