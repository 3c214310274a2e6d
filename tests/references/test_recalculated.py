"""Formulas written for each copy of their cell, calculated by LibreOffice and by hand."""

from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from addin.references.formula import parse
from addin.references.formula_position import FormulaPosition
from addin.references.geometry import Geometry
from addin.references.growth import Growth, nested, plain
from tests.libreoffice.office import LibreOffice

OUTPUT = {"Akmola": {"Mining": 30.0, "Farming": 50.0, "Trade": 20.0}, "Almaty": {"Trade": 75.0, "Farming": 25.0}}
TOTAL = 200.0
BRANCHES = {
    (5, 3): "B5/B$6",
    (5, 4): "RANK(B5,B$5:B$5)",
    (5, 5): "SUM(B$5:B5)",
    (5, 6): "SUM(B5:B$5)",
    (5, 7): "B5/B$7",
    (5, 8): "B5-B$5",
    (6, 2): "SUM(B5:B5)",
    (6, 3): "B6/B$7",
    (7, 2): 'SUMIF(A4:A6,"Total",B4:B6)',
    (7, 3): "MAX(B5:B5)+COUNT(C:C)*0",
}
YEARS = [[4.0, 5.0, 7.0], [16.0, 5.0, 3.0]]
MATRIX = {(5, 3): "B5/B$6", (6, 2): "SUM(B5:B5)", (6, 5): "SUM($B6:$B6)"}


def fill(book: Workbook, geometry: Geometry, name: str, formulas: dict[tuple[int, int], str]) -> None:
    layout, sheet = geometry.layout(name), book[name]
    for (row, column), formula in formulas.items():
        for rows in layout.rows.paths(row, row):
            for columns in layout.columns.paths(column, column):
                text = parse(formula).at(FormulaPosition(name, row, column, rows, columns), geometry)
                sheet.cell(layout.rows.filled(row, rows), layout.columns.filled(column, columns)).value = f"={text}"


def branches_by_hand() -> dict[str, float]:
    """The cells of regions one below the other, each with its branches and their total."""
    cells, row = {}, 3
    for branches in OUTPUT.values():
        region, values = sum(branches.values()), list(branches.values())
        row += 1
        for place, value in enumerate(values):
            row += 1
            found = (
                value / region,
                1 + sum(other > value for other in values),
                sum(values[: place + 1]),
                sum(values[place:]),
                value / TOTAL,
                value - values[0],
            )
            cells |= {f"{letter}{row}": number for letter, number in zip("CDEFGH", found, strict=True)}
        row += 1
        cells |= {f"B{row}": region, f"C{row}": region / TOTAL}
    return cells | {f"B{row + 1}": TOTAL, f"C{row + 1}": max(map(max, map(dict.values, OUTPUT.values())))}


def test_nested_blocks_calculate_as_by_hand(libreoffice: LibreOffice, tmp_path: Path) -> None:
    repeats = [(plain(5, 5, len(branches)),) for branches in OUTPUT.values()]
    geometry = Geometry({"Output": Growth(rows=(nested(4, 6, repeats),))})
    book = Workbook()
    book.active.title = "Output"
    summary = book.create_sheet("Summary")
    rows = [row for branches in OUTPUT.values() for row in [(None, None), *branches.items(), ("Total", None)]]
    for number, (name, value) in enumerate(rows, 4):
        book["Output"].cell(number, 1, name)
        book["Output"].cell(number, 2, value)
    fill(book, geometry, "Output", BRANCHES)
    summary["A1"] = "=" + parse("Output!B7+MIN(Output!B5:B5)").at(FormulaPosition("Summary", 1, 1), geometry)
    book.save(tmp_path / "branches.xlsx")
    values = libreoffice.recalculate(tmp_path / "branches.xlsx")
    by_hand = branches_by_hand()
    assert {cell: values["Output"][cell] for cell in by_hand} == pytest.approx(by_hand)
    assert values["Summary"]["A1"] == TOTAL + 20


def test_rows_and_columns_calculate_as_by_hand(libreoffice: LibreOffice, tmp_path: Path) -> None:
    """Each year has a column of values, one of shares and an empty one; the totals' total is at the right."""
    geometry = Geometry({"Years": Growth(rows=(plain(5, 5, 2),), columns=(plain(2, 4, 3),))})
    book = Workbook()
    book.active.title = "Years"
    for row, numbers in enumerate(YEARS, 5):
        for place, number in enumerate(numbers):
            book["Years"].cell(row, 2 + 3 * place, number)
    fill(book, geometry, "Years", MATRIX)
    book.save(tmp_path / "years.xlsx")
    values = libreoffice.recalculate(tmp_path / "years.xlsx")["Years"]
    for place in range(3):
        value, share = get_column_letter(2 + 3 * place), get_column_letter(3 + 3 * place)
        total = sum(numbers[place] for numbers in YEARS)
        assert values[f"{value}7"] == total
        assert [values[f"{share}{row}"] for row in (5, 6)] == [numbers[place] / total for numbers in YEARS]
    assert values["K7"] == sum(map(sum, YEARS))
