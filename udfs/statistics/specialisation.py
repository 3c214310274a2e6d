"""Specialisation: how far a territory's branches, or a branch's territories, differ from those of the whole."""

import numpy as np

from udfs.numerics.arithmetic import FunctionError, nonnegative
from udfs.numerics.cell_values import BLANK, DIV0, NUM, ExcelError, Numbers, Texts
from udfs.numerics.comparison import compared
from udfs.numerics.double_double import DoubleDouble, double_double
from udfs.numerics.observations import compare, compare_with_all, complete, counted, distance, gini
from udfs.numerics.summation import exact_total
from udfs.registry import Flag, Gives, Role, function

SUBJECT = "specialisation"


@function(SUBJECT, along=Role.BRANCHES, gives=Gives.ONE, told_by_lines=True)
def specialization_coef(local: Numbers, reference: Numbers) -> Numbers:
    """Coefficient of specialisation: the part of a region's activity in other branches than it has in the whole.

    Formula:
        S = ½ · Σ |s_b − r_b|, s and r the branches' shares in the region and in the whole

    Arguments:
        local: output (or employment) of the region by branch (rows); a column for each region or year.
        reference: output of the whole by branch (rows); one column, or one for each of local.

    Returns:
        Numbers from 0 (as the whole) to 1; one for each column. A branch that is blank is one that is not there, and
        counts as 0; a figure that is unknown is marked `…`.

    Errors:
        #DIV/0!: the region or the whole has no output.
        #NUM!: an output is negative.
        #N/A: a suppressed figure: the shares are unknown.
        #VALUE!: text among the numbers.
        #VALUE!: the reference has not one cell for each branch.
        #VALUE!: local and reference are both of several rows and columns, and along is omitted.

    Source:
        Hoover, E. M., Giarratani, F. (1984), An Introduction to Regional Economics, 3rd edition, chapter 9: coefficient
        of specialization.

    Examples:
        =SPECIALIZATION_COEF({30;10},{50;50}) → 0.25
        =SPECIALIZATION_COEF({30,5;10,5},{50;50}) → {0.25,0}
        =SPECIALIZATION_COEF({30,10;5,5},{50,50}) → {0.25;0}
        =SPECIALIZATION_COEF({30,10;5,5},{50,50;5,5},"rows") → {0.25;0}
        =SPECIALIZATION_COEF({0,5;0,5},{50;50}) → {#DIV/0!,0}
        =SPECIALIZATION_COEF({-1,5;1,5},{50;50}) → {#NUM!,0}
        =SPECIALIZATION_COEF({"…",5;1,5},{50;50}) → {#N/A,0}
        =SPECIALIZATION_COEF({"one",5;1,5},{50;50}) → {#VALUE!,0}
        =SPECIALIZATION_COEF({30;10},{50;50;50}) → #VALUE!
        =SPECIALIZATION_COEF({30,10;5,5},{50,50;5,5}) → #VALUE!
    """
    return compare(_half_distance, nonnegative(local), nonnegative(reference))


@function(SUBJECT, along=Role.BRANCHES, gives=Gives.ONE, single=True, told_by_lines=True)
def krugman_index(local: Numbers, reference: Numbers) -> Numbers:
    """Krugman's index of specialisation: how far a region's branches differ from another region's, or from the mean.

    Formula:
        K = Σ |s_b − r_b|, s the branches' shares in the region, r those in the other region, or their mean over several

    Arguments:
        local: output (or employment) of the region by branch (rows); a column for each region.
        reference: output by branch (rows) of the other region or regions; a column for each; each region counts alike.

    Returns:
        Numbers from 0 (the same branches) to 2 (no branch in common); one for each region. A branch that is blank is
        one that is not there, and counts as 0; a figure that is unknown is marked `…`.

    Errors:
        #DIV/0!: a region has no output.
        #NUM!: an output is negative.
        #N/A: a suppressed figure: the shares are unknown.
        #VALUE!: text among the numbers.
        #VALUE!: the reference has not one cell for each branch.
        #VALUE!: local and reference are both of several rows and columns, and along is omitted.

    Source:
        Krugman, P. (1991), Geography and Trade, pp. 75-77; against the mean of several regions: Farhauer, O., Kröll,
        A. (2013), Standorttheorien, chapter on specialisation.

    Examples:
        =KRUGMAN_INDEX({30;10},{50;50}) → 0.5
        =KRUGMAN_INDEX({30;10},{50,10;50,30}) → 0.75
        =KRUGMAN_INDEX({30,5;10,5},{50;50}) → {0.5,0}
        =KRUGMAN_INDEX({30,10;5,5},{50,50}) → {0.5;0}
        =KRUGMAN_INDEX({30,10;5,5},{30,10;5,15},"rows") → {0.5;0}
        =KRUGMAN_INDEX({0,5;0,5},{50;50}) → {#DIV/0!,0}
        =KRUGMAN_INDEX({-1,5;1,5},{50;50}) → {#NUM!,0}
        =KRUGMAN_INDEX({"…",5;1,5},{50;50}) → {#N/A,0}
        =KRUGMAN_INDEX({"one",5;1,5},{50;50}) → {#VALUE!,0}
        =KRUGMAN_INDEX({30;10},{50;50;50}) → #VALUE!
        =KRUGMAN_INDEX({30,10;5,5},{30,10;5,15}) → #VALUE!
    """
    return compare_with_all(distance, nonnegative(local), nonnegative(reference))


