"""Inequality in two parts: between groups of regions, and within them."""

from typing import Final, Literal

import numpy as np

from udfs.numerics.arithmetic import FunctionError, nonnegative
from udfs.numerics.cell_values import BLANK, DIV0, NUM, VALUE, ExcelError, Numbers, Texts, is_blank
from udfs.numerics.double_double import DoubleDouble, choose, double_double
from udfs.numerics.logarithms import shortfall
from udfs.numerics.observations import complete, relative_levels
from udfs.registry import Gives, Role, function

SUBJECT = "concentration and inequality"

_LEAST_GAP: Final = 2.0**-95


@function(SUBJECT, along=Role.TERRITORIES, gives=Gives.TABLE)
def theil_decomposition(
    values: Numbers,
    groups: Texts,
    type: Literal["T", "L"],  # noqa: A002
    weights: Numbers | None = None,
) -> Numbers:
    """Theil's index in two parts: inequality between groups of regions, and between the regions within them.

    Formula:
        T = Σ_g y_g · ln(y_g/p_g) + Σ_g y_g · T_g; L = Σ_g p_g · ln(p_g/y_g) + Σ_g p_g · L_g; p_g and y_g the group's
        parts of the weights and of Σ weight · value, T_g and L_g the indices within it

    Arguments:
        values: levels by region (rows), such as GRP per capita; a column for each year.
        groups: the group of each region, such as its federal district; one column, or one for
            each of values.
        type: "T" or "L"; packages differ in which they mean, so it has to be said.
        weights: population, shaped as values or one column for all; each region counts alike when omitted.

    Returns:
        Four rows: the index of all regions (THEIL_INDEX), its part between the groups, its part within them, and the
        part between in percent; a column for each of values. Regions blank in values or weights are left out.

    Errors:
        #DIV/0!: the values or the weights sum to zero.
        #DIV/0!: in its own cell, the percentage where all regions are alike.
        #NUM!: a value or a weight is negative.
        #NUM!: a value is zero and the type "L".
        #N/A: a suppressed figure: the mean is unknown.
        #VALUE!: text among the numbers.
        #VALUE!: a region with a figure has no group.
        #VALUE!: ranges that don't pair.
        #VALUE!: another type.

    Source:
        Theil, H. (1967), Economics and Information Theory; Shorrocks, A. F. (1980), The Class of Additively
        Decomposable Inequality Measures, Econometrica 48(3), pp. 613-625.

    Examples:
        =THEIL_DECOMPOSITION({10;20;30;40},{"A";"A";"B";"B"},
            "T") → {0.106440135286;0.082282878505;0.024157256781;77.304372}
        =THEIL_DECOMPOSITION({10;20;30;40},{"A";"A";"B";"B"},
            "L") → {0.121777274287;0.087176693572;0.034600580715;71.586997}
        =THEIL_DECOMPOSITION({1;1},{"A";"B"},"T",{2;3}) → {0;0;0;#DIV/0!}
        =THEIL_DECOMPOSITION({0;0},{"A";"B"},"T") → {#DIV/0!;#DIV/0!;#DIV/0!;#DIV/0!}
        =THEIL_DECOMPOSITION({-1;1},{"A";"B"},"T") → {#NUM!;#NUM!;#NUM!;#NUM!}
        =THEIL_DECOMPOSITION({0;1},{"A";"B"},"L") → {#NUM!;#NUM!;#NUM!;#NUM!}
        =THEIL_DECOMPOSITION({"c";1},{"A";"B"},"T") → {#N/A;#N/A;#N/A;#N/A}
        =THEIL_DECOMPOSITION({"two";1},{"A";"B"},"T") → {#VALUE!;#VALUE!;#VALUE!;#VALUE!}
        =THEIL_DECOMPOSITION({1;1},{"A";""},"T") → {#VALUE!;#VALUE!;#VALUE!;#VALUE!}
        =THEIL_DECOMPOSITION({1;1},{"A";"B";"C"},"T") → #VALUE!
        =THEIL_DECOMPOSITION({1;1},{"A";"B"},"S") → #VALUE!
    """
    counts = np.ones_like(values) if weights is None else nonnegative(weights)
    shapes = ((values.shape[0], 1), values.shape)
    if groups.shape not in shapes or counts.shape not in shapes:
        raise FunctionError(ExcelError.VALUE, "there is one group, and one weight, for each region")
    levels, codes = nonnegative(values), _codes(groups)
    ranges = (levels, np.broadcast_to(counts, values.shape), np.broadcast_to(codes, values.shape))
    parts = [_parts(type, *(cells[:, [at]] for cells in ranges)) for at in range(values.shape[1])]
    return np.array(parts).reshape(-1, 4).T


