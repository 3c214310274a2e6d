"""`growthpole audit` on the paper's tables."""

from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from tests.command_line.conftest import PAPER


def test_the_papers_fourteen_mistakes_are_told_with_their_cells_and_nothing_else(growthpole: Any) -> None:
    """Kireyeva & Nurlanova (2014): twelve shares of Table 1, a sum and an index of Table 2."""
    outcome = growthpole("audit", PAPER)
    lines = outcome.output.splitlines()
    assert outcome.code == 0
    assert lines[-1].startswith("14 findings")
    assert len(lines) == 15
    assert sum("share" in line for line in lines[:-1]) == 12
    assert any("printed 12.1, calculated 10.27" in line for line in lines)
    assert any("printed 416, calculated 418" in line for line in lines)
    assert any("printed 107.6, calculated 107.69" in line for line in lines)
    assert all("sheet '" in line and "cell " in line for line in lines[:-1])


def test_the_findings_make_a_workbook(growthpole: Any, tmp_path: Path) -> None:
    target = tmp_path / "audit.xlsx"
    assert growthpole("audit", PAPER, "-o", target, "--language", "ru").code == 0
    sheet = load_workbook(target, data_only=True).worksheets[0]
    printed = [cell for row in sheet.iter_rows(values_only=True) for cell in row]
    assert 12.1 in printed
    assert 416 in printed
