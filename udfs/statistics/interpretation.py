"""Reading a coefficient of localization: where it goes, and what that says of a cluster."""

import warnings
from typing import Final, Literal, TypeAlias

import numpy as np

from udfs.numerics.arithmetic import (
    FunctionError,
    carry,
    first_error,
    labelled,
    nonnegative,
    overlay,
    pair,
)
from udfs.numerics.cell_values import ExcelError, Numbers, Texts, unbox
from udfs.numerics.comparison import at_least, compared
from udfs.registry import Flag, Number, Role, function

SUBJECT = "reading CL"

Language: TypeAlias = Literal["en", "ru", "kk"]

ARROWS: Final = ("↓", "→", "↑")
LEVELS: Final = {
    "en": ("no cluster yet", "cluster may form"),
    "ru": ("кластера пока нет", "кластер возможен"),
    "kk": ("әзірге кластер жоқ", "кластер құрылуы мүмкін"),
}
TRENDS: Final = {
    "en": ("renewal needed", "prospects steady", "prospects growing"),
    "ru": ("нужно обновление", "перспективы неизменны", "перспективы растут"),
    "kk": ("жаңарту қажет", "келешегі тұрақты", "келешегі артуда"),
}

POLES: Final = {
    "en": ("outsider", "catching up", "losing pace", "leader"),
    "ru": ("аутсайдер", "догоняющий", "теряющий темп", "лидер"),
    "kk": ("артта қалушы", "қуып жетуші", "қарқынын жоғалтушы", "көшбасшы"),
}
STARS: Final = (10.0, 2.0, 10.0)


@function(SUBJECT, along=None)
def cl_trend(base: Numbers, current: Numbers, tolerance: Number = 0) -> Texts:
    """Arrow of a coefficient's change: ↑ it rose, ↓ it fell, → it stayed.

    Formula:
        ↑ where current − base > tolerance; ↓ where base − current > tolerance; else →

    Arguments:
        base: coefficients of the base period, unrounded; any shape; zero or more.
        current: coefficients of the current period; shaped as base, or one cell, row or column for it.
        tolerance: a change up to this counts as none; in units of the coefficient; 0 when omitted.

    Returns:
        Arrows, shaped as the larger range; blank where a period is.

    Errors:
        #NUM!: a coefficient is negative.
        #NUM!: the tolerance is negative.
        #N/A: a suppressed figure.
        #VALUE!: text among the numbers.
        #VALUE!: ranges that don't pair.

    Source:
        Kireyeva, A. A., Nurlanova, N. K. (2014), The Formation of Innovative Clusters in Kazakhstan, Tables 3 and 4.

    Examples:
        =CL_TREND({3.1;0.9;1},{4;0.7;1}) → {"↑";"↓";"→"}
        =CL_TREND({3.1;0.9},{3.2;0.7},0.1) → {"→";"↓"}
        =CL_TREND({-1;0.9},0.7) → {#NUM!;"↓"}
        =CL_TREND(1,2,-1) → #NUM!
        =CL_TREND({"…";0.9},0.7) → {#N/A;"↓"}
        =CL_TREND({"high";0.9},0.7) → {#VALUE!;"↓"}
        =CL_TREND({1;2},{1,2,3}) → #VALUE!
    """
    return labelled(_trend(base, current, tolerance) + 1, ARROWS)


