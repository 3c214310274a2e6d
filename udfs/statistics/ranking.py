"""Ranking: the order of the regions, as Excel's own RANK counts it but over whole ranges and without the missing."""

from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from udfs.numerics.arithmetic import FunctionError, carry, pair
from udfs.numerics.cell_values import ExcelError, Numbers, Texts, unbox
from udfs.numerics.comparison import comparable
from udfs.registry import Count, Gives, Result, Role, function

SUBJECT = "ranking"

Order: TypeAlias = Literal["descending", "ascending"]
Ties: TypeAlias = Literal["min", "avg", "dense", "ordinal"]


@function(SUBJECT, along=Role.TERRITORIES)
def rank_regions(values: Numbers, order: Order = "descending", ties: Ties = "min") -> Numbers:
    """Rank of each region; what is missing has none and is not counted.

    Formula:
        rank = 1 + number of regions that come before

    Arguments:
        values: an indicator by region (rows) and year (columns); each year is ranked.
        order: "descending" (the largest is first, when omitted) or "ascending".
        ties: what values get that are equal in fifteen digits: "min" the first of their ranks as RANK.EQ (when
            omitted), "avg" the mean of them as RANK.AVG, "dense" one rank without a gap after it, "ordinal" successive
            ranks as they stand.

    Returns:
        Ranks from 1, shaped as values.

    Errors:
        #N/A: a suppressed figure, in its own cell; the others are ranked.
        #VALUE!: text among the numbers, in its own cell; the others are ranked.
        #VALUE!: an order or ties of another name.

    Source:
        Kireyeva, A. A., Nurlanova, N. K. (2014), The Formation of Innovative Clusters in Kazakhstan, Table 1; ties as
        Microsoft, RANK.EQ and RANK.AVG functions.

    Examples:
        =RANK_REGIONS({5655.4;3856.1;3573;3559.2}) → {1;2;3;4}
        =RANK_REGIONS({7;9;7;5}) → {2;1;2;4}
        =RANK_REGIONS({7,9,8}) → {1,1,1}
        =RANK_REGIONS({7,9,8},,,"rows") → {3,1,2}
        =RANK_REGIONS({7;9;7;5},"ascending","avg") → {2.5;4;2.5;1}
        =RANK_REGIONS({7;9;7;5},,"dense") → {2;1;2;3}
        =RANK_REGIONS({7;9;7;5},,"ordinal") → {2;1;3;4}
        =RANK_REGIONS({0.8;0.5}+{0;0.3}) → {1;1}
        =RANK_REGIONS({7;"";9}) → {2;"";1}
        =RANK_REGIONS({7;"…";9}) → {2;#N/A;1}
        =RANK_REGIONS({7;"eight";9}) → {2;#VALUE!;1}
        =RANK_REGIONS({7;9},"largest") → #VALUE!
    """
    return ranks(values, order, ties)


@function(SUBJECT, along=Role.TERRITORIES)
def rank_shift(previous: Numbers, current: Numbers, order: Order = "descending") -> Numbers:
    """By how many ranks each region rose (above zero) or fell (below zero) between two periods.

    Formula:
        shift = rank in previous − rank in current

    Arguments:
        previous: an indicator in the first period, by region (rows); each column is ranked.
        current: the same in the second period, shaped as previous, or one column for it.
        order: "descending" (the largest is first, when omitted) or "ascending".

    Returns:
        Ranks gained, as large as the larger range; blank where a period is. Only regions with figures in both periods
        are ranked, equal ones as RANK.EQ.

    Errors:
        #N/A: a suppressed figure, in its own cell; the others are ranked.
        #VALUE!: text among the numbers, in its own cell; the others are ranked.
        #VALUE!: an order of another name.
        #VALUE!: ranges of different sizes.

    Source:
        Kireyeva, A. A., Nurlanova, N. K. (2014), The Formation of Innovative Clusters in Kazakhstan, Table 1; ties as
        Microsoft, RANK.EQ function.

    Examples:
        =RANK_SHIFT({30;20;10},{30;5;40}) → {-1;-1;2}
        =RANK_SHIFT({30;20;""},{10;20;5}) → {-1;1;""}
        =RANK_SHIFT({30;20},{10;20},"ascending") → {1;-1}
        =RANK_SHIFT({"…";20;10},{30;5;40}) → {#N/A;-1;1}
        =RANK_SHIFT({"top";20;10},{30;5;40}) → {#VALUE!;-1;1}
        =RANK_SHIFT({1;2},{1;2},"up") → #VALUE!
        =RANK_SHIFT({1;2},{1;2;3}) → #VALUE!
    """
    if len(previous) != len(current):
        raise FunctionError(ExcelError.VALUE, "the two periods have as many regions")
    previous, current = pair(previous, current)
    shared = carry(np.zeros_like(previous), previous, current)
    before = ranks(np.where(np.isnan(shared), shared, previous), order)
    return before - ranks(np.where(np.isnan(shared), shared, current), order)


