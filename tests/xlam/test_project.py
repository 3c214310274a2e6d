"""Our VBA project beside one that Excel itself wrote, xlwings' own add-in: the same records, in the same order."""

import re
import struct
import zipfile
from dataclasses import dataclass
from importlib.resources import files
from io import BytesIO
from typing import Final

import olefile
import pytest
from oletools.olevba import decompress_stream

from addin.xlam.build import addin_modules, addin_sheets, build_addin
from addin.xlam.module import Module, ModuleKind, module_of_text

REFERENCE, COUNT, MODULE, PROJECT_END = 0x16, 0x0F, 0x19, 0x10
CODE_PAGE_NAME, STREAM_NAME, STREAM_NAME_WIDE, OFFSET = 0x19, 0x1A, 0x32, 0x31
KINDS: Final = {0x21, 0x22}
"""A module of procedures, and one of a document or a class."""

VERSION, VERSION_SIZE = 0x09, 6
ATTRIBUTE: Final = re.compile(r"^Attribute (VB_\w+) = (.*?)\r?$", re.MULTILINE)
NAMES: Final = ("VB_Name", "VB_Description")


@dataclass(frozen=True)
class Project:
    """The records of its dir stream, the attributes of each module's source, and the text of PROJECT."""

    records: list[tuple[int, bytes]]
    attributes: dict[str, list[tuple[str, str]]]
    properties: str
    names: bytes

    def identifiers(self, first: int, before: int) -> list[int]:
        """The identifiers from one record to that before another."""
        found = [identifier for identifier, _ in self.records]
        start = found.index(first)
        return found[start : found.index(before, start + 1)]

    def modules(self) -> list[dict[int, bytes]]:
        made: list[dict[int, bytes]] = []
        for identifier, data in self.records[[number for number, _ in self.records].index(MODULE) :]:
            if identifier == MODULE:
                made.append({})
            made[-1][identifier] = data
        made[-1].pop(PROJECT_END)
        return made


def read_project(addin: bytes) -> Project:
    ole = olefile.OleFileIO(BytesIO(zipfile.ZipFile(BytesIO(addin)).read("xl/vbaProject.bin")))
    stream = bytes(decompress_stream(bytearray(ole.openstream("VBA/dir").read())))
    records = list(records_of(stream))
    project = Project(
        records, {}, ole.openstream("PROJECT").read().decode("cp1252"), ole.openstream("PROJECTwm").read()
    )
    for module in project.modules():
        (offset,) = struct.unpack("<I", module[OFFSET])
        packed = ole.openstream(["VBA", module[STREAM_NAME_WIDE].decode("utf-16-le")]).read()[offset:]
        source = bytes(decompress_stream(bytearray(packed))).decode("cp1252")
        project.attributes[module[STREAM_NAME].decode("cp1252")] = ATTRIBUTE.findall(source)
    return project


def records_of(stream: bytes) -> list[tuple[int, bytes]]:
    """Identifier and data of each record; the version says a size that isn't its own."""
    found, place = [], 0
    while place < len(stream):
        identifier, size = struct.unpack_from("<HI", stream, place)
        size = VERSION_SIZE if identifier == VERSION else size
        found.append((identifier, stream[place + 6 : place + 6 + size]))
        place += 6 + size
    assert place == len(stream)
    return found


@pytest.fixture(scope="module")
def ours() -> Project:
    return read_project(build_addin())


@pytest.fixture(scope="module")
def excels() -> Project:
    return read_project(files("xlwings").joinpath("addin", "xlwings.xlam").read_bytes())


def test_the_project_and_its_references_are_described_as_excel_does(ours: Project, excels: Project) -> None:
    assert ours.identifiers(1, COUNT) == excels.identifiers(1, COUNT)
    assert ours.records[-1] == excels.records[-1] == (PROJECT_END, b"")
    (told,) = [struct.unpack("<H", data)[0] for identifier, data in ours.records if identifier == COUNT]
    assert told == len(ours.modules())


def test_each_module_is_described_as_excel_does(ours: Project, excels: Project) -> None:
    def orders(project: Project) -> set[tuple[int, ...]]:
        return {tuple(module) for module in project.modules()}

    assert orders(ours) == orders(excels)
    assert {kind for order in orders(ours) for kind in KINDS & {*order}} == KINDS


