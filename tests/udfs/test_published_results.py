"""Functions against results printed in the literature, each with its source."""

import pytest

from udfs.formulas.evaluator import evaluate
from udfs.numerics.cell_values import CellValue


def column(*values: object) -> tuple[tuple[object, ...], ...]:
    return tuple((value,) for value in values)


def one(name: str, *arguments: object) -> CellValue:
    """The only cell of a call."""
    [[cell]] = evaluate(name, arguments)
    return cell


def test_locational_gini_of_farhauer_and_kroell_2013() -> None:
    """Farhauer, O., Kröll, A. (2013), Standorttheorien, the two examples of the locational Gini."""
    values, reference = column(500.0, 500.0, 1000.0, 7000.0, 1000.0), column(20000.0, 15000.0, 20000.0, 40000.0, 5000.0)
    assert one("LOCATIONAL_GINI", values, reference) == pytest.approx(0.4068966, abs=5e-8)
    values = column(700.0, 600.0, 500.0, 10000.0, 40000.0)
    reference = column(30000.0, 15000.0, 10000.0, 60000.0, 50000.0)
    assert one("LOCATIONAL_GINI", values, reference) == pytest.approx(0.6222222, abs=5e-8)


def test_krugman_index_of_farhauer_and_kroell_2013() -> None:
    """The same, Krugman's index of one region against the mean shares of four others."""
    others = [
        (35000, 12000, 30000, 8000, 22000),
        (40000, 10000, 25000, 9000, 18000),
        (30000, 11000, 18000, 3000, 13000),
        (40000, 6000, 11000, 2000, 12000),
    ]
    means = [sum(region[i] / sum(region) for region in others) / 4 for i in range(5)]
    local = column(45000.0, 15000.0, 32000.0, 10000.0, 30000.0)
    assert one("KRUGMAN_INDEX", local, column(*means)) == pytest.approx(0.1595, abs=5e-5)
    assert one("KRUGMAN_INDEX", [[cell for (cell,) in local]], others, "rows") == pytest.approx(0.1595, abs=5e-5)


def test_ellison_glaeser_of_farhauer_and_kroell_2014() -> None:
    """Farhauer, O., Kröll, A. (2014), Standorttheorien (2nd edition): gamma of ten plants in three cities.

    Of the six ways to give the three totals to the cities only Wien 500 000, Linz 400 000, Graz 100 000 has the printed
    result.
    """
    plants = column(200.0, 650.0, 12000.0, 100.0, 50.0, 16000.0, 13000.0, 1500.0, 1500.0, 25000.0)
    cities = column(*["Wien"] * 5, *["Linz"] * 4, "Graz")
    totals = column(500000.0, 400000.0, 100000.0)
    gamma = one("ELLISON_GLAESER", plants, cities, column("Wien", "Linz", "Graz"), totals)
    assert gamma == pytest.approx(0.05990628, abs=5e-9)


def test_gini_and_herfindahl_of_doersam_2004() -> None:
    """Dörsam, P. (2004), Grundlagen der Statistik: sales of four firms."""
    sales = column(20.0, 50.0, 20.0, 10.0)
    assert one("GINI_COEF", sales) == pytest.approx(0.3)
    assert one("GINI_COEF", sales, column(1.0, 1.0, 1.0, 1.0), True) == pytest.approx(0.4)
    assert one("HHI", sales) == pytest.approx(0.34)
    assert one("HHI", sales, True) == pytest.approx(0.12)


def test_theil_l_of_stoermann_2009() -> None:
    """Störmann, W. (2009), Regionalökonomik: Theil's L of five incomes."""
    assert one("THEIL_INDEX", column(10.0, 10.0, 10.0, 20.0, 50.0), "L") == pytest.approx(0.2326302, abs=5e-8)
