"""Whole columns as arguments: their heading, and the blanks below."""

import pytest

from udfs import worksheet
from udfs.formulas.evaluator import evaluate
from udfs.formulas.parser import parse_formula
from udfs.numerics.cell_values import Cells

ROWS = 1_048_576


def whole(*cells: object) -> tuple[tuple[object, ...], ...]:
    """A column of a sheet as Excel passes it."""
    return tuple((cell,) for cell in cells) + ((None,),) * (ROWS - len(cells))


def test_a_heading_and_blanks_below_change_nothing() -> None:
    expected = evaluate("HHI", [[[20.0], [50.0], [20.0], [10.0]]])
    assert evaluate("HHI", [whole("Sales", 20.0, 50.0, 20.0, 10.0)]) == expected == [[0.34]]
    assert evaluate("GRP_SHARE", [whole("GRP", 1.0, 3.0)]) == [[None], [25.0], [75.0]]
    assert worksheet.grp_share(whole("GRP", 1.0, 3.0)) == [[""], [25.0], [75.0]]  # type: ignore[attr-defined]


def test_columns_of_one_call_are_of_one_height() -> None:
    assert evaluate("GRP_PER_CAPITA", [whole("GRP", 6.0, 8.0), whole("People", 2.0)]) == [[None], [3.0], [None]]
    names, values = whole("Region", "A", "B"), whole("GRP", 1.0, 2.0)
    assert evaluate("TOP_REGIONS", [names, values, 5.0]) == [["B", 2.0], ["A", 1.0]]


@pytest.mark.parametrize("cells", [["GRP", 1.0, "much"], ["GRP", "much", 1.0], ["n/a", 1.0], ["12 345", 1.0]])
def test_a_text_among_figures_is_a_mistake(cells: list[object]) -> None:
    assert evaluate("HHI", [whole(*cells)]) == [["#VALUE!"]]


@pytest.mark.parametrize("mark", ["…", "х", "(D)", "#N/A"])
def test_a_mark_is_no_heading(mark: str) -> None:
    assert evaluate("HHI", [whole(mark, 1.0)]) == [["#N/A"]]


def test_a_column_without_any_figure_gives_none() -> None:
    assert evaluate("HHI", [whole()]) == [[None]]


def test_a_text_above_a_part_of_a_column_is_a_mistake() -> None:
    assert evaluate("HHI", [[["Sales"], [20.0], [50.0]]]) == [["#VALUE!"]]


def test_a_formula_knows_which_references_are_whole_columns() -> None:
    cells: Cells = [["Sales"], [20.0], [50.0], [20.0], [10.0]]
    assert parse_formula("=HHI(A:A)").evaluate(lambda *_: cells) == [[0.34]]
    assert parse_formula("=HHI(A1:A5)").evaluate(lambda *_: cells) == [["#VALUE!"]]


def test_further_marks_are_declared_in_the_cell() -> None:
    assert parse_formula('=GRP_SHARE(SUPPRESS({1;"n/a";3},"n/a"),8)').evaluate() == [[12.5], ["#N/A"], [37.5]]
    assert parse_formula('=HHI(SUPPRESS({20;"";50;20;10},"-"))').evaluate() == [[0.34]]
    assert parse_formula("=SUPPRESS({1;2},#REF!)").evaluate() == [["#REF!"]]
    assert evaluate("HHI", [whole("Sales", 20.0, 50.0, 20.0, 10.0)]) == evaluate(
        "HHI", [evaluate("SUPPRESS", [whole("Sales", 20.0, 50.0, 20.0, 10.0), "n/a"])]
    )