def _codes(groups: Texts) -> Numbers:
    """A number for each group; blank where there is none."""
    numbers: dict[str, float] = {}
    codes = []
    for name in groups.ravel().tolist():
        if isinstance(name, ExcelError):
            raise FunctionError(name, f"among the groups there is {name}")
        key = None if name is None else " ".join(name.split()).casefold()
        codes.append(BLANK if key is None else numbers.setdefault(key, float(len(numbers))))
    return np.array(codes, dtype=np.float64).reshape(groups.shape)


def _parts(kind: str, levels: Numbers, weights: Numbers, codes: Numbers) -> list[float]:
    known = ~(is_blank(levels) | is_blank(weights))
    if (known & is_blank(codes)).any():
        return [VALUE] * 4
    observations = complete(levels, weights, np.where(known, codes, 0.0))
    if isinstance(observations, float):
        return [observations] * 4
    if not observations[0].size:
        return [BLANK] * 4
    present = observations[1] > 0
    figures, counts, of_group = (values[present] for values in observations)
    if not figures.any():
        return [DIV0] * 4
    if kind == "L" and not figures.all():
        return [NUM] * 4
    with np.errstate(all="ignore"):
        total, between, within = _decomposed(kind, figures, counts, of_group)
        shares = between * 100.0 / total
    numbers = [float(part.high) for part in (total, between, within)]
    numbers = [number if np.isfinite(number) else NUM for number in numbers]
    return [*numbers, float(shares.high) if numbers[0] > 0 else DIV0]


def _decomposed(
    kind: str, levels: Numbers, weights: Numbers, codes: Numbers
) -> tuple[DoubleDouble, DoubleDouble, DoubleDouble]:
    """All, between and within, each from gaps to a mean, so that no digit is lost where regions are alike."""
    relative, gaps = relative_levels(levels, weights)
    total = _mean(_terms(kind, relative, gaps), weights)
    between = within = double_double(0.0)
    for code in np.unique(codes):
        members = codes == code
        counts = weights[members]
        size = double_double(counts).total()
        gap = (gaps[members] * counts).total() / size
        # twice the digits of a float64 end near 2^-104: below this a mean that is the whole's would leave a rest
        gap = gap if abs(float(gap.high)) > _LEAST_GAP else double_double(0.0)
        gap_alone = DoubleDouble(np.reshape(gap.high, 1), np.reshape(gap.low, 1))
        between = between + _terms(kind, gap_alone + 1.0, gap_alone)[0] * size
        if levels[members].any():
            inside = _mean(_terms(kind, *relative_levels(levels[members], counts)), counts)
            within = within + inside * size * (gap + 1.0 if kind == "T" else double_double(1.0))
    whole = double_double(weights).total()
    return total, between / whole, within / whole


def _terms(kind: str, relative: DoubleDouble, gaps: DoubleDouble) -> DoubleDouble:
    """What each region adds: ((1 + d) · ln(1 + d) − d) for T, (d − ln(1 + d)) for L, which are never below zero."""
    lacking = shortfall(gaps, relative)
    return choose(relative.high > 0, gaps * gaps - relative * lacking, 1.0) if kind == "T" else lacking


def _mean(terms: DoubleDouble, weights: Numbers) -> DoubleDouble:
    return (terms * weights).total() / double_double(weights).total()
