"""A template read once and filled again and again, as a batch does."""

import sys
from collections.abc import Sequence
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from addin.errors import UserErrors
from addin.filebook.template import FileTemplate, read_template
from addin.fill import fill
from addin.tables.dataset import dataset
from addin.template.scope import Source
from tests.templates.drawing import draw
from tests.templates.sources import table

REGIONS = (("Whole", "Akmola", "Aktobe"), ("Akmola", "Whole"), ("Almaty",), (1, 2), (1.0, 2.0), ("1", "2"))
TEMPLATES = (
    {
        "A1": "{{ title }} {{ year }}",
        "B1": "{{ year | right }}",
        "A2": "{{ region | down }}",
        "B2": "{{ grp }}",
        "C2": "{{ GRP_SHARE(grp) }}",
        "A4": "{{ region | down }}",
        "B4": "{{ nation.grp }}",
        "A6": "=SUM(B2:B2)",
    },
    {"A1": "{{ year | right }}", "A2": "{{ region | down(sort='-grp', top=2) }}", "B2": "{{ grp.at(2008) }}"},
    {"A1": "{{ year | down(rows=2) }}", "B2": "{{ region | down }}", "C2": "{{ grp }}", "D2": "{{ rd }}"},
    {"A1": "{{ factor }}", "B1": "=A1*2", "A2": "{{ region | down }}", "B2": "{{ grp * factor }}", "C2": "=B2&A$1"},
    {"A1": "{{ region | down(where='grp > 3') }}", "B1": '=IF(C1>"5",RANK(C1,C$1:C$1),C1+1)', "C1": "{{ grp }}"},
    {"A1": "{{ title }}", "B1": "{{ year | right }}", "A2": "=SUM(B1:B1)", "A3": "=A1+1", "A4": "=A3*A2"},
)
NAMES = ("Sheet1", "{{ region }}", "{{ title }}")
FACTORS = (1.0, 3.0, 0.0, "1 234,5", "3", "x", "12.2024", None)


@st.composite
def sources(draw: st.DrawFn) -> Source:
    """Figures of some regions and years, with or without a second column and a whole."""
    regions, years = draw(st.sampled_from(REGIONS)), draw(st.sampled_from([(2008,), (2008, 2009)]))
    pairs = [(region, year) for region in regions for year in years]
    values = st.lists(st.none() | st.integers(0, 9).map(float), min_size=len(pairs), max_size=len(pairs))
    columns = {"grp": draw(values)} | ({"rd": draw(values)} if draw(st.booleans()) else {})
    keys = {"region": [region for region, _ in pairs], "year": [year for _, year in pairs]}
    chosen = draw(st.sampled_from([{}, {"nation": "Whole"}, {"year": 2008.0}]))
    given = {"title": draw(st.sampled_from(("A", "B", 7.0, "7"))), "factor": draw(st.sampled_from(FACTORS))}
    return Source(dataset([table(keys, columns)]), {**given, **chosen})


@settings(max_examples=60)
@given(data=st.data())
def test_what_was_filled_before_leaves_no_trace(data: st.DataObject) -> None:
    """Templates and sources in any order give what each pair gives with nothing kept from before."""
    drawn = data.draw(st.lists(st.tuples(st.sampled_from(TEMPLATES), st.sampled_from(NAMES)), min_size=1, max_size=2))
    contents = [draw(cells, name) for cells, name in drawn]
    templates = [read_template(content) for content in contents]
    pairs = st.tuples(st.integers(0, len(drawn) - 1), sources())
    filled = data.draw(st.lists(pairs, min_size=2, max_size=5))
    outcomes = [outcome(templates[which], source) for which, source in filled]
    for (which, source), found in zip(filled, outcomes, strict=True):
        forget_everything()
        assert found == outcome(read_template(contents[which]), source)


def test_a_formula_that_only_excel_can_calculate_may_be_known_the_next_time() -> None:
    template = read_template(draw({"A1": "{{ factor }}", "B1": "=A1*2"}))
    shown = []
    for factor in ("1 234,5", 3.0, "1 234,5"):
        content = fill(template, Source(dataset([]), {"factor": factor})).write()
        shown.append(load_workbook(BytesIO(content), data_only=True).active["B1"].value)
    assert shown == [None, 6, None]


