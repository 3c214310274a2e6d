"""Freezing beyond the cells: names, spilled ranges, tables, validations, and the link that Excel keeps to an add-in."""

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.table import Table, TableFormula

from addin.calculator import recalculate
from addin.filebook.freezing import Frozen, freeze
from addin.package.package import read_package
from tests.package.corpus import FEATURES, feature_workbook
from tests.package.lint import faults
from tests.package.plain_workbook import MAIN, PLAIN_PARTS, RELATIONS, zipped

EXTERNAL = "application/vnd.openxmlformats-officedocument.spreadsheetml.externalLink+xml"
STARTUP = "http://schemas.microsoft.com/office/2006/relationships/xlExternalLinkPath/xlStartup"
SHEET = """
<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f>[1]!GRP_SHARE(A1,4)</f><v>25</v></c><c r="C1"><f>'[2]Prices'!B2*2</f>
<v>6</v></c></row>
<row r="2"><c r="A2"><v>3</v></c><c r="B2" cm="1"><f t="array" ref="B2:B3">[1]!GRP_SHARE($A$1:$A$2)</f><v>25</v></c>
<c r="C2" cm="1"><f t="array"
 ref="C2">SUM(_xlfn.ANCHORARRAY(B2),_xlfn.ANCHORARRAY(Regions!$B$2))</f><v>200</v></c></row>
<row r="3"><c r="B3"><v>75</v></c><c r="C3"><f>Share+1</f><v>26</v></c><c r="D3"><f>"Share"&amp;A1</f><v>0</v></c></row>
<row r="4"><c r="C4"><f>[3]!Other(1)</f><v>7</v></c><c r="D4" t="str"><f>Local</f><v>x</v></c></row>
"""
NAMES = """
<definedName name="Chosen">Regions!$A$1</definedName>
<definedName name="Local" localSheetId="0">CHOOSE(1+(HHI(Regions!$A$1:$A$2)&gt;0),"","x")</definedName>
<definedName name="Moving">GRP_SHARE(Regions!A1,4)</definedName>
<definedName name="Share">[1]!GRP_SHARE(Regions!$A$1,4)</definedName>
<definedName name="Shares">GRP_SHARE(Regions!$A$1:$A$2)</definedName>
"""


def with_links(sheet: str = SHEET, names: str = NAMES, after: str = "") -> bytes:
    """A workbook with links to the add-in, to prices and to another add-in, as Excel writes them."""
    parts = dict(PLAIN_PARTS)
    targets = [
        ("file:///C:\\Users\\me\\XLSTART\\GrowthPole.xlam", STARTUP),
        ("file:///D:\\prices.xlsx", f"{RELATIONS}/externalLinkPath"),
        ("other%20tools.xlam", f"{RELATIONS}/externalLinkPath"),
    ]
    types, entries, links = "", "", ""
    for number, (target, kind) in enumerate(targets, 1):
        parts[f"xl/externalLinks/externalLink{number}.xml"] = (
            f'<externalLink xmlns="{MAIN}"><externalBook xmlns:r="{RELATIONS}" r:id="rId1">'
            '<sheetNames><sheetName val="Prices"/></sheetNames></externalBook></externalLink>'
        )
        parts[f"xl/externalLinks/_rels/externalLink{number}.xml.rels"] = (
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{kind}" Target="{target}" TargetMode="External"/></Relationships>'
        )
        types += f'<Override PartName="/xl/externalLinks/externalLink{number}.xml" ContentType="{EXTERNAL}"/>'
        entries += f'<externalReference r:id="rId{number + 10}"/>'
        links += (
            f'<Relationship Id="rId{number + 10}" Type="{RELATIONS}/externalLink"'
            f' Target="externalLinks/externalLink{number}.xml"/>'
        )
    book = f"<externalReferences>{entries}</externalReferences><definedNames>{names}</definedNames>"
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace("</Types>", f"{types}</Types>")
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace("</sheets>", f"</sheets>{book}")
    rels = "xl/_rels/workbook.xml.rels"
    parts[rels] = parts[rels].replace("</Relationships>", f"{links}</Relationships>")
    parts["xl/worksheets/sheet1.xml"] = f'<worksheet xmlns="{MAIN}"><sheetData>{sheet}</sheetData>{after}</worksheet>'
    return zipped(parts)


def frozen(content: bytes) -> Frozen:
    return freeze(read_package(content))


