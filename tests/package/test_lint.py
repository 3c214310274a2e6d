"""The lint finds each fault it looks for, and none in sound workbooks."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.package.corpus import FEATURES, feature_workbook
from tests.package.corpus.parts import REGIONS, WORKBOOK, Parts
from tests.package.lint import faults
from tests.package.test_comparer import REAL_WORKBOOKS

TABLE = "xl/tables/table1.xml"


@pytest.mark.parametrize("name", FEATURES)
def test_the_corpus_has_no_faults(name: str) -> None:
    assert faults(feature_workbook(name)) == []


@pytest.mark.skipif(not REAL_WORKBOOKS, reason="the real workbooks aren't here")
@pytest.mark.parametrize("path", REAL_WORKBOOKS, ids=lambda path: path.stem)
def test_real_workbooks_have_no_faults(path: Path) -> None:
    assert faults(path.read_bytes()) == []


def replace(name: str, old: str, new: str, times: int = 1) -> Callable[[Parts], None]:
    return lambda parts: parts.replace(name, old, new, times)


def drop(name: str) -> Callable[[Parts], None]:
    return lambda parts: parts.content.pop(name) and None


@pytest.mark.parametrize(
    ("name", "damage", "said"),
    [
        ("plain", drop("xl/worksheets/sheet2.xml"), "leads to xl/worksheets/sheet2.xml, which isn't there"),
        ("pictures", replace("[Content_Types].xml", 'Extension="png"', 'Extension="gif"'), "has no content type"),
        ("plain", replace("xl/_rels/workbook.xml.rels", '"rId2"', '"rId3"'), "has the id rId3 twice"),
        ("charts", replace("xl/drawings/drawing1.xml", 'r:id="rId1"', 'r:id="rId9"'), "uses the relationship rId9"),
        ("plain", replace(WORKBOOK, 'name="data"', 'name="REGIONS"'), "the sheet name regions is there twice"),
        ("plain", replace(WORKBOOK, 'sheetId="2"', 'sheetId="1"'), "the sheet id 1 is there twice"),
        ("plain", replace(WORKBOOK, 'name="data"', 'name="a/b"'), "Excel has no sheet called 'a/b'"),
        ("defined names", replace(WORKBOOK, 'localSheetId="1"', 'localSheetId="0"'), "the defined name grp_total"),
        ("defined names", replace(WORKBOOK, 'localSheetId="1"', 'localSheetId="7"'), "belongs to sheet 7"),
        ("charts", replace("xl/drawings/drawing1.xml", 'id="3"', 'id="2"'), "has the shape id 2 twice"),
        (
            "notes",
            replace("xl/drawings/vmlDrawing1.vml", "_x0000_s1026", "_x0000_s1025"),
            "has the shape _x0000_s1025 twice",
        ),
        ("plain", replace("docProps/app.xml", 'size="3"', 'size="4"'), "claims to be of 4"),
        ("plain", replace("docProps/app.xml", "<vt:lpstr>data<", "<vt:lpstr>other<"), "doesn't name all sheets"),
        ("plain", replace(REGIONS, 's="2"', 's="99"'), "uses the format 99 of 3"),
        ("conditional formats", replace(REGIONS, 'dxfId="0"', 'dxfId="8"'), "uses the differential format 8 of"),
        ("plain", replace(REGIONS, '<row r="5"', '<row r="4"'), "row 4 comes after row 4"),
        ("plain", replace(REGIONS, '<c r="C3"', '<c r="A3"'), "cell A3 is out of order"),
        ("plain", replace(REGIONS, "<v>0</v>", "<v>777</v>"), "a shared string that isn't there"),
        ("array and shared formulas", replace(REGIONS, 'ref="B5:C5" ', ""), "shared formula 0 isn't there"),
        (
            "merged cells and filters",
            replace(REGIONS, 'ref="F7:H8"', 'ref="G1:H8"'),
            "merge F2:G2 and merge G1:H8 overlap",
        ),
        ("tables", replace(TABLE, 'name="Population"', 'name="grp"'), "has two columns of one name"),
        ("tables", replace(TABLE, 'name="Population"', 'name="People"'), "under the headers"),
        ("tables", replace(TABLE, 'ref="A3:E5"', 'ref="A3:D5"'), "has 5 columns over A3:D5"),
        ("tables", replace(TABLE, 'ref="A3:E5"', 'ref="A3:E4"'), "has no row of data"),
    ],
)
def test_each_fault_is_found(name: str, damage: Callable[[Parts], None], said: str) -> None:
    parts = Parts(feature_workbook(name))
    damage(parts)
    found = faults(parts.write())
    assert any(said in fault for fault in found), found


def test_doubled_tables_are_found() -> None:
    parts = Parts(feature_workbook("tables"))
    parts.add("xl/tables/table2.xml", "", "application/vnd.openxmlformats-officedocument.spreadsheetml.table+xml")
    parts.content["xl/tables/table2.xml"] = parts.content[TABLE]
    parts.relate(REGIONS, "table", "xl/tables/table2.xml")
    found = faults(parts.write())
    assert "the table id 1 is there 2 times" in found
    assert "the name regionlist is there 2 times" in found
    assert "Regions: table A3:E5 and table A3:E5 overlap" in found
