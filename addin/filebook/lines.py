"""The filled lines of a sheet as XML: each made from a line of the template, with places left open for values."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final, NamedTuple, TypeAlias

from addin.filebook.computable_formulas import may_be_computable
from addin.filebook.source import Cell, SourceCell, SourceRow, SourceSheet, beside
from addin.filebook.values import BLANK_CELL, formula_xml
from addin.package.addresses import column_letters
from addin.references.axis import SheetAxis
from addin.references.geometry import SheetGeometry
from addin.references.growth import COLUMNS, ROWS, Line, Path, Repeat, count_copies, lines
from addin.template.plan import Blank


class Slot(NamedTuple):
    """An open place: the template's cell whose values go there, and which of them in reading order."""

    cell: Cell
    position: int


class FormulaSlot(NamedTuple):
    """The open place of a formula: where it comes to stand, and its element without a value."""

    row: int
    column: int
    element: str


Piece: TypeAlias = str | Slot | FormulaSlot

MANY_ROWS: Final = 2000


class CellCopy(NamedTuple):
    """A cell of the template in one column of the filled sheet: which one, and which of its column's `width` copies.

    Its XML begins with `start`, the number of its row, and `end`.
    """

    cell: SourceCell
    column: int
    copy: int
    path: Path
    width: int
    start: str
    end: str


class FormulaPlace(NamedTuple):
    """Where a formula is written: the template's cell, the copies around it, and the filled cell."""

    cell: Cell
    rows: Path
    columns: Path
    filled: Cell


class Lines(NamedTuple):
    """Template lines `first` to `last`, with all that is repeated in them."""

    first: int
    last: int


@dataclass(frozen=True)
class LargeBlock:
    """One row of the template that is repeated very often: `count` rows from row `start` of the filled sheet."""

    row: SourceRow
    images: tuple[CellCopy, ...]
    start: int
    count: int


Formulas: TypeAlias = Callable[[SourceCell, FormulaPlace], str]


