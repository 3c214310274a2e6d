"""Audit: whether a printed figure follows from the figures it was made of."""

import numpy as np

from udfs.numerics.arithmetic import (
    NOISE,
    FunctionError,
    carry,
    nonnegative,
    pair,
    part_of,
    ratio,
    sum_of,
    total_of,
)
from udfs.numerics.cell_values import BLANK, ExcelError, Numbers
from udfs.registry import Gives, Role, Whole, function

SUBJECT = "audit"


@function(SUBJECT, along=Role.TERRITORIES, gives=Gives.ONE)
def audit_total(parts: Numbers, total: Numbers, digits: Whole = 1) -> Numbers:
    """Blank where a printed total is the sum of its parts, else the sum.

    Formula:
        finding where |Σ parts − total| > (n + 1) · ½ · 10^−digits: each of n parts and the total may be rounded; whole
        numbers, unless digits is 0, are counts and have to agree exactly

    Arguments:
        parts: figures by region (rows) and year (columns); one unit.
        total: printed totals: a row with one for each column, or one cell for all parts; the same unit.
        digits: decimals to which parts and total were rounded: 0 or more; 1 when omitted.

    Returns:
        Blank where the total holds, else the sum of the parts; shaped as total.

    Errors:
        #NUM!: digits is negative or broken.
        #N/A: a suppressed part: the sum is unknown.
        #VALUE!: text among the numbers.
        #VALUE!: totals that are not one for each column of parts.

    Source:
        Kireyeva, A. A., Nurlanova, N. K. (2014), The Formation of Innovative Clusters in Kazakhstan, Table 2, where the
        regions of 2009 are 418 and the republic 416; the bound is that of a sum of figures each rounded to half a unit.

    Examples:
        =AUDIT_TOTAL({200;218},416) → 418
        =AUDIT_TOTAL({33.3;33.3;33.3},100) → ""
        =AUDIT_TOTAL({33;33;33},100) → 99
        =AUDIT_TOTAL({33;33;33},100,0) → ""
        =AUDIT_TOTAL({1,2;3,4},{4,7}) → {"",6}
        =AUDIT_TOTAL({1,2;3,4},{3;8},,"rows") → {"";7}
        =AUDIT_TOTAL({1;2},3,-1) → #NUM!
        =AUDIT_TOTAL({1;"…"},3) → #N/A
        =AUDIT_TOTAL({1;"two"},3) → #VALUE!
        =AUDIT_TOTAL({1,2;3,4},{4,7,8}) → #VALUE!
    """
    axis = _summed_axis(parts, total)
    sums = sum_of(parts, axis)
    known = np.isfinite(parts)
    half_unit = 0.0 if digits and _all_whole(parts, total) else 0.5 * 10.0**-digits
    slack = half_unit * (known.sum(axis=axis, keepdims=True) + 1)
    size = np.sum(np.abs(parts), axis=axis, keepdims=True, where=known)
    return _finding(sums, total, slack + NOISE * size)


