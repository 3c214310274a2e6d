"""xlwings' own VBA modules, taken from the installed package, and closed to the workbooks that people are sent.

As xlwings ships them, any cell may call any function of theirs (`=RunPython("...")`), and a sheet named
`<project>.conf` or a file of that name beside a workbook may name another interpreter. Here every procedure is private
to the module, settings come from the user's own file alone, and neither a workbook's name nor its folder, be it the
current one, reaches Python (which an empty setting PYTHONPATH would put first). Python is started without a shell, so
that its end is seen at once where it doesn't start. Macros run in the same Python as the
functions of cells, which is there already, rather than in one started for each click. Files are found in folders
whose names have letters that VBA lacks. What it says by itself names our installer, and an error of Python's goes up
to who started it.
"""

import re
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from addin.xlam.module import Module, ModuleKind, module_of_text

_CHANGES: Final = (
    ('PROJECT_NAME As String = "myaddin"', 'PROJECT_NAME As String = "growthpole"', 1),
    ('Optional source As String = ""', 'Optional source As String = "user"', 1),
    ('GetConfig("ADD_WORKBOOK_TO_PYTHONPATH", "true")', '"false"', 2),
    ('AddExcelDir & ";" & ActiveFullName & ";" & ThisFullName & ";"', 'AddExcelDir & ";;;"', 2),
    ('AddExcelDir & ";" & ActiveWorkbook.FullName & ";" & ThisWorkbook.FullName & ";"', 'AddExcelDir & ";;;"', 1),
    (' & ";" & GetConfig("PYTHONPATH")', "", 4),
    ('ParameterString = PYTHONPATH + ";"', "ParameterString = PYTHONPATH", 1),
    ('PythonInterpreter & " -B -c ""', 'PythonInterpreter & " -I -B -c ""', 1),
    ('tail = " -B -c ""', 'tail = " -I -B -c ""', 1),
    ('GetConfig("USE UDF SERVER", False)', "True", 1),
    ('If Right$(sht.Name, 3) = ".py" Then', "If False Then", 2),
    ('"cmd.exe " & ConsoleSwitch & " /K " & Chr(34) & Chr(34) & PYTHON_WIN', "Chr(34) & PYTHON_WIN", 1),
    ("XLPyCommand = PYTHON_WIN & tail & Chr(34)", "XLPyCommand = PYTHON_WIN & tail", 1),
    (
        'Environ("USERPROFILE") & "\\." & PROJECT_NAME & "\\" & PROJECT_NAME & ".conf"',
        'ExpandEnvironmentStrings("%USERPROFILE%\\." & PROJECT_NAME & "\\" & PROJECT_NAME & ".conf")',
        1,
    ),
    ("WScript.ExpandEnvironmentStrings(s)", "ReadablePath(WScript.ExpandEnvironmentStrings(s))", 1),
    (
        'ShowError "", Err.Description\n            RunPython = -1\n',
        "Err.Raise Err.Number, , LastLine(Err.Description)\n",
        1,
    ),
    ('Application.StatusBar = "Running..."', 'Application.StatusBar = "Growthpole ..."', 1),
    (
        "To enable RunPython, please run 'xlwings runpython install' in a terminal once and try again.",
        "Excel can't run Growthpole's script. Run its installer again: python3 install",
        1,
    ),
)
_PROCEDURE: Final = re.compile(r"^(?:Public )?(Function|Sub) ", re.MULTILINE)
_DECLARATION: Final = re.compile(r"^( +)Declare ", re.MULTILINE)


def xlwings_modules(server: str) -> tuple[Module, Module]:
    """The modules `xlwings`, with the procedures of `server` at its end, and `Dictionary`.

    Raises ValueError where the installed xlwings isn't the one whose text is known here.
    """
    dictionary = (_package_folder() / "addin" / "Dictionary.cls").read_text("ascii")
    return (
        module_of_text(closed(shipped()) + server, ModuleKind.STANDARD),
        module_of_text(dictionary, ModuleKind.CLASS),
    )


def shipped() -> str:
    """The text of the module as the installed xlwings brings it."""
    return (_package_folder() / "xlwings_custom_addin.bas").read_text("ascii")


def closed(text: str) -> str:
    """The text of xlwings' module with the changes that this module's description names."""
    for found, replacement, count in _CHANGES:
        if text.count(found) != count:
            raise ValueError(f"xlwings' module has {text.count(found)} times {found!r}, expected {count}")
        text = text.replace(found, replacement)
    return _DECLARATION.sub(r"\1Private Declare ", _PROCEDURE.sub(r"Private \1 ", text))


def _package_folder() -> Path:
    """Where xlwings is installed, found without importing it."""
    spec = find_spec("xlwings")
    if spec is None or spec.origin is None:
        raise ValueError("xlwings isn't installed")
    return Path(spec.origin).parent
