"""Every macro where the workbook or the selection doesn't let it work: one line says why, and nothing has changed."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlwings as xw
from openpyxl import Workbook
from openpyxl.workbook.protection import WorkbookProtection

from addin.language import LANGUAGES, translated
from addin.macros.running import MACROS
from tests.livebook.sheets import Excel

Open = Callable[[Path], xw.Book]
Run = Callable[..., None]

FROM_A_SELECTION = ["ranking", "trend", "localization"]
ON_A_NEW_SHEET = [*FROM_A_SELECTION, "functions"]
OF_A_TEMPLATE = ["fill", "check", "batch"]
COMPOUND = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(8)
ENCRYPTED = COMPOUND + "EncryptedPackage".encode("utf-16-le")
PROTECTED = "the workbook's structure is protected: unprotect it first"


def save(path: Path, rows: list[list[Any]]) -> Path:
    workbook = Workbook()
    for row in rows:
        workbook.worksheets[0].append(row)
    workbook.save(path)
    return path


def figures(folder: Path) -> Path:
    rows = [["Region", "Year", "Food", "Metal"], ["Abai", 2023, 5, 9], ["Ulytau", 2023, 7, 9]]
    return save(folder / "Область и годы.xlsx", rows)


def complaint(excel: Excel) -> str:
    """The only thing said: one line that warns."""
    ((mode, text),) = excel.alerts
    assert mode == "critical"
    assert len(text.splitlines()) == 1
    return text


def is_as_it_was(book: xw.Book) -> bool:
    folder = Path(book.impl.path).parent
    sheets = [sheet.name for sheet in book.sheets]
    return len(book.app.books) == 1 and len(list(folder.iterdir())) == 1 and sheets == ["Sheet"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", FROM_A_SELECTION)
def test_a_chart_that_is_selected_or_shown_as_a_sheet_is_no_table(
    name: str, language: str, opened: Open, macro: Run, excel: Excel, tmp_path: Path
) -> None:
    book = opened(figures(tmp_path))
    told = f"{book.name}: {translated('select a cell of the table first', language)}"
    for excel.shows_chart_sheet in (False, True):
        excel.alerts.clear()
        macro(book, name, language)
        assert complaint(excel) == told
    assert is_as_it_was(book)


@pytest.mark.parametrize("name", FROM_A_SELECTION)
def test_an_empty_sheet_has_no_table(name: str, opened: Open, macro: Run, excel: Excel, tmp_path: Path) -> None:
    book = opened(save(tmp_path / "пустая книга.xlsx", []))
    excel.selected = ("Sheet", "C7")
    macro(book, name)
    assert complaint(excel).startswith("пустая книга.xlsx, sheet 'Sheet': there is no table: ")
    assert is_as_it_was(book)


@pytest.mark.parametrize("name", sorted(MACROS.keys() - {*FROM_A_SELECTION, "functions", "new", "rebind", "doctor"}))
def test_on_an_empty_workbook_each_other_macro_says_what_is_missing(
    name: str, opened: Open, macro: Run, excel: Excel, tmp_path: Path
) -> None:
    book = opened(save(tmp_path / "пустая книга.xlsx", []))
    macro(book, name, "kk")
    ((_, text),) = excel.alerts
    assert len(text.splitlines()) == 1
    assert any(letter in text for letter in "әғқңөұүһі")
    assert is_as_it_was(book)


@pytest.mark.parametrize("name", ON_A_NEW_SHEET)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_workbook_whose_structure_is_protected_takes_no_sheet(
    name: str, language: str, opened: Open, macro: Run, excel: Excel, tmp_path: Path
) -> None:
    book = opened(figures(tmp_path))
    book.impl.workbook.security = WorkbookProtection(lockStructure=True)
    excel.selected = ("Sheet", "C2")
    macro(book, name, language)
    assert complaint(excel) == f"{book.name}: {translated(PROTECTED, language)}"
    assert is_as_it_was(book)


@pytest.mark.parametrize("name", ["fill", "freeze"])
def test_a_protected_workbook_is_filled_and_frozen_like_any_other(
    name: str, opened: Open, macro: Run, excel: Excel, tmp_path: Path
) -> None:
    workbook = Workbook()
    page, data, settings = workbook.worksheets[0], workbook.create_sheet("figures"), workbook.create_sheet("_settings")
    page.append(["{{ region | down }}", "{{ GRP_SHARE(grp) }}"])
    for row in (["region", "grp"], ["Abai", 1], ["Ulytau", 3]):
        data.append(row)
    settings.append(["data", "figures"])
    page.protection.sheet = True
    workbook.security = WorkbookProtection(lockStructure=True)
    workbook.save(tmp_path / "own.xlsx")
    book = opened(tmp_path / "own.xlsx")
    macro(book, name)
    assert [mode for mode, _ in excel.alerts if mode == "critical"] == []


@pytest.mark.parametrize("name", [*OF_A_TEMPLATE, "audit", "freeze", *FROM_A_SELECTION])
@pytest.mark.parametrize(
    ("content", "ending", "told"),
    [
        (ENCRYPTED, ".xlsx", "the workbook is encrypted: save it without a password first"),
        (COMPOUND, ".xls", "this is an old binary file (.xls): save it as .xlsx first"),
    ],
    ids=["encrypted", "old"],
)
def test_a_copy_that_can_not_be_read_is_told_with_the_remedy(
    name: str, content: bytes, ending: str, told: str, opened: Open, macro: Run, excel: Excel, tmp_path: Path
) -> None:
    book = opened(figures(tmp_path))
    book.impl.path = book.impl.path.with_suffix(ending)
    book.impl.content = content
    excel.selected = ("Sheet", "C2")
    macro(book, name)
    assert complaint(excel) == f"{book.name}: {told}"
    assert is_as_it_was(book)


def test_what_is_made_of_a_workbook_never_saved_stands_among_the_documents(
    opened: Open, macro: Run, excel: Excel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = opened(figures(tmp_path))
    book.impl.address = "Книга1"
    (tmp_path / "home" / "Documents").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    macro(book, "new", "ru", "regions")
    excel.selected = ("Sheet", "C2")
    book.app.books[0].impl._app._books.opened.reverse()
    macro(book, "ranking", "ru")
    assert excel.alerts == []
    assert [path.name for path in (tmp_path / "home" / "Documents").iterdir()] == ["regions.xlsx"]
    assert len(book.sheets) == 2


@pytest.mark.parametrize(("name", "made"), [("fill", "-filled.xlsx"), ("audit", ""), ("batch", "-region")])
def test_a_dot_in_the_name_of_a_workbook_never_saved_begins_no_ending(
    name: str, made: str, opened: Open, macro: Run, excel: Excel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Excel calls a workbook made of a template `отчёт 2023.12.xltx` like this."""
    book = opened(template_with_its_data(tmp_path))
    book.impl.address = "отчёт 2023.121"
    (tmp_path / "home" / "Documents").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    macro(book, name)
    assert [text for mode, text in excel.alerts if mode == "critical"] == []
    expected = [f"отчёт 2023.121{made}"] if made else []
    assert [path.name for path in (tmp_path / "home" / "Documents").iterdir()] == expected


