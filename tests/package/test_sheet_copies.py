"""A sheet repeated: whatever it holds is there on each copy, sound and its own."""

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from addin.errors import UserError
from addin.package.package import Package, read_package
from addin.package.relationships import PACKAGE_ROOT
from addin.package.renaming import formula_with_sheets, formula_with_tables
from addin.package.sheet_copies import repeat_sheet
from addin.package.workbook import defined_names, sheet_named, sheets
from tests.package.comparer import compare, lost_in_part, shared_texts
from tests.package.corpus import FEATURES, feature_workbook, suffix_of
from tests.package.corpus.parts import REGIONS, WORKBOOK, Parts
from tests.package.lint import faults
from tests.package.test_comparer import REAL_WORKBOOKS

NAMES = ("Atyrau", "Almaty city", "L'Aquila")
REFUSED = {
    "table slicers": "a slicer",
    "pivot slicers": "a slicer",
    "timelines": "a timeline",
    "embedded objects": "an embedded object",
    "saved views": "saved sheet views",
    "XML maps": "cells mapped to XML",
}
COPIED = tuple(name for name in FEATURES if name not in REFUSED)
WITH_PARTS = (
    *("charts", "charts of 2016", "tables", "notes", "threaded comments", "form controls", "pictures in headers"),
    *("print settings", "defined names", "strict namespaces"),
)


def repeated(name: str, *names: str) -> Package:
    return read_package(repeat_sheet(read_package(feature_workbook(name)), "Regions", names or NAMES).write())


def charts_of(package: Package, sheet: str) -> list[str]:
    return [chart for drawing in package.related(sheet, "drawing") for chart in package.related(drawing, "chart")]


@pytest.mark.parametrize("name", COPIED)
def test_copies_of_every_feature_are_sound(name: str) -> None:
    package = repeated(name)
    assert [sheet.name for sheet in sheets(package)][:4] == [*NAMES, "data"]
    assert faults(package.write()) == []


@pytest.mark.parametrize("name", COPIED)
def test_the_first_is_the_sheet_itself_under_another_name(name: str) -> None:
    comparison = compare(feature_workbook(name), repeated(name).write())
    assert [what for what in comparison.lost if not _is_about_the_name(what)] == []


def _is_about_the_name(what: str) -> bool:
    return "Regions" in what and ("sheet " in what or "worksheetSource" in what or "textlink" in what)


@pytest.mark.parametrize("name", COPIED)
def test_a_copy_has_everything_that_the_sheet_has(name: str) -> None:
    package = repeated(name)
    first, *copies = (sheet.part for sheet in sheets(package)[:3])
    before, after = package.read(first), [package.read(copy) for copy in copies]
    texts = shared_texts({name: package.read(name) for name in package.names})
    for content in after:
        assert [
            what for what in lost_in_part(first, before, content, (texts, texts)) if not _belongs_to_one(what)
        ] == []
    kinds = [[link.kind for link in package.relationships(part)] for part in (first, *copies)]
    assert kinds[0] == kinds[1] == kinds[2]


def _belongs_to_one(what: str) -> bool:
    return re.search(r"tabSelected|codeName|/control |uid=", what) is not None


@pytest.mark.validator
@pytest.mark.parametrize("name", WITH_PARTS)
def test_microsofts_validator_takes_copies_of_every_feature(
    name: str, validate: Callable[[Path], list[str]], tmp_path: Path
) -> None:
    path = tmp_path / f"copies{suffix_of(name)}"
    repeated(name).save(path)
    assert validate(path) == []


@pytest.mark.parametrize(("name", "what"), REFUSED.items())
def test_what_cannot_be_copied_is_named(name: str, what: str) -> None:
    package = read_package(feature_workbook(name))
    with pytest.raises(UserError, match=f"sheet 'Regions': the sheet can't be repeated: it holds {what}"):
        repeat_sheet(package, "Regions", NAMES)
    assert sheets(repeat_sheet(package, "Regions", NAMES[:1]))[0].name == "Atyrau"


def test_a_pivot_table_over_its_own_sheet_is_refused_and_one_over_another_is_copied() -> None:
    parts = Parts(feature_workbook("pivot tables"))
    package = repeat_sheet(read_package(parts.write()), "data", ["data", "copy"])
    pivots = [package.related(sheet.part, "pivotTable") for sheet in sheets(package) if sheet.name in ("data", "copy")]
    assert [package.related(pivot[0], "pivotCacheDefinition") for pivot in pivots] == [
        ("xl/pivotCache/pivotCacheDefinition1.xml",)
    ] * 2
    parts.replace("xl/pivotCache/pivotCacheDefinition1.xml", 'sheet="Regions"', 'sheet="data"')
    with pytest.raises(UserError, match="a pivot table over its own cells"):
        repeat_sheet(read_package(parts.write()), "data", ["data", "copy"])


