"""Economic complexity: which branches go together, and how many rare ones a region has."""

from typing import Final, Literal, TypeAlias

import numpy as np

from udfs.numerics.arithmetic import FunctionError, first_error, ratio
from udfs.numerics.cell_values import DIV0, NUM, ExcelError, Numbers, is_blank, unbox
from udfs.numerics.comparison import at_least
from udfs.numerics.double_double import DoubleDouble, double_double
from udfs.registry import Flag, Gives, Role, function
from udfs.statistics.localization import localization_table

SUBJECT = "complexity"

Figure: TypeAlias = Literal["eci", "pci", "diversity", "ubiquity"]

_APART: Final = 1e-8
"""Eigenvalues nearer to each other than this are taken for one, whose vectors are not."""


@function(SUBJECT, along=Role.TERRITORIES, gives=Gives.TABLE)
def complexity_index(output: Numbers, result: Figure = "eci", advantages: Flag = False) -> Numbers:
    """Economic complexity of the regions (ECI) or of the branches (PCI), with their diversity and ubiquity.

    Formula:
        M_rb = 1 where LQ_rb ≥ 1; diversity d_r = Σ_b M_rb, ubiquity u_b = Σ_r M_rb; ECI: the second eigenvector of
        M̃ = Σ_b M_rb·M_sb / (d_r·u_b), as standard deviations from its mean, rising with diversity; PCI: the mean ECI of
        the regions that have the branch, standardized likewise

    Arguments:
        output: output (or employment, exports, patents) by region (rows) and branch (columns); one unit.
        result: "eci" (when omitted), "pci", "diversity" or "ubiquity".
        advantages: TRUE where output says already which region has which branch (1, else 0); FALSE when omitted.

    Returns:
        One number for each region in a column ("eci", "diversity"), or for each branch in a row ("pci", "ubiquity"). A
        blank is a branch that is not there. Ten digits of ECI and PCI are right where the second eigenvalue is apart
        from the others by a thousandth.

    Errors:
        #DIV/0!: a region without a branch, or a branch without a region, in its own cell.
        #NUM!: an output is negative, or advantages are neither 0 nor 1.
        #NUM!: "eci" and "pci" of regions that have no second eigenvector, or several: all have the same branches, or
            they fall into groups that share none.
        #N/A: a suppressed figure: the quotients are unknown.
        #VALUE!: text among the numbers.
        #VALUE!: another result, or advantages is neither TRUE nor FALSE.

    Source:
        Hidalgo, C. A., Hausmann, R. (2009), The building blocks of economic complexity, Proceedings of the National
        Academy of Sciences 106(26), pp. 10570-10575; Hausmann, R., Hidalgo, C. A. et al. (2014), The Atlas of Economic
        Complexity.

    Examples:
        =COMPLEXITY_INDEX({1,1,1,1;0,1,0,0;0,0,1,1;0,0,0,1},,TRUE) → {-0.075353089;-1.602916066;0.747788202;0.930480953}
        =COMPLEXITY_INDEX({1,1,1,1;0,1,0,0;0,0,1,1;0,0,0,1},"diversity",TRUE) → {4;1;2;1}
        =COMPLEXITY_INDEX({1,1,1,1;0,1,0,0;0,0,1,1;0,0,0,1},"ubiquity",TRUE) → {1,2,2,3}
        =COMPLEXITY_INDEX({9,1,5;2,8,5},"diversity") → {2;2}
        =COMPLEXITY_INDEX({9,1;0,0},"diversity") → {2;#DIV/0!}
        =COMPLEXITY_INDEX({-9,1;2,8}) → #NUM!
        =COMPLEXITY_INDEX({9,0;0,8}) → {#NUM!;#NUM!}
        =COMPLEXITY_INDEX({9,"…";2,8}) → #N/A
        =COMPLEXITY_INDEX({9,"one";2,8}) → #VALUE!
        =COMPLEXITY_INDEX({9,1;2,8},"kci") → #VALUE!
    """
    has = _advantages(output, given=advantages)
    if result in ("diversity", "ubiquity"):
        counts = has.sum(axis=1 if result == "diversity" else 0, keepdims=True)
        return np.where(counts > 0, counts, DIV0)
    regions, branches = has.any(axis=1), has.any(axis=0)
    known = branches if result == "pci" else regions
    found = np.full(known.size, DIV0)
    if known.any():
        found[known] = _complexity(has[np.ix_(regions, branches)], of_branches=result == "pci")
    return found.reshape((1, -1) if result == "pci" else (-1, 1))


