"""Standard errors, Student's t and probabilities, against decimals and printed results."""

from decimal import Decimal, localcontext

import numpy as np
import pytest

from tests.udfs import naive
from udfs.formulas.evaluator import evaluate
from udfs.numerics.double_double import difference, double_double
from udfs.numerics.regression import least_squares
from udfs.numerics.students_t import two_sided


@pytest.mark.parametrize("degrees", [1, 2, 3, 4, 5, 14, 24, 79, 80, 81, 400, 2_001])
@pytest.mark.parametrize("t", [0.0, 1e-9, 0.01, 0.5, 1.0, 1.96, -2.4378, 5.0, 12.0, 40.0])
def test_probabilities_have_twelve_right_digits(t: float, degrees: int) -> None:
    with localcontext(prec=350 if abs(t) > 12 else 60):
        exact = naive.two_sided(Decimal(t), degrees)
    assert two_sided(t, degrees) == pytest.approx(float(exact), rel=1e-12, abs=1e-290)


def test_a_printed_regression_has_its_p() -> None:
    """Statalist, thread 1553574: b -.0104969 (.0043058) of 26 regions, t -2.44, p .023."""
    t = -0.0104969 / 0.0043058
    assert round(t, 2) == -2.44
    assert round(two_sided(t, 24), 3) == 0.023


NORRIS = """0.2 0.1;337.4 338.8;118.2 118.1;884.6 888.0;10.1 9.2;226.5 228.1;666.3 668.5;996.3 998.5;448.6 449.1;
777.0 778.9;558.2 559.2;0.4 0.3;0.6 0.1;775.5 778.1;666.9 668.8;338.0 339.3;447.5 448.9;11.6 10.8;556.0 557.7;
228.1 228.3;995.8 998.0;887.6 888.8;120.2 119.6;0.3 0.3;0.3 0.6;556.8 557.6;339.1 339.3;887.2 888.0;
999.0 998.5;779.0 778.9;11.1 10.2;118.3 117.6;229.2 228.9;669.1 668.4;448.9 449.2;0.5 0.2"""


def test_the_line_of_norris() -> None:
    """NIST, Statistical Reference Datasets, Norris: certified slope, its standard deviation and R²."""
    x, y = np.array([pair.split() for pair in NORRIS.replace("\n", "").split(";")], dtype=np.float64).T
    gaps = [difference(values, values.min()) for values in (x, y)]
    line = least_squares(*(gap - gap.total() / float(x.size) for gap in gaps))
    assert float(line.slope.high) == pytest.approx(1.00211681802045, rel=1e-14)
    assert line.error == pytest.approx(4.29796848199937e-4, rel=1e-12)
    assert float(line.fit.high) == pytest.approx(0.999993745883712, rel=1e-14)
    intercept = double_double(y).total() / 36.0 - line.slope * (double_double(x).total() / 36.0)
    assert float(intercept.high) == pytest.approx(-0.262323073774029, rel=1e-12)


def test_inference_agrees_with_decimals_to_the_last_digit() -> None:
    generator = np.random.default_rng(2014)
    for regions in (3, 7, 16, 21):
        base = generator.uniform(100, 900, regions).tolist()
        current = [x**0.8 * y for x, y in zip(base, generator.uniform(4, 5, regions).tolist(), strict=True)]
        with localcontext(prec=60):
            error, t = naive.slope_error([Decimal(x) for x in base], [Decimal(x) for x in current], Decimal(8))
            probability = naive.two_sided(t, regions - 2)
        [row] = evaluate("BETA_CONVERGENCE", [[[x] for x in base], [[x] for x in current], 8.0, True])
        assert row[:5] == evaluate("BETA_CONVERGENCE", [[[x] for x in base], [[x] for x in current], 8.0])[0]
        assert row[5:7] == [float(error), float(t)]
        assert row[7] == pytest.approx(float(probability), rel=1e-12)
        assert row[8] == regions
