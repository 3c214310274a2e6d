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


def page(book: xw.Book, name: str) -> list[list[Any]]:
    path = Path(book.fullname).with_name(f"{Path(book.name).stem}-{name}.xlsx")
    return [list(row) for row in load_workbook(path, data_only=True).worksheets[0].iter_rows(values_only=True)]


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_regions_are_ranked_by_the_selected_column(language: str, opened: Open, macro: Run, excel: Excel) -> None:
    """Kireyeva & Nurlanova (2014), Table 1: the ranks by GRP per capita as printed."""
    book = opened(PAPER)
    excel.selected, excel.selected_table = ("Table 1", column_of("GRP per capita")), "grp"
    macro(book, "ranking", language)
    assert excel.alerts == []
    rows = page(book, "ranking")
    assert "GRP per capita" in rows[0][0]
    assert rows[0][0].endswith(", 2012")
    ranked = [row[:2] for row in rows[4:20]]
    assert [row[0] for row in ranked] == list(range(1, 17))
    assert [row[1] for row in ranked[:3]] == ["Atyrau region", "Almaty city", "Astana city"]
    assert "Republic of Kazakhstan" not in [row[1] for row in rows]


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
    rows = page(book, "trend")
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
    calculated = [row[3] for row in page(book, "localization") if row[1] and isinstance(row[3], int | float)]
    published = [float(row["published_lq"]) for row in csv.DictReader(BLS.open()) if row["published_lq"]]
    assert len(calculated) == len(published) == 254
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
    rows = page(book, "ranking")
    assert rows[0][0] == "Население"
    assert [row[1:3] for row in rows[4:6]] == [["Улытау", 7], ["Абай", 5]]
    assert rows[4][3] == pytest.approx(100 * 7 / 12)


def test_a_chart_that_is_selected_is_no_table(opened: Open, macro: Run, excel: Excel) -> None:
    macro(opened(PAPER), "trend")
    assert excel.alerts == [("critical", f"{PAPER.name}: select a cell of the table first")]
