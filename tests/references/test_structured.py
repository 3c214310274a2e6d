"""Structured references to a table whose column `Year` is repeated: in formulas within the column and elsewhere."""

import pytest

from addin.references.formula import parse
from addin.references.formula_position import FormulaPosition
from addin.references.geometry import Geometry
from addin.references.growth import Growth, Path, plain
from addin.references.structured import ExcelTable

TABLE = ExcelTable("Output", "S", (4, 6), 1, ("Region", "Year", "Share [%]", "Total"))


def geometry(first: int = 2, last: int = 2, count: int = 3) -> Geometry:
    return Geometry({"S": Growth(columns=(plain(first, last, count),))}, [TABLE])


OUTSIDE = FormulaPosition("S", 9, 9)
TOTAL = FormulaPosition("S", 5, 4)


@pytest.mark.parametrize(
    ("formula", "home", "filled"),
    [
        ("SUM(Output[Year])", OUTSIDE, "SUM(Output[[Year]:[Year3]])"),
        ("SUM(output[total])", OUTSIDE, "SUM(output[Total])"),
        ("SUM(Output[[#This Row],[Year]])", TOTAL, "SUM(Output[[#This Row],[Year]:[Year3]])"),
        ("SUM(Output[[#This Row],[Region]:[Year]])", TOTAL, "SUM(Output[[#This Row],[Region]:[Year3]])"),
        ("Output[[#This Row],[Year]]/Output[[#This Row],[Total]]", TOTAL,
         "Output[[#This Row],[Year]]/Output[[#This Row],[Total]]"),
        ("MAX(LN(2),\"(\", Output[[#This Row],[Year]] )-Output[[#This Row],[Year]]", TOTAL,
         "MAX(LN(2),\"(\", Output[[#This Row],[Year]:[Year3]] )-Output[[#This Row],[Year]]"),
        ("IF(TRUE,Output[[#This Row],[Year]],0)", TOTAL, "IF(TRUE,Output[[#This Row],[Year]],0)"),
        ("HHI(Output[[#This Row],[Year]])+(Output[[#This Row],[Year]])", TOTAL,
         "HHI(Output[[#This Row],[Year]:[Year3]])+(Output[[#This Row],[Year]])"),
        ("SUM(Output[[Year]:[Total]])", OUTSIDE, "SUM(Output[[Year]:[Total]])"),
        ("SUBTOTAL(109,[Year])", FormulaPosition("S", 6, 2, (), (1,)), "SUBTOTAL(109,[Year2])"),
        ("[Year]", OUTSIDE, "[Year]"),
        ("Output[[#This Row],[Year]]/Output[[#Totals],[Year]]", FormulaPosition("S", 5, 2, (), (2,)),
         "Output[[#This Row],[Year3]]/Output[[#Totals],[Year3]]"),
        ("Output[]+Output[#Headers]+Output[[#All],[Region]]", OUTSIDE,
         "Output[]+Output[#Headers]+Output[[#All],[Region]]"),
        ("SUM(Output[Share '[%']])", OUTSIDE, "SUM(Output[Share '[%']])"),
        ("Other[Year]+\"Output[Year]\"", OUTSIDE, "Other[Year]+\"Output[Year]\""),
    ],
)  # fmt: skip
def test_columns_are_named_as_they_are_repeated(formula: str, home: FormulaPosition, filled: str) -> None:
    assert parse(formula).at(home, geometry()) == filled


@pytest.mark.parametrize(("path", "own"), [((0,), "Output[Share '[%']]"), ((1,), "Output[Share '[%']2]")])
def test_a_column_beside_is_that_of_the_same_copy(path: Path, own: str) -> None:
    assert parse("Output[Share '[%']]").at(FormulaPosition("S", 5, 2, (), path), geometry(2, 3)) == own


def test_a_column_without_copies_is_a_ref_error() -> None:
    assert parse("SUM(Output[Year])").at(OUTSIDE, geometry(count=0)) == "SUM(#REF!)"


def test_tables_that_do_not_change_leave_formulas_alone() -> None:
    assert geometry(1, 1, 1).tables != ()
    assert Geometry({"S": Growth(rows=(plain(5, 5, 3),))}, [TABLE]).tables == ()


@pytest.mark.parametrize("formula", ["SUM(Output[[#This Row],[Year]:[Total]])", "[A'[1]", "X[[a]:[b]] Y[#All]"])
def test_structured_references_read_as_they_are_written(formula: str) -> None:
    assert str(parse(formula)) == formula


def test_filling_down_names_the_copys_column() -> None:
    both = Geometry({"S": Growth(rows=(plain(5, 5, 3),), columns=(plain(2, 2, 2),))}, [TABLE])
    down = parse("B5/Output[[#Totals],[Year]]").down(FormulaPosition("S", 5, 2, (), (1,)), both)
    assert list(down) == [f"C{row}/Output[[#Totals],[Year2]]" for row in (5, 6, 7)]
