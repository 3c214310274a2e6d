"""Published rank correlations."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from udfs.formulas.evaluator import evaluate
from udfs.numerics.cell_values import CellValue

# Hollander, M., Wolfe, D. A. (1973), Nonparametric Statistical Methods, p. 187f: Hunter L measure of tuna and the
# panel's scores; 26 pairs of 36 are in one order.
HUNTER = (44.4, 45.9, 41.9, 53.3, 44.7, 44.1, 50.7, 45.2, 60.1)
SCORES = (2.6, 3.1, 2.5, 5.0, 3.6, 4.0, 5.2, 2.8, 3.8)
# The worked example of Spearman's coefficient: intelligence and hours of television of ten people, -29/165.
QUOTIENTS = (106, 86, 100, 101, 99, 103, 97, 113, 112, 110)
HOURS = (7, 0, 27, 50, 28, 29, 20, 12, 6, 17)


def one(first: object, second: object, measure: str) -> CellValue:
    [[cell]] = evaluate("RANK_CORRELATION", [first, second, measure])
    return cell


def column(values: object) -> list[list[float]]:
    return [[float(value)] for value in values]  # type: ignore[attr-defined]


def test_kendalls_tau_of_hollander_and_wolfe_1973() -> None:
    assert one(column(HUNTER), column(SCORES), "kendall") == pytest.approx(4 / 9, abs=1e-15)


def test_spearmans_rho_of_ten_people() -> None:
    assert one(column(QUOTIENTS), column(HOURS), "spearman") == -29 / 165


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=2, max_size=12), st.randoms())
def test_order_of_regions_and_growing_figures_change_nothing(pairs: list[tuple[int, int]], random: object) -> None:
    mixed = list(pairs)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    for measure in ("spearman", "kendall"):
        found = one(column(a for a, _ in pairs), column(b for _, b in pairs), measure)
        assert one(column(a for a, _ in mixed), column(b for _, b in mixed), measure) == found
        assert one(column(a**3 + 1 for a, _ in pairs), column(b for _, b in pairs), measure) == found
        turned = one(column(-a for a, _ in pairs), column(b for _, b in pairs), measure)
        assert turned == (-found if isinstance(found, float) else found)