def test_a_modules_attributes_are_those_that_excel_gives_its_kind(ours: Project, excels: Project) -> None:
    def by_base(project: Project) -> dict[str, list[tuple[str, str]]]:
        found = {}
        for attributes in project.attributes.values():
            base = dict(attributes).get("VB_Base", "")
            found[base] = [pair for pair in attributes if pair[0] not in NAMES]
        return found

    assert by_base(ours) == by_base(excels)
    assert len(by_base(ours)) == 4


def test_the_properties_come_in_excels_order(ours: Project, excels: Project) -> None:
    def order(project: Project) -> list[str]:
        lines = project.properties.split("[Workspace]")[0].split("\r\n")
        words = [line.partition("=")[0] for line in lines]
        kept = [word for word in words if word not in ("Document", "Module", "Class")]
        return [*dict.fromkeys(words[1:5]), *kept]

    assert order(ours)[:2] == order(excels)[:2] == ["Document", "Module"]
    assert order(ours)[2:] == order(excels)[2:]


def test_every_module_has_its_place_in_each_list(ours: Project, excels: Project) -> None:
    for project in (ours, excels):
        names = [module[STREAM_NAME].decode("cp1252") for module in project.modules()]
        pairs = b"".join(f"{name}\0".encode("cp1252") + f"{name}\0".encode("utf-16-le") for name in names)
        assert project.names == pairs + b"\0\0"
        listed = re.findall(r"^(?:Document|Module|Class)=(\w+)", project.properties, re.MULTILINE)
        assert listed == names
        windows = re.findall(r"^(\w+)=", project.properties.split("[Workspace]")[1], re.MULTILINE)
        assert windows == names


def test_a_modules_name_stands_in_both_encodings(ours: Project) -> None:
    for module in ours.modules():
        assert module[CODE_PAGE_NAME].decode("cp1252") == module[0x47].decode("utf-16-le")
        assert module[STREAM_NAME].decode("cp1252") == module[STREAM_NAME_WIDE].decode("utf-16-le")


@pytest.mark.parametrize("exposed", ["Attribute VB_Exposed = True\n", "Attribute VB_Exposed = False\n"])
def test_a_class_gets_what_its_file_leaves_out_and_keeps_the_rest(exposed: str) -> None:
    head = "VERSION 1.0 CLASS\nBEGIN\n  MultiUse = -1\nEND\n"
    given = f'Attribute VB_Name = "Some"\nAttribute VB_GlobalNameSpace = False\n{exposed}Option Explicit\n'
    module = module_of_text(head + given, ModuleKind.CLASS)
    assert [name for name, _ in ATTRIBUTE.findall(module.source)] == [
        *("VB_Name", "VB_Base", "VB_GlobalNameSpace", "VB_Exposed", "VB_TemplateDerived", "VB_Customizable"),
    ]
    assert module.source.endswith("Customizable = False\r\nOption Explicit\r\n")


def test_a_document_belongs_to_a_sheet_or_the_workbook_by_its_code_name() -> None:
    documents = [module.name for module in addin_modules(2) if module.kind is ModuleKind.DOCUMENT]
    parts = zipfile.ZipFile(BytesIO(build_addin()))
    told = [
        re.findall(r'codeName="(\w+)"', parts.read(name).decode())
        for name in ("xl/workbook.xml", *(f"xl/worksheets/sheet{number}.xml" for number in (1, 2)))
    ]
    assert [[name] for name in documents] == told
    assert len(addin_sheets()) == 2


def test_no_procedure_is_longer_than_vba_compiles() -> None:
    """64 KB compiled at most, which no procedure of fewer characters passes; and 24 continued lines."""
    lengths = [len(text) for module in addin_modules(2) for text in procedures(module)]
    assert len(lengths) > 100
    assert max(lengths) < 65_536
    for module in addin_modules(2):
        continued = re.findall(r"(?:.* _\r\n)+", module.source)
        assert max((lines.count("\r\n") for lines in continued), default=0) <= 24


def procedures(module: Module) -> list[str]:
    found = re.finditer(r"^(?:Public |Private )?(Sub|Function) .*?^End \1", module.source, re.MULTILINE | re.DOTALL)
    return [match[0] for match in found]
