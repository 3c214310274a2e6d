"""What holds for every function whatever it is given; a new one is held to it without a line of test."""

import math
import re
from datetime import datetime
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from udfs.documentation import SECTIONS
from udfs.formulas.evaluator import OMITTED, FormulaSyntaxError, evaluate
from udfs.help import as_json, describe
from udfs.library import FUNCTIONS
from udfs.numerics.cell_values import ERROR_NUMBERS, CellValue, ExcelError
from udfs.registry import Argument, ArgumentKind, Function

FUNCTION = pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS)
ERRORS = tuple(ERROR_NUMBERS)
CODES = [number - 2146828288 for number in ERROR_NUMBERS.values()]

CELL = st.one_of(
    st.floats(allow_nan=True, allow_infinity=True),
    st.floats(0, 1e6),
    st.integers(0, 100).map(float),
    st.none(),
    st.booleans(),
    st.sampled_from(["", " ", "text", "…", "x", "#N/A", "12,5", "Region", "T", "descending"]),
    st.sampled_from(ERRORS),
    st.sampled_from(CODES),
    st.just(datetime(2012, 1, 1)),
)


@st.composite
def ranges(draw: st.DrawFn) -> object:
    """A cell, a row, a column, a matrix, a ragged range or an empty one, as Excel or a macro may pass it."""
    kind = draw(st.sampled_from(["cell", "row", "column", "matrix", "ragged", "empty"]))
    if kind == "cell":
        return draw(CELL)
    rows, columns = {"row": (1, 4), "column": (4, 1), "matrix": (3, 4), "ragged": (3, 3), "empty": (0, 0)}[kind]
    cells = [[draw(CELL) for _ in range(columns)] for _ in range(rows)]
    if kind == "ragged":
        cells[1] = cells[1][:-1]
    return tuple(map(tuple, cells))


def argument_of(argument: Argument) -> st.SearchStrategy[Any]:
    """Mostly what the argument asks for, sometimes anything."""
    fitting: st.SearchStrategy[Any] = ranges()
    if argument.kind is ArgumentKind.CHOICE:
        fitting = st.sampled_from(argument.choices)
    elif argument.kind is ArgumentKind.FLAG:
        fitting = st.booleans()
    elif argument.kind in (ArgumentKind.NUMBER, ArgumentKind.COUNT):
        fitting = st.integers(0, 6).map(float)
    return st.one_of(fitting, fitting, ranges(), *([st.just(OMITTED)] if argument.optional else []))


@FUNCTION
@settings(max_examples=60)
@given(data=st.data())
def test_no_input_raises_and_no_cell_is_beyond_a_cell(function: Function, data: st.DataObject) -> None:
    arguments = [data.draw(argument_of(argument), label=argument.name) for argument in function.arguments]
    cells = [cell for row in evaluate(function.name, arguments) for cell in row]
    assert cells
    for cell in cells:
        assert cell is None or isinstance(cell, float | bool | str)
        assert not isinstance(cell, float) or math.isfinite(cell)


@FUNCTION
@pytest.mark.parametrize("error", [ExcelError.REF, ExcelError.NAME, ExcelError.SPILL])
def test_an_error_in_a_single_cell_comes_out_unchanged(function: Function, error: ExcelError) -> None:
    """Every range is this one error; options are left out or take their first choice."""
    arguments = [_given(argument, error) for argument in function.arguments]
    assert {cell for row in evaluate(function.name, arguments) for cell in row} == {error}


def _given(argument: Argument, error: ExcelError) -> CellValue | object:
    if argument.optional:
        return OMITTED
    if argument.kind in (ArgumentKind.NUMBERS, ArgumentKind.TEXTS, ArgumentKind.CELLS):
        return error
    return argument.choices[0] if argument.kind is ArgumentKind.CHOICE else 2.0


@FUNCTION
def test_its_name_and_its_arguments_are_ones_that_excel_takes(function: Function) -> None:
    assert re.fullmatch(r"[A-Z][A-Z0-9_]{1,30}", function.name)
    assert not re.fullmatch(r"[A-Z]{1,3}[0-9]+|R[0-9]*C[0-9]*|R|C", function.name)
    for argument in function.arguments:
        assert re.fullmatch(r"[a-z][a-z_]+", argument.name)


@FUNCTION
def test_its_texts_fit_the_wizard_and_are_all_there(function: Function) -> None:
    documentation = function.documentation
    assert len(documentation.summary) <= 255
    assert list(documentation.arguments) == [argument.name for argument in function.arguments]
    assert all(len(describe(function, argument)) <= 255 for argument in function.arguments)
    assert documentation.source
    assert documentation.formula
    assert len(SECTIONS) == 6


