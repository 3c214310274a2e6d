"""Published indices of prices and quantities, values in constant prices and contributions to growth."""

import pytest

from udfs.formulas.evaluator import evaluate
from udfs.numerics.cell_values import CellValue

# Prices and quantities of six goods in five periods, and the indices of prices: Balk, B. M. (2008), Price and Quantity
# Index Numbers, tables 3.1, 3.2, 3.4, 3.6 and 3.12, after the Producer Price Index Manual (2004), tables 19.1 and 19.2.
PRICES = [
    (1.0, 1.2, 1.0, 0.8, 1.0),
    (1.0, 3.0, 1.0, 0.5, 1.0),
    (1.0, 1.3, 1.5, 1.6, 1.6),
    (1.0, 0.7, 0.5, 0.3, 0.1),
    (1.0, 1.4, 1.7, 1.9, 2.0),
    (1.0, 0.8, 0.6, 0.4, 0.2),
]
QUANTITIES = [
    (1.0, 0.8, 1.0, 1.2, 0.9),
    (1.0, 0.9, 1.1, 1.2, 1.2),
    (2.0, 1.9, 1.8, 1.9, 2.0),
    (1.0, 1.3, 3.0, 6.0, 12.0),
    (4.5, 4.7, 5.0, 5.6, 6.5),
    (0.5, 0.6, 0.8, 1.3, 2.5),
]
PUBLISHED = {
    "laspeyres": (1.0, 1.42, 1.345, 1.355, 1.44),
    "paasche": (1.0, 1.3824, 1.2031, 1.0209, 0.7968),
    "fisher": (1.0, 1.4011, 1.2721, 1.1762, 1.0712),
    "tornqvist": (1.0, 1.4052, 1.2890, 1.2268, 1.2477),
}


def at(rows: list[tuple[float, ...]], period: int) -> list[list[float]]:
    return [[row[period]] for row in rows]


def one(name: str, *arguments: object) -> CellValue:
    [[cell]] = evaluate(name, arguments)
    return cell


@pytest.mark.parametrize("period", range(5))
@pytest.mark.parametrize("formula", PUBLISHED)
def test_price_indices_of_balk_2008(formula: str, period: int) -> None:
    given = (at(PRICES, 0), at(QUANTITIES, 0), at(PRICES, period), at(QUANTITIES, period))
    assert one("PRICE_INDEX", *given, formula) == pytest.approx(100 * PUBLISHED[formula][period], abs=0.005)


@pytest.mark.parametrize("period", range(5))
def test_fisher_index_of_prices_times_that_of_quantities_is_that_of_values(period: int) -> None:
    """The factor reversal test, by which Fisher called his index ideal."""
    given = (at(PRICES, 0), at(QUANTITIES, 0), at(PRICES, period), at(QUANTITIES, period))
    values = [sum(p[at] * q[at] for p, q in zip(PRICES, QUANTITIES, strict=True)) for at in (0, period)]
    product = float(str(one("PRICE_INDEX", *given, "fisher"))) * float(str(one("QUANTITY_INDEX", *given, "fisher")))
    assert product / 10_000 == pytest.approx(values[1] / values[0], rel=1e-14)


# Statistics Canada (2008), Chain Fisher Volume Index Methodology, 13-017-X, table 2.12: values at prices of t1.
VOLUMES = [
    (60.0, 90.0, 108.0, 144.0),
    (210.0, 210.0, 224.0, 238.0),
    (375.0, 450.0, 525.0, 540.0),
    (120.0, 150.0, 150.0, 162.0),
]


def test_contributions_sum_to_the_growth_of_the_whole() -> None:
    found = [row[0] for row in evaluate("GROWTH_CONTRIBUTION", [at(VOLUMES, 3), at(VOLUMES, 2)])]
    total = [sum(row[period] for row in VOLUMES) for period in (2, 3)]
    assert sum(map(float, map(str, found))) == pytest.approx(100 * (total[1] / total[0] - 1), rel=1e-14)


def test_a_loss_among_the_parts_is_a_part_like_others() -> None:
    assert evaluate("GROWTH_CONTRIBUTION", [[[110.0], [-5.0]], [[100.0], [-20.0]]]) == [[12.5], [18.75]]


# The same table: values and price indices of A to D in t0 to t3; B's second price index is 350 / 3.
VALUES = [(80, 90, 72, 48), (180, 210, 240, 255), (250, 450, 455, 504), (100, 150, 150, 135)]
PRICE_INDICES = [(100, 75, 50, 25), (100, 350 / 3, 125, 125), (100, 150, 130, 140), (100, 120, 120, 100)]


def test_values_at_constant_prices_of_statistics_canada() -> None:
    of_t1 = [[100 * price / prices[1] for price in prices] for prices in PRICE_INDICES]
    found = evaluate("CONSTANT_PRICES", [[list(map(float, row)) for row in VALUES], of_t1])
    printed = [(60, 90, 108, 144), (210, 210, 224, 238), (375, 450, 525, 540), (120, 150, 150, 162)]
    assert [[round(float(str(cell)), 9) for cell in row] for row in found] == [list(map(float, row)) for row in printed]


@pytest.mark.parametrize(
    ("formula", "printed"),
    [("laspeyres", (118.9, 111.9, 107.0)), ("paasche", (117.6, 111.2, 105.7)), ("fisher", (118.2, 111.5, 106.3))],
)
def test_volume_indices_of_statistics_canada(formula: str, printed: tuple[float, ...]) -> None:
    quantities = [
        [value / price for value, price in zip(*pair, strict=True)] for pair in zip(VALUES, PRICE_INDICES, strict=True)
    ]
    for year, index in enumerate(printed, start=1):
        sides = [[[float(row[at])] for row in rows] for at in (year - 1, year) for rows in (PRICE_INDICES, quantities)]
        assert round(float(str(one("QUANTITY_INDEX", *sides, formula))), 1) == index
