"""Series of indices, trends and productivity: printed results, and what must stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from udfs.formulas.evaluator import OMITTED, evaluate


def test_rebasing_of_the_australian_bureau_of_statistics_to_1989_90() -> None:
    """ABS 6461.0 (2011), paragraphs 12.3 and 12.4: 177.0 is 95.4 on the base 1989-90, and 107.5 there was 199.5."""
    quarters = [[181.5, 186.4, 185.8, 188.6]]
    mean = sum(quarters[0]) / 4
    assert round(mean, 1) == 185.6
    [[found]] = evaluate("REBASE_INDEX", [177.0, quarters])
    assert found == pytest.approx(95.4, abs=0.05)
    [[back]] = evaluate("REBASE_INDEX", [107.5, 100 * 100 / mean])
    assert back == pytest.approx(199.5, abs=0.05)


def test_rebasing_of_the_australian_bureau_of_statistics_to_2011_12() -> None:
    """ABS 6401.0, September quarter 2012, appendix 1, whose factor is rounded to four digits."""
    indices = [176.7, 178.3, 179.4, 179.4, 179.5, 180.4]
    [row] = evaluate("REBASE_INDEX", [[indices], [indices[2:]]])
    assert [round(float(str(cell)), 1) for cell in row] == [98.3, 99.2, 99.8, 99.8, 99.9, 100.4]


def test_a_spliced_series_of_a_printed_exercise() -> None:
    """Financeschool4u.com, no. 34: the old series to 2010, the new one from then on."""
    old, new = [[180.0, 200.0, None, None]], [[None, 100.0, 110.0, 120.0]]
    assert evaluate("SPLICE_INDEX", [old, new]) == [[180.0, 200.0, 220.0, 240.0]]


@given(st.lists(st.integers(1, 10**6), min_size=3, max_size=9), st.integers(1, 1000), st.data())
def test_a_series_that_is_only_scaled_is_spliced_as_it_was(series: list[int], factor: int, data: st.DataObject) -> None:
    cut = data.draw(st.integers(1, len(series) - 1))
    old = [float(x) if at <= cut else None for at, x in enumerate(series)]
    new = [float(x * factor) if at >= cut - 1 else None for at, x in enumerate(series)]
    for overlap in ("first", "last", "mean"):
        assert evaluate("SPLICE_INDEX", [[old], [new], overlap]) == [[float(x) for x in series]]
        assert evaluate("SPLICE_INDEX", [[old], [new], overlap, "new"]) == [[float(x * factor) for x in series]]


def test_a_suppressed_link_leaves_only_what_it_converts_unknown() -> None:
    old, new = [[180.0, "…", 210.0, None]], [[None, 100.0, 105.0, 120.0]]
    assert evaluate("SPLICE_INDEX", [old, new]) == [[180.0, "#N/A", "#N/A", "#N/A"]]
    assert evaluate("SPLICE_INDEX", [old, new, "last"]) == [[180.0, "#N/A", 210.0, 240.0]]
    assert evaluate("SPLICE_INDEX", [old, new, "first", "new"]) == [["#N/A", 100.0, 105.0, 120.0]]


@given(st.integers(1, 10**6), st.integers(-50, 200), st.lists(st.integers(0, 12), min_size=2, max_size=6, unique=True))
def test_steady_growth_is_the_trend_whatever_years_are_missing(base: int, percent: int, years: list[int]) -> None:
    levels = [base * (1 + percent / 100) ** year if year in years else None for year in range(13)]
    [[growth]] = evaluate("TREND_GROWTH", [[levels]])
    assert growth == pytest.approx(percent, abs=1e-11)
    [[given_years]] = evaluate("TREND_GROWTH", [[levels], [[2000.0 + year for year in range(13)]]])
    assert given_years == growth


PLACES = st.lists(st.tuples(*[st.integers(1, 10**6)] * 4), min_size=1, max_size=6)


@given(PLACES)
def test_the_parts_sum_to_the_growth_of_productivity(branches: list[tuple[int, int, int, int]]) -> None:
    columns = [[[float(x)] for x in side] for side in zip(*branches, strict=True)]
    y0, l0, y1, l1 = (sum(side) for side in zip(*branches, strict=True))
    growth = 100 * (y1 / l1 / (y0 / l0) - 1)
    sums = [
        evaluate("PRODUCTIVITY_DECOMPOSITION", [*columns, method, True])[-1] for method in ("centred", "traditional")
    ]
    assert sums[0] == pytest.approx(sums[1], rel=1e-12, abs=1e-9)
    assert sum(float(str(part)) for part in sums[0]) == pytest.approx(growth, rel=1e-9, abs=1e-9)


def test_a_branch_without_a_figure_is_left_out_of_the_whole() -> None:
    columns = [[[100.0], [200.0], [5.0]], [[50.0], [50.0], [None]], [[90.0], [270.0], [7.0]], [[40.0], [60.0], [1.0]]]
    alone = [side[:2] for side in columns]
    rows = evaluate("PRODUCTIVITY_DECOMPOSITION", columns)
    assert rows == [*evaluate("PRODUCTIVITY_DECOMPOSITION", alone), [None] * 3]
    assert evaluate("PRODUCTIVITY_DECOMPOSITION", [*columns, OMITTED, True])[-1] == [
        12.5,
        rows[0][1] + rows[1][1],
        5 / 6,
    ]  # type: ignore[operator]
