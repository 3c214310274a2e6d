"""The add-in's own way to its settings, run with a hostile sheet in the workbook and a hostile file beside it.

LibreOffice can't run xlwings' whole module. So the procedures that find a setting are taken out of it, as Windows
compiles them, and of the module as xlwings ships it as well, which shows that each trap would bite.
"""

from typing import Any, Final

import pytest

from addin.xlam.build import addin_modules
from addin.xlam.module import ModuleKind, module_of_text
from addin.xlam.package import package
from addin.xlam.project import vba_project
from addin.xlam.xlwings_module import shipped
from tests.xlam.procedures import compiled, procedure, renamed
from tests.xlam.variant import formulas_in_rows, shown_as_workbook, shown_in_office

OURS, ON_THE_SHEET, BESIDE = "C:\\ours\\pythonw.exe", "C:\\sheet\\python.exe", "C:\\beside\\python.exe"
WINDOWS: Final = {"Mac": False, "App": "Microsoft Excel"}
SLASHES: Final = {"Mac": True, "App": "Microsoft Excel"}
"""Paths are this machine's; nothing else is macOS'."""

FINDING: Final = {
    **dict.fromkeys(["GetConfig", "GetConfigFromFile", "GetConfigFilePath", "GetConfigFromSheet"], WINDOWS),
    **dict.fromkeys(["FileExists", "FileExistsOnWindows", "SheetExists", "GetFullName"], WINDOWS),
    **dict.fromkeys(["GetDirectoryPath", "GetDirectoryConfigFilePath", "GetDirectory"], SLASHES),
}
ASKING: Final = """
Private Function ExpandEnvironmentStrings(ByVal s As String)
    ExpandEnvironmentStrings = Replace(s, "%USERPROFILE%", Environ("USERPROFILE"))
End Function

Public Function SETTING(ByVal Name As String) As Variant
    SETTING = GetConfig(Name, "none")
End Function

Public Function UNSAFE_NAME(ByVal Name As String) As Variant
    UNSAFE_NAME = IIf(IsUnsafeName(Name), "unsafe", "safe")
End Function

Public Function LAST_LINE(ByVal First As String, ByVal Second As String) As Variant
    LAST_LINE = LastLine(First & vbCrLf & "  File x" & vbLf & Second & vbCrLf & " " & vbCrLf)
End Function

Public Function READABLE_PATH(ByVal Path As String) As Variant
    READABLE_PATH = ReadablePath(Path)
End Function

Public Function SHIPPED_SETTING(ByVal Name As String, ByVal Source As String) As Variant
    SHIPPED_SETTING = GetConfigShipped(Name, "none", Source)
End Function
"""
CELLS: Final = [
    'SETTING("INTERPRETER_WIN")',
    'SETTING("PYTHONPATH")',
    'SHIPPED_SETTING("INTERPRETER_WIN","directory")',
    'SHIPPED_SETTING("INTERPRETER_WIN","sheet")',
    'SHIPPED_SETTING("INTERPRETER_WIN","user")',
]
LINES: Final = {
    'LAST_LINE("Traceback:","KeyError: 1")': "KeyError: 1",
    'LAST_LINE("Could not load","")': "  File x",
    f'READABLE_PATH("{OURS}")': OURS,
}
NAMES: Final = {
    "Область, 2023 (1).xlsx": "safe",
    "Асель's region & co; 100%.xlsm": "safe",
    "a$(open -a Calculator).xlsx": "unsafe",
    "a`open`.xlsx": "unsafe",
    'a"; open; ".xlsx': "unsafe",
    "a|b.xlsx": "unsafe",
    "a=b.xlsx": "unsafe",
    "a\\b.xlsx": "unsafe",
}


def own_source() -> str:
    return next(module.source for module in addin_modules(2) if module.name == "xlwings").replace("\r\n", "\n")


