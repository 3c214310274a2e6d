"""Growth: how much of what there was there is now."""

from udfs.arithmetic import Refusal, nonnegative, pair, ratio
from udfs.cells import ExcelError, Numbers
from udfs.registry import function

SUBJECT = "growth"


@function(SUBJECT)
def growth_index(current: Numbers, base: Numbers | None = None) -> Numbers:
    """Index of growth, base period = 100; without a base, the last column to the first, row by row.

    Formula:
        index = 100 · current / base

    Arguments:
        current: volumes of the current period, any shape; or, without base, regions (rows) by years (columns).
        base: volumes of the base period; shaped as current, or one cell, row or column for it; the same unit.

    Returns:
        Indices in percent, base = 100; shaped as current, or one for each row where base is omitted.

    Errors:
        #DIV/0!: the base is zero.
        #NUM!: a volume is negative.
        #N/A: a suppressed figure.
        #VALUE!: text among the numbers.
        #VALUE!: ranges that don't pair.
        #VALUE!: base is omitted and current has one column only.

    Source:
        Kireyeva, A. A., Nurlanova, N. K. (2014), The Formation of Innovative Clusters in Kazakhstan, Table 2.

    Examples:
        =GROWTH_INDEX({13,14,15,13,14;8,7,7,8,9}) → {107.692307692;112.5}
        =GROWTH_INDEX({14;9},{13;8}) → {107.692307692;112.5}
        =GROWTH_INDEX({14;9},{0;8}) → {#DIV/0!;112.5}
        =GROWTH_INDEX({14;9},{-1;8}) → {#NUM!;112.5}
        =GROWTH_INDEX({"…";9},8) → {#N/A;112.5}
        =GROWTH_INDEX({"many";9},8) → {#VALUE!;112.5}
        =GROWTH_INDEX({14;9},{1,2}) → #VALUE!
        =GROWTH_INDEX({14;9}) → #VALUE!
    """
    return 100 * _growth(current, base)


@function(SUBJECT)
def growth_rate(current: Numbers, base: Numbers | None = None) -> Numbers:
    """Growth in percent; without a base, the last column against the first, row by row.

    Formula:
        rate = 100 · (current / base − 1)

    Arguments:
        current: volumes of the current period, any shape; or, without base, regions (rows) by years (columns).
        base: volumes of the base period; shaped as current, or one cell, row or column for it; the same unit.

    Returns:
        Growth in percent, a decrease below zero; shaped as current, or one for each row where base is omitted.

    Errors:
        #DIV/0!: the base is zero.
        #NUM!: a volume is negative.
        #N/A: a suppressed figure.
        #VALUE!: text among the numbers.
        #VALUE!: ranges that don't pair.
        #VALUE!: base is omitted and current has one column only.

    Source:
        Kireyeva, A. A., Nurlanova, N. K. (2014), The Formation of Innovative Clusters in Kazakhstan, Table 2, where
        345 organisations after 421 are an index of 81.9: a decrease of 18.1 percent.

    Examples:
        =GROWTH_RATE(345,421) → -18.052256532
        =GROWTH_RATE({8,7,7,8,9;16,15,16,18,16}) → {12.5;0}
        =GROWTH_RATE({14;9},{0;8}) → {#DIV/0!;12.5}
        =GROWTH_RATE({-1;9},8) → {#NUM!;12.5}
        =GROWTH_RATE({":";9},8) → {#N/A;12.5}
        =GROWTH_RATE({"many";9},8) → {#VALUE!;12.5}
        =GROWTH_RATE({14;9},{1,2}) → #VALUE!
        =GROWTH_RATE({14;9}) → #VALUE!
    """
    return 100 * (_growth(current, base) - 1)


def _growth(current: Numbers, base: Numbers | None) -> Numbers:
    if base is None:
        if current.shape[1] < 2:
            raise Refusal(ExcelError.VALUE, "without a base there must be two columns at least")
        current, base = current[:, -1:], current[:, :1]
    return ratio(*pair(nonnegative(current), nonnegative(base)))
