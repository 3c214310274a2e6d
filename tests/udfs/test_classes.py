"""Classes, transitions between them, ratings and concordance: printed results, and what must stay."""

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.udfs import naive
from udfs.formulas.evaluator import OMITTED, evaluate
from udfs.numerics.cell_values import CellValue

DATA = Path(__file__).parents[1] / "data"

# PySAL, mapclassify, example calemp: employment density of the 58 counties of California.
DENSITIES = """
329.92 0.42 5.9 14.03 2.78 1.34 181.27 1.65 10.03 16.7 1.32 3.99 3.16 0.22 8.7 6.56 3.27 0.33 370.5 4.51 75.29
0.99 2.74 8.68 0.14 0.92 12.63 28.7 12.02 722.85 36.68 0.74 29.82 192.05 3.38 11.15 110.74 4111.45 49.47 10.33
317.11 20.47 264.93 66.26 5.39 0.13 0.61 50.65 40.48 36.67 13.09 1.81 0.2 7.6 2.51 57.26 24.32 6.97
"""


def column(values: object) -> list[list[float]]:
    return [[float(value)] for value in values]  # type: ignore[attr-defined]


def flat(cells: list[list[CellValue]]) -> list[float]:
    return [float(str(cell)) for row in cells for cell in row]


@pytest.mark.parametrize(
    ("method", "bounds", "counts"),
    [
        ("quantile", (1.464, 5.798, 13.278, 54.616, 4111.45), (12, 11, 12, 11, 12)),
        ("equal", (822.394, 1644.658, 2466.922, 3289.186, 4111.45), (57, 0, 0, 0, 1)),
        ("sd", (-967.36235382, -420.71712519, 672.57333208, 1219.21856072, 4111.45), (0, 0, 56, 1, 1)),
        ("jenks", (75.29, 192.05, 370.5, 722.85, 4111.45), (49, 3, 4, 1, 1)),
    ],
)
def test_the_counties_of_california_in_pysals_classes(
    method: str, bounds: tuple[float, ...], counts: tuple[int, ...]
) -> None:
    """PySAL, mapclassify, help of Quantiles, EqualInterval, StdMean and FisherJenks."""
    densities = column(DENSITIES.split())
    found = flat(evaluate("REGION_CLASSES", [densities, 5.0, method, True]))
    assert found == pytest.approx(bounds, abs=5e-9)
    classes = flat(evaluate("REGION_CLASSES", [densities, 5.0, method]))
    assert [classes.count(number) for number in range(1, 6)] == list(counts)


FIGURES = st.lists(st.integers(-1000, 1000), min_size=4, max_size=11)


@given(FIGURES, st.integers(2, 4))
def test_no_other_classes_are_nearer_to_their_means_than_jenks(values: list[int], count: int) -> None:
    [*cells] = evaluate("REGION_CLASSES", [column(values), float(count), "jenks"])
    if len(set(values)) < count:
        assert cells == [["#NUM!"]] * len(values)
        return
    classes = flat(cells)
    bounds = naive.upper_bounds(sorted(map(naive.Decimal, set(values))), count, "jenks")
    assert sorted(set(classes)) == [float(number) for number in range(1, count + 1)]
    if len(set(values)) == len(values):
        best = [float(cell) for cell in naive.classes(list(map(naive.Decimal, values)), bounds)]
        assert spread(values, classes) == pytest.approx(spread(values, best), rel=1e-12)


def spread(values: list[int], classes: list[float]) -> float:
    groups = [[x for x, one in zip(values, classes, strict=True) if one == each] for each in set(classes)]
    return sum(sum((x - sum(group) / len(group)) ** 2 for x in group) for group in groups)


@given(FIGURES, st.sampled_from(["quantile", "equal", "sd", "jenks"]), st.integers(1, 9), st.randoms())
def test_unit_and_order_change_no_class(values: list[int], method: str, factor: int, random: object) -> None:
    found = evaluate("REGION_CLASSES", [column(values), 3.0, method])
    assert evaluate("REGION_CLASSES", [column(value * 2.0**factor for value in values), 3.0, method]) == found
    order = list(range(len(values)))
    random.shuffle(order)  # type: ignore[attr-defined]
    assert evaluate("REGION_CLASSES", [column(values[i] for i in order), 3.0, method]) == [found[i] for i in order]


