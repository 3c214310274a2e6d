"""Series of indices: to another base period, and two of them joined where they overlap."""

from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from udfs.numerics.arithmetic import FunctionError, carry, nonnegative, pair, ratio, total_of
from udfs.numerics.cell_values import BLANK, DIV0, NA, ExcelError, Numbers, is_blank
from udfs.numerics.double_double import DoubleDouble, double_double
from udfs.registry import Role, function

SUBJECT = "growth"

Overlap: TypeAlias = Literal["first", "last", "mean"]


@function(SUBJECT, along=Role.PERIODS)
def rebase_index(indices: Numbers, base: Numbers) -> Numbers:
    """Indices with another base period: the mean of its periods becomes 100, and growth stays as it was.

    Formula:
        new index_t = 100 · index_t / mean of the indices of the base period

    Arguments:
        indices: by region or good (rows) and period (columns); on any base.
        base: the indices of the new base period: its year, or each of its quarters or months (columns); a row for each
            of indices, or one row for all.

    Returns:
        Indices, the base period = 100, shaped as indices. The factor is not rounded on the way, which some offices do.

    Errors:
        #DIV/0!: the indices of the base period are zero.
        #NUM!: an index is negative.
        #N/A: a suppressed index, which in the base leaves its row unknown.
        #N/A: a part of the base period is blank, and not all of it.
        #VALUE!: text among the numbers.
        #VALUE!: the base has not a row for each of indices.

    Source:
        Australian Bureau of Statistics (2011), Consumer Price Index: Concepts, Sources and Methods, cat. 6461.0,
        paragraphs 12.3 and 12.4.

    Examples:
        =REBASE_INDEX({80,100,120},100) → {80,100,120}
        =REBASE_INDEX({176.7,178.3,179.4,179.4},{179.4,179.4,179.5,180.4}) → {98.344232641,99.234729372,99.846945874,
            99.846945874}
        =REBASE_INDEX({90,110;4,5},{90;4}) → {100,122.222222222;100,125}
        =REBASE_INDEX({90,110;4,5},{0;4}) → {#DIV/0!,#DIV/0!;100,125}
        =REBASE_INDEX({90,-1},100) → {90,#NUM!}
        =REBASE_INDEX({90,"…"},100) → {90,#N/A}
        =REBASE_INDEX({90,110},{100,""}) → {#N/A,#N/A}
        =REBASE_INDEX({90,"up"},100) → {90,#VALUE!}
        =REBASE_INDEX({90;110},{1;2;3}) → #VALUE!
    """
    if base.shape[0] not in (1, indices.shape[0]):
        raise FunctionError(ExcelError.VALUE, "the base has one row for all, or one for each row of indices")
    gaps = is_blank(base)
    partly = gaps.any(axis=1, keepdims=True) & ~gaps.all(axis=1, keepdims=True)
    given = nonnegative(base)
    sums = total_of(given, 1)
    known = np.where(partly & np.isfinite(sums.high), NA, sums.high)
    series = nonnegative(indices)
    with np.errstate(all="ignore"):
        found = ratio(double_double(series) * float(base.shape[1]), DoubleDouble(known, sums.low), factor=100)
    return carry(found, series, np.broadcast_to(known, series.shape))


@function(SUBJECT, along=Role.PERIODS)
def splice_index(
    old: Numbers, new: Numbers, overlap: Overlap = "first", scale: Literal["old", "new"] = "old"
) -> Numbers:
    """Two series of indices as one: they are joined where both have figures, and each keeps its growth.

    Formula:
        on the old scale new_t · old_s / new_s after the link s, on the new one old_t · new_s / old_s before it; with
        "mean" Σ old / Σ new over all shared periods in place of old_s / new_s

    Arguments:
        old: indices by region or good (rows) and period (columns), blank where the old series has none.
        new: the new series at the same periods, shaped as old, blank where it has none.
        overlap: the link: "first", the first period that both have (when omitted), or "mean", all of them, and from the
            first on the new series counts; "last", the last that both have, and the old series counts up to it.
        scale: "old" (when omitted) or "new": the series whose base is kept.

    Returns:
        One series in each row, shaped as old; blank where neither has a figure.

    Errors:
        #DIV/0!: no period has figures of both.
        #DIV/0!: the index that is divided by is zero at the link.
        #NUM!: an index is negative.
        #N/A: a suppressed index, which at the link leaves unknown all that is converted.
        #VALUE!: text among the numbers.
        #VALUE!: ranges that don't pair.
        #VALUE!: another overlap or scale.

    Source:
        ILO, IMF, OECD et al. (2004), Consumer Price Index Manual, chapter 9, linking of series; IMF (2017), Quarterly
        National Accounts Manual, chapter 8, overlap techniques.

    Examples:
        =SPLICE_INDEX({180,200},{90,100}) → {180,200}
        =SPLICE_INDEX({180,200,"",""},{"",100,110,120}) → {180,200,220,240}
        =SPLICE_INDEX({180,200,"",""},{"",100,110,120},,"new") → {90,100,110,120}
        =SPLICE_INDEX({180,200,230,""},{"",100,110,120},"last") → {180,200,230,250.909090909}
        =SPLICE_INDEX({180,200,230,""},{"",100,110,120},"mean") → {180,204.761904762,225.238095238,245.714285714}
        =SPLICE_INDEX({180,""},{"",100}) → {#DIV/0!,#DIV/0!}
        =SPLICE_INDEX({180,200},{"",0}) → {180,#DIV/0!}
        =SPLICE_INDEX({-1,200},{"",100}) → {#NUM!,200}
        =SPLICE_INDEX({180,"…",""},{"",100,110}) → {180,#N/A,#N/A}
        =SPLICE_INDEX({"high",200},{"",100}) → {#VALUE!,200}
        =SPLICE_INDEX({180,200},{"",100,110}) → #VALUE!
        =SPLICE_INDEX({180,200},{"",100},"middle") → #VALUE!
    """
    before, after = pair(nonnegative(old), nonnegative(new))
    has_old, has_new = ~is_blank(before), ~is_blank(after)
    of_new = ~has_old if overlap == "last" else has_new
    link_old, link_new = _link(before, after, has_old & has_new, overlap)
    with np.errstate(all="ignore"):
        if scale == "old":
            converted, kept = ratio(link_old * after, link_new), before
        else:
            converted, kept = ratio(link_new * before, link_old), after
    joined = np.where(of_new == (scale == "old"), converted, kept)
    shared = (has_old & has_new).any(axis=1, keepdims=True)
    return np.where(shared, joined, np.where(has_old | has_new, DIV0, BLANK))


def _link(
    before: Numbers, after: Numbers, shared: NDArray[np.bool_], overlap: Overlap
) -> tuple[DoubleDouble, DoubleDouble]:
    """What both series are at the link of each row."""
    if overlap == "mean" or not shared.size:
        old, new = (total_of(np.where(shared, series, BLANK), 1) for series in (before, after))
        return old, new
    places = shared.argmax(axis=1) if overlap == "first" else shared.shape[1] - 1 - shared[:, ::-1].argmax(axis=1)
    old, new = (double_double(np.take_along_axis(series, places[:, None], 1)) for series in (before, after))
    return old, new