DISTRICTS = ("Total", "Central", "Moscow", "Tula", "Volga", "Samara", "Saratov")


def test_which_rows_are_subtotals_is_found_anew_with_other_figures_of_the_same_labels() -> None:
    template = read_template(draw({"A1": "{{ region | down }}", "B1": "{{ grp }}"}))
    summed = [2704.0, 1700.7, 1200.3, 500.4, 1003.3, 600.1, 403.2]
    other = [9999.9, 2113.4, 1207.2, 508.8, 1017.9, 611.1, 407.7]
    for figures in (summed, other, summed):
        source = Source(dataset([table({"region": DISTRICTS}, {"grp": figures})]), {})
        listed = [row[0] for row in shown(template, source)]
        apart = ("Total", "Central", "Volga") if figures is summed else ("Total",)
        assert listed == [label for label in DISTRICTS if label not in apart]


@pytest.mark.parametrize("years", [(2018, 2020, 2018), (2020, 2018), (None, 2018, None)])
def test_a_region_divided_later_is_listed_by_the_year_of_each_filling(years: Sequence[int | None]) -> None:
    """B alone in 2018, printed beside its parts B1 and B2 from 2019 on: there it would count twice."""
    rows = [("Total", 2018, 6137.0), ("A", 2018, 1000.0), ("B", 2018, 5137.0)]
    rows += [("Total", 2019, 6337.0), ("A", 2019, 1100.0), ("B", 2019, 5237.0), ("B1", 2019, 3112.0)]
    rows += [("B2", 2019, 2125.0), ("Total", 2020, 6537.0), ("A", 2020, 1211.0), ("B", 2020, 5326.0)]
    rows += [("B1", 2020, 3113.0), ("B2", 2020, 2213.0)]
    keys = {"region": [row[0] for row in rows], "year": [row[1] for row in rows]}
    data = dataset([table(keys, {"grp": [row[2] for row in rows]})])
    template = read_template(draw({"A1": "{{ region | down }}", "B1": "{{ grp }}", "C1": "{{ RANK_REGIONS(grp) }}"}))
    for year in years:
        source = Source(data, {} if year is None else {"year": float(year)})
        listed = [row for row in shown(template, source) if row[1] is not None]
        if year == 2018:
            assert listed == [("A", 1000, 2), ("B", 5137, 1)]
        else:
            assert listed == [("A", 1211, 3), ("B1", 3113, 1), ("B2", 2213, 2)]


def shown(template: FileTemplate, source: Source) -> list[tuple[object, ...]]:
    """The rows of the filled sheet."""
    sheet = load_workbook(BytesIO(fill(template, source).write())).worksheets[0]
    return list(sheet.iter_rows(values_only=True))


def forget_everything() -> None:
    """Empty all that our modules keep between fillings."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] in ("addin", "udfs"):
            for member in vars(module).values():
                if callable(getattr(member, "cache_clear", None)):
                    member.cache_clear()


def outcome(template: FileTemplate, source: Source) -> object:
    try:
        return fill(template, source).write()
    except UserErrors as several:
        return [str(mistake) for mistake in several.mistakes]


def test_the_labels_of_a_block_are_those_of_the_table_that_now_has_its_column() -> None:
    """Two tables of equal keys whose columns change places: the block has the labels of the one that holds grp."""
    template = read_template(draw({"A1": "{{ region | down }}", "B1": "{{ grp }}"}))

    def regions(short: str, long: str) -> list[object]:
        two = table({"region": ["Akmola", "Aktobe"]}, {short: [1.0, 2.0]})
        three = table({"region": ["Akmola", "Aktobe", "Atyrau"]}, {long: [3.0, 4.0, 5.0]})
        sheet = load_workbook(BytesIO(fill(template, Source(dataset([two, three]), {})).write())).worksheets[0]
        return [tuple(cell.value for cell in row) for row in sheet.iter_rows()]

    assert regions("grp", "rd")[:2] == [("Akmola", 1), ("Aktobe", 2)]
    assert regions("rd", "grp") == [("Akmola", 3), ("Aktobe", 4), ("Atyrau", 5)]
