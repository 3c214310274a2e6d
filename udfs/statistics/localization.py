"""Localization: whether a branch weighs more in a territory than in the whole."""

from typing import Final

import numpy as np

from udfs.numerics.arithmetic import (
    FunctionError,
    divided,
    nonnegative,
    pair,
    quotient_of_shares,
    ratio,
    total_of,
    totals_of,
)
from udfs.numerics.cell_values import BLANK, NUM, ExcelError, Numbers, is_blank
from udfs.numerics.comparison import compared
from udfs.registry import Flag, Role, function

SUBJECT = "localization"

_LARGE: Final = 100_000
_HUGE: Final = 1_000_000


@function(SUBJECT, along=None)
def localization_coef(
    branch_local: Numbers,
    branch_total: Numbers,
    industry_local: Numbers,
    industry_total: Numbers,
    inside: Flag = True,
) -> Numbers:
    """Coefficient of localization (CL, location quotient): above 1 the branch is concentrated in the territory.

    Formula:
        CL = (V_bc / V_br · 100) : (V_ic / V_ir · 100)

    Arguments:
        branch_local: V_bc, output (or employment) of the branch in the territory; any shape; one unit for all four.
        branch_total: V_br, output of the branch in the whole; shaped as branch_local, or one cell, row or column.
        industry_local: V_ic, output of all industry in the territory; the same.
        industry_total: V_ir, output of all industry in the whole; the same.
        inside: TRUE (when omitted) where the territory is a part of the whole and the branch of the industry, which are
            checked; FALSE for another area to compare with, such as the rest of the nation or a benchmark region.

    Returns:
        Coefficients, 1 where the branch has the weight that it has in the whole; as large as the largest range. It is
        the location quotient (LOCATION_QUOTIENT); Florence's coefficient of localization, one figure for a branch over
        all regions, is HOOVER_INDEX of the branch against all industry.

    Errors:
        #DIV/0!: the branch does not exist in the whole.
        #DIV/0!: the territory has no industry.
        #NUM!: a volume is negative.
        #NUM!: the territory's output is larger than the whole's, where it is inside.
        #NUM!: the branch is larger than its industry, where it is inside.
        #N/A: a suppressed figure.
        #VALUE!: text among the numbers.
        #VALUE!: ranges that don't pair.
        #VALUE!: inside is neither TRUE nor FALSE.

    Source:
        Kireyeva, A. A., Nurlanova, N. K. (2014), The Formation of Innovative Clusters in Kazakhstan, eq. (1); the
        example is of Farhauer, O., Kröll, A. (2013), Standorttheorien.

    Examples:
        =LOCALIZATION_COEF(1714,879213,79006,15593224) → 0.384762342301
        =LOCALIZATION_COEF({10;20},100,{50;50},500) → {1;2}
        =LOCALIZATION_COEF(60,40,50,500,FALSE) → 15
        =LOCALIZATION_COEF(0,0,50,500) → #DIV/0!
        =LOCALIZATION_COEF(0,100,0,500) → #DIV/0!
        =LOCALIZATION_COEF({10;-20},100,50,500) → {1;#NUM!}
        =LOCALIZATION_COEF({10;200},100,250,500) → {0.2;#NUM!}
        =LOCALIZATION_COEF({10;60},100,50,500) → {1;#NUM!}
        =LOCALIZATION_COEF({10;"c"},100,50,500) → {1;#N/A}
        =LOCALIZATION_COEF({10;"ten"},100,50,500) → {1;#VALUE!}
        =LOCALIZATION_COEF({10;20},{1,2,3},50,500) → #VALUE!
        =LOCALIZATION_COEF(10,100,50,500,"no") → #VALUE!
    """
    branch, of_branch, industry, of_industry = pair(branch_local, branch_total, industry_local, industry_total)
    quotients = quotient_of_shares(branch, of_branch, industry, of_industry, inside=inside)
    larger = (compared(branch, industry) > 0) | (compared(of_branch, of_industry) > 0)
    return np.where(larger & np.isfinite(quotients), NUM, quotients) if inside and larger.any() else quotients


