"""Which way a function works is declared, never seen from a shape: fewer regions or years change no other figure."""

from collections.abc import Callable
from typing import Any, Final

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from udfs.formulas.evaluator import OMITTED, evaluate
from udfs.formulas.parser import parse_formula
from udfs.library import FUNCTIONS
from udfs.registry import ALONG, COLUMNS, ROWS, Argument, ArgumentKind, Function, Gives, Role

FUNCTION = pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS)
TURNED: Final = {COLUMNS: ROWS, ROWS: COLUMNS}
OF_ONE_COLUMN: Final = {name for name, each in FUNCTIONS.items() if each.single} - {"KRUGMAN_INDEX"}
"""Functions of one list: there is nothing side by side that they could mix up."""

MEAN_OF_ALL: Final = {("KRUGMAN_INDEX", "reference")}
"""Arguments whose columns belong together."""

TOTALS: Final = {("AUDIT_TOTAL", "total"), ("REGIONAL_DISPERSION", "reference")}
"""Arguments of one row."""

SIDE_BY_SIDE: Final = [each for name, each in FUNCTIONS.items() if not each.beside and name not in OF_ONE_COLUMN]

Cut = Callable[[Any], Any]


def test_what_a_function_works_along_is_declared() -> None:
    for function in FUNCTIONS.values():
        assert all(isinstance(role, Role) for role in function.along)
        names = [argument.name for argument in function.arguments]
        assert (names[-1] == ALONG) == bool(function.along)
        assert function.along or (function.gives, function.beside, function.unless) == (Gives.EACH, None, None)
        if function.unless is not None:
            assert function.arguments[names.index(function.unless)].optional


@FUNCTION
def test_what_is_documented_to_spread_over_cells_does(function: Function) -> None:
    """One value for each cell, for each line, or for all: four along the role, three beside each other."""
    if function.gives is Gives.TABLE or function.beside is Role.BRANCHES or function.name in OF_ONE_COLUMN:
        return
    turned = bool(function.along) and function.usual == ROWS
    found = np.shape(evaluate(function.name, drawn(function, (3, 4) if turned else (4, 3), 1)))
    expected = {Gives.EACH: (4, 3), Gives.ONE: (1, 3), Gives.LINE: (4, 1)}[function.gives]
    assert (found[::-1] if turned else found) == expected


def drawn(function: Function, shape: tuple[int, int], seed: int, *, optional: bool = False) -> list[Any]:
    """Random figures of a shape for each range, each range larger than the one before, so that parts stay parts."""
    generator = np.random.default_rng(seed)
    scale = 1.0
    arguments: list[Any] = []
    for argument in function.arguments:
        taken = not argument.optional or (optional and argument.kind is ArgumentKind.NUMBERS)
        if not taken or argument.name == "thresholds":
            arguments.append(OMITTED)
        elif argument.kind in (ArgumentKind.NUMBERS, ArgumentKind.CELLS):
            size = (1, shape[1]) if (function.name, argument.name) in TOTALS else shape
            arguments.append(_figures(generator, argument, size, scale))
            scale *= 4
        elif argument.kind is ArgumentKind.TEXTS:
            arguments.append([[f"region {i}"] * shape[1] for i in range(shape[0])])
        else:
            arguments.append(argument.choices[0] if argument.choices else 2.0)
    return [*arguments[:-1], function.usual] if function.told_by_lines else arguments


def _figures(generator: np.random.Generator, argument: Argument, shape: tuple[int, int], scale: float) -> list[Any]:
    if argument.name in ("weights", "directions"):
        return np.ones(shape).tolist()
    return generator.uniform(scale, 2 * scale, shape).tolist()


def cut(function: Function, arguments: list[Any], pick: Cut) -> list[Any]:
    """The arguments with some lines of their ranges alone."""
    given_cells = zip(function.arguments, arguments, strict=True)
    return [
        pick(cells) if isinstance(cells, list) and (function.name, argument.name) not in MEAN_OF_ALL else cells
        for argument, cells in given_cells
    ]


def some_rows(kept: list[int]) -> Cut:
    return lambda cells: [cells[at] for at in kept]


def some_columns(kept: list[int]) -> Cut:
    return lambda cells: [[row[at] for at in kept] for row in cells]


LINES = st.sets(st.integers(0, 3), min_size=1).map(sorted)


@pytest.mark.parametrize("function", SIDE_BY_SIDE, ids=lambda function: function.name)
@settings(max_examples=20)
@given(rows=st.integers(2, 4), kept=LINES, seed=st.integers(0, 2**32), optional=st.booleans())
def test_taking_lines_away_down_to_one_changes_nothing_in_the_others(
    function: Function, rows: int, kept: list[int], seed: int, optional: bool
) -> None:
    """Years of a ranking, regions of a chain, and both where each cell is calculated by itself."""
    optional = optional and function.unless is None
    down, across = ((4, rows), some_rows(kept)), ((rows, 4), some_columns(kept))
    cuts = {COLUMNS: [across], ROWS: [down]}[function.usual] if function.along else [down, across]
    for shape, pick in cuts:
        arguments = drawn(function, shape, seed, optional=optional)
        whole = evaluate(function.name, arguments)
        assert evaluate(function.name, cut(function, arguments, pick)) == pick(whole)


