"""Growth: how much of what there was there is now."""

import numpy as np

from udfs.numerics.arithmetic import FunctionError, calculable, carry, first_errors, nonnegative, overlay, pair, ratio
from udfs.numerics.cell_values import BLANK, NA, NUM, ExcelError, Numbers, error_numbers, is_blank
from udfs.numerics.double_double import DoubleDouble, choose, difference, double_double, product
from udfs.numerics.logarithms import logarithm
from udfs.registry import Gives, Role, function

SUBJECT = "growth"


@function(SUBJECT, along=Role.PERIODS, gives=Gives.ONE, unless="base")
def growth_index(current: Numbers, base: Numbers | None = None) -> Numbers:
    """Index of growth, base period = 100; without a base, the last year to the first.

    Formula:
        index = 100 · current / base

    Arguments:
        current: volumes of the current period, any shape; or, without base, by region (rows) and year (columns).
        base: volumes of the base period; shaped as current, or one cell, row or column for it; the same unit; the first
            year of current when omitted.

    Returns:
        Indices in percent, base = 100; shaped as current, or one for each region where base is omitted.

    Errors:
        #DIV/0!: the base is zero.
        #NUM!: a volume is negative.
        #N/A: a suppressed figure.
        #VALUE!: text among the numbers.
        #VALUE!: ranges that don't pair.
        #VALUE!: base is omitted and current has one year only.

    Source:
        Kireyeva, A. A., Nurlanova, N. K. (2014), The Formation of Innovative Clusters in Kazakhstan, Table 2.

    Examples:
        =GROWTH_INDEX({13,14,15,13,14;8,7,7,8,9}) → {107.692307692;112.5}
        =GROWTH_INDEX({14;9},{13;8}) → {107.692307692;112.5}
        =GROWTH_INDEX({14;9},{0;8}) → {#DIV/0!;112.5}
        =GROWTH_INDEX({14;9},{-1;8}) → {#NUM!;112.5}
        =GROWTH_INDEX({"…";9},8) → {#N/A;112.5}
        =GROWTH_INDEX({"many";9},8) → {#VALUE!;112.5}
        =GROWTH_INDEX({14;9},{1,2}) → #VALUE!
        =GROWTH_INDEX({13;14},,"columns") → 107.692307692
        =GROWTH_INDEX({14;9}) → #VALUE!
    """
    return ratio(*_periods(current, base), factor=100)


@function(SUBJECT, along=Role.PERIODS, gives=Gives.ONE, unless="base")
def growth_rate(current: Numbers, base: Numbers | None = None) -> Numbers:
    """Growth in percent; without a base, the last year against the first.

    Formula:
        rate = 100 · (current / base − 1)

    Arguments:
        current: volumes of the current period, any shape; or, without base, by region (rows) and year (columns).
        base: volumes of the base period; shaped as current, or one cell, row or column for it; the same unit; the first
            year of current when omitted.

    Returns:
        Growth in percent, a decrease below zero; shaped as current, or one for each region where base is omitted.

    Errors:
        #DIV/0!: the base is zero.
        #NUM!: a volume is negative.
        #N/A: a suppressed figure.
        #VALUE!: text among the numbers.
        #VALUE!: ranges that don't pair.
        #VALUE!: base is omitted and current has one year only.

    Source:
        Kireyeva, A. A., Nurlanova, N. K. (2014), The Formation of Innovative Clusters in Kazakhstan, Table 2, where
        345 organisations after 421 are an index of 81.9: a decrease of 18.1 percent.

    Examples:
        =GROWTH_RATE(345,421) → -18.052256532
        =GROWTH_RATE({8,7,7,8,9;16,15,16,18,16}) → {12.5;0}
        =GROWTH_RATE({14;9},{0;8}) → {#DIV/0!;12.5}
        =GROWTH_RATE({-1;9},8) → {#NUM!;12.5}
        =GROWTH_RATE({":";9},8) → {#N/A;12.5}
        =GROWTH_RATE({"many";9},8) → {#VALUE!;12.5}
        =GROWTH_RATE({14;9},{1,2}) → #VALUE!
        =GROWTH_RATE({8;9},,"columns") → 12.5
        =GROWTH_RATE({14;9}) → #VALUE!
    """
    now, before = _periods(current, base)
    with np.errstate(all="ignore"):
        change = difference(now, before)
    return carry(ratio(change, before, factor=100), now, before)


