"""The calls that cross to Excel are the same few, however long the tables are."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlwings as xw
from openpyxl import Workbook

from tests.livebook.sheets import Excel

Open = Callable[[Path], xw.Book]
Run = Callable[..., None]

CALLS = {
    "ranking": ["SaveCopyAs", "open", "copy sheet", "close"],
    "trend": ["SaveCopyAs", "open", "copy sheet", "close"],
    "localization": ["SaveCopyAs", "open", "copy sheet", "close"],
    "fill": ["SaveCopyAs", "open"],
    "check": ["SaveCopyAs", "alert"],
    "batch": ["SaveCopyAs", "do not ask", "ask", "alert"],
    "audit": ["SaveCopyAs", "alert"],
    "rebind": ["ChangeLink", "CalculateFullRebuild", "alert"],
    "functions": ["open", "copy sheet", "close"],
}


def long_workbook(folder: Path, rows: int) -> Path:
    """A template, its data, and settings that name them; two branches, so that each label's figure is a row."""
    book = Workbook()
    page, figures, settings = book.worksheets[0], book.create_sheet("figures"), book.create_sheet("_settings")
    page.append(["{{ region | down }}", "{{ food }}", "=GRP_SHARE(B1,1500)"])
    figures.append(["Region", "Year", "Food", "Metal"])
    for row in range(rows):
        figures.append([f"region {row}", 2023, row + 1, 2 * row + 1])
    settings.append(["data", "figures"])
    book.save(folder / f"{rows}.xlsx")
    return folder / f"{rows}.xlsx"


def calls_of(name: str, book: xw.Book, macro: Run, excel: Excel) -> list[str]:
    excel.selected = ("figures", "C2")
    excel.links = {r"D:\you\growthpole.xlam": ""}
    excel.calls.clear()
    macro(book, name)
    return list(excel.calls)


@pytest.mark.parametrize("name", CALLS)
def test_a_macro_makes_as_few_calls_for_long_tables(
    name: str, opened: Open, macro: Run, excel: Excel, tmp_path: Path
) -> None:
    counts = (2, 12) if name == "batch" else (4, 1500)
    made = [calls_of(name, opened(long_workbook(tmp_path, count)), macro, excel) for count in counts]
    assert made == [CALLS[name]] * 2


def test_freezing_too(opened: Open, macro: Run, excel: Excel, tmp_path: Path) -> None:
    for count in (3, 1500):
        book = opened(long_workbook(tmp_path, count))
        macro(book, "fill")
        filled: Any = book.app.books[f"{count}-filled.xlsx"]
        assert calls_of("freeze", filled, macro, excel) == ["SaveCopyAs", "open"]
        frozen = book.app.books[f"{count}-filled-values.xlsx"].impl.workbook["Sheet"]
        assert frozen.max_row == count
        assert frozen.cell(count, 3).value == pytest.approx(count / 15)
