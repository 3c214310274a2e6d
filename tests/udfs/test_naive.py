"""Every function against its twin in decimals of 60 digits, to the last digit."""

from decimal import Decimal, localcontext
from typing import Any

import numpy as np
import pytest

from tests.udfs.twins import TWINS, Twin
from udfs.formulas.evaluator import evaluate
from udfs.library import FUNCTIONS


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


def test_every_function_has_a_twin() -> None:
    assert {name for name, _ in TWINS} == set(FUNCTIONS)