@function(SUBJECT, along=None)
def cl_class(
    base: Numbers, current: Numbers, threshold: Number = 1, inclusive: Flag = True, language: Language = "en"
) -> Texts:
    """What a coefficient of localization and its change mean for a cluster, in words.

    Formula:
        CL ≥ threshold: a cluster may form; a rising CL: prospects; a falling CL: a new product line, a wider range or
        modernisation is needed

    Arguments:
        base: coefficients of the base period, unrounded; any shape; zero or more.
        current: coefficients of the current period; shaped as base, or one cell, row or column for it.
        threshold: the coefficient from which a cluster may form; 1 when omitted.
        inclusive: TRUE (when omitted) if the threshold itself is enough, FALSE if it must be exceeded.
        language: "en" (when omitted), "ru" or "kk".

    Returns:
        Words, shaped as the larger range; blank where a period is.

    Errors:
        #NUM!: a coefficient is negative.
        #N/A: a suppressed figure.
        #VALUE!: text among the numbers.
        #VALUE!: ranges that don't pair.
        #VALUE!: another language.

    Source:
        Kireyeva, A. A., Nurlanova, N. K. (2014), The Formation of Innovative Clusters in Kazakhstan, eq. (1) and its
        reading, which says '≥ 1' in one sentence and '> 1' in another.

    Examples:
        =CL_CLASS({3.1;0.9},{4;0.7}) → {"cluster may form, prospects growing";"no cluster yet, renewal needed"}
        =CL_CLASS(0.9,1,1,FALSE) → "no cluster yet, prospects growing"
        =CL_CLASS(0.9,1.2,,,"ru") → "кластер возможен, перспективы растут"
        =CL_CLASS({-1;0.9},1) → {#NUM!;"cluster may form, prospects growing"}
        =CL_CLASS({"…";1},1) → {#N/A;"cluster may form, prospects steady"}
        =CL_CLASS({"high";1},1) → {#VALUE!;"cluster may form, prospects steady"}
        =CL_CLASS({1;2},{1,2,3}) → #VALUE!
        =CL_CLASS(1,1,,,"de") → #VALUE!
    """
    words = [f"{level}, {trend}" for level in LEVELS[language] for trend in TRENDS[language]]
    trend = _trend(base, current, 0)
    reached = at_least(current, threshold) if inclusive else ~at_least(threshold, current)
    return labelled(3 * reached + trend + 1, words)


@function(SUBJECT, along=None)
def pole_class(
    level_index: Numbers,
    growth_index: Numbers,
    level_reference: Numbers | None = None,
    growth_reference: Numbers | None = None,
    language: Language = "en",
) -> Texts:
    """Which kind of growth pole a region is, by its level and its growth: leader, catching up, losing pace, outsider.

    Formula:
        level ≥ reference and growth ≥ reference: leader; growth alone: catching up; level alone: losing pace; neither:
        outsider

    Arguments:
        level_index: level of the region, such as RELATIVE_INDEX of GRP per capita; any shape.
        growth_index: its growth, such as GROWTH_INDEX; shaped as level_index, or one cell, row or column for it.
        level_reference: level that divides high from low; one cell, or shaped as level_index; 100 when omitted.
        growth_reference: growth that divides quick from slow, such as the nation's; the same; 100 when omitted.
        language: "en" (when omitted), "ru" or "kk".

    Returns:
        Words, as large as the largest range; blank where an index is.

    Errors:
        #N/A: a suppressed figure.
        #VALUE!: text among the numbers.
        #VALUE!: ranges that don't pair.
        #VALUE!: another language.

    Source:
        Klaassen, L. H. (1965), Area Economic and Social Redevelopment, OECD, which divides regions by the level and the
        growth of their income against the nation's; growth poles: Perroux, F. (1955), Note sur la notion de pôle de
        croissance, Économie appliquée 8.

    Examples:
        =POLE_CLASS({120;80;120;80},{105;105;95;95}) → {"leader";"catching up";"losing pace";"outsider"}
        =POLE_CLASS(90,104,85,106,"ru") → "теряющий темп"
        =POLE_CLASS({"…";80},95) → {#N/A;"outsider"}
        =POLE_CLASS({"high";80},95) → {#VALUE!;"outsider"}
        =POLE_CLASS({1;2},{1,2,3}) → #VALUE!
        =POLE_CLASS(90,104,,,"de") → #VALUE!
    """
    hundred = np.array([[100.0]])
    level, growth, high, quick = pair(
        level_index,
        growth_index,
        hundred if level_reference is None else level_reference,
        hundred if growth_reference is None else growth_reference,
    )
    codes = np.where(at_least(level, high), 2.0, 0.0) + at_least(growth, quick)
    return labelled(carry(codes, level, growth, high, quick), POLES[language])


