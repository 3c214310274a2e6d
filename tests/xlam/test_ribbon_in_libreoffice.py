"""The ribbon's own module run in LibreOffice, in a variant whose way to Python and settings are stand-ins."""

import re
from importlib.resources import files
from typing import Any, Final

import lxml.etree
import pytest

from addin.language import LANGUAGES
from addin.ribbon.tab import label_rows, labels, ribbon_xml
from addin.xlam.build import addin_modules
from addin.xlam.module import ModuleKind, module_of_text
from addin.xlam.package import package
from addin.xlam.project import vba_project
from tests.xlam.procedures import procedure
from tests.xlam.variant import VB_OBJECT_ERROR, formulas_in_rows, shown_as_workbook, shown_in_office

RIBBON: Final = files("addin").joinpath("vba", "GrowthpoleRibbon.bas").read_text("ascii")
DECLARED: Final = "Private Chosen As String\nPrivate Said As String\n"
STAND_INS: Final = """
Public Sub RunMacro(ByVal Macro As String, ByVal Language As String, Optional ByVal Choice As String = "")
    Said = Macro & " " & Language & " " & Choice
    If Macro = "unsafe" Then Err.Raise vbObjectError + 3, , "a|b.xlsx"
    If Macro = "gone" Then Err.Raise vbObjectError + 1, , "No interpreter"
End Sub

Public Sub ShowText(ByVal Text As String, ByVal Icon As Long)
    Said = Text
End Sub

Private Function Language() As String
    Language = Chosen
End Function

Public Function LABEL_IN(ByVal Spoken As String, ByVal ID As String, ByVal Kind As Long) As Variant
    Chosen = Spoken
    LABEL_IN = TextOf(ID, Kind)
End Function

Public Function LANGUAGE_OF_EXCEL() As Variant
    LANGUAGE_OF_EXCEL = LanguageOfExcel()
End Function

Public Function SAID_BY(ByVal Spoken As String, ByVal Macro As String, ByVal Choice As String) As Variant
    Chosen = Spoken
    Start Macro, Choice
    SAID_BY = Said
End Function
"""
TEXTS: Final = [
    (language, label.control, kind, texts[language])
    for label in labels()
    for language in LANGUAGES
    for kind, texts in enumerate((label.label, label.tip))
]
STARTS: Final = [("ru", "new", "regions"), ("en", "gone", ""), ("kk", "unsafe", "")]


def ribbon_module() -> str:
    """The module without the types and the constant that LibreOffice lacks, its language chosen by the test."""
    source = re.sub(r"\bAs IRibbon\w+", "As Object", RIBBON.replace(procedure(RIBBON, "Language"), ""))
    declared = "Private Interface As Object\n"
    whole = source.replace(declared, declared + DECLARED) + STAND_INS
    return whole.replace("vbObjectError", VB_OBJECT_ERROR)


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    folder = tmp_path_factory.mktemp("ribbon")
    documents = [module for module in addin_modules(2) if module.kind is ModuleKind.DOCUMENT]
    documents[0] = module_of_text(documents[0].source.replace("    DescribeFunctions\r\n", ""), ModuleKind.DOCUMENT)
    project = vba_project("Growthpole", [*documents, module_of_text(ribbon_module(), ModuleKind.STANDARD)])
    made = package(project, b"", {"cells": [], "labels": label_rows()}, "", "")
    cells = [f'LABEL_IN("{language}","{control}",{kind})' for language, control, kind, _ in TEXTS]
    cells += [f'SAID_BY("{language}","{macro}","{choice}")' for language, macro, choice in STARTS]
    cells.append("LANGUAGE_OF_EXCEL()")
    path = folder / "variant.xlsm"
    path.write_bytes(shown_as_workbook(made, formulas_in_rows(cells)))
    return [row[0][1] for row in shown_in_office(path, folder)]


@pytest.mark.libreoffice
def test_each_label_and_supertip_is_found_in_each_language(shown: list[Any]) -> None:
    assert shown[: len(TEXTS)] == [text for *_, text in TEXTS]


@pytest.mark.libreoffice
def test_a_button_starts_its_macro_in_the_language_of_the_tab(shown: list[Any]) -> None:
    assert shown[len(TEXTS)] == "new ru regions"


@pytest.mark.libreoffice
def test_why_python_is_not_reached_is_said_in_the_language_of_the_tab(shown: list[Any]) -> None:
    texts = {label.control: label.label for label in labels()}
    gone, unsafe = (text.replace("\r\n", "\n") for text in shown[len(TEXTS) + 1 : -1])
    assert gone == f"{texts['not_installed']['en']}\n\nNo interpreter"
    assert unsafe == f"{texts['unsafe_name']['kk']}\n\na|b.xlsx"


@pytest.mark.libreoffice
def test_where_the_program_tells_no_language_the_tab_is_in_english(shown: list[Any]) -> None:
    """LibreOffice has no LanguageSettings, as Excel for macOS may not."""
    assert shown[-1] == "en"


def test_every_label_is_of_a_control_or_said_by_the_module_and_none_is_missing() -> None:
    ribbon = lxml.etree.fromstring(ribbon_xml())
    controls = {control.get("id") for control in ribbon.iter() if "getLabel" in control.attrib}
    said = set(re.findall(r'TextOf\("(\w+)"|\bID = "(\w+)"', RIBBON))
    assert {label.control for label in labels()} == controls | {name for pair in said for name in pair if name}
