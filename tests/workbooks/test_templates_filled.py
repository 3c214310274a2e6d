"""The templates filled: with the paper's tables, and with figures of the US Bureau of Labor Statistics."""

import csv
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from addin.filebook.template import read_template
from addin.fill import check, fill, load_source

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "workbooks" / "templates"
PAPER = ROOT / "workbooks" / "data" / "kazakhstan_kireyeva_nurlanova_2014.xlsx"
FIGURES = ROOT / "workbooks" / "drawing" / "figures"
BLS = ROOT / "tests" / "data" / "qcew_2016_establishments.csv"

ARROWS_AS_PRINTED = [
    row["Printed arrow"]
    for table in (3, 4)
    for row in csv.DictReader((FIGURES / f"table_{table}.csv").open(encoding="utf-8"))
]


def filled(name: str, data: Path, **settings: str) -> Workbook:
    template = read_template(TEMPLATES / name)
    content = fill(template, load_source(template, [data], settings)).write()
    return load_workbook(BytesIO(content), data_only=True)


@pytest.fixture(scope="module")
def regions() -> Workbook:
    return filled("regions.en.xlsx", PAPER)


def column(workbook: Workbook, sheet: str, letter: str, first: int, last: int) -> list[object]:
    return [workbook[sheet][f"{letter}{row}"].value for row in range(first, last + 1)]


def test_regions_are_ranked_as_in_table_1(regions: Workbook) -> None:
    assert column(regions, "Ranking", "A", 6, 21) == list(range(1, 17))
    assert column(regions, "Ranking", "B", 5, 9) == [
        "Republic of Kazakhstan",
        "Atyrau region",
        "Almaty city",
        "Astana city",
        "Mangystau region",
    ]


def test_shares_follow_from_the_volumes_not_from_the_print(regions: Workbook) -> None:
    shares = dict(zip(column(regions, "Ranking", "B", 6, 21), column(regions, "Ranking", "D", 6, 21), strict=True))
    assert shares["Atyrau region"] == pytest.approx(100 * 3105359.0 / 30218544.3, rel=1e-15)
    assert sum(map(float, shares.values())) == pytest.approx(100)


def test_the_trend_has_every_year_and_the_index_of_the_last_to_the_first(regions: Workbook) -> None:
    assert [regions["Trend"].cell(4, at).value for at in range(2, 7)] == [2008, 2009, 2010, 2011, 2012]
    rows = {row[0]: row[1:8] for row in regions["Trend"].iter_rows(min_row=5, max_row=21, values_only=True)}
    assert rows["Kostanay region"][5:] == (pytest.approx(100 * 14 / 13), "↑")
    assert rows["Republic of Kazakhstan"][5:] == (pytest.approx(100 * 345 / 421), "↓")
    assert rows["Mangystau region"][5:] == (100, "→")


def test_the_twelve_arrows_are_as_printed(regions: Workbook) -> None:
    found = column(regions, "Localization", "D", 6, 11) + column(regions, "Localization", "D", 15, 20)
    assert found == ARROWS_AS_PRINTED
    assert regions["Localization"]["E6"].value == "cluster may form, prospects growing"


def test_checks_and_charts_span_all_regions() -> None:
    template = read_template(TEMPLATES / "regions.en.xlsx")
    content = fill(template, load_source(template, [PAPER], {})).write()
    book = load_workbook(BytesIO(content))
    assert [book["Ranking"]["D22"].value, book["Trend"]["C22"].value] == [0, 2]
    (chart,) = book["Ranking"]._charts
    assert chart.series[0].val.numRef.f == "'Ranking'!$F$6:$F$21"


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_every_language_of_every_template_is_without_mistakes(language: str) -> None:
    for name, data, settings in (
        ("regions", PAPER, {"nation": "Republic of Kazakhstan"}),
        ("localization", BLS, {"nation": "United States", "base_year": "2016"}),
    ):
        template = read_template(TEMPLATES / f"{name}.{language}.xlsx")
        assert check(template, load_source(template, [data], settings)) == []


def test_localization_by_equation_1_is_what_bls_publishes() -> None:
    book = filled("localization.en.xlsx", BLS, nation="United States", base_year="2016")
    found: dict[tuple[object, object], object] = {}
    region = None
    for cells in book["Localization"].iter_rows(min_row=4, max_col=4, values_only=True):
        if cells[0] and not cells[1]:
            region = cells[0]
        elif isinstance(cells[3], int | float):
            found[region, cells[0]] = cells[3]
    published = {
        (row["region"], row["branch"]): float(row["published_lq"])
        for row in csv.DictReader(BLS.open(encoding="utf-8"))
        if row["published_lq"] and row["branch"] != "10 Total, all industries"
    }
    assert found.keys() == published.keys()
    assert len(found) == 245
    for key, value in published.items():
        assert float(str(found[key])) == pytest.approx(value, abs=0.005 + 1e-9), key