def _periods(current: Numbers, base: Numbers | None) -> tuple[Numbers, ...]:
    if base is None:
        if current.shape[1] < 2:
            if error_numbers(current).all():
                return current, np.ones_like(current)
            raise FunctionError(
                ExcelError.VALUE,
                "without a base there must be two years at least; years are columns unless along says otherwise",
            )
        current, base = current[:, -1:], current[:, :1]
    return pair(nonnegative(current), nonnegative(base))


@function(SUBJECT, along=None)
def cagr(first: Numbers, last: Numbers, periods: Numbers) -> Numbers:
    """Compound annual growth rate: the yearly growth in percent that leads from the first volume to the last.

    Formula:
        CAGR = 100 · ((last / first)^(1 / periods) − 1)

    Arguments:
        first: volumes at the beginning; any shape.
        last: volumes at the end; shaped as first, or one cell, row or column for it; the same unit.
        periods: years between them: above zero; one cell, or shaped as first.

    Returns:
        Percent a year, as large as the largest range.

    Errors:
        #DIV/0!: the first volume is zero.
        #DIV/0!: there are no periods.
        #NUM!: a volume or the number of periods is negative.
        #N/A: a suppressed figure.
        #VALUE!: text among the numbers.
        #VALUE!: ranges that don't pair.

    Source:
        OECD (2007), Data and Metadata Reporting and Presentation Handbook, chapter on growth rates.

    Examples:
        =CAGR(100,121,2) → 10
        =CAGR({100;421},{121;345},{2;4}) → {10;-4.855376956953}
        =CAGR({0;100},121,2) → {#DIV/0!;10}
        =CAGR(100,121,0) → #DIV/0!
        =CAGR({-1;100},121,2) → {#NUM!;10}
        =CAGR({"…";100},121,2) → {#N/A;10}
        =CAGR({"first";100},121,2) → {#VALUE!;10}
        =CAGR({1;2},{1,2,3},2) → #VALUE!
    """
    start, end, years = pair(nonnegative(first), nonnegative(last), nonnegative(periods))
    growth, exponent = ratio(end, start), ratio(np.ones_like(years), years)
    with np.errstate(all="ignore"):
        rate = _yearly(double_double(end) / start, years)
        power = np.where(growth > 0, (rate * 100.0).high, -100.0)
    return carry(np.where(np.isfinite(power), power, NUM), start, end, years, growth, exponent)


def _yearly(growth: DoubleDouble, years: Numbers) -> DoubleDouble:
    """growth^(1 / years) − 1: the machine's own figure, corrected by what its logarithm lacks."""
    wanted = logarithm(growth) / years
    rough = np.expm1(wanted.high)
    factor = double_double(rough) + 1.0
    missing = (wanted - logarithm(factor)) * factor
    return choose(np.isfinite(missing.high), missing + rough, rough)


@function(SUBJECT, along=Role.PERIODS)
def chain_index(indices: Numbers) -> Numbers:
    """Chains indices that each compare a year with the year before into indices to one base.

    Formula:
        chain_t = 100 · (i_1 / 100) · (i_2 / 100) · … · (i_t / 100)

    Arguments:
        indices: growth by region (rows) and year (columns); percent, the year before = 100.

    Returns:
        Indices in percent, the year before the first = 100, shaped as indices. A chain begins at its first figure.

    Errors:
        #NUM!: an index is negative.
        #NUM!: the chain leaves what a figure can be, 1E+140.
        #N/A: a suppressed figure, and all years after it.
        #N/A: a year after one that is blank within the chain.
        #VALUE!: text among the numbers, and all years after it.

    Source:
        IMF (2017), Quarterly National Accounts Manual, chapter 8, chain-linked measures.

    Examples:
        =CHAIN_INDEX({105,104,98}) → {105,109.2,107.016}
        =CHAIN_INDEX({105;104}) → {105;104}
        =CHAIN_INDEX({105;104},"columns") → {105;109.2}
        =CHAIN_INDEX({"",110,110}) → {"",110,121}
        =CHAIN_INDEX({1E+100,1E+100}) → {1E+100,#NUM!}
        =CHAIN_INDEX({105,-1}) → {105,#NUM!}
        =CHAIN_INDEX({105,"…",104}) → {105,#N/A,#N/A}
        =CHAIN_INDEX({105,"",104}) → {105,"",#N/A}
        =CHAIN_INDEX({105,"up",104}) → {105,#VALUE!,#VALUE!}
    """
    factors = nonnegative(indices)
    blank = is_blank(factors)
    chained = _chained(np.where(np.isnan(factors), 100.0, factors))
    begun = np.maximum.accumulate(np.isfinite(factors), axis=1)
    broken = np.maximum.accumulate(begun & blank, axis=1)
    chained = np.where(broken, NA, chained)
    return overlay(np.where(blank, BLANK, chained), first_errors(factors))


