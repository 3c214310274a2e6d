"""Figures are rounded once: exact where they are exact, and alike in every order of the rows and on every machine."""

import random
from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest

from udfs.formulas.evaluator import OMITTED, evaluate
from udfs.numerics.cell_values import CellValue, Numbers
from udfs.numerics.summation import exact_sums, exact_total, margins

EQUAL = [0.1, 1 / 3, 815177.4, 1e-12, 7e15]


def one(name: str, *arguments: object) -> CellValue:
    """The only cell of a call."""
    [[cell]] = evaluate(name, arguments)
    return cell


def column(*values: object) -> list[list[object]]:
    return [[value] for value in values]


@pytest.mark.parametrize("value", EQUAL)
@pytest.mark.parametrize("regions", [2, 3, 7, 16, 21, 49])
def test_equal_regions_have_no_inequality_and_equal_shares(value: float, regions: int) -> None:
    levels = column(*[value] * regions)
    weights = column(*[0.7 + 0.1 * i for i in range(regions)])
    for name, *options in [("GINI_COEF",), ("GINI_COEF", weights), ("GINI_COEF", weights, True), ("HHI", True)]:
        assert one(name, levels, *options) == 0
    assert [one("THEIL_INDEX", levels, kind, weights) for kind in "TL"] == [0, 0]
    assert one("WILLIAMSON_CV", levels, weights) == 0
    assert [one("SIGMA_CONVERGENCE", levels, measure) for measure in ("cv", "sdlog")] == [0, 0]
    assert one("SPECIALIZATION_COEF", levels, column(*[3.3] * regions)) == pytest.approx(0, abs=1e-30)
    assert evaluate("GRP_SHARE", [levels]) == column(*[100 / regions] * regions)
    assert one("HHI", levels) == 1 / regions
    assert one("CONCENTRATION_RATIO", levels, float(regions)) == 100


def test_a_region_without_weight_changes_nothing() -> None:
    levels, weights = column(0.1, 0.1, 0.1, 99.9), column(0.3, 0.5, 0.7, 0.0)
    assert one("WILLIAMSON_CV", levels, weights) == one("GINI_COEF", levels, weights) == 0
    assert [one("THEIL_INDEX", levels, kind, weights) for kind in "TL"] == [0, 0]


@pytest.mark.parametrize("years", range(1, 30))
@pytest.mark.parametrize("percent", [-50, -25, 25, 50, 100])
def test_growth_over_exact_powers_is_exact(percent: int, years: int) -> None:
    last = (1 + percent / 100) ** years
    assert one("CAGR", 1, last, years) == percent


def test_decimals_come_out_as_they_are_written() -> None:
    assert evaluate("CHAIN_INDEX", [[[105.0, 104.0, 98.0]]]) == [[105.0, 109.2, 107.016]]
    assert one("CAGR", 100, 121, 2) == 10
    assert one("GROWTH_RATE", 1001, 1000) == 0.1
    assert one("RD_INTENSITY", 7, 25) == 28
    assert one("LOCALIZATION_COEF", 3, 7, 6, 14) == 1


def test_small_differences_keep_all_digits() -> None:
    """Two regions 1 ± d: Theil's T and L are d²/2 and Gini d/2, to as many digits as d² leaves."""
    d = 2.0**-30
    levels = column(1 - d, 1 + d)
    assert one("THEIL_INDEX", levels, "T") == pytest.approx(d**2 / 2, rel=1e-15, abs=0)
    assert one("THEIL_INDEX", levels, "L") == pytest.approx(d**2 / 2, rel=1e-15, abs=0)
    assert one("GINI_COEF", levels) == d / 2
    assert one("WILLIAMSON_CV", levels, column(1, 1)) == d
    assert one("HHI", levels, True) == d**2
    assert one("GROWTH_RATE", 1 + d, 1) == 100 * d


COUNT = 10_000
CHANCE = np.random.default_rng(2014)
LEVELS: Numbers = 10 ** CHANCE.uniform(-12, 15, (COUNT, 1))
WEIGHTS: Numbers = np.round(CHANCE.uniform(1, 1000, (COUNT, 1)), 1)
NAMES = [[f"region {i}"] for i in range(COUNT)]


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("GRP_SHARE", [LEVELS]),
        ("LOCALIZATION_TABLE", [np.hstack([LEVELS, WEIGHTS] * 6)]),
        ("LQ_STANDARDIZED", [WEIGHTS]),
        ("LQ_STANDARDIZED", [WEIGHTS, True]),
        ("KRUGMAN_INDEX", [LEVELS, WEIGHTS]),
        ("LOCATIONAL_GINI", [WEIGHTS, WEIGHTS[::-1] + 1000]),
        ("HHI", [LEVELS, True]),
        ("GINI_COEF", [np.round(WEIGHTS), LEVELS, True]),
        ("THEIL_INDEX", [LEVELS, "T", WEIGHTS]),
        ("THEIL_INDEX", [LEVELS, "L"]),
        ("WILLIAMSON_CV", [LEVELS, WEIGHTS]),
        ("SIGMA_CONVERGENCE", [WEIGHTS, "sdlog"]),
        ("BETA_CONVERGENCE", [LEVELS, WEIGHTS, 10.0]),
        ("SHIFT_SHARE", [WEIGHTS, WEIGHTS[::-1], WEIGHTS + 1000, WEIGHTS[::-1] + 2000, "Esteban-Marquillas"]),
        ("COMPOSITE_INDEX", [np.hstack([LEVELS, WEIGHTS]), OMITTED, "zscore"]),
        ("AUDIT_TOTAL", [LEVELS, [[1.0]]]),
    ],
)
def test_the_order_of_the_rows_changes_no_digit(name: str, options: list[object]) -> None:
    order = np.random.default_rng(7).permutation(COUNT)
    turned = [option[order] if isinstance(option, np.ndarray) else option for option in options]
    expected, found = evaluate(name, options), evaluate(name, turned)
    assert found == ([expected[i] for i in order] if len(expected) == COUNT else expected)


