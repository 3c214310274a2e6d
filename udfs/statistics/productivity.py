"""Labour productivity: how much of its growth is made within branches, and how much by moving between them."""

from typing import Literal, TypeAlias

import numpy as np

from udfs.numerics.arithmetic import FunctionError, carry, first_error, nonnegative, overlay, total_of
from udfs.numerics.cell_values import DIV0, NUM, ExcelError, Numbers
from udfs.numerics.double_double import DoubleDouble, double_double, product
from udfs.registry import Flag, Gives, Role, function
from udfs.statistics.shift_share import total_rows

SUBJECT = "change"

Decomposition: TypeAlias = Literal["centred", "traditional"]


@function(SUBJECT, along=Role.BRANCHES, gives=Gives.TABLE)
def productivity_decomposition(
    output_base: Numbers,
    employed_base: Numbers,
    output_current: Numbers,
    employed_current: Numbers,
    method: Decomposition = "centred",
    total: Flag = False,
) -> Numbers:
    """Growth of labour productivity in three parts: within branches, and two of employment that moves between them.

    Formula:
        p = output / employed of a branch, P of all, s the branch's share of the employed. Traditional: within
        100·s_0·(p_1 − p_0)/P_0, static shift 100·(s_1 − s_0)·p_0/P_0, dynamic shift 100·(s_1 − s_0)·(p_1 − p_0)/P_0;
        centred: p_0 − P_0 in place of p_0 in the static shift, and (p_1 − P_1) − (p_0 − P_0) in the dynamic one

    Arguments:
        output_base: output by branch (rows) in the base period; one column; constant prices that add up, which chained
            volumes don't.
        employed_base: employed persons or hours by branch in the base period, shaped as output_base.
        output_current: output in the current period, shaped as output_base.
        employed_current: employed in the current period, shaped as output_base.
        method: "centred" (when omitted), by which a branch adds where it gains employed and is more productive than the
            whole, or "traditional", by which each branch that gains employed adds; their sums are the same.
        total: TRUE for a last row with the sums; FALSE when omitted.

    Returns:
        A row for each branch: within, static shift, dynamic shift, in percentage points of the growth of the whole's
        productivity, which all of them sum to. A branch with a blank is left out, of the whole too.

    Errors:
        #DIV/0!: a branch has nobody employed in one of the periods.
        #DIV/0!: the whole has no output or nobody employed.
        #NUM!: a figure is negative: the whole is unknown.
        #N/A: a suppressed figure: the whole is unknown.
        #VALUE!: text among the numbers.
        #VALUE!: ranges of different sizes, or of several columns.
        #VALUE!: another method, or total is neither TRUE nor FALSE.

    Source:
        De Avillez, R. (2012), Sectoral Contributions to Labour Productivity Growth in Canada: Does the Choice of
        Decomposition Formula Matter?, International Productivity Monitor 24, pp. 97-117, with both forms.

    Examples:
        =PRODUCTIVITY_DECOMPOSITION({100;200},{50;50},{90;270},{40;60}) → {4.166666667,3.333333333,1.166666667;
            8.333333333,3.333333333,-0.333333333}
        =PRODUCTIVITY_DECOMPOSITION({100;200},{50;50},{90;270},{40;60},"traditional",TRUE) → {4.166666667,-6.666666667,
            -0.833333333;8.333333333,13.333333333,1.666666667;12.5,6.666666667,0.833333333}
        =PRODUCTIVITY_DECOMPOSITION({100;5},{50;0},{90;5},{40;60}) → {11.904761905,2.857142857,-40;
            #DIV/0!,#DIV/0!,#DIV/0!}
        =PRODUCTIVITY_DECOMPOSITION(0,1,1,1) → {#DIV/0!,#DIV/0!,#DIV/0!}
        =PRODUCTIVITY_DECOMPOSITION(-1,1,1,1) → {#NUM!,#NUM!,#NUM!}
        =PRODUCTIVITY_DECOMPOSITION({"c";2},{1;1},{1;1},{1;1}) → {#N/A,#N/A,#N/A;#N/A,#N/A,#N/A}
        =PRODUCTIVITY_DECOMPOSITION("much",1,1,1) → {#VALUE!,#VALUE!,#VALUE!}
        =PRODUCTIVITY_DECOMPOSITION({1;2},{1;2;3},{1;2},{1;2}) → #VALUE!
        =PRODUCTIVITY_DECOMPOSITION(1,1,1,1,"GEAD") → #VALUE!
    """
    ranges = (output_base, employed_base, output_current, employed_current)
    if len({values.shape for values in ranges}) > 1 or output_base.shape[1] > 1:
        raise FunctionError(ExcelError.VALUE, "the four ranges are columns of one length")
    checked = [nonnegative(values) for values in ranges]
    gaps = carry(np.zeros_like(output_base), *checked)
    figures = [np.where(np.isnan(gaps), gaps, values) for values in checked]
    found = _known(method, figures, gaps)
    # both methods have the same sums, and the centred parts cancel less
    return np.vstack([found.high, total_rows(_known("centred", figures, gaps))]) if total else found.high


def _known(method: Decomposition, figures: list[Numbers], gaps: Numbers) -> DoubleDouble:
    """The parts, a column each; errors and blanks in place of numbers."""
    with np.errstate(all="ignore"):
        parts = _parts(method, *_scaled(figures))
    table = np.hstack([part.high for part in parts])
    nobody = (figures[1] == 0) | (figures[3] == 0) | (total_of(figures[0]).high == 0)
    known = carry(np.where(np.isfinite(table), table, np.where(nobody, DIV0, NUM)), gaps)
    known = overlay(known, first_error(gaps))
    lows = np.hstack([part.low for part in parts])
    return DoubleDouble(known, np.where(np.isfinite(known), lows, 0.0))


def _scaled(figures: list[Numbers]) -> list[Numbers]:
    """Outputs and employed as parts of powers of two near their sums, whose products keep their digits."""
    places = [int(np.frexp(total_of(each).high.item())[1]) for each in figures[:2]]
    return [np.ldexp(each, -place) for each, place in zip(figures, places * 2, strict=True)]


def _parts(method: Decomposition, y0: Numbers, l0: Numbers, y1: Numbers, l1: Numbers) -> list[DoubleDouble]:
    """Within, static and dynamic shift; differences are taken of products, which have no error."""
    outputs, employed, outputs_after, employed_after = map(total_of, (y0, l0, y1, l1))
    gain = (product(y1, l0) - product(y0, l1)) / product(l0, l1)
    moved = (employed * l1 - employed_after * l0) / (employed * employed_after) * 100.0
    level, growth = double_double(y0) / l0, gain
    if method == "centred":
        level = (employed * y0 - outputs * l0) / (employed * l0)
        growth = gain - (outputs_after * employed - outputs * employed_after) / (employed * employed_after)
    whole = outputs / employed
    return [gain * l0 * 100.0 / outputs, moved * level / whole, moved * growth / whole]
