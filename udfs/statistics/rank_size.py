"""The rank-size rule: how the sizes of places fall with their rank."""

import numpy as np

from udfs.numerics.arithmetic import NOISE, FunctionError
from udfs.numerics.cell_values import BLANK, DIV0, NUM, ExcelError, Numbers
from udfs.numerics.double_double import double_double
from udfs.numerics.observations import complete, logarithms
from udfs.numerics.regression import least_squares
from udfs.registry import Gives, Role, function

SUBJECT = "concentration and inequality"


@function(SUBJECT, along=Role.TERRITORIES, gives=Gives.TABLE)
def rank_size(values: Numbers) -> Numbers:
    """Rank-size rule (Zipf, Pareto): the exponent by which the number of larger places falls with size, 1 by Zipf.

    Formula:
        ln(rank − ½) = a − b · ln size by least squares; standard error of b = b · √(2 / n)

    Arguments:
        values: sizes above zero, such as the population of towns or regions (rows); one column; any unit.

    Returns:
        Four cells in a row: b, its standard error, R² and n. Blanks are left out.

    Errors:
        #DIV/0!: fewer than two places, or all are alike.
        #NUM!: a size is negative or zero.
        #N/A: a suppressed figure: the ranks are unknown.
        #VALUE!: text among the numbers.
        #VALUE!: sizes in several columns.

    Source:
        Gabaix, X., Ibragimov, R. (2011), Rank − 1/2: A Simple Way to Improve the OLS Estimation of Tail Exponents,
        Journal of Business and Economic Statistics 29(1), pp. 24-39.

    Examples:
        =RANK_SIZE({1000;500;333;250;200;166}) → {1.32730661,0.766320829,0.993288855,6}
        =RANK_SIZE(1000) → {#DIV/0!,#DIV/0!,#DIV/0!,#DIV/0!}
        =RANK_SIZE({1000;0}) → {#NUM!,#NUM!,#NUM!,#NUM!}
        =RANK_SIZE({1000;"…"}) → {#N/A,#N/A,#N/A,#N/A}
        =RANK_SIZE({1000;"big"}) → {#VALUE!,#VALUE!,#VALUE!,#VALUE!}
        =RANK_SIZE({1000,500}) → #VALUE!
    """
    if values.shape[1] > 1:
        raise FunctionError(ExcelError.VALUE, "the sizes are one column")
    found = complete(values)
    return np.array([[found] * 4 if isinstance(found, float) else _exponent(found[0])])


def _exponent(sizes: Numbers) -> list[float]:
    if not sizes.size:
        return [BLANK] * 4
    if (sizes <= 0).any():
        return [NUM] * 4
    if sizes.max() - sizes.min() <= NOISE * sizes.max():
        return [DIV0] * 4
    n = float(sizes.size)
    _, levels = logarithms(double_double(np.sort(sizes)[::-1]))
    _, places = logarithms(double_double(np.arange(1.0, n + 1) - 0.5))
    line = least_squares(levels, places)
    error = -line.slope * (double_double(2.0) / n).root()
    return [float(-line.slope.high), float(error.high), float(line.fit.high), n]