def settings_module() -> str:
    ours = own_source()
    theirs = shipped()
    own, other = finding(ours), finding(theirs)
    head = 'Attribute VB_Name = "Settings"\nOption Explicit\n\nPublic Const PROJECT_NAME As String = "growthpole"\n\n'
    added = "\n\n".join(procedure(ours, name) for name in ("IsUnsafeName", "LastLine", "ReadablePath"))
    return head + own + ASKING + added + "\n\n" + renamed(other, FINDING, "Shipped")


def finding(source: str) -> str:
    """The procedures that find a setting; LibreOffice's FullName lacks the folder that Excel's has."""
    taken = "\n".join(procedure(compiled(source, where), name) for name, where in FINDING.items())
    return taken.replace("wb.FullName", '(wb.Path & "/" & wb.Name)')


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "growthpole.conf").write_text(f'"INTERPRETER_WIN","{BESIDE}"\n"PYTHONPATH","{BESIDE}"\n', "ascii")
    (folder / "user\\.growthpole\\growthpole.conf").write_text(f'"INTERPRETER_WIN","{OURS}"\n', "ascii")
    documents = [module for module in addin_modules(3) if module.kind is ModuleKind.DOCUMENT]
    documents[0] = module_of_text(documents[0].source.replace("    DescribeFunctions\r\n", ""), ModuleKind.DOCUMENT)
    project = vba_project("Growthpole", [*documents, module_of_text(settings_module(), ModuleKind.STANDARD)])
    setting = [["INTERPRETER_WIN", ON_THE_SHEET], ["PYTHONPATH", ON_THE_SHEET]]
    made = package(project, b"", {"cells": [], "growthpole.conf": setting, "xlwings.conf": setting}, "", "")
    path = folder / "sent.xlsm"
    names = (name.replace('"', '""') for name in NAMES)
    cells = [*CELLS, *LINES, *(f'UNSAFE_NAME("{name}")' for name in names)]
    path.write_bytes(shown_as_workbook(made, formulas_in_rows(cells)))
    return [row[0][1] for row in shown_in_office(path, folder, USERPROFILE=str(folder / "user"))]


@pytest.mark.libreoffice
def test_the_interpreter_is_the_one_that_the_users_own_file_names(shown: list[Any]) -> None:
    assert shown[0] == OURS


@pytest.mark.libreoffice
def test_a_setting_that_the_users_own_file_lacks_is_nowhere_else_to_be_found(shown: list[Any]) -> None:
    assert shown[1] == "none"


@pytest.mark.libreoffice
def test_as_xlwings_ships_it_each_trap_would_bite(shown: list[Any]) -> None:
    assert shown[2] == BESIDE
    assert shown[3] not in (OURS, "none")
    assert shown[4] == OURS


@pytest.mark.libreoffice
def test_a_workbooks_name_that_a_shell_would_run_is_told_from_others(shown: list[Any]) -> None:
    assert dict(zip(NAMES, shown[len(CELLS) + len(LINES) :], strict=True)) == NAMES


@pytest.mark.libreoffice
def test_an_error_is_told_by_its_last_line_and_a_path_of_plain_letters_stays_as_it_is(shown: list[Any]) -> None:
    assert dict(zip(LINES, shown[len(CELLS) :], strict=False)) == LINES


@pytest.mark.parametrize("is_mac", [False, True])
def test_the_status_bar_says_who_works_until_the_macro_ends_or_fails(is_mac: bool) -> None:
    """On macOS the macro only starts here, and Python empties the bar when it has ended."""
    text = compiled(procedure(own_source(), "RunMacro"), {"Mac": is_mac})
    works, failed = text.split("Failed:")
    before, after = works.split("    RunPython ")
    assert "RequireInterpreter" in before
    assert 'Application.StatusBar = "Growthpole ..."' in before
    assert ("Application.StatusBar = False" in after) is not is_mac
    assert "Application.StatusBar = False" in failed
    assert "Err.Raise Err.Number" in failed


def test_an_error_in_python_goes_up_to_the_ribbon_which_tells_it_in_its_language() -> None:
    windows = compiled(procedure(own_source(), "RunPython"), WINDOWS)
    assert "Err.Raise Err.Number, , LastLine(Err.Description)" in windows
    assert "ShowError" not in windows
