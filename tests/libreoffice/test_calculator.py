import os
import sys
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from addin.calculator import Calculator, recalculate
from addin.errors import UserError
from tests.libreoffice.office import LibreOffice


def workbook_with(path: Path, cells: dict[str, object]) -> Path:
    workbook = Workbook()
    for address, value in cells.items():
        workbook.active[address] = value
    workbook.save(path)
    return path


@pytest.mark.libreoffice
def test_the_values_of_native_formulas_come_back_and_the_file_is_as_it_was(tmp_path: Path) -> None:
    path = workbook_with(
        tmp_path / "Сводка за год.xlsx", {"A1": 2, "A2": "=A1*3.5", "A3": '="a"&"b"', "A4": "=A1>1", "A5": "=SQRT(-1)"}
    )
    before = path.read_bytes()
    assert recalculate(path) == {"Sheet": {"A2": 7.0, "A3": "ab", "A4": True, "A5": "#NUM!"}}
    assert path.read_bytes() == before


def test_formulas_that_it_can_not_read_and_those_that_look_at_them_have_no_value(
    libreoffice: LibreOffice, tmp_path: Path
) -> None:
    cells = {"A1": 2, "B1": "=_xlfn.NOSUCH(A1)", "B2": "=IFERROR(_xlfn.NOSUCH(A1),-1)", "B3": "=B2*2", "B4": "=A1*2"}
    path = workbook_with(tmp_path / "newer.xlsx", {**cells, "B5": '=IFERROR(A1/0,"none")'})
    assert libreoffice.recalculate(path)["Sheet"] == {"A1": 2.0, "B4": 4.0, "B5": "none"}


def test_a_conversion_leaves_the_workbook_and_makes_a_new_file(libreoffice: LibreOffice, tmp_path: Path) -> None:
    path = workbook_with(tmp_path / "book.xlsx", {"A1": 2, "A2": "=GRP_SHARE(A1,8)"})
    copy = libreoffice.convert(path, "ods")
    assert copy.stat().st_size > 0
    (tmp_path / "again").mkdir()
    again = libreoffice.convert(path, "xlsx", into=tmp_path / "again")
    assert load_workbook(again, data_only=True).active["A2"].value == 25


def test_a_page_is_drawn(libreoffice: LibreOffice, tmp_path: Path) -> None:
    pages = libreoffice.render(workbook_with(tmp_path / "book.xlsx", {"A1": 2}), tmp_path)
    assert [page.read_bytes()[:4] for page in pages] == [b"\x89PNG"]


def test_a_file_that_is_no_workbook_is_a_mistake_and_the_next_is_calculated(
    libreoffice: LibreOffice, tmp_path: Path
) -> None:
    with pytest.raises(UserError, match=r"gone\.xlsx: there is no such file"):
        libreoffice.recalculate(tmp_path / "gone.xlsx")
    (tmp_path / "torn.xlsx").write_bytes(b"PK\x03\x04 torn")
    with pytest.raises(UserError, match=r"torn\.xlsx: LibreOffice can't"):
        libreoffice.recalculate(tmp_path / "torn.xlsx")
    assert libreoffice.recalculate(workbook_with(tmp_path / "good.xlsx", {"A1": 2})) == {"Sheet": {"A1": 2.0}}


@pytest.mark.libreoffice
def test_work_that_takes_too_long_is_ended_with_its_process_and_profile(tmp_path: Path) -> None:
    calls = {f"A{row}": "=SUMPRODUCT(SIN(ROW($1:$1000000)*COS(ROW($1:$1000000))))" for row in range(1, 100)}
    path = workbook_with(tmp_path / "slow.xlsx", calls)
    calculator = Calculator(patience=4)
    with pytest.raises(UserError, match=r"slow\.xlsx: LibreOffice stopped or took too long"):
        calculator.recalculate(path)
    assert calculator.closed
    assert not calculator.folder.exists()


@pytest.mark.libreoffice
def test_another_python_on_the_path_is_not_in_libreoffice_s_way(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", f"{Path(sys.base_prefix) / 'bin'}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONHOME", str(tmp_path))
    path = workbook_with(tmp_path / "book.xlsx", {"A1": "=1+1"})
    assert recalculate(path) == {"Sheet": {"A1": 2.0}}


def test_without_libreoffice_the_mistake_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(Path, "is_file", lambda _: False)
    with pytest.raises(UserError, match="LibreOffice, which calculates the formulas, is not on this computer"):
        recalculate(tmp_path / "book.xlsx")
