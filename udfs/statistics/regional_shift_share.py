"""Shift-share analysis of all regions at once."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from udfs.numerics.arithmetic import FunctionError, carry, first_error, nonnegative, overlay, total_of
from udfs.numerics.cell_values import BLANK, DIV0, NUM, ExcelError, Numbers, is_blank
from udfs.numerics.comparison import compared
from udfs.numerics.double_double import DoubleDouble, choose, double_double
from udfs.registry import Flag, Gives, Role, function
from udfs.statistics.shift_share import Method, total_rows

SUBJECT = "change"

_REST: Final = 2.0**-90
"""A sum below this part of what it is made of is what twice the digits of a float64 leave of zero."""


@function(SUBJECT, along=Role.TERRITORIES, gives=Gives.TABLE)
def shift_share_regions(
    base: Numbers,
    current: Numbers,
    method: Method = "Dunn",
    total_base: Numbers | None = None,
    total_current: Numbers | None = None,
    inside: Flag = True,
    total: Flag = False,
) -> Numbers:
    """Shift-share analysis of all regions: the change of each as national growth, industry mix and competition.

    Formula:
        the sums over the branches of what SHIFT_SHARE has for each: growth Σ b·r, mix Σ b·(r_i − r), competition
        Σ b·(r_ij − r_i); Esteban-Marquillas: competition Σ b'·(r_ij − r_i), allocation Σ (b − b')·(r_ij − r_i)

    Arguments:
        base: employment (or output) by region (rows) and branch (columns) in the base period; one unit.
        current: the same in the current period, shaped as base.
        method: "Dunn" (when omitted) or "Esteban-Marquillas", which parts the competitive effect in two.
        total_base: the whole's employment by branch in the base period; one row; the sums over the regions when
            omitted.
        total_current: the same in the current period; the sums over the regions when omitted, as then both are.
        inside: TRUE (when omitted) where the regions are parts of the whole and can't be larger; FALSE for another area
            to compare with.
        total: TRUE for a last row with the sums over all regions; FALSE when omitted.

    Returns:
        A row for each region: growth, mix, competition (and allocation), and their sum, the change of the region. A
        branch that is blank in a region in either period is left out of it, and of the sums over the regions.

    Errors:
        #DIV/0!: a branch of the region does not exist in the whole in the base period.
        #DIV/0!: with the second method, a branch does not exist in the region in the base period: the last two effects.
        #NUM!: a figure is negative.
        #NUM!: a branch of the region is larger than the whole's, where it is inside.
        #N/A: a suppressed figure: its region, and where the whole is the sum over the regions all of them.
        #VALUE!: text among the numbers.
        #VALUE!: ranges of different sizes, or one total without the other.
        #VALUE!: another method, or inside or total is neither TRUE nor FALSE.

    Source:
        Dunn, E. S. (1960), A statistical and analytical technique for regional analysis, Papers of the Regional Science
        Association 6, pp. 97-112; Esteban-Marquillas, J. M. (1972), A reinterpretation of shift-share analysis,
        Regional and Urban Economics 2(3), pp. 249-255.

    Examples:
        =SHIFT_SHARE_REGIONS({100,50;100,250},{130,45;110,255}) → {12,8,5,25;28,-8,-5,15}
        =SHIFT_SHARE_REGIONS({100,50;100,250},{130,45;110,255},,,,,TRUE) → {12,8,5,25;28,-8,-5,15;40,0,0,40}
        =SHIFT_SHARE_REGIONS({100,50},{130,45},,{1000,1000},{1200,900}) → {7.5,7.5,10,25}
        =SHIFT_SHARE_REGIONS({100,50},{130,45},"Esteban-Marquillas",{1000,1000},{1200,900}) → {7.5,7.5,7.5,2.5,25}
        =SHIFT_SHARE_REGIONS(100,300,,200,200,FALSE) → {0,0,200,200}
        =SHIFT_SHARE_REGIONS({0,50},{5,45},,{0,1000},{10,900}) → {#DIV/0!,#DIV/0!,#DIV/0!,#DIV/0!}
        =SHIFT_SHARE_REGIONS({0,50},{5,45},"Esteban-Marquillas",{10,90},{10,90}) → {0,0,#DIV/0!,#DIV/0!,0}
        =SHIFT_SHARE_REGIONS({-1,50},{5,45},,{100,100},{100,100}) → {#NUM!,#NUM!,#NUM!,#NUM!}
        =SHIFT_SHARE_REGIONS({10,5;200,5},{10,5;10,5},,{100,100},{100,100}) → {0,0,0,0;#NUM!,#NUM!,#NUM!,#NUM!}
        =SHIFT_SHARE_REGIONS({"c",50;10,50},{5,45;10,50},,{100,100},{100,100}) → {#N/A,#N/A,#N/A,#N/A;0,0,0,0}
        =SHIFT_SHARE_REGIONS({1,"two"},{5,45}) → {#VALUE!,#VALUE!,#VALUE!,#VALUE!}
        =SHIFT_SHARE_REGIONS({1,2},{5,45},,{1,2}) → #VALUE!
        =SHIFT_SHARE_REGIONS({1,2},{5,45},"Arcelus") → #VALUE!
    """
    if base.shape != current.shape or (total_base is None) != (total_current is None):
        raise FunctionError(
            ExcelError.VALUE, "base and current are of one size, and both totals are given or neither is"
        )
    before, after = nonnegative(base), nonnegative(current)
    gaps = carry(np.zeros_like(before), before, after)
    before, after = (np.where(np.isnan(gaps), gaps, values) for values in (before, after))
    whole = _summed(before, after) if total_base is None else _given(total_base, total_current, before.shape[1])
    effects = _effects(method, before, after, whole)
    if method != "Dunn":
        effects.high[((before == 0) & ~np.isnan(whole.before.high)).any(axis=1), 2:4] = DIV0
    errors = _errors(before, after, whole, inside=inside and total_base is not None)
    blank = is_blank(gaps).all(axis=1, keepdims=True)
    known = overlay(np.where(blank, BLANK, effects.high), errors)
    found = DoubleDouble(known, np.where(np.isfinite(known), effects.low, 0.0))
    if not total:
        return found.high
    last = total_rows(found)
    if total_base is None:
        # where the regions are the whole, no branch leads, and with the first method no region competes
        of_nothing = last[:, 1 : 3 if method == "Dunn" else 2]
        of_nothing[np.isfinite(of_nothing)] = 0
    return np.vstack([found.high, last])


@dataclass(frozen=True)
class _Whole:
    """The whole by branch in both periods, one row each, and its sums."""

    before: DoubleDouble
    after: DoubleDouble
    base: DoubleDouble
    current: DoubleDouble


def _summed(before: Numbers, after: Numbers) -> _Whole:
    return _Whole(total_of(before, 0), total_of(after, 0), total_of(before), total_of(after))


def _given(total_base: Numbers, total_current: Numbers | None, branches: int) -> _Whole:
    if total_current is None or total_base.shape != (1, branches) or total_current.shape != (1, branches):
        raise FunctionError(ExcelError.VALUE, "the whole has one cell for each branch in both periods")
    before, after = nonnegative(total_base), nonnegative(total_current)
    gaps = carry(np.zeros_like(before), before, after)
    before, after = (np.where(np.isnan(gaps), gaps, values) for values in (before, after))
    return _Whole(double_double(before), double_double(after), total_of(before), total_of(after))


def _effects(method: Method, before: Numbers, after: Numbers, whole: _Whole) -> DoubleDouble:
    """The effects of each region and its change, a column each; what can't be calculated is zero or no number."""
    counted = np.isfinite(before) & np.isfinite(whole.before.high)
    old, new = (np.where(counted, values, 0.0) for values in (before, after))
    with np.errstate(all="ignore"):
        parts = _parts(method, old, new, counted, whole)
    highs = np.hstack([part.high for part in parts])
    lows = np.hstack([np.broadcast_to(part.low, part.high.shape) for part in parts])
    return DoubleDouble(np.where(np.isfinite(highs), highs, NUM), lows)


def _parts(method: Method, old: Numbers, new: Numbers, counted: NDArray[np.bool_], whole: _Whole) -> list[DoubleDouble]:
    branch, branch_after = choose(counted, whole.before, 1.0), choose(counted, whole.after, 0.0)
    regions, regions_after = double_double(old).sums(1), double_double(new).sums(1)
    rise = (whole.current - whole.base) / whole.base
    gained = (branch * new - branch_after * old) / branch
    expected = branch_after.high / branch.high * old
    size = np.maximum(expected, new).sum(axis=1, keepdims=True)
    of_all = (expected + whole.current.high / whole.base.high * old).sum(axis=1, keepdims=True)
    parts = [regions * rise, _mix(old, regions, counted, whole, of_all), _sum(gained, size)]
    if method != "Dunn":
        lead = gained / np.where(old > 0, old, 1.0)
        apart = (whole.base * old - regions * branch) / whole.base
        parts[2:] = [_sum(each * lead, size) for each in (regions * branch / whole.base, apart)]
    return [*parts, regions_after - regions]


def _mix(old: Numbers, regions: DoubleDouble, counted: NDArray[np.bool_], whole: _Whole, size: Numbers) -> DoubleDouble:
    """The sum Σ b·(r_i − r), as Σ (b / B_i − q)·(C_i − B_i·C/B) + q·Σ (C_i − B_i·C/B), q the share of the branches.

    The last sum is zero where the region has all branches; so little cancels, also where all regions are alike.
    """
    branch, branch_after = choose(counted, whole.before, 0.0), choose(counted, whole.after, 0.0)
    own, own_after = branch.sums(1), branch_after.sums(1)
    share = regions / own
    lead = (branch_after * whole.base - branch * whole.current) / whole.base
    over = (own * old - regions * branch) / (own * choose(counted, whole.before, 1.0))
    lacking = share * ((own_after * whole.base - own * whole.current) / whole.base)
    has_all = (counted == np.isfinite(whole.before.high)).all(axis=1, keepdims=True)
    return _sum(over * lead, size) + choose(has_all, double_double(0.0), lacking)


def _sum(terms: DoubleDouble, size: Numbers) -> DoubleDouble:
    sums = terms.sums(1)
    return choose((np.abs(sums.high) <= _REST * size) & np.isfinite(size), double_double(0.0), sums)


def _errors(before: Numbers, after: Numbers, whole: _Whole, *, inside: bool) -> Numbers:
    """The error of each region, NaN where it has none."""
    old, new = whole.before.high, whole.after.high
    larger = inside & ((compared(before, old) > 0) | (compared(after, new) > 0)).any(axis=1, keepdims=True)
    nowhere = (np.isfinite(before) & (old == 0)).any(axis=1, keepdims=True)
    errors = np.where(larger, NUM, np.where(nowhere, DIV0, BLANK))
    for unknown in (first_error(whole.after.high), first_error(whole.before.high), first_error(before, 1)):
        errors = overlay(errors, unknown)
    return errors