def test_the_plants_of_a_branch_are_counted_in_any_order() -> None:
    plants, places = LEVELS[:200].tolist(), [[f"region {i % 20}"] for i in range(200)]
    regions, employment = NAMES[:20], WEIGHTS[:20].tolist()
    gamma = one("ELLISON_GLAESER", plants, places, regions, employment)
    assert one("ELLISON_GLAESER", plants[::-1], places[::-1], regions[::-1], employment[::-1]) == gamma


def off(function: Callable[[Numbers], Numbers]) -> Callable[[Numbers], Numbers]:
    return lambda values: function(values) * (1 + 3e-16)


def test_a_machine_with_other_last_digits_gives_the_same_growth(monkeypatch: pytest.MonkeyPatch) -> None:
    arguments = [WEIGHTS[:500], WEIGHTS[500:1000], 7.5]
    expected = evaluate("CAGR", arguments)
    monkeypatch.setattr(np, "expm1", off(np.expm1))
    assert evaluate("CAGR", arguments) == expected


KINDS: dict[str, Callable[[tuple[int, int]], Numbers]] = {
    "tenths": lambda shape: CHANCE.integers(1, 10**6, shape) / 10,
    "counts": lambda shape: CHANCE.integers(0, 10**12, shape).astype(float),
    "wide apart": lambda shape: 10 ** CHANCE.uniform(-300, 200, shape) * CHANCE.choice([-1, 1], shape),
    "cancelling": lambda shape: np.round(CHANCE.uniform(-1, 1, shape), 3),
    "the smallest": lambda shape: CHANCE.integers(-9, 9, shape) * 5e-324,
    "the largest": lambda shape: CHANCE.uniform(0, 1e303, shape),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("shape", [(20, 3), (3, 20), (9000, 1), (1, 9000), (3000, 3), (2, 5000), (100, 100)], ids=str)
def test_sums_are_those_of_fractions(kind: str, shape: tuple[int, int]) -> None:
    values = KINDS[kind](shape)
    columns, rows, whole = margins(values)
    exact = [[Fraction(value) for value in row] for row in values.tolist()]
    lines = list(zip(*exact, strict=True))
    assert columns[0].tolist() == exact_sums(values, 0)[0].tolist() == [[float(sum(line)) for line in lines]]
    assert rows[0].tolist() == exact_sums(values, 1)[0].tolist() == [[float(sum(row))] for row in exact]
    assert whole[0].item() == exact_total(values)[0].item() == float(sum(map(sum, exact)))


@pytest.mark.parametrize("rest", [-1e-200, 0.0, 1e-200])
@pytest.mark.parametrize("regions", [10, 10_000])
def test_a_sum_between_two_numbers_is_rounded_by_its_last_digit(rest: float, regions: int) -> None:
    values = [1.0, 2.0**-53, rest, *[0.0] * (regions - 3)]
    random.Random(1).shuffle(values)
    found = exact_sums(np.array(values).reshape(-1, 1), 0)[0].item()
    assert found == (1 + 2.0**-52 if rest > 0 else 1)


@pytest.mark.parametrize(("regions", "off"), [(1200, 3), (10_000, 16)])
def test_a_large_table_has_fifteen_right_digits_and_a_huge_one_fourteen(regions: int, off: int) -> None:
    output = np.round(np.random.default_rng(1).uniform(1, 100, (regions, 100)), 1)
    found = np.array(evaluate("LOCALIZATION_TABLE", [output]))
    exact = [[Fraction(value) for value in row] for row in output.tolist()]
    whole, branches = sum(map(sum, exact)), [sum(column) for column in zip(*exact, strict=True)]
    for row in random.Random(1).sample(range(regions), 20):
        region = sum(exact[row])
        expected = [float(x * whole / branch / region) for x, branch in zip(exact[row], branches, strict=True)]
        np.testing.assert_array_max_ulp(found[row], np.array(expected), off)


def test_a_coefficient_that_is_one_but_for_its_last_digit_reaches_the_threshold() -> None:
    [[coefficient]] = evaluate("LOCALIZATION_COEF", [0.1, 0.3, 0.7, 2.1])
    assert coefficient != 1
    below = 2 - float(str(coefficient))
    assert one("CL_CLASS", below, below) == "cluster may form, prospects steady"
    assert one("CL_CLASS", coefficient, coefficient, 1, False) == "no cluster yet, prospects steady"
    assert one("POLE_CLASS", 100 * below, 100 * below) == "leader"
    assert evaluate("CLUSTER_STARS", [column(1, 2), column(2 * below, 1), column(1, 2)]) == column(1, 2)