@function(SUBJECT, along=None)
def location_quotient(
    branch_local: Numbers,
    branch_total: Numbers,
    industry_local: Numbers,
    industry_total: Numbers,
    inside: Flag = True,
) -> Numbers:
    """Location quotient (LQ): how many times the weight that a branch has in the whole it has in the territory.

    Formula:
        LQ = (e / e_t) : (E / E_t)

    Arguments:
        branch_local: e, output (or employment) of the branch in the territory; any shape; one unit for all four.
        branch_total: E, output of the branch in the whole; shaped as branch_local, or one cell, row or column.
        industry_local: e_t, output of all industry in the territory; the same.
        industry_total: E_t, output of all industry in the whole; the same.
        inside: TRUE (when omitted) where the territory is a part of the whole and the branch of the industry, which are
            checked; FALSE for another area to compare with, such as the rest of the nation or a benchmark region.

    Returns:
        Quotients, 1 where the branch has the weight that it has in the whole; as large as the largest range. It is
        LOCALIZATION_COEF under its English name; Florence's coefficient of localization, one figure for a branch over
        all regions, is HOOVER_INDEX of the branch against all industry.

    Errors:
        #DIV/0!: the branch does not exist in the whole.
        #DIV/0!: the territory has no industry.
        #NUM!: a volume is negative.
        #NUM!: the territory's output is larger than the whole's, where it is inside.
        #NUM!: the branch is larger than its industry, where it is inside.
        #N/A: a suppressed figure.
        #VALUE!: text among the numbers.
        #VALUE!: ranges that don't pair.
        #VALUE!: inside is neither TRUE nor FALSE.

    Source:
        Florence, P. S. (1939), Report on the Location of Industry; as the US Bureau of Labor Statistics publishes it in
        the Quarterly Census of Employment and Wages (2016); the example is of Farhauer, O., Kröll, A. (2013),
        Standorttheorien.

    Examples:
        =LOCATION_QUOTIENT(1714,879213,79006,15593224) → 0.384762342301
        =LOCATION_QUOTIENT({10;20},100,{50;50},500) → {1;2}
        =LOCATION_QUOTIENT(60,40,50,500,FALSE) → 15
        =LOCATION_QUOTIENT(0,0,50,500) → #DIV/0!
        =LOCATION_QUOTIENT(0,100,0,500) → #DIV/0!
        =LOCATION_QUOTIENT({10;-20},100,50,500) → {1;#NUM!}
        =LOCATION_QUOTIENT({10;200},100,250,500) → {0.2;#NUM!}
        =LOCATION_QUOTIENT({10;60},100,50,500) → {1;#NUM!}
        =LOCATION_QUOTIENT({10;"c"},100,50,500) → {1;#N/A}
        =LOCATION_QUOTIENT({10;"ten"},100,50,500) → {1;#VALUE!}
        =LOCATION_QUOTIENT({10;20},{1,2,3},50,500) → #VALUE!
        =LOCATION_QUOTIENT(10,100,50,500,"no") → #VALUE!
    """
    return localization_coef(branch_local, branch_total, industry_local, industry_total, inside)


@function(SUBJECT, along=Role.TERRITORIES, beside=Role.BRANCHES)
def localization_table(output: Numbers, reference: Numbers | None = None, inside: Flag = True) -> Numbers:
    """Coefficients of localization of every branch in every region at once.

    Formula:
        CL_rb = (x_rb / X_b) : (X_r / X)

    Arguments:
        output: output (or employment) by region (rows) and branch (columns); one unit.
        reference: output of each branch in the whole, one row; the same unit; the sum over the regions when omitted.
        inside: TRUE (when omitted) where the regions are parts of the whole; FALSE where the reference is of another
            area, such as a benchmark region.

    Returns:
        Coefficients, shaped as output; blank where the region has no figure for the branch, or the whole has none.

    Errors:
        #DIV/0!: the branch does not exist in the whole.
        #DIV/0!: the region has no output at all.
        #NUM!: an output is negative.
        #NUM!: a region's output is larger than the whole's, where it is inside.
        #N/A: a suppressed figure, which also leaves the sums of its row, its column and the whole unknown.
        #VALUE!: text among the numbers.
        #VALUE!: the reference has not one cell for each branch.
        #VALUE!: inside is neither TRUE nor FALSE.

    Source:
        Kireyeva, A. A., Nurlanova, N. K. (2014), The Formation of Innovative Clusters in Kazakhstan, eq. (1), with the
        sums over branches and regions for the totals; Florence, P. S. (1939), Report on the Location of Industry.

    Examples:
        =LOCALIZATION_TABLE({30,10;20,40}) → {1.5,0.5;0.666666666667,1.333333333333}
        =LOCALIZATION_TABLE({30,10},{50,50}) → {1.5,0.5}
        =LOCALIZATION_TABLE({30;10},{50;50},,"rows") → {1.5;0.5}
        =LOCALIZATION_TABLE({60,30},{50,150},FALSE) → {2.666666666667,0.444444444444}
        =LOCALIZATION_TABLE({30,"";20,50}) → {2,"";0.571428571429,1.428571428571}
        =LOCALIZATION_TABLE({30,0;20,0}) → {1,#DIV/0!;1,#DIV/0!}
        =LOCALIZATION_TABLE({0,0;20,20}) → {#DIV/0!,#DIV/0!;1,1}
        =LOCALIZATION_TABLE({30,-1},{50,50}) → {#NUM!,#NUM!}
        =LOCALIZATION_TABLE({30,60},{50,150}) → {1.333333333333,0.888888888889}
        =LOCALIZATION_TABLE({60,30},{50,150}) → {#NUM!,0.444444444444}
        =LOCALIZATION_TABLE({30,"…"},{50,50}) → {#N/A,#N/A}
        =LOCALIZATION_TABLE({30,"ten"},{50,50}) → {#VALUE!,#VALUE!}
        =LOCALIZATION_TABLE({30,10;20,40},{1,2,3}) → #VALUE!
        =LOCALIZATION_TABLE({30,10},{50,50},"no") → #VALUE!
    """
    output = nonnegative(output)
    if reference is None:
        return _table(output)
    if reference.shape != (1, output.shape[1]):
        raise FunctionError(ExcelError.VALUE, "the reference has one cell for each branch")
    branches = nonnegative(reference)
    output = np.where(is_blank(branches), BLANK, output) if np.isnan(branches).any() else output
    return quotient_of_shares(output, branches, total_of(output, 1), total_of(branches), inside=inside)


def _table(output: Numbers) -> Numbers:
    """Those of large tables are rounded at each step, fifteen digits are right; of huge ones fourteen, but sooner."""
    if output.size >= _LARGE:
        branches, regions, whole = totals_of(output, nearly=output.size >= _HUGE)
        weights = ratio(regions, whole)
        if all(((one > 0) & (one < np.inf)).all() for one in (branches.high, weights)):
            return divided(output, branches.high, weights)
    branches, regions, whole = totals_of(output)
    return quotient_of_shares(output, branches, regions, whole)
