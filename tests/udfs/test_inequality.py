"""Inequality and diversity: printed results, and what theory says must stay."""

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from udfs.formulas.evaluator import OMITTED, evaluate
from udfs.numerics.cell_values import CellValue

DATA = Path(__file__).parents[1] / "data"


def column(*values: object) -> list[list[object]]:
    return [[value] for value in values]


def one(name: str, *arguments: object) -> CellValue:
    [[cell]] = evaluate(name, arguments)
    return cell


@pytest.mark.parametrize(
    ("values", "percent"),
    [((0, 10, 10, 30, 50), 25), ((10, 15, 20, 25, 30), 0), ((0, 0, 0, 0, 1), 70), ((0, 0, 0, 1, 1), 45)],
)
def test_hoover_of_econgeo(values: tuple[float, ...], percent: float) -> None:
    """R package EconGeo, help of Hoover.index, which gives percent."""
    found = one("HOOVER_INDEX", column(*map(float, values)), column(10.0, 15.0, 20.0, 25.0, 30.0))
    assert found == pytest.approx(percent / 100, abs=1e-15)


def test_florence_of_krumme() -> None:
    """Krumme, G., University of Washington, systems/localiz.html: coefficient of specialisation .2."""
    assert one("HOOVER_INDEX", column(15.0, 35.0, 30.0, 20.0), column(35.0, 30.0, 20.0, 15.0)) == 0.2


def test_atkinson_of_pysal() -> None:
    """PySAL, inequality, help of Atkinson."""
    incomes = column(10.0, 20.0, 30.0, 40.0, 50.0)
    assert one("ATKINSON_INDEX", incomes, 0.5) == pytest.approx(0.06315, abs=5e-6)
    assert one("ATKINSON_INDEX", incomes, 1.0) == pytest.approx(0.13161, abs=5e-6)


def test_the_lorenz_curve_of_doersam() -> None:
    """Dörsam, P. (2004), Grundlagen der Statistik: weighted Gini .5278; the points are computed."""
    incomes, sizes = (
        column(*map(float, row)) for row in ((500, 1500, 2500, 4000, 7500, 15000), (1000, 1200, 1600, 400, 200, 600))
    )
    points = np.array(evaluate("LORENZ_POINTS", [incomes, sizes]), dtype=float)
    np.testing.assert_allclose(points[1:, 0], [0.2, 0.44, 0.76, 0.84, 0.88, 1], rtol=1e-15)
    expected = [0.02717391, 0.125, 0.3423913, 0.42934783, 0.51086957, 1]
    np.testing.assert_allclose(points[1:, 1], expected, atol=5e-9)
    assert one("GINI_COEF", incomes, sizes) == pytest.approx(0.5278261, abs=5e-8)


def test_incomes_of_fifths_in_russia_2012() -> None:
    """Rosstat, urov_32kv: shares of fifths of the population in income."""
    fifths = column(5.2, 9.8, 14.9, 22.5, 47.6)
    points = evaluate("LORENZ_POINTS", [fifths])
    assert [row[1] for row in points] == pytest.approx([0, 0.052, 0.15, 0.299, 0.524, 1], abs=1e-15)
    assert one("TOP_BOTTOM_RATIO", fifths) == pytest.approx(9.1538, abs=5e-5)


