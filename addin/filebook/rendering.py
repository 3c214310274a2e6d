"""A filled sheet's XML: what is the same in every filling of one size is made once, values are put in between."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice, repeat
from typing import Any, Final, TypeAlias

from numpy.typing import NDArray

from addin.filebook.lines import CellCopy, FormulaSlot, LargeBlock, LineMaker, Lines, Piece, Slot
from addin.filebook.source import Cell
from addin.filebook.values import cells_xml

Values: TypeAlias = Mapping[Cell, NDArray[Any]]
FormulaXml: TypeAlias = Callable[[FormulaSlot], str]
FormulasDown: TypeAlias = Callable[[LargeBlock, CellCopy], Iterator[str]]

_CHUNK: Final = 1000


@dataclass(frozen=True)
class SmallSheet:
    """A sheet of few rows: its XML in pieces, all made beforehand, of which every second one is an open place.

    `order` says what goes into the open places: the values of `cells` in reading order, cell after cell, are counted
    from 0 on, the `formulas` from -1 downwards.
    """

    pieces: tuple[str, ...]
    cells: tuple[Cell, ...]
    formulas: tuple[FormulaSlot, ...]
    order: tuple[int, ...]

    def render(self, values: Values, formula_xml: FormulaXml) -> bytes:
        """The whole part."""
        texts: list[str] = []
        for cell in self.cells:
            texts += cells_xml(values[cell])
        texts += reversed([formula_xml(slot) for slot in self.formulas])
        out = list(self.pieces)
        out[1::2] = map(texts.__getitem__, self.order)
        return "".join(out).encode()


@dataclass(frozen=True)
class LargeSheet:
    """A sheet of very many rows: made anew in each filling, in chunks, and never held whole."""

    head: str
    maker: LineMaker
    formulas_down: FormulasDown
    tail: str

    def render(self, values: Values, formula_xml: FormulaXml) -> Iterator[bytes]:
        """The part in chunks."""
        yield self.head.encode()
        for section in self.maker.sections():
            if isinstance(section, Lines):
                yield from _lines_chunks(self.maker.pieces(section), values, formula_xml)
            else:
                yield from self._block_chunks(section, values, formula_xml)
        yield self.tail.encode()

    def _block_chunks(self, block: LargeBlock, values: Values, formula_xml: FormulaXml) -> Iterator[bytes]:
        formulas = {
            image.column: self._formulas(block, image, formula_xml)
            for image in block.images
            if image.cell.formula is not None
        }
        for start in range(0, block.count, _CHUNK):
            stop = min(start + _CHUNK, block.count)
            numbers = [str(number) for number in range(block.start + start, block.start + stop)]
            columns = [[f'<row r="{number}"{block.row.attributes}>' for number in numbers]]
            for image in block.images:
                array = values.get((block.row.number, image.cell.column))
                columns.append(_column(image, numbers, array, formulas.get(image.column), slice(start, stop)))
            rows = zip(*columns, repeat("</row>", len(numbers)), strict=True)
            yield "".join(chain.from_iterable(rows)).encode()

    def _formulas(self, block: LargeBlock, image: CellCopy, formula_xml: FormulaXml) -> Iterator[str]:
        """The XML of a block's formula in each row, with its value where that is known."""
        elements = self.formulas_down(block, image)
        if not self.maker.is_open(image.cell):
            return (f">{element}</c>" for element in elements)
        slots = (FormulaSlot(row, image.column, element) for row, element in enumerate(elements, block.start))
        return map(formula_xml, slots)


def _column(
    image: CellCopy, numbers: list[str], array: NDArray[Any] | None, formulas: Iterator[str] | None, rows: slice
) -> list[str]:
    """One column's cells in a chunk of rows."""
    start, end = image.start, image.end
    if array is not None:
        texts = cells_xml(array[rows, image.copy : image.copy + 1])
        return [f"{start}{number}{end}{text}" for number, text in zip(numbers, texts, strict=True)]
    if formulas is not None:
        elements = islice(formulas, len(numbers))
        return [f"{start}{number}{end}{element}" for number, element in zip(numbers, elements, strict=True)]
    return [f"{start}{number}{end}{image.cell.content}" for number in numbers]


def _lines_chunks(pieces: Iterator[Piece], values: Values, formula_xml: FormulaXml) -> Iterator[bytes]:
    texts = {cell: _Lazily(array) for cell, array in values.items()}
    while chunk := list(islice(pieces, 50 * _CHUNK)):
        out = [
            piece
            if isinstance(piece, str)
            else texts[piece.cell].text(piece.position)
            if isinstance(piece, Slot)
            else formula_xml(piece)
            for piece in chunk
        ]
        yield "".join(out).encode()


class _Lazily:
    """The XML of an array's values, made for a stretch of rows at a time as lines ask for them."""

    def __init__(self, array: NDArray[Any]) -> None:
        self._array = array
        self._start = 0
        self._texts: Sequence[str] = ()

    def text(self, index: int) -> str:
        if not self._start <= index < self._start + len(self._texts):
            width = self._array.shape[1]
            row = index // width
            self._start = row * width
            self._texts = cells_xml(self._array[row : row + _CHUNK])
        return self._texts[index - self._start]


def small_sheet(head: str, maker: LineMaker, tail: str) -> SmallSheet:
    """The sheet with all its pieces made."""
    sections = (section for section in maker.sections() if isinstance(section, Lines))
    pieces: list[str] = []
    starts: dict[Cell, int] = {}
    formulas: list[FormulaSlot] = []
    order: list[int] = []
    texts, values = [head], 0
    for piece in chain.from_iterable(map(maker.pieces, sections)):
        if isinstance(piece, str):
            texts.append(piece)
            continue
        pieces += ["".join(texts), ""]
        texts.clear()
        if isinstance(piece, FormulaSlot):
            formulas.append(piece)
            order.append(-len(formulas))
            continue
        if piece.cell not in starts:
            starts[piece.cell] = values
            values += maker.count(piece.cell)
        order.append(starts[piece.cell] + piece.position)
    return SmallSheet((*pieces, "".join([*texts, tail])), tuple(starts), tuple(formulas), tuple(order))
