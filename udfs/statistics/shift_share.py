"""Shift-share analysis: what part of a region's growth is the whole's, its branches' and its own."""

from collections.abc import Callable
from typing import Final, Literal, TypeAlias

import numpy as np

from udfs.numerics.arithmetic import FunctionError, carry, nonnegative, ratio, sum_of, total_of
from udfs.numerics.cell_values import BLANK, DIV0, NUM, ExcelError, Numbers
from udfs.numerics.comparison import compared
from udfs.numerics.double_double import DoubleDouble, difference, double_double
from udfs.registry import Flag, Gives, Role, function

SUBJECT = "change"

Method: TypeAlias = Literal["Dunn", "Esteban-Marquillas"]
Effects: TypeAlias = Callable[[Numbers, Numbers, Numbers, Numbers], list[DoubleDouble]]


@function(SUBJECT, along=Role.BRANCHES, gives=Gives.TABLE)
def shift_share(
    local_base: Numbers,
    local_current: Numbers,
    total_base: Numbers,
    total_current: Numbers,
    method: Method = "Dunn",
    inside: Flag = True,
    total: Flag = False,
) -> Numbers:
    """Shift-share analysis: the change of each branch of a region as national growth, industry mix and competition.

    Formula:
        Dunn: growth b·r, mix b·(r_i − r), competition b·(r_ij − r_i); Esteban-Marquillas: growth, mix, competition
        b'·(r_ij − r_i), allocation (b − b')·(r_ij − r_i), b' = Σ b · B_i / Σ B

    Arguments:
        local_base: b, employment (or output) of the region by branch (rows) in the base period; one column.
        local_current: the same in the current period, shaped as local_base.
        total_base: B, employment of the whole by branch in the base period, shaped as local_base.
        total_current: the same in the current period, shaped as local_base.
        method: "Dunn" (when omitted) or "Esteban-Marquillas", which parts the competitive effect in two.
        inside: TRUE (when omitted) where the region is a part of the whole and can't be larger; FALSE for another area
            to compare with, such as the rest of the nation or a benchmark region.
        total: TRUE for a last row with the sums of the effects; FALSE when omitted.

    Returns:
        A row for each branch: growth, mix, competition, and allocation with the
        second method, in the unit of the figures; together they are the change of the branch. A branch with a blank
        is blank; one that is blank in the whole is left out of national growth, too, one that is blank in the region
        alone is not.

    Errors:
        #DIV/0!: a branch does not exist in the whole in the base period.
        #DIV/0!: with the second method, a branch does not exist in the region in the base period.
        #NUM!: a figure is negative.
        #NUM!: the region is larger than the whole, where it is inside.
        #N/A: a suppressed figure of the region: its branch, and with the second method the last two effects of all.
        #N/A: a suppressed figure of the whole: every branch, since national growth is unknown.
        #VALUE!: text among the numbers.
        #VALUE!: ranges of different sizes, or of several columns.
        #VALUE!: another method, or inside or total is neither TRUE nor FALSE.

    Source:
        Dunn, E. S. (1960), A statistical and analytical technique for regional analysis, Papers of the Regional Science
        Association 6, pp. 97-112; Esteban-Marquillas, J. M. (1972), A reinterpretation of shift-share analysis,
        Regional and Urban Economics 2(3), pp. 249-255, where eq. (2)-(4) are the first three effects.

    Examples:
        =SHIFT_SHARE({100;50},{130;45},{1000;1000},{1200;900}) → {5,15,10;2.5,-7.5,0}
        =SHIFT_SHARE({100;50},{130;45},{1000;1000},{1200;900},"Esteban-Marquillas") → {5,15,7.5,2.5;2.5,-7.5,0,0}
        =SHIFT_SHARE({100;50},{130;45},{1000;1000},{1200;900},,,TRUE) → {5,15,10;2.5,-7.5,0;7.5,7.5,10}
        =SHIFT_SHARE(100,300,200,200,,FALSE) → {0,0,200}
        =SHIFT_SHARE({0;50},{5;45},{0;1000},{10;900}) → {#DIV/0!,#DIV/0!,#DIV/0!;-4.5,-0.5,0}
        =SHIFT_SHARE(0,5,10,10,"Esteban-Marquillas") → {0,0,#DIV/0!,#DIV/0!}
        =SHIFT_SHARE({-1;50},{5;45},{1000;1000},{1200;900}) → {#NUM!,#NUM!,#NUM!;2.5,-7.5,0}
        =SHIFT_SHARE(100,300,200,200) → {#NUM!,#NUM!,#NUM!}
        =SHIFT_SHARE({"c";50},{5;45},{1000;1000},{1200;900}) → {#N/A,#N/A,#N/A;2.5,-7.5,0}
        =SHIFT_SHARE({100;50},{130;45},{"c";1000},{1200;900}) → {#N/A,#N/A,#N/A;#N/A,#N/A,#N/A}
        =SHIFT_SHARE(100,"more",1000,1200) → {#VALUE!,#VALUE!,#VALUE!}
        =SHIFT_SHARE({100;50},{130;45},{1000,1000},{1200;900}) → #VALUE!
        =SHIFT_SHARE(100,130,1000,1200,"Arcelus") → #VALUE!
    """
    ranges = (local_base, local_current, total_base, total_current)
    if len({values.shape for values in ranges}) > 1 or local_base.shape[1] > 1:
        raise FunctionError(ExcelError.VALUE, "the four ranges are columns of one length")
    effects = effects_by_branch(method, *(nonnegative(values) for values in ranges), inside=inside)
    return np.vstack([effects.high, total_rows(effects)]) if total else effects.high


