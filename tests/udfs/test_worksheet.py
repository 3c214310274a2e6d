"""The way from a cell of Excel: xlwings' own COM converters and our shells, over stand-ins for pywin32."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pytest

from udfs.cells import ERROR_NUMBERS, ExcelError
from udfs.formula import parse_formula
from udfs.formula_tree import Call, Node
from udfs.library import FUNCTIONS

ROOT: Final = Path(__file__).parents[2]
MISSING: Final = -2147352572
COM_ERROR: Final = -2146828288


def as_com(node: Node | None) -> Any:
    """An argument of a formula as VBA passes it on."""
    if node is None:
        return MISSING
    rows = [[com_cell(cell) for cell in row] for row in node.value(lambda *_: ())]
    return rows[0][0] if len(rows) == len(rows[0]) == 1 else rows


def com_cell(cell: object) -> object:
    return COM_ERROR + ERROR_NUMBERS[cell] if isinstance(cell, ExcelError) else cell


def excel(calls: list[tuple[str, list[Any]]]) -> dict[str, Any]:
    program = [sys.executable, ROOT / "tests/udfs/com_process.py"]
    ran = subprocess.run(
        program,
        input=json.dumps(calls),
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
        env={"PYTHONPATH": str(ROOT)},
    )
    assert ran.returncode == 0, ran.stderr
    answer: dict[str, Any] = json.loads(ran.stdout)
    return answer


FORMULAS: Final = [example.formula for function in FUNCTIONS.values() for example in function.documentation.examples]
RAW: Final[list[tuple[str, list[Any], Any]]] = [
    ("grp_share", [[[1.0], [None], [3.0]], MISSING], [[25.0], [""], [75.0]]),
    ("grp_share", [[[1.0], [COM_ERROR + 2042], [COM_ERROR + 2045]], 8.0], [[12.5], ["#N/A"], ["#SPILL!"]]),
    ("grp_share", [None, 8.0], [[""]]),
    ("localization_coef", [1.0, MISSING, 2.0, 3.0], [["#VALUE!"]]),
    ("hhi", [[[1.0], [1.0]], True], [[0.0]]),
    ("hhi", [[[1.0], [True]]], [["#VALUE!"]]),
]


@pytest.fixture(scope="module")
def answers() -> dict[str, Any]:
    calls = []
    for formula in FORMULAS:
        tree = parse_formula(formula).tree
        assert isinstance(tree, Call)
        arguments = [as_com(node) for node in tree.arguments]
        padding = [MISSING] * (len(FUNCTIONS[tree.name].arguments) - len(arguments))
        calls.append((tree.name.lower(), arguments + padding))
    return excel([*calls, *((name, arguments) for name, arguments, _ in RAW)])


def test_excel_shows_what_the_evaluator_gives(answers: dict[str, Any]) -> None:
    for formula, shown in zip(FORMULAS, answers["answers"], strict=False):
        assert shown == parse_formula(formula).evaluate(), formula


def test_com_values_arrive_as_what_they_are(answers: dict[str, Any]) -> None:
    for (name, _, expected), shown in zip(RAW, answers["answers"][len(FORMULAS) :], strict=True):
        assert shown == expected, name


def test_excel_is_offered_every_function_and_nothing_else_with_its_help(answers: dict[str, Any]) -> None:
    declared = answers["declared"]
    assert list(declared) == [name.lower() for name in FUNCTIONS]
    for function in FUNCTIONS.values():
        offered = declared[function.name.lower()]
        assert offered["ret"]["doc"] == function.documentation.summary
        assert [argument["name"] for argument in offered["args"]] == [argument.name for argument in function.arguments]
        for argument, known in zip(offered["args"], function.arguments, strict=True):
            assert argument["options"] == {"ndim": 2, "err_to_str": True}
            assert argument["doc"] == function.documentation.arguments[known.name]
            assert ("optional" in argument) == known.optional


def test_importing_without_excel_parses_no_docstring() -> None:
    program = (
        "import udfs.worksheet, udfs.library as library;"
        "print(sum('documentation' in vars(f) for f in library.FUNCTIONS.values()), udfs.worksheet.grp_share([[5.0]]))"
    )
    ran = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "0 [[100.0]]"


def test_importing_loads_neither_pandas_nor_openpyxl() -> None:
    program = "import sys, udfs.formula; print({'pandas', 'openpyxl', 'lxml', 'xlwings'} & {*sys.modules})"
    ran = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "set()"


@pytest.mark.parametrize(
    ("started", "ended"), [("", "killed"), ("import udfs.worksheet", ""), ("import addin.macros", "")]
)
def test_no_excel_of_somebody_elses_is_killed_when_python_ends(started: str, ended: str) -> None:
    """The first shows that xlwings by itself would."""
    program = (
        "from tests.udfs.com_process import pretend_windows; pretend_windows(); import xlwings._xlwindows as windows\n"
        f"windows.Apps.cleanup = staticmethod(lambda: print('killed'))\n{started}"
    )
    ran = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == ended
