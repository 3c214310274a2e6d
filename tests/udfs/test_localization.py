"""Localization: published coefficients, and the rules for what can't be."""

import pytest

from udfs.formulas.evaluator import evaluate


def test_coefficient_of_farhauer_and_kroell_2013() -> None:
    cells = evaluate("LOCALIZATION_COEF", [1714, 879213, 79006, 15593224])
    assert cells == [[pytest.approx(0.3847623, abs=5e-8)]]


def test_equation_is_symmetric_in_its_middle_terms_and_its_checks_are_not() -> None:
    assert evaluate("LOCALIZATION_COEF", [10, 50, 100, 500]) == evaluate("LOCALIZATION_COEF", [10, 100, 50, 500])
    assert evaluate("LOCALIZATION_COEF", [10, 100, 5, 50]) == [[1.0]]
    assert evaluate("LOCALIZATION_COEF", [10, 5, 100, 50]) == [["#NUM!"]]


def test_a_territory_as_large_as_the_whole_has_the_coefficient_one() -> None:
    assert evaluate("LOCALIZATION_COEF", [100, 100, 500, 500]) == [[1.0]]
