"""Workbooks in which something is not what it should be: a line says which part it is in, and nothing breaks."""

import re
from contextlib import suppress
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from openpyxl.worksheet.worksheet import Worksheet

from addin.errors import UserError, UserErrors
from addin.filebook.template import read_template
from tests.package.corpus import FEATURES, feature_workbook
from tests.package.corpus.parts import Parts
from tests.package.plain_workbook import unzipped, zipped
from tests.templates.drawing import draw
from tests.templates.filling import fill_from_itself

VALUES = (
    "",
    "abc",
    "-1",
    "0",
    "1.5",
    "99999999999999999999",
    "1e400",
    "nan",
    "#REF!",
    "A1:",
    "XFE1",
    "Sheet9!A1",
    "{{",
)
CHART = "xl/charts/chart1.xml"
SHEET = "xl/worksheets/sheet1.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"


@cache
def parts_of(feature: str) -> dict[str, bytes]:
    return unzipped(feature_workbook(feature))


@pytest.mark.parametrize(
    ("feature", "part", "old", "new"),
    [
        ("plain", SHEET, '<row r="4"', '<row r="0"'),
        ("plain", SHEET, '<row r="4"', '<row r="1048577"'),
        ("plain", SHEET, 't="s"><v>0<', 't="s"><v>999<'),
        ("plain", SHEET, '<c r="B4"', '<c r="4B"'),
        ("plain", SHEET, '<c r="B4"', '<c r="B5"'),
        ("plain", SHEET, '<c r="B4"', '<c r="A4"'),
        ("plain", SHEET, '<c r="B4"', '<c r="B&#10;4"'),
        ("plain", SHEET, '<row r="4"', '<row r="5"'),
        ("charts", "xl/drawings/drawing1.xml", "<xdr:row>1</xdr:row>", "<xdr:row>one</xdr:row>"),
        ("notes", "xl/drawings/vmlDrawing1.vml", "<x:Row>3</x:Row>", "<x:Row>three</x:Row>"),
    ],
)
def test_a_damaged_value_is_told_with_its_part_in_one_line(feature: str, part: str, old: str, new: str) -> None:
    damaged = Parts(feature_workbook(feature))
    damaged.replace(part, old, new, 1)
    with pytest.raises((UserError, UserErrors), match=rf"^template\.xlsx.*the part {part} is damaged: .*\Z"):
        fill_from_itself(damaged.write())


def test_rows_and_cells_in_any_order_are_filled_as_they_are_numbered() -> None:
    sound = feature_workbook("plain")
    tree = etree.fromstring(unzipped(sound)[SHEET])
    rows = tree.find("{*}sheetData")
    for node in (rows, *rows):
        node[:] = reversed(node)
    mixed = zipped({**unzipped(sound), SHEET: etree.tostring(tree)})
    assert unzipped(fill_from_itself(mixed))[SHEET] == unzipped(fill_from_itself(sound))[SHEET]


def test_a_sheet_in_utf_16_is_filled_too() -> None:
    parts = unzipped(feature_workbook("plain"))
    text = parts[SHEET].decode().partition("?>")[2]
    other = ('<?xml version="1.0" encoding="UTF-16"?>' + text).encode("utf-16")
    assert b"{{" not in unzipped(fill_from_itself(zipped({**parts, SHEET: other})))[SHEET]


def test_a_data_sheet_with_a_row_beyond_its_end_is_told_and_takes_no_memory() -> None:
    damaged = Parts(feature_workbook("plain"))
    damaged.replace("xl/worksheets/sheet2.xml", '<row r="4"', '<row r="99999999999"', 1)
    with pytest.raises(UserError, match="there is no row 99999999999"):
        fill_from_itself(damaged.write())


@pytest.mark.parametrize("area", ["Gone!$B$4:$B$4", "Regions!$A$1:$Z$900000"])
def test_a_chart_of_cells_that_are_not_there_or_too_many_keeps_no_values(area: str) -> None:
    template = Parts(feature_workbook("charts"))
    template.replace(CHART, "<c:f>Regions!$D$4:$D$4</c:f>", f"<c:f>{area}</c:f>")
    text = Parts(fill_from_itself(template.write())).text(CHART)
    empty = '<c:numCache><c:formatCode>General</c:formatCode><c:ptCount val="0"/></c:numCache>'
    assert f"</c:f>{empty}" in text


