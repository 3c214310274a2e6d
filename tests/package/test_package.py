"""Parts are found by relationships, whatever they are called."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from addin.errors import UserError
from addin.package.namespaces import STRICT, TRANSITIONAL
from addin.package.package import Package, read_package
from addin.package.relationships import relationships_part, resolve, source_of, target_from
from addin.package.strings import shared_strings
from addin.package.workbook import DefinedName, defined_names, sheet_named, sheets
from tests.package.plain_workbook import DECLARATION, MAIN, PLAIN_PARTS, RELATIONS, plain_workbook, unzipped, zipped

SHEETS = (
    f'{DECLARATION}<w:workbook xmlns:w="{MAIN}" xmlns:rel="{RELATIONS}"><w:sheets>'
    '<w:sheet name="Regions" sheetId="4" state="veryHidden" rel:id="rId1"/></w:sheets><w:definedNames>'
    '<w:definedName name="_xlnm.Print_Area" localSheetId="0">Regions!$A$1:$B$2</w:definedName>'
    '<w:definedName name="rate" hidden="1">0.5</w:definedName></w:definedNames></w:workbook>'
)


def with_strings(strings: str) -> Package:
    relationship = (
        f'<Relationship Id="rId2" Type="{RELATIONS}/sharedStrings" Target="/xl/strings.xml"/></Relationships>'
    )
    links = PLAIN_PARTS["xl/_rels/workbook.xml.rels"].replace("</Relationships>", relationship)
    return read_package(
        zipped(
            {
                **PLAIN_PARTS,
                "xl/_rels/workbook.xml.rels": links,
                "xl/strings.xml": f'<sst xmlns="{MAIN}">{strings}</sst>',
            }
        )
    )


def test_the_sheets_of_a_plain_workbook() -> None:
    package = read_package(plain_workbook())
    (sheet,) = sheets(package)
    assert (sheet.index, sheet.name, sheet.part, sheet.kind, sheet.sheet_id, sheet.relationship_id, sheet.state) == (
        0,
        "Regions",
        "xl/worksheets/sheet1.xml",
        "worksheet",
        1,
        "rId1",
        "visible",
    )
    assert package.vocabulary is TRANSITIONAL


def test_other_prefixes_states_and_defined_names() -> None:
    package = read_package(plain_workbook(workbook=SHEETS))
    assert sheets(package)[0].state == "veryHidden"
    assert defined_names(package) == (
        DefinedName("_xlnm.Print_Area", "Regions!$A$1:$B$2", 0, hidden=False),
        DefinedName("rate", "0.5", None, hidden=True),
    )


def test_odd_names_are_followed() -> None:
    moved = {"xl/workbook.xml": "XL/book one.xml", "xl/worksheets/sheet1.xml": "data/Лист.xml"}
    parts = {moved.get(name, name): text for name, text in PLAIN_PARTS.items()}
    parts["_rels/.rels"] = parts["_rels/.rels"].replace("xl/workbook.xml", "/xl/book%20one.xml")
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace("xl/workbook.xml", "xl/Book one.xml")
    links = parts.pop("xl/_rels/workbook.xml.rels")
    parts["XL/_rels/book one.xml.rels"] = links.replace("worksheets/sheet1.xml", "../data/%D0%9B%D0%B8%D1%81%D1%82.xml")
    (sheet,) = sheets(read_package(zipped(parts)))
    assert sheet.part == "data/Лист.xml"


def test_strict_namespaces_are_known() -> None:
    strict = {
        name: text.replace(MAIN, STRICT.main).replace(RELATIONS, STRICT.relationships)
        for name, text in PLAIN_PARTS.items()
    }
    package = read_package(zipped(strict))
    assert package.vocabulary is STRICT
    assert sheets(package)[0].name == "Regions"


def test_a_sheet_is_found_in_any_case_or_the_nearest_named() -> None:
    package = read_package(plain_workbook())
    assert sheet_named(package, "REGIONS").name == "Regions"
    with pytest.raises(UserError, match=r"there is no sheet 'Region'; did you mean Regions\?"):
        sheet_named(package, "Region")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"[Content_Types].xml": None}, "not a workbook"),
        ({"_rels/.rels": None}, "not a workbook"),
        ({"xl/workbook.xml": None}, "not a workbook"),
        ({"[Content_Types].xml": "wordprocessingml.document"}, "not a workbook"),
        ({"xl/worksheets/sheet1.xml": None}, "the sheet 'Regions' has no part"),
        ({"xl/_rels/workbook.xml.rels": None}, "the sheet 'Regions' has no part"),
    ],
)
def test_a_package_that_is_no_workbook_is_refused(changed: dict[str, str | None], said: str) -> None:
    parts = {name: text for name, text in PLAIN_PARTS.items() if changed.get(name, "") is not None}
    for name, kind in changed.items():
        if kind:
            parts[name] = parts[name].replace("spreadsheetml.sheet", kind)
    with pytest.raises(UserError, match=said):
        sheets(read_package(zipped(parts)))


@given(st.data())
def test_a_damaged_part_of_the_workbook_is_a_mistake_of_one_line(draw: st.DataObject) -> None:
    parts = dict(PLAIN_PARTS) | {"xl/workbook.xml": SHEETS}
    name = draw.draw(st.sampled_from([name for name in parts if name != "xl/worksheets/sheet1.xml"]))
    text = parts[name]
    start = draw.draw(st.integers(60, len(text) - 1))
    parts[name] = text[:start] + draw.draw(st.text(max_size=3)) + text[start + draw.draw(st.integers(0, 9)) :]
    told = ""
    try:
        package = read_package(zipped(parts))
        found = sheets(package), defined_names(package), shared_strings(package)
        assert len(found) == 3
    except UserError as mistake:
        told = str(mistake)
    assert "\n" not in told


def test_a_binary_workbook_is_named() -> None:
    types = PLAIN_PARTS["[Content_Types].xml"].replace(
        "openxmlformats-officedocument.spreadsheetml.sheet.main+xml", "ms-excel.sheet.binary.macroEnabled.main"
    )
    with pytest.raises(UserError, match=r"\.xlsb"):
        read_package(zipped({**PLAIN_PARTS, "[Content_Types].xml": types}))


def test_shared_strings_are_plain_or_rich() -> None:
    strings = with_strings(
        '<si><t xml:space="preserve"> a_x000D_</t></si><si><r><rPr><b/></rPr><t>bold</t></r><r><t> plain</t></r>'
        '<rPh sb="0" eb="1"><t>reading</t></rPh></si><si/>'
    )
    plain, rich, empty = shared_strings(strings)
    assert (plain.text, plain.runs, empty.text, empty.runs) == (" a\r", (), "", ())
    assert rich.text == "bold plain"
    assert rich.runs == (("<rPr><b/></rPr>", "bold"), ("", " plain"))
    assert shared_strings(read_package(plain_workbook())) == ()


def test_a_changed_package_is_a_new_one() -> None:
    package = read_package(plain_workbook())
    changed = package.with_parts({"XL/worksheets/Sheet1.xml": b"<new/>", "extra.bin": b"1"}).without_parts(
        ["docProps/app.xml"]
    )
    assert changed.read("xl/worksheets/sheet1.xml") == b"<new/>"
    assert changed.names == (*package.names, "extra.bin")
    assert b"Atyrau" in package.read("xl/worksheets/sheet1.xml")
    gone = changed.without_parts(["extra.bin", "xl/worksheets/sheet1.xml"])
    assert set(unzipped(gone.write())) == set(package.names) - {"xl/worksheets/sheet1.xml"}
    with pytest.raises(UserError, match="has no part extra"):
        gone.read("extra.bin")
    back = gone.with_parts({"xl/worksheets/sheet1.xml": b"<back/>"})
    assert back.names == package.names
    assert unzipped(back.write())["xl/worksheets/sheet1.xml"] == b"<back/>"


def test_a_package_is_saved_as_it_is_written(tmp_path: Path) -> None:
    package = read_package(plain_workbook())
    package.save(tmp_path / "out.xlsx")
    assert (tmp_path / "out.xlsx").read_bytes() == package.write()


@pytest.mark.parametrize(
    ("source", "target", "part"),
    [
        ("", "xl/workbook.xml", "xl/workbook.xml"),
        ("xl/workbook.xml", "worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
        ("xl/worksheets/sheet1.xml", "../drawings/drawing1.xml", "xl/drawings/drawing1.xml"),
        ("xl/worksheets/sheet1.xml", "/xl/tables/table1.xml", "xl/tables/table1.xml"),
        ("xl/drawings/drawing1.xml", "#Sheet1!A1", None),
        ("xl/worksheets/sheet1.xml", "../../../../x.xml", "x.xml"),
    ],
)
def test_targets_are_resolved_from_their_source(source: str, target: str, part: str | None) -> None:
    assert resolve(source, target) == part
    if part:
        assert resolve(source, target_from(source, part)) == part


def test_relationship_parts_and_their_sources() -> None:
    for source, part in {
        "": "_rels/.rels",
        "xl/workbook.xml": "xl/_rels/workbook.xml.rels",
        "a.xml": "_rels/a.xml.rels",
    }.items():
        assert relationships_part(source) == part
        assert source_of(part) == source
    assert source_of("xl/workbook.xml") is None
