"""Reading a coefficient of localization: where it goes, and what that says of a cluster."""

from typing import Final, Literal, TypeAlias

import numpy as np

from udfs.arithmetic import carry, labelled, nonnegative, pair
from udfs.cells import Numbers, Texts
from udfs.registry import Flag, Number, function

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

_NOISE: Final = 1e-12


@function(SUBJECT)
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


@function(SUBJECT)
def cl_class(
    base: Numbers, current: Numbers, threshold: Number = 1, inclusive: Flag = True, language: Language = "en"
) -> Texts:
    """What a coefficient of localization and its change say of a cluster, in words.

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
    reached = current >= threshold if inclusive else current > threshold
    return labelled(3 * reached + trend + 1, words)


def _trend(base: Numbers, current: Numbers, tolerance: float) -> Numbers:
    """-1 fell, 0 stayed, 1 rose; noise of the last binary digits is no change."""
    base, current = pair(nonnegative(base), nonnegative(current))
    limit = nonnegative(np.array([[tolerance]])) + _NOISE * np.maximum(base, current)
    change = current - base
    return carry(np.where(np.abs(change) <= limit, 0.0, np.sign(change)), base, current, limit)