def cells(content: bytes) -> list[list[object]]:
    (sheet,) = load_workbook(BytesIO(content), keep_links=False).worksheets
    return [[getattr(cell.value, "text", cell.value) for cell in row] for row in sheet.iter_rows()]


def names(content: bytes) -> dict[str, str | None]:
    book = load_workbook(BytesIO(content), keep_links=False)
    found = {**book.defined_names, **book.worksheets[0].defined_names}
    return {name: found[name].attr_text for name in found}


def test_nothing_calls_our_functions_any_more_and_the_link_to_the_add_in_is_gone() -> None:
    made = frozen(with_links())
    content = made.package.write()
    assert made.remaining == ()
    assert faults(content) == []
    assert not [name for name in read_package(content).names if b"GRP_SHARE" in read_package(content).read(name)]
    assert not [name for name in read_package(content).names if b"rowth" in read_package(content).read(name).lower()]


def test_other_links_move_up_and_their_formulas_follow() -> None:
    content = frozen(with_links()).package.write()
    package = read_package(content)
    assert package.read("xl/workbook.xml").count(b"<externalReference ") == 2
    assert cells(content)[0][2] == "='[1]Prices'!B2*2"
    assert cells(content)[3][2] == "=[2]!Other(1)"
    assert sorted(name for name in package.names if "externalLinks/external" in name) == [
        "xl/externalLinks/externalLink2.xml",
        "xl/externalLinks/externalLink3.xml",
    ]


def test_cells_that_use_such_names_hold_what_they_showed_and_others_stay() -> None:
    rows = cells(frozen(with_links()).package.write())
    assert rows[0][:2] == [1, 25]
    assert rows[2][1:] == [75, 26, '="Share"&A1']
    assert rows[3][3] == "x"


def test_a_formula_that_looked_at_a_spilled_range_looks_at_its_cells() -> None:
    rows = cells(frozen(with_links()).package.write())
    assert [row[1] for row in rows[:3]] == [25, 25, 75]
    assert rows[1][2] == "=SUM(B2:B3,Regions!$B$2:$B$3)"


def test_names_become_what_they_stand_for_and_go_where_that_depends_on_the_cell() -> None:
    assert names(frozen(with_links()).package.write()) == {
        "Chosen": "Regions!$A$1",
        "Share": "25",
        "Shares": "{25;75}",
    }


def test_a_name_that_something_else_uses_stays_and_is_told() -> None:
    rule = '<cfRule type="expression" priority="1"><formula>Moving&gt;1</formula></cfRule>'
    made = frozen(with_links(after=f'<conditionalFormatting sqref="A1">{rule}</conditionalFormatting>'))
    assert made.remaining == ("Moving", "Regions")
    assert names(made.package.write())["Moving"] == "GRP_SHARE(Regions!A1,4)"


def test_a_name_that_excel_itself_uses_stays_and_is_told() -> None:
    text = "OFFSET(Regions!$A$1,0,0,HHI(Regions!$A$1),2)"
    made = frozen(with_links(names=f'<definedName name="_xlnm.Print_Area" localSheetId="0">{text}</definedName>'))
    assert made.remaining == ("_xlnm.Print_Area",)
    assert b"OFFSET" in made.package.read("xl/workbook.xml")


def test_a_validation_with_a_function_of_ours_stays_with_its_link_and_is_told() -> None:
    rule = '<dataValidation type="custom" sqref="A1"><formula1>[1]!HHI(A1:A2)&gt;1</formula1></dataValidation>'
    made = frozen(with_links(after=f'<dataValidations count="1">{rule}</dataValidations>'))
    assert made.remaining == ("Regions",)
    content = made.package.write()
    assert read_package(content).read("xl/workbook.xml").count(b"<externalReference ") == 3
    assert cells(content)[0][2] == "='[2]Prices'!B2*2"


def test_a_workbook_whose_only_link_is_to_the_add_in_has_none_left() -> None:
    sheet = '<row r="1"><c r="A1"><f>[1]!HHI(1)</f><v>1</v></c></row>'
    content = with_links(sheet, '<definedName name="N">1</definedName>')
    for number in (2, 3):
        content = without_link(content, number)
    package = frozen(content).package
    assert b"externalReferences" not in package.read("xl/workbook.xml")
    assert faults(package.write()) == []