@function(SUBJECT, along=Role.TERRITORIES, unless="total")
def audit_share(values: Numbers, shares: Numbers, total: Numbers | None = None, digits: Whole = 1) -> Numbers:
    """Blank where a printed share in percent follows from the values, else what it should be.

    Formula:
        finding where |100 · value_r / total − share| > ½ · 10^−digits

    Arguments:
        values: volumes by region (rows) and year (columns); one unit, taken as they stand.
        shares: printed shares in percent, shaped as values.
        total: volume of the whole; one cell, or one for each row or column of values; the sum of the regions
            when omitted.
        digits: decimals of the printed shares: 0 or more; 1 when omitted. A tie may be printed either way.

    Returns:
        Blank where the share holds or none is printed, else the unrounded share in percent; shaped as values.

    Errors:
        #DIV/0!: the total is zero.
        #NUM!: a value is negative.
        #NUM!: a value is larger than the total.
        #NUM!: digits is negative or broken.
        #N/A: a suppressed figure.
        #VALUE!: text among the numbers.
        #VALUE!: ranges that don't pair.

    Source:
        Kireyeva, A. A., Nurlanova, N. K. (2014), The Formation of Innovative Clusters in Kazakhstan, Table 1, where
        twelve of sixteen printed shares don't follow from the volumes.

    Examples:
        =AUDIT_SHARE({815177.4;3105359},{2.7;12.1},30218544.3) → {"";10.276335515}
        =AUDIT_SHARE({1;2},{33.3;66.6}) → {"";66.6666666667}
        =AUDIT_SHARE({1;2},{33;67},,0) → {"";""}
        =AUDIT_SHARE(1,50,0) → #DIV/0!
        =AUDIT_SHARE({-1;2},{50;50},4) → {#NUM!;""}
        =AUDIT_SHARE({5;2},{50;50},4) → {#NUM!;""}
        =AUDIT_SHARE(1,50,2,0.5) → #NUM!
        =AUDIT_SHARE({"…";2},{50;50},4) → {#N/A;""}
        =AUDIT_SHARE({1;2},{"half";50},4) → {#VALUE!;""}
        =AUDIT_SHARE({1;2},{1,2,3}) → #VALUE!
    """
    values = nonnegative(values)
    if total is None:
        expected = ratio(values, total_of(values, 0), factor=100)
    else:
        expected = part_of(*pair(values, total), factor=100)
    return _finding(expected, shares, 0.5 * 10.0**-digits)


@function(SUBJECT, along=None)
def audit_index(current: Numbers, base: Numbers, printed: Numbers, digits: Whole = 1) -> Numbers:
    """Blank where a printed index of growth follows from its two periods, else what it should be.

    Formula:
        finding where |100 · current / base − printed| > ½ · 10^−digits

    Arguments:
        current: volumes of the current period; any shape; taken as they stand.
        base: volumes of the base period; shaped as current, or one cell, row or column for it; the same unit.
        printed: printed indices in percent, base = 100; shaped as current.
        digits: decimals of the printed indices: 0 or more; 1 when omitted. A tie may be printed either way.

    Returns:
        Blank where the index holds or none is printed, else the unrounded index; shaped as current.

    Errors:
        #DIV/0!: the base is zero.
        #NUM!: a volume is negative.
        #NUM!: digits is negative or broken.
        #N/A: a suppressed figure.
        #VALUE!: text among the numbers.
        #VALUE!: ranges that don't pair.

    Source:
        Kireyeva, A. A., Nurlanova, N. K. (2014), The Formation of Innovative Clusters in Kazakhstan, Table 2, where
        14 organisations after 13 are printed as 107.6.

    Examples:
        =AUDIT_INDEX({14;9},{13;8},{107.6;112.5}) → {107.692307692;""}
        =AUDIT_INDEX(14,13,108,0) → ""
        =AUDIT_INDEX({14;9},{0;8},{107.6;112.5}) → {#DIV/0!;""}
        =AUDIT_INDEX({-14;9},{13;8},{107.6;112.5}) → {#NUM!;""}
        =AUDIT_INDEX(14,13,107.6,-1) → #NUM!
        =AUDIT_INDEX({"…";9},{13;8},{107.6;112.5}) → {#N/A;""}
        =AUDIT_INDEX({14;9},{13;8},{"high";112.5}) → {#VALUE!;""}
        =AUDIT_INDEX({14;9},{13;8},{1,2,3}) → #VALUE!
    """
    expected = ratio(*pair(nonnegative(current), nonnegative(base)), factor=100)
    return _finding(expected, printed, 0.5 * 10.0**-digits)


def _finding(expected: Numbers, printed: Numbers, slack: Numbers | float) -> Numbers:
    expected, printed = pair(expected, printed)
    with np.errstate(all="ignore"):
        contradicts = np.abs(expected - printed) > slack + NOISE * np.abs(expected)
    return carry(np.where(contradicts, expected, BLANK), expected, printed)


def _summed_axis(parts: Numbers, total: Numbers) -> int | None:
    if total.shape == (1, 1):
        return None
    if total.shape == (1, parts.shape[1]):
        return 0
    raise FunctionError(ExcelError.VALUE, "there must be one total, or one for each column of the parts")


def _all_whole(*ranges: Numbers) -> bool:
    return all((values == np.floor(values))[np.isfinite(values)].all() for values in ranges)
