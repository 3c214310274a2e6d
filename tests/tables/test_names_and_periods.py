from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.tables.naming import clean, identifier, without_unit
from addin.tables.periods import Period, doubtful, period_of, periods_of


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Аtyrau", "Atyrau"),
        ("Аktobе", "Aktobe"),
        ("Soltustik Кazakhstan", "Soltustik Kazakhstan"),
        ("Aтырауская", "Атырауская"),
        ("Astana (Астана)", "Astana (Астана)"),
        ("ОАО Казахмыс", "ОАО Казахмыс"),
        ("Astana city2)", "Astana city"),
        ("г.Шымкент2) ", "г.Шымкент"),
        ("Total*", "Total"),
        ("Exports [note 3]", "Exports"),
        ("  Zhetisu\u00a0 region ", "Zhetisu region"),
        ("Region (2)", "Region (2)"),
        ("Ұлытау", "Ұлытау"),
        ("9 месяцев    2019 года3)", "9 месяцев 2019 года"),
    ],
)
def test_names_lose_foreign_look_alikes_footnote_marks_and_blanks(printed: str, name: str) -> None:
    assert clean(printed) == name


@given(st.text(alphabet=st.sampled_from("AaКкОоTт 2)*¹[]xyжqЯ"), max_size=12))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("GRP per capita", "grp_per_capita"),
        ("GRP, mln tenge", "grp"),
        ("R&D organisations", "r_d_organisations"),
        ("ВРП на душу населения (тыс. тенге)", "врп_на_душу_населения"),
        ("Employed [thousand]", "employed"),
        ("2nd quarter", "_2nd_quarter"),
    ],
)
def test_headers_become_names_that_expressions_can_use(header: str, name: str) -> None:
    assert identifier(without_unit(header)) == name
    assert name.isidentifier()


@pytest.mark.parametrize(
    ("header", "period"),
    [
        (1993, Period(1993)),
        ("2012", Period(2012)),
        ("20232)", Period(2023)),
        ("2008 год", Period(2008)),
        ("2008 жыл", Period(2008)),
        ("2023 (p)", Period(2023)),
        ("1 quarter of 2008", Period(2008, "Q1")),
        ("I квартал         2008 года", Period(2008, "Q1")),
        ("2-тоқсан 2020", Period(2020, "Q2")),
        ("2016-Q3", Period(2016, "Q3")),
        ("2016Q3", Period(2016, "Q3")),
        ("1 half-year of 2008", Period(2008, "H1")),
        ("I полугодие         2022 года4) ", Period(2022, "H1")),
        ("9 months of 2019**", Period(2019, "9M")),
        ("9 месяцев 2021года", Period(2021, "9M")),
        ("январь-сентябрь 2021", Period(2021, "9M")),
        ("январь–март 2012", Period(2012, "Q1")),
        ("Jan-Jun 2012", Period(2012, "H1")),
        ("январь-декабрь 2012 г.", Period(2012)),
        ("апрель - июнь 2012 года", Period(2012, "M04-M06")),
        ("март 2012 г.", Period(2012, "M03")),
        ("2012M03", Period(2012, "M03")),
        ("2012-03", Period(2012, "M03")),
        ("2012-Q1", Period(2012, "Q1")),
        ("1Q 2012", Period(2012, "Q1")),
        ("2020-S1", Period(2020, "H1")),
        ("2013T4", Period(2013, "Q4")),
        ("2020-W05", Period(2020, "W05")),
        ("2012-A1", Period(2012)),
        ("2004-05", Period(2004, "2004/05")),
        ("2019/20", Period(2019, "2019/20")),
        ("2010–2011 гг.", Period(2010, "2010/11")),
        ("FY2020", Period(2020, "FY")),
        ("FY 2019-20", Period(2019, "2019/20")),
        ("2012-13", Period(2012, "2012/13")),
        ("2012-19", None),
        ("2010-2015", None),
        ("2012 marriages", None),
        ("Novosibirsk 2012", None),
        ("Dec-Jan 2012", None),
        ("index 2012/2008", None),
        ("GRP 2012", None),
        (815177.4, None),
        (12, None),
        ("Akmola", None),
        (True, None),
    ],
)
def test_years_are_told_from_parts_of_years(header: object, period: Period | None) -> None:
    assert period_of(header) == period


@given(st.integers(1900, 2090), st.integers(2, 30))
def test_years_across_two_in_a_row_are_no_months(first: int, count: int) -> None:
    cells = [f"{year}-{(year + 1) % 100:02}" for year in range(first, first + count)]
    assert list(periods_of(cells).values()) == [
        Period(year, f"{year}/{(year + 1) % 100:02}") for year in range(first, first + count)
    ]
    assert doubtful(cells) is None


@given(st.integers(1900, 2090), st.integers(0, 11), st.integers(2, 40))
def test_months_in_a_row_are_no_years_across_two(year: int, month: int, count: int) -> None:
    expected = [Period(year + number // 12, f"M{number % 12 + 1:02}") for number in range(month, month + count)]
    cells = [f"{period.year}-{str(period.part)[1:]}" for period in expected]
    assert list(periods_of(cells).values()) == expected


def test_one_that_may_be_either_is_doubtful() -> None:
    assert doubtful(["2011-12"]) == "2011-12"
    assert doubtful(["2019-20", "2019-20"]) is None
    assert doubtful(["2011-12", "2012-13"]) is None


@pytest.mark.parametrize(
    ("days", "parts"),
    [
        ([date(2012, 12, 31), date(2013, 12, 31)], [None, None]),
        (["01.01.2012", "01.01.2013"], [None, None]),
        ([date(2012, 2, 29), date(2013, 2, 28)], [None, None]),
        (["2012-03-31", "2012-06-30"], ["M03", "M06"]),
        ([date(2012, 1, 1), date(2012, 2, 1)], ["M01", "M02"]),
        ([date(2012, 1, 5), date(2012, 1, 12)], ["01-05", "01-12"]),
    ],
)
def test_days_are_years_months_or_days_by_all_of_them(days: list[object], parts: list[str | None]) -> None:
    assert [period and period.part for period in periods_of(days).values()] == parts