@function(SUBJECT, along=Role.TERRITORIES, gives=Gives.ONE)
def locational_gini(values: Numbers, reference: Numbers, weighted: Flag = False) -> Numbers:
    """Locational Gini coefficient: how unevenly a branch is spread over the regions, against all branches.

    Formula:
        G = 2 / (n² · mean LQ) · Σ i · (LQ_i − mean LQ), the location quotients in ascending order, i their rank;
        weighted: the area between the cumulated shares of the branch and those of all branches, regions by ascending
        LQ, which is ½ · GINI_COEF(LQ, reference)

    Arguments:
        values: employment (or output) of the branch by region (rows); a column for each branch or year.
        reference: employment of all branches by region (rows); one column, or one for each of values.
        weighted: TRUE for the form that counts a region by its employment, so that it doesn't matter how finely the map
            is cut; FALSE when omitted, which counts each region alike.

    Returns:
        Numbers from 0 (spread as all branches) towards 1, weighted towards ½; one for each column. A region where the
        branch is blank has none of it, and counts as 0; a region that is blank in both is left out; a figure that is
        unknown is marked `…`.

    Errors:
        #DIV/0!: the branch exists in no region.
        #DIV/0!: a region has no employment at all; weighted, it counts for nothing.
        #NUM!: a figure is negative.
        #NUM!: a region has more of the branch than of all branches.
        #N/A: a suppressed figure: the shares are unknown.
        #VALUE!: text among the numbers.
        #VALUE!: the reference has not one cell for each region.
        #VALUE!: weighted is neither TRUE nor FALSE.

    Source:
        Farhauer, O., Kröll, A. (2013), Standorttheorien, chapter on concentration, whose example is the first;
        weighted: Krugman, P. (1991), Geography and Trade, pp. 54-67.

    Examples:
        =LOCATIONAL_GINI({500;500;1000;7000;1000},{20000;15000;20000;40000;5000}) → 0.406896551724
        =LOCATIONAL_GINI({500;500;1000;7000;1000},{20000;15000;20000;40000;5000},TRUE) → 0.18625
        =LOCATIONAL_GINI({1;2;0},{50;50;0},TRUE) → 0.083333333333
        =LOCATIONAL_GINI({1,0;3,0},{50;150}) → {0,#DIV/0!}
        =LOCATIONAL_GINI({0;3},{0;50}) → #DIV/0!
        =LOCATIONAL_GINI({-1;3},{50;50}) → #NUM!
        =LOCATIONAL_GINI({60;3},{50;50}) → #NUM!
        =LOCATIONAL_GINI({"…";3},{50;50}) → #N/A
        =LOCATIONAL_GINI({"one";3},{50;50}) → #VALUE!
        =LOCATIONAL_GINI({1;3},{50;50;50}) → #VALUE!
        =LOCATIONAL_GINI({1;3},{50;50},"yes") → #VALUE!
    """
    return compare(_area if weighted else _locational_gini, nonnegative(values), nonnegative(reference))