def test_charts_of_a_copy_show_the_copy() -> None:
    package = repeated("charts")
    for sheet in sheets(package)[:3]:
        charts = charts_of(package, sheet.part)
        assert len(charts) == 2
        formulas = {node.text for chart in charts for node in package.tree(chart).iter("{*}f")}
        quoted = sheet.name.replace("'", "''")
        assert formulas == {
            f"'{quoted}'!{area}" for area in ("$A$1", "$B$3", "$A$4:$A$4", "$B$4:$B$4", "$D$4:$D$4", "$A$4", "$C$4")
        }
        assert [link.kind for link in package.relationships(charts[0])] == ["chartStyle", "chartColorStyle"]


def test_a_chart_sheet_shows_the_first() -> None:
    package = repeated("chart sheets")
    (chart,) = charts_of(package, sheet_named(package, "Figure").part)
    assert {node.text for node in package.tree(chart).iter("{*}f")} == {
        f"'Atyrau'!{area}" for area in ("$A$1", "$B$3", "$A$4:$A$4", "$B$4:$B$4", "$D$4:$D$4")
    }


def test_tables_of_a_copy_have_names_of_their_own_and_its_formulas_use_them() -> None:
    package = repeated("tables")
    tables = [package.tree(package.related(sheet.part, "table")[0]) for sheet in sheets(package)[:3]]
    assert [table.get("displayName") for table in tables] == ["RegionList", "RegionList_2", "RegionList_3"]
    assert [table.get("id") for table in tables] == ["1", "2", "3"]
    formulas = {node.text for node in package.tree(sheets(package)[2].part).iter("{*}f")}
    assert "SUM(RegionList_3[GRP])/ROWS(RegionList_3[])" in formulas
    assert not any("RegionList[" in (formula or "") for formula in formulas)


def test_names_of_the_sheet_and_names_that_point_at_it_are_local_to_each_copy() -> None:
    found = {(name.name, name.sheet): name.text for name in defined_names(repeated("defined names"))}
    assert found == {
        ("grp_list", None): "'Atyrau'!$B$4:$B$4",
        ("grp_list", 1): "'Almaty city'!$B$4:$B$4",
        ("grp_list", 2): "'L''Aquila'!$B$4:$B$4",
        ("grp_total", 0): "'Atyrau'!$B$5",
        ("grp_total", 1): "'Almaty city'!$B$5",
        ("grp_total", 2): "'L''Aquila'!$B$5",
        ("grp_total", 3): "SUM(data!$C$2:$C$4)",
        ("per_cent", None): "100",
    }


def test_print_areas_and_filters_are_each_copys_own() -> None:
    printed = [(name.name, name.sheet) for name in defined_names(repeated("print settings"))]
    assert sorted(printed, key=str) == sorted(
        [(name, sheet) for sheet in range(3) for name in ("_xlnm.Print_Area", "_xlnm.Print_Titles")], key=str
    )
    filters = {name.sheet: name.text for name in defined_names(repeated("merged cells and filters")) if name.hidden}
    assert filters == {0: "'Atyrau'!$A$3:$E$4", 1: "'Almaty city'!$A$3:$E$4", 2: "'L''Aquila'!$A$3:$E$4"}


def test_threads_of_a_copy_are_other_threads_with_the_same_words() -> None:
    package = repeated("threaded comments")
    threads = [package.tree(package.related(sheet.part, "threadedComment")[0])[0] for sheet in sheets(package)[:3]]
    assert len({thread.get("id") for thread in threads}) == 3
    assert len({thread.get("personId") for thread in threads}) == 1
    for sheet, thread in zip(sheets(package)[:3], threads, strict=True):
        notes = package.tree(package.related(sheet.part, "comments")[0])
        assert [node.text for node in notes.iter("{*}author")] == [f"tc={thread.get('id')}"]


def test_shapes_of_old_drawings_have_numbers_of_their_own() -> None:
    package = repeated("form controls")
    numbers = []
    for sheet in sheets(package)[:3]:
        controls = [node.get("shapeId") for node in package.tree(sheet.part).iter("{*}control")]
        shapes = [
            node.get("id") for node in package.tree(package.related(sheet.part, "vmlDrawing")[0]).iter("{*}shape")
        ]
        drawn = [node.get("id") for node in package.tree(package.related(sheet.part, "drawing")[0]).iter("{*}cNvPr")]
        assert [f"_x0000_s{number}" for number in controls] == shapes
        assert drawn == controls
        numbers += controls
    assert numbers == ["1025", "1026", "2049", "2050", "3073", "3074"]


def test_pictures_are_shared() -> None:
    before, after = read_package(feature_workbook("pictures")), repeated("pictures")
    pictures = [[name for name in package.names if name.startswith("xl/media/")] for package in (before, after)]
    assert pictures[0] == pictures[1] != []


