"""Form controls within a repeat: in the sheet, the drawing, the legacy drawing and the parts of their properties."""

import re
from io import BytesIO

import pytest
from lxml import etree
from xlsxwriter import Workbook

from addin.package.package import Package, read_package
from addin.package.workbook import sheet_named
from addin.references.controls import form_controls, repeat_controls
from addin.references.geometry import Geometry
from addin.references.growth import Growth, plain
from addin.references.parts import shift_part
from tests.package.corpus import feature_workbook
from tests.package.corpus.parts import Parts
from tests.package.lint import faults
from tests.references.texts import DOWN
from tests.templates.filling import fill_bytes
from tests.templates.sources import source_of

SHEET = "Regions"
DRAWINGS = ("xl/drawings/drawing1.xml", "xl/drawings/vmlDrawing1.vml")


def repeated(count: int, linked: str = "$G$9") -> Package:
    """The workbook's rows 9 and 10, where a check box is tied to the cell `linked`, so many times."""
    template = read_package(feature_workbook("form controls"))
    tied = {part: template.read(part).replace(b"$G$5", linked.encode()) for part in template.names if "rop1" in part}
    template = template.with_parts(tied)
    part = sheet_named(template, SHEET).part
    sheet, geometry = template.tree(part), Geometry({SHEET: Growth(rows=(plain(9, 10, count),))})
    package = template
    for name in (part, *DRAWINGS):
        shifted = shift_part(template.tree(name), SHEET, geometry, form_controls(sheet))
        package = package if shifted is None else package.with_trees({name: shifted})
    return repeat_controls(package, template, part, sheet, SHEET, geometry)


def numbers(package: Package, part: str, pattern: str) -> list[int]:
    return sorted(int(number) for number in re.findall(pattern, package.read(part).decode()))


def test_a_control_has_the_same_number_in_all_parts() -> None:
    package = repeated(3)
    part = sheet_named(package, SHEET).part
    found = numbers(package, part, r'shapeId="(\d+)"')
    assert len(set(found)) == 4
    assert numbers(package, DRAWINGS[0], r'spid="_x0000_s(\d+)"') == found
    assert numbers(package, DRAWINGS[1], r'<v:shape id="_x0000_s(\d+)"') == found


def test_each_copy_has_properties_of_its_own_tied_to_its_own_cell() -> None:
    package = repeated(3)
    part = sheet_named(package, SHEET).part
    links = {each.id: each.part or "" for each in package.relationships(part)}
    used = [links[name] for name in re.findall(r'<control [^>]*r:id="([^"]+)"', package.read(part).decode())]
    texts = [package.read(name).decode() for name in used]
    assert len(set(used)) == 4
    assert [match[1] for text in texts if (match := re.search('fmlaLink="([^"]*)"', text))] == [
        "$G$9",
        "$G$11",
        "$G$13",
    ]


def test_copies_stand_in_their_rows() -> None:
    package = repeated(3)
    assert re.findall(r"<x:Anchor>(.*?)</x:Anchor>", package.read(DRAWINGS[1]).decode())[:3] == [
        "0, 0, 8, 0, 2, 0, 10, 0",
        "0, 0, 10, 0, 2, 0, 12, 0",
        "0, 0, 12, 0, 2, 0, 14, 0",
    ]


@pytest.mark.parametrize("count", [0, 1, 3])
def test_the_workbook_stays_sound(count: int) -> None:
    assert set(faults(repeated(count).write())) <= set(faults(feature_workbook("form controls")))


def test_a_control_without_rows_goes() -> None:
    package = repeated(0)
    assert numbers(package, sheet_named(package, SHEET).part, r'shapeId="(\d+)"') == [1026]
    assert numbers(package, DRAWINGS[0], r'spid="_x0000_s(\d+)"') == [1026]


LEGACY = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/>'
    '</o:shapelayout><v:shape id="_x0000_s1025" type="#_x0000_t201"><x:ClientData ObjectType="{kind}">{flags}'
    "<x:Anchor>6, 3, 4, 2, 7, 0, {end}</x:Anchor><x:FmlaLink>$G$5</x:FmlaLink></x:ClientData></v:shape></xml>"
)


def legacy(kind: str = "Checkbox", flags: str = "", end: str = "5, 0", listed: bool = False) -> list[tuple[str, str]]:
    """Anchor and cell of each shape, row 5 being there four times, of a control that the sheet lists or doesn't."""
    controls = {1025: None} if listed else None
    root = shift_part(etree.fromstring(LEGACY.format(kind=kind, flags=flags, end=end)), "S", DOWN, controls)
    return [] if root is None else [(_text(each, "Anchor"), _text(each, "FmlaLink")) for each in root.iter("{*}shape")]


def _text(shape: etree._Element, name: str) -> str:
    return shape.findtext(f".//{{*}}{name}") or ""


@pytest.mark.parametrize("kind", ["Checkbox", "Button", "Spin"])
def test_a_control_of_the_legacy_drawing_alone_is_in_each_row_and_tied_to_its_cell(kind: str) -> None:
    assert legacy(kind) == [(f"6, 3, {4 + at}, 2, 7, 0, {5 + at}, 0", f"$G${5 + at}") for at in range(4)]


def test_a_control_of_the_legacy_drawing_that_reaches_beyond_the_row_grows() -> None:
    assert legacy(end="5, 9") == [("6, 3, 4, 2, 7, 0, 8, 9", "$G$5")]


def test_a_picture_and_what_the_sheet_lists_otherwise_stay_one() -> None:
    assert [len(found) for found in (legacy("Pict"), legacy(listed=True), legacy(flags="<x:MoveWithCells/>"))] == [
        1,
        1,
        0,
    ]


def test_buttons_in_a_prototype_row_are_in_each_row_of_a_filled_workbook() -> None:
    target = BytesIO()
    with Workbook(target) as workbook:
        sheet = workbook.add_worksheet("Sheet1")
        sheet.write("A2", "{{ region | down }}")
        sheet.insert_button("C2", {"macro": "Show", "caption": "Show", "width": 60, "height": 20})
        sheet.insert_button("C5", {"macro": "All", "caption": "All", "width": 60, "height": 20})
    content = fill_bytes(target.getvalue(), source_of())
    text = Parts(content).text("xl/drawings/vmlDrawing1.vml")
    rows = [int(each.split(",")[2]) + 1 for each in re.findall(r"<x:Anchor>(.*?)</x:Anchor>", text)]
    assert rows == [2, 3, 4, 5, 8]
    assert len(set(re.findall(r'<v:shape id="([^"]*)"', text))) == 5
    assert faults(content) == []
