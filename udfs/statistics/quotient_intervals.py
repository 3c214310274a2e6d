"""How sure a location quotient is."""

import numpy as np

from udfs.numerics.arithmetic import FunctionError, carry, pair
from udfs.numerics.cell_values import DIV0, NUM, ExcelError, Numbers
from udfs.numerics.double_double import DoubleDouble, difference, product
from udfs.numerics.exponentials import exponential
from udfs.numerics.normal import bound_of
from udfs.registry import Gives, Number, Role, function
from udfs.statistics.localization import location_quotient

SUBJECT = "localization"


@function(SUBJECT, along=Role.TERRITORIES, gives=Gives.TABLE)
def lq_interval(
    branch_local: Numbers,
    branch_total: Numbers,
    industry_local: Numbers,
    industry_total: Numbers,
    level: Number = 0.95,
) -> Numbers:
    """Location quotient with its confidence interval: whether a branch is concentrated, or chance makes it look so.

    Formula:
        LQ · exp(± z·√V), V = (1/e − 1/e_t) − (1/E − 1/E_t), the territory being a part of the whole; z of the level

    Arguments:
        branch_local: e, persons employed (or establishments) of the branch by territory (rows); one column; counts, not
            thousands.
        branch_total: E, those of the branch in the whole; shaped as branch_local, or one cell.
        industry_local: e_t, those of all industry in the territory; the same.
        industry_total: E_t, those of all industry in the whole; the same.
        level: the probability that the interval has the quotient, above 0 and below 1; 0.95 when omitted.

    Returns:
        A row for each territory: the lower bound, LOCATION_QUOTIENT, the upper bound (14 digits of the bounds are
        right).

    Errors:
        #DIV/0!: the branch does not exist in the whole, or the territory has no industry.
        #DIV/0!: in the cells of the bounds, the branch does not exist in the territory.
        #NUM!: a figure is negative, or a part is larger than its whole.
        #NUM!: the level is not between 0 and 1.
        #N/A: a suppressed figure.
        #VALUE!: text among the numbers.
        #VALUE!: ranges that don't pair, or of several columns.

    Source:
        Moineddin, R., Beyene, J., Boyle, E. (2003), On the Location Quotient Confidence Interval, Geographical Analysis
        35(3), pp. 249-256; Beyene, J., Moineddin, R. (2005), Methods for confidence interval estimation of a ratio
        parameter with application to location quotients, BMC Medical Research Methodology 5:32.

    Examples:
        =LQ_INTERVAL(1714,879213,79006,15593224) → {0.367177236765,0.384762342301,0.403189645845}
        =LQ_INTERVAL({10;20},100,{50;50},500,0.9) → {0.643160778,1,1.554821181;1.567020367,2,2.552615195}
        =LQ_INTERVAL(0,100,50,500) → {#DIV/0!,0,#DIV/0!}
        =LQ_INTERVAL(0,0,50,500) → {#DIV/0!,#DIV/0!,#DIV/0!}
        =LQ_INTERVAL(60,100,50,500) → {#NUM!,#NUM!,#NUM!}
        =LQ_INTERVAL(10,100,50,500,1) → #NUM!
        =LQ_INTERVAL({10;"c"},100,50,500) → {0.591015211,1,1.692003829;#N/A,#N/A,#N/A}
        =LQ_INTERVAL({10;"ten"},100,50,500) → {0.591015211,1,1.692003829;#VALUE!,#VALUE!,#VALUE!}
        =LQ_INTERVAL({10,20},100,50,500) → #VALUE!
    """
    if not 0 < level < 1:
        raise FunctionError(ExcelError.NUM, "the level is above 0 and below 1")
    ranges = pair(branch_local, branch_total, industry_local, industry_total)
    if ranges[0].shape[1] != 1:
        raise FunctionError(ExcelError.VALUE, "the ranges are single columns")
    branch, of_branch, industry, of_industry = ranges
    quotients = location_quotient(branch, of_branch, industry, of_industry)
    with np.errstate(all="ignore"):
        exact = product(branch, of_industry) / product(of_branch, industry)
        variance = _lack(industry, branch) - _lack(of_industry, of_branch)
        reach = exponential(variance.root() * bound_of(level))
        bounds = [(exact / reach).high, (exact * reach).high]
    lower, upper = (
        carry(np.where(np.isfinite(bound), bound, np.where(branch == 0, DIV0, NUM)), quotients) for bound in bounds
    )
    return np.hstack([lower, quotients, upper])


def _lack(whole: Numbers, part: Numbers) -> DoubleDouble:
    """1 / part − 1 / whole."""
    return difference(whole, part) / product(whole, part)
