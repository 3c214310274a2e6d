"""The wrappers and the bridge run in LibreOffice, in a variant of the add-in whose Python is a stand-in.

LibreOffice runs nothing of a project that holds xlwings' module, whose way to Python is Windows' own. What a cell
gets from Python itself is tested over COM stand-ins in `tests/udfs/test_worksheet.py`. An error of VBA's, which in
Excel is the cell's, LibreOffice shows as its name and number: 'Error 2042'.
"""

import re
from typing import Any, Final

import pytest

from addin.xlam.build import addin_modules, own_modules
from addin.xlam.module import Module, ModuleKind, module_of_text
from addin.xlam.package import package
from addin.xlam.project import vba_project
from addin.xlam.wrappers import functions_module
from tests.xlam.variant import shown_as_workbook, shown_in_office
from udfs.library import FUNCTIONS
from udfs.registry import Argument, ArgumentKind, Function

STAND_IN: Final = """Attribute VB_Name = "StandIn"
Option Explicit

Public Sub CallServer(ByVal FunctionName As String, ByVal Arguments As Variant, ByRef Returned As Variant)
    Dim Table(0 To 1, 0 To 2) As Variant
    Select Case FunctionName
        Case "echo"
            Returned = Arguments(0)
        Case "list_missing"
            Returned = IsMissing(Arguments(1)) & IsMissing(Arguments(2)) & UBound(Arguments)
        Case "row_of"
            Returned = Array(1.5, "#N/A", "text", "#DIV/0!")
        Case "table_of"
            Table(0, 0) = 1: Table(0, 1) = "#NUM!": Table(0, 2) = True
            Table(1, 0) = "#VALUE!": Table(1, 1) = "": Table(1, 2) = "#NULL!"
            Returned = Table
        Case "failing"
            Err.Raise 1000, , "the server is gone"
        Case Else
            Returned = FunctionName
    End Select
End Sub
"""
CELLS_OF_EXCEL: Final = """VERSION 1.0 CLASS
BEGIN
  MultiUse = -1
END
Attribute VB_Name = "ExcelCells"
Attribute VB_GlobalNameSpace = False
Attribute VB_Creatable = False
Attribute VB_PredeclaredId = False
Attribute VB_Exposed = False
Option Explicit

Public Value2 As Variant
Public Value As Variant
Public NumberFormat As Variant
"""
"""What LibreOffice's cells lack: figures as they are stored, and beside them what a format makes of them."""
ASKING: Final = """
Public Function STORED(ByVal CellFormat As String, ByVal Kind As String, ByVal IsRange As Boolean) As Variant
    Dim Cells As ExcelCells, Values(1 To 2, 1 To 1) As Variant, Told(1 To 2, 1 To 1) As Variant, Kept As Variant
    Set Cells = New ExcelCells
    Values(1, 1) = 45000.123456789
    Values(2, 1) = "text"
    Told(2, 1) = "text"
    If Kind = "date" Then Told(1, 1) = CDate(45000.123456789) Else Told(1, 1) = CCur(45000.123456789)
    If CellFormat = "several" Then Cells.NumberFormat = Null Else Cells.NumberFormat = CellFormat
    If IsRange Then
        Cells.Value2 = Values
        Cells.Value = Told
        Kept = StoredValues(Cells)
        STORED = TypeName(Kept(1, 1)) & " " & (Kept(1, 1) = 45000.123456789) & " " & Kept(2, 1)
    Else
        Cells.Value2 = Values(1, 1)
        Cells.Value = Told(1, 1)
        Kept = StoredValues(Cells)
        STORED = TypeName(Kept) & " " & (Kept = 45000.123456789)
    End If
End Function
"""
VALUE_IN_LIBREOFFICE: Final = 'If TypeName(Cells) = "Range" Then Values = Cells.Value Else Values = Cells.Value2'
VBA_FREE_WORDS: Final = ("base", "local", "output")


def function(name: str, *arguments: str) -> Function:
    read = (Argument(word.strip("[]"), ArgumentKind.NUMBERS, word.startswith("["), None, ()) for word in arguments)
    return Function(name, "test", lambda: None, tuple(read))  # type: ignore[arg-type,return-value]