@pytest.mark.parametrize("function", [each for each in FUNCTIONS.values() if each.along], ids=lambda each: each.name)
@settings(max_examples=10)
@given(rows=st.integers(1, 4), columns=st.integers(1, 4), seed=st.integers(0, 2**32))
def test_turned_round_a_function_gives_the_same_turned_round(
    function: Function, rows: int, columns: int, seed: int
) -> None:
    shape = (rows, 1 if function.name in OF_ONE_COLUMN else columns)
    arguments = drawn(function, shape, seed)
    turned = [list(zip(*cells, strict=True)) if isinstance(cells, list) else cells for cells in arguments]
    turned[-1] = TURNED[function.usual]
    found = evaluate(function.name, turned)
    assert found == [list(row) for row in zip(*evaluate(function.name, arguments), strict=True)]


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ("=GRP_SHARE({10,30,60})", "={100,100,100}"),
        ("=RANK_REGIONS({10,30,60})", "={1,1,1}"),
        ("=RANK_SHIFT({10,30,60},{60,30,10})", "={0,0,0}"),
        ("=LQ_STANDARDIZED({10,30,60})", "={#DIV/0!,#DIV/0!,#DIV/0!}"),
        ('=THEIL_INDEX({10,30,60},"T")', "={0,0,0}"),
        ('=THEIL_INDEX({10,30,60},"L")', "={0,0,0}"),
        ("=GINI_COEF({10,30,60})", "={0,0,0}"),
        ("=HHI({10,30,60})", "={1,1,1}"),
        ("=CONCENTRATION_RATIO({10,30,60},1)", "={100,100,100}"),
        ("=WILLIAMSON_CV({10,30,60},{1,2,3})", "={0,0,0}"),
        ("=SIGMA_CONVERGENCE({10,30,60})", "={0,0,0}"),
        ("=AUDIT_SHARE({10,30,60},{100,100,99})", '={"","",100}'),
        ("=AUDIT_TOTAL({10,30,60},{10,30,61})", '={"","",60}'),
        ("=CLUSTER_STARS({10,30,60},{0,0,0},{1,2,3})", "={1,1,2}"),
        ("=CHAIN_INDEX({105;110;90})", "={105;110;90}"),
        ("=GROWTH_INDEX({105;110;90})", "=#VALUE!"),
        ('=CHAIN_INDEX({105;110;90},"columns")', "={105;115.5;103.95}"),
        ('=GROWTH_INDEX({100;110;90},,"columns")', "=90"),
        ('=GROWTH_RATE({100;110;90},,"columns")', "=-10"),
        ('=TOP_REGIONS({"A","B"},{1,2},1)', "=#VALUE!"),
        ("=BETA_CONVERGENCE({1,2,4},{2,3,5},10)", "=#VALUE!"),
        ("=SHIFT_SHARE({1,2},{1,2},{3,4},{3,4})", "=#VALUE!"),
    ],
)
def test_one_row_is_one_territory_and_one_column_one_period(formula: str, result: str) -> None:
    found, expected = parse_formula(formula).evaluate(), parse_formula(result).evaluate()
    assert np.array(found, dtype=object).shape == np.array(expected, dtype=object).shape
    for row, wanted in zip(found, expected, strict=True):
        assert [pytest.approx(cell) if isinstance(cell, float) else cell for cell in wanted] == list(row)


BRANCHES_TOLD: Final = [each for each in FUNCTIONS.values() if each.told_by_lines]


def test_what_compares_branches_of_a_territory_is_told_which_way_they_lie() -> None:
    """A table of goods or branches by periods has no other way; nor have lists of one column, and squares of both."""
    one_list = {each.name for each in FUNCTIONS.values() if each.gives is Gives.TABLE}
    by_periods = {"PRICE_INDEX", "QUANTITY_INDEX"}
    along_branches = {each.name for each in FUNCTIONS.values() if each.along[:1] == (Role.BRANCHES,)}
    assert {each.name for each in BRANCHES_TOLD} == along_branches - one_list - by_periods


@pytest.mark.parametrize("function", BRANCHES_TOLD, ids=lambda each: each.name)
@settings(max_examples=30)
@given(regions=st.integers(1, 4), branches=st.integers(2, 4), across=st.booleans(), seed=st.integers(0, 2**32))
def test_branches_lie_as_a_single_line_of_them_does_or_the_call_is_refused(
    function: Function, regions: int, branches: int, across: bool, seed: int
) -> None:
    generator = np.random.default_rng(seed)
    table = generator.uniform(1, 2, (branches, regions))
    ranges = {each.name: table for each in function.arguments if each.kind is ArgumentKind.NUMBERS}
    single = regions == 1
    if "reference" in ranges:
        single = bool(seed % 2) or single
        ranges["reference"] = generator.uniform(1, 2, (branches, 1 if single else regions))
    cells = [(each.T if across else each).tolist() for each in ranges.values()]
    skipped = [OMITTED] * (len(function.arguments) - len(cells) - 1)
    said = evaluate(function.name, [*cells, *skipped, ROWS if across else COLUMNS])
    unsaid = evaluate(function.name, cells)
    assert unsaid == (said if single else [["#VALUE!"]])


@pytest.mark.parametrize("along", ["row", "territories", "1"])
def test_another_word_is_refused(along: str) -> None:
    assert str(evaluate("GRP_SHARE", [[[1.0, 3.0]], OMITTED, along])[0][0]) == "#VALUE!"
