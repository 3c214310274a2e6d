"""The add-in's own ways into Python run in LibreOffice, as each system compiles them, with Python a stand-in."""

from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import pytest

from addin.xlam.build import addin_modules
from addin.xlam.module import ModuleKind, module_of_text
from addin.xlam.package import package
from addin.xlam.project import vba_project
from tests.xlam.procedures import compiled
from tests.xlam.variant import VB_OBJECT_ERROR, formulas_in_rows, shown_as_workbook, shown_in_office

SERVER: Final = files("addin").joinpath("vba", "server.bas").read_text("ascii")
PYTHON: Final = """VERSION 1.0 CLASS
BEGIN
  MultiUse = -1
END
Attribute VB_Name = "StandIn"
Attribute VB_GlobalNameSpace = False
Attribute VB_Creatable = False
Attribute VB_PredeclaredId = False
Attribute VB_Exposed = False
Option Explicit

Public Number As Long

Public Function CallUDF(ByVal Script As String, ByVal FunctionName As String, ByVal Arguments As Variant) As Variant
    If FunctionName = "dies" And Number = 1 Then Err.Raise 1000, , "the server is gone"
    If FunctionName = "fails" Then Err.Raise 1001, , "no such function"
    CallUDF = Script & "." & FunctionName & "(" & Arguments(0) & ") by " & Number
End Function
"""
AROUND: Final = """Attribute VB_Name = "Server"
Option Explicit

Private Interpreter As String
Private Started As Long
Private Ran As String
Private Broken As Boolean
Private InTurn As String
Private StatusBar As Variant

Private Function GetConfig(ByVal Name As String, ByVal Otherwise As String) As Variant
    GetConfig = Interpreter
End Function

Private Function GetConfigFilePath() As String
    GetConfigFilePath = "growthpole.conf"
End Function

Private Function WScript() As Object
    Set WScript = Nothing
End Function

Private Function XLPy() As Object
    Dim Python As StandIn
    Started = Started + 1
    If Broken Then Err.Raise 1000, , "no library"
    Set Python = New StandIn
    Python.Number = Started
    Set XLPy = Python
End Function

Private Function RunPython(ByVal Text As String)
    Ran = Text
    If InStr(Text, "'broken'") > 0 Then Err.Raise 1002, , "ModuleNotFoundError: pandas"
End Function

Private Function Called(ByVal Name As String) As String
    Dim Returned As Variant
    On Error GoTo Failed
    CallServer Name, Array(7), Returned
    Called = Returned
    Exit Function
Failed:
    Called = "error " & Err.Description
End Function

Public Function CALLS_IN_TURN() As Variant
    If InTurn = "" Then
        Interpreter = ""
        InTurn = Called("early")
        Interpreter = "python"
        InTurn = InTurn & "; " & Called("one") & "; " & Called("two")
        InTurn = InTurn & "; " & Called("dies") & "; " & Called("fails") & "; " & Called("one")
        Broken = True
        InTurn = InTurn & "; " & Called("fails") & "; " & Called("one") & "; tried " & Started
        Broken = False
        InTurn = InTurn & "; " & Called("one")
        RunMacro "rebind", "kk", ""
        InTurn = InTurn & "; " & Called("one")
    End If
    CALLS_IN_TURN = InTurn
End Function

Public Function STARTED_BY(ByVal Macro As String, ByVal Choice As String) As Variant
    Interpreter = "python"
    Ran = "nothing"
    StatusBar = "Ready"
    On Error GoTo Failed
    RunMacro Macro, "kk", Choice
    STARTED_BY = Ran & "; " & StatusBar
    Exit Function
Failed:
    STARTED_BY = "error " & Err.Description & "; " & Ran & "; " & StatusBar
End Function

"""
PREFIX: Final = "import addin.macros; addin.macros.run"
CELLS: Final = {
    "CALLS_IN_TURN()": "error No interpreter in growthpole.conf; udfs.worksheet.one(7) by 1;"
    " udfs.worksheet.two(7) by 1; udfs.worksheet.dies(7) by 2; error no such function; udfs.worksheet.one(7) by 3;"
    " error Python doesn't start: no library; error Python doesn't start: no library; tried 4;"
    " error Python doesn't start: no library; udfs.worksheet.one(7) by 5",
    'STARTED_BY("new","regions")': f"{PREFIX}('new', 'kk', 'regions'); {{bar}}",
    'STARTED_BY("fill","")': f"{PREFIX}('fill', 'kk', ''); {{bar}}",
    'STARTED_BY("broken","")': f"error ModuleNotFoundError: pandas; {PREFIX}('broken', 'kk', ''); False",
    """STARTED_BY("fill","'); import os; ('")""": "error Not a macro of Growthpole's; nothing; Ready",
    'STARTED_BY("Fill","")': "error Not a macro of Growthpole's; nothing; Ready",
}


BAR: Final = {"windows": "False", "macos": "Growthpole ..."}
"""What the status bar holds behind a macro: on macOS it goes on in Python, which clears the bar at its end."""


@pytest.fixture(scope="module", params=["windows", "macos"])
def shown(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, str], list[Any]]:
    folder: Path = tmp_path_factory.mktemp(request.param)
    server = AROUND + compiled(SERVER, {"Mac": request.param == "macos"}).replace("vbObjectError", VB_OBJECT_ERROR)
    server = server.replace("Application.StatusBar", "StatusBar")  # LibreOffice 25.2 dies of one while it opens a file
    documents = [module for module in addin_modules(1) if module.kind is ModuleKind.DOCUMENT]
    documents[0] = module_of_text(documents[0].source.replace("    DescribeFunctions\r\n", ""), ModuleKind.DOCUMENT)
    modules = [module_of_text(server, ModuleKind.STANDARD), module_of_text(PYTHON, ModuleKind.CLASS)]
    made = package(vba_project("Growthpole", [*documents, *modules]), b"", {"cells": []}, "", "")
    path = folder / "variant.xlsm"
    path.write_bytes(shown_as_workbook(made, formulas_in_rows(list(CELLS))))
    shown = [row[0][1] for row in shown_in_office(path, folder)]
    return {cell: text.format(bar=BAR[request.param]) for cell, text in CELLS.items()}, shown


@pytest.mark.libreoffice
def test_a_call_starts_python_once_and_anew_where_it_is_gone(shown: tuple[dict[str, str], list[Any]]) -> None:
    expected, cells = shown
    assert cells[0] == next(iter(expected.values()))


@pytest.mark.libreoffice
def test_a_macro_is_started_by_its_name_and_no_text_becomes_code(shown: tuple[dict[str, str], list[Any]]) -> None:
    expected, cells = shown
    assert dict(zip(expected, cells, strict=True)) == expected