@function(SUBJECT, along=Role.TERRITORIES, gives=Gives.TABLE)
def top_regions(names: Texts, values: Numbers, count: Count, order: Order = "descending") -> Result:
    """The first regions by an indicator: names and values, best first.

    Formula:
        the count regions whose rank comes first, in that order; equal ones as they stand

    Arguments:
        names: names of the regions (rows); one column.
        values: the indicator, shaped as names.
        count: how many regions: 1 or more; all, where there are fewer.
        order: "descending" (the largest is first, when omitted) or "ascending".

    Returns:
        Two columns, name and value, a row for each region; regions without a figure are left out, and one blank cell is
        left where none has any.

    Errors:
        #NUM!: count is less than 1 or broken.
        #N/A: a suppressed figure: who comes first is unknown.
        #VALUE!: text among the values.
        #VALUE!: an order of another name.
        #VALUE!: names and values are not two columns of one length.

    Source:
        Kireyeva, A. A., Nurlanova, N. K. (2014), The Formation of Innovative Clusters in Kazakhstan, Table 1: Atyrau,
        Almaty city, Astana and Mangystau lead in GRP per capita.

    Examples:
        =TOP_REGIONS({"Astana";"Atyrau";"Zhambyl"},{3573;5655.4;732},2) → {"Atyrau",5655.4;"Astana",3573}
        =TOP_REGIONS({"Astana","Atyrau"},{3573,5655.4},5,"ascending","rows") → {"Astana","Atyrau";3573,5655.4}
        =TOP_REGIONS({"Astana";"Atyrau"},{3573;5655.4},0) → #NUM!
        =TOP_REGIONS({"Astana";"Atyrau"},{3573;"…"},1) → #N/A
        =TOP_REGIONS({"Astana";"Atyrau"},{3573;"much"},1) → #VALUE!
        =TOP_REGIONS({"Astana";"Atyrau"},{1;2},1,"best") → #VALUE!
        =TOP_REGIONS({"Astana";"Atyrau"},{1;2;3},1) → #VALUE!
    """
    if names.shape != values.shape or names.shape[1] != 1:
        raise FunctionError(ExcelError.VALUE, "names and values are two columns of one length")
    found = _first_of(names, values)
    if found is not None:
        raise FunctionError(found, f"among the regions there is {found}")
    known = np.flatnonzero(np.isfinite(values))
    first = known[np.argsort(_ranks(_keys(values.flat[known], order), "ordinal"))][:count]
    if not first.size:
        return np.array([[None]], dtype=np.object_)
    return np.array([[names.flat[i], values.flat[i]] for i in first], dtype=np.object_)


def _first_of(names: Texts, values: Numbers) -> ExcelError | None:
    cells = [*names.flat, *map(unbox, values.ravel().tolist())]
    return next((cell for cell in cells if isinstance(cell, ExcelError)), None)


def ranks(values: Numbers, order: Order = "descending", ties: Ties = "min") -> Numbers:
    """Ranks of each column; cells without a number stay as they are."""
    result = values.copy()
    for j in range(values.shape[1]):
        known = np.isfinite(values[:, j])
        result[known, j] = _ranks(_keys(values[known, j], order), ties)
    return result


def _keys(values: Numbers, order: Order) -> Numbers:
    return -comparable(values) if order == "descending" else comparable(values)


def _ranks(keys: Numbers, ties: Ties) -> NDArray[np.floating[Any]]:
    if ties == "ordinal":
        return np.argsort(np.argsort(keys, kind="stable"), kind="stable") + 1.0
    if ties == "dense":
        return np.unique(keys, return_inverse=True)[1] + 1.0
    order = keys.argsort()
    ordered = keys[order]
    starts = np.flatnonzero(ordered[1:] != ordered[:-1]) + 1
    result = np.empty(keys.size)
    if starts.size == keys.size - 1:
        result[order] = np.arange(1.0, keys.size + 1)
        return result
    first = np.concatenate([[0], starts])
    alike = np.diff(first, append=keys.size)
    result[order] = np.repeat(first + 1.0 if ties == "min" else first + (alike + 1) / 2, alike)
    return result
