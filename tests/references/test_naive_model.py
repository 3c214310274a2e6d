"""Every reference is checked against a sheet that is written out line by line."""

from collections.abc import Iterator
from itertools import pairwise
from typing import TypeAlias

from hypothesis import given, settings
from hypothesis import strategies as st

from addin.references.axis import Pin, SheetAxis
from addin.references.formula import parse
from addin.references.formula_position import FormulaPosition
from addin.references.geometry import Geometry
from addin.references.growth import Growth, Line, Path, Repeat, lines
from tests.references.growths import LAST, axes


def chain(within: tuple[Repeat, ...], line: int) -> Iterator[tuple[int, int]]:
    """The repeats around a line, outermost first."""
    for repeat in within:
        if repeat.first <= line <= repeat.last:
            yield repeat.first, repeat.last
            yield from max((list(chain(inner, line)) for inner in repeat.within), key=len, default=[])


def shared(within: tuple[Repeat, ...], one: int, other: int) -> int:
    pairs = zip(chain(within, one), chain(within, other), strict=False)
    return sum(a == b for a, b in pairs)


class Sheet:
    """One axis, written out."""

    def __init__(self, repeats: tuple[Repeat, ...]) -> None:
        self.repeats = repeats
        self.lines = list(lines(repeats, 1, LAST))

    def images(self, first: int, last: int, home: Line, pinned: Path) -> list[tuple[int, Line]]:
        """Images of the lines that are in the same copies as the formula, of those repeats that `pinned` names."""
        return [
            (position, line)
            for position, line in enumerate(self.lines, 1)
            if first <= line.template <= last and self.together(line, home, len(pinned))
        ]

    def together(self, line: Line, home: Line, depth: int) -> bool:
        common = min(depth, shared(self.repeats, line.template, home.template))
        return line.path[:common] == home.path[:common]

    def expected(self, first: int, last: int, dollar: bool, home: Line, end: bool) -> tuple[int, int] | None:
        """Where one end of a reference comes to stand, and how far of that it moved on by itself."""
        images = self.images(first, last, home, home.path[:-1] if dollar else home.path)
        if not images:
            return None
        position, line = images[-1 if end else 0]
        moved = 0 if dollar else self.moved(line, home)
        return position + moved, moved

    def runs(self, first: int, last: int, dollars: tuple[bool, bool], home: Line) -> list[tuple[int, int]]:
        """The runs of lines that a range covers: images of its own between its ends."""
        start = self.expected(first, last, dollars[0], home, end=False)
        end = self.expected(first, last, dollars[1], home, end=True)
        if start is None or end is None:
            return []
        if start[0] >= end[0] or not self.is_cut(first, last):
            return [(start[0], end[0])]
        by = start[1] if start[1] == end[1] else 0
        found: list[tuple[int, int]] = []
        for position, line in enumerate(self.lines, 1):
            if start[0] <= position + by <= end[0] and first <= line.template <= last:
                begun = found.pop()[0] if found and found[-1][1] == position + by - 1 else position + by
                found.append((begun, position + by))
        return found or [(start[0], end[0])]

    def is_cut(self, first: int, last: int) -> bool:
        """Whether the lines are a part of a repeat."""
        within = {block for line in range(first, last + 1) for block in chain(self.repeats, line)}
        return any(block[0] < first or last < block[1] for block in within)

    def moved(self, line: Line, home: Line) -> int:
        """How far the formula is from its first copy within the repeats it shares with the line."""
        common = shared(self.repeats, line.template, home.template)
        if common == len(home.path):
            return 0
        first = next(
            at
            for at, each in enumerate(self.lines, 1)
            if each.template == home.template and each.path[:common] == home.path[:common]
        )
        return self.lines.index(home) + 1 - first


Case: TypeAlias = tuple[Sheet, Line, int, int, bool, bool]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    sheet = Sheet(draw(axes))
    home = draw(st.sampled_from(sheet.lines))
    first = draw(st.integers(1, LAST))
    return sheet, home, first, draw(st.integers(first, LAST)), draw(st.booleans()), draw(st.booleans())


