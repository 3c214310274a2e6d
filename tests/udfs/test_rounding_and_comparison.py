"""One rounding and one comparison: by the fifteen digits that Excel shows of a number, held against decimals."""

from decimal import ROUND_HALF_UP, Context, Decimal
from itertools import pairwise
from math import nextafter
from typing import Final

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from typer.testing import CliRunner

from addin.command_line.application import application
from addin.template.expressions import parse_expression
from addin.template.ordering import sorted_by
from tests.template.test_expressions import NAMES, Names
from udfs.formulas.evaluator import evaluate
from udfs.formulas.parser import parse_formula
from udfs.numerics.cell_values import CellValue, to_cells
from udfs.numerics.comparison import comparable, compared

EXACT: Final = Context(prec=400, rounding=ROUND_HALF_UP)
FIFTEEN: Final = Context(prec=15)

FIGURES: Final = st.builds(
    lambda digits, exponent: float(f"{digits}E{exponent}"), st.integers(-(10**9), 10**9), st.integers(-12, 12)
) | st.floats(allow_nan=False, allow_infinity=False, min_value=-1e130, max_value=1e130)
HALVES: Final = st.builds(
    lambda whole, places, steps: _stepped(float(f"{whole}.5E-{places}"), steps),
    st.integers(-(10**6), 10**6),
    st.integers(0, 8),
    st.integers(-2, 2),
)
"""Numbers a few units of the last binary place beside a decimal that ends with 5."""


def _stepped(number: float, steps: int) -> float:
    for _ in range(abs(steps)):
        number = nextafter(number, float("inf") if steps > 0 else float("-inf"))
    return number


def expected(number: float, places: int) -> Decimal:
    """The number's fifteen digits rounded half away from zero, worked out in decimals."""
    digits = FIFTEEN.plus(Decimal(number))
    return digits.quantize(Decimal(1).scaleb(-places), context=EXACT)


def in_template(text: str, **names: CellValue) -> object:
    return parse_expression(text).evaluate(Names(names))


def in_formula(text: str) -> CellValue:
    ((cell,),) = parse_formula(text).evaluate(lambda sheet, reference: [[None]])
    return cell


@given(number=FIGURES | HALVES, places=st.integers(-10, 14))
def test_round_decimals_and_excels_round_agree_with_decimals(number: float, places: int) -> None:
    right = expected(number, places)
    assert in_template(f"x | round({places})", x=number) == float(right)
    assert in_formula(f"=ROUND({Decimal(number):f},{places})") == float(right)
    if places >= 0:
        text = in_template(f"x | decimals({places})", x=number)
        assert isinstance(text, str)
        assert Decimal(text) == right
        assert len(text.partition(".")[2]) == places
        assert not text.startswith("-") or right != 0


@pytest.mark.parametrize(
    ("expression", "shown"),
    [
        ("(0.285 * 100) | round", 29.0),
        ("(0.285 * 100) | decimals(0)", "29"),
        ("1.005 | round(2)", 1.01),
        ("(0 - 0.285 * 100) | round", -29.0),
        ("2.5 | round", 3.0),
        ("0.1 | decimals(20)", "0.10000000000000000000"),
        ("(0.1 + 0.2) | decimals(17)", "0.30000000000000000"),
        ("1234.5 | round(-2)", 1200.0),
        ("(0.1 + 0.2) ~ ''", "0.3"),
        ("0.3 // 0.1", 3.0),
        ("0.3 % 0.1", 0.0),
        ("0.7 // 0.2", 3.0),
        ("-0.7 // 0.2", -4.0),
        ("7.5 % 2", 1.5),
    ],
)
def test_rounded_figures_are_those_of_excel(expression: str, shown: object) -> None:
    assert in_template(expression) == shown


def test_the_command_rounds_and_compares_alike() -> None:
    for formula, shown in (("=ROUND(0.285*100,0)", "29"), ("=ROUND(-0.285*100,0)", "-29"), ("=0.1+0.2=0.3", "TRUE")):
        assert CliRunner().invoke(application(["eval"]), ["eval", formula]).stdout.strip() == shown


def relation(number: float, other: float) -> int:
    first, second = FIFTEEN.plus(Decimal(number)), FIFTEEN.plus(Decimal(other))
    return (first > second) - (first < second)


NEAR: Final = FIGURES.flatmap(
    lambda number: st.lists(st.integers(-60, 60).map(lambda steps: _stepped(number, steps)), min_size=2, max_size=6)
)


