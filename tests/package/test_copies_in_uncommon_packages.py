"""A sheet repeated in packages as some programs write them."""

import re

import pytest

from addin.errors import UserError
from addin.package.package import Package, read_package
from addin.package.sheet_copies import repeat_sheet
from addin.package.workbook import sheets
from tests.package.corpus import feature_workbook
from tests.package.lint import faults
from tests.package.plain_workbook import unzipped, zipped

NAMES = ("Atyrau", "Astana")
TYPES = "[Content_Types].xml"
PROPERTIES = "docProps/app.xml"


def repeated(parts: dict[str, bytes]) -> Package:
    return read_package(repeat_sheet(read_package(zipped(parts)), "Regions", NAMES).write())


def test_relationships_whose_type_is_declared_part_by_part_have_one_on_the_copy() -> None:
    parts = unzipped(feature_workbook("notes"))
    declared = re.search(rb'<Default Extension="rels" ContentType="([^"]*)"/>', parts[TYPES])
    assert declared is not None
    one_by_one = b"".join(
        b'<Override PartName="/%s" ContentType="%s"/>' % (name.encode(), declared[1])
        for name in parts
        if name.endswith(".rels")
    )
    parts[TYPES] = parts[TYPES].replace(declared[0], one_by_one)
    assert faults(zipped(parts)) == []
    assert faults(repeated(parts).write()) == []


def test_parts_named_with_backslashes_have_copies() -> None:
    parts = {name.replace("/", "\\"): content for name, content in unzipped(feature_workbook("charts")).items()}
    assert [sheet.name for sheet in sheets(repeated(parts))][:2] == list(NAMES)


def test_properties_that_count_sheets_by_a_word_are_told() -> None:
    parts = unzipped(feature_workbook("plain"))
    parts[PROPERTIES] = re.sub(rb"<vt:i4>\d+</vt:i4>", b"<vt:i4>many</vt:i4>", parts[PROPERTIES])
    with pytest.raises(UserError, match=r"docProps/app\.xml is damaged"):
        repeated(parts)


def test_titles_without_counts_follow() -> None:
    parts = unzipped(feature_workbook("plain"))
    parts[PROPERTIES] = re.sub(rb"<HeadingPairs>.*</HeadingPairs>", b"", parts[PROPERTIES])
    titles = [node.text for node in repeated(parts).tree(PROPERTIES).iter("{*}lpstr")]
    assert titles == [*NAMES, "data", "_settings"]