def effects_by_branch(
    method: Method, base: Numbers, current: Numbers, total_base: Numbers, total_current: Numbers, *, inside: bool
) -> DoubleDouble:
    """The effects, a column each, of the branches of one region; errors and blanks in place of numbers."""
    shared = carry(np.zeros_like(base), total_base, total_current)
    before = np.where(np.isnan(shared), shared, total_base)
    after = np.where(np.isnan(shared), shared, total_current)
    larger = (compared(base, total_base) > 0) | (compared(current, total_current) > 0)
    valid = np.where(larger & inside, NUM, 0.0)
    national, branch = ratio(sum_of(after), sum_of(before)), ratio(after, before)
    with np.errstate(all="ignore"):
        effects = _EFFECTS[method](base, current, before, after)
    figures = np.hstack([effect.high for effect in effects])
    known = np.where(np.isfinite(figures), figures, np.where((figures != figures) & (base == 0), DIV0, NUM))
    if method == "Esteban-Marquillas":
        known[:, 2:] = carry(known[:, 2:], np.broadcast_to(sum_of(base), base.shape))
    checked = carry(known, base, current, total_base, total_current, valid, national, branch)
    lows = np.hstack([np.broadcast_to(effect.low, effect.high.shape) for effect in effects])
    return DoubleDouble(checked, np.where(np.isfinite(checked), lows, 0.0))


def total_rows(effects: DoubleDouble) -> Numbers:
    """The sum of each column, rounded once; blanks don't count, the first error is the sum's."""
    rows = np.vstack([effects.high, np.where(np.isnan(effects.high), BLANK, effects.low)])
    return sum_of(rows, 0)


def _dunn(base: Numbers, current: Numbers, before: Numbers, after: Numbers) -> list[DoubleDouble]:
    competition = difference(current, base) - difference(after, before) / before * base
    return [*_national_effects(base, before, after), competition]


def _esteban_marquillas(base: Numbers, current: Numbers, before: Numbers, after: Numbers) -> list[DoubleDouble]:
    homothetic = total_of(base) * before / total_of(before)
    lead = difference(current, base) / base - difference(after, before) / before
    return [*_national_effects(base, before, after), homothetic * lead, (double_double(base) - homothetic) * lead]


def _national_effects(base: Numbers, before: Numbers, after: Numbers) -> list[DoubleDouble]:
    """What the growth of the whole, and what the lead of the branch in the whole, make of the base.

    Differences are taken before quotients: they are small where growth is alike everywhere.
    """
    old, new = total_of(before), total_of(after)
    growth = (new - old) / old
    return [growth * base, (difference(after, before) / before - growth) * base]


_EFFECTS: Final[dict[str, Effects]] = {"Dunn": _dunn, "Esteban-Marquillas": _esteban_marquillas}
