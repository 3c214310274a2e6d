"""Random templates: blocks, labels, constants, formulas, names, a chart, and formats and validations for areas."""

from collections.abc import Iterator, Sequence
from math import prod
from typing import Final, TypeVar

from hypothesis import strategies as st

from tests.filebook.template_model import Cell, Reference, Rule, Sheet, Template, alike
from tests.filebook.written_out import Block, Data, Marked, Options, Point

ROWS: Final = 11
COLUMNS: Final = 7
SHEETS: Final = ("One", "Two sheets")
OUTER: Final = ("region", "term", "quarter", "measure", "branch", "season")
INNER: Final = {"district": "branch", "month": "season"}
HEADINGS: Final = 2
"""The first rows, where the markers of columns stand."""

Drawn = TypeVar("Drawn")


@st.composite
def templates(draw: st.DrawFn) -> Template:
    """Templates of one sheet or two."""
    names = SHEETS[: draw(st.integers(1, 2))]
    sheets = tuple(draw(_sheets(name, names)) for name in names)
    named = _areas(names, dollars=True)
    return Template(sheets, draw(_data()), draw(_few(named)), draw(_few(_lines_of_one(names))))


@st.composite
def _data(draw: st.DrawFn) -> Data:
    outer = {axis: _labels(axis, draw(st.integers(0, 3))) for axis in OUTER}
    inner = {
        axis: {label: _labels(f"{label} {axis}", draw(st.integers(0, 3))) for label in outer[around_it]}
        for axis, around_it in INNER.items()
    }
    labels = [label for found in outer.values() for label in found]
    labels += [label for axis in inner.values() for found in axis.values() for label in found]
    figures = draw(st.lists(st.sampled_from((None, 0.0, 1.0, 2.0)), min_size=len(labels), max_size=len(labels)))
    return Data(outer, inner, dict(zip(labels, figures, strict=True)))


def _labels(axis: str, count: int) -> tuple[str, ...]:
    return tuple(f"{axis} {number}" for number in range(count))


@st.composite
def _sheets(draw: st.DrawFn, name: str, names: Sequence[str]) -> Sheet:
    rows, columns = draw(_row_blocks()), draw(_column_blocks())
    drawn = Sheet(name, rows, columns, {}, {}, ())
    texts: dict[Cell, str | int] = {}
    formulas: dict[Cell, tuple[Reference, ...]] = {}
    markers = _markers(rows, columns)
    references = st.lists(_references(names), min_size=1, max_size=2)
    kinds = st.sampled_from(("nothing", "label", "constant", "number", "formula", "formula"))
    merged = draw(_merged(rows, columns, set(markers)))
    covered = {cell for area in merged for cell in area.cells[1:]}
    for cell in [(row, column) for row in range(1, ROWS + 1) for column in range(1, COLUMNS + 1)]:
        kind = draw(kinds)
        if cell in covered:
            continue
        if cell in markers:
            texts[cell] = markers[cell]
        elif kind == "label":
            shown = [marked.axis for marked in drawn.axes(cell)] or ["title"]
            texts[cell] = "/".join(f"{{{{ {axis} }}}}" for axis in shown)
        elif kind == "constant":
            texts[cell] = f"constant {cell}"
        elif kind == "number":
            texts[cell] = 10 * cell[0] + cell[1]
        elif kind == "formula":
            formulas[cell] = tuple(draw(references))
    return Sheet(name, rows, columns, texts, formulas, draw(_few(_rules(names))), merged)


@st.composite
def _merged(
    draw: st.DrawFn, rows: Sequence[Block], columns: Sequence[Block], markers: set[Cell]
) -> tuple[Reference, ...]:
    """Areas that no block cuts through and no two of which overlap, with a marker in their first cell at most."""
    found: list[Reference] = []
    taken: set[Cell] = set()
    for area in draw(st.lists(_areas(("",)), max_size=3)):
        cells = area.cells
        if len(cells) > 1 and taken.isdisjoint(cells) and markers.isdisjoint(cells[1:]) and alike(area, rows, columns):
            found.append(area)
            taken.update(cells)
    return tuple(found)


def _few(drawn: st.SearchStrategy[Drawn]) -> st.SearchStrategy[tuple[Drawn, ...]]:
    return st.lists(drawn, max_size=2).map(tuple)


@st.composite
def _rules(draw: st.DrawFn, names: Sequence[str]) -> Rule:
    """A rule whose formula refers to lines that a dollar holds, and to the row and the column of each cell itself."""
    area = draw(_areas(("",)))
    found = []
    for each in draw(st.lists(_references(names), min_size=1, max_size=2)):
        rows = each.rows if _held(each.rows) else (area.rows[0],) * 2
        columns = each.columns if _held(each.columns) else (area.columns[0],) * 2
        sheet = each.sheet if _held(rows) and _held(columns) else ""
        found.append(Reference(sheet, rows, columns, each.single))
    return Rule(area, tuple(found))


_OPTIONS: Final = st.builds(
    Options,
    st.sampled_from(("", "", "label", "up", "down")),
    st.sampled_from((None, None, 0.0, 1.0)),
    st.sampled_from((None, None, 1, 2)),
)


