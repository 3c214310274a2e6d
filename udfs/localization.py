"""Localization: whether a branch weighs more in a territory than in the whole."""

from udfs.arithmetic import pair, part_of, ratio
from udfs.cells import Numbers
from udfs.registry import function

SUBJECT = "localization"


@function(SUBJECT)
def localization_coef(
    branch_local: Numbers, branch_total: Numbers, industry_local: Numbers, industry_total: Numbers
) -> Numbers:
    """Coefficient of localization (CL, location quotient): above 1 the branch is concentrated in the territory.

    Formula:
        CL = (V_bc / V_br · 100) : (V_ic / V_ir · 100)

    Arguments:
        branch_local: V_bc, output (or employment) of the branch in the territory; any shape; one unit for all four.
        branch_total: V_br, output of the branch in the whole; shaped as branch_local, or one cell, row or column.
        industry_local: V_ic, output of all industry in the territory; the same.
        industry_total: V_ir, output of all industry in the whole; the same.

    Returns:
        Coefficients, 1 where the branch has the weight that it has in the whole; as large as the largest range.

    Errors:
        #DIV/0!: the branch does not exist in the whole.
        #DIV/0!: the territory has no industry.
        #NUM!: a volume is negative.
        #NUM!: the territory's output is larger than the whole's.
        #N/A: a suppressed figure.
        #VALUE!: text among the numbers.
        #VALUE!: ranges that don't pair.

    Source:
        Kireyeva, A. A., Nurlanova, N. K. (2014), The Formation of Innovative Clusters in Kazakhstan, eq. (1); the
        example is of Farhauer, O., Kröll, A. (2013), Standorttheorien.

    Examples:
        =LOCALIZATION_COEF(1714,79006,879213,15593224) → 0.384762342301
        =LOCALIZATION_COEF({10;20},100,{50;50},500) → {1;2}
        =LOCALIZATION_COEF(0,0,50,500) → #DIV/0!
        =LOCALIZATION_COEF(0,100,0,500) → #DIV/0!
        =LOCALIZATION_COEF({10;-20},100,50,500) → {1;#NUM!}
        =LOCALIZATION_COEF({10;200},100,50,500) → {1;#NUM!}
        =LOCALIZATION_COEF({10;"c"},100,50,500) → {1;#N/A}
        =LOCALIZATION_COEF({10;"ten"},100,50,500) → {1;#VALUE!}
        =LOCALIZATION_COEF({10;20},{1,2,3},50,500) → #VALUE!
    """
    branch, of_branch, industry, of_industry = pair(branch_local, branch_total, industry_local, industry_total)
    return ratio(part_of(branch, of_branch), part_of(industry, of_industry))
