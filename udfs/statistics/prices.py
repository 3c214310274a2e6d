"""Prices and volumes: what of a value's growth is price, what quantity, and who contributed to growth."""

from typing import Final, Literal, TypeAlias

import numpy as np

from udfs.numerics.arithmetic import carry, nonnegative, pair, ratio, total_of
from udfs.numerics.cell_values import DIV0, NUM, Numbers
from udfs.numerics.double_double import DoubleDouble, difference, double_double
from udfs.numerics.exponentials import exponential
from udfs.numerics.logarithms import logarithm
from udfs.numerics.observations import Statistic, reduce
from udfs.registry import Gives, Role, function

SUBJECT = "growth"

IndexFormula: TypeAlias = Literal["laspeyres", "paasche", "fisher", "tornqvist"]


@function(SUBJECT, along=(Role.BRANCHES, Role.TERRITORIES), gives=Gives.ONE)
def price_index(
    prices_base: Numbers,
    quantities_base: Numbers,
    prices: Numbers,
    quantities: Numbers,
    formula: IndexFormula = "laspeyres",
) -> Numbers:
    """Price index of several goods or branches, base period = 100.

    Formula:
        Laspeyres L = 100 · Σ p_1 q_0 / Σ p_0 q_0; Paasche P = 100 · Σ p_1 q_1 / Σ p_0 q_1; Fisher √(L · P);
        Törnqvist 100 · exp Σ ½ (s_0 + s_1) · ln(p_1 / p_0), s the shares in the values p · q

    Arguments:
        prices_base: p_0, prices of the base period by good or branch (rows); a column for each market; a currency unit.
        quantities_base: q_0, quantities of the base period, shaped as prices_base.
        prices: p_1, prices of the current period, shaped as prices_base.
        quantities: q_1, quantities of the current period, shaped as prices_base.
        formula: "laspeyres" (when omitted), "paasche", "fisher" or "tornqvist".

    Returns:
        Indices in percent, base period = 100; one for each column. Goods blank in any range are left out.

    Errors:
        #DIV/0!: the values of the base are zero.
        #NUM!: a price or a quantity is negative.
        #NUM!: with "tornqvist", a price is zero.
        #N/A: a suppressed figure.
        #VALUE!: text among the numbers.
        #VALUE!: ranges that don't pair.
        #VALUE!: another formula.

    Source:
        ILO, IMF, OECD et al. (2004), Producer Price Index Manual, chapters 15 to 17; Balk, B. M. (2008), Price and
        Quantity Index Numbers, tables 3.1 to 3.12.

    Examples:
        =PRICE_INDEX({1;2},{10;5},{2;2},{5;10}) → 150
        =PRICE_INDEX({1;2},{10;5},{2;2},{5;10},"paasche") → 120
        =PRICE_INDEX({1;2},{10;5},{2;2},{5;10},"fisher") → 134.164078649987
        =PRICE_INDEX({1;2},{10;5},{2;2},{5;10},"tornqvist") → 133.48398541700344
        =PRICE_INDEX({0;0},{10;5},{2;2},{5;10}) → #DIV/0!
        =PRICE_INDEX({-1;2},{10;5},{2;2},{5;10}) → #NUM!
        =PRICE_INDEX({0;2},{10;5},{2;2},{5;10},"tornqvist") → #NUM!
        =PRICE_INDEX({"…";2},{10;5},{2;2},{5;10}) → #N/A
        =PRICE_INDEX({"one";2},{10;5},{2;2},{5;10}) → #VALUE!
        =PRICE_INDEX({1;2},{10;5;1},{2;2},{5;10}) → #VALUE!
        =PRICE_INDEX({1;2},{10;5},{2;2},{5;10},"walsh") → #VALUE!
    """
    return reduce(_FORMULAS[formula], *map(nonnegative, (prices_base, quantities_base, prices, quantities)))