def without_link(content: bytes, number: int) -> bytes:
    package = read_package(content)
    parts = {name: package.read(name) for name in package.names if f"externalLink{number}.xml" not in name}
    for name, written in {
        "xl/workbook.xml": f'<externalReference r:id="rId{number + 10}"/>',
        "xl/_rels/workbook.xml.rels": f'<Relationship Id="rId{number + 10}" Type="{RELATIONS}/externalLink"'
        f' Target="externalLinks/externalLink{number}.xml"/>',
        "[Content_Types].xml": f'<Override PartName="/xl/externalLinks/externalLink{number}.xml"'
        f' ContentType="{EXTERNAL}"/>',
    }.items():
        assert written.encode() in parts[name]
        parts[name] = parts[name].replace(written.encode(), b"")
    return zipped(parts)


@pytest.mark.parametrize("name", FEATURES)
def test_a_workbook_that_calls_none_of_our_functions_stays_as_it_is_whatever_it_holds(name: str) -> None:
    package = read_package(feature_workbook(name))
    made = freeze(package)
    assert made.package is package
    assert made.remaining == ()


def test_a_table_column_forgets_our_formula_and_keeps_excels_own() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (["region", "grp", "share", "double"], ["Abai", 1, "=GRP_SHARE(B2,4)", "=B2*2"]):
        sheet.append(row)
    table = Table(displayName="Regions", ref="A1:D2")
    table._initialise_columns()
    for column, text in ((2, "GRP_SHARE(B2,4)"), (3, "B2*2")):
        table.tableColumns[column].name = ["", "", "share", "double"][column]
        table.tableColumns[column].calculatedColumnFormula = TableFormula(attr_text=text)
    sheet.add_table(table)
    buffer = BytesIO()
    book.save(buffer)
    content = buffer.getvalue()
    package = read_package(content)
    page = package.read("xl/worksheets/sheet1.xml").replace(b"<v />", b"<v>25</v>").replace(b"<v></v>", b"<v>25</v>")
    part = next(name for name in package.names if "tables/" in name)
    made = frozen(package.with_parts({"xl/worksheets/sheet1.xml": page}).write()).package
    assert b"GRP_SHARE" not in made.read(part)
    assert b"B2*2" in made.read(part)


def test_an_error_that_another_program_kept_as_text_is_an_error() -> None:
    row = (
        '<row r="1"><c r="A1" t="str"><f>HHI(0)</f><v>#DIV/0!</v></c><c r="B1" t="str"><f>HHI(0)</f><v>#1</v></c></row>'
    )
    (sheet,) = load_workbook(BytesIO(frozen(with_links(row)).package.write()), keep_links=False).worksheets
    assert [(cell.value, cell.data_type) for cell in sheet[1]] == [("#DIV/0!", "e"), ("#1", "s")]


def test_hidden_and_protected_sheets_are_frozen_and_stay_hidden_and_protected() -> None:
    book = Workbook()
    for state in ("visible", "hidden", "veryHidden"):
        sheet = book.create_sheet(state)
        sheet["A1"], sheet["A2"] = "=HHI(B1:B2)", "filtered"
        sheet.sheet_state, sheet.protection.sheet, sheet.row_dimensions[2].hidden = state, True, True
    buffer = BytesIO()
    book.save(buffer)
    package = read_package(buffer.getvalue())
    pages = [name for name in package.names if "worksheets/sheet" in name]
    valued = {name: re.sub(rb"<v ?/>|<v></v>", b"<v>1</v>", package.read(name)) for name in pages}
    made = load_workbook(BytesIO(frozen(package.with_parts(valued).write()).package.write()))
    for state in ("visible", "hidden", "veryHidden"):
        sheet = made[state]
        assert (sheet["A1"].value, sheet.sheet_state, sheet.protection.sheet) == (1, state, True)
        assert sheet.row_dimensions[2].hidden


def test_microsofts_validator_has_nothing_new_to_say(validate: Callable[[Path], list[str]], tmp_path: Path) -> None:
    before, after = tmp_path / "before.xlsx", tmp_path / "after.xlsx"
    before.write_bytes(with_links())
    frozen(with_links()).package.save(after)
    assert set(validate(after)) <= set(validate(before))


@pytest.mark.libreoffice
def test_libreoffice_shows_the_frozen_values_without_the_add_in(tmp_path: Path) -> None:
    """Calculated anew by a program that knows none of our functions."""
    path = tmp_path / "frozen.xlsx"
    frozen(with_links()).package.save(path)
    assert {cell: value for cell, value in recalculate(path)["Regions"].items() if cell in ("C2", "D3")} == {
        "C2": 200,
        "D3": "Share1",
    }
