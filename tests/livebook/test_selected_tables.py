"""Ranking, trend and localization made from the table that is selected in Excel."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlwings as xw
from openpyxl import Workbook, load_workbook

from tests.livebook.conftest import BLS, PAPER
from tests.livebook.sheets import Excel

Open = Callable[[Path], xw.Book]
Run = Callable[..., None]


def page(book: xw.Book) -> list[list[Any]]:
    """The sheet that came, which is shown."""
    return [list(row) for row in book.impl.workbook.active.iter_rows(values_only=True)]


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_regions_are_ranked_by_the_selected_column(language: str, opened: Open, macro: Run, excel: Excel) -> None:
    """Kireyeva & Nurlanova (2014), Table 1: the ranks by GRP per capita as printed."""
    book = opened(PAPER)
    excel.selected, excel.selected_table = ("Table 1", column_of("GRP per capita")), "grp"
    macro(book, "ranking", language)
    assert excel.alerts == []
    rows = page(book)
    assert "GRP per capita" in rows[1][0]
    assert rows[1][0].endswith(", 2012")
    ranked = [row[:2] for row in rows[4:20]]
    assert [row[0] for row in ranked] == list(range(1, 17))
    assert [row[1] for row in ranked[:3]] == ["Atyrau region", "Almaty city", "Astana city"]
    assert rows[3][3] == "Republic of Kazakhstan = 100"
    assert rows[4][3] == pytest.approx(100 * 5655.4 / 1799.4)
    assert [row[1:4] for row in rows if row[1] == "Republic of Kazakhstan"] == [["Republic of Kazakhstan", 1799.4, 100]]


def column_of(heading: str) -> str:
    for row in load_workbook(PAPER)["Table 1"].iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and cell.value.startswith(heading):
                return str(cell.offset(2, 0).coordinate)
    raise LookupError(heading)


def test_figures_are_followed_over_years_that_stand_in_the_header(opened: Open, macro: Run, excel: Excel) -> None:
    """The same, Table 2: Kostanay region, 14 organisations of 13."""
    book = opened(PAPER)
    excel.selected, excel.selected_table = ("Table 2", "D8"), "rd_organisations"
    macro(book, "trend")
    assert excel.alerts == []
    rows = page(book)
    assert rows[3][1:6] == [2008, 2009, 2010, 2011, 2012]
    (kostanay,) = [row for row in rows if row[0] == "Kostanay region"]
    assert kostanay[6:8] == [pytest.approx(1400 / 13), "↑"]


def test_branches_are_localized_from_output_and_industry(
    opened: Open, macro: Run, excel: Excel, tmp_path: Path
) -> None:
    """US Bureau of Labor Statistics, QCEW 2016: location quotients as published, to two decimals."""
    lines = list(csv.reader(BLS.open(encoding="utf-8")))
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    for line in lines:
        sheet.append([float(text) if text.replace(".", "").isdigit() else text or None for text in line])
    workbook.save(tmp_path / "bls.xlsx")
    book = opened(tmp_path / "bls.xlsx")
    excel.selected = (sheet.title, "A2")
    macro(book, "localization")
    assert excel.alerts == []
    calculated = [row[3] for row in page(book) if row[1] and isinstance(row[3], int | float)]
    rows = [row for row in csv.DictReader(BLS.open()) if row["branch"] != "10 Total, all industries"]
    published = [float(row["published_lq"]) for row in rows if row["published_lq"]]
    assert len(calculated) == len(published) == 245
    assert sorted(calculated) == pytest.approx(sorted(published), abs=0.0051)


def test_which_column_is_meant_is_asked_where_none_is_selected(opened: Open, macro: Run, excel: Excel) -> None:
    book = opened(PAPER)
    excel.selected, excel.selected_table = ("Table 1", "A8"), "grp"
    macro(book, "ranking")
    ((mode, text),) = excel.alerts
    assert mode == "critical"
    assert "select a cell in one column of figures (" in text
    assert "GRP per capita" in text
    assert len(book.app.books) == 1


def test_the_only_column_needs_no_selection(opened: Open, macro: Run, excel: Excel, tmp_path: Path) -> None:
    workbook = Workbook()
    for row in (["Область", "Население"], ["Абай", 5], ["Улытау", 7], ["Всего", 12]):
        workbook.worksheets[0].append(row)
    workbook.save(tmp_path / "own.xlsx")
    book = opened(tmp_path / "own.xlsx")
    excel.selected = ("Sheet", "A1")
    macro(book, "ranking", "ru")
    assert excel.alerts == []
    rows = page(book)
    assert rows[1][0] == "Население"
    assert [row[1:3] for row in rows[4:6]] == [["Улытау", 7], ["Абай", 5]]
    assert rows[3][3] == "Доля, %"
    assert rows[4][3] == pytest.approx(100 * 7 / 12)
    assert rows[6][1:4] == ["Сумма", 12, 100]


def test_a_chart_that_is_selected_is_no_table(opened: Open, macro: Run, excel: Excel) -> None:
    macro(opened(PAPER), "trend")
    assert excel.alerts == [("critical", f"{PAPER.name}: select a cell of the table first")]


def test_the_sheet_stands_after_the_one_shown_under_a_name_of_its_own(
    opened: Open, macro: Run, excel: Excel, tmp_path: Path
) -> None:
    book = opened(save(tmp_path, [["Region", "GRP"], ["Abai", 5], ["Ulytau", 7]]))
    before = Path(book.fullname).read_bytes()
    excel.selected = ("Sheet", "B2")
    for _ in range(2):
        book.impl.workbook.active = 0
        macro(book, "ranking")
    assert book.impl.workbook.sheetnames == ["Sheet", "Ranking 2", "Ranking", "Last"]
    assert [each.name for each in book.app.books] == [book.name]
    assert Path(book.fullname).read_bytes() == before
    assert [path.name for path in Path(book.fullname).parent.iterdir()] == [book.name]


@pytest.mark.parametrize("refused", ["open", "copy sheet"])
def test_a_sheet_that_excel_refuses_leaves_the_workbook_as_it_was(
    refused: str, opened: Open, macro: Run, excel: Excel, tmp_path: Path
) -> None:
    book = opened(save(tmp_path, [["Region", "GRP"], ["Abai", 5], ["Ulytau", 7]]))
    excel.selected, excel.refuses = ("Sheet", "B2"), frozenset({refused})
    macro(book, "ranking")
    assert excel.alerts == [("critical", f"Excel or the system refused: Excel refuses {refused}")]
    assert book.impl.workbook.sheetnames == ["Sheet", "Last"]
    assert [each.name for each in book.app.books] == [book.name]


@pytest.mark.parametrize(
    "rows",
    [
        [["Region", "Food", "Metal", "Total"], ["North", 30, 10, 40], ["South", 20, 40, 60], ["Total", 50, 50, 100]],
        [
            ["Region", "Branch", "Output"],
            *(["North", "Food", 30], ["North", "Metal", 10]),
            *(["South", "Food", 20], ["South", "Metal", 40]),
        ],
        [
            ["Region", "Year", "Food", "Metal"],
            *(["North", 2022, 1, 9], ["South", 2022, 9, 1]),
            *(["North", 2023, 30, 10], ["South", 2023, 20, 40]),
        ],
    ],
    ids=["a column a branch", "a column of branches", "years, of which the last counts"],
)
def test_branches_without_totals_are_localized_against_their_sums(
    rows: list[list[object]], opened: Open, macro: Run, excel: Excel, tmp_path: Path
) -> None:
    """The documented example of LOCALIZATION_TABLE."""
    book = opened(save(tmp_path, rows))
    excel.selected = ("Sheet", "B2")
    macro(book, "localization")
    assert excel.alerts == []
    head, north, south = (row[:3] for row in page(book)[3:6])
    assert head == ["Region", "Food", "Metal"]
    assert north == ["North", pytest.approx(1.5), pytest.approx(0.5)]
    assert south == ["South", pytest.approx(2 / 3), pytest.approx(4 / 3)]


def test_a_table_without_branches_is_told_what_is_missing(
    opened: Open, macro: Run, excel: Excel, tmp_path: Path
) -> None:
    book = opened(save(tmp_path, [["Region", "GRP"], ["Abai", 5], ["Ulytau", 7]]))
    excel.selected = ("Sheet", "B2")
    macro(book, "localization", "ru")
    ((mode, text),) = excel.alerts
    assert mode == "critical"
    assert text.startswith("own.xlsx, лист «Sheet»: отрасли ")


def save(folder: Path, rows: list[list[object]]) -> Path:
    workbook = Workbook()
    for row in rows:
        workbook.worksheets[0].append(row)
    workbook.create_sheet("Last")
    workbook.save(folder / "own.xlsx")
    return folder / "own.xlsx"


MARKED = [["Область", "2022", "2023"], ["РК", 30, 33], ["Абай", 10, 12], ["Ұлытау", 20, 21], ["Жетісу", "н/д", "н/д"]]


def with_settings(folder: Path) -> Path:
    """A table that only its workbook's own settings make readable."""
    workbook = Workbook()
    sheet, settings = workbook.worksheets[0], workbook.create_sheet("_settings")
    sheet.title = "ВРП"
    for row in MARKED:
        sheet.append(row)
    for pair in (("suppressed", "н/д"), ("nation", "РК")):
        settings.append(pair)
    workbook.save(folder / "свод.xlsx")
    return folder / "свод.xlsx"


@pytest.mark.parametrize(("name", "first"), [("ranking", 4), ("trend", 4)])
def test_a_table_is_read_as_the_settings_of_its_workbook_say(
    name: str, first: int, opened: Open, macro: Run, excel: Excel, tmp_path: Path
) -> None:
    book = opened(with_settings(tmp_path))
    excel.selected = ("ВРП", "C3")
    macro(book, name, "ru")
    assert excel.alerts == []
    labels = [cell for row in page(book)[first:] for cell in row[:2] if isinstance(cell, str)]
    assert {"Абай", "Ұлытау", "Жетісу"} <= set(labels)
    assert name == "trend" or "РК" not in labels


def test_so_are_figures_that_are_checked(opened: Open, macro: Run, excel: Excel, tmp_path: Path) -> None:
    book = opened(with_settings(tmp_path))
    macro(book, "audit", "ru")
    assert excel.alerts == [("info", "ни один опубликованный показатель не противоречит остальным")]
