"""Shift-share analysis year by year."""

import numpy as np

from udfs.numerics.arithmetic import FunctionError, carry, nonnegative
from udfs.numerics.cell_values import ExcelError, Numbers
from udfs.numerics.double_double import DoubleDouble, double_double
from udfs.registry import Flag, Gives, Role, function
from udfs.statistics.shift_share import Method, effects_by_branch, total_rows

SUBJECT = "change"


@function(SUBJECT, along=Role.BRANCHES, gives=Gives.TABLE)
def dynamic_shift_share(
    local: Numbers, total: Numbers, method: Method = "Dunn", inside: Flag = True, sums: Flag = False
) -> Numbers:
    """Dynamic shift-share analysis: the effects of each year, with its own base, summed over the years.

    Formula:
        Σ over the years t of the effects of SHIFT_SHARE from t − 1 to t, by branch

    Arguments:
        local: employment (or output) of the region by branch (rows) and year (columns): two years at least.
        total: the same of the whole, shaped as local.
        method: "Dunn" (when omitted) or "Esteban-Marquillas", which parts the competitive effect in two.
        inside: TRUE (when omitted) where the region is a part of the whole and can't be larger; FALSE for another area
            to compare with.
        sums: TRUE for a last row with the sums over the branches; FALSE when omitted.

    Returns:
        A row for each branch: growth, mix, competition, and allocation with the second method, in the unit of the
        figures; together they are the change of the branch from the first year to the last. A branch with a blank in
        any year is blank.

    Errors:
        #DIV/0!: a branch does not exist in the whole in a year before the last.
        #DIV/0!: with the second method, a branch does not exist in the region in a year before the last.
        #NUM!: a figure is negative.
        #NUM!: the region is larger than the whole, where it is inside.
        #N/A: a suppressed figure of the region: its branch, and with the second method the last two effects of all.
        #N/A: a suppressed figure of the whole: every branch, since national growth is unknown.
        #VALUE!: text among the numbers.
        #VALUE!: ranges of different sizes, or one year only.
        #VALUE!: another method, or inside or sums is neither TRUE nor FALSE.

    Source:
        Barff, R. A., Knight, P. L. (1988), Dynamic Shift-Share Analysis, Growth and Change 19(2), pp. 1-10.

    Examples:
        =DYNAMIC_SHIFT_SHARE({100,130;50,45},{1000,1200;1000,900}) → {5,15,10;2.5,-7.5,0}
        =DYNAMIC_SHIFT_SHARE({90,100,105;20,40,45;10,10,15;60,55,60},{400,440,460;150,210,230;150,135,155;400,480,500},
            ,,TRUE) → {19.824110672,-6.278656126,1.454545455;5.529644269,6.279879541,13.190476190;2.132411067,
            -1.650929586,4.518518519;12.478260870,1.813405797,-14.291666667;39.964426877,0.163699626,4.871873497}
        =DYNAMIC_SHIFT_SHARE({100,130;50,45},{1000,1200;1000,900},"Esteban-Marquillas") → {5,15,7.5,2.5;2.5,-7.5,0,0}
        =DYNAMIC_SHIFT_SHARE({100,300},{200,200},,FALSE) → {0,0,200}
        =DYNAMIC_SHIFT_SHARE({0,5;50,45},{0,10;1000,900}) → {#DIV/0!,#DIV/0!,#DIV/0!;-4.5,-0.5,0}
        =DYNAMIC_SHIFT_SHARE({0,5},{10,10},"Esteban-Marquillas") → {0,0,#DIV/0!,#DIV/0!}
        =DYNAMIC_SHIFT_SHARE({-1,5;50,45},{1000,1200;1000,900}) → {#NUM!,#NUM!,#NUM!;2.5,-7.5,0}
        =DYNAMIC_SHIFT_SHARE({100,300},{200,200}) → {#NUM!,#NUM!,#NUM!}
        =DYNAMIC_SHIFT_SHARE({"c",5;50,45},{1000,1200;1000,900}) → {#N/A,#N/A,#N/A;2.5,-7.5,0}
        =DYNAMIC_SHIFT_SHARE({100,130;50,45},{"c",1200;1000,900}) → {#N/A,#N/A,#N/A;#N/A,#N/A,#N/A}
        =DYNAMIC_SHIFT_SHARE({100,"more"},{1000,1200}) → {#VALUE!,#VALUE!,#VALUE!}
        =DYNAMIC_SHIFT_SHARE(100,1000) → #VALUE!
        =DYNAMIC_SHIFT_SHARE({1,2},{5,6},"Arcelus") → #VALUE!
    """
    if local.shape != total.shape:
        raise FunctionError(ExcelError.VALUE, "region and whole are of one size")
    region, whole = nonnegative(local), nonnegative(total)
    if region.shape[1] < 2:
        if np.isnan(region).all():
            return region
        raise FunctionError(ExcelError.VALUE, "there are two years at least; years are columns")
    gaps = carry(np.zeros((len(region), 1)), *np.hsplit(region, region.shape[1]))
    summed = double_double(np.zeros((len(region), 3 if method == "Dunn" else 4)))
    for year in range(1, region.shape[1]):
        spans = (region[:, [year - 1]], region[:, [year]], whole[:, [year - 1]], whole[:, [year]])
        effects = effects_by_branch(method, *spans, inside=inside)
        with np.errstate(all="ignore"):
            found = summed + effects
        summed = DoubleDouble(carry(found.high, summed.high, effects.high), found.low)
    known = carry(summed.high, gaps)
    result = DoubleDouble(known, np.where(np.isfinite(known), summed.low, 0.0))
    return np.vstack([result.high, total_rows(result)]) if sums else result.high