def written(dollar: bool, line: int) -> str:
    return f"B{'$' if dollar else ''}{line}"


@given(cases())
@settings(max_examples=400)
def test_a_range_covers_the_lines_it_should(case: Case) -> None:
    sheet, home, first, last, one, other = case
    runs = sheet.runs(first, last, (one, other), home)
    areas = [
        written(one, start) if start == end and len(runs) > 1 else f"{written(one, start)}:{written(other, end)}"
        for start, end in runs
    ]
    geometry = Geometry({"S": Growth(rows=sheet.repeats)})
    formula = parse(f"SUM({written(one, first)}:{written(other, last)})")
    assert (
        formula.at(FormulaPosition("S", home.template, 1, home.path), geometry) == f"SUM({','.join(areas) or '#REF!'})"
    )


@given(cases())
@settings(max_examples=200)
def test_a_single_cell_goes_where_it_should(case: Case) -> None:
    sheet, home, line, _, dollar, _ = case
    start = sheet.expected(line, line, dollar, home, end=False)
    geometry = Geometry({"S": Growth(rows=sheet.repeats)})
    filled = parse(written(dollar, line)).at(FormulaPosition("S", home.template, 1, home.path), geometry)
    assert filled == (written(dollar, start[0]) if start else "#REF!")


@given(cases())
@settings(max_examples=100)
def test_columns_follow_as_rows_do(case: Case) -> None:
    sheet, home, first, last, one, other = case
    down, right = Geometry({"S": Growth(rows=sheet.repeats)}), Geometry({"S": Growth(columns=sheet.repeats)})
    rows = parse(f"SUM({'$' * one}{first}:{'$' * other}{last})").at(
        FormulaPosition("S", home.template, 1, home.path), down
    )
    letter = dict(enumerate("ABCDEFGHIJKLMN", 1))
    columns = parse(f"SUM({'$' * one}{letter[first]}:{'$' * other}{letter[last]})").at(
        FormulaPosition("S", 1, home.template, (), home.path), right
    )
    lines_of_rows = [point.line for part in parse(rows).references for point in part.rows or ()]
    lines_of_columns = [point.line for part in parse(columns).references for point in part.columns or ()]
    assert lines_of_rows == lines_of_columns


@given(cases())
@settings(max_examples=100)
def test_filling_down_at_once_equals_one_by_one(case: Case) -> None:
    sheet, home, first, last, one, other = case
    if not home.path:
        return
    geometry = Geometry({"S": Growth(rows=sheet.repeats)})
    formula = parse(f"SUM({written(one, first)}:{written(other, last)})+Other!{written(one, last)}")
    siblings = [line for line in sheet.lines if line.template == home.template and line.path[:-1] == home.path[:-1]]
    down = formula.down(FormulaPosition("S", home.template, 1, home.path[:-1]), geometry)
    assert list(down) == [formula.at(FormulaPosition("S", line.template, 1, line.path), geometry) for line in siblings]


@given(axes, st.integers(1, LAST), st.integers(0, 5))
@settings(max_examples=200)
def test_spans_hold_all_images_and_nothing_else(axis: tuple[Repeat, ...], first: int, length: int) -> None:
    last = min(LAST, first + length)
    positions = {at for at, line in enumerate(lines(axis, 1, LAST), 1) if first <= line.template <= last}
    spans = SheetAxis(axis).spans(first, last)
    assert {line for span in spans for line in range(span.first, span.last + 1)} == positions
    assert all(one.last + 1 < other.first for one, other in pairwise(spans))


@given(axes)
@settings(max_examples=100)
def test_every_line_stands_where_it_is_written_out(repeats: tuple[Repeat, ...]) -> None:
    axis = SheetAxis(repeats)
    written_out = list(lines(repeats, 1, LAST))
    assert [axis.filled(line.template, line.path) for line in written_out] == list(range(1, len(written_out) + 1))
    assert axis.growth == len(written_out) - LAST
    for line in range(1, LAST + 1):
        assert list(axis.paths(line, line)) == [each.path for each in written_out if each.template == line]
        assert all(axis.first(line, pin=Pin(line, path)) for path in axis.paths(line, line))