def template_with_its_data(folder: Path) -> Path:
    workbook = Workbook()
    page, data, settings = workbook.worksheets[0], workbook.create_sheet("figures"), workbook.create_sheet("_settings")
    page.append(["{{ region | down }}", "{{ grp }}"])
    for row in (["region", "grp"], ["Abai", 1], ["Ulytau", 3]):
        data.append(row)
    settings.append(["data", "figures"])
    workbook.save(folder / "own.xlsx")
    return folder / "own.xlsx"


@pytest.mark.parametrize("name", ["fill", "batch"])
def test_data_that_excel_has_open_with_changes_are_not_read_without_them(
    name: str, opened: Open, macro: Run, excel: Excel, tmp_path: Path
) -> None:
    data = opened(figures(tmp_path))
    book = opened(save(tmp_path / "own.xlsx", [["{{ region | down }}", "{{ food }}"]]))
    data.impl.changed = True
    data.impl.address = "https://office.example/Область и годы.xlsx"
    excel.chosen_file = str(tmp_path / "облАсть и годы.xlsx")
    macro(book, name)
    assert excel.alerts[1:] == [("critical", "Область и годы.xlsx: save the workbook first")]
    data.impl.changed = False
    excel.chosen_file = str(figures(tmp_path))
    macro(book, name)
    assert [mode for mode, _ in excel.alerts[2:]] == ["file", *(["info"] if name == "batch" else [])]


def test_figures_that_excel_has_open_as_separated_values_are_ranked(
    opened: Open, macro: Run, excel: Excel, tmp_path: Path
) -> None:
    """A file with semicolons and decimal commas, as Excel writes it in Russian and Kazakh."""
    text = "Область;ВРП, млн тенге\nАбай;5,5\nУлытау;7,25\n"
    book = opened(figures(tmp_path))
    book.impl.path, book.impl.content = book.impl.path.with_suffix(".csv"), text.encode("cp1251")
    excel.selected = ("Sheet", "B2")
    macro(book, "ranking", "ru")
    assert excel.alerts == []
    rows = list(book.impl.workbook.active.iter_rows(values_only=True))
    assert [row[1:3] for row in rows[4:6]] == [("Улытау", 7.25), ("Абай", 5.5)]


