"""Ranges of 100 000 cells and more are calculated in float64: what comes out is what fewer cells give, to 13 digits."""

from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np
import pytest

from udfs.formulas.evaluator import OMITTED, call, evaluate, named
from udfs.numerics.arithmetic import MANY_CELLS
from udfs.numerics.cell_values import Numbers
from udfs.numerics.summation import exact_sums, near_sums

SHAPE: Final = (5_000, 20)
CHANCE: Final = np.random.default_rng(2014)
BEFORE: Final = CHANCE.uniform(1, 100, SHAPE)
AFTER: Final = BEFORE * CHANCE.uniform(0.8, 1.3, SHAPE)
PEOPLE: Final = CHANCE.uniform(1, 9, SHAPE)
WHOLE: Final = [BEFORE.sum(axis=0, keepdims=True) * 2, AFTER.sum(axis=0, keepdims=True) * 3]
GROUPS: Final = [[f"group {i % 7}"] for i in range(SHAPE[0])]

Pick = Callable[[Any], Any]


def columns(argument: Any) -> Any:
    return argument[:, :3] if isinstance(argument, np.ndarray) and argument.shape == SHAPE else argument


def rows(argument: Any) -> Any:
    return argument[:50] if isinstance(argument, np.ndarray) and len(argument) == SHAPE[0] else argument


CALLS: Final[list[tuple[str, Sequence[Any], Pick]]] = [
    ("HOOVER_INDEX", [BEFORE, PEOPLE], columns),
    ("HACHMAN_INDEX", [BEFORE, PEOPLE, "columns"], columns),
    ("REGIONAL_DISPERSION", [BEFORE, PEOPLE], columns),
    *[("ATKINSON_INDEX", [BEFORE, epsilon, PEOPLE], columns) for epsilon in (0.5, 1.0, 2.0)],
    *[
        ("DIVERSITY_INDEX", [BEFORE, kind, "columns"], columns)
        for kind in ("shannon", "relative", "simpson", "effective")
    ],
    ("TOP_BOTTOM_RATIO", [BEFORE, PEOPLE, 10.0], columns),
    ("TOP_BOTTOM_RATIO", [BEFORE, PEOPLE, 10.0, False], columns),
    ("THEIL_DECOMPOSITION", [BEFORE, GROUPS, "T", PEOPLE], columns),
    ("THEIL_DECOMPOSITION", [BEFORE, GROUPS, "L"], columns),
    *[
        (name, [BEFORE, PEOPLE, AFTER, PEOPLE * BEFORE, formula], columns)
        for name in ("PRICE_INDEX", "QUANTITY_INDEX")
        for formula in ("laspeyres", "paasche", "fisher", "tornqvist")
    ],
    ("GROWTH_CONTRIBUTION", [AFTER, BEFORE], columns),
    ("CONSTANT_PRICES", [BEFORE, PEOPLE], rows),
    ("LOCATION_QUOTIENT", [BEFORE, 50 * BEFORE, 2 * AFTER, 90 * AFTER], rows),
    ("REBASE_INDEX", [BEFORE, BEFORE[:, :4]], rows),
    *[("SPLICE_INDEX", [BEFORE, AFTER, link, scale], rows) for link in ("first", "mean") for scale in ("old", "new")],
    *[("TREND_GROWTH", [BEFORE, OMITTED, result], rows) for result in ("growth", "error", "fit")],
    *[("SHIFT_SHARE_REGIONS", [BEFORE, AFTER, method, *WHOLE], rows) for method in ("Dunn", "Esteban-Marquillas")],
    (
        "COMPOSITE_INDEX",
        [BEFORE, OMITTED, "goalposts", OMITTED, np.array([[0.5] * 20, [101.0] * 20]), "geometric"],
        rows,
    ),
]


@pytest.mark.parametrize(
    ("name", "arguments", "pick"), CALLS, ids=[f"{name}-{i}" for i, (name, *_) in enumerate(CALLS)]
)
def test_many_cells_give_what_few_give(name: str, arguments: Sequence[Any], pick: Pick) -> None:
    function = named(name)
    many, few = call(function, arguments), call(function, [pick(argument) for argument in arguments])
    assert BEFORE.size >= MANY_CELLS > pick(BEFORE).size
    np.testing.assert_allclose(
        many[: len(few), : few.shape[1]].astype(float), few.astype(float), rtol=1e-12, atol=1e-12
    )


def test_years_of_many_branches_sum_to_what_shift_share_gives() -> None:
    effects = call(named("DYNAMIC_SHIFT_SHARE"), [BEFORE[:, :20], 50 * AFTER])
    one_year = [
        call(
            named("SHIFT_SHARE"),
            [each[:, [at]] for each in (BEFORE[:, :-1], BEFORE[:, 1:], 50 * AFTER[:, :-1], 50 * AFTER[:, 1:])],
        )
        for at in range(19)
    ]
    np.testing.assert_allclose(effects, sum(one_year), rtol=1e-9, atol=1e-9)


def test_what_has_no_figure_among_many_says_why() -> None:
    spoilt = BEFORE.copy()
    spoilt[:, 0], spoilt[:, 1] = 0, spoilt[:, 1] * -1
    [shown] = evaluate("HOOVER_INDEX", [spoilt, PEOPLE])
    assert shown[:2] == ["#DIV/0!", "#NUM!"]
    assert shown[2] == evaluate("HOOVER_INDEX", [BEFORE[:, [2]], PEOPLE[:, [2]]])[0][0]
    ratios = evaluate("CONSTANT_PRICES", [BEFORE, spoilt])
    assert ratios[7][:2] == ["#DIV/0!", "#NUM!"]
    assert evaluate("TREND_GROWTH", [spoilt])[3] == ["#NUM!"]


def test_sums_in_blocks_are_right_to_fifteen_digits() -> None:
    values: Numbers = 10 ** CHANCE.uniform(-6, 6, (12_345, 9))
    np.testing.assert_allclose(near_sums(values), exact_sums(values, 0)[0].ravel(), rtol=4e-15)
