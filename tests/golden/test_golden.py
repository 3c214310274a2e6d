"""The filled templates say what they said when their content was last read through.

A change that is meant is written by `python -m tests.golden`, and shows as a difference of text.
"""

import pytest

from tests.golden.cases import CASES, GOLDEN, TEMPLATES, Case


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_filled_template_says_what_its_golden_content_says(case: Case) -> None:
    found, golden = case.content().splitlines(), case.golden.read_text(encoding="utf-8").splitlines()
    assert found == golden


def test_every_template_has_golden_content_and_none_is_left_over() -> None:
    names = {path.stem for path in TEMPLATES.glob("*.xlsx")}
    assert {case.name for case in CASES} == names
    assert {path.stem for path in GOLDEN.glob("*.txt")} == names