@st.composite
def _row_blocks(draw: st.DrawFn) -> tuple[Block, ...]:
    kinds = draw(st.permutations(["alone", "beside", "nested", "pairs"]))
    blocks, first = [], HEADINGS + 1
    for kind in kinds[: draw(st.integers(0, 2))]:
        first += draw(st.integers(0, 1))
        last = first + draw(st.integers(1 if kind == "nested" else 0, 2))
        inner: tuple[Block, ...] = ()
        axes: tuple[Marked, ...] = (Marked("term", 1, draw(_OPTIONS)),)
        if kind == "beside":
            axes = (Marked("region", 1, draw(_OPTIONS)), Marked("term", 4, draw(_OPTIONS)))
        if kind == "nested":
            start = draw(st.integers(first + 1, last))
            axes = (Marked("branch", 1, draw(_OPTIONS)),)
            inner = (Block(start, draw(st.integers(start, last)), (Marked("district", 1, draw(_OPTIONS)),)),)
        if kind == "pairs":
            axes = (Marked("branch", 1, draw(_OPTIONS), Marked("district", 3, draw(_OPTIONS))),)
        blocks.append(Block(first, last, axes, inner))
        first = last + 1
    return tuple(blocks)


@st.composite
def _column_blocks(draw: st.DrawFn) -> tuple[Block, ...]:
    kind = draw(st.sampled_from(("none", "alone", "beside", "nested")))
    first = draw(st.integers(2, 4))
    last = first + draw(st.integers(1 if kind == "nested" else 0, 2))
    if kind == "none":
        return ()
    if kind == "nested":
        start = draw(st.integers(first + 1, last))
        inner = Block(start, draw(st.integers(start, last)), (Marked("month", 2, draw(_OPTIONS)),))
        return (Block(first, last, (Marked("season", 1, draw(_OPTIONS)),), (inner,)),)
    beside = (Marked("quarter", 1, draw(_OPTIONS)), Marked("measure", ROWS)) if kind == "beside" else ()
    return (Block(first, last, beside or (Marked("quarter", draw(st.integers(1, HEADINGS))),)),)


def _markers(rows: Sequence[Block], columns: Sequence[Block]) -> dict[Cell, str]:
    down = {(line, cross): text for line, cross, text in _marker_texts(rows, "down(rows")}
    right = {(cross, line): text for line, cross, text in _marker_texts(columns, "right(columns")}
    return {**right, **down}


def _marker_texts(blocks: Sequence[Block], function: str) -> Iterator[tuple[int, int, str]]:
    """Line and cross line of each marker, and its text."""
    for block in [each for top in blocks for each in top.all]:
        lines = block.last - block.first + 1
        for outer in block.axes:
            for marked in outer.all:
                within = f', within="{outer.axis}"' if marked is not outer else ""
                options = f"={lines}{within}{marked.options.text(marked.axis)}"
                yield block.first, marked.cross, f"{{{{ {marked.axis} | {function}{options}) }}}}"


def _references(names: Sequence[str]) -> st.SearchStrategy[Reference]:
    """References of every kind, each drawn as one number: hypothesis draws few large choices faster than many small."""
    sheets = ("", "", *names)
    sizes = (ROWS, ROWS, COLUMNS, COLUMNS, 2, 2, 2, 2, 2, len(sheets))

    def reference(number: int) -> Reference:
        choices = []
        for size in sizes:
            number, choice = divmod(number, size)
            choices.append(choice)
        rows, columns = sorted(choices[:2]), sorted(choices[2:4])
        single = choices[8] == 0
        top, left = Point(rows[0] + 1, bool(choices[4])), Point(columns[0] + 1, bool(choices[5]))
        bottom, right = Point(rows[1] + 1, bool(choices[6])), Point(columns[1] + 1, bool(choices[7]))
        ends = ((top, top), (left, left)) if single else ((top, bottom), (left, right))
        return Reference(sheets[choices[9]], *ends, single)

    return st.integers(0, prod(sizes) - 1).map(reference)


def _held(ends: tuple[Point, Point]) -> bool:
    return ends[0].dollar and ends[1].dollar


def _areas(names: Sequence[str], *, dollars: bool = False) -> st.SearchStrategy[Reference]:
    def area(sheet: str, rows: tuple[int, int], columns: tuple[int, int]) -> Reference:
        return Reference(sheet, _points(rows, dollars), _points(columns, dollars), single=False)

    return st.builds(area, st.sampled_from(names), _pairs(ROWS), _pairs(COLUMNS))


def _lines_of_one(names: Sequence[str]) -> st.SearchStrategy[Reference]:
    def line(sheet: str, row: int, columns: tuple[int, int]) -> Reference:
        return Reference(sheet, _points((row, row), True), _points(columns, True), single=False)

    return st.builds(line, st.sampled_from(names), st.integers(1, ROWS), _pairs(COLUMNS))


def _points(lines: tuple[int, int], dollars: bool) -> tuple[Point, Point]:
    return Point(lines[0], dollars), Point(lines[1], dollars)


def _pairs(most: int) -> st.SearchStrategy[tuple[int, int]]:
    return st.tuples(st.integers(1, most), st.integers(1, most)).map(lambda pair: (min(pair), max(pair)))
