"""Form controls within a repeat: in the sheet, the drawing, the legacy drawing and the parts of their properties."""

import re

import pytest

from addin.package.package import Package, read_package
from addin.package.workbook import sheet_named
from addin.references.controls import form_controls, repeat_controls
from addin.references.geometry import Geometry
from addin.references.growth import Growth, plain
from addin.references.parts import shift_part
from tests.package.corpus import feature_workbook
from tests.package.lint import faults

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
