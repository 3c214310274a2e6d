"""Input coefficients of a region, from the nation's and the sizes of its branches."""

from collections.abc import Callable
from typing import Final, Literal, TypeAlias

import numpy as np

from udfs.numerics.arithmetic import FunctionError, carry, first_error, nonnegative
from udfs.numerics.cell_values import DIV0, NUM, ExcelError, Numbers, unbox
from udfs.numerics.double_double import DoubleDouble, choose, double_double, product
from udfs.numerics.exponentials import exponential
from udfs.numerics.logarithms import logarithm
from udfs.registry import Gives, Number, Role, function

SUBJECT = "localization"

Quotient: TypeAlias = Literal["FLQ", "AFLQ", "CILQ", "SLQ"]


@function(SUBJECT, along=Role.BRANCHES, gives=Gives.TABLE)
def flq_coefficients(
    national_coefficients: Numbers,
    local: Numbers,
    total: Numbers,
    delta: Number = 0.25,
    method: Quotient = "FLQ",
) -> Numbers:
    """Input coefficients of a region by Flegg's location quotient: the nation's, less what is bought from elsewhere.

    Formula:
        r_ij = a_ij · min(1, q_ij); SLQ_i = (e_i / e) / (E_i / E); "SLQ": q = SLQ_i; "CILQ": q = SLQ_i / SLQ_j, and
        SLQ_i where i = j; "FLQ": q = CILQ · λ, λ = log2(1 + e / E)^δ; "AFLQ": r of FLQ · log2(1 + SLQ_j), SLQ_j > 1

    Arguments:
        national_coefficients: a_ij, input of branch i (rows) to a unit of output of branch j (columns); 0 to 1.
        local: e, employment (or output) of the region by branch (rows); one column.
        total: E, the same of the nation, shaped as local.
        delta: δ, zero or more: the larger, the more is bought from elsewhere by a small region; 0.25 when omitted.
        method: "FLQ" (when omitted), "AFLQ", "CILQ" or "SLQ".

    Returns:
        Coefficients of the region, shaped as national_coefficients.

    Errors:
        #DIV/0!: a branch that the nation or (but with "SLQ") the region has not, in its row and column.
        #NUM!: a coefficient, an employment or delta is negative, or a coefficient above 1.
        #NUM!: a branch of the region is larger than the nation's.
        #N/A: a suppressed figure, which of local or total leaves all unknown.
        #VALUE!: text among the numbers.
        #VALUE!: the coefficients have not a row and a column for each branch.
        #VALUE!: another method.

    Source:
        Flegg, A. T., Tohmo, T. (2013), Regional Input-Output Tables and the FLQ Formula: A Case Study of Finland,
        Regional Studies 47(5), pp. 703-721; AFLQ: Flegg, A. T., Webber, C. D. (2000), Regional Size, Regional
        Specialization and the FLQ Formula, Regional Studies 34(6), pp. 563-569.

    Examples:
        =FLQ_COEFFICIENTS({0.1,0.2,0.05;0.15,0.1,0.2;0.05,0.1,0.15},{60;30;10},{400;400;200}) → {0.091341832,0.2,0.05;
            0.045670916,0.045670916,0.182683663;0.010149092,0.04059637,0.045670916}
        =FLQ_COEFFICIENTS({0.1,0.2;0.15,0.1},{60;40},{500;500},,"CILQ") → {0.1,0.2;0.1,0.08}
        =FLQ_COEFFICIENTS({0.1,0.2;0.15,0.1},{60;40},{500;500},,"SLQ") → {0.1,0.2;0.12,0.08}
        =FLQ_COEFFICIENTS({0.1,0.2;0.15,0.1},{60;0},{500;500}) → {0.1,#DIV/0!;#DIV/0!,#DIV/0!}
        =FLQ_COEFFICIENTS(-0.1,60,500) → #NUM!
        =FLQ_COEFFICIENTS(0.1,600,500) → #NUM!
        =FLQ_COEFFICIENTS({0.1,"…";0.15,0.1},{60;40},{500;500},,"SLQ") → {0.1,#N/A;0.12,0.08}
        =FLQ_COEFFICIENTS({0.1,"a";0.15,0.1},{60;40},{500;500},,"SLQ") → {0.1,#VALUE!;0.12,0.08}
        =FLQ_COEFFICIENTS({0.1,0.2},{60;40},{500;500}) → #VALUE!
        =FLQ_COEFFICIENTS(0.1,60,500,,"RLQ") → #VALUE!
    """
    size = len(local)
    if local.shape != (size, 1) or total.shape != (size, 1) or national_coefficients.shape != (size, size):
        raise FunctionError(
            ExcelError.VALUE, "there is a row and a column of coefficients, and one figure, for each branch"
        )
    for figures in (nonnegative(local), nonnegative(total)):
        error = unbox(float(first_error(figures)[0, 0]))
        if isinstance(error, ExcelError) or np.isnan(figures).any():
            raise FunctionError(error if isinstance(error, ExcelError) else ExcelError.VALUE, "a branch has no figure")
    if delta < 0 or (national_coefficients < 0).any() or (national_coefficients > 1).any() or (local > total).any():
        raise FunctionError(
            ExcelError.NUM, "coefficients are 0 to 1, delta is 0 or more, and the region is within the nation"
        )
    missing = ((total == 0) | ((local == 0) & (method != "SLQ"))).ravel()
    with np.errstate(all="ignore"):
        found = _COEFFICIENTS[method](national_coefficients, local, total, delta).high
    found = np.where(np.isfinite(found), found, NUM)
    found[missing, :] = found[:, missing] = DIV0
    return carry(found, national_coefficients)


def _simple(local: Numbers, total: Numbers) -> DoubleDouble:
    """SLQ of each branch, one column."""
    return double_double(total).total() * local / (double_double(local).total() * total)


def _cross(local: Numbers, total: Numbers) -> DoubleDouble:
    """CILQ of each pair, SLQ on the diagonal."""
    pairs = product(local, total.T) / product(total, local.T)
    return choose(np.eye(len(local), dtype=np.bool_), _simple(local, total), pairs)


def _bought(coefficients: Numbers, quotients: DoubleDouble) -> DoubleDouble:
    return choose(quotients.high < 1, quotients, 1.0) * coefficients


def _base_two(values: DoubleDouble) -> DoubleDouble:
    return logarithm(values + 1.0) / logarithm(double_double(np.full((1, 1), 2.0)))


def _flegg(coefficients: Numbers, local: Numbers, total: Numbers, delta: float) -> DoubleDouble:
    part = double_double(local).total() / double_double(total).total()
    size = _base_two(DoubleDouble(part.high.reshape(1, 1), part.low.reshape(1, 1)))
    return _bought(coefficients, _cross(local, total) * exponential(logarithm(size) * delta))


def _augmented(coefficients: Numbers, local: Numbers, total: Numbers, delta: float) -> DoubleDouble:
    simple = _simple(local.T, total.T)
    more = choose(simple.high > 1, _base_two(simple), 1.0)
    return _flegg(coefficients, local, total, delta) * more


_COEFFICIENTS: Final[dict[str, Callable[[Numbers, Numbers, Numbers, float], DoubleDouble]]] = {
    "FLQ": _flegg,
    "AFLQ": _augmented,
    "CILQ": lambda coefficients, local, total, _: _bought(coefficients, _cross(local, total)),
    "SLQ": lambda coefficients, local, total, _: _bought(coefficients, _simple(local, total)),
}
