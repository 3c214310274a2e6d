"""Formulas filled down the copies of a row, of which only the row numbers differ."""

from addin.references.runs import run_of


def test_numbers_that_rise_evenly_make_a_run() -> None:
    run = run_of(["B", 4, "/B", 9], ["B", 5, "/B", 9], ["B", 7, "/B", 9], 4)
    assert run is not None
    assert list(run) == ["B4/B9", "B5/B9", "B6/B9", "B7/B9"]


def test_two_copies_do_not_tell_that_the_others_rise_evenly() -> None:
    assert run_of(["B", 4], ["B", 5], ["B", 9], 4) is None
    assert run_of(["B", 4, "+1"], ["B", 5, "+1"], ["B", 7, "+2"], 4) is None
    assert run_of(["B", 4], ["B", 5], ["B", 7, "#"], 4) is None
