"""Functions of Excel's own in formulas: what is calculated here, and what is left to Excel."""

import math
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from udfs.formulas.excel_functions import NATIVE, ExcelArgument, Range
from udfs.formulas.parser import NotComputable, parse_formula
from udfs.numerics.cell_values import Cells, CellValue, ExcelError

CELLS: dict[str, Cells] = {
    "A1": [[2.5]],
    "A2": [[None]],
    "A3": [["x"]],
    "A1:A5": [[2.5], [None], ["x"], [True], [1.0]],
    "B1:B3": [[1.0], ["#N/A"], ["#DIV/0!"]],
    "C1:C2": [[None], ["none"]],
    "D1:D3": [[3.0], [1.0], [3.0]],
}


def show(text: str) -> object:
    ((cell,),) = parse_formula(text).evaluate(lambda _, reference: CELLS[reference])
    return cell


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("=SUM(A1:A5,1)", 4.5),
        ("=SUM(0.1,0.2,0.3)", 0.6),
        ("=SUM(C1:C2)", 0),
        ("=SUM(GRP_SHARE(D1:D3))", 100),
        ("=MAX(D1:D3*2)", 6),
        ('=SUM(TRUE,"2")', 3),
        ("=AVERAGE(A1:A5)", 1.75),
        ("=MEDIAN(A1:A5)", 1.75),
        ("=MIN(A1:A5)+MAX(A1:A5)", 3.5),
        ("=MIN(C1:C2)", 0),
        ("=COUNT(A1:A5)", 2),
        ("=COUNT(B1:B3)", 1),
        ("=COUNTA(A1:A5)", 4),
        ("=LARGE(D1:D3,2)", 3),
        ("=SMALL(D1:D3,1)", 1),
        ("=RANK(3,D1:D3)", 1),
        ("=RANK(1,D1:D3)", 3),
        ("=_xlfn.RANK.EQ(3,D1:D3,1)", 2),
        ("=SUMPRODUCT(D1:D3,D1:D3)", 19),
        ("=SUMPRODUCT((D1:D3>1)*D1:D3)", 6),
        ("=SUMPRODUCT(A1:A5)", 3.5),
        ("=ABS(-A1)", 2.5),
        ("=ROUND(A1,0)", 3),
        ("=ROUND(-A1,0)", -3),
        ("=ROUND(1.005,2)", 1.01),
        ("=ROUND(2.675,2)", 2.68),
        ("=ROUND(1234.5,-2)", 1200),
        ("=ROUND(1E+200,250)", 1e200),
        ("=ROUNDUP(3.2,0)", 4),
        ("=ROUNDUP(76.9,0)", 77),
        ("=ROUNDUP(3.14159,3)", 3.142),
        ("=ROUNDUP(-3.14159,1)", -3.2),
        ("=ROUNDUP(31415.92654,-2)", 31500),
        ("=ROUNDUP(0.1,1)", 0.1),
        ("=ROUNDDOWN(76.9,0)", 76),
        ("=ROUNDDOWN(-3.14159,1)", -3.1),
        ("=ROUNDDOWN(31415.92654,-2)", 31400),
        ("=TRUNC(8.9)", 8),
        ("=TRUNC(-8.9)", -8),
        ("=TRUNC(0.45)", 0),
        ("=INT(8.9)", 8),
        ("=INT(-8.9)", -9),
        ('=IF(A1>2,"high",1/0)', "high"),
        ("=IF(A2,1)", False),
        ('=IFERROR(1/0,"–")', "–"),
        ("=_xlfn.IFNA(1/0,0)", "#DIV/0!"),
        ("=AND(A1:A5,D1:D3)", True),
        ("=OR(A1=1,NOT(FALSE))", True),
    ],
)
def test_common_functions_as_excel_has_them(formula: str, expected: object) -> None:
    found = show(formula)
    assert found == (pytest.approx(expected, rel=1e-15) if isinstance(expected, float) else expected)


@pytest.mark.parametrize(
    ("formula", "error"),
    [
        ("=SUM(B1:B3)", "#N/A"),
        ("=SUMPRODUCT(B1:B3)", "#N/A"),
        ("=AVERAGE(C1:C2)", "#DIV/0!"),
        ("=MEDIAN(C1:C2)", "#NUM!"),
        ('=SUM("two")', "#VALUE!"),
        ("=LARGE(D1:D3,4)", "#NUM!"),
        ("=RANK(2,D1:D3)", "#N/A"),
        ("=SUMPRODUCT(D1:D3,C1:C2)", "#VALUE!"),
        ("=AND(C1:C2)", "#VALUE!"),
        ("=SUM(1E+308,1E+308)", "#NUM!"),
        ("=SUMPRODUCT({1E+200;-1E+200},{1E+200;1E+200})", "#NUM!"),
        ("=IF(1/0,1,2)", "#DIV/0!"),
    ],
)
def test_errors_of_common_functions(formula: str, error: str) -> None:
    assert show(formula) == ExcelError(error)


@pytest.mark.parametrize(
    "formula",
    [
        '=IF("yes",1,2)',
        "=IF(D1:D3,1,2)",
        "=IFERROR(A2,0)",
        "=COUNT(1,2)",
        "=SUM(1,)",
        "=ROUND(1)",
        "=LARGE(D1:D3,1.5)",
        "=INT((0.1+0.7)*10)",
        "=ROUNDUP(1.1*3,1)",
        "=ROUNDDOWN(3.14)",
        "=ABS(D1:D3)",
        '=SUM("1/2")',
        "=AVERAGEIF(D1:D3,1)",
    ],
)
def test_what_excel_may_understand_otherwise_is_unknown(formula: str) -> None:
    with pytest.raises(NotComputable):
        show(formula)


CELL = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(-400, 400).map(float),
    st.none(),
    st.booleans(),
    st.sampled_from(["", "x", "12", "1/2"]),
    st.sampled_from(ExcelError),
)
ARGUMENTS = st.tuples(
    st.lists(st.lists(CELL, min_size=2, max_size=2), min_size=1, max_size=3) | CELL.map(lambda cell: [[cell]]),
    st.booleans(),
)


@pytest.mark.parametrize("name", NATIVE)
@given(st.lists(ARGUMENTS, max_size=3))
def test_whatever_the_arguments_there_is_a_cell_or_it_is_unknown(
    name: str, arguments: list[tuple[list[list[CellValue]], bool]]
) -> None:
    given_cells = [ExcelArgument(lambda cells=cells: Range(cells), is_direct) for cells, is_direct in arguments]
    with suppress(NotComputable):
        found = NATIVE[name].value(given_cells)
        assert not isinstance(found, float) or math.isfinite(found)
