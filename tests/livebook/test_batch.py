"""A workbook for each label of a column, started from the ribbon."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import xlwings as xw
from openpyxl import Workbook, load_workbook

from tests.livebook.sheets import Excel

Open = Callable[[Path], xw.Book]
Run = Callable[..., None]

FIGURES = [
    ["region", "branch", "year", "output"],
    ["Abai", "Food", 2023, 5],
    ["Abai", "Metal", 2023, 6],
    ["Ulytau", "Food", 2023, 7],
]


def template(folder: Path, figures: list[list[object]], page: str = "{{ region }}: {{ output }}") -> Path:
    book = Workbook()
    for name, rows in {"Page": [[page]], "figures": figures, "_settings": [["data", "figures"]]}.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    del book["Sheet"]
    path = folder / "monthly.xlsx"
    book.save(path)
    return path


def made(book: xw.Book, folder: str) -> dict[str, object]:
    paths = (Path(book.fullname).parent / folder).glob("*.xlsx")
    return {path.stem: load_workbook(path)["Page"]["A1"].value for path in paths}


def test_the_only_column_of_names_is_not_asked_for(opened: Open, macro: Run, excel: Excel, tmp_path: Path) -> None:
    figures = [[row[0], *row[2:]] for row in FIGURES if row[1] != "Metal"]
    book = opened(template(tmp_path, figures))
    macro(book, "batch")
    assert made(book, "monthly-region") == {"Abai": "Abai: 5", "Ulytau": "Ulytau: 7"}
    folder = Path(book.fullname).parent / "monthly-region"
    assert excel.alerts == [("info", f"2 workbooks are in {folder}")]


def test_one_of_several_columns_is_asked_for(opened: Open, macro: Run, excel: Excel, tmp_path: Path) -> None:
    book = opened(template(tmp_path, FIGURES, "{{ branch }}: {{ region | count }}"))
    excel.typed = " Branch "
    macro(book, "batch", "ru")
    assert made(book, "monthly-branch") == {"Food": "Food: 2", "Metal": "Metal: 1"}
    assert excel.alerts[0] == ("text", "по книге на каждое значение столбца (region, branch) region")


def test_nothing_is_made_where_no_column_is_named(opened: Open, macro: Run, excel: Excel, tmp_path: Path) -> None:
    book = opened(template(tmp_path, FIGURES))
    macro(book, "batch")
    assert [path.name for path in Path(book.fullname).parent.iterdir()] == ["monthly.xlsx"]
    assert [mode for mode, _ in excel.alerts] == ["text"]


def test_a_column_that_is_not_there_is_told_with_those_that_are(
    opened: Open, macro: Run, excel: Excel, tmp_path: Path
) -> None:
    book = opened(template(tmp_path, FIGURES))
    excel.typed = "regoin"
    macro(book, "batch", "en")
    assert excel.alerts[-1] == (
        "critical",
        "the data have no axis regoin, only region, branch, year; did you mean region?",
    )
    assert [path.name for path in Path(book.fullname).parent.iterdir()] == ["monthly.xlsx"]


def test_the_template_stays_with_its_workbooks_as_it_was_on_the_screen(
    opened: Open, macro: Run, excel: Excel, tmp_path: Path
) -> None:
    """The records name a file that is still there when somebody asks what a workbook was made from."""
    book = opened(template(tmp_path, [[row[0], *row[2:]] for row in FIGURES if row[1] != "Metal"]))
    book.impl.workbook["Page"]["B1"] = "not saved"
    book.impl.changed = True
    macro(book, "batch")
    folder = Path(book.fullname).parent / "monthly-region"
    (kept,) = {json.loads(line)["template"] for line in (folder / "manifest.jsonl").read_text("utf-8").splitlines()}
    assert Path(kept) == folder / "template" / "monthly.xlsx"
    assert load_workbook(kept)["Page"]["B1"].value == "not saved"


def test_workbooks_that_can_not_be_made_are_counted_with_the_cause(
    opened: Open, macro: Run, excel: Excel, tmp_path: Path
) -> None:
    figures = [["region", "year", "output"], ["Abai", 2023, 5], ["Ulytau", 2023, 7]]
    book = opened(template(tmp_path, figures, "{{ output.at(region='Abai') }}"))
    macro(book, "batch")
    told = "1 of 2 workbooks were not made: monthly.xlsx, sheet 'Page', cell A1: output has no region Abai"
    folder = Path(book.fullname).parent / "monthly-region"
    assert excel.alerts == [("critical", f"monthly.xlsx: {told}; the report is in {folder}")]
    assert (folder / "report.csv").is_file()


def test_the_cause_is_told_in_the_language_of_the_tab(opened: Open, macro: Run, excel: Excel, tmp_path: Path) -> None:
    figures = [["region", "year", "output"], ["Abai", 2023, 5], ["Ulytau", 2023, 7]]
    book = opened(template(tmp_path, figures, "{{ output.at(region='Abai') }}"))
    macro(book, "batch", "ru")
    cause = "monthly.xlsx, лист «Page», ячейка A1: у output по оси region нет значения Abai"
    folder = Path(book.fullname).parent / "monthly-region"
    assert excel.alerts == [("critical", f"monthly.xlsx: не сделано книг: 1 из 2: {cause}; отчёт в папке {folder}")]


def test_on_macos_nothing_is_asked(
    opened: Open, macro: Run, excel: Excel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = opened(template(tmp_path, FIGURES))
    monkeypatch.setattr("sys.platform", "darwin")
    macro(book, "batch")
    assert excel.alerts == [
        ("critical", "monthly.xlsx: on macOS nothing can be asked: let the data have one column of names")
    ]
