"""Every macro of the ribbon, run through xlwings' own classes over a small Excel."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlwings as xw
from openpyxl import Workbook, load_workbook
from openpyxl.formatting.rule import FormulaRule
from openpyxl.workbook.defined_name import DefinedName

from addin.macros import running
from tests.livebook.conftest import PAPER, TEMPLATES, own_data, save
from tests.livebook.sheets import Excel
from udfs.library import FUNCTIONS

Open = Callable[[Path], xw.Book]
Run = Callable[..., None]


def cells(path: Path, *, data_only: bool) -> dict[str, list[list[Any]]]:
    book = load_workbook(path, data_only=data_only)
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book.worksheets}


def beside(book: xw.Book, name: str) -> Path:
    return Path(book.fullname).with_name(name)


def test_filling_leaves_the_template_as_it_was_and_takes_a_free_name(opened: Open, macro: Run, excel: Excel) -> None:
    book = opened(TEMPLATES / "regions.en.xlsx")
    before = Path(book.fullname).read_bytes()
    excel.chosen_file = str(PAPER)
    macro(book, "fill")
    macro(book, "fill")
    assert Path(book.fullname).read_bytes() == before
    assert sorted(path.name for path in Path(book.fullname).parent.iterdir()) == [
        "regions.en-filled 2.xlsx",
        "regions.en-filled.xlsx",
        "regions.en.xlsx",
    ]


def test_nothing_happens_where_no_file_is_chosen(opened: Open, macro: Run, excel: Excel) -> None:
    book = opened(TEMPLATES / "regions.en.xlsx")
    macro(book, "fill")
    assert excel.alerts == [("file", "the data to fill from")]
    assert len(book.app.books) == 1


def test_data_on_a_sheet_of_the_workbook_are_not_asked_for(
    opened: Open, macro: Run, excel: Excel, tmp_path: Path
) -> None:
    book = opened(own_data(tmp_path, "{{ region | down }}"))
    macro(book, "fill")
    assert excel.alerts == []
    filled = cells(beside(book, "own-filled.xlsx"), data_only=True)
    assert filled["Page"] == [["Abai", 5], ["Ulytau", 7]]


@pytest.mark.parametrize("name", ["fill", "check"])
def test_a_mistake_is_told_with_its_cell_and_nothing_is_made(
    name: str, opened: Open, macro: Run, excel: Excel, tmp_path: Path
) -> None:
    book = opened(own_data(tmp_path, "{{ regoin | down }}"))
    macro(book, name)
    ((mode, text),) = excel.alerts
    assert mode == "critical"
    assert text.startswith("own.xlsx, sheet 'Page', cell A1: ")
    assert "region" in text
    assert list(Path(book.fullname).parent.iterdir()) == [Path(book.fullname)]


def test_a_sound_template_is_said_to_be_one(opened: Open, macro: Run, excel: Excel, tmp_path: Path) -> None:
    macro(opened(own_data(tmp_path, "{{ region | down }}")), "check")
    assert excel.alerts == [("info", "the template has no mistakes")]


def test_of_a_template_without_data_it_is_said_that_its_columns_were_not_looked_up(
    opened: Open, macro: Run, excel: Excel
) -> None:
    macro(opened(TEMPLATES / "regions.en.xlsx"), "check")
    ((mode, text),) = excel.alerts
    assert mode == "info"
    assert text.startswith("the template by itself has no mistakes; columns are looked up when it is filled")


def test_a_workbook_without_expressions_is_no_template(opened: Open, macro: Run, excel: Excel) -> None:
    macro(opened(PAPER), "fill")
    ((mode, text),) = excel.alerts
    assert mode == "critical"
    assert "no expression" in text


@pytest.mark.parametrize("call", ["SaveCopyAs", "open"])
def test_what_excel_refuses_is_told_and_leaves_no_file(
    call: str, opened: Open, macro: Run, excel: Excel, tmp_path: Path
) -> None:
    book = opened(own_data(tmp_path, "{{ region | down }}"))
    excel.refuses = frozenset({call})
    macro(book, "fill")
    assert excel.alerts == [("critical", f"Excel or the system refused: Excel refuses {call}")]
    assert list(Path(book.fullname).parent.iterdir()) == [Path(book.fullname)]


def test_what_a_button_did_and_why_it_failed_is_in_the_log(
    opened: Open, macro: Run, excel: Excel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "log" / "growthpole.log"
    monkeypatch.setattr(running, "log_of_this_system", lambda: log)
    book = opened(own_data(tmp_path, "{{ regoin | down }}"))
    macro(book, "fill", "ru")
    excel.refuses = frozenset({"SaveCopyAs"})
    macro(book, "fill")
    text = log.read_text("utf-8")
    assert "INFO addin.macros.running: fill of own.xlsx" in text
    assert "WARNING addin.macros.running: own.xlsx, sheet 'Page', cell A1: " in text
    assert "ERROR addin.macros.running: fill failed\nTraceback" in text


def test_the_papers_fourteen_mistakes_open_as_a_workbook(opened: Open, macro: Run) -> None:
    book = opened(PAPER)
    macro(book, "audit", "kk")
    (sheet, *_) = cells(beside(book, f"{PAPER.stem}-audit.xlsx"), data_only=True).values()
    values = [value for row in sheet for value in row]
    assert 12.1 in values
    assert 416 in values
    assert sum(isinstance(value, str) and "Table" in value for value in values) == 14
    assert not any(isinstance(value, str) and "/" in value and "tmp" in value for value in values)


def test_sound_figures_make_no_workbook(opened: Open, macro: Run, excel: Excel, tmp_path: Path) -> None:
    book = opened(own_data(tmp_path, "text"))
    macro(book, "audit")
    assert excel.alerts == [("info", "no printed figure contradicts the others")]
    assert len(book.app.books) == 1


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_a_template_of_ours_opens_in_the_ribbons_language(
    language: str, opened: Open, macro: Run, excel: Excel
) -> None:
    book = opened(PAPER)
    macro(book, "new", language, "regions")
    assert excel.alerts == []
    assert beside(book, "regions.xlsx").read_bytes() == (TEMPLATES / f"regions.{language}.xlsx").read_bytes()


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_the_functions_are_listed_on_a_new_sheet_as_texts(
    language: str, opened: Open, macro: Run, excel: Excel, tmp_path: Path
) -> None:
    name = {"en": "Functions", "ru": "Функции", "kk": "Функциялар"}[language]
    book = opened(save(tmp_path / "own.xlsx", {name: [[1]]}))
    macro(book, "functions", language)
    assert excel.alerts == []
    rows = list(book.impl.workbook[f"{name} 2"].iter_rows(5, values_only=True))
    assert {function.syntax for function in FUNCTIONS.values()} <= {row[0] for row in rows}
    assert rows[:4] == [
        ("GRP_SHARE(grp, [total], [along])", None),
        (FUNCTIONS["GRP_SHARE"].documentation.summary, None),
        ("share = 100 · GRP_r / total", None),
        ("=GRP_SHARE({1;3})", "{25;75}"),
    ]
    cells = [cell for row in book.impl.workbook[f"{name} 2"].iter_rows(5) for cell in row]
    assert "f" not in {cell.data_type for cell in cells}


def test_formulas_of_ours_become_values_in_a_copy(opened: Open, macro: Run, excel: Excel, tmp_path: Path) -> None:
    page = [["{{ region | down }}", "{{ grp }}", "=GRP_SHARE(B1,4)"], [], ["whole", "=SUM(B1:B1)"]]
    figures = [["region", "year", "grp"], ["Abai", 2023, 1], ["Ulytau", 2023, 3]]
    source = {"Page": page, "figures": figures, "_settings": [["data", "figures"]]}
    filling = opened(save(tmp_path / "own.xlsx", source))
    macro(filling, "fill")
    book = filling.app.books["own-filled.xlsx"]
    macro(book, "freeze")
    assert excel.alerts == []
    formulas = cells(beside(book, "own-filled-values.xlsx"), data_only=False)["Page"]
    assert formulas == [["Abai", 1, 25], ["Ulytau", 3, 75], [None] * 3, ["whole", "=SUM(B1:B2)", None]]
    assert cells(Path(book.fullname), data_only=False)["Page"][0][2] == "=GRP_SHARE(B1,4)"


def test_a_workbook_without_formulas_of_ours_is_not_copied(opened: Open, macro: Run, excel: Excel) -> None:
    macro(opened(PAPER), "freeze")
    assert excel.alerts == [("info", "no formula of the workbook calls a function of Growthpole's")]


def test_what_can_not_hold_a_value_is_told_beside_the_frozen_copy(
    opened: Open, macro: Run, excel: Excel, tmp_path: Path
) -> None:
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet["A1"] = 1
    sheet.conditional_formatting.add("A1", FormulaRule(["HHI(A1:A2)>0"]))
    workbook.defined_names["Share"] = DefinedName("Share", attr_text="GRP_SHARE(Sheet!$A$1,4)")
    workbook.save(tmp_path / "own.xlsx")
    book = opened(tmp_path / "own.xlsx")
    macro(book, "freeze", "ru")
    assert load_workbook(beside(book, "own-values.xlsx")).defined_names["Share"].attr_text == "25"
    told = "функции Growthpole всё ещё вызываются в именах, форматах или проверках данных: Sheet"
    assert excel.alerts == [("info", told)]


def test_links_to_another_computers_addin_lead_to_ours(opened: Open, macro: Run, excel: Excel) -> None:
    book = opened(PAPER)
    own, other = r"C:\Users\me\XLSTART\growthpole.xlam", r"D:\Users\you\GROWTHPOLE.xlam"
    excel.links = {own: own, other: other, r"D:\prices.xlsx": r"D:\prices.xlsx"}
    excel.calls.clear()
    macro(book, "rebind")
    assert excel.links == {own: own, other: own, r"D:\prices.xlsx": r"D:\prices.xlsx"}
    assert excel.calls == ["ChangeLink", "CalculateFullRebuild", "alert"]


def test_of_many_mistakes_the_first_are_shown_and_how_many_there_are(
    opened: Open, macro: Run, excel: Excel, tmp_path: Path
) -> None:
    page = [[f"{{{{ nothing_called_{row} }}}}"] for row in range(60)]
    figures = [["region", "year", "grp"], ["Abai", 2023, 5]]
    book = opened(save(tmp_path / "own.xlsx", {"P": page, "figures": figures, "_settings": [["data", "figures"]]}))
    macro(book, "check")
    ((_, text),) = excel.alerts
    assert text.startswith("own.xlsx, sheet 'P', cell A1: ")
    assert text.endswith("\n… (60)")
    assert len(text) < 1000