@given(numbers=NEAR | st.lists(FIGURES, min_size=2, max_size=6))
def test_every_comparison_is_that_of_fifteen_digits(numbers: list[float]) -> None:
    assume(all(abs(number) > 1e-130 or number == 0 for number in numbers))
    for number, other in pairwise(numbers):
        order = relation(number, other)
        found = {sign: in_template(f"x {sign} y", x=number, y=other) for sign in ("==", "!=", "<", "<=", ">", ">=")}
        holds = (order == 0, order != 0, order < 0, order <= 0, order > 0, order >= 0)
        assert tuple(found.values()) == holds
        assert in_template("x in [y]", x=number, y=other) == (order == 0)
        for sign, written in (("==", "="), ("<", "<"), (">=", ">=")):
            assert in_formula(f"={Decimal(number):f}{written}{Decimal(other):f}") == found[sign]


@pytest.mark.parametrize("method", ["quantile", "equal", "sd", "jenks"])
@given(numbers=NEAR | st.tuples(NEAR, NEAR).map(lambda pair: [*pair[0], *pair[1]]), count=st.integers(2, 3))
def test_regions_of_equal_figures_are_in_one_class(method: str, numbers: list[float], count: int) -> None:
    assume(all(abs(number) > 1e-130 or number == 0 for number in numbers))
    classes = [cells[0] for cells in evaluate("REGION_CLASSES", [[[number] for number in numbers], count, method])]
    for number, own in zip(numbers, classes, strict=True):
        assert {each for other, each in zip(numbers, classes, strict=True) if relation(number, other) == 0} == {own}


@given(numbers=NEAR | st.lists(FIGURES, min_size=2, max_size=6))
def test_ranks_and_order_follow_the_comparison(numbers: list[float]) -> None:
    assume(all(abs(number) > 1e-130 or number == 0 for number in numbers))
    column = [[number] for number in numbers]
    ranks = [1 + sum(relation(other, number) > 0 for other in numbers) for number in numbers]
    assert [rank for (rank,) in evaluate("RANK_REGIONS", [column])] == ranks
    named = [[str(place)] for place in range(len(numbers))]
    best = sorted(range(len(numbers)), key=lambda place: (ranks[place], place))
    assert [name for name, _ in evaluate("TOP_REGIONS", [named, column, len(numbers)])] == [str(at) for at in best]
    shifts = [shift for (shift,) in evaluate("RANK_SHIFT", [column, [[1.0]] * len(numbers)])]
    assert shifts == [rank - 1 for rank in ranks]
    keys = [(str(place),) for place in range(len(numbers))]
    assert sorted_by(np.array(column), keys, descending=True) == [keys[at] for at in best]


@given(numbers=NEAR)
def test_what_is_equal_is_one_number(numbers: list[float]) -> None:
    """Equality is transitive: what is comparable as one number is equal in all comparisons."""
    one = comparable(np.array(numbers))
    for number, digits in zip(numbers, one.tolist(), strict=True):
        for other, others in zip(numbers, one.tolist(), strict=True):
            assert (compared(number, other) == 0) == (digits == others)


@pytest.mark.parametrize(
    ("formula", "shown"),
    [
        ("=RANK_REGIONS({0.7;0.6;0.5}+{0.1;0.2;0.3})", [[1.0], [1.0], [1.0]]),
        ('=RANK_REGIONS({0.7;0.6;0.9}+{0.1;0.2;0},,"dense")', [[2.0], [2.0], [1.0]]),
        ("=RANK_SHIFT({0.7;0.6}+{0.1;0.2},{1;1})", [[0.0], [0.0]]),
        ('=TOP_REGIONS({"A";"B"},{0.7;0.6}+{0.1;0.2},1)', [["A", 0.7999999999999999]]),
        ("=CL_CLASS(0.7+0.1,0.8,0.8)", [["cluster may form, prospects steady"]]),
        ("=CL_CLASS(0.8,0.7+0.1,0.8)", [["cluster may form, prospects steady"]]),
        ("=CL_CLASS(0.8,0.7+0.1,0.8,FALSE)", [["no cluster yet, prospects steady"]]),
        ("=CL_TREND(1.1,1.2,0.1)", [["→"]]),
        ("=CL_TREND(1.2,1.1,0.1)", [["→"]]),
        ("=CL_TREND(1,1.00000000000001)", [["↑"]]),
        ("=POLE_CLASS(0.7+0.1,50,0.8,50)", [["leader"]]),
        ("=CLUSTER_STARS({1;9},{1.9;1.7}+{0.1;0.2999999999999998},{1;9})", [[1.0], [3.0]]),
    ],
)
def test_statistics_compare_by_fifteen_digits(formula: str, shown: list[list[CellValue]]) -> None:
    assert parse_formula(formula).evaluate(lambda sheet, reference: [[None]]) == shown


def test_blanks_and_errors_hold_in_no_comparison() -> None:
    for sign in ("==", "!=", "<", "<=", ">", ">="):
        found = parse_expression(f"held {sign} 7").evaluate(NAMES)
        assert to_cells(found)[1:] == [[False], [False]]
