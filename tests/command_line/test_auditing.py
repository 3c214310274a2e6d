"""`growthpole audit` on the paper's tables."""

from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

from tests.command_line.conftest import PAPER


def test_the_papers_fourteen_mistakes_are_told_with_their_cells_and_nothing_else(growthpole: Any) -> None:
    """Kireyeva & Nurlanova (2014): twelve shares of Table 1, a sum and an index of Table 2."""
    outcome = growthpole("audit", PAPER)
    lines = outcome.output.splitlines()
    assert outcome.code == 0
    assert lines[-1].startswith("14 findings")
    assert len(lines) == 15
    assert sum("share" in line for line in lines[:-1]) == 12
    assert "sheet 'Table 1', cell D10: Printed share, %: Atyrau region, 2012: printed 12.1, calculated 10.2763" in lines
    assert any("printed 416, calculated 418 " in line for line in lines)
    assert any(line.endswith("printed 107.6, calculated 107.6923") for line in lines)
    assert all(line.startswith("sheet '") and "cell " in line for line in lines[:-1])


def test_the_findings_make_a_workbook(growthpole: Any, tmp_path: Path) -> None:
    target = tmp_path / "audit.xlsx"
    assert growthpole("audit", PAPER, "-o", target, "--language", "ru").code == 0
    sheet = load_workbook(target, data_only=True).worksheets[0]
    printed = [cell for row in sheet.iter_rows(values_only=True) for cell in row]
    assert 12.1 in printed
    assert 416 in printed


def test_a_mark_that_the_file_does_not_declare_is_given_with_the_command(growthpole: Any, tmp_path: Path) -> None:
    data = tmp_path / "data.csv"
    data.write_text("region,year,grp\nWhole,2023,n/a\nAbai,2023,1\nUlytau,2023,2\n", encoding="utf-8")
    refused = growthpole("audit", data)
    assert (refused.code, "declare in 'suppressed'" in refused.errors) == (1, True)
    told = growthpole("audit", data, "--set", "suppressed=n/a", "--set", "nation=Whole")
    assert (told.code, told.output.splitlines()[-1]) == (0, f"0 findings in {data}")


def test_a_workbook_tells_by_itself_how_it_is_read(growthpole: Any, tmp_path: Path) -> None:
    book = Workbook()
    sheet, settings = book.worksheets[0], book.create_sheet("_settings")
    for row in (["region", "year", "people"], ["Whole", 2023, 5], ["A", 2023, 1], ["B", 2023, 3], ["C", 2023, "n/a"]):
        sheet.append(row)
    settings.append(["suppressed", "n/a"])
    settings.append(["nation", "Whole"])
    book.save(tmp_path / "data.xlsx")
    assert growthpole("audit", tmp_path / "data.xlsx").code == 0
    settings["A1"] = "suppresed words"
    book.save(tmp_path / "data.xlsx")
    refused = growthpole("audit", tmp_path / "data.xlsx")
    assert refused.code == 1
    assert refused.errors.startswith(f"{tmp_path / 'data.xlsx'}, sheet '_settings', cell A1: ")
