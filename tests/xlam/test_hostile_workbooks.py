"""A workbook that someone sent can neither choose the interpreter nor put a module of its own before ours."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from addin.xlam.build import addin_modules
from addin.xlam.xlwings_module import closed

ROOT: Final = Path(__file__).parents[2]
SOURCE: Final = next(module.source for module in addin_modules(2) if module.name == "xlwings").replace("\r\n", "\n")

SETS_PATHS: Final = {"ExecuteWindows": "RunPython", "XLPyCommand": "XLPyCommand"}


def procedure(name: str) -> str:
    found = re.search(rf"^(?:Public|Private) (Function|Sub) {name}\(.*?^End \1$", SOURCE, re.MULTILINE | re.DOTALL)
    assert found is not None
    return found[0]


def test_settings_come_from_the_users_file_alone() -> None:
    assert 'Optional source As String = "user")' in procedure("GetConfig")
    calls = re.findall(r"GetConfig\(([^()]*(?:\([^()]*\))?[^()]*)\)", SOURCE.replace(procedure("GetConfig"), ""))
    assert calls
    assert not [call for call in calls if call.count(",") > 1 or "source" in call]
    own_file = procedure("GetConfigFilePath")
    assert "Workbook" not in own_file
    assert 'ExpandEnvironmentStrings("%USERPROFILE%' in own_file


def test_no_setting_is_looked_for_before_an_interpreter_is_known() -> None:
    for entry in ("CallServer", "RunMacro"):
        text = procedure(entry)
        assert text.index("RequireInterpreter") < min(text.find(word) % len(text) for word in ("XLPy", "RunPython"))


def test_the_ways_into_python_name_fixed_modules_and_pass_no_workbook() -> None:
    assert re.findall(r"CallUDF\((.*)\)", procedure("CallServer")) == [
        '"udfs.worksheet", FunctionName, Arguments',
        '"udfs.worksheet", FunctionName, Arguments',
    ]
    assert 'Like "*[!a-z0-9_]*" Then Err.Raise' in procedure("RunMacro")
    for name in ("RunPython", "XLPyCommand"):
        assert re.findall(r'PYTHONPATH = (.*?) & GetConfig\("ONEDRIVE', procedure(name))[:1] == ['AddExcelDir & ";;;"']
        assert 'AddExcelDir = "false"' in procedure(name)


def test_macros_run_in_the_python_that_cells_use_with_no_workbooks_name_on_a_command_line() -> None:
    assert "OPTIMIZED_CONNECTION = True" in procedure("RunPython")


def test_a_sheet_named_like_a_module_of_python_is_a_sheet_like_others() -> None:
    assert '".py"' not in SOURCE


@pytest.mark.parametrize("start", ["ExecuteWindows", "XLPyCommand"])
def test_modules_in_the_current_folder_are_not_imported(start: str, tmp_path: Path) -> None:
    for name in ("addin", "udfs", "xlwings", "json", "numpy", "openpyxl", "lxml"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('taken over')")
    flags = re.search(r'" ((?:-\w )+)-c ""import', procedure(start))
    assert flags is not None
    joined = re.search(r'PYTHONPATH = AddExcelDir & ";;;" & (.*)', procedure(SETS_PATHS[start]))
    assert joined is not None
    settings = ["" for _ in joined[1].split(' & ";" & ')]
    program = (
        f"import sys; sys.path.append({str(ROOT)!r}); import xlwings.utils;"
        f"xlwings.utils.prepare_sys_path({'false;;;' + ';'.join(settings)!r});"
        "import addin.macros, udfs.worksheet; print('ours')"
    )
    command = [sys.executable, *flags[1].split(), "-c", program]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (ran.stdout.strip(), ran.returncode) == ("ours", 0), ran.stderr


def test_another_xlwings_is_refused_rather_than_left_open() -> None:
    with pytest.raises(ValueError, match="expected 1"):
        closed("Public Function RunPython(PythonCommand As String)\nEnd Function\n")


def test_python_is_started_without_a_shell_that_would_outlive_it() -> None:
    text = procedure("XLPyCommand")
    assert "PYTHON_WIN = Chr(34) & PYTHON_WIN & Chr(34)" in text
    assert text.rstrip().removesuffix("End Function").rstrip().endswith("XLPyCommand = PYTHON_WIN & tail\n    End If")
