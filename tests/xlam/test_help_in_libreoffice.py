"""The module that describes functions to Excel's wizard, run in LibreOffice, with the wizard a stand-in."""

from importlib.resources import files
from typing import Final

import pytest

from addin.xlam.build import addin_modules, addin_sheets
from addin.xlam.module import ModuleKind, module_of_text
from addin.xlam.package import package
from addin.xlam.project import vba_project
from tests.xlam.variant import formulas_in_rows, shown_as_workbook, shown_in_office

HELP: Final = files("addin").joinpath("vba", "Help.bas").read_text("ascii")
WIZARD: Final = """
Private Sub Describe(ByVal Macro, ByVal Category, ByVal Description, ByVal ArgumentDescriptions)
    Dim Index As Long
    Told = Told & "|" & Macro & "|" & Category & "|" & Description
    For Index = LBound(ArgumentDescriptions) To UBound(ArgumentDescriptions)
        Told = Told & "|" & ArgumentDescriptions(Index)
    Next Index
    Told = Told & vbLf
End Sub

Public Function TOLD_TO_THE_WIZARD() As Variant
    Told = ""
    DescribeFunctions
    TOLD_TO_THE_WIZARD = Told
End Function
"""


def help_module() -> str:
    """The module with the wizard's call turned to the stand-in."""
    declared = "Option Explicit\n"
    source = HELP.replace("Application.MacroOptions", "Describe").replace(
        declared, f"{declared}Private Told As String\n"
    )
    return source + WIZARD


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> list[list[str]]:
    folder = tmp_path_factory.mktemp("help")
    documents = [module for module in addin_modules(2) if module.kind is ModuleKind.DOCUMENT]
    documents[0] = module_of_text(documents[0].source.replace("    DescribeFunctions\r\n", ""), ModuleKind.DOCUMENT)
    project = vba_project("Growthpole", [*documents, module_of_text(help_module(), ModuleKind.STANDARD)])
    made = package(project, b"", {"cells": [], "functions": addin_sheets()["functions"]}, "", "")
    path = folder / "variant.xlsm"
    path.write_bytes(shown_as_workbook(made, formulas_in_rows(["TOLD_TO_THE_WIZARD()"])))
    text: str = shown_in_office(path, folder)[0][0][1]
    return [line.split("|")[1:] for line in text.splitlines()]


@pytest.mark.libreoffice
def test_the_wizard_is_told_each_functions_name_category_description_and_arguments(told: list[list[str]]) -> None:
    rows = [[f"'variant.xlsm'!{name}", *texts] for name, *texts in addin_sheets()["functions"]]
    assert told == rows