@given(st.sampled_from(FEATURES), st.integers(0, 1 << 30), st.integers(0, 1 << 30), st.sampled_from(VALUES))
@settings(max_examples=80)
def test_any_value_that_is_damaged_is_a_mistake_or_does_no_harm(
    feature: str, part: int, place: int, value: str
) -> None:
    parts = parts_of(feature)
    names = [name for name in parts if name.endswith((".xml", ".rels", ".vml"))]
    name = names[part % len(names)]
    root = etree.fromstring(parts[name])
    holders = [(node, key) for node in root.iter("*") for key in [*node.attrib, None]]
    node, key = holders[place % len(holders)]
    if key is None:
        node.text = value
    else:
        node.set(key, value)
    with suppress(UserError, UserErrors):
        fill_from_itself(zipped({**parts, name: etree.tostring(root)}))


def test_comments_anywhere_in_a_part_say_nothing() -> None:
    sound, commented = Parts(feature_workbook("tables")), Parts(feature_workbook("tables"))
    table = "xl/tables/table1.xml"
    commented.replace(table, "<tableColumn ", "<!--c--><?a b?><tableColumn ", 1)
    commented.replace(SHEET, "<sheetData>", "<!--c--><sheetData><!--c-->", 1)
    assert unzipped(fill_from_itself(commented.write()))[SHEET] == unzipped(fill_from_itself(sound.write()))[SHEET]


VML = "xl/drawings/vmlDrawing1.vml"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<v:shape ", '<v:shape o:relid="a" o:relid="b" '),
        ("<v:shape ", '<v:shape z:unknown="1" '),
        ("</v:shape>", "<z:unknown/></v:shape>"),
        ("</v:shape>", "<v:textbox><div><br>line</div></v:textbox></v:shape>"),
    ],
)
def test_an_unsound_legacy_drawing_is_followed_as_far_as_it_can_be_read(old: str, new: str) -> None:
    template = Parts(feature_workbook("notes"))
    sound = unzipped(fill_from_itself(template.write()))[VML].decode()
    template.replace(VML, old, new, 1)
    text = unzipped(fill_from_itself(template.write()))[VML].decode()
    assert text.count("<x:Row>") == sound.count("<x:Row>") > 1
    etree.fromstring(text.encode())


def test_merged_whole_columns_are_no_obstacle() -> None:
    template = Parts(feature_workbook("plain"))
    template.replace(SHEET, "</sheetData>", '</sheetData><mergeCells count="1"><mergeCell ref="H:I"/></mergeCells>', 1)
    assert 'ref="H:I"' in unzipped(fill_from_itself(template.write()))[SHEET].decode()


def test_an_area_that_ends_before_it_begins_is_told_with_its_part() -> None:
    template = Parts(feature_workbook("plain"))
    template.replace(
        SHEET, "</sheetData>", '</sheetData><mergeCells count="1"><mergeCell ref="H3:H2"/></mergeCells>', 1
    )
    with pytest.raises((UserError, UserErrors), match=rf"the part {SHEET} is damaged: H3:H2 is no area of cells"):
        fill_from_itself(template.write())


@pytest.mark.parametrize(
    ("part", "old", "new", "told"),
    [
        (SHEET, None, b"", "the part xl/worksheets/sheet1.xml is damaged: it is no sheet"),
        (RELATIONS, b"worksheets/sheet1.xml", b"workbook.xml", "xl/workbook.xml is damaged: it is no sheet"),
        (SHEET, b"<v>7</v>", b"<v>seven</v>", "cell A2 has 'seven' where a number is"),
        (SHEET, b'<c r="A2" t="n"><v>7</v>', b'<c r="A2" t="s"><v>-1</v>', "cell A2 has the text number -1"),
        ("xl/workbook.xml", b'name="Other"', b'name="SHEET1"', "two sheets are named 'SHEET1'"),
    ],
)
def test_sheets_that_are_none_and_cells_that_cannot_be_read_are_told(
    part: str, old: bytes | None, new: bytes, told: str
) -> None:
    def with_other(sheet: Worksheet) -> None:
        sheet["A2"] = 7
        sheet.parent.create_sheet("Other")

    parts = unzipped(draw({"A1": "{{ title }}"}, "Sheet1", with_other))
    assert old is None or old in parts[part], parts[part]
    parts[part] = new if old is None else parts[part].replace(old, new)
    with pytest.raises((UserError, UserErrors), match=re.escape(told)):
        read_template(zipped(parts))