@FUNCTION
def test_its_arguments_are_counted(function: Function) -> None:
    with pytest.raises(FormulaSyntaxError, match="at most"):
        evaluate(function.name, [1.0] * (len(function.arguments) + 1))
    required = [argument for argument in function.arguments if not argument.optional]
    with pytest.raises(FormulaSyntaxError, match=required[-1].name):
        evaluate(function.name, [1.0] * (len(required) - 1))


@FUNCTION
def test_the_catalogue_has_it_whole(function: Function) -> None:
    entry = as_json(function)
    assert entry["name"] == function.name
    assert entry["syntax"] == function.syntax


@FUNCTION
@pytest.mark.parametrize("shape", [(0, 1), (0, 3), (1, 0)])
def test_a_range_without_cells_gives_no_figure(function: Function, shape: tuple[int, int]) -> None:
    """A template's block may have no row at all; Excel has no such range."""
    texts = np.empty(shape, dtype=object)
    empty = {ArgumentKind.NUMBERS: np.empty(shape), ArgumentKind.TEXTS: texts, ArgumentKind.CELLS: texts}
    arguments = [empty.get(argument.kind, _given(argument, ExcelError.NA)) for argument in function.arguments]
    cells = [cell for row in evaluate(function.name, arguments) for cell in row]
    assert not any(isinstance(cell, float) for cell in cells)


PLAIN = (ArgumentKind.NUMBER, ArgumentKind.COUNT, ArgumentKind.WHOLE)
"""The kinds of arguments that are one number."""

SCALE_FREE = (
    *("GRP_SHARE", "HHI", "GINI_COEF", "LOCALIZATION_TABLE", "CONCENTRATION_RATIO", "LOCATIONAL_GINI"),
    *("KRUGMAN_INDEX", "SPECIALIZATION_COEF", "RANK_REGIONS"),
)


@pytest.mark.parametrize("name", SCALE_FREE)
@given(values=st.lists(st.integers(1, 1000), min_size=3, max_size=8, unique=True), power=st.integers(-8, 8))
def test_the_unit_of_volumes_changes_nothing(name: str, values: list[int], power: int) -> None:
    """A power of two, so that not even the last digit may change."""
    rest = {"CONCENTRATION_RATIO": [2.0], "LOCATIONAL_GINI": [column(range(10**6, 10**6 + len(values)))]}
    second = rest.get(name, [column(range(1, len(values) + 1))] if "local" in FUNCTIONS[name].syntax else [])
    assert evaluate(name, [column(values), *second]) == evaluate(
        name, [column([value * 2.0**power for value in values]), *second]
    )


@pytest.mark.parametrize("name", ["GRP_SHARE", "RANK_REGIONS", "RELATIVE_INDEX", "GROWTH_INDEX"])
@given(values=st.lists(st.integers(1, 1000), min_size=2, max_size=8, unique=True), data=st.data())
def test_each_region_keeps_its_result_in_whatever_order_they_are_listed(
    name: str, values: list[int], data: st.DataObject
) -> None:
    order = data.draw(st.permutations(range(len(values))))
    second = [] if name in ("GRP_SHARE", "RANK_REGIONS") else [5.0]
    found = evaluate(name, [column(values), *second])
    assert evaluate(name, [column([values[at] for at in order]), *second]) == [found[at] for at in order]


def column(values: Any) -> tuple[tuple[float], ...]:
    return tuple((float(value),) for value in values)


def test_more_than_a_million_cells_are_calculated() -> None:
    found = evaluate("GRP_SHARE", [column(range(1, 1_048_577))])
    assert len(found) == 1_048_576
    assert found[-1][0] == pytest.approx(100 * 1_048_576 / (1_048_576 * 1_048_577 / 2))


@pytest.mark.parametrize("name", ["REGION_CLASSES", "TRANSITION_MATRIX"])
def test_no_count_of_classes_takes_memory_beyond_bounds(name: str) -> None:
    assert evaluate(name, [[[1.0, 2.0], [2.0, 1.0]], 100_000.0]) == [[ExcelError.NUM]]


NUMBERED = [each for each in FUNCTIONS.values() if any(argument.kind in PLAIN for argument in each.arguments)]


@pytest.mark.parametrize("function", NUMBERED, ids=lambda function: function.name)
@pytest.mark.parametrize("number", [1e5, 1e15, 1e139, -1e9, 1e-9])
def test_no_number_is_too_large_for_an_answer(function: Function, number: float) -> None:
    panel = [[3.0, 5.0, 9.0], [2.0, 8.0, 4.0], [7.0, 1.0, 6.0]]
    fitting = {ArgumentKind.NUMBERS: panel, ArgumentKind.CELLS: panel, ArgumentKind.TEXTS: [["a"], ["b"], ["c"]]}
    given = [
        number if argument.kind in PLAIN else OMITTED if argument.optional else fitting.get(argument.kind, "?")
        for argument in function.arguments
    ]
    cells = [cell for row in evaluate(function.name, given) for cell in row]
    assert all(not isinstance(cell, float) or math.isfinite(cell) for cell in cells)
