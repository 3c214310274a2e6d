"""Shares and levels: what part of the whole a region makes, and how much there is for each inhabitant."""

from udfs.arithmetic import pair, ratio, refuse_negative, sum_of
from udfs.cells import Numbers
from udfs.registry import function


@function("shares and levels")
def grp_share(grp: Numbers, total: Numbers | None = None) -> Numbers:
    """Share of each region in the gross regional product of the whole, in percent.

    Formula:
        share = 100 · GRP_r / total

    Arguments:
        grp: GRP by region (rows) and year (columns); any shape; one currency unit.
        total: GRP of the whole; one cell, or one for each row or column of grp; the same unit; each column's sum when
            omitted (of the row, where grp is one row).

    Returns:
        Shares in percent, shaped as grp.

    Errors:
        #DIV/0!: the total is zero.
        #NUM!: GRP is negative.
        #N/A: a suppressed region leaves the total unknown.
        #VALUE!: text among the numbers, or ranges that don't pair.

    Source:
        Kireyeva, A. A., Nurlanova, N. K. (2014), The Formation of Innovative Clusters in Kazakhstan, Table 1.

    Examples:
        =GRP_SHARE({1;3}) → {25;75}
        =GRP_SHARE(3105359,30218544.3) → 10.27633553282
        =GRP_SHARE({1;3},0) → {#DIV/0!;#DIV/0!}
        =GRP_SHARE({-1;3}) → #NUM!
        =GRP_SHARE({1;"…"},8) → {12.5;#N/A}
        =GRP_SHARE({1;"three"},8) → {12.5;#VALUE!}
    """
    refuse_negative(grp, "GRP")
    if total is None:
        total = sum_of(grp, axis=1 if grp.shape[0] == 1 else 0)
    return 100 * ratio(*pair(grp, total))
