"""Complexity, export base, intervals, rank and size, regional coefficients: printed results, and what must stay."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from udfs.formulas.evaluator import OMITTED, evaluate

# Hidalgo, C. A., Hausmann, R. (2009), supporting information, p. 11, Fig. S4: a network of four regions and branches.
NETWORK = [[1.0, 1.0, 1.0, 1.0], [0.0, 1.0, 0.0, 0.0], [0.0, 0.0, 1.0, 1.0], [0.0, 0.0, 0.0, 1.0]]


def column(*values: float) -> list[list[float]]:
    return [[value] for value in values]


def flat(name: str, *arguments: object) -> list[float]:
    return [float(str(cell)) for row in evaluate(name, arguments) for cell in row]


def test_the_network_of_hidalgo_and_hausmann() -> None:
    """Diversity and ubiquity as printed; complexity as the package ecomplexity computes it, PCI by its own mean."""
    assert flat("COMPLEXITY_INDEX", NETWORK, "diversity", True) == [4, 1, 2, 1]
    assert flat("COMPLEXITY_INDEX", NETWORK, "ubiquity", True) == [1, 2, 2, 3]
    regions = flat("COMPLEXITY_INDEX", NETWORK, "eci", True)
    assert regions == pytest.approx([-0.075353, -1.602916, 0.747788, 0.930481], abs=5e-7)
    branches = flat("COMPLEXITY_INDEX", NETWORK, "pci", True)
    assert branches == pytest.approx([-0.122297, -1.573591, 0.659746, 1.036142], abs=5e-7)


def test_related_branches_of_the_network() -> None:
    """Proximities 1/2, 1/2, 1/3, 1/2, 1/3, 2/3; with its own product as ecomplexity has it."""
    second = evaluate("RELATEDNESS_DENSITY", [NETWORK, True])[1]
    assert second == [0.375, 0.0, 0.3, 0.25]
    second = evaluate("RELATEDNESS_DENSITY", [NETWORK, True, True])[1]
    assert second == pytest.approx([0.214286, 0.428571, 0.1875, 0.142857], abs=5e-7)


@pytest.mark.parametrize("shape", [(12, 30), (30, 12), (9, 9)])
def test_complexity_is_an_eigenvector_to_ten_digits_in_any_order(shape: tuple[int, int]) -> None:
    generator = np.random.default_rng(7)
    output = generator.lognormal(0, 2, shape)
    quotients = np.array(evaluate("LOCALIZATION_TABLE", [output]))
    has = (quotients >= 1).astype(float)
    chain = (has / has.sum(axis=1, keepdims=True)) @ (has / has.sum(axis=0)).T
    found = np.array(flat("COMPLEXITY_INDEX", output))
    assert found.mean() == pytest.approx(0, abs=1e-13)
    assert found.std() == pytest.approx(1, abs=1e-13)
    # the chain of an eigenvector plus a constant is the same times its value plus a constant
    value, constant = np.polyfit(found, chain @ found, 1)
    np.testing.assert_allclose(chain @ found, value * found + constant, atol=1e-11)
    assert sorted(np.abs(np.linalg.eigvals(chain)))[-2] == pytest.approx(value, rel=1e-10)
    assert np.corrcoef(found, has.sum(axis=1))[0, 1] > 0
    order = generator.permutation(shape[0])
    np.testing.assert_allclose(flat("COMPLEXITY_INDEX", output[order]), found[order], atol=1e-10)


def test_groups_that_share_no_branch_have_no_one_complexity() -> None:
    apart = [[1.0, 1.0, 0.0, 0.0], [1.0, 0.0, 0.0, 0.0], [0.0, 0.0, 1.0, 1.0], [0.0, 0.0, 0.0, 1.0]]
    assert evaluate("COMPLEXITY_INDEX", [apart, OMITTED, True]) == [["#NUM!"]] * 4


def test_the_base_of_king_county_in_1994() -> None:
    """Chapin, T., Florida State University, URP 5261: 188,235 of 840,297 work for others, a multiplier of 4.46."""
    basic = [7847.0, 697.0, 179691.0]
    rest = 840297 - sum(basic)
    # what the three branches have above the nation's share, of a nation that has nothing but the rest
    assert sum(basic) == 188235
    local, nation = column(*basic, rest), column(0.0, 0.0, 0.0, 1.0)
    assert flat("EXPORT_BASE", local, nation) == [*basic, 0]
    assert round(flat("EXPORT_BASE", local, nation, "lq", "multiplier")[0], 2) == 4.46


def test_the_interval_of_a_quotient() -> None:
    """Beyene and Moineddin (2005), delta method, for the example of Farhauer and Kröll (2013)."""
    found = flat("LQ_INTERVAL", 1714, 879213, 79006, 15593224)
    assert found == pytest.approx([0.3671772368, 0.3847623423, 0.4031896458], abs=5e-11)
    wide, narrow = (flat("LQ_INTERVAL", 1714, 879213, 79006, 15593224, level) for level in (0.99, 0.9))
    assert wide[0] < found[0] < narrow[0] < found[1] < narrow[2] < found[2] < wide[2]


def test_rank_and_size_by_gabaix_and_ibragimov() -> None:
    found = flat("RANK_SIZE", column(1000, 500, 333, 250, 200, 166))
    assert found[:2] == pytest.approx([1.3273066, 0.7663208], abs=5e-8)


@given(st.floats(0.5, 2), st.integers(3, 9))
def test_sizes_of_an_exact_power_have_its_exponent(exponent: float, places: int) -> None:
    sizes = column(*((rank + 0.5) ** (-1 / exponent) for rank in range(places)))
    found = flat("RANK_SIZE", sizes)
    assert found[0] == pytest.approx(exponent, rel=1e-12)
    assert found[2] == pytest.approx(1, abs=1e-12)


NATION = [[0.10, 0.20, 0.05], [0.15, 0.10, 0.20], [0.05, 0.10, 0.15]]


def test_coefficients_by_flegg() -> None:
    """Flegg and Tohmo (2013): λ of a tenth of the nation is .6089455442 with δ = ¼."""
    found = flat("FLQ_COEFFICIENTS", NATION, column(60, 30, 10), column(400, 400, 200))
    expected = [0.09134183, 0.2, 0.05, 0.04567092, 0.04567092, 0.18268366, 0.01014909, 0.04059637, 0.04567092]
    assert found == pytest.approx(expected, abs=5e-9)
    assert found[0] / 0.1 / 1.5 == pytest.approx(0.6089455442, abs=5e-11)


@given(st.lists(st.integers(1, 100), min_size=3, max_size=3), st.sampled_from([0.0, 0.1, 0.25, 1.0]))
def test_no_coefficient_is_above_the_nations_and_the_nation_keeps_its_own(sizes: list[int], delta: float) -> None:
    whole = column(*(100.0 + size for size in sizes))
    local = column(*map(float, sizes))
    for method in ("FLQ", "CILQ", "SLQ"):
        found = evaluate("FLQ_COEFFICIENTS", [NATION, local, whole, delta, method])
        for row, national in zip(found, NATION, strict=True):
            assert all(a <= b for a, b in zip(row, national, strict=True))  # type: ignore[operator]
        assert evaluate("FLQ_COEFFICIENTS", [NATION, whole, whole, delta, method]) == NATION
