"""Random templates: blocks, labels, constants, formulas, names, a chart, and formats and validations for areas."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Final, TypeAlias

from hypothesis import strategies as st
from openpyxl.utils import get_column_letter

from tests.filebook.written_out import Block, Data, Marked, Point

ROWS: Final = 11
COLUMNS: Final = 7
SHEETS: Final = ("One", "Two sheets")
OUTER: Final = ("region", "term", "quarter", "measure", "branch", "season")
INNER: Final = {"district": "branch", "month": "season"}
HEADINGS: Final = 2
"""The first rows, where the markers of columns stand."""

Cell: TypeAlias = tuple[int, int]


@dataclass(frozen=True)
class Reference:
    """A cell or an area of a sheet; `sheet` is empty for the formula's own."""

    sheet: str
    rows: tuple[Point, Point]
    columns: tuple[Point, Point]
    single: bool

    def text(self, rows: tuple[Point, Point], columns: tuple[Point, Point]) -> str:
        """The reference to these lines instead."""
        ends = [_address(rows[end], columns[end]) for end in (0, 1)]
        sheet = f"'{self.sheet}'!" if " " in self.sheet else f"{self.sheet}!" if self.sheet else ""
        return sheet + (ends[0] if self.single else ":".join(ends))

    def __str__(self) -> str:
        return self.text(self.rows, self.columns)


@dataclass(frozen=True)
class Sheet:
    """One sheet: its blocks and what its cells hold, a text or the references that a formula adds up."""

    name: str
    rows: tuple[Block, ...]
    columns: tuple[Block, ...]
    texts: Mapping[Cell, str]
    formulas: Mapping[Cell, tuple[Reference, ...]]
    areas: tuple[Reference, ...]

    def axes(self, cell: Cell) -> tuple[Marked, ...]:
        """The axes whose labels a cell may show, those of its row before those of its column."""
        return (*around(self.rows, *cell, first_reaches_back=True), *around(self.columns, cell[1], cell[0]))


@dataclass(frozen=True)
class Template:
    """A whole workbook and the data it is filled from; `names` are defined names, `series` a chart's values."""

    sheets: tuple[Sheet, ...]
    data: Data
    names: tuple[Reference, ...]
    series: tuple[Reference, ...]


def around(blocks: Sequence[Block], line: int, cross: int, *, first_reaches_back: bool = False) -> tuple[Marked, ...]:
    """The axis of each block around a cell, the outermost first: the nearest marker before it on its cross line."""
    for block in blocks:
        if block.first <= line <= block.last:
            before = [marked for marked in block.axes if marked.cross <= cross]
            owner = before[-1] if before else block.axes[0] if first_reaches_back else None
            inner = around(block.inner, line, cross, first_reaches_back=first_reaches_back)
            return (owner, *inner) if owner else ()
    return ()


def formula_text(references: Sequence[str]) -> str:
    """A formula that adds up cells and areas."""
    return "=" + "+".join(f"SUM({text})" if ":" in text else text for text in references)


def _address(row: Point, column: Point) -> str:
    letter = get_column_letter(column.line)
    return f"{'$' * column.dollar}{letter}{'$' * row.dollar}{row.line}"


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
    return Data(outer, inner)


def _labels(axis: str, count: int) -> tuple[str, ...]:
    return tuple(f"{axis} {number}" for number in range(count))


@st.composite
def _sheets(draw: st.DrawFn, name: str, names: Sequence[str]) -> Sheet:
    rows, columns = draw(_row_blocks()), draw(_column_blocks())
    drawn = Sheet(name, rows, columns, {}, {}, ())
    texts: dict[Cell, str] = {}
    formulas: dict[Cell, tuple[Reference, ...]] = {}
    markers = _markers(rows, columns)
    references = st.lists(_references(names), min_size=1, max_size=2)
    kinds = st.sampled_from(("nothing", "label", "constant", "formula", "formula"))
    for cell in [(row, column) for row in range(1, ROWS + 1) for column in range(1, COLUMNS + 1)]:
        kind = draw(kinds)
        if cell in markers:
            texts[cell] = markers[cell]
        elif kind == "label":
            shown = [marked.axis for marked in drawn.axes(cell)] or ["title"]
            texts[cell] = "/".join(f"{{{{ {axis} }}}}" for axis in shown)
        elif kind == "constant":
            texts[cell] = f"constant {cell}"
        elif kind == "formula":
            formulas[cell] = tuple(draw(references))
    return Sheet(name, rows, columns, texts, formulas, draw(_few(_areas(("",)))))


def _few(areas: st.SearchStrategy[Reference]) -> st.SearchStrategy[tuple[Reference, ...]]:
    return st.lists(areas, max_size=2).map(tuple)


@st.composite
def _row_blocks(draw: st.DrawFn) -> tuple[Block, ...]:
    kinds = draw(st.permutations(["alone", "beside", "nested"]))
    blocks, first = [], HEADINGS + 1
    for kind in kinds[: draw(st.integers(0, 2))]:
        first += draw(st.integers(0, 1))
        last = first + draw(st.integers(1 if kind == "nested" else 0, 2))
        inner: tuple[Block, ...] = ()
        axes: tuple[Marked, ...] = (Marked("term", 1),)
        if kind == "beside":
            axes = (Marked("region", 1), Marked("term", 4))
        if kind == "nested":
            start = draw(st.integers(first + 1, last))
            axes = (Marked("branch", 1),)
            inner = (Block(start, draw(st.integers(start, last)), (Marked("district", 1),)),)
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
        inner = Block(start, draw(st.integers(start, last)), (Marked("month", 2),))
        return (Block(first, last, (Marked("season", 1),), (inner,)),)
    beside = (Marked("quarter", 1), Marked("measure", ROWS)) if kind == "beside" else ()
    return (Block(first, last, beside or (Marked("quarter", draw(st.integers(1, HEADINGS))),)),)


def _markers(rows: Sequence[Block], columns: Sequence[Block]) -> dict[Cell, str]:
    down = {
        (block.first, marked.cross): f"{{{{ {marked.axis} | down(rows={block.last - block.first + 1}) }}}}"
        for top in rows
        for block in top.all
        for marked in block.axes
    }
    right = {
        (marked.cross, block.first): f"{{{{ {marked.axis} | right(columns={block.last - block.first + 1}) }}}}"
        for top in columns
        for block in top.all
        for marked in block.axes
    }
    return {**right, **down}


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