@function(SUBJECT, along=Role.TERRITORIES, gives=Gives.ONE, single=True)
def ellison_glaeser(plants: Numbers, plant_regions: Texts, regions: Texts, employment: Numbers) -> Numbers:
    """Ellison and Glaeser's index: how far plants of a branch cluster beyond chance and beyond their own size.

    Formula:
        γ = (G / (1 − Σ x²) − H) / (1 − H), G = Σ (s_r − x_r)², H = Σ z_k²; s and x the regions' shares in the branch
        and in all employment, z the plants' shares in the branch

    Arguments:
        plants: employment of each plant of the branch (rows); one column; persons.
        plant_regions: region in which each plant lies, shaped as plants.
        regions: names of the regions (rows), each once; one column.
        employment: employment of all branches in each region, shaped as regions; persons.

    Returns:
        One number: 0 as darts thrown at a map, above 0.05 strongly clustered, below 0 dispersed. Plants without a
        figure are left out.

    Errors:
        #DIV/0!: there is one plant only, or none with employees.
        #DIV/0!: all employment is in one region.
        #NUM!: a figure is negative.
        #N/A: a suppressed figure.
        #N/A: a plant lies in a region that is not in the list or has no figure.
        #VALUE!: text among the numbers.
        #VALUE!: a region is listed twice.
        #VALUE!: ranges that don't pair.

    Source:
        Ellison, G., Glaeser, E. L. (1997), Geographic Concentration in U.S. Manufacturing Industries: A Dartboard
        Approach, Journal of Political Economy 105(5), pp. 889-927.

    Examples:
        =ELLISON_GLAESER({10;10;20},{"A";"A";"B"},{"A";"B"},{50;50}) → -0.6
        =ELLISON_GLAESER(10,"A",{"A";"B"},{50;50}) → #DIV/0!
        =ELLISON_GLAESER({10;20},{"A";"A"},"A",50) → #DIV/0!
        =ELLISON_GLAESER({10;-1},{"A";"B"},{"A";"B"},{50;50}) → #NUM!
        =ELLISON_GLAESER({10;"…"},{"A";"B"},{"A";"B"},{50;50}) → #N/A
        =ELLISON_GLAESER({10;20},{"A";"C"},{"A";"B"},{50;50}) → #N/A
        =ELLISON_GLAESER({10;"ten"},{"A";"B"},{"A";"B"},{50;50}) → #VALUE!
        =ELLISON_GLAESER({10;20},{"A";"B"},{"A";"a"},{50;50}) → #VALUE!
        =ELLISON_GLAESER({10;20},{"A";"B";"B"},{"A";"B"},{50;50}) → #VALUE!
    """
    if plants.shape != plant_regions.shape or regions.shape != employment.shape:
        raise FunctionError(ExcelError.VALUE, "each plant has its region, and each region its employment")
    if plants.shape[1] > 1 or regions.shape[1] > 1:
        raise FunctionError(ExcelError.VALUE, "plants and regions are columns")
    sizes, totals = complete(nonnegative(plants)), complete(nonnegative(employment))
    if isinstance(sizes, float) or isinstance(totals, float):
        return np.array([[sizes if isinstance(sizes, float) else totals]])
    if not sizes[0].size:
        return np.array([[BLANK]])
    places = _places(regions, employment)
    plants_of: dict[int, list[float]] = {place: [] for place in places.values()}
    for name, size in zip(plant_regions.ravel().tolist(), plants.ravel().tolist(), strict=True):
        if size == size:
            plants_of[_place(places, name)].append(size)
    sums = [exact_total(np.array(inside)) for inside in plants_of.values()]
    branch = DoubleDouble(*np.array(sums).reshape(-1, 2).T)
    with np.errstate(all="ignore"):
        return np.array([[_dartboard(sizes[0], branch, employment.ravel()[list(plants_of)])]])


def _dartboard(sizes: Numbers, branch: DoubleDouble, whole: Numbers) -> float:
    if np.count_nonzero(sizes) < 2 or np.count_nonzero(whole) < 2:
        return DIV0
    plants, regions = (
        double_double(sizes) / double_double(sizes).total(),
        double_double(whole) / double_double(whole).total(),
    )
    herfindahl, spread = (plants * plants).total(), 1.0 - (regions * regions).total()
    gaps = branch / double_double(sizes).total() - regions
    return float((((gaps * gaps).total() / spread - herfindahl) / (1.0 - herfindahl)).high)


def _places(regions: Texts, employment: Numbers) -> dict[str, int]:
    """Where the employment of each region stands; regions without a name or a figure are left out."""
    places: dict[str, int] = {}
    for i, name in enumerate(regions.ravel().tolist()):
        if isinstance(name, ExcelError):
            raise FunctionError(name, f"among the regions there is {name}")
        if name is not None and not np.isnan(employment.flat[i]):
            if _key(name) in places:
                raise FunctionError(ExcelError.VALUE, f"{name} is listed twice")
            places[_key(name)] = i
    return places


def _place(places: dict[str, int], name: str | ExcelError | None) -> int:
    if isinstance(name, ExcelError):
        raise FunctionError(name, f"the region of a plant is {name}")
    if name is None or _key(name) not in places:
        raise FunctionError(ExcelError.NA, f"a plant lies in {name}, which has no employment")
    return places[_key(name)]


def _key(name: str) -> str:
    return " ".join(name.split()).casefold()


def _half_distance(local: Numbers, reference: Numbers) -> DoubleDouble | float:
    gap = distance(local, reference)
    return gap * 0.5 if isinstance(gap, DoubleDouble) else gap


def _locational_gini(values: Numbers, reference: Numbers) -> DoubleDouble | float:
    if (compared(values, reference) > 0).any():
        return NUM
    if not (values.any() and reference.all()):
        return DIV0
    return gini(double_double(values) / reference, np.ones_like(values))


def _area(values: Numbers, reference: Numbers) -> DoubleDouble | float:
    if (compared(values, reference) > 0).any():
        return NUM
    values, reference = counted(values, reference)
    return gini(double_double(values) / reference, reference) * 0.5 if values.any() else DIV0