def test_the_parts_of_theils_index_in_mexico() -> None:
    """PySAL, inequality, help of TheilD: incomes of 32 states in Hanson's five regions, 1940 to 2000."""
    with (DATA / "mexico_incomes.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    years = [name for name in rows[0] if name.startswith("pcgdp")]
    values = [[float(row[year]) for year in years] for row in rows]
    groups = [[row["hanson98"]] for row in rows]
    total, between, within, _ = evaluate("THEIL_DECOMPOSITION", [values, groups, "T"])
    printed = [0.0345889, 0.02816853, 0.05260921, 0.05931219, 0.03205257, 0.02963731, 0.03635872]
    assert between == [pytest.approx(figure, abs=5e-9) for figure in printed]
    printed = [0.17435454, 0.12405598, 0.0521202, 0.04263506, 0.06354856, 0.07547525, 0.0702496]
    assert within == [pytest.approx(figure, abs=5e-9) for figure in printed]
    assert total == evaluate("THEIL_INDEX", [values, "T"])[0]
    assert one("HOOVER_INDEX", [row[:1] for row in values], [[1.0]] * 32) == pytest.approx(0.26003719, abs=5e-9)


def test_diversity_of_printed_examples() -> None:
    """R package ecodive: effective numbers."""
    assert one("DIVERSITY_INDEX", column(10.0, 20.0, 30.0), "effective") == pytest.approx(2.571428571, abs=5e-10)
    assert one("DIVERSITY_INDEX", column(100.0, 1.0, 1.0, 1.0, 1.0), "effective") == pytest.approx(1.08, abs=5e-3)
    assert one("DIVERSITY_INDEX", column(*map(float, range(1, 101))), "effective") == pytest.approx(75.37, abs=5e-3)


OUTPUT = [[0, 6, 9, 4], [10, 10, 3, 6], [7, 8, 1, 6], [9, 10, 0, 5], [10, 0, 0, 1]]


def test_diversity_and_likeness_as_econgeo_computes_them() -> None:
    """R package EconGeo, run on its own matrix: entropy in bits, Hachman."""
    rows = [[float(cell) for cell in row] for row in OUTPUT]
    bits = [row[0] / np.log(2) for row in evaluate("DIVERSITY_INDEX", [rows, OMITTED, "rows"])]
    assert bits == pytest.approx([1.5090275125, 1.8682146364, 1.7702834614, 1.5283688992, 0.4394969869], abs=5e-11)
    simpson = [row[0] for row in evaluate("DIVERSITY_INDEX", [rows, "simpson", "rows"])]
    assert simpson == pytest.approx([0.6315789474, 0.7086801427, 0.6900826446, 0.6423611111, 0.1652892562], abs=5e-11)
    whole = [[sum(column) for column in zip(*rows, strict=True)]]
    expected = [0.428857792796, 0.995265464683, 0.929948675559, 0.866958437717, 0.408177868643]
    found = [row[0] for row in evaluate("HACHMAN_INDEX", [rows, whole, "rows"])]
    assert found == pytest.approx(expected, abs=5e-13)


LEVELS = st.lists(st.tuples(st.integers(1, 10**6), st.integers(1, 10**6)), min_size=2, max_size=8)


@given(LEVELS, st.sampled_from(["A", "B", "C"]))
def test_the_parts_sum_to_the_whole_and_one_group_has_nothing_between(pairs: list[tuple[int, int]], name: str) -> None:
    values, weights = (column(*map(float, side)) for side in zip(*pairs, strict=True))
    groups = column(*(name if i % 2 else "A" for i in range(len(pairs))))
    for kind in "TL":
        (total,), (between,), (within,), _ = evaluate("THEIL_DECOMPOSITION", [values, groups, kind, weights])
        assert total == one("THEIL_INDEX", values, kind, weights)
        assert between + within == pytest.approx(total, rel=1e-14, abs=1e-300)  # type: ignore[operator]
        alone = evaluate("THEIL_DECOMPOSITION", [values, column(*["all"] * len(pairs)), kind, weights])
        assert alone[1:3] == [[0.0], [total]]


@given(LEVELS)
def test_cutting_regions_in_two_changes_no_weighted_inequality(pairs: list[tuple[int, int]]) -> None:
    values, weights = (column(*map(float, side)) for side in zip(*pairs, strict=True))
    twice = [row for row in values for _ in range(2)]
    halves = [[float(str(row[0])) / 2] for row in weights for _ in range(2)]
    assert one("REGIONAL_DISPERSION", twice, halves) == one("REGIONAL_DISPERSION", values, weights)
    assert one("TOP_BOTTOM_RATIO", twice, halves) == one("TOP_BOTTOM_RATIO", values, weights)
    for epsilon in (0.5, 1.0, 2.0):
        assert one("ATKINSON_INDEX", twice, epsilon, halves) == one("ATKINSON_INDEX", values, epsilon, weights)


@given(LEVELS)
def test_dispersion_is_twice_hoovers_index_of_the_volumes(pairs: list[tuple[int, int]]) -> None:
    values, weights = (column(*map(float, side)) for side in zip(*pairs, strict=True))
    volumes = column(*(float(value * people) for value, people in pairs))
    hoover = one("HOOVER_INDEX", volumes, weights)
    assert one("REGIONAL_DISPERSION", values, weights) == pytest.approx(200 * float(str(hoover)), rel=1e-14, abs=1e-300)
