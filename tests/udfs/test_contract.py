"""What every function of the register keeps to, so that a new one is held to it without a line of test."""

import math

import pytest

from udfs.formula import parse_formula
from udfs.library import FUNCTIONS
from udfs.registry import Function

FUNCTION = pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS)
EXAMPLES = [(example.formula, example.result) for f in FUNCTIONS.values() for example in f.documentation.examples]


def agree(found: object, expected: object) -> bool:
    if isinstance(found, float) and isinstance(expected, float) and not isinstance(expected, bool):
        return math.isclose(found, expected, rel_tol=1e-7)
    return found == expected


@pytest.mark.parametrize(("formula", "result"), EXAMPLES, ids=[formula for formula, _ in EXAMPLES])
def test_examples_hold(formula: str, result: str) -> None:
    found = parse_formula(formula).evaluate()
    expected = parse_formula(f"={result}").evaluate()
    assert [len(row) for row in found] == [len(row) for row in expected], found
    assert all(agree(a, b) for x, y in zip(found, expected, strict=True) for a, b in zip(x, y, strict=True)), found


@FUNCTION
def test_each_cause_of_an_error_has_an_example(function: Function) -> None:
    documentation = function.documentation
    for error in {cause.error for cause in documentation.errors}:
        causes = sum(cause.error == error for cause in documentation.errors)
        assert sum(error in example.result for example in documentation.examples) >= causes, error
