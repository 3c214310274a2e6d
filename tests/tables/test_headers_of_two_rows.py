"""Headers of two rows: years under each indicator, or indicators under each year, merged or repeated to the right."""

import csv
from collections.abc import Sequence
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.errors import UserError
from addin.tables.reading import read_tables
from addin.tables.table import Table

INDICATORS = ("GRP, mln tenge", "Population, thousand", "Exports (USD)")
NAMES = ("grp", "population", "exports")


def read(rows: Sequence[Sequence[object]]) -> tuple[Table, ...]:
    text = StringIO()
    csv.writer(text).writerows(rows)
    return read_tables(text.getvalue().encode(), file_name="figures.csv")


def upper(cells: Sequence[object], width: int, *, repeated: bool) -> list[object]:
    """Headings over `width` columns each, repeated to the right or once as over merged cells."""
    return [cell if repeated or not at else "" for cell in cells for at in range(width)]


PERIODS = st.sampled_from([("2022", "2023"), ("2012-Q1", "2012-Q2", "2012-Q3"), ("2004-05", "2005-06")])


@given(
    periods=PERIODS,
    indicators=st.integers(2, 3),
    years_above=st.booleans(),
    repeated=st.booleans(),
    region_above=st.booleans(),
    titled=st.booleans(),
)
def test_both_rows_of_a_header_tell_indicator_and_period(
    periods: Sequence[str], indicators: int, years_above: bool, repeated: bool, region_above: bool, titled: bool
) -> None:
    outer, inner = (periods, INDICATORS[:indicators]) if years_above else (INDICATORS[:indicators], periods)
    columns = [(one, other) for one in outer for other in inner]
    figures = {
        (one, other, region): 10.0 * at + region for at, (one, other) in enumerate(columns, 1) for region in (1, 2)
    }
    rows: list[list[object]] = [["Table 1. Regions"], []] if titled else []
    rows += [["Region" if region_above else "", *upper(outer, len(inner), repeated=repeated)]]
    rows += [["" if region_above else "Region", *(other for _, other in columns)]]
    rows += [[f"R{region}", *(figures[one, other, region] for one, other in columns)] for region in (1, 2)]
    (table,) = read(rows)
    assert tuple(table.columns) == NAMES[:indicators]
    assert table.headers["grp"] == "GRP, mln tenge"
    assert len(table) == 2 * len(periods)
    for row, region in enumerate(table.keys["region"]):
        period = periods[row % len(periods)]
        for name, indicator in zip(NAMES[:indicators], INDICATORS, strict=False):
            pair = (period, indicator) if years_above else (indicator, period)
            assert table.columns[name][row] == figures[(*pair, int(str(region)[1:]))]


def test_a_unit_at_the_right_above_years_is_no_heading_of_theirs() -> None:
    (table,) = read([["GRP"], ["", "", "", "mln tenge"], ["Region", "2021", "2022", "2023"], ["A", 1, 2, 3]])
    assert (list(table.columns), table.keys["year"]) == (["figures"], [2021, 2022, 2023])


@pytest.mark.parametrize("above", [["", "GRP", "", "GRP", ""], ["", "", "", "Population", ""], ["", "GRP", "", "", ""]])
def test_a_header_that_leaves_open_whose_figures_stand_below_is_refused(above: list[str]) -> None:
    with pytest.raises(UserError, match="2022"):
        read([above, ["Region", "2022", "2023", "2022", "2023"], ["A", 1, 2, 3, 4]])
