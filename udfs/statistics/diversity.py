"""Diversity: over how many branches a region's activity is spread, and how like the whole's it is."""

from collections.abc import Callable
from typing import Final, Literal, TypeAlias

import numpy as np

from udfs.numerics.arithmetic import nonnegative
from udfs.numerics.cell_values import DIV0, Numbers, is_blank
from udfs.numerics.double_double import DoubleDouble, choose, double_double
from udfs.numerics.logarithms import logarithm
from udfs.numerics.observations import compare, reduce
from udfs.registry import Gives, Role, function

SUBJECT = "specialisation"

Measure: TypeAlias = Literal["shannon", "relative", "simpson", "effective"]


@function(SUBJECT, along=(Role.BRANCHES, Role.TERRITORIES), gives=Gives.ONE, told_by_lines=True)
def diversity_index(local: Numbers, type: Measure = "shannon") -> Numbers:  # noqa: A002
    """Diversity of a region's branches: entropy, relative entropy, Simpson's index or the effective number of branches.

    Formula:
        shannon: −Σ s_b · ln s_b; relative: the same / ln n; simpson: 1 − Σ s_b²; effective: 1 / Σ s_b²; s the branches'
        shares, n their number

    Arguments:
        local: output (or employment) of the region by branch (rows); a column for each region or year.
        type: "shannon" (when omitted; entropy in nats, in bits it is 1 / LN(2) as much), "relative" (0 to 1), "simpson"
            (0 to 1 − 1/n) or "effective" (1 to n branches of equal size).

    Returns:
        One number for each column, the larger the more diverse. A branch that is blank is one that is not there, and
        counts as 0; for "relative" all rows are counted.

    Errors:
        #DIV/0!: the region has no output.
        #DIV/0!: there is one branch only ("relative").
        #NUM!: an output is negative.
        #N/A: a suppressed figure: the shares are unknown.
        #VALUE!: text among the numbers.
        #VALUE!: another type.
        #VALUE!: local has several rows and columns, and along is omitted.

    Source:
        Shannon, C. E. (1948), A Mathematical Theory of Communication, Bell System Technical Journal 27, pp. 379-423;
        Simpson, E. H. (1949), Measurement of Diversity, Nature 163, p. 688.

    Examples:
        =DIVERSITY_INDEX({10;20;30}) → 1.01140426470735
        =DIVERSITY_INDEX({10;20;30},"relative") → 0.920619835715
        =DIVERSITY_INDEX({10;20;30},"simpson") → 0.611111111111
        =DIVERSITY_INDEX({10;20;30},"effective") → 2.571428571429
        =DIVERSITY_INDEX({10,20,30},"simpson") → 0.611111111111
        =DIVERSITY_INDEX({5,1;"",1},"relative","columns") → {0,1}
        =DIVERSITY_INDEX({0;0}) → #DIV/0!
        =DIVERSITY_INDEX(5,"relative") → #DIV/0!
        =DIVERSITY_INDEX({-1;2}) → #NUM!
        =DIVERSITY_INDEX({"c";2}) → #N/A
        =DIVERSITY_INDEX({"two";2}) → #VALUE!
        =DIVERSITY_INDEX({1;2},"gini") → #VALUE!
        =DIVERSITY_INDEX({5,1;2,1}) → #VALUE!
    """
    output = nonnegative(local)
    gaps = is_blank(output)
    return reduce(_MEASURES[type], np.where(gaps & ~gaps.all(axis=0), 0.0, output))


@function(SUBJECT, along=Role.BRANCHES, gives=Gives.ONE, told_by_lines=True)
def hachman_index(local: Numbers, reference: Numbers) -> Numbers:
    """Hachman's index: how like the whole's branches a region's are, 1 where they have the same shares.

    Formula:
        H = 1 / Σ s_b · LQ_b = 1 / Σ s_b² / r_b, s and r the branches' shares in the region and in the whole

    Arguments:
        local: output (or employment) of the region by branch (rows); a column for each region or year.
        reference: output of the whole by branch (rows); one column, or one for each of local.

    Returns:
        Numbers from 0 to 1 (as the whole), one for each column; some print a hundred times as much. A branch that is
        blank is one that is not there, and counts as 0; a figure that is unknown is marked `…`.

    Errors:
        #DIV/0!: the region or the whole has no output.
        #DIV/0!: the region has a branch that the whole has not.
        #NUM!: an output is negative.
        #N/A: a suppressed figure: the shares are unknown.
        #VALUE!: text among the numbers.
        #VALUE!: the reference has not one cell for each branch.
        #VALUE!: local and reference are both of several rows and columns, and along is omitted.

    Source:
        Hachman, F. (1995), University of Utah, Bureau of Economic and Business Research, as the Kem C. Gardner Policy
        Institute (2017) publishes it for counties; the mean location quotient of O'Donoghue, D., Gleave, B. (2004) is
        its reciprocal.

    Examples:
        =HACHMAN_INDEX({30;10},{50;50}) → 0.8
        =HACHMAN_INDEX({30,5;10,5},{50;50}) → {0.8,1}
        =HACHMAN_INDEX({0,5;0,5},{50;50}) → {#DIV/0!,1}
        =HACHMAN_INDEX({5;5},{0;50}) → #DIV/0!
        =HACHMAN_INDEX({-1;1},{50;50}) → #NUM!
        =HACHMAN_INDEX({"…";1},{50;50}) → #N/A
        =HACHMAN_INDEX({"one";1},{50;50}) → #VALUE!
        =HACHMAN_INDEX({30;10},{50;50;50}) → #VALUE!
        =HACHMAN_INDEX({30,10;5,5},{50,50;5,5}) → #VALUE!
    """
    return compare(_likeness, nonnegative(local), nonnegative(reference))


def _entropy(output: Numbers) -> DoubleDouble | float:
    total = double_double(output).total()
    inverse = total / double_double(np.where(output > 0, output, 1.0))
    terms = choose(output > 0, logarithm(inverse) * output, 0.0)
    return terms.total() / total if output.any() else DIV0


def _relative_entropy(output: Numbers) -> DoubleDouble | float:
    entropy = _entropy(output)
    if isinstance(entropy, float) or output.size < 2:
        return DIV0
    return entropy / logarithm(double_double(float(output.size)))


def _simpson(output: Numbers) -> DoubleDouble | float:
    """The sum Σ s · (1 − s), of which no digit is lost where one branch has nearly all."""
    total = double_double(output).total()
    return ((total - output) * output).total() / (total * total) if output.any() else DIV0


def _effective_number(output: Numbers) -> DoubleDouble | float:
    total = double_double(output).total()
    return total * total / (double_double(output) * output).total() if output.any() else DIV0


def _likeness(local: Numbers, reference: Numbers) -> DoubleDouble | float:
    present = local > 0
    if not present.any() or not reference[present].all():
        return DIV0
    part, whole = double_double(local[present]), double_double(reference[present])
    total, all_branches = part.total(), double_double(reference).total()
    return total * total / ((part * local[present] / whole).total() * all_branches)


_MEASURES: Final[dict[str, Callable[[Numbers], DoubleDouble | float]]] = {
    "shannon": _entropy,
    "relative": _relative_entropy,
    "simpson": _simpson,
    "effective": _effective_number,
}
