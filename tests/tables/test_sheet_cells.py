"""The cells of a worksheet as data, whatever its XML looks like."""

import re
from collections.abc import Iterator
from io import BytesIO
from zipfile import ZipFile

import pytest
import xlsxwriter

from addin.errors import UserError
from addin.tables.reading import read_tables
from tests.tables.test_workbooks import workbook_of
from udfs.numerics.cell_values import ExcelError


def test_kinds_of_cells_are_read_as_what_they_are() -> None:
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet("Data")
        sheet.write_row(0, 0, ["region", "grp", "remark"])
        sheet.write_row(1, 0, ["A & B", 0.1])
        sheet.write_rich_string(2, 0, "C", workbook.add_format({"bold": True}), "2)", " ")
        sheet.write_formula(2, 1, "=NA()", None, "#N/A")
        sheet.write_row(4, 0, ["D", 3])
        sheet.write_formula(4, 2, '="seen"', None, "seen")
    (table,) = read_tables(content.getvalue())
    assert dict(table.keys) == {"region": ["A & B", "C", "D"]}
    assert dict(table.columns) == {"grp": [0.1, ExcelError.NA, 3.0], "remark": [None, None, "seen"]}
    assert table.place_of(2, "grp").cell == "B5"


@pytest.mark.parametrize("dialect", ["strict", "prefixed", "addressless"])
def test_a_sheet_is_read_whatever_its_xml_looks_like(dialect: str) -> None:
    parts = dict(changes(dialect, workbook_of(Data=[["region", "grp"], ["A", 1.5], ["B", 2]])))
    content = BytesIO()
    with ZipFile(content, "w") as file:
        for name, part in parts.items():
            file.writestr(name, part)
    (table,) = read_tables(content.getvalue())
    assert dict(table.columns) == {"grp": [1.5, 2.0]}
    assert table.place_of(1, "grp").cell == "B3"


def changes(dialect: str, workbook: bytes) -> Iterator[tuple[str, str]]:
    with ZipFile(BytesIO(workbook)) as file:
        for name in file.namelist():
            part = file.read(name).decode()
            if dialect == "strict":
                for old, new in (
                    ("spreadsheetml/2006/main", "spreadsheetml/main"),
                    ("officeDocument/2006/", "officeDocument/"),
                ):
                    part = part.replace(f"http://schemas.openxmlformats.org/{old}", f"http://purl.oclc.org/ooxml/{new}")
            elif name == "xl/worksheets/sheet1.xml" and dialect == "prefixed":
                part = re.sub(r"<(/?)(?=\w)", r"<\1x:", part).replace("xmlns=", "xmlns:x=")
            elif name == "xl/worksheets/sheet1.xml":
                part = re.sub(r' r="[A-Z]*\d+"', "", part)
            yield name, part


def with_rows(rows: str) -> bytes:
    """A workbook whose sheet has these rows as its XML."""
    content = BytesIO()
    with ZipFile(BytesIO(workbook_of(Data=[["region"]]))) as source, ZipFile(content, "w") as file:
        for name in source.namelist():
            part = source.read(name).decode()
            if name == "xl/worksheets/sheet1.xml":
                part = re.sub("<sheetData>.*</sheetData>", f"<sheetData>{rows}</sheetData>", part)
            file.writestr(name, part)
    return content.getvalue()


HEADER = '<row r="1"><c r="A1" t="str"><v>region</v></c><c r="B1" t="str"><v>grp</v></c></row>'


def test_rows_and_cells_are_read_by_their_addresses_in_whatever_order() -> None:
    (table,) = read_tables(with_rows(f'<row r="2"><c r="B2"><v>5</v></c><c r="A2" t="str"><v>A</v></c></row>{HEADER}'))
    assert (table.keys, table.columns) == ({"region": ["A"]}, {"grp": [5.0]})


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (
            '<row r="2"><c r="A2"><v>1</v></c><c r="B2"><v>1</v></c><c r="B2"><v>2</v></c></row>',
            "a cell of column B is there twice",
        ),
        ('<row r="2"><c r="A2"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>', "row 2 is there twice"),
        ('<row r="0"><c r="B0"><v>1</v></c></row>', "there is no row 0"),
        ('<row r="-1"><c><v>1</v></c></row>', "there is no row -1"),
    ],
)
def test_what_is_there_twice_or_nowhere_is_a_mistake(row: str, reason: str) -> None:
    with pytest.raises(UserError, match=f"the part xl/worksheets/sheet1.xml can't be read: {reason}"):
        read_tables(with_rows(HEADER + row))


def test_a_sheet_with_a_document_type_is_refused() -> None:
    content = BytesIO()
    with ZipFile(BytesIO(workbook_of(Data=[["region", "grp"], ["A", 1]]))) as source, ZipFile(content, "w") as file:
        for name in source.namelist():
            bomb = b'<!DOCTYPE worksheet [<!ENTITY a "1">]>' if name == "xl/worksheets/sheet1.xml" else b""
            file.writestr(name, bomb + source.read(name))
    with pytest.raises(UserError, match="declares a document type"):
        read_tables(content.getvalue())


def with_part(workbook: bytes, name: str, old: str, new: str) -> bytes:
    content = BytesIO()
    with ZipFile(BytesIO(workbook)) as file, ZipFile(content, "w") as changed:
        for each in file.namelist():
            part = file.read(each).decode()
            assert each != name or old in part
            changed.writestr(each, part.replace(old, new) if each == name else part)
    return content.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize("comment", ["<!-- a comment -->", "<?a process?>"])
def test_comments_and_instructions_of_xml_say_nothing(comment: str) -> None:
    workbook = workbook_of(Data=[["region", "grp"], ["A", 1.5], ["B", 2]])
    commented = with_part(workbook, SHEET, "<v>1.5</v>", f"<v>1{comment}.5</v>{comment}")
    (table,) = read_tables(with_part(commented, SHEET, "<sheetData>", f"<sheetData>{comment}"))
    assert dict(table.columns) == {"grp": [1.5, 2.0]}


@pytest.mark.parametrize("zone", ["Z", "+05:00", ""])
def test_a_day_of_iso_8601_is_read_with_its_zone_or_without(zone: str) -> None:
    workbook = workbook_of(Data=[["published on", 77], ["region", "grp"], ["A", 1.5]])
    dated = with_part(workbook, SHEET, 't="n"><v>77</v>', f't="d"><v>2012-12-31T00:00:00{zone}</v>')
    (table,) = read_tables(dated)
    assert dict(table.columns)["grp"] == [1.5]


@pytest.mark.parametrize("number", ["9" * 5000, "1e999", "nan"])
def test_a_number_that_excel_cannot_have_is_a_mistake_of_one_line(number: str) -> None:
    workbook = workbook_of(Data=[["region", "grp"], ["A", 1.5]])
    with pytest.raises(UserError, match=r"xl/worksheets/sheet1\.xml can't be read: .* is no number of Excel's"):
        read_tables(with_part(workbook, SHEET, "<v>1.5</v>", f"<v>{number}</v>"))


def test_a_table_of_an_unsound_area_is_a_mistake_of_one_line() -> None:
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet("Data")
        sheet.add_table(0, 0, 1, 1, {"data": [["A", 1]], "columns": [{"header": "region"}, {"header": "grp"}]})
    damaged = with_part(content.getvalue(), "xl/tables/table1.xml", 'ref="A1:B2"', 'ref=" 1 "')
    with pytest.raises(UserError, match=r"the part xl/tables/table1\.xml is damaged"):
        read_tables(damaged)
