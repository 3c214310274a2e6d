"""Kireyeva & Nurlanova (2014): the audit finds the fourteen figures of the tables that don't follow, and no other."""

from collections.abc import Iterable

import numpy as np
import pytest

from udfs.formulas.evaluator import OMITTED, evaluate
from udfs.numerics.cell_values import CellValue

# Table 1: GRP of 2012 (million tenge), printed share (percent)
NATION_GRP = 30218544.3
TABLE_1 = {
    "Akmolinsk": (815177.4, 2.7),
    "Aktobe": (1534424.8, 5.1),
    "Almaty region": (1459471.2, 4.6),
    "Atyrau": (3105359.0, 12.1),
    "West-Kazakhstan": (1728736.7, 4.9),
    "Zhambyl": (778240.3, 2.3),
    "Karaganda": (2576849.4, 8.8),
    "Kostanay": (1110497.9, 4.2),
    "Kyzylorda": (1180334.1, 3.9),
    "Mangystau": (1982137.1, 6.4),
    "South-Kazakhstan": (1684069.9, 5.5),
    "Pavlodar": (1466131.9, 5.4),
    "North-Kazakhstan": (677541.1, 2.4),
    "East-Kazakhstan": (1761063.9, 5.8),
    "Astana": (2717262.4, 8.5),
    "Almaty city": (5641247.2, 17.3),
}
PER_CAPITA = (5655.4, 3856.1, 3573.0, 3559.2, 2810.2, 1959.8, 1939.3, 1893.8)
PER_CAPITA += (1639.6, 1262.9, 1262.2, 1164.9, 1113.4, 757.0, 732.0, 635.5)

# Table 2: organisations doing R&D, 2008-2012, and the printed index of 2012 to 2008
NATION_RD = (421, 416, 424, 412, 345)
NATION_RD_INDEX = 81.9
TABLE_2 = {
    "Akmolinsk": (8, 7, 7, 8, 9, 112.5),
    "Aktobe": (16, 15, 16, 18, 16, 100.0),
    "Almaty region": (12, 7, 10, 8, 7, 58.3),
    "Atyrau": (11, 12, 12, 9, 9, 81.8),
    "East-Kazakhstan": (35, 34, 33, 36, 34, 97.1),
    "Zhambyl": (11, 12, 10, 7, 8, 72.7),
    "West-Kazakhstan": (10, 10, 10, 9, 15, 150.0),
    "Karaganda": (40, 29, 28, 29, 26, 65.0),
    "Kostanay": (13, 14, 15, 13, 14, 107.6),
    "Kyzylorda": (7, 9, 14, 23, 7, 100.0),
    "Mangystau": (7, 6, 8, 8, 7, 100.0),
    "Pavlodar": (11, 10, 9, 11, 11, 100.0),
    "North-Kazakhstan": (5, 5, 5, 3, 3, 60.0),
    "South-Kazakhstan": (11, 10, 9, 9, 11, 100.0),
    "Astana": (41, 43, 42, 41, 49, 119.5),
    "Almaty city": (183, 195, 196, 180, 119, 65.0),
}

# Tables 3 and 4: coefficient of localization of a branch in 2008 and 2012, and the printed arrow
ARROWS = (
    (3.1, 4.0, "↑"),
    (2.0, 2.4, "↑"),
    (0.4, 0.3, "↓"),
    (0.9, 0.7, "↓"),
    (0.9, 1.2, "↑"),
    (0.2, 0.4, "↑"),
    (2.6, 3.2, "↑"),
    (1.8, 2.6, "↑"),
    (1.4, 1.5, "↑"),
    (0.9, 0.7, "↓"),
    (1.1, 0.9, "↓"),
    (0.7, 0.5, "↓"),
)

SHARES_THAT_DO_NOT_FOLLOW = {
    "Atyrau": 10.276,
    "Almaty city": 18.668,
    "West-Kazakhstan": 5.721,
    "Pavlodar": 4.852,
    "Kostanay": 3.675,
    "Astana": 8.992,
    "Karaganda": 8.527,
    "Almaty region": 4.830,
    "Mangystau": 6.559,
    "North-Kazakhstan": 2.242,
    "South-Kazakhstan": 5.573,
    "Zhambyl": 2.575,
}


def column(values: Iterable[object]) -> list[list[object]]:
    return [[value] for value in values]


def findings(names: Iterable[str], cells: list[list[CellValue]]) -> dict[str, CellValue]:
    return {name: cell for name, (cell,) in zip(names, cells, strict=True) if cell is not None}


@pytest.mark.parametrize("total", [NATION_GRP, OMITTED], ids=["printed total", "sum of the regions"])
def test_twelve_shares_do_not_follow_from_the_volumes(total: object) -> None:
    volumes, shares = zip(*TABLE_1.values(), strict=True)
    found = findings(TABLE_1, evaluate("AUDIT_SHARE", [column(volumes), column(shares), total]))
    assert found == pytest.approx(SHARES_THAT_DO_NOT_FOLLOW, abs=0.0005)


def test_volumes_sum_to_the_republic_and_shares_to_a_hundred_within_rounding() -> None:
    volumes, shares = zip(*TABLE_1.values(), strict=True)
    assert sum(shares) == pytest.approx(99.9)
    assert evaluate("AUDIT_TOTAL", [column(volumes), NATION_GRP]) == [[None]]
    assert evaluate("AUDIT_TOTAL", [column(shares), 100.0]) == [[None]]


def test_the_regions_of_2009_are_418_and_the_other_years_hold() -> None:
    counts = [row[:5] for row in TABLE_2.values()]
    assert evaluate("AUDIT_TOTAL", [counts, [NATION_RD]]) == [[None, 418, None, None, None]]


def test_the_index_of_kostanay_alone_does_not_follow() -> None:
    rows = {**TABLE_2, "Republic": (*NATION_RD, NATION_RD_INDEX)}
    current, base, printed = ([row[i] for row in rows.values()] for i in (4, 0, 5))
    found = findings(rows, evaluate("AUDIT_INDEX", [column(current), column(base), column(printed)]))
    assert found == {"Kostanay": pytest.approx(107.6923, abs=0.00005)}


def test_ranks_by_grp_per_capita_are_as_printed() -> None:
    assert evaluate("RANK_REGIONS", [column(PER_CAPITA)]) == column(range(1, 17))


def test_twelve_arrows_are_as_printed() -> None:
    base, current, arrows = zip(*ARROWS, strict=True)
    assert evaluate("CL_TREND", [column(base), column(current)]) == column(arrows)


def test_arrows_hold_whatever_was_rounded_away() -> None:
    generator = np.random.default_rng(2014)
    base, current, arrows = zip(*ARROWS, strict=True)
    for _ in range(50):
        lost = generator.uniform(-0.0499, 0.0499, (2, 12))
        found = evaluate("CL_TREND", [column(np.add(base, lost[0])), column(np.add(current, lost[1]))])
        assert found == column(arrows)
