"""What macros find around Excel: its folders, its dialogue, other systems, a virus scanner, an installation."""

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlwings as xw

from tests.livebook.conftest import PAPER, TEMPLATES, own_data
from tests.livebook.sheets import Excel

Open = Callable[[Path], xw.Book]
Run = Callable[..., None]


@pytest.mark.parametrize("is_installed", [True, False])
def test_the_dialogue_offers_the_kinds_of_files_that_can_be_read(
    is_installed: bool, opened: Open, macro: Run, excel: Excel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("addin.livebook.dialogs.find_spec", lambda _: object() if is_installed else None)
    macro(opened(TEMPLATES / "regions.en.xlsx"), "fill")
    assert set(excel.offered) >= {"*.xlsx", "*.xlsm", "*.csv", "*.tsv", "*.txt", "*.px", "*.json", "*.zip"}
    assert ("*.parquet" in excel.offered) is is_installed


@pytest.mark.parametrize("name", ["fill", "ranking"])
def test_a_copy_that_a_virus_scanner_holds_stops_no_macro(
    name: str, opened: Open, macro: Run, excel: Excel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    remove = os.unlink

    def held(path: Any, **options: Any) -> None:
        if str(path).endswith("xlsx"):
            raise PermissionError(errno.EACCES, "held", str(path))
        remove(path, **options)

    book = opened(own_data(tmp_path, "{{ region | down }}"))
    excel.selected = ("figures", "C2")
    monkeypatch.setattr(os, "unlink", held)
    macro(book, name)
    monkeypatch.undo()
    assert excel.alerts == []
    assert len(book.app.books) + len(book.sheets) == 5


def test_on_macos_an_unsaved_workbook_is_asked_to_be_saved(
    opened: Open, macro: Run, excel: Excel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = opened(own_data(tmp_path, "{{ region | down }}"))
    monkeypatch.setattr("addin.livebook.copies.sys.platform", "darwin")
    macro(book, "fill")
    assert excel.alerts == []
    book.impl.changed = True
    macro(book, "fill")
    assert excel.alerts == [("critical", "own.xlsx: save the workbook first")]
    assert excel.status_bar is False


def test_the_doctor_tells_what_is_missing_with_the_remedy(
    opened: Open, macro: Run, excel: Excel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = opened(PAPER)
    for variable in ("USERPROFILE", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(variable, str(tmp_path / "profile"))
    monkeypatch.setattr("addin.installation.places.sys.platform", "win32")
    macro(book, "doctor")
    ((mode, text),) = excel.alerts
    assert mode == "critical"
    assert text.startswith("WRONG  installation: nothing is installed for this user; install again")


def test_beside_a_workbook_on_a_server_is_where_excel_saves_by_itself_or_the_folder_of_documents(
    opened: Open, macro: Run, excel: Excel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where it is on this computer could be said by its own sheet `xlwings.conf`, which nobody asks."""
    book = opened(own_data(tmp_path, "{{ region | down }}"))
    book.impl.address = "https://office.example/personal/own.xlsx"
    (tmp_path / "home" / "Documents").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    macro(book, "fill")
    assert excel.alerts == []
    assert (tmp_path / "home" / "Documents" / "own-filled.xlsx").is_file()
    excel.default_folder = str(tmp_path / "home" / "OneDrive" / "Документы")
    Path(excel.default_folder).mkdir(parents=True)
    macro(book.app.books[0], "fill")
    assert excel.alerts == []
    assert Path(excel.default_folder, "own-filled 2.xlsx").is_file()


@pytest.mark.parametrize("folder", ["/proc", "AppData/Local/Temp/Temp1_mail.zip", "INetCache/Content.Outlook/1A2B"])
def test_nor_is_anything_saved_where_nobody_may_write_or_find_it_again(
    folder: str, opened: Open, macro: Run, excel: Excel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if folder == "/proc" and not Path(folder).is_dir():
        pytest.skip("this system has no folder in which not even an administrator can write")
    book = opened(own_data(tmp_path, "{{ region | down }}"))
    (tmp_path / folder).mkdir(parents=True, exist_ok=True)
    book.impl.address = str(tmp_path / folder / "own.xlsx")
    (tmp_path / "home" / "Documents").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    macro(book, "fill")
    assert excel.alerts == []
    assert (tmp_path / "home" / "Documents" / "own-filled.xlsx").is_file()
