import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.tables.naming import clean, identifier, without_unit
from addin.tables.periods import Period, period_of


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
        ("январь-сентябрь 2021", Period(2021, "январь-сентябрь")),
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
