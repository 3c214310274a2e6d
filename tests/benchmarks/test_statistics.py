"""Statistics of 5 000 regions in 20 years beside lines of NumPy, and of neighbours and networks beside its solvers.

Run with `pytest tests/benchmarks/test_statistics.py --benchmark-only -s`. Ours are right to the last digit, whatever
cancels; a line of NumPy isn't.
"""

from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from tests.benchmarks.contests import contest
from udfs.formulas.evaluator import call, named
from udfs.numerics.cell_values import Numbers

pytestmark = pytest.mark.benchmark

REGIONS, YEARS = 5_000, 20
CHANCE: Final = np.random.default_rng(2014)
BEFORE: Final = CHANCE.uniform(1, 100, (REGIONS, YEARS))
AFTER: Final = BEFORE * CHANCE.uniform(0.8, 1.3, BEFORE.shape)
PEOPLE: Final = CHANCE.uniform(1, 9, BEFORE.shape)


def ranked(values: Numbers) -> Numbers:
    return values.argsort(axis=0).argsort(axis=0) + 1.0


def spearman() -> Numbers:
    pairs = zip(ranked(BEFORE).T, ranked(AFTER).T, strict=True)
    return np.array([np.corrcoef(one, two)[0, 1] for one, two in pairs])


def concordance() -> Numbers:
    sums = ranked(BEFORE).sum(axis=1)
    return np.array([12 * ((sums - sums.mean()) ** 2).sum() / (YEARS**2 * (REGIONS**3 - REGIONS))])


def trend() -> Numbers:
    years = np.arange(YEARS) - (YEARS - 1) / 2
    return 100 * np.expm1(np.log(BEFORE) @ years / (years @ years))


def quantile_classes() -> Numbers:
    bounds = np.quantile(BEFORE, [0.2, 0.4, 0.6, 0.8], axis=0)
    return 1.0 + (bounds[:, None, :] < BEFORE).sum(axis=0)


def transitions() -> Numbers:
    classes = quantile_classes().astype(int) - 1
    counts = np.zeros((5, 5))
    np.add.at(counts, (classes[:, :-1], classes[:, 1:]), 1)
    return counts / counts.sum(axis=1, keepdims=True)


def regional_effects() -> Numbers:
    total, current = BEFORE.sum(axis=0), AFTER.sum(axis=0)
    nation, branch = current.sum() / total.sum() - 1, current / total - 1
    gained = AFTER - BEFORE
    effects = (BEFORE.sum(axis=1) * nation, BEFORE @ (branch - nation), (gained - BEFORE * branch).sum(axis=1))
    return np.column_stack([*effects, gained.sum(axis=1)])


def advantages() -> Numbers:
    table = (BEFORE / BEFORE.sum(axis=0)) / (BEFORE.sum(axis=1, keepdims=True) / BEFORE.sum())
    return (table >= 1).astype(float)


def density() -> Numbers:
    has = advantages()
    near = has.T @ has / np.maximum.outer(has.sum(axis=0), has.sum(axis=0))
    np.fill_diagonal(near, 0)
    return has @ near / near.sum(axis=0)


def laspeyres() -> Numbers:
    return 100 * (AFTER * PEOPLE).sum(axis=0) / (BEFORE * PEOPLE).sum(axis=0)


def hoover() -> Numbers:
    return np.abs(BEFORE / BEFORE.sum(axis=0) - PEOPLE / PEOPLE.sum(axis=0)).sum(axis=0) / 2


def hachman() -> Numbers:
    return 1 / ((BEFORE / BEFORE.sum(axis=0)) ** 2 / (PEOPLE / PEOPLE.sum(axis=0))).sum(axis=0)


def dispersion() -> Numbers:
    means = (BEFORE * PEOPLE).sum(axis=0) / PEOPLE.sum(axis=0)
    return 100 * (np.abs(BEFORE - means) * PEOPLE).sum(axis=0) / PEOPLE.sum(axis=0) / means


def atkinson() -> Numbers:
    return 1 - np.exp(np.log(BEFORE).mean(axis=0)) / BEFORE.mean(axis=0)


def entropy() -> Numbers:
    shares = BEFORE / BEFORE.sum(axis=0)
    return -(shares * np.log(shares)).sum(axis=0)


