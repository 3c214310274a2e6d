"""Autocorrelation in space, against what Cliff and Ord printed, and what must stay."""

import csv
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from udfs.formulas.evaluator import OMITTED, evaluate
from udfs.numerics.normal import bound_of, two_sided

DATA = Path(__file__).parents[1] / "data"

with (DATA / "irish_counties.csv").open(encoding="utf-8") as file:
    COUNTIES = list(csv.DictReader(file))
CONTIGUITY = [[float(other["serlet"] in county["neighbours"].split()) for other in COUNTIES] for county in COUNTIES]


def one_row(*arguments: object) -> list[float]:
    [row] = evaluate("MORAN_I", arguments)
    return [float(str(cell)) for cell in row]


@pytest.mark.parametrize(
    ("name", "index", "normal", "random"),
    [
        ("pagval2_10", 0.4074, 3.7851, 3.8779),
        ("pagval50p", 0.5754, 5.2011, 5.0555),
        ("ocattlepacre", 0.0244, 0.5565, 0.5593),
    ],
)
def test_counties_of_ireland_of_cliff_and_ord_1969(name: str, index: float, normal: float, random: float) -> None:
    """Cliff and Ord (1969), Table 4, as the vignette CO69 of the R package spdep has it."""
    assert sum(map(sum, CONTIGUITY)) == 110
    values = [[float(county[name])] for county in COUNTIES]
    found, expected, z, _ = one_row(values, CONTIGUITY, False)
    assert found == pytest.approx(index, abs=5e-5)
    assert expected == -1 / 24
    assert z == pytest.approx(random, abs=5e-5)
    assert one_row(values, CONTIGUITY, False, "normality")[2] == pytest.approx(normal, abs=5e-5)


def lattice(size: int) -> list[list[float]]:
    cells = [(row, place) for row in range(size) for place in range(size)]
    return [[float(abs(a - c) + abs(b - d) == 1) for c, d in cells] for a, b in cells]


NINE = [[float(value)] for value in range(1, 10)]


def test_a_lattice_as_esda_computes_it() -> None:
    """PySAL's esda, run on three by three cells that hold 1 to 9."""
    assert one_row(NINE, lattice(3)) == pytest.approx([0.5555555556, -0.125, 2.6764370408, 0.007440954], abs=5e-9)
    assert one_row(NINE, lattice(3), True, "normality")[2] == pytest.approx(2.8451849756, abs=5e-11)
    assert one_row(NINE, lattice(3), False)[::2] == pytest.approx([0.5, 2.5582225505], abs=5e-11)
    local = [row[0] for row in evaluate("LISA", [NINE, lattice(3)])]
    assert local == pytest.approx([1.2, 0.9, 0.3, 0.1, 0, 0.1, 0.3, 0.9, 1.2], abs=1e-15)
    words = [row[1] for row in evaluate("LISA", [NINE, lattice(3), "en"])]
    assert words == ["low-low"] * 3 + ["low-low", None, "high-high"] + ["high-high"] * 3


@given(st.lists(st.integers(0, 99), min_size=9, max_size=9, unique=True), st.permutations(range(9)))
def test_neither_order_nor_unit_changes_the_index(values: list[int], order: list[int]) -> None:
    weights = lattice(3)
    column = [[float(value)] for value in values]
    found = evaluate("MORAN_I", [column, weights])
    turned = [[8.0 * values[i] + 5] for i in order]
    assert evaluate("MORAN_I", [turned, [[weights[i][j] for j in order] for i in order]]) == found
    local = evaluate("LISA", [column, weights])
    assert sum(row[0] for row in local) / 9 == pytest.approx(found[0][0], abs=1e-14)  # type: ignore[misc]


def test_a_region_without_a_figure_is_left_out_with_its_neighbourhood() -> None:
    without = [i for i in range(9) if i != 4]
    values = [[None] if i == 4 else row for i, row in enumerate(NINE)]
    fewer = [[lattice(3)[i][j] for j in without] for i in without]
    assert evaluate("MORAN_I", [values, lattice(3)]) == evaluate("MORAN_I", [[NINE[i] for i in without], fewer])
    local = evaluate("LISA", [values, lattice(3)])
    assert local[4] == [None, None]
    assert [local[i] for i in without] == evaluate("LISA", [[NINE[i] for i in without], fewer])


def test_a_region_at_the_mean_but_for_its_last_digit_is_neither_high_nor_low() -> None:
    values = [[0.1], [0.2], [0.3]]
    row = [[0.0, 1.0, 0.0], [1.0, 0.0, 1.0], [0.0, 1.0, 0.0]]
    assert sum(cell for [cell] in values) / 3 != 0.2
    assert [words for _, words in evaluate("LISA", [values, row])] == [None, None, None]


def test_an_index_that_cannot_vary_has_no_z() -> None:
    everyone = [[float(i != j) for j in range(9)] for i in range(9)]
    assert evaluate("MORAN_I", [NINE, everyone])[0][1:] == [-0.125, "#DIV/0!", "#DIV/0!"]


def test_many_links_agree_with_few() -> None:
    generator = np.random.default_rng(2014)
    weights = generator.uniform(0, 1, (340, 340))
    np.fill_diagonal(weights, 0)
    values = generator.uniform(0, 1, (340, 1))
    few = np.where(generator.uniform(0, 1, weights.shape) < 0.8, weights, 0)
    gaps = values[:, 0] - values.mean()
    for matrix in (weights, few):
        expected = 340 / matrix.sum() * (gaps @ matrix @ gaps) / (gaps @ gaps)
        assert one_row(values, matrix, False)[0] == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(
    ("level", "z"), [(0.9, 1.6448536269514722), (0.95, 1.959963984540054), (0.99, 2.5758293035489)]
)
def test_bounds_of_the_normal_distribution(level: float, z: float) -> None:
    """Abramowitz and Stegun (1964), Table 26.5, with more digits."""
    assert bound_of(level) == pytest.approx(z, rel=1e-14)
    assert two_sided(z) == pytest.approx(1 - level, rel=1e-12)


@pytest.mark.parametrize("z", [0.0, 0.1, 1.0, 2.8451849756, 5.0, 12.0, 30.0])
def test_probabilities_of_the_normal_distribution_have_twelve_digits(z: float) -> None:
    """The continued fraction of Mills, or the series of the error function, in many steps."""
    if z > 3:
        fraction = z
        for step in range(400, 0, -1):
            fraction = z + step / fraction
        expected = 2 * math.exp(-z * z / 2) / math.sqrt(2 * math.pi) / fraction
    else:
        terms, term = [], z
        for step in range(1, 200):
            terms.append(term)
            term *= z * z / (2 * step + 1)
        expected = 1 - 2 * math.exp(-z * z / 2) / math.sqrt(2 * math.pi) * math.fsum(terms)
    assert two_sided(z) == pytest.approx(expected, rel=2e-12)


def test_omitted_options_are_the_usual_ones() -> None:
    usual = evaluate("MORAN_I", [NINE, lattice(3), True, "randomization"])
    assert evaluate("MORAN_I", [NINE, lattice(3), OMITTED, OMITTED]) == usual
