"""Every function against its twin in decimals of 60 digits, to the last digit."""

from decimal import Decimal, localcontext
from typing import Any

import numpy as np
import pytest

from tests.udfs.twins import TWINS, Twin
from udfs.formulas.evaluator import evaluate
from udfs.library import FUNCTIONS
from udfs.numerics.cell_values import ExcelError


class Alike(np.random.Generator):
    """Draws numbers so near to each other that a difference of two has few digits in common with them."""

    def uniform(self, low: Any = 0.0, high: Any = 1.0, size: Any = None) -> Any:
        """Numbers a billionth of `low` above it at most."""
        return low * (1 + 1e-9 * super().uniform(0, 1, size))


@pytest.mark.parametrize("draws", [np.random.Generator, Alike], ids=["apart", "alike"])
@pytest.mark.parametrize(("name", "twin"), TWINS, ids=[name for name, _ in TWINS])
def test_function_agrees_with_its_twin_to_the_last_digit(
    name: str, twin: Twin, draws: type[np.random.Generator]
) -> None:
    generator = draws(np.random.PCG64(2014))
    for regions in (3, 4, 7, 16, 21):
        with localcontext(prec=60):
            arguments, expected = twin(generator, regions)
        rounded = [[float(cell) if isinstance(cell, Decimal) else cell for cell in row] for row in expected]
        assert evaluate(name, arguments) == rounded


class Scaled(np.random.Generator):
    """Draws numbers far from one, all alike or in turn near zero and far from it."""

    power = 0
    alternates = False

    def uniform(self, low: Any = 0.0, high: Any = 1.0, size: Any = None) -> Any:
        """Numbers 2^power times as large as they would be."""
        drawn = super().uniform(low, high, size) * 2.0**self.power
        self.power = -self.power if self.alternates else self.power
        return drawn


@pytest.mark.parametrize("alternates", [False, True], ids=["alike", "in turn"])
@pytest.mark.parametrize("power", [-600, -455, 455, 600])
@pytest.mark.parametrize(("name", "twin"), TWINS, ids=[name for name, _ in TWINS])
def test_a_figure_of_any_size_is_right_or_no_number(name: str, twin: Twin, power: int, alternates: bool) -> None:
    generator = Scaled(np.random.PCG64(1))
    generator.power, generator.alternates = power, alternates
    try:
        with localcontext(prec=400):
            arguments, expected = twin(generator, 4)
    except ArithmeticError:
        return
    found = evaluate(name, arguments)
    for cells, exact in zip(found if len(found) > 1 else found * len(expected), expected, strict=True):
        for cell, number in zip(cells if len(cells) > 1 else cells * len(exact), exact, strict=True):
            is_right = cell == (float(number) if isinstance(number, Decimal) else number)
            assert is_right or cell == ExcelError.NUM or name == "AUDIT_INDEX"


def test_every_function_has_a_twin() -> None:
    assert {name for name, _ in TWINS} == set(FUNCTIONS)
