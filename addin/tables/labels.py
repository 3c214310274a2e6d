"""Columns of labels and of figures: raw cells made into what a table holds, or a mistake with the cell."""

from collections.abc import Iterator
from typing import Final

from addin.mistakes import Message, Mistake, Place
from addin.tables.figures import Marks, Unread, plain_numbers
from addin.tables.grid import cell_of, is_blank
from addin.tables.layout import Column, Layout
from addin.tables.naming import clean
from addin.tables.periods import Period, period_of
from addin.tables.table import Label
from udfs.numerics.cell_values import CellValue, error_of_text

_KINDS: Final = {Unread.TEXT: Message("text"), Unread.DATE: Message("a date"), Unread.TRUTH: Message("TRUE or FALSE")}


def figures(layout: Layout, column: Column, marks: Marks) -> list[CellValue]:
    """The column as numbers, None and errors. Raises Mistake for the first cell that is none of them."""
    cells = layout.cells(column)
    plain = plain_numbers(cells, marks)
    if plain is not None:
        return plain  # type: ignore[return-value]
    values: list[CellValue] = []
    for position, cell in enumerate(cells):
        value = marks.figure(cell)
        if isinstance(value, Unread):
            raise _unread(layout, column, position, value)
        values.append(value)
    return values


def _unread(layout: Layout, column: Column, position: int, reason: Unread) -> Mistake:
    place, cell = layout.place_of(position, column.index), cell_of(layout.lines[position], column.index)
    found = cell if isinstance(cell, str) else str(cell)
    if reason is Unread.AMBIGUOUS:
        return Mistake(
            "'{found}' can be read as two numbers; declare the decimal mark (decimal = , or .)", place, found=found
        )
    return Mistake(
        "found {kind} '{found}' where column {name} has numbers; declare in 'suppressed' what marks a missing figure",
        place,
        kind=_KINDS[reason],
        found=found,
        name=column.name,
    )


def texts(layout: Layout, column: Column) -> list[CellValue]:
    """The column as texts, trimmed; blanks are None, numbers stay numbers."""
    return [_text(cell) for cell in layout.cells(column)]


def _text(cell: object) -> CellValue:
    if isinstance(cell, str):
        bare = " ".join(cell.split())
        return error_of_text(bare) or bare or None
    return float(cell) if isinstance(cell, int) and not isinstance(cell, bool) else cell  # type: ignore[return-value]


def labels(layout: Layout, column: Column) -> list[Label]:
    """The column as labels, cleaned; whole numbers are numbers unless some are codes with zeros in front.

    Raises Mistake for a blank, an error or anything that is no name.
    """
    cells = layout.cells(column)
    known: dict[object, Label | None] = {cell: label_of(cell, column) for cell in set(cells)}
    read = [known[cell] for cell in cells]
    if None in read:
        position = read.index(None)
        raise nameless(cells[position], column, layout.place_of(position, column.index))
    return read  # type: ignore[return-value]


def nameless(cell: object, column: Column, place: Place) -> Mistake:
    """The mistake of a cell that is no label."""
    found = Message("a blank") if is_blank(cell) else f"'{cell}'"
    return Mistake("found {found} where column {name} names each row", place, found=found, name=column.name)


def label_of(cell: object, column: Column) -> Label | None:
    """The label in a cell of a column; None where it is no name."""
    return _label(cell, column.has_codes)


def _label(cell: object, coded: bool) -> Label | None:
    if isinstance(cell, str):
        bare = cell.strip()
        if bare.isascii() and bare.isdecimal():
            return bare if coded else int(bare)
        text = clean(cell)
        return None if error_of_text(text) else text or None
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return None
    return int(cell) if cell == int(cell) else cell


def spellings(label: Label) -> Iterator[Label]:
    """A label as a person writes it, and as tables may have it: cleaned as names are, a number or its digits."""
    yield label
    if isinstance(label, str):
        read = _label(label, coded=False)
        if read is not None and read != label:
            yield read
    elif isinstance(label, int):
        yield str(label)


def periods(layout: Layout, column: Column) -> list[Period]:
    """The column as periods. Raises Mistake for a cell that names none."""
    cells = layout.cells(column)
    known = {cell: named_period(cell) for cell in set(cells)}
    for position, cell in enumerate(cells):
        if known[cell] is None:
            place = layout.place_of(position, column.index)
            raise Mistake("found '{found}' where column {name} has years", place, found=cell, name=column.name)
    return [known[cell] for cell in cells]  # type: ignore[misc]


def named_period(cell: object) -> Period | None:
    """The period in a cell of a column of periods; None where it names none."""
    return period_of(int(cell)) if isinstance(cell, str) and cell.strip().isdecimal() else period_of(cell)
