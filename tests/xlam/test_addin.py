import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import lxml.etree
import olefile
import openpyxl
import pytest
from oletools.olevba import VBA_Parser

from addin.language import LANGUAGES
from addin.ribbon.tab import labels, ribbon_xml
from addin.xlam.build import addin_modules, addin_sheets, build_addin
from addin.xlam.module import Module, ModuleKind
from udfs.library import FUNCTIONS

ROOT = Path(__file__).parents[2]
CUSTOM_UI = "{http://schemas.microsoft.com/office/2009/07/customui}"
SOURCES = {module.name: module for module in addin_modules(len(addin_sheets()))}
TIPPED = ("button", "menu")
PUBLIC = re.compile(r"^(?:Public )?(Function|Sub|Declare) (?:PtrSafe Function |Function )?(\w+)", re.MULTILINE)


@pytest.fixture(scope="module")
def addin() -> bytes:
    return build_addin()


@pytest.fixture(scope="module")
def project(addin: bytes) -> bytes:
    return zipfile.ZipFile(BytesIO(addin)).read("xl/vbaProject.bin")


def test_the_same_sources_give_the_same_bytes(addin: bytes) -> None:
    assert build_addin() == addin


def test_so_they_do_with_other_line_ends_in_another_place_time_and_language(addin: bytes, tmp_path: Path) -> None:
    for package in ("addin", "udfs"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    for file in tmp_path.rglob("*"):
        if file.suffix in (".py", ".bas", ".cls", ".xml", ".toml"):
            file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    program = "import sys; from addin.xlam.build import build_addin; sys.stdout.buffer.write(build_addin())"
    surroundings = {"PYTHONPATH": str(tmp_path), "PYTHONHASHSEED": "7", "TZ": "Asia/Almaty", "LC_ALL": "C"}
    command = [sys.executable, "-c", program]
    ran = subprocess.run(command, cwd=tmp_path, env=surroundings, capture_output=True, check=True)
    assert ran.stdout == addin


def test_another_reader_extracts_exactly_the_sources(addin: bytes) -> None:
    parser = VBA_Parser("growthpole.xlam", data=addin)
    extracted = {name.rpartition(".")[0]: code for _, _, name, code in parser.extract_all_macros()}
    assert extracted == {name: module.source for name, module in SOURCES.items()}


def test_an_independent_reader_walks_every_stream(project: bytes) -> None:
    ole = olefile.OleFileIO(BytesIO(project), raise_defects=olefile.DEFECT_INCORRECT)
    streams = {"/".join(path) for path in ole.listdir()}
    assert streams == {"PROJECT", "PROJECTwm", "VBA/_VBA_PROJECT", "VBA/dir", *(f"VBA/{name}" for name in SOURCES)}
    assert all(ole.openstream(stream).read() for stream in streams)


@pytest.mark.parametrize("module", SOURCES.values(), ids=lambda module: module.name)
def test_a_modules_source_is_ascii_with_windows_line_ends_and_names_itself_once(module: Module) -> None:
    assert module.source.isascii()
    assert module.source.count("\n") == module.source.count("\r\n")
    assert module.source.count(f'Attribute VB_Name = "{module.name}"') == 1
    assert max(map(len, module.source.splitlines())) <= 1023


def test_modules_and_procedures_have_names_of_their_own() -> None:
    public = [name.lower() for module in SOURCES.values() for _, name in PUBLIC.findall(plain(module.source))]
    assert len(set(public)) == len(public)
    assert not set(public) & {name.lower() for name in SOURCES}


def plain(source: str) -> str:
    return source.replace("\r\n", "\n")


def test_each_function_of_the_register_has_one_wrapper_with_its_arguments() -> None:
    lines = re.findall(r"^Public Function (\w+)\((.*)\) As Variant$", plain(SOURCES["Functions"].source), re.MULTILINE)
    assert [name for name, _ in lines] == list(FUNCTIONS)
    for name, parameters in lines:
        declared = [
            ("Optional " if argument.optional else "") + f"ByRef {argument.name}"
            for argument in FUNCTIONS[name].arguments
        ]
        assert [part.rstrip("_").replace("_ As", " As") for part in parameters.split(", ")] == [
            f"{part} As Variant" for part in declared
        ]


def test_a_cell_can_call_the_registers_functions_and_nothing_else_of_the_addin() -> None:
    callable_from_cells = [
        name
        for module in SOURCES.values()
        if module.kind is ModuleKind.STANDARD
        for kind, name in PUBLIC.findall(plain(module.source))
        if kind != "Sub"
    ]
    assert callable_from_cells == list(FUNCTIONS)
    indented = re.findall(r"^ +(?:Public )?(?:Function|Declare) .*", plain(SOURCES["xlwings"].source), re.MULTILINE)
    assert indented == []


def test_every_callback_of_the_ribbon_has_its_sub_and_no_other_addins_may_be_taken_for_it() -> None:
    """Excel looks for a name alone in every open workbook, so that two add-ins with a `GetLabel` get each other's."""
    ribbon = lxml.etree.fromstring(ribbon_xml())
    named = {
        value for control in ribbon.iter() for name, value in control.attrib.items() if name.startswith(("on", "get"))
    }
    public = PUBLIC.findall(plain(SOURCES["GrowthpoleRibbon"].source))
    subs = {f"GrowthpoleRibbon.{name}" for kind, name in public if kind == "Sub"}
    assert named == subs


def test_every_control_has_its_label_and_the_words_of_its_tip_in_every_language() -> None:
    """The tip is headed by the label, as Excel's own are, with a sentence below; a language is called by itself."""
    by_control = {label.control: label for label in labels()}
    controls = list(lxml.etree.fromstring(ribbon_xml()).iter(f"{CUSTOM_UI}group", *map(CUSTOM_UI.__add__, TIPPED)))
    assert len(controls) > 20
    for control in controls:
        if control.get("onAction") == "GrowthpoleRibbon.ChooseLanguage":
            continue
        texts = by_control[control.get("id")]
        assert control.get("getLabel") == "GrowthpoleRibbon.GetLabel"
        assert all(texts.label[language] for language in LANGUAGES)
        if control.tag.removeprefix(CUSTOM_UI) in TIPPED:
            tip = (control.get("getScreentip"), control.get("getSupertip"))
            assert tip == ("GrowthpoleRibbon.GetLabel", "GrowthpoleRibbon.GetSupertip")
            assert all(texts.tip[language].endswith(".") for language in LANGUAGES)


def as_macro_workbook(addin: bytes) -> BytesIO:
    """The add-in under the content type of a workbook, the only kind that openpyxl opens."""
    copy = BytesIO()
    with zipfile.ZipFile(BytesIO(addin)) as source, zipfile.ZipFile(copy, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(b".addin.macroEnabled", b".sheet.macroEnabled"))
    return copy


def test_the_hidden_sheets_are_read_back_as_they_were_made(addin: bytes) -> None:
    book = openpyxl.load_workbook(as_macro_workbook(addin))
    for name, rows in addin_sheets().items():
        width = max(map(len, rows))
        read = [["" if cell is None else cell for cell in row] for row in book[name].iter_rows(values_only=True)]
        assert read == [[*row, *[""] * (width - len(row))] for row in rows]


def test_the_wizards_texts_fit_into_255_characters() -> None:
    rows = addin_sheets()["functions"]
    assert [row[0] for row in rows] == list(FUNCTIONS)
    assert max(len(text) for row in rows for text in row) <= 255
    assert [len(row) - 3 for row in rows] == [len(function.arguments) for function in FUNCTIONS.values()]


def test_microsofts_validator_has_nothing_to_say(
    addin: bytes, validate: Callable[[Path], list[str]], tmp_path: Path
) -> None:
    path = tmp_path / "growthpole.xlam"
    path.write_bytes(addin)
    assert validate(path) == []
