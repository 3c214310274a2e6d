"""Published rank correlations."""

from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.udfs import naive
from udfs.formulas.evaluator import evaluate
from udfs.numerics.cell_values import CellValue

# Hollander, M., Wolfe, D. A. (1973), Nonparametric Statistical Methods, p. 187f: Hunter L type of tuna and the
# panel's scores; 26 pairs of 36 are in one order.
HUNTER = (44.4, 45.9, 41.9, 53.3, 44.7, 44.1, 50.7, 45.2, 60.1)
SCORES = (2.6, 3.1, 2.5, 5.0, 3.6, 4.0, 5.2, 2.8, 3.8)
# Gravetter, F. J., Wallnau, L. B., Statistics for the Behavioral Sciences, example 15.13.
SCORES_X, SCORES_Y = (2, 12, 9, 10), (7, 38, 6, 19)
# NAG Library, example program of G02BRF: of nine cases six are complete; Spearman above, Kendall below the diagonal.
CASES = ((1.7, 1, 0.5), (2.8, 4, 3), (0.6, 6, 2.5), (1.8, 9, 6), (1.4, 2, 5.5), (1.8, 9, 7.5))


def one(first: object, second: object, kind: str) -> CellValue:
    [[cell]] = evaluate("RANK_CORRELATION", [first, second, kind])
    return cell


def column(values: object) -> list[list[float]]:
    return [[float(value)] for value in values]  # type: ignore[attr-defined]


def test_kendalls_tau_of_hollander_and_wolfe_1973() -> None:
    assert f"{one(column(HUNTER), column(SCORES), 'kendall'):.7f}" == "0.4444444"


def test_spearmans_rho_of_gravetter_and_wallnau() -> None:
    assert one(column(SCORES_X), column(SCORES_Y), "spearman") == 0.8


@pytest.mark.parametrize(
    ("first", "second", "spearman", "kendall"), [(0, 1, 0.2941, 0.1429), (0, 2, 0.4058, 0.2760), (1, 2, 0.7537, 0.5521)]
)
def test_the_ties_of_nags_example(first: int, second: int, spearman: float, kendall: float) -> None:
    sides = [column(case[place] for case in CASES) for place in (first, second)]
    assert one(*sides, "spearman") == pytest.approx(spearman, abs=5e-5)
    assert one(*sides, "kendall") == pytest.approx(kendall, abs=5e-5)


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=2, max_size=120))
def test_kendalls_tau_counts_all_pairs(pairs: list[tuple[int, int]]) -> None:
    first, second = ([Decimal(one) for one in side] for side in zip(*pairs, strict=True))
    found = one(column(first), column(second), "kendall")
    if len(set(first)) > 1 and len(set(second)) > 1:
        with localcontext(prec=60):
            assert found == float(naive.kendall(first, second))


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=2, max_size=12), st.randoms())
def test_order_of_regions_and_growing_figures_change_nothing(pairs: list[tuple[int, int]], random: object) -> None:
    mixed = list(pairs)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    for kind in ("spearman", "kendall"):
        found = one(column(a for a, _ in pairs), column(b for _, b in pairs), kind)
        assert one(column(a for a, _ in mixed), column(b for _, b in mixed), kind) == found
        assert one(column(a**3 + 1 for a, _ in pairs), column(b for _, b in pairs), kind) == found
        turned = one(column(-a for a, _ in pairs), column(b for _, b in pairs), kind)
        assert turned == (-found if isinstance(found, float) else found)
