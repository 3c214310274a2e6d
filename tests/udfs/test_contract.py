"""What every declaration promises, checked on its own examples; a new function is held to it without a line of test."""

import json
import math
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from udfs import worksheet
from udfs.formulas.evaluator import OMITTED, evaluate
from udfs.formulas.parser import parse_formula
from udfs.formulas.tree import CallNode
from udfs.help import as_json, help_text, markdown_table, reference
from udfs.library import FUNCTIONS
from udfs.numerics.cell_values import ExcelError
from udfs.registry import ArgumentKind, Function

FUNCTION = pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS)
ROOT = Path(__file__).parents[2]
EXAMPLES = [(example.formula, example.result) for f in FUNCTIONS.values() for example in f.documentation.examples]


def agree(found: object, expected: object) -> bool:
    if type(found) is float and type(expected) is float:
        return math.isclose(found, expected, rel_tol=1e-7)
    return type(found) is type(expected) and found == expected


def cells_agree(found: Sequence[Sequence[object]], expected: Sequence[Sequence[object]]) -> bool:
    return [len(row) for row in found] == [len(row) for row in expected] and all(
        agree(a, b) for x, y in zip(found, expected, strict=True) for a, b in zip(x, y, strict=True)
    )


@pytest.mark.parametrize(("formula", "result"), EXAMPLES, ids=[formula for formula, _ in EXAMPLES])
def test_examples_hold(formula: str, result: str) -> None:
    found = parse_formula(formula).evaluate()
    assert cells_agree(found, parse_formula(f"={result}").evaluate()), found


@FUNCTION
def test_examples_are_calls_of_the_function_and_one_has_a_result(function: Function) -> None:
    examples = function.documentation.examples
    assert all(parse_formula(example.formula).functions == (function.name,) for example in examples)
    assert any("#" not in example.result for example in examples)


@FUNCTION
def test_each_cause_of_an_error_has_an_example(function: Function) -> None:
    documentation = function.documentation
    for error in {cause.error for cause in documentation.errors}:
        causes = sum(cause.error == error for cause in documentation.errors)
        assert sum(error in example.result for example in documentation.examples) >= causes, error


@FUNCTION
def test_no_example_shows_an_error_that_is_not_explained(function: Function) -> None:
    explained = {cause.error for cause in function.documentation.errors}
    shown = {error for example in function.documentation.examples for error in ExcelError if error in example.result}
    assert shown <= explained <= set(ExcelError)


@FUNCTION
def test_every_section_says_something_and_the_source_has_a_year_or_a_body(function: Function) -> None:
    documentation = function.documentation
    assert documentation.formula
    assert documentation.returns.endswith(".")
    assert documentation.errors
    assert re.search(r"\b(19|20)\d\d\b|Observatory", documentation.source)


@FUNCTION
def test_optional_arguments_come_last_and_say_what_they_are_when_omitted(function: Function) -> None:
    optional = [argument.optional for argument in function.arguments]
    assert optional == sorted(optional)
    for argument in function.arguments:
        assert ("when omitted" in function.documentation.arguments[argument.name]) == argument.optional
        if argument.kind is ArgumentKind.CHOICE:
            assert all(f'"{choice}"' in function.documentation.arguments[argument.name] for choice in argument.choices)


@FUNCTION
def test_help_tells_all_and_the_catalogue_is_plain_data(function: Function) -> None:
    page = help_text(function)
    for text in (function.syntax, function.documentation.source, *function.documentation.arguments.values()):
        assert text in page
    entry = as_json(function)
    assert json.loads(json.dumps(entry)) == entry


def test_the_table_of_functions_has_a_row_for_each() -> None:
    rows = markdown_table(FUNCTIONS).splitlines()[2:]
    assert [row.split("`")[1] for row in rows] == list(FUNCTIONS)


def test_each_row_of_the_table_leads_to_a_heading_of_the_reference() -> None:
    links = re.findall(r"\]\(#([a-z_]+)\)", markdown_table(FUNCTIONS))
    headings = re.findall(r"^### (\S+)$", reference(FUNCTIONS), re.MULTILINE)
    assert links == [heading.replace("\\", "").lower() for heading in headings]


def test_the_reference_of_functions_is_current() -> None:
    assert (ROOT / "docs" / "functions.md").read_text(encoding="utf-8") == reference(FUNCTIONS)


