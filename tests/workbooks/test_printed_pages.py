"""The filled templates as real programs see them: LibreOffice prints them, Microsoft's validator reads them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from addin.audit.auditing import audit_file
from addin.audit.report import audit_report
from addin.filebook.template import read_template
from addin.fill import fill, load_source
from tests.package.lint import faults

ROOT = Path(__file__).parents[2]
PAPER = ROOT / "workbooks" / "data" / "kazakhstan_kireyeva_nurlanova_2014.xlsx"
DRAWN = [PAPER, *sorted((ROOT / "workbooks" / "templates").glob("*.en.xlsx"))]


@pytest.fixture(params=["en", "ru", "kk"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def regions(language: str, tmp_path: Path) -> Path:
    template = read_template(ROOT / "workbooks" / "templates" / f"regions.{language}.xlsx")
    path = tmp_path / "regions.xlsx"
    fill(template, load_source(template, [PAPER], {"nation": "Republic of Kazakhstan"})).save(path)
    return path


@pytest.fixture
def report(language: str, tmp_path: Path) -> Path:
    path = tmp_path / "audit.xlsx"
    audit_report(audit_file(PAPER, language=language), PAPER.name, language).save(path)
    return path


def printed(workbook: Path, libreoffice: Any) -> list[str]:
    return [page.extract_text() for page in PdfReader(libreoffice.convert(workbook)).pages]


def test_each_sheet_prints_on_a_page_with_nothing_too_wide_or_wrong(
    regions: Path, report: Path, libreoffice: Any
) -> None:
    ranking, trend, localization = pages = printed(regions, libreoffice)
    (audit,) = printed(report, libreoffice)
    for page in (ranking, trend):
        assert all(name in page for name in ("Astana city", "Almaty city", "West-Kazakhstan region"))
    assert "30,218,544.3" in ranking
    assert "107.7" in trend
    assert localization.count("↑") + localization.count("↓") >= 12
    assert "D10" in audit
    for sign in ("###", "#REF", "#NAME", "#VALUE", "#DIV", "#N/A", "Err:", "{{", "}}"):
        assert all(sign not in page for page in (*pages, audit))


def test_formulas_that_the_template_keeps_are_right(regions: Path, libreoffice: Any) -> None:
    values = libreoffice.recalculate(regions)
    ranking, trend, _ = (values[sheet] for sheet in list(values)[:3])
    assert ranking["D5"] == pytest.approx(100)
    assert [ranking[f"{column}22"] for column in "CD"] == [pytest.approx(0, abs=1e-6)] * 2
    assert [trend[f"{column}22"] for column in "BCDEF"] == [0, 2, 0, 0, 0]


@pytest.mark.parametrize("workbook", DRAWN, ids=lambda path: path.name)
def test_what_is_drawn_is_a_valid_workbook(workbook: Path, validate: Callable[[Path], list[str]]) -> None:
    assert validate(workbook) == []
    assert faults(workbook.read_bytes()) == []


def test_what_is_filled_is_a_valid_workbook(regions: Path, report: Path, validate: Callable[[Path], list[str]]) -> None:
    for workbook in (regions, report):
        assert validate(workbook) == []
        assert faults(workbook.read_bytes()) == []


def test_fifty_regions_have_a_bar_each_and_missing_figures_a_note(libreoffice: Any, tmp_path: Path) -> None:
    template = read_template(ROOT / "workbooks" / "templates" / "ranking.en.xlsx")
    for figure, notes in (("7", 0), ("c", 1)):
        data = tmp_path / "fifty.csv"
        lines = [f"Region {number},{number}" for number in range(1, 50)]
        data.write_text("\n".join(["region,value", f"Region 0,{figure}", *lines]), encoding="utf-8")
        fill(template, load_source(template, [data])).save(tmp_path / "fifty.xlsx")
        (chart,) = load_workbook(tmp_path / "fifty.xlsx")["Ranking"]._charts
        assert (chart.anchor._from.row, chart.anchor.to.row) == (4, 54)
        pages = "".join(printed(tmp_path / "fifty.xlsx", libreoffice))
        assert pages.count("#N/A: not available or confidential.") == notes