@function(SUBJECT, along=(Role.BRANCHES, Role.TERRITORIES), gives=Gives.ONE)
def quantity_index(
    prices_base: Numbers,
    quantities_base: Numbers,
    prices: Numbers,
    quantities: Numbers,
    formula: IndexFormula = "laspeyres",
) -> Numbers:
    """Quantity index (of physical volume) of several goods or branches, base period = 100.

    Formula:
        Laspeyres L = 100 · Σ p_0 q_1 / Σ p_0 q_0; Paasche P = 100 · Σ p_1 q_1 / Σ p_1 q_0; Fisher √(L · P);
        Törnqvist 100 · exp Σ ½ (s_0 + s_1) · ln(q_1 / q_0), s the shares in the values p · q

    Arguments:
        prices_base: p_0, prices of the base period by good or branch (rows); a column for each market; a currency unit.
        quantities_base: q_0, quantities of the base period, shaped as prices_base.
        prices: p_1, prices of the current period, shaped as prices_base.
        quantities: q_1, quantities of the current period, shaped as prices_base.
        formula: "laspeyres" (when omitted; the European Union's and the CIS countries'), "paasche", "fisher" (the
            United States', Canada's) or "tornqvist".

    Returns:
        Indices in percent, base period = 100; one for each column. Goods blank in any range are left out.

    Errors:
        #DIV/0!: the values of the base are zero.
        #NUM!: a price or a quantity is negative.
        #NUM!: with "tornqvist", a quantity is zero.
        #N/A: a suppressed figure.
        #VALUE!: text among the numbers.
        #VALUE!: ranges that don't pair.
        #VALUE!: another formula.

    Source:
        System of National Accounts 2008, chapter 15, volume indices; Balk, B. M. (2008), Price and Quantity Index
        Numbers, tables 3.1 to 3.12.

    Examples:
        =QUANTITY_INDEX({1;2},{10;5},{2;2},{5;10}) → 125
        =QUANTITY_INDEX({1;2},{10;5},{2;2},{5;10},"paasche") → 100
        =QUANTITY_INDEX({1;2},{10;5},{2;2},{5;10},"fisher") → 111.803398874989
        =QUANTITY_INDEX({1;2},{10;5},{2;2},{5;10},"tornqvist") → 112.24620483093731
        =QUANTITY_INDEX({1;2},{0;0},{2;2},{5;10}) → #DIV/0!
        =QUANTITY_INDEX({1;2},{10;-5},{2;2},{5;10}) → #NUM!
        =QUANTITY_INDEX({1;2},{0;5},{2;2},{5;10},"tornqvist") → #NUM!
        =QUANTITY_INDEX({1;2},{"…";5},{2;2},{5;10}) → #N/A
        =QUANTITY_INDEX({1;2},{"ten";5},{2;2},{5;10}) → #VALUE!
        =QUANTITY_INDEX({1;2},{10;5;1},{2;2},{5;10}) → #VALUE!
        =QUANTITY_INDEX({1;2},{10;5},{2;2},{5;10},"walsh") → #VALUE!
    """
    return reduce(_FORMULAS[formula], *map(nonnegative, (quantities_base, prices_base, quantities, prices)))


@function(SUBJECT, along=None)
def constant_prices(values: Numbers, price_index: Numbers) -> Numbers:
    """Values in the prices of the base period: values in current prices without the change of prices.

    Formula:
        value in constant prices = 100 · value / price index

    Arguments:
        values: GRP or output in current prices; any shape; one currency unit.
        price_index: price indices (deflators), base period = 100; shaped as values, or one cell, row or column for it.

    Returns:
        Currency units of the base period's prices, shaped as values.

    Errors:
        #DIV/0!: the price index is zero.
        #NUM!: the price index is negative.
        #N/A: a suppressed figure.
        #VALUE!: text among the numbers.
        #VALUE!: ranges that don't pair.

    Source:
        System of National Accounts 2008, chapter 15, deflation of values by price indices.

    Examples:
        =CONSTANT_PRICES({132;99},{110;90}) → {120;110}
        =CONSTANT_PRICES({132,-99},110) → {120,-90}
        =CONSTANT_PRICES({132;99},{0;90}) → {#DIV/0!;110}
        =CONSTANT_PRICES({132;99},{-110;90}) → {#NUM!;110}
        =CONSTANT_PRICES({"c";99},90) → {#N/A;110}
        =CONSTANT_PRICES({"much";99},90) → {#VALUE!;110}
        =CONSTANT_PRICES({132;99},{1,2,3}) → #VALUE!
    """
    return ratio(*pair(values, nonnegative(price_index)), factor=100)