LINES: Final[dict[str, tuple[Callable[[], Numbers], Sequence[Any]]]] = {
    "RANK_CORRELATION": (spearman, [BEFORE, AFTER]),
    "KENDALL_W": (concordance, [BEFORE]),
    "REGION_CLASSES": (quantile_classes, [BEFORE, 5.0]),
    "TRANSITION_MATRIX": (transitions, [BEFORE, 5.0]),
    "RELATEDNESS_DENSITY": (density, [BEFORE]),
    "TREND_GROWTH": (trend, [BEFORE]),
    "SHIFT_SHARE_REGIONS": (regional_effects, [BEFORE, AFTER]),
    "PRICE_INDEX": (laspeyres, [BEFORE, PEOPLE, AFTER, PEOPLE]),
    "HOOVER_INDEX": (hoover, [BEFORE, PEOPLE]),
    "HACHMAN_INDEX": (hachman, [BEFORE, PEOPLE, "columns"]),
    "REGIONAL_DISPERSION": (dispersion, [BEFORE, PEOPLE]),
    "ATKINSON_INDEX": (atkinson, [BEFORE, 1.0]),
    "DIVERSITY_INDEX": (entropy, [BEFORE, "shannon", "columns"]),
    "CONSTANT_PRICES": (lambda: 100 * BEFORE / PEOPLE, [BEFORE, PEOPLE]),
    "GROWTH_CONTRIBUTION": (lambda: 100 * (AFTER - BEFORE) / BEFORE.sum(axis=0), [AFTER, BEFORE]),
    "REBASE_INDEX": (lambda: 100 * BEFORE / BEFORE[:, :4].mean(axis=1, keepdims=True), [BEFORE, BEFORE[:, :4]]),
    "SPLICE_INDEX": (lambda: AFTER * (BEFORE[:, :1] / AFTER[:, :1]), [BEFORE, AFTER]),
}


@pytest.mark.parametrize("name", LINES)
def test_statistics_beside_a_line_of_numpy(benchmark: BenchmarkFixture, name: str) -> None:
    line, arguments = LINES[name]
    function = named(name)
    found = call(function, arguments).astype(float)
    expected = line()
    if name == "TRANSITION_MATRIX":
        found = found[:-1]
    np.testing.assert_allclose(found.ravel(), expected.ravel(), rtol=1e-9, atol=1e-9)
    contestants = {name: lambda _: call(function, arguments), "a line of NumPy": lambda _: line()}
    contest(benchmark, f"{name} of {REGIONS} regions × {YEARS} years", contestants, [None], 5)


def lattice(regions: int) -> Numbers:
    """Regions in rows of forty, neighbours where they share a side."""
    rows, places = np.divmod(np.arange(regions), 40)
    steps = np.abs(rows[:, None] - rows) + np.abs(places[:, None] - places)
    return (steps == 1).astype(float)


def test_moran_of_a_thousand_regions_beside_numpy(benchmark: BenchmarkFixture) -> None:
    weights, values = lattice(1000), CHANCE.uniform(0, 1, (1000, 1))

    def by_hand(_: object) -> tuple[float, float, float]:
        used = weights / weights.sum(axis=1, keepdims=True)
        gaps = values[:, 0] - values.mean()
        sums = ((used + used.T) ** 2).sum() / 2, ((used.sum(axis=0) + used.sum(axis=1)) ** 2).sum()
        return float(1000 / used.sum() * (gaps @ used @ gaps) / (gaps @ gaps)), *map(float, sums)

    function = named("MORAN_I")
    assert call(function, [values, weights])[0, 0] == pytest.approx(by_hand(None)[0], rel=1e-12)
    contestants = {"MORAN_I": lambda _: call(function, [values, weights]), "NumPy": by_hand}
    contest(benchmark, "Moran's I of 1 000 regions", contestants, [None], 7)


def test_complexity_of_a_network_beside_numpys_solver(benchmark: BenchmarkFixture) -> None:
    output = CHANCE.lognormal(0, 2, (500, 500))

    def by_hand(_: object) -> object:
        table = (output / output.sum(axis=0)) / (output.sum(axis=1, keepdims=True) / output.sum())
        has = (table >= 1).astype(float)
        return np.linalg.eig((has / has.sum(axis=1, keepdims=True)) @ (has / has.sum(axis=0)).T)

    function = named("COMPLEXITY_INDEX")
    contestants = {"COMPLEXITY_INDEX": lambda _: call(function, [output]), "NumPy's eig": by_hand}
    contest(benchmark, "complexity of 500 regions × 500 branches", contestants, [None], 5)
