"""Shift-share analysis: printed results, and what the effects sum to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from udfs.formulas.evaluator import OMITTED, evaluate

Table = list[list[float]]

# Farhauer, O., Kröll, A. (2013), Standorttheorien, region A and the nation in two years, and a third year that the help
# of the R package REAT adds (shiftd).
REGION = [[90.0, 100.0, 105.0], [20.0, 40.0, 45.0], [10.0, 10.0, 15.0], [60.0, 55.0, 60.0]]
NATION = [[400.0, 440.0, 460.0], [150.0, 210.0, 230.0], [150.0, 135.0, 155.0], [400.0, 480.0, 500.0]]


def columns(rows: Table, *places: int) -> Table:
    return [[row[place] for place in places] for row in rows]


def test_the_example_of_farhauer_and_kroell() -> None:
    """Growth 27, mix 1, competition −3 in the first two years."""
    dynamic = evaluate("DYNAMIC_SHIFT_SHARE", [columns(REGION, 0, 1), columns(NATION, 0, 1), "Dunn", True, True])
    assert dynamic[-1] == pytest.approx([27, 1, -3], abs=1e-13)
    sides = [list(zip(*columns(rows, place), strict=True)) for place in (0, 1) for rows in (REGION, NATION)]
    [whole] = evaluate("SHIFT_SHARE_REGIONS", [sides[0], sides[2], OMITTED, sides[1], sides[3]])
    assert whole == pytest.approx([27, 1, -3, 25], abs=1e-13)


def test_the_example_of_krumme() -> None:
    """Krumme, G., University of Washington, 350/ssexcel.html: growth 290, mix −80, competition 420."""
    local, later = [[500.0], [100.0], [200.0], [200.0]], [[1000.0], [100.0], [250.0], [280.0]]
    nation, grown = [[1000.0], [2000.0], [4000.0], [3000.0]], [[1100.0], [2400.0], [5200.0], [4200.0]]
    *_, sums = evaluate("SHIFT_SHARE", [local, later, nation, grown, "Dunn", True, True])
    assert sums == [290.0, -80.0, 420.0]
    turned = [[[row[0] for row in side]] for side in (local, later, nation, grown)]
    [whole] = evaluate("SHIFT_SHARE_REGIONS", [turned[0], turned[1], "Dunn", turned[2], turned[3]])
    assert whole == [290.0, -80.0, 420.0, 630.0]


def test_three_years_as_reat_sums_them() -> None:
    [*_, sums] = evaluate("DYNAMIC_SHIFT_SHARE", [REGION, NATION, "Dunn", True, True])
    assert sums == pytest.approx([39.96442688, 0.16369963, 4.87187350], abs=5e-9)
    [*_, static] = evaluate(
        "SHIFT_SHARE", [*(columns(rows, place) for rows in (REGION, NATION) for place in (0, 2)), "Dunn", True, True]
    )
    assert static == pytest.approx([40.09090909, -0.59090909, 5.5], abs=5e-9)


TABLES = st.integers(1, 4).flatmap(
    lambda branches: st.lists(
        st.lists(st.tuples(st.integers(1, 10**6), st.integers(1, 10**6)), min_size=branches, max_size=branches),
        min_size=1,
        max_size=5,
    )
)


@given(TABLES)
def test_all_regions_have_what_each_has_alone(regions: list[list[tuple[int, int]]]) -> None:
    base, current = ([[float(pair[side]) for pair in row] for row in regions] for side in (0, 1))
    wholes = [[[float(sum(column))] for column in zip(*rows, strict=True)] for rows in (base, current)]
    for method in ("Dunn", "Esteban-Marquillas"):
        rows = evaluate("SHIFT_SHARE_REGIONS", [base, current, method, OMITTED, OMITTED, True, True])
        for at, row in enumerate(rows[:-1]):
            before, after = ([[x] for x in side[at]] for side in (base, current))
            alone = evaluate("SHIFT_SHARE", [before, after, *wholes, method, True, True])[-1]
            assert row[:-1] == pytest.approx(alone, rel=1e-12, abs=1e-9)
            assert row[-1] == sum(current[at]) - sum(base[at])
        nothing = 2 if method == "Dunn" else 1
        assert rows[-1][1 : 1 + nothing] == [0.0] * nothing
        assert sum(rows[-1][:-1]) == pytest.approx(rows[-1][-1], rel=1e-12, abs=1e-9)  # type: ignore[arg-type]


def test_a_branch_without_a_figure_in_a_region_is_left_out_there() -> None:
    base, current = [[100.0, None], [100.0, 250.0]], [[130.0, 45.0], [110.0, 255.0]]
    rows = evaluate("SHIFT_SHARE_REGIONS", [base, current])
    assert [row[-1] for row in rows] == [30.0, 15.0]
    assert rows == evaluate("SHIFT_SHARE_REGIONS", [[[100.0, None], base[1]], [[130.0, None], current[1]]])
