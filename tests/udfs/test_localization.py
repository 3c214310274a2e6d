"""Localization: published coefficients, and the rules for what can't be."""

import pytest

from udfs.formulas.evaluator import evaluate


def test_coefficient_of_farhauer_and_kroell_2013() -> None:
    cells = evaluate("LOCALIZATION_COEF", [1714, 879213, 79006, 15593224])
    assert cells == [[pytest.approx(0.3847623, abs=5e-8)]]


def test_equation_is_symmetric_in_its_middle_terms_and_its_checks_are_not() -> None:
    assert evaluate("LOCALIZATION_COEF", [10, 50, 100, 500]) == evaluate("LOCALIZATION_COEF", [10, 100, 50, 500])
    assert evaluate("LOCALIZATION_COEF", [10, 100, 20, 200]) == [[1.0]]
    assert evaluate("LOCALIZATION_COEF", [10, 5, 100, 50]) == [["#NUM!"]]


def test_a_branch_is_no_larger_than_its_industry_unless_it_is_elsewhere() -> None:
    assert evaluate("LOCALIZATION_COEF", [10, 100, 5, 50]) == [["#NUM!"]]
    assert evaluate("LOCALIZATION_COEF", [10, 100, 5, 50, False]) == [[1.0]]
    assert evaluate("LOCALIZATION_COEF", [10, 100, 50, 60]) == [["#NUM!"]]


def test_a_benchmark_may_be_smaller_than_the_territory() -> None:
    """Farhauer and Kröll's branch turned round: the nation against one of its regions."""
    [[quotient]] = evaluate("LOCATION_QUOTIENT", [879213, 1714, 15593224, 79006, False])
    assert quotient == pytest.approx(1 / 0.3847623423, rel=1e-9)
    assert evaluate("LOCATION_QUOTIENT", [879213, 1714, 15593224, 79006]) == [["#NUM!"]]
    rows = [[30.0, 10.0], [20.0, 40.0]]
    assert evaluate("LOCALIZATION_TABLE", [rows, [[3.0, 1.0]], False])[0] == [1.0, 1.0]


def test_a_territory_as_large_as_the_whole_has_the_coefficient_one() -> None:
    assert evaluate("LOCALIZATION_COEF", [100, 500, 100, 500]) == [[1.0]]


def test_cutting_regions_into_like_halves_leaves_the_weighted_gini() -> None:
    values, reference = [[1.0], [6.0], [3.0]], [[20.0], [30.0], [50.0]]
    halves = [[row[0] / 2] for row in values for _ in range(2)], [[row[0] / 2] for row in reference for _ in range(2)]
    assert evaluate("LOCATIONAL_GINI", [*halves, True]) == evaluate("LOCATIONAL_GINI", [values, reference, True])
    cut = [[1.0], [3.0], [3.0], [3.0]], [[20.0], [15.0], [15.0], [50.0]]
    assert evaluate("LOCATIONAL_GINI", [*cut, True]) == evaluate("LOCATIONAL_GINI", [values, reference, True])
    assert evaluate("LOCATIONAL_GINI", [*cut]) != evaluate("LOCATIONAL_GINI", [values, reference])


def test_weighted_ginis_of_farhauer_and_kroell_as_econgeo_has_them() -> None:
    """Computed by EconGeo's locational.Gini: areas up to one half."""
    output = [[100, 0, 0, 0, 0], [0, 15, 5, 70, 10], [0, 20, 10, 20, 50], [0, 25, 30, 5, 40], [0, 40, 55, 5, 0]]
    totals = [[sum(row)] for row in output]
    found = evaluate("LOCATIONAL_GINI", [output, totals, True])[0]
    assert [round(float(str(cell)), 2) for cell in found] == [0.40, 0.18, 0.27, 0.31, 0.28]
