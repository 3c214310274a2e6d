import pytest

from addin.references.axis import FilledLine, Pin, SheetAxis, Span
from addin.references.growth import Line, Repeat, lines, nested, plain

BRANCHES = nested(4, 7, [(plain(5, 5, 3),), (plain(5, 5, 1),), (plain(5, 5, 0),)])


def test_lines_list_the_copies_in_order() -> None:
    assert list(lines([plain(2, 3, 2)], 1, 4)) == [
        Line(1, ()),
        Line(2, (0,)),
        Line(3, (0,)),
        Line(2, (1,)),
        Line(3, (1,)),
        Line(4, ()),
    ]


def test_what_lies_below_a_repeat_moves_by_the_lines_put_in() -> None:
    axis = SheetAxis([plain(5, 5, 16)])
    assert axis.growth == 15
    assert [axis.filled(line, ()) for line in (4, 6)] == [4, 21]


def test_a_repeat_without_copies_removes_its_lines() -> None:
    axis = SheetAxis([plain(5, 6, 0)])
    assert axis.first(5) is None
    assert axis.first(5, 9) == FilledLine(7, 5)
    assert axis.last(6, 1) == FilledLine(4, 4)


def test_copies_of_several_lines_follow_each_other() -> None:
    axis = SheetAxis([plain(5, 6, 3)])
    assert [axis.filled(6, (copy,)) for copy in range(3)] == [6, 8, 10]
    assert axis.spans(5, 6) == [Span(5, 10)]
    assert axis.spans(6, 7) == [Span(6, 6), Span(8, 8), Span(10, 11)]


def test_nested_repeats_have_their_own_counts_in_each_copy() -> None:
    axis = SheetAxis([BRANCHES])
    assert [axis.filled(7, (copy,)) for copy in range(3)] == [9, 13, 16]
    assert axis.spans(5, 5) == [Span(5, 7), Span(11, 11)]
    assert axis.first(5, pin=Pin(5, (1,))) == FilledLine(5, 11)
    assert axis.last(5) == FilledLine(5, 11)
    assert axis.first(5, pin=Pin(6, (2,))) is None


def test_depth_counts_the_repeats_around_a_line() -> None:
    axis = SheetAxis([BRANCHES])
    assert [axis.depth(line) for line in (3, 4, 5, 8)] == [0, 1, 2, 0]
    assert axis.shared(5, 6) == 1
    assert list(axis.paths(5, 5)) == [(0, 0), (0, 1), (0, 2), (1, 0)]


def test_a_hundred_thousand_copies_are_arithmetic_and_no_list() -> None:
    axis = SheetAxis([plain(5, 6, 100_000)])
    assert axis.filled(6, (99_999,)) == 200_004
    assert axis.run(5, ()) == (100_000, True)


@pytest.mark.parametrize(
    "repeats", [[plain(2, 4, 1), plain(4, 5, 1)], [nested(2, 4, [(plain(4, 5, 1),)])], [plain(5, 5, 2), plain(2, 2, 2)]]
)
def test_repeats_that_overlap_are_refused(repeats: list[Repeat]) -> None:
    with pytest.raises(ValueError, match="line"):
        SheetAxis(repeats)


def test_a_repeat_with_counts_that_disagree_is_refused() -> None:
    with pytest.raises(ValueError, match="2 copies"):
        Repeat(1, 1, 2, ((),))