def _chained(factors: Numbers) -> Numbers:
    """100 · the products of factors / 100 up to each column, rounded once."""
    with np.errstate(all="ignore"):
        links = double_double(factors) / 100.0
        high, low = links.high, links.low
        reach = 1
        while reach < factors.shape[1]:
            longer = DoubleDouble(high[:, reach:], low[:, reach:]) * DoubleDouble(high[:, :-reach], low[:, :-reach])
            high = np.hstack([high[:, :reach], longer.high])
            low = np.hstack([low[:, :reach], longer.low])
            reach *= 2
        chained = (DoubleDouble(high, low) * 100.0).high
        return calculable(np.where(np.isfinite(chained), chained, NUM))


@function(SUBJECT, along=None)
def deflator(current_prices: Numbers, constant_prices: Numbers) -> Numbers:
    """Implicit deflator: how much of a volume in current prices is price, base year = 100.

    Formula:
        deflator = 100 · value in current prices / value in constant prices

    Arguments:
        current_prices: GRP or output in the prices of its own year; any shape; one currency unit.
        constant_prices: the same in the prices of the base year; shaped as current_prices, or one cell, row or column.

    Returns:
        Price indices in percent, base year = 100; as large as the larger range.

    Errors:
        #DIV/0!: the value in constant prices is zero.
        #NUM!: a value is negative.
        #N/A: a suppressed figure.
        #VALUE!: text among the numbers.
        #VALUE!: ranges that don't pair.

    Source:
        System of National Accounts 2008, chapter 15, implicit deflators.

    Examples:
        =DEFLATOR({120;99},{100;90}) → {120;110}
        =DEFLATOR({120;99},{0;90}) → {#DIV/0!;110}
        =DEFLATOR({-120;99},{100;90}) → {#NUM!;110}
        =DEFLATOR({"c";99},{100;90}) → {#N/A;110}
        =DEFLATOR({"much";99},{100;90}) → {#VALUE!;110}
        =DEFLATOR({120;99},{1,2,3}) → #VALUE!
    """
    return ratio(*pair(nonnegative(current_prices), nonnegative(constant_prices)), factor=100)


@function(SUBJECT, along=None)
def volume_index(current: Numbers, base: Numbers, price_index: Numbers) -> Numbers:
    """Index of physical volume: growth without the change of prices, base period = 100.

    Formula:
        index = 100 · (current / (price index / 100)) / base

    Arguments:
        current: values of the current period in its prices; any shape; one currency unit.
        base: values of the base period in its prices; shaped as current, or one cell, row or column for it.
        price_index: prices of the current period, base period = 100; one cell, or shaped as current.

    Returns:
        Indices in percent, base = 100; as large as the largest range.

    Errors:
        #DIV/0!: the base is zero.
        #DIV/0!: the price index is zero.
        #NUM!: a value or a price index is negative.
        #N/A: a suppressed figure.
        #VALUE!: text among the numbers.
        #VALUE!: ranges that don't pair.

    Source:
        System of National Accounts 2008, chapter 15, deflation of values by price indices.

    Examples:
        =VOLUME_INDEX({132;99},{100;90},{110;100}) → {120;110}
        =VOLUME_INDEX({132;99},{0;90},100) → {#DIV/0!;110}
        =VOLUME_INDEX(132,100,0) → #DIV/0!
        =VOLUME_INDEX({-132;99},{100;90},100) → {#NUM!;110}
        =VOLUME_INDEX({":";99},{100;90},100) → {#N/A;110}
        =VOLUME_INDEX({"much";99},{100;90},100) → {#VALUE!;110}
        =VOLUME_INDEX({132;99},{1,2,3},100) → #VALUE!
    """
    now, before, prices = pair(nonnegative(current), nonnegative(base), nonnegative(price_index))
    with np.errstate(all="ignore"):
        deflated = product(prices, before)
    return carry(ratio(now, deflated, factor=10_000), now, before, prices)
