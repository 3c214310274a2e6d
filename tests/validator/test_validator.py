import zipfile
from collections.abc import Callable
from pathlib import Path

import xlsxwriter

Validate = Callable[[Path], list[str]]


def plain_workbook(path: Path) -> Path:
    with xlsxwriter.Workbook(path) as workbook:
        workbook.add_worksheet().write_column(0, 0, [1, 2, 3])
    return path


def test_a_workbook_of_excel_s_own_form_has_no_error(validate: Validate, tmp_path: Path) -> None:
    assert validate(plain_workbook(tmp_path / "plain.xlsx")) == []


def test_an_element_out_of_order_is_named_with_its_part(validate: Validate, tmp_path: Path) -> None:
    plain = plain_workbook(tmp_path / "plain.xlsx")
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(tmp_path / "broken.xlsx", "w") as target:
        for name in source.namelist():
            text = source.read(name)
            target.writestr(name, text.replace(b"</worksheet>", b"<sheetPr/></worksheet>"))
    errors = validate(tmp_path / "broken.xlsx")
    assert [line.partition(" ")[0] for line in errors] == ["/xl/worksheets/sheet1.xml"]
