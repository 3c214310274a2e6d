"""What blanks mean in a profile: a branch that isn't there, which an unknown one is marked to differ from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from udfs.formulas.evaluator import evaluate

LOCAL, WHOLE = [[10.0], [None]], [[10.0], [90.0]]


@pytest.mark.parametrize(("name", "expected"), [("SPECIALIZATION_COEF", 0.9), ("KRUGMAN_INDEX", 1.8)])
def test_a_branch_that_a_region_lacks_stays_in_the_whole(name: str, expected: float) -> None:
    assert evaluate(name, [LOCAL, WHOLE]) == [[pytest.approx(expected, abs=1e-15)]]
    assert evaluate(name, [LOCAL, WHOLE]) == evaluate(name, [[[10.0], [0.0]], WHOLE])
    assert evaluate(name, [[[10.0], ["…"]], WHOLE]) == [["#N/A"]]
    assert evaluate(name, [[[None], [None]], WHOLE]) == [[None]]


FIGURE = st.one_of(st.none(), st.integers(1, 99).map(float))
PROFILES = st.integers(2, 6).flatmap(
    lambda n: st.tuples(*(st.lists(FIGURE, min_size=n, max_size=n).filter(any) for _ in range(2)))
)


@given(PROFILES)
def test_a_blank_branch_is_a_zero(profiles: tuple[list[float | None], list[float | None]]) -> None:
    local, reference = profiles
    filled = [[[cell or 0.0] for cell in profile] for profile in profiles]
    blank = [[[cell] for cell in profile] for profile in (local, reference)]
    for name in ("SPECIALIZATION_COEF", "KRUGMAN_INDEX"):
        assert evaluate(name, blank) == evaluate(name, filled)


@given(PROFILES)
def test_a_region_without_the_branch_has_none_of_it(profiles: tuple[list[float | None], list[float | None]]) -> None:
    values, others = profiles
    totals = [[(cell or 0.0) + (other or 1.0)] for cell, other in zip(values, others, strict=True)]
    expected = evaluate("LOCATIONAL_GINI", [[[cell or 0.0] for cell in values], totals])
    assert evaluate("LOCATIONAL_GINI", [[[cell] for cell in values], totals]) == expected


def test_a_region_blank_in_branch_and_whole_does_not_exist() -> None:
    with_gap = evaluate("LOCATIONAL_GINI", [[[1.0], [None], [3.0]], [[20.0], [None], [30.0]]])
    assert with_gap == evaluate("LOCATIONAL_GINI", [[[1.0], [3.0]], [[20.0], [30.0]]])
    assert evaluate("LOCATIONAL_GINI", [[[1.0], [3.0]], [[20.0], [None]]]) == [["#NUM!"]]


def test_a_region_without_any_figure_is_not_among_those_compared_with() -> None:
    of_one = evaluate("KRUGMAN_INDEX", [[[30.0], [10.0]], [[50.0], [50.0]]])
    assert evaluate("KRUGMAN_INDEX", [[[30.0], [10.0]], [[50.0, None], [50.0, None]]]) == of_one


@pytest.mark.parametrize("cells", [["…", None], [None, None], ["text", None], [5.0, 5.0]])
def test_an_indicator_of_weight_zero_changes_nothing(cells: list[object]) -> None:
    indicators = [[10.0, cells[0]], [20.0, cells[1]], [40.0, 7.0]]
    for method in ("minmax", "zscore", "leader"):
        alone = evaluate("COMPOSITE_INDEX", [[row[:1] for row in indicators], [[1.0]], method])
        assert evaluate("COMPOSITE_INDEX", [indicators, [[1.0, 0.0]], method]) == alone