@dataclass(frozen=True)
class LineMaker:
    """Makes the lines of one sheet that grows by `layout`; `valued` are its cells that values go into.

    `formulas` gives the `<f>` element of a formula in the place where it comes to stand; where `calculated`, all of
    them have open places, else only those whose values can be known here. `headings` are the valued cells that head a
    table, which are never blank; `kept` the formulas whose values don't change, `stale` the cells whose values do
    although nothing is written there.
    """

    sheet: SourceSheet
    layout: SheetGeometry
    valued: frozenset[Cell]
    formulas: Formulas
    blanks: tuple[Blank, ...] = ()
    calculated: bool = False
    headings: frozenset[Cell] = frozenset()
    kept: frozenset[Cell] = frozenset()
    stale: AbstractSet[Cell] = frozenset()

    def sections(self) -> Iterator["Lines | LargeBlock"]:
        """The sheet from top to bottom: large blocks of one row each, and the runs of lines between them."""
        last, _ = self.sheet.last
        first = 1
        for repeat in self.layout.rows.repeats:
            if self._is_large(repeat) and repeat.last <= last:
                yield Lines(first, repeat.first - 1)
                row = self._rows.get(repeat.first, SourceRow(repeat.first, "", ()))
                start = self.layout.rows.filled(repeat.first, (0,))
                images = tuple(self._without_label(image, repeat.first) for image in self.images(row))
                yield LargeBlock(row, images, start, repeat.count)
                first = repeat.last + 1
        yield Lines(first, last)

    def is_open(self, cell: SourceCell) -> bool:
        """Whether the value of a cell's formula may be known when the sheet is filled."""
        return self.calculated or (cell.formula is not None and may_be_computable(cell.formula))

    def count(self, cell: Cell) -> int:
        """How many values a cell of the template has on the filled sheet."""
        row, column = cell
        return count_copies(self.layout.rows.repeats, row) * count_copies(self.layout.columns.repeats, column)

    def _is_large(self, repeat: Repeat) -> bool:
        plain = not repeat.within and repeat.first == repeat.last
        blanks = (blank for blank in self.blanks if blank.down)
        return repeat.count > MANY_ROWS and plain and not any(blank.first == repeat.first for blank in blanks)

    def _without_label(self, image: CellCopy, row: int) -> CellCopy:
        """The image as a blank cell, where its column has no label."""
        if not any(blank.holds((row, image.cell.column), -1, image.copy) for blank in self.blanks):
            return image
        return image._replace(cell=replace(image.cell, content=BLANK_CELL, value=None, formula=None))

    def pieces(self, run: "Lines") -> Iterator[Piece]:
        """A run of lines, one after the other."""
        seen: dict[int, int] = {}
        images: dict[int, list[CellCopy]] = {}
        for number, line in self._numbered(run):
            if number > ROWS:
                return
            row = self._rows[line.template]
            copy = seen.get(line.template, 0)
            seen[line.template] = copy + 1
            if line.template not in images:
                images[line.template] = self.images(row)
            yield from self._line(row, images[line.template], number, copy, line.path)

    def _numbered(self, run: "Lines") -> Iterator[tuple[int, Line]]:
        """The lines of a run for which the template has a row, with their numbers on the filled sheet."""
        start = self.layout.rows.first(run.first, run.last)
        if start is None:
            return
        number, position = start.filled, run.first
        for repeat in self.layout.rows.repeats:
            if run.first <= repeat.first <= run.last:
                yield from self._between(number, position, repeat.first)
                number += repeat.first - position
                for line in lines((repeat,), repeat.first, repeat.last):
                    if line.template in self._rows:
                        yield number, line
                    number += 1
                position = repeat.last + 1
        yield from self._between(number, position, run.last + 1)

    def _between(self, number: int, first: int, end: int) -> Iterator[tuple[int, Line]]:
        """The rows from `first` to before `end`, none of which is repeated; `first` becomes row `number`."""
        numbers = self._numbers
        for row in numbers[bisect_left(numbers, first) : bisect_left(numbers, end)]:
            yield number + row - first, Line(row, ())

    @cached_property
    def _numbers(self) -> list[int]:
        return sorted(self._rows)

    @cached_property
    def _rows(self) -> Mapping[int, SourceRow]:
        return {row.number: row for row in self.sheet.rows}

    def images(self, row: SourceRow) -> list[CellCopy]:
        """The cells of a row in the filled sheet's columns, from left to right."""
        columns = self.layout.columns
        found = [image for cell in row.cells for image in _images(cell, columns)]
        return sorted((image for image in found if image.column <= COLUMNS), key=lambda image: image.column)

    def _is_blank(self, cell: Cell, row_copy: int, column_copy: int) -> bool:
        return any(blank.holds(cell, row_copy, column_copy) for blank in self.blanks)

    def _line(self, row: SourceRow, images: Sequence[CellCopy], number: int, copy: int, path: Path) -> Iterator[Piece]:
        text = f'<row r="{number}"{row.attributes}>' if images else f'<row r="{number}"{row.attributes}/>'
        for image in images:
            cell = image.cell
            text += f"{image.start}{number}{image.end}"
            source = (row.number, cell.column)
            if self.blanks and source not in self.headings and self._is_blank(source, copy, image.copy):
                text += BLANK_CELL
            elif source in self.valued:
                yield text
                yield Slot(source, copy * image.width + image.copy)
                text = ""
            elif cell.formula is not None:
                place = FormulaPlace(source, path, image.path, (number, image.column))
                element = self.formulas(cell, place)
                known = beside(cell, element) if source in self.kept else None
                if known is not None:
                    text += known
                elif self.is_open(cell):
                    yield text
                    yield FormulaSlot(number, image.column, element)
                    text = ""
                else:
                    text += formula_xml(element, None, known=False)
            else:
                text += BLANK_CELL if source in self.stale else cell.content
        yield f"{text}</row>" if images else text


def _images(cell: SourceCell, columns: SheetAxis) -> Iterator[CellCopy]:
    if not columns.grows:
        yield _image(cell, cell.column, 0, (), 1)
        return
    filled = [line for span in columns.spans(cell.column, cell.column) for line in range(span.first, span.last + 1)]
    for copy, (column, path) in enumerate(zip(filled, columns.paths(cell.column, cell.column), strict=True)):
        yield _image(cell, column, copy, path, len(filled))


def _image(cell: SourceCell, column: int, copy: int, path: Path, width: int) -> CellCopy:
    return CellCopy(cell, column, copy, path, width, f'<c r="{column_letters(column)}', f'"{cell.attributes}')
