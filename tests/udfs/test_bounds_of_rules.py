"""Where the rules of figures end: noise of the last digit, the slack of rounded figures, which error wins."""

import pytest

from udfs.formulas.evaluator import evaluate
from udfs.library import FUNCTIONS
from udfs.numerics.arithmetic import FunctionError
from udfs.numerics.cell_values import CellValue, ExcelError
from udfs.registry import ArgumentKind


def of(name: str, *arguments: object) -> list[list[CellValue]]:
    return evaluate(name, arguments)


ELEMENTWISE = [
    name
    for name, function in FUNCTIONS.items()
    if not function.along
    and [argument.kind for argument in function.arguments if not argument.optional].count(ArgumentKind.NUMBERS) > 1
    and all(argument.kind is ArgumentKind.NUMBERS for argument in function.arguments if not argument.optional)
]
"""The functions that work cell by cell on several ranges."""


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_of_errors_in_several_arguments_the_first_arguments_is_told(name: str) -> None:
    count = sum(not argument.optional for argument in FUNCTIONS[name].arguments)
    errors = [ExcelError.NULL, ExcelError.REF, ExcelError.NAME, ExcelError.NA]
    for first in range(count):
        given = [[[errors[number] if number >= first else 1.0], [1.0]] for number in range(count)]
        assert of(name, *given)[0][0] == errors[first]


@pytest.mark.parametrize(
    ("part", "whole", "share"), [(0.1 + 0.2, 0.3, 100.0), (0.3 * (1 + 1e-11), 0.3, ExcelError.NUM)]
)
def test_a_part_is_above_its_whole_by_more_than_the_noise_of_the_last_digit(
    part: float, whole: float, share: CellValue
) -> None:
    found = of("GRP_SHARE", part, whole)[0][0]
    assert found == (pytest.approx(share, rel=1e-14) if isinstance(share, float) else share)


@pytest.mark.parametrize(
    ("parts", "total", "finding"),
    [
        ([33.3, 33.3, 33.2], 100.0, None),  # 0.2 off, which three parts and the total may be by half of 0.1 each
        ([33.3, 33.3, 33.1], 100.0, 99.7),
    ],
)
def test_a_printed_total_may_miss_by_half_a_unit_for_each_part_and_its_own(
    parts: list[float], total: float, finding: CellValue
) -> None:
    found = of("AUDIT_TOTAL", [[part] for part in parts], total)[0][0]
    assert found == (finding if finding is None else pytest.approx(finding))


def test_regions_alike_but_for_the_noise_of_the_last_digit_have_no_convergence() -> None:
    """A regression on the noise of equal levels would be a number without a meaning."""
    assert of("BETA_CONVERGENCE", [[3.0], [3.0 * (1 + 4e-16)], [3.0]], [[4.0], [5.0], [6.0]], 5.0) == [
        [ExcelError.DIV0]
    ]


OF_RANGES = [
    name
    for name, function in FUNCTIONS.items()
    if all(argument.kind is ArgumentKind.NUMBERS for argument in function.arguments if not argument.optional)
]


@pytest.mark.parametrize("figure", [1e141, -1e141, 1e-141, -1e-141])
@pytest.mark.parametrize("name", OF_RANGES)
def test_a_figure_too_large_or_too_near_to_zero_counts_as_an_error(name: str, figure: float) -> None:
    """Products of such figures lose digits or become zero unseen; blanks, zeros and 1E±140 are figures."""
    count = sum(not argument.optional for argument in FUNCTIONS[name].arguments)
    for at in range(count):
        given, broken = ([[[3.0, 5.0, 4.0], [2.0, 7.0, 6.0], [8.0, 9.0, 5.0]] for _ in range(count)] for _ in range(2))
        given[at][1][1], broken[at][1][1] = figure, ExcelError.NUM  # type: ignore[call-overload]
        assert found(name, given) == found(name, broken)


def found(name: str, arguments: list[list[list[float]]]) -> object:
    try:
        return of(name, *arguments)
    except FunctionError as refused:
        return refused.error