@function(SUBJECT, along=(Role.TERRITORIES, Role.BRANCHES), unless="total_base")
def growth_contribution(current: Numbers, base: Numbers, total_base: Numbers | None = None) -> Numbers:
    """Contribution of each region or branch to the growth of the whole, in percentage points.

    Formula:
        contribution = 100 · (x_1 − x_0) / total_0

    Arguments:
        current: x_1, volumes of the current period by region or branch (rows); a column for each period; one unit, in
            current or constant prices, or of Laspeyres links.
        base: x_0, volumes of the base period, shaped as current.
        total_base: volume of the whole in the base period; one cell, or one for each row or column of base; each
            column's sum when omitted.

    Returns:
        Percentage points, shaped as current; over all regions they sum to the growth of the whole in percent.

    Errors:
        #DIV/0!: the whole is zero in the base period.
        #NUM!: the whole is negative in the base period.
        #N/A: a suppressed figure, which in the base also leaves the sum of its column unknown.
        #VALUE!: text among the numbers.
        #VALUE!: ranges that don't pair.

    Source:
        Statistics Canada (2008), Chain Fisher Volume Index Methodology, 13-017-X, contributions to growth; INSEE,
        definition of contribution to growth.

    Examples:
        =GROWTH_CONTRIBUTION({110;35},{100;25}) → {8;8}
        =GROWTH_CONTRIBUTION({110;35},{100;25},250) → {4;4}
        =GROWTH_CONTRIBUTION({110;-5},{100;-20}) → {12.5;18.75}
        =GROWTH_CONTRIBUTION({1;2},{0;0}) → {#DIV/0!;#DIV/0!}
        =GROWTH_CONTRIBUTION({1;2},{-1;-2}) → {#NUM!;#NUM!}
        =GROWTH_CONTRIBUTION({"…";35},{100;25}) → {#N/A;8}
        =GROWTH_CONTRIBUTION({110;35},{"…";25}) → {#N/A;#N/A}
        =GROWTH_CONTRIBUTION({"much";35},{100;25}) → {#VALUE!;8}
        =GROWTH_CONTRIBUTION({110;35},{1,2,3}) → #VALUE!
    """
    now, before = pair(current, base)
    whole = total_of(before, 0) if total_base is None else double_double(pair(total_base, before)[0])
    changes = difference(now, before)
    found = ratio(changes, DoubleDouble(nonnegative(whole.high), whole.low), factor=100)
    return carry(found, now, before, np.broadcast_to(nonnegative(whole.high), found.shape))


def _relative(part: DoubleDouble, whole: DoubleDouble) -> DoubleDouble | float:
    return part / whole if float(whole.high) else DIV0


def _laspeyres(prices_base: Numbers, weights_base: Numbers, prices: Numbers, weights: Numbers) -> DoubleDouble | float:
    found = _relative(
        (double_double(prices) * weights_base).total(), (double_double(prices_base) * weights_base).total()
    )
    return found * 100.0


def _paasche(prices_base: Numbers, weights_base: Numbers, prices: Numbers, weights: Numbers) -> DoubleDouble | float:
    return _laspeyres(prices_base, weights, prices, weights)


def _fisher(prices_base: Numbers, weights_base: Numbers, prices: Numbers, weights: Numbers) -> DoubleDouble | float:
    first = _laspeyres(prices_base, weights_base, prices, weights)
    second = _paasche(prices_base, weights_base, prices, weights)
    return (first * second).root() if isinstance(first, DoubleDouble) and isinstance(second, DoubleDouble) else DIV0


def _tornqvist(prices_base: Numbers, weights_base: Numbers, prices: Numbers, weights: Numbers) -> DoubleDouble | float:
    before, now = double_double(prices_base) * weights_base, double_double(prices) * weights
    if not before.high.any() or not now.high.any():
        return DIV0
    if not (prices_base.all() and prices.all()):
        return NUM
    shares = before / before.total() + now / now.total()
    return exponential((shares * logarithm(double_double(prices) / prices_base)).total() * 0.5) * 100.0


_FORMULAS: Final[dict[str, Statistic]] = {
    "laspeyres": _laspeyres,
    "paasche": _paasche,
    "fisher": _fisher,
    "tornqvist": _tornqvist,
}
