"""Numbers as text, with orjson and without it."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from addin.package import numbers
from addin.package.numbers import NOT_FINITE, joined_numbers, number_text

floats = st.floats() | st.floats(1e-6, 1e-3) | st.integers(-(10**17), 10**17).map(float)


@given(arrays(np.float64, st.tuples(st.integers(1, 3), st.integers(1, 5)), elements=floats))
def test_each_number_is_read_back_as_itself(array: np.ndarray) -> None:
    texts = joined_numbers(array).split(",")
    for text, number in zip(texts, array.ravel().tolist(), strict=True):
        assert (text == NOT_FINITE) is not math.isfinite(number)
        assert text == NOT_FINITE or float(text).hex() == number.hex()


@given(arrays(np.float64, st.tuples(st.integers(1, 3), st.integers(1, 5)), elements=floats))
def test_the_text_is_the_same_with_orjson_and_without(array: np.ndarray) -> None:
    pytest.importorskip("orjson")
    quick = joined_numbers(array)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(numbers, "orjson", None)
        assert joined_numbers(array) == quick


@pytest.mark.parametrize(
    ("number", "text"),
    [(3.0, "3"), (-0.0, "-0"), (0.1, "0.1"), (1e15, "1000000000000000"), (1e16, "1e+16"), (0.00001, "1e-05")],
)
def test_a_whole_number_has_no_point_and_others_have_their_shortest_digits(number: float, text: str) -> None:
    assert number_text(number) == text == joined_numbers(np.array([[number]]))
