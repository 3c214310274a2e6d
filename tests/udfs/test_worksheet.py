"""The way from a cell of Excel: xlwings' own COM converters and our shells, over stand-ins for pywin32."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from math import isclose
from pathlib import Path
from typing import Any, Final

import pytest

from udfs import worksheet
from udfs.formulas.evaluator import OMITTED
from udfs.formulas.parser import parse_formula
from udfs.formulas.tree import CallNode, Node
from udfs.library import FUNCTIONS
from udfs.numerics.cell_values import ERROR_NUMBERS, ExcelError

ROOT: Final = Path(__file__).parents[2]
MISSING: Final = -2147352572
COM_ERROR: Final = -2146828288


def rows_of(node: Node, cell: Callable[[Any], Any]) -> Any:
    """An argument of a formula: one cell, or rows of them."""
    rows = [[cell(value) for value in row] for row in node.value(lambda *_: ())]
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


KINDS: Final[list[tuple[Any, Any]]] = [
    *((value, value) for value in (2.5, 0.0, -1.0, None, "", "text", "…", True)),
    ({"date": "2012-01-31"}, datetime(2012, 1, 31)),
    *((COM_ERROR + number, error) for error, number in ERROR_NUMBERS.items()),
    (COM_ERROR + 2051, ExcelError.UNKNOWN),
]
"""What a cell may hold: as VBA passes it on, and as our functions know it."""


def arguments_of(formula: str, cell: Callable[[Any], Any]) -> list[Any]:
    """The formula's arguments, one for each of the function's, made of cells by `cell`."""
    tree = parse_formula(formula).tree
    assert isinstance(tree, CallNode)
    given = [MISSING if node is None else rows_of(node, cell) for node in tree.arguments]
    return given + [MISSING] * (len(FUNCTIONS[tree.name].arguments) - len(given))


def with_each_kind() -> Iterator[tuple[str, list[Any], list[Any]]]:
    """Each function with each kind of cell as the first of each argument: as VBA passes it on, and as it is."""
    for function in FUNCTIONS.values():
        formula = function.documentation.examples[0].formula
        raw, plain = arguments_of(formula, com_cell), arguments_of(formula, lambda cell: cell)
        for place in range(len(raw)):
            for com, cell in KINDS:
                yield function.name.lower(), with_first(raw, place, com), with_first(plain, place, cell)


def with_first(arguments: list[Any], place: int, cell: Any) -> list[Any]:
    given = arguments[place]
    changed = [[cell, *given[0][1:]], *given[1:]] if isinstance(given, list) else cell
    return [*arguments[:place], changed, *arguments[place + 1 :]]


@pytest.fixture(scope="module")
def answers() -> dict[str, Any]:
    names = [parse_formula(formula).functions[0].lower() for formula in FORMULAS]
    calls = [(name, arguments_of(formula, com_cell)) for name, formula in zip(names, FORMULAS, strict=True)]
    calls += [(name, arguments) for name, arguments, _ in [*RAW, *with_each_kind()]]
    return excel(calls)


def test_excel_shows_what_the_evaluator_gives(answers: dict[str, Any]) -> None:
    for formula, shown in zip(FORMULAS, answers["answers"], strict=False):
        assert shown == parse_formula(formula).evaluate(), formula


def test_com_values_arrive_as_what_they_are(answers: dict[str, Any]) -> None:
    for (name, _, expected), shown in zip(RAW, answers["answers"][len(FORMULAS) :], strict=False):
        assert shown == expected, name


def test_each_function_takes_each_kind_of_cell_for_what_it_is(answers: dict[str, Any]) -> None:
    """Nothing of xlwings' own conversion comes between, in which errors are blanks and dates are moved."""
    calls = list(with_each_kind())
    shown = answers["answers"][-len(calls) :]
    for (name, raw, plain), cells in zip(calls, shown, strict=True):
        called = [OMITTED if argument == MISSING else argument for argument in plain]
        given = [[[None]] if argument is None else argument for argument in called]
        expected = getattr(worksheet, name)(*given)
        pairs = [pair for found, row in zip(cells, expected, strict=True) for pair in zip(found, row, strict=True)]
        assert all(is_the_same(found, cell) for found, cell in pairs), (name, raw)


def is_the_same(found: Any, cell: Any) -> bool:
    """Two processes may add up numbers in another order."""
    if isinstance(cell, float):
        return isinstance(found, float) and isclose(found, cell, rel_tol=1e-9, abs_tol=1e-12)
    return type(found) is type(cell) and bool(found == cell)


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
    program = "import sys, udfs.formulas.parser; print({'pandas', 'openpyxl', 'lxml', 'xlwings'} & {*sys.modules})"
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
