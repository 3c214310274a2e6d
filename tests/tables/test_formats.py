"""What a file is, by its name and its first bytes."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import Workbook

from addin.errors import UserError
from addin.tables.reading import read_tables

TEXT = b"region\tyear\tgrp\nA\t2012\t1.5\nB\t2012\t2.5\n"


def archive(**files: bytes) -> bytes:
    content = BytesIO()
    with ZipFile(content, "w") as file:
        for name, each in files.items():
            file.writestr(name.replace("__", "."), each)
    return content.getvalue()


def workbook() -> bytes:
    content, book = BytesIO(), Workbook()
    assert book.active is not None
    for line in TEXT.decode().splitlines():
        book.active.append([float(cell) if cell[0].isdigit() else cell for cell in line.split("\t")])
    book.save(content)
    return content.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("grp.xls", TEXT),
        ("grp.xls", TEXT.decode().encode("utf-16")),
        ("grp.xls", workbook()),
        ("grp.zip", archive(grp__tsv=TEXT)),
        ("grp.zip", archive(grp__xlsx=workbook(), readme__md=b"of no interest")),
    ],
    ids=["tab text called .xls", "UTF-16 called .xls", "a new workbook called .xls", "a text in a .zip", "a workbook"],
)
def test_the_same_table_comes_out(name: str, content: bytes) -> None:
    (table,) = read_tables(content, file_name=name)
    assert dict(table.keys) == {"region": ["A", "B"], "year": [2012, 2012]}
    assert list(table.columns["grp"]) == [1.5, 2.5]


def test_a_mistake_names_the_file_within_the_archive() -> None:
    with pytest.raises(UserError, match=r"grp\.zip/grp\.tsv, cell C3: found text 'many'"):
        read_tables(archive(grp__tsv=TEXT.replace(b"2.5", b"many") + b"C\t2012\t3\n"), file_name="grp.zip")


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("grp.zip", archive(a__csv=TEXT, b__csv=TEXT), r"grp\.zip: of an archive its one .*: a\.csv, b\.csv"),
        ("grp.zip", archive(a__md=TEXT), r"of an archive its one file .*: a\.md"),
        ("grp.zip", archive(), "of an archive its one file"),
        ("grp.zip", b"PK of a kind", "damaged or cut short"),
        ("grp.zip", archive(a__zip=archive(a__csv=TEXT)), r"here are: a\.zip"),
        ("grp.xls", b"<html><table><tr><td>1</td></tr></table></html>", r"web page or XML called \.xls: save it as"),
        ("grp.xls", "\ufeff <?xml version='1.0'?>".encode("utf-16"), r"web page or XML called \.xls: save it as"),
        ("grp.xls", bytes.fromhex("D0CF11E0A1B11AE1"), r"old binary file \(\.xls\): save it as \.xlsx"),
        ("grp.xls", b"", "the file is empty"),
        ("grp.ods", b"PK\x03\x04", r"\.ods files are not read: save it as \.xlsx"),
        ("grp.xlsb", b"PK\x03\x04", r"\.xlsb files are not read: save it as \.xlsx"),
    ],
)
def test_what_is_not_read_is_told_with_what_to_do(name: str, content: bytes, told: str) -> None:
    with pytest.raises(UserError, match=told):
        read_tables(content, file_name=name)