def test_thousands_of_regions_have_natural_breaks() -> None:
    clusters = np.random.default_rng(1).permutation(np.concatenate([np.arange(2000.0) + 1e5 * at for at in range(5)]))
    found = flat(evaluate("REGION_CLASSES", [column(clusters), 5.0, "jenks"]))
    assert found == [1 + value // 1e5 for value in clusters]


def test_incomes_of_states_move_between_fifths_as_pysal_counts() -> None:
    """PySAL, giddy, help of Markov: yearly fifths of 48 states, 1929 to 2009."""
    with (DATA / "us_incomes.csv").open(encoding="utf-8") as file:
        rows = list(csv.reader(file))[1:]
    panel = [[float(cell) for cell in row[1:]] for row in rows]
    *chain, ergodic = (np.array(row, dtype=float) for row in evaluate("TRANSITION_MATRIX", [panel, 5.0]))
    assert np.diag(chain) == pytest.approx([0.91011236, 0.78531856, 0.78875, 0.79805014, 0.92740926], abs=5e-9)
    assert ergodic == pytest.approx([0.20774716, 0.18725774, 0.20740537, 0.18821787, 0.20937187], abs=5e-9)
    assert (5 - np.trace(chain)) / 4 == pytest.approx(0.19758992, abs=5e-9)
    assert evaluate("TRANSITION_MATRIX", [panel, 5.0, True])[:-1] == [row.tolist() for row in chain]


def test_a_chain_of_letters_of_pysal() -> None:
    """PySAL, giddy, help of Markov: b a c; c c a; c b c; a a b; a b c."""
    letters = [[ord(letter) - 96.0 for letter in word] for word in ("bac", "cca", "cbc", "aab", "abc")]
    *chain, ergodic = evaluate("TRANSITION_MATRIX", [letters, [[1.0, 2.0]]])
    assert chain == [[0.25, 0.5, 0.25], [1 / 3, 0.0, 2 / 3], [1 / 3, 1 / 3, 1 / 3]]
    assert ergodic == pytest.approx([0.30769231, 0.28846154, 0.40384615], abs=5e-9)


def test_a_class_that_is_only_left_has_no_share_in_the_end() -> None:
    assert evaluate("TRANSITION_MATRIX", [[[1.0, 2.0, 2.0], [1.0, 3.0, 2.0]], [[1.0, 2.0]]])[-1] == [0.0, 1.0, 0.0]


def test_the_human_development_index_of_undps_technical_note() -> None:
    """UNDP, Human Development Report 2020, Technical note 1: dimension indices .6971, .3447, .5506 give .510."""
    posts = [[0.0] * 3, [1.0] * 3]
    dimensions = [[0.6971, 0.3447, 0.5506]]
    [[index]] = evaluate("COMPOSITE_INDEX", [dimensions, OMITTED, "goalposts", OMITTED, posts, "geometric"])
    assert round(float(str(index)), 3) == 0.510
    income = [[float(np.log(3829))]]
    bounds = [[float(np.log(100))], [float(np.log(75000))]]
    [[found]] = evaluate("COMPOSITE_INDEX", [income, OMITTED, "goalposts", OMITTED, bounds])
    assert found == pytest.approx(0.5506, abs=5e-5)
    schooling = [[20.0, 7.5], [9.0, -1.0]]
    capped = evaluate("COMPOSITE_INDEX", [schooling, OMITTED, "goalposts", OMITTED, [[0.0, 0.0], [18.0, 15.0]]])
    assert capped == [[0.75], [0.25]]


@pytest.mark.parametrize("method", ["rank", "percentile"])
def test_a_suppressed_figure_leaves_the_order_of_all_unknown(method: str) -> None:
    indicators = [[1.0, "…"], [2.0, 3.0], [3.0, 1.0]]
    for directions in ([[1.0, 1.0]], [[-1.0, -1.0]]):
        assert evaluate("COMPOSITE_INDEX", [indicators, OMITTED, method, directions]) == [["#N/A"]] * 3
    turned = evaluate("COMPOSITE_INDEX", [[[1.0], [2.0], [5.0]], OMITTED, method, [[-1.0]]])
    assert turned == ([[1.0], [2.0], [3.0]] if method == "rank" else [[1.0], [0.5], [0.0]])


def test_concordance_of_a_printed_example() -> None:
    """ProofWiki, Kendall's W, arbitrary example 1: four rankings of three objects, 1/16."""
    assert evaluate("KENDALL_W", [[[1.0, 1.0, 2.0, 3.0], [3.0, 2.0, 3.0, 1.0], [2.0, 3.0, 1.0, 2.0]]]) == [[1 / 16]]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=2, max_size=9))
def test_concordance_of_two_rankings_is_spearmans_coefficient(pairs: list[tuple[int, int]]) -> None:
    [[w]] = evaluate("KENDALL_W", [[[float(a), float(b)] for a, b in pairs]])
    [[rho]] = evaluate("RANK_CORRELATION", [column(a for a, _ in pairs), column(b for _, b in pairs)])
    alike = [len(set(side)) for side in zip(*pairs, strict=True)]
    if alike == [len(pairs)] * 2:
        assert w == pytest.approx((float(str(rho)) + 1) / 2, abs=1e-12)