TESTED: Final = {
    made.name: made
    for made in (
        function("ECHO", "value"),
        function("LIST_MISSING", "a", "[b]", "[c]"),
        function("ROW_OF", "x"),
        function("TABLE_OF", "x"),
        function("FAILING", "x"),
    )
}
FIGURES: Final = ("General", "#,##0.00", "$#,##0.00", "0.0%", "several", "_-* #,##0.00_-;-* #,##0.00_-;_-@_-")
DATES: Final = ("dd/mm/yyyy", "hh:mm", "m/d/yy h:mm", "[$-43F]mmmm yyyy", "several")
CELLS: Final[list[tuple[str, object]]] = [
    ("ECHO(1.5)", 1.5),
    ('ECHO("text")', "text"),
    ("SUM(ECHO(F1:G2))", 10.0),
    ('ECHO("#N/A")', "Error 2042"),
    ('ECHO("#DIV/0!")', "Error 2007"),
    ("LIST_MISSING(1)", "TrueTrue2"),
    ("LIST_MISSING(1,2)", "FalseTrue2"),
    ("LIST_MISSING(1,2,3)", "FalseFalse2"),
    ("FAILING(1)", "Error 2029"),
    ("GRP_SHARE(F1:G2)", "grp_share"),
    *((f'STORED("{shown}","currency",TRUE)', "Double True text") for shown in FIGURES),
    *((f'STORED("{shown}","currency",FALSE)', "Double True") for shown in FIGURES),
    *((f'STORED("{shown}","date",TRUE)', "Date True text") for shown in DATES),
    *((f'STORED("{shown}","date",FALSE)', "Date True") for shown in DATES),
]
ARRAYS: Final[list[tuple[str, list[list[object]]]]] = [
    ("ROW_OF(1)", [[1.5, "Error 2042", "text", "Error 2007"]]),
    ("TABLE_OF(1)", [[1.0, "Error 2036", 1.0], ["Error 2015", "", "Error 2000"]]),
]


def for_libreoffice(module: Module) -> Module:
    """The module with an underscore after words that LibreOffice's Basic reserves and VBA leaves free."""
    source = re.sub(rf"(?<![\"\w])({'|'.join(VBA_FREE_WORDS)})(?=[ ,)])", r"\1_", module.source)
    return Module(module.name, module.kind, source)


def with_stand_in_cells(module: Module) -> Module:
    """The module, reading Value of LibreOffice's own cells, which have no Value2; the bridge open to stand-ins."""
    source = module.source.replace("Values = Cells.Value2", VALUE_IN_LIBREOFFICE)
    added = ASKING.replace("\n", "\r\n") if module.name == "Bridge" else ""
    return Module(module.name, module.kind, source + added)


def modules() -> list[Module]:
    texts = [functions_module({**TESTED, **FUNCTIONS}), STAND_IN]
    documents = [module for module in addin_modules(1) if module.kind is ModuleKind.DOCUMENT]
    bridge = [with_stand_in_cells(module) for module in own_modules() if module.name in ("Bridge", "Errors")]
    made = [*bridge, *(module_of_text(text, ModuleKind.STANDARD) for text in texts)]
    made.append(module_of_text(CELLS_OF_EXCEL, ModuleKind.CLASS))
    opened = [Module(each.name, each.kind, each.source.replace("    DescribeFunctions\r\n", "")) for each in documents]
    return [*opened, *map(for_libreoffice, made)]


def sheet_xml() -> str:
    rows = [f'<c r="A{line}"><f>{formula}</f></c>' for line, (formula, _) in enumerate(CELLS, 1)]
    rows[0] += '<c r="F1"><v>1</v></c><c r="G1"><v>2</v></c>'
    rows[1] += '<c r="F2"><v>3</v></c><c r="G2"><v>4</v></c>'
    for formula, cells in ARRAYS:
        line = len(rows) + 1
        area = f"A{line}:{'ABCD'[len(cells[0]) - 1]}{line + len(cells) - 1}"
        rows += [f'<c r="A{line}"><f t="array" ref="{area}">{formula}</f></c>', *[""] * (len(cells) - 1)]
    return "".join(f'<row r="{line}">{cells}</row>' for line, cells in enumerate(rows, 1))


def workbook() -> bytes:
    """A workbook of the variant with a formula for each thing to try."""
    made = package(vba_project("Growthpole", modules()), b"", {"cells": []}, "", "")
    return shown_as_workbook(made, sheet_xml())


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> list[list[Any]]:
    folder = tmp_path_factory.mktemp("variant")
    path = folder / "variant.xlsm"
    path.write_bytes(workbook())
    return shown_in_office(path, folder)


def is_shown(cell: list[Any], expected: object) -> bool:
    value, text, error = cell
    return bool((text if isinstance(expected, str) else value) == expected and error == 0)


@pytest.mark.libreoffice
@pytest.mark.parametrize("line", range(len(CELLS)), ids=[formula for formula, _ in CELLS])
def test_a_wrapper_shows(rows: list[list[Any]], line: int) -> None:
    assert is_shown(rows[line][0], CELLS[line][1]), rows[line][0]


@pytest.mark.libreoffice
def test_errors_in_rows_and_tables_are_errors_in_their_cells(rows: list[list[Any]]) -> None:
    line = len(CELLS)
    for formula, cells in ARRAYS:
        for offset, row in enumerate(cells):
            for column, expected in enumerate(row):
                assert is_shown(rows[line + offset][column], expected), (formula, offset, column)
        line += len(cells)