class RefusedByExcel(Exception):
    """As pywin32 tells it."""

    excepinfo = (0, "Microsoft Excel", "Файл используется\nдругой программой.", None, 0, -2146827284)


@pytest.mark.parametrize("name", ["fill", "check", "batch", "audit", "freeze", "ranking", "new", "functions"])
def test_what_excel_says_of_a_refusal_is_passed_on_in_one_line(
    name: str, opened: Open, macro: Run, excel: Excel, tmp_path: Path
) -> None:
    book = opened(figures(tmp_path))
    excel.selected = ("Sheet", "C2")
    excel.refuses, excel.refusal = frozenset({"SaveCopyAs", "open"}), RefusedByExcel("(-2147352567, …)")
    macro(book, name, "ru", "regions" if name == "new" else "")
    assert complaint(excel) == "отказ Excel или системы: Файл используется другой программой."
    assert is_as_it_was(book)


def test_a_text_for_excels_dialogue_has_none_of_the_commas_that_part_its_kinds_of_files() -> None:
    assert not any("," in translated("the data to fill from", language) for language in LANGUAGES)


def test_nothing_is_rebound_while_a_sheet_is_protected(opened: Open, macro: Run, excel: Excel, tmp_path: Path) -> None:
    book = opened(figures(tmp_path))
    book.impl.workbook["Sheet"].protection.sheet = True
    excel.links = {r"D:\you\growthpole.xlam": r"D:\you\growthpole.xlam"}
    macro(book, "rebind", "ru")
    told = "лист защищён: сначала снимите защиту"
    assert complaint(excel) == f"{book.name}, лист «Sheet»: {told}"
    assert "ChangeLink" not in excel.calls


@pytest.mark.parametrize("name", ["freeze", "audit", "fill", "batch", *FROM_A_SELECTION])
def test_what_is_not_calculated_yet_is_neither_frozen_nor_read(
    name: str, opened: Open, macro: Run, excel: Excel, tmp_path: Path
) -> None:
    book = opened(template_with_its_data(tmp_path))
    excel.selected, excel.calculation_state = ("figures", "B2"), 2
    macro(book, name, "kk")
    assert complaint(excel) == f"{book.name}: есептелмеген формулалар бар: алдымен F9 пернесін басыңыз"
    assert len(book.app.books) == 1


def test_on_macos_there_is_nothing_to_rebind(
    opened: Open, macro: Run, excel: Excel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = opened(figures(tmp_path))
    monkeypatch.setattr("sys.platform", "darwin")
    macro(book, "rebind")
    assert complaint(excel).endswith("functions are for Excel on Windows: there is nothing to rebind")
    assert excel.status_bar is False


def test_output_and_industry_without_branches_are_told_what_is_missing_in_the_persons_own_table(
    opened: Open, macro: Run, excel: Excel, tmp_path: Path
) -> None:
    rows = [["Region", "Year", "Output", "Industry"], ["Abai", 2023, 5, 9], ["Ulytau", 2023, 7, 9]]
    book = opened(save(tmp_path / "own.xlsx", rows))
    excel.selected = ("Sheet", "C2")
    macro(book, "localization")
    assert complaint(excel).startswith("own.xlsx, sheet 'Sheet': branches stand in a second column of names")
    assert is_as_it_was(book)


@pytest.mark.parametrize(
    ("name", "rows", "told"),
    [
        ("trend", [["Region", "GRP"], ["Abai", 5]], "the table has no years, neither in a column nor as headings"),
        *(
            (name, rows, f"the table needs one column of names, such as regions; found {found}")
            for name in ("ranking", "trend")
            for rows, found in (
                ([["Year", "GRP"], [2022, 5], [2023, 6]], "0"),
                ([["Region", "Branch", "Output"], ["Abai", "Food", 5], ["Abai", "Metal", 6]], "region, branch"),
            )
        ),
    ],
)
def test_a_table_of_another_shape_is_told_in_its_own_place(
    name: str, rows: list[list[Any]], told: str, opened: Open, macro: Run, excel: Excel, tmp_path: Path
) -> None:
    book = opened(save(tmp_path / "own.xlsx", rows))
    excel.selected = ("Sheet", "B2" if len(rows[0]) == 2 else "C2")
    macro(book, name)
    assert complaint(excel) == f"own.xlsx, sheet 'Sheet': {told}"
    assert is_as_it_was(book)