@function(SUBJECT, along=Role.TERRITORIES, beside=Role.BRANCHES)
def relatedness_density(output: Numbers, advantages: Flag = False, own: Flag = False) -> Numbers:
    """Density of related branches: how much of what goes with a branch elsewhere a region has already, 0 to 1.

    Formula:
        φ_ab = Σ_r M_ra·M_rb / max(u_a, u_b), M_rb = 1 where LQ_rb ≥ 1, u_b = Σ_r M_rb; density
        ω_rb = Σ_a M_ra·φ_ab / Σ_a φ_ab over the other branches a ≠ b

    Arguments:
        output: output (or employment, exports, patents) by region (rows) and branch (columns); one unit.
        advantages: TRUE where output says already which region has which branch (1, else 0); FALSE when omitted.
        own: TRUE to count the branch itself among its related ones (φ_bb = 1), as some packages do; FALSE when omitted.

    Returns:
        Numbers from 0 to 1, shaped as output. A blank is a branch that is not there.

    Errors:
        #DIV/0!: the branch goes with no other in any region.
        #NUM!: an output is negative, or advantages are neither 0 nor 1.
        #N/A: a suppressed figure: the quotients are unknown.
        #VALUE!: text among the numbers.
        #VALUE!: advantages or own is neither TRUE nor FALSE.

    Source:
        Hidalgo, C. A., Klinger, B., Barabási, A.-L., Hausmann, R. (2007), The Product Space Conditions the Development
        of Nations, Science 317, pp. 482-487.

    Examples:
        =RELATEDNESS_DENSITY({1,1,1,1;0,1,0,0;0,0,1,1;0,0,0,1},TRUE) → {1,1,1,1;0.375,0,0.3,0.25;0.625,0.625,0.4,0.5;
            0.25,0.25,0.4,0}
        =RELATEDNESS_DENSITY({1,1,1,1;0,1,0,0;0,0,1,1;0,0,0,1},TRUE,TRUE) → {1,1,1,1;0.214285714,0.428571429,0.1875,
            0.142857143;0.357142857,0.357142857,0.625,0.714285714;0.142857143,0.142857143,0.25,0.428571429}
        =RELATEDNESS_DENSITY({9,0;0,8}) → {#DIV/0!,#DIV/0!;#DIV/0!,#DIV/0!}
        =RELATEDNESS_DENSITY({-9,1;2,8}) → #NUM!
        =RELATEDNESS_DENSITY({9,"…";2,8}) → #N/A
        =RELATEDNESS_DENSITY({9,"one";2,8}) → #VALUE!
        =RELATEDNESS_DENSITY({9,1;2,8},"yes") → #VALUE!
    """
    has = _advantages(output, given=advantages)
    counts = has.sum(axis=0)
    together = has.T @ has
    most = np.maximum(np.maximum.outer(counts, counts), 1.0)
    if not own:
        np.fill_diagonal(together, 0.0)
    near = double_double(together) / most
    return ratio(_exact_product(has, near), _exact_product(np.ones((1, len(near.high))), near))


def _exact_product(left: Numbers, right: DoubleDouble) -> DoubleDouble:
    """The matrix product of counts and numbers up to 1, in two steps of forty binary places that have no error."""
    first = np.rint(np.ldexp(right.high, 40))
    rest = right - np.ldexp(first, -40)
    second = np.rint(np.ldexp(rest.high, 80))
    return double_double(np.ldexp(left @ first, -40)) + np.ldexp(left @ second, -80)


def _advantages(output: Numbers, *, given: bool) -> Numbers:
    """1 where a region has a branch, else 0. Raises FunctionError where it is unknown."""
    error = unbox(float(first_error(output)[0, 0]))
    if isinstance(error, ExcelError):
        raise FunctionError(error, f"among the figures there is {error}")
    blank = is_blank(output)
    figures = np.where(blank, 0.0, output)
    if (figures < 0).any() or (given and not np.isin(figures, (0.0, 1.0)).all()):
        raise FunctionError(ExcelError.NUM, "outputs are zero or more, and advantages are 0 or 1")
    if given:
        return figures
    quotients = localization_table(figures) if figures.any() else figures
    return np.where(np.isfinite(quotients) & at_least(quotients, 1.0), 1.0, 0.0)


def _complexity(has: Numbers, *, of_branches: bool) -> Numbers:
    """The standardized second eigenvector; #NUM! where there is none or several."""
    size = has.shape[1] if of_branches else len(has)
    if min(has.shape) < 2:
        return np.full(size, NUM)
    diversity, ubiquity = has.sum(axis=1), has.sum(axis=0)
    # M̃ is similar to B·B' of the balanced B, and that has the values of B'·B: the smaller of them is soonest solved
    balanced = has / np.sqrt(np.outer(diversity, ubiquity))
    wider = balanced.shape[0] > balanced.shape[1]
    values, vectors = np.linalg.eigh(balanced.T @ balanced if wider else balanced @ balanced.T)
    first, second, third = values[-1], values[-2], values[-3] if values.size > 2 else 0.0
    if first - second < _APART or second - third < _APART:
        return np.full(size, NUM)
    vector = balanced @ vectors[:, -2] if wider else vectors[:, -2]
    complexity = vector / np.sqrt(diversity)
    leaning = float(complexity @ (diversity - diversity.mean()))
    if abs(leaning) < _APART * np.linalg.norm(complexity):
        return np.full(size, NUM)
    complexity = complexity if leaning > 0 else -complexity
    found = (has.T @ complexity) / ubiquity if of_branches else complexity
    return np.asarray((found - found.mean()) / found.std())
