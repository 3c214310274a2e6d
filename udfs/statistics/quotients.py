"""Location quotients made comparable, and coefficients akin to them."""

import numpy as np

from udfs.numerics.arithmetic import carry, nonnegative, pair, part_of, quotient_of_shares, ratio
from udfs.numerics.cell_values import NUM, Numbers
from udfs.numerics.double_double import double_double
from udfs.numerics.observations import standardized
from udfs.registry import Flag, Role, function

SUBJECT = "localization"


@function(SUBJECT, along=None)
def lq_symmetric(lq: Numbers) -> Numbers:
    """Symmetric form of a location quotient: from −1 (no such branch) through 0 (as in the whole) to 1.

    Formula:
        SLQ = (LQ − 1) / (LQ + 1)

    Arguments:
        lq: location quotients (coefficients of localization); any shape; zero or more.

    Returns:
        Numbers from −1 to 1, shaped as lq.

    Errors:
        #NUM!: a quotient is negative.
        #N/A: a suppressed figure.
        #VALUE!: text among the numbers.

    Source:
        Laursen, K. (2015), Revealed comparative advantage and the alternatives as measures of international
        specialization, Eurasian Business Review 5, pp. 99-115.

    Examples:
        =LQ_SYMMETRIC({0;1;3}) → {-1;0;0.5}
        =LQ_SYMMETRIC({-0.5;3}) → {#NUM!;0.5}
        =LQ_SYMMETRIC({"…";3}) → {#N/A;0.5}
        =LQ_SYMMETRIC({"high";3}) → {#VALUE!;0.5}
    """
    quotients = nonnegative(lq)
    with np.errstate(all="ignore"):
        return carry(ratio(double_double(quotients) - 1.0, double_double(quotients) + 1.0), quotients)


@function(SUBJECT, along=Role.TERRITORIES)
def lq_standardized(lq: Numbers, log: Flag = False) -> Numbers:
    """Location quotients of a branch as standard deviations from the mean of its regions.

    Formula:
        z = (LQ − mean) / s, s² = Σ (LQ − mean)² / (n − 1); with log of ln LQ

    Arguments:
        lq: location quotients by region (rows) and branch (columns); each branch is standardized.
        log: TRUE to standardize logarithms, which are nearer to a normal distribution; FALSE when omitted.

    Returns:
        Standard deviations, shaped as lq; a cluster is often read from 1.96.

    Errors:
        #DIV/0!: fewer than two regions.
        #DIV/0!: all regions have the same quotient.
        #NUM!: a quotient is negative, and all of its column.
        #NUM!: a quotient is zero and log is TRUE, and all of its column.
        #N/A: a suppressed figure, and all of its column: the mean is unknown.
        #VALUE!: text among the numbers, and all of its column.
        #VALUE!: log is neither TRUE nor FALSE.

    Source:
        O'Donoghue, D., Gleave, B. (2004), A Note on Methods for Measuring Industrial Agglomeration, Regional Studies
        38(4), pp. 419-427; of logarithms: Tian, Z. (2013), Measuring Agglomeration Using the Standardized Location
        Quotient with a Bootstrap Method, Journal of Regional Analysis and Policy 43(2), pp. 186-197.

    Examples:
        =LQ_STANDARDIZED({0.5;1;1.5}) → {-1;0;1}
        =LQ_STANDARDIZED({0.5;1;2},TRUE) → {-1;0;1}
        =LQ_STANDARDIZED(1) → #DIV/0!
        =LQ_STANDARDIZED({0.5,1}) → {#DIV/0!,#DIV/0!}
        =LQ_STANDARDIZED({0.5,1,1.5},,"rows") → {-1,0,1}
        =LQ_STANDARDIZED({1;1}) → {#DIV/0!;#DIV/0!}
        =LQ_STANDARDIZED({-1;1}) → {#NUM!;#NUM!}
        =LQ_STANDARDIZED({0;1},TRUE) → {#NUM!;#NUM!}
        =LQ_STANDARDIZED({"…";1;2}) → {#N/A;#N/A;#N/A}
        =LQ_STANDARDIZED({"high";1}) → {#VALUE!;#VALUE!}
        =LQ_STANDARDIZED({1;2},"yes") → #VALUE!
    """
    values = nonnegative(lq)
    return standardized(np.where(values == 0, NUM, values) if log else values, log=log).high


