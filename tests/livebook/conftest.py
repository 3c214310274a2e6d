"""An Excel with the paper's template open, as a macro finds it."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import xlwings as xw
from openpyxl import Workbook

from addin.macros import run
from tests.livebook.engine import start
from tests.livebook.sheets import Excel

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "workbooks" / "templates"
PAPER = ROOT / "workbooks" / "data" / "kazakhstan_kireyeva_nurlanova_2014.xlsx"
BLS = ROOT / "tests" / "data" / "qcew_2016_establishments.csv"


@pytest.fixture
def excel() -> Excel:
    return Excel()


@pytest.fixture
def app(excel: Excel) -> xw.App:
    return start(excel)


@pytest.fixture
def opened(app: xw.App, tmp_path: Path) -> Callable[[Path], xw.Book]:
    """A copy of the workbook, opened in a folder of its own."""

    def open_copy(source: Path) -> xw.Book:
        folder = tmp_path / "қалта с пробелом"
        folder.mkdir(exist_ok=True)
        return app.books.open(shutil.copy(source, folder))

    return open_copy


@pytest.fixture
def macro() -> Iterator[Callable[..., None]]:
    """Run a macro on a workbook, as the ribbon does."""

    def run_on(book: xw.Book, name: str, language: str = "en", choice: str = "") -> None:
        book.set_mock_caller()
        run(name, language, choice)

    yield run_on
    if hasattr(xw.Book, "_mock_caller"):
        del xw.Book._mock_caller


def save(path: Path, sheets: dict[str, list[list[Any]]]) -> Path:
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
    workbook.save(path)
    return path


def own_data(folder: Path, marker: str) -> Path:
    sheets = {
        "Page": [[marker, "{{ grp }}"]],
        "figures": [["region", "year", "grp"], ["Abai", 2023, 5], ["Ulytau", 2023, 7]],
        "_settings": [["data", "figures"]],
    }
    return save(folder / "own.xlsx", sheets)