CELL = st.one_of(
    st.none(),
    st.floats(allow_nan=True, allow_infinity=True),
    st.floats(0, 100),
    st.integers(-(10**12), 10**12),
    st.booleans(),
    st.sampled_from(["", " ", "…", "text", "en", "T", "#N/A", "TRUE", "minmax", *ExcelError]),
    st.just(date(2012, 1, 1)),
)
RANGE = st.tuples(st.integers(1, 4), st.integers(1, 4)).flatmap(
    lambda size: st.lists(st.lists(CELL, min_size=size[1], max_size=size[1]), min_size=size[0], max_size=size[0])
)


@FUNCTION
@settings(max_examples=20)
@given(st.data())
def test_excel_gets_nothing_but_numbers_texts_and_truth_values(function: Function, data: st.DataObject) -> None:
    arguments = [data.draw(RANGE) for _ in function.arguments]
    shown = getattr(worksheet, function.name.lower())(*arguments)
    assert {type(cell) for row in shown for cell in row} <= {float, bool, str}


def plain_example(function: Function) -> list[object]:
    """The arguments of the first example."""
    tree = parse_formula(function.documentation.examples[0].formula).tree
    assert isinstance(tree, CallNode)
    return [OMITTED if node is None else node.value(lambda *_: ()) for node in tree.arguments]


@FUNCTION
@pytest.mark.parametrize("error", [ExcelError.NA, ExcelError.REF, ExcelError.SPILL])
def test_an_error_comes_out_as_it_went_in(function: Function, error: ExcelError) -> None:
    arguments = plain_example(function)
    for i, given_cells in enumerate(arguments):
        if isinstance(given_cells, Sequence):
            spoilt = [[error for _ in row] for row in given_cells]
            rows = evaluate(function.name, [*arguments[:i], spoilt, *arguments[i + 1 :]])
            assert {cell for row in rows for cell in row} == {error}, function.arguments[i].name


@FUNCTION
def test_blank_ranges_give_no_figure(function: Function) -> None:
    """A figure from nothing would be a silent zero; a zero is never made of blanks."""
    arguments = plain_example(function)
    numbers = [
        argument.kind in (ArgumentKind.NUMBERS, ArgumentKind.CELLS) and not argument.optional
        for argument in function.arguments
    ]
    for i in range(len(arguments)):
        if numbers[i] and isinstance(arguments[i], Sequence):
            blank = [[None for _ in row] for row in arguments[i]]
            rows = evaluate(function.name, [*arguments[:i], blank, *arguments[i + 1 :]])
            assert not any(type(cell) is float for row in rows for cell in row), function.arguments[i].name


@FUNCTION
def test_arrays_and_rows_of_cells_are_the_same_argument(function: Function) -> None:
    arguments = plain_example(function)
    kinds = [argument.kind for argument in function.arguments]
    arrays = [
        np.array(cells, dtype=np.float64) if kind is ArgumentKind.NUMBERS and isinstance(cells, Sequence) else cells
        for kind, cells in zip(kinds, arguments, strict=False)
    ]
    assert evaluate(function.name, arrays) == evaluate(function.name, arguments)


OF_REGIONS = [function for name, function in FUNCTIONS.items() if name != "CHAIN_INDEX"]
REGIONS = 7


def regional_arguments(function: Function, *, optional: bool) -> list[object]:
    """Random columns of regions, each range larger than the one before, so that parts stay parts."""
    generator = np.random.default_rng(len(function.name))
    scale = 1.0
    arguments: list[object] = []
    for argument in function.arguments:
        if argument.optional and not (optional and argument.kind is ArgumentKind.NUMBERS):
            arguments.append(OMITTED)
        elif argument.kind in (ArgumentKind.NUMBERS, ArgumentKind.CELLS):
            arguments.append(generator.uniform(scale, 2 * scale, (REGIONS, 1)).tolist())
            scale *= 4
        elif argument.kind is ArgumentKind.TEXTS:
            arguments.append([[f"region {i}"] for i in range(REGIONS)])
        else:
            arguments.append(argument.choices[0] if argument.choices else 2.0)
    return arguments


@pytest.mark.parametrize("function", OF_REGIONS, ids=lambda function: function.name)
@pytest.mark.parametrize("optional", [False, True], ids=["required", "all"])
def test_reordering_the_regions_reorders_the_result_and_changes_nothing(function: Function, optional: bool) -> None:
    arguments = regional_arguments(function, optional=optional)
    order = [3, 0, 6, 1, 5, 2, 4]
    shuffled = [[argument[i] for i in order] if isinstance(argument, list) else argument for argument in arguments]
    before = evaluate(function.name, arguments)
    expected = [before[i] for i in order] if len(before) == REGIONS else before
    assert evaluate(function.name, shuffled) == expected
