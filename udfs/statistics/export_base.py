"""The export base: what a region makes for others, and how many jobs hang on it."""

from typing import Literal

import numpy as np

from udfs.numerics.arithmetic import FunctionError, first_error, nonnegative
from udfs.numerics.cell_values import BLANK, DIV0, ExcelError, Numbers, is_blank, unbox
from udfs.numerics.double_double import DoubleDouble, choose, double_double, product
from udfs.numerics.summation import exact_sums
from udfs.registry import Gives, Role, function

SUBJECT = "specialisation"


@function(SUBJECT, along=Role.BRANCHES, gives=Gives.TABLE)
def export_base(
    local: Numbers,
    total: Numbers,
    method: Literal["lq", "minimum"] = "lq",
    result: Literal["basic", "multiplier"] = "basic",
) -> Numbers:
    """Export base: the employed of each branch who work for other regions, or how many all are to each of these.

    Formula:
        "lq": X_b = max(0, e_b − e·E_b / E); "minimum": X_b = e_b − e · min over regions of their share of b (zero at
        least); multiplier = Σ e / Σ X

    Arguments:
        local: e, employed persons by branch (rows) in the region; one column.
        total: "lq": E, the employed of the whole by branch, one column; "minimum": the employed of comparable regions
            by branch, a column each.
        method: "lq" (when omitted), what is above the whole's share works for others, or "minimum", what is above the
            least share of comparable regions.
        result: "basic" (when omitted), the employed by branch, or "multiplier".

    Returns:
        Persons who work for other regions, shaped as local; or one number, the multiplier. A branch that is blank is
        one that is not there.

    Errors:
        #DIV/0!: the region, the whole or a comparable region has no employed.
        #DIV/0!: the multiplier of a region that works for nobody else.
        #NUM!: a figure is negative.
        #N/A: a suppressed figure: the shares are unknown.
        #VALUE!: text among the numbers.
        #VALUE!: local is not one column, or total is not as long, or has several columns with "lq".
        #VALUE!: another method or result.

    Source:
        Isard, W. (1960), Methods of Regional Analysis; minimum requirements: Ullman, E. L., Dacey, M. F.
        (1960), The minimum requirements approach to the urban economic base, Papers of the Regional Science Association
        6, pp. 175-194.

    Examples:
        =EXPORT_BASE({60;30;10},{400;400;200}) → {20;0;0}
        =EXPORT_BASE({60;30;10},{400;400;200},,"multiplier") → 5
        =EXPORT_BASE({60;30;10},{40,30;40,60;20,10},"minimum") → {30;0;0}
        =EXPORT_BASE({0;0},{1;1}) → {#DIV/0!;#DIV/0!}
        =EXPORT_BASE({1;1},{1;1},,"multiplier") → #DIV/0!
        =EXPORT_BASE({-1;1},{1;1}) → {#NUM!;#NUM!}
        =EXPORT_BASE({"c";1},{1;1}) → {#N/A;#N/A}
        =EXPORT_BASE({"one";1},{1;1}) → {#VALUE!;#VALUE!}
        =EXPORT_BASE({1;1},{1;1;1}) → #VALUE!
        =EXPORT_BASE({1;1},{1;1},"census") → #VALUE!
    """
    if local.shape[1] != 1 or len(total) != len(local) or (method == "lq" and total.shape[1] != 1):
        raise FunctionError(ExcelError.VALUE, 'local is one column and total is as long, with "lq" one column, too')
    region, others = nonnegative(local), nonnegative(total)
    shape = local.shape if result == "basic" else (1, 1)
    for figures in (region, others):
        error = float(first_error(figures)[0, 0])
        if unbox(error) is not None or is_blank(figures).all():
            return np.full(shape, error)
    employed, others = (np.where(is_blank(figures), 0.0, figures) for figures in (region, others))
    sums = DoubleDouble(*exact_sums(others, 0))
    if not employed.any() or not sums.high.all():
        return np.full(shape, DIV0)
    basic = _basic(employed, others, sums)
    base = basic.total()
    if result == "basic":
        return np.where(is_blank(region), BLANK, basic.high)
    return np.array([[float((double_double(employed).total() / base).high) if float(base.high) else DIV0]])


def _basic(employed: Numbers, others: Numbers, sums: DoubleDouble) -> DoubleDouble:
    """What each branch has above the least share of the others, from products that have no error."""
    above = (sums * employed - product(others, np.ones_like(others)) * double_double(employed).total()) / sums
    places = above.high.argmax(axis=1)[:, None]
    most = DoubleDouble(
        *(np.take_along_axis(np.broadcast_to(part, others.shape), places, 1) for part in (above.high, above.low))
    )
    return choose(most.high > 0, most, 0.0)