@function(SUBJECT, along=None)
def production_per_capita_coef(
    branch_local: Numbers, branch_total: Numbers, population_local: Numbers, population_total: Numbers
) -> Numbers:
    """Coefficient of production per capita: the territory's share in the branch over its share in the population.

    Formula:
        coefficient = (branch_local / branch_total) : (population_local / population_total)

    Arguments:
        branch_local: output of the branch in the territory; any shape; one unit for both outputs.
        branch_total: output of the branch in the whole; shaped as branch_local, or one cell, row or column for it.
        population_local: population of the territory; the same.
        population_total: population of the whole; the same.

    Returns:
        Coefficients, 1 where as much is made for each inhabitant as in the whole; as large as the largest range.

    Errors:
        #DIV/0!: the branch does not exist in the whole.
        #DIV/0!: the territory has no inhabitants.
        #NUM!: a figure is negative.
        #NUM!: the territory's output or population is larger than the whole's.
        #N/A: a suppressed figure.
        #VALUE!: text among the numbers.
        #VALUE!: ranges that don't pair.

    Source:
        Soviet and Russian regional economics: коэффициент душевого производства, with a worked example for Leningrad
        oblast in 2011 at geographylab.ru (in Russian).

    Examples:
        =PRODUCTION_PER_CAPITA_COEF(30,100,2,10) → 1.5
        =PRODUCTION_PER_CAPITA_COEF({30;20},100,{2;4},10) → {1.5;0.5}
        =PRODUCTION_PER_CAPITA_COEF(0,0,2,10) → #DIV/0!
        =PRODUCTION_PER_CAPITA_COEF(30,100,0,10) → #DIV/0!
        =PRODUCTION_PER_CAPITA_COEF({-30;20},100,2,10) → {#NUM!;1}
        =PRODUCTION_PER_CAPITA_COEF({300;20},100,2,10) → {#NUM!;1}
        =PRODUCTION_PER_CAPITA_COEF({"…";20},100,2,10) → {#N/A;1}
        =PRODUCTION_PER_CAPITA_COEF({"much";20},100,2,10) → {#VALUE!;1}
        =PRODUCTION_PER_CAPITA_COEF({30;20},{1,2},2,10) → #VALUE!
    """
    branch, of_branch, people, of_people = pair(branch_local, branch_total, population_local, population_total)
    return quotient_of_shares(branch, of_branch, people, of_people)


@function(SUBJECT, along=None)
def marketability_coef(shipped_out: Numbers, produced: Numbers) -> Numbers:
    """Coefficient of interregional marketability: the part of a product that leaves the territory.

    Formula:
        coefficient = shipped_out / produced

    Arguments:
        shipped_out: what leaves the territory, by territory or branch; any shape; one unit.
        produced: what the territory makes; shaped as shipped_out, or one cell, row or column for it; the same unit.

    Returns:
        Coefficients from 0 to 1, as large as the larger range.

    Errors:
        #DIV/0!: nothing is produced.
        #NUM!: a volume is negative.
        #NUM!: more is shipped out than produced.
        #N/A: a suppressed figure.
        #VALUE!: text among the numbers.
        #VALUE!: ranges that don't pair.

    Source:
        Soviet and Russian regional economics: коэффициент межрайонной товарности, with a worked example for Leningrad
        oblast in 2011 at geographylab.ru (in Russian).

    Examples:
        =MARKETABILITY_COEF({30;20},{40;80}) → {0.75;0.25}
        =MARKETABILITY_COEF({30;20},{0;80}) → {#DIV/0!;0.25}
        =MARKETABILITY_COEF({-30;20},80) → {#NUM!;0.25}
        =MARKETABILITY_COEF({90;20},80) → {#NUM!;0.25}
        =MARKETABILITY_COEF({"…";20},80) → {#N/A;0.25}
        =MARKETABILITY_COEF({"much";20},80) → {#VALUE!;0.25}
        =MARKETABILITY_COEF({30;20},{1,2}) → #VALUE!
    """
    return part_of(*pair(shipped_out, produced))
