"""Ranking: the order of the regions, as Excel's own RANK counts it but over whole ranges and without the missing."""

from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from udfs.arithmetic import territories
from udfs.cells import Numbers
from udfs.registry import function

SUBJECT = "ranking"

Order: TypeAlias = Literal["descending", "ascending"]
Ties: TypeAlias = Literal["min", "avg", "dense", "ordinal"]


@function(SUBJECT)
def rank_regions(values: Numbers, order: Order = "descending", ties: Ties = "min") -> Numbers:
    """Rank of each region; what is missing has none and is not counted.

    Formula:
        rank = 1 + number of regions that come before

    Arguments:
        values: an indicator by region (rows) and year (columns); each column is ranked, or the row where there is one.
        order: "descending" (the largest is first, when omitted) or "ascending".
        ties: what equal values get: "min" the first of their ranks as RANK.EQ (when omitted), "avg" the mean of them
            as RANK.AVG, "dense" one rank without a gap after it, "ordinal" successive ranks as they stand.

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
        =RANK_REGIONS({7;9;7;5},"ascending","avg") → {2.5;4;2.5;1}
        =RANK_REGIONS({7;9;7;5},,"dense") → {2;1;2;3}
        =RANK_REGIONS({7;9;7;5},,"ordinal") → {2;1;3;4}
        =RANK_REGIONS({7;"";9}) → {2;"";1}
        =RANK_REGIONS({7;"…";9}) → {2;#N/A;1}
        =RANK_REGIONS({7;"eight";9}) → {2;#VALUE!;1}
        =RANK_REGIONS({7;9},"largest") → #VALUE!
    """
    return ranks(values, order, ties)


def ranks(values: Numbers, order: Order = "descending", ties: Ties = "min") -> Numbers:
    """Ranks of each column, or of the row where there is one; cells without a number stay as they are."""
    if territories(values) == 1:
        return ranks(values.T, order, ties).T
    result = values.copy()
    for j in range(values.shape[1]):
        known = np.isfinite(values[:, j])
        keys = values[known, j]
        result[known, j] = _ranks(-keys if order == "descending" else keys, ties)
    return result


def _ranks(keys: Numbers, ties: Ties) -> NDArray[np.floating[Any]]:
    if ties == "ordinal":
        return np.argsort(np.argsort(keys, kind="stable"), kind="stable") + 1.0
    if ties == "dense":
        return np.unique(keys, return_inverse=True)[1] + 1.0
    ordered = np.sort(keys)
    first = np.searchsorted(ordered, keys, "left") + 1.0
    return first if ties == "min" else (first + np.searchsorted(ordered, keys, "right")) / 2