def test_only_the_first_stays_selected_and_keeps_its_code() -> None:
    package = repeated("macros")
    selected = [b"tabSelected" in package.read(sheet.part) for sheet in sheets(package)]
    coded = [b"codeName" in package.read(sheet.part) for sheet in sheets(package)[:3]]
    assert selected[:3] == [True, False, False]
    assert coded == [True, False, False]


def test_titles_in_the_properties_follow() -> None:
    package = repeated("defined names")
    (properties,) = package.related(PACKAGE_ROOT, "extended-properties")
    titles = [node.text for node in package.tree(properties).iterfind("{*}TitlesOfParts//{*}lpstr")]
    assert titles[:5] == [*NAMES, "data", "_settings"]
    counts = [int(node.text or "") for node in package.tree(properties).iterfind("{*}HeadingPairs//{*}i4")]
    assert sum(counts) == len(titles)


def test_formulas_elsewhere_follow_the_first_and_the_open_tab_stays_open() -> None:
    parts = Parts(feature_workbook("plain"))
    parts.replace(
        "xl/worksheets/sheet2.xml", "</sheetData>", '<row r="9"><c r="A9"><f>Regions!B5</f></c></row></sheetData>'
    )
    parts.replace(WORKBOOK, "<workbookView ", '<workbookView activeTab="1" ')
    parts.replace(REGIONS, "<f>SUM(C4:C4)</f>", '<f>Regions!B5&amp;"Regions!B5"&amp;data!A1</f>')
    package = repeat_sheet(read_package(parts.write()), "regions", NAMES)
    assert b"<f>'Atyrau'!B5</f>" in package.read("xl/worksheets/sheet2.xml")
    assert b'activeTab="3"' in package.read(WORKBOOK)
    copy = sheets(package)[1].part
    assert b"<f>'Almaty city'!B5&amp;\"Regions!B5\"&amp;data!A1</f>" in package.read(copy)


def test_names_are_checked_before_anything_is_copied() -> None:
    package = read_package(feature_workbook("plain"))
    for names, said in (
        ((), "nothing to repeat it for"),
        (("A", "a"), "two sheets called 'a'"),
        (("A", "DATA"), "two sheets called 'DATA'"),
        (("A:B",), "has a :"),
    ):
        with pytest.raises(UserError, match=said):
            repeat_sheet(package, "Regions", names)


def test_copies_are_the_same_every_time() -> None:
    assert repeated("threaded comments").write() == repeated("threaded comments").write()


@pytest.mark.parametrize(
    ("formula", "renamed"),
    [
        ("'{{ region }}'!A1+Sheet1!B2", "'Atyrau'!A1+Sheet1!B2"),
        ("SUM('{{ REGION }}:Total'!A1)", "SUM('Atyrau:Total'!A1)"),
        ("'{{ region }}'!total", "'Atyrau'!total"),
        ("\"'{{ region }}'!A1\"", "\"'{{ region }}'!A1\""),
        ("'[1]{{ region }}'!A1", "'[1]{{ region }}'!A1"),
        ("[1]{{ region }}!A1", "[1]{{ region }}!A1"),
        ("A1:'{{ region }}'!B2", "A1:'Atyrau'!B2"),
    ],
)
def test_sheets_are_renamed_in_formulas(formula: str, renamed: str) -> None:
    assert formula_with_sheets(formula, {"{{ region }}": "Atyrau"}) == renamed


@pytest.mark.parametrize(
    ("formula", "renamed"),
    [
        ("SUM(List[GRP])", "SUM(List_2[GRP])"),
        ("ROWS(list)", "ROWS(List_2)"),
        ("SUM(List[List])", "SUM(List_2[List])"),
        ("SUM(MyList[a])+Lists", "SUM(MyList[a])+Lists"),
        ("List!A1", "List!A1"),
        ("'List'!A1&\"List[a]\"", "'List'!A1&\"List[a]\""),
        ("List(1)", "List(1)"),
    ],
)
def test_tables_are_renamed_in_formulas(formula: str, renamed: str) -> None:
    assert formula_with_tables(formula, {"List": "List_2"}) == renamed


@pytest.mark.filterwarnings("ignore:.*extension is not supported")
@pytest.mark.skipif(not REAL_WORKBOOKS, reason="the real workbooks aren't here")
@pytest.mark.parametrize("path", REAL_WORKBOOKS, ids=lambda path: path.stem)
def test_sheets_of_real_workbooks_are_repeated_or_refused(path: Path) -> None:
    package = read_package(path)
    for sheet in sheets(package)[:2]:
        refused, copied = "", path.read_bytes()
        try:
            copied = repeat_sheet(package, sheet.name, ["First", "Second"]).write()
        except UserError as mistake:
            refused = str(mistake)
        assert ("can't be repeated" in refused) == (sheet.name in load_workbook(BytesIO(copied)).sheetnames)
        assert faults(copied) == []