@function(SUBJECT, along=Role.TERRITORIES, beside=Role.BRANCHES)
def cluster_stars(size: Numbers, localization: Numbers, focus: Numbers, thresholds: Numbers | None = None) -> Numbers:
    """Stars of a cluster, from 0 to 3: one each for size, localization and focus.

    Formula:
        ★ size among the largest 10 % of its branch; ★ localization ≥ 2; ★ focus among the largest 10 % of all

    Arguments:
        size: employment (or output) by region (rows) and branch (columns); one unit.
        localization: coefficients of localization, shaped as size.
        focus: the branch in percent of its region's employment, shaped as size.
        thresholds: three cells: percent of regions that get a star for size, the coefficient from which there is one
            for localization, percent of all clusters that get one for focus; 10, 2 and 10 when omitted.

    Returns:
        Stars, shaped as size; blank where a figure is. A value is among the largest p % where it is at least
        PERCENTILE.INC(values, 1 − p/100).

    Errors:
        #NUM!: a figure is negative.
        #NUM!: a percentage among the thresholds is above 100.
        #N/A: a suppressed figure: which are the largest is unknown.
        #VALUE!: text among the numbers.
        #VALUE!: ranges of different sizes.
        #VALUE!: thresholds are not three cells.

    Source:
        European Cluster Observatory, Methodology: Evaluation of regional cluster strength, which gives the three stars
        and the thresholds 10 %, 2 and 10 %.

    Examples:
        =CLUSTER_STARS({900;50;40},{2.5;2;0.3},{12;9;3}) → {3;1;0}
        =CLUSTER_STARS({900;50;40},{2.5;2;0.3},{12;9;3},{50,1,50}) → {3;3;0}
        =CLUSTER_STARS({-9;50},{1;2},{12;9}) → {#NUM!;#NUM!}
        =CLUSTER_STARS({9;50},{1;2},{12;9},{110,2,10}) → #NUM!
        =CLUSTER_STARS({"…";50},{1;2},{12;9}) → {#N/A;#N/A}
        =CLUSTER_STARS({9;50},{1;"two"},{12;9}) → {1;#VALUE!}
        =CLUSTER_STARS({9;50},{1;2},12) → #VALUE!
        =CLUSTER_STARS({9;50},{1;2},{12;9},{10,2}) → #VALUE!
    """
    if not size.shape == localization.shape == focus.shape:
        raise FunctionError(ExcelError.VALUE, "size, localization and focus are ranges of one size")
    largest, least, most_focused = _thresholds(thresholds)
    sizes, quotients, focuses = nonnegative(size), nonnegative(localization), nonnegative(focus)
    size_star = _among_largest(sizes, largest, 0)
    focus_star = _among_largest(focuses, most_focused, None)
    stars = size_star + carry(np.where(at_least(quotients, least), 1.0, 0.0), quotients) + focus_star
    return carry(stars, size_star, quotients, focus_star)


def _thresholds(given: Numbers | None) -> tuple[float, float, float]:
    if given is None:
        return STARS
    if given.size != len(STARS):
        raise FunctionError(ExcelError.VALUE, "thresholds are three cells: for size, localization and focus")
    if np.isnan(given).any():
        error = unbox(float(first_error(given)[0, 0]))
        raise FunctionError(error if isinstance(error, ExcelError) else ExcelError.VALUE, "a threshold is not a number")
    largest, least, most_focused = given.ravel().tolist()
    if min(largest, most_focused, least) < 0 or max(largest, most_focused) > 100:
        raise FunctionError(ExcelError.NUM, "a threshold is zero or more, and a percentage 100 at most")
    return largest, least, most_focused


def _among_largest(values: Numbers, percent: float, axis: int | None) -> Numbers:
    """1 where a value is among the largest `percent` along `axis` (None: of all), else 0; the first error is all's."""
    known = ~np.isnan(values)
    if not known.any():
        return values
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        limit = np.nanpercentile(values, 100 - percent, axis=axis, keepdims=True)
    result = carry(np.where(at_least(values, limit), 1.0, 0.0), values)
    return overlay(result, np.broadcast_to(first_error(values, axis), values.shape))


def _trend(base: Numbers, current: Numbers, tolerance: float) -> Numbers:
    """-1 fell, 0 stayed, 1 rose."""
    base, current = pair(nonnegative(base), nonnegative(current))
    limit = nonnegative(np.array([[tolerance]]))
    rose, fell = compared(current, base + limit) > 0, compared(base, current + limit) > 0
    return carry(np.where(rose, 1.0, 0.0) - fell, base, current, limit)
