"""The total row and the subtotals of a table: by the setting, by sums, by words."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.audit.auditing import audit
from addin.tables.additivity import is_additive
from addin.tables.dataset import Dataset, dataset
from addin.tables.keys import Labels
from addin.tables.reading import read_tables
from addin.tables.table import Label
from addin.tables.total_rows import Totals, total_notes, totals_stated
from addin.tables.total_words import says
from addin.template.expressions import parse_expression
from addin.template.scope import BlockScope, Source

OFFICIAL = Path(__file__).parents[1] / "data"


def data_of(*texts: str) -> Dataset:
    return dataset(
        [table for at, text in enumerate(texts) for table in read_tables(text.encode(), file_name=f"{at}.csv")]
    )


def listed(text: str, axis: str = "region", **settings: str) -> list[Label]:
    source = Source(data_of(text), settings)
    return [key[0] for key in source.keys((axis,), source.data.tables, source.defaults)]


def total(text: str, axis: str = "region") -> Label | None:
    return Totals(data_of(text)).rows[0, axis].total


def notes(text: str) -> list[str]:
    return [str(note).removeprefix("0.csv, ") for note in total_notes(Totals(data_of(text)))]


WORDS = [
    *("Total", "TOTAL", "Grand total", "Total:", "Whole", "All regions", "The Republic", "Republic of Kazakhstan"),
    *(
        "Kazakhstan",
        "United States",
        "Всего",
        "ИТОГО",
        "Итого по республике",
        "Всего по области",
        "Республика Казахстан",
    ),
    *("Российская Федерация", "Страна", "Барлығы", "Жиыны", "Қазақстан Республикасы", "Қазақстан", "ҚР", "РК"),
    "Өзбекстан Республикасы",
]


@pytest.mark.parametrize("word", WORDS)
def test_a_word_for_a_total_names_it_in_columns_that_do_not_add_up(word: str) -> None:
    assert total(f"region,grp per capita\n{word},150\nNorth,200\nSouth,100\n") == word
    assert total(f"region,unemployment rate\nNorth,2\nSouth,10\nEast,7\n{word},5\n") == word


@pytest.mark.parametrize(
    "label",
    [
        *("Republic of Karakalpakstan", "Республика Татарстан", "Чувашская Республика", "Қарақалпақстан Республикасы"),
        *("Georgia", "Total Energies", "Республика Алтай", "North-West"),
    ],
)
def test_what_is_only_called_like_a_total_is_a_region(label: str) -> None:
    regions = "Andijan,70\nBukhara,60\nTashkent city,200\n"
    assert total(f"region,grp\n{label},50\n{regions}") is None
    assert total(f"region,grp\nAndijan,70\n{label},50\nBukhara,60\n") is None
    assert audit(read_tables(f"region,grp\n{label},50\n{regions}".encode(), file_name="a.csv")) == ()


def test_a_republic_is_a_region_beside_the_total() -> None:
    text = "region,grp\nRepublic of Uzbekistan,330\nRepublic of Karakalpakstan,50\nAndijan,80\nBukhara,200\n"
    assert total(text) == "Republic of Uzbekistan"
    assert listed(text) == ["Republic of Karakalpakstan", "Andijan", "Bukhara"]


FIGURES = "region,year,grp,population\n"


def test_a_row_without_a_word_is_the_total_where_it_is_the_sum_in_all_years_and_columns() -> None:
    rows = (
        "Zhetisu,2011,{},{}\nA,2011,3001.5,410\nB,2011,4207.1,377\n"
        "Zhetisu,2012,9001.2,801\nA,2012,4000.1,412\nB,2012,5001.1,389\n"
    )
    assert total(FIGURES + rows.format(7208.6, 787)) == "Zhetisu"
    assert notes(FIGURES + rows.format(7208.6, 787)) == [
        "cell A2: region 'Zhetisu' is taken for the total: its figures are the sums of the others"
    ]
    assert total(FIGURES + rows.format(7000.6, 700)) is None


@pytest.mark.parametrize(
    "rows",
    [
        "A,5\n",
        "A,5\nB,5\n",
        "A,123456.7\nB,123456.7\nC,0\n",
        "A,0\nB,0\nC,0\n",
        "A,30\nB,10\nC,20\n",
        "A,3000\nB,1000\nC,2000\n",
    ],
    ids=["one", "two equal", "two equal and nothing", "nothing", "small", "thousands"],
)
def test_sums_by_chance_make_no_total(rows: str) -> None:
    assert total("region,grp\n" + rows) is None


def test_a_region_that_is_the_sum_in_one_column_only_stays() -> None:
    text = "region,grp,population\nA,8765.4,50\nB,3456.1,60\nC,5309.3,70\n"
    assert total(text) is None


def test_what_may_be_chance_is_told_and_kept() -> None:
    assert listed("region,grp\nWest,30\nB,10\nC,20\n") == ["West", "B", "C"]
    assert notes("region,grp\nWest,30\nB,10\nC,20\n") == [
        "cell A2: the figures of region 'West' are the sums of the others; if it is the total, say nation = West"
    ]


@pytest.mark.parametrize("blank", ["", "…", "x"])
def test_blank_and_suppressed_parts_leave_the_total_what_it_is(blank: str) -> None:
    text = (
        "region,year,grp\nSum of all,2022,9001\nA,2022,5001\nB,2022,3500\nC,2022,500\n"
        f"Sum of all,2023,9999\nA,2023,5970\nB,2023,4000\nC,2023,{blank}\n"
    )
    assert total(text) == "Sum of all"


def test_a_total_with_nothing_but_zeros_beside_it_is_told_by_its_word() -> None:
    assert total("region,grp\nA,100\nTotal,100\nB,0\nC,0\n") == "Total"


def test_branches_have_a_total_too() -> None:
    rows = ["region,branch,year,output"]
    for region, figures in (("Total", (900, 300, 600)), ("North", (500, 200, 300)), ("South", (400, 100, 300))):
        for branch, figure in zip(("Industry, total", "Mining", "Farming"), figures, strict=True):
            rows.append(f'{region},"{branch}",2023,{figure}')
    text = "\n".join(rows)
    assert listed(text, "branch") == ["Mining", "Farming"]
    assert listed(text) == ["North", "South"]


def test_the_whole_of_a_table_is_that_of_its_territories_wherever_they_stand() -> None:
    rows = ["branch,region,output"]
    for branch, figures in (
        ("Industry, total", (900, 500, 400)),
        ("Mining", (301, 200, 101)),
        ("Farming", (599, 300, 299)),
    ):
        rows += [f'"{branch}",{region},{at}' for region, at in zip(("Whole", "North", "South"), figures, strict=True)]
    data = data_of("\n".join(rows))
    assert Totals(data).of(data.tables[0]) == ("region", "Whole")
    assert Source(data, {}).nation == "Whole"


def test_codes_of_the_total_are_left_out_with_its_name() -> None:
    text = "region_code,region,grp\n00,Total,30\n01,North,10\n02,South,20\n"
    assert listed(text, "region_code") == ["01", "02"]


def test_long_layouts_have_their_total() -> None:
    lines = ["region,year,indicator,value"]
    for region, grp, rate in (("Sum of all", 900.1, 7), ("North", 500.1, 5), ("South", 400, 9)):
        lines += [f"{region},2023,GRP,{grp}", f"{region},2023,Unemployment rate,{rate}"]
    assert total("\n".join(lines)) == "Sum of all"


def test_the_setting_goes_before_sums_and_words_and_may_deny_both() -> None:
    text = "region,grp\nTotal,30\nNorth,10\nSouth,20\n"
    assert listed("region,grp per capita\nTotal,20\nNorth,10\nSouth,30\n", nation="North") == ["South"]
    assert listed(text, nation="-") == ["Total", "North", "South"]
    assert listed("region,grp\nKazakhstan,11\nA,5\nB,6\n", nation="Республика Казахстан") == ["A", "B"]


DISTRICTS = """region,year,grp
Russia,2023,{russia}
Central,2023,1700.7
Moscow,2023,1200.3
Tula,2023,500.4
Volga,2023,1003.3
Samara,2023,600.1
Saratov,2023,403.2
"""


@pytest.mark.parametrize("order", [1, -1])
def test_subtotals_are_found_before_and_behind_their_parts(order: int) -> None:
    head, *lines = DISTRICTS.format(russia=2704).splitlines()
    text = "\n".join([head, *lines[::order]])
    assert sorted(map(str, listed(text))) == ["Moscow", "Samara", "Saratov", "Tula"]
    told = sorted(note.partition(": ")[2] for note in notes(text))
    assert [line.partition(" and ")[0] for line in told] == [
        f"region 'Central' is the subtotal of {', '.join(['Moscow', 'Tula'][::order])}",
        f"region 'Volga' is the subtotal of {', '.join(['Samara', 'Saratov'][::order])}",
    ]


def test_subtotals_are_found_where_nothing_is_called_a_total() -> None:
    text = DISTRICTS.format(russia=2704).replace("Russia", "Whole of it")
    assert total(text) == "Whole of it"
    assert listed(text) == ["Moscow", "Tula", "Samara", "Saratov"]


def test_nested_subtotals_are_found() -> None:
    text = "region,grp\nTotal,4000.9\nEurope,2704\n" + "\n".join(
        line.replace(",2023", "") for line in DISTRICTS.splitlines()[2:]
    )
    text += "\nAsia,1296.9\nOmsk,700.5\nTomsk,596.4\n"
    assert listed(text) == ["Moscow", "Tula", "Samara", "Saratov", "Omsk", "Tomsk"]


def test_federal_districts_are_known_by_their_name() -> None:
    text = "region,rate\nРоссийская Федерация,5\nЦентральный федеральный округ,4\nТула,3\nМосква,6\n"
    assert listed(text) == ["Тула", "Москва"]


def test_a_region_beside_its_later_parts_counts_twice_in_those_years_alone() -> None:
    """Bureau of National Statistics of Kazakhstan: South Kazakhstan beside Turkistan and Shymkent, 2011 to 2017."""
    data = dataset(read_tables(OFFICIAL / "grp_volume_kz_1990_2023.xlsx"))
    (south,) = Totals(data).rows[0, "region"].subtotals
    assert (south.label, south.parts) == ("Ontustik Kazakhstan", ("Turkistan", "Shymkent city"))
    for year, is_listed in ((2010, True), (2012, False), (2023, True)):
        source = Source(data, {"year": float(year)})
        labels = [key[0] for key in source.keys(("region",), data.tables, source.defaults)]
        assert (south.label in labels) is is_listed
        assert "Republic of Kazakhstan" not in labels


def test_a_region_beside_its_later_parts_is_told_where_that_begins() -> None:
    rows = ["region,year,grp"]
    for year, south, north in ((2016, 33, 55), (2017, 36, 58), (2018, 40, 60), (2019, 44, 61)):
        parts = [f"Turkistan,{year},{south - 12}", f"Shymkent,{year},12"] if year > 2017 else []
        rows += [f"Total,{year},{south + north}", f"South,{year},{south}", *parts, f"North,{year},{north}"]
    (note,) = total_notes(Source(dataset(read_tables("\n".join(rows).encode(), file_name="d.csv")), {}).totals)
    first = rows.index("South,2018,40") + 1
    assert str(note).startswith(f"d.csv, cell A{first}: region 'South' is counted beside its own parts")
    assert "(2018, 2019)" in str(note)


def test_a_region_beside_its_later_parts_stays_where_years_before_are_shown_too() -> None:
    data = dataset(read_tables(OFFICIAL / "grp_volume_kz_1990_2023.xlsx"))
    labels = [key[0] for key in Source(data, {}).keys(("region",), data.tables, {})]
    assert {"Ontustik Kazakhstan", "Turkistan", "Shymkent city"} < set(labels)


ADDITIVE: Mapping[str, bool] = {
    "GRP, mln tenge": True,
    "ВРП, млн тенге": True,
    "Population": True,
    "Среднегодовая численность населения": True,
    "Average annual population": True,
    "GRP in current prices": True,
    "Прирост населения, человек": True,
    "Number of employees": True,
    "GRP per capita": False,
    "ВРП на душу населения, тыс. тенге": False,
    "ЖІӨ жан басына шаққанда": False,
    "Unemployment rate": False,
    "Уровень безработицы, %": False,
    "Индекс физического объема": False,
    "Нақты көлем индексі": False,
    "Volume index": False,
    "Average wage": False,
    "Средняя заработная плата": False,
    "Орташа жалақы": False,
    "Output, tenge/person": False,
    "Density": False,
    "Коэффициент рождаемости": False,
    "Жұмыссыздық деңгейі": False,
}


@pytest.mark.parametrize(("heading", "additive"), ADDITIVE.items())
def test_words_say_whether_figures_add_up_where_there_is_no_total(heading: str, additive: bool) -> None:
    data = data_of(f'region,"{heading}"\nA,7\nB,11\nC,13\n')
    (name,) = data.tables[0].table.columns
    assert is_additive(Totals(data), data.tables[0], name) is additive


@pytest.mark.parametrize(
    ("rows", "additive"),
    [("Total,150\nA,200\nB,100\n", False), ("Total,300\nA,200\nB,100\n", True), ("Total,100\nA,40\nB,60\n", True)],
)
@pytest.mark.parametrize("heading", ["thousand tenge", "share"])
def test_a_total_row_shows_whether_figures_add_up(rows: str, additive: bool, heading: str) -> None:
    data = data_of(f"region,{heading}\n{rows}")
    (name,) = data.tables[0].table.columns
    assert is_additive(Totals(data), data.tables[0], name) is additive


def test_parts_of_a_hundred_over_time_do_not_add_up_over_regions() -> None:
    data = data_of("region,year,share in percent\nA,2022,40\nA,2023,60\nB,2022,70\nB,2023,30\n")
    assert not is_additive(Totals(data), data.tables[0], "share_in_percent")


def test_shares_of_a_hundred_add_up() -> None:
    data = data_of("region,share in percent\nA,33.3\nB,33.3\nC,33.3\n")
    assert is_additive(Totals(data), data.tables[0], "share_in_percent")


@given(
    st.lists(st.lists(st.integers(1, 10**9), min_size=2, max_size=2), min_size=2, max_size=8),
    st.sampled_from([*WORDS, "Sum"]),
    st.data(),
)
def test_adding_a_total_row_changes_no_share_and_no_rank(
    figures: Sequence[Sequence[int]], word: str, data: st.DataObject
) -> None:
    lines = [f"R{at},{grp},{population}" for at, (grp, population) in enumerate(figures)]
    totalled = list(lines)
    sums = ",".join(str(sum(column)) for column in zip(*figures, strict=True))
    totalled.insert(data.draw(st.integers(0, len(lines))), f"{word},{sums}")
    head = "region,grp,population"
    assert shares("\n".join([head, *totalled])) == shares("\n".join([head, *lines]))


def shares(text: str) -> list[tuple[object, ...]]:
    """Regions with their shares and ranks."""
    source = Source(data_of(text), {})
    labels = Labels(("region",), source.keys(("region",), source.data.tables, {}))
    scope = BlockScope(source, {}, labels)
    columns = [
        parse_expression(f"{function}({column})").evaluate(scope)
        for column in ("grp", "population")
        for function in ("GRP_SHARE", "RANK_REGIONS")
    ]
    return list(zip(labels.of("region"), *(np.ravel(column).tolist() for column in columns), strict=True))


def test_stated_totals_are_looked_up_as_labels_are() -> None:
    data = data_of("region,grp\nRepublic of Kazakhstan,30\nNorth,10\nSouth,20\n")
    assert totals_stated(data, "republic  of KAZAKHSTAN").stated == "Republic of Kazakhstan"
    assert not totals_stated(data, "Total").has_stated


@pytest.mark.parametrize(("total_of_2011", "found"), [(7208.6, "Zhetisu"), (7208.7, "Zhetisu"), (7208.9, None)])
def test_a_total_may_miss_its_rounded_parts_by_half_a_unit_each(total_of_2011: float, found: str | None) -> None:
    """A and B and their total, each rounded to one decimal, may together miss by 0.15."""
    rows = f"Zhetisu,2011,{total_of_2011}\nA,2011,3001.5\nB,2011,4207.1\n"
    rows += "Zhetisu,2012,9001.2\nA,2012,4000.1\nB,2012,5001.1\n"
    assert total("region,year,grp\n" + rows) == found


@pytest.mark.parametrize(("label", "found"), [("Total", 4), ("Total 2012", 0), ("16 total, all", 3), ("Unit 12", 0)])
def test_digits_say_nothing_of_totals_but_that_they_are_there(label: str, found: int) -> None:
    assert says(label) == found
    assert says(label.replace("1", "7").replace("2", "9")) == found
