"""Columns of labels and of figures: raw cells made into what a table holds, or a mistake with the cell."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Final

from addin.errors import Message, Place, UserError
from addin.package.dates import ShownDate, moment_text
from addin.tables.figures import Figure, Marks, UnreadReason, plain_numbers
from addin.tables.grid import cell_of, is_blank
from addin.tables.layout import Column, Layout
from addin.tables.naming import clean
from addin.tables.periods import Period, doubt, doubtful, periods_of
from addin.tables.raised_marks import StruckOut
from addin.tables.table import Label
from udfs.numerics.cell_values import CellValue, error_of_text

_KINDS: Final = {UnreadReason.DATE: Message("a date"), UnreadReason.TRUTH: Message("TRUE or FALSE")}
_TEXT: Final = Message("text")
_REMEDIES: Final = {
    UnreadReason.TEXT: Message(
        "found {kind} '{found}' where column {name} has numbers; declare in 'suppressed' what marks a missing figure,"
        " in 'nil' what stands for exactly 0"
    ),
    UnreadReason.DATE: Message(
        "found {kind} '{found}' where column {name} has numbers; give the cell the format of a number"
    ),
    UnreadReason.TRUTH: Message("found {kind} '{found}' where column {name} has numbers"),
    UnreadReason.NOT_ALONE: Message(
        "found {kind} '{found}' where column {name} has numbers; beside a figure stands at most %, a flag (12.5 p) or"
        " a footnote's mark (12.5*, 12.5 1))"
    ),
    UnreadReason.AMBIGUOUS: Message(
        "'{found}' can be read as two numbers; declare the decimal mark (decimal = , or .)"
    ),
    UnreadReason.OTHER_DECIMAL: Message(
        "'{found}' has another decimal mark than other figures of column {name}, which have '{mark}'"
    ),
    UnreadReason.IN_BRACKETS: Message("'{found}' can be a negative figure or a doubtful one; write it as -1 or as 1"),
}


def figures(layout: Layout, column: Column, marks: Marks, *, in_percent: bool | None = None) -> list[CellValue]:
    """The column as numbers, None and errors. Raises UserError for the first cell that is none of them.

    Where some of its figures are in percent all have to be; whether that is so is known beforehand of figures that
    stand in several columns (`in_percent`).
    """
    marks = marks if marks.decimal == column.decimal else replace(marks, decimal=column.decimal)
    values = read_figures(layout, column, marks)
    if column.has_percent if in_percent is None else in_percent:
        position = odd_percent(values)
        if position is not None:
            raise some_percent(layout.place_of(position, column.index), column, layout.cells(column)[position])
    return values


def read_figures(layout: Layout, column: Column, marks: Marks) -> list[CellValue]:
    """The column as numbers, None and errors, some in percent maybe.

    Raises UserError for a cell that is none of them.
    """
    cells = layout.cells(column)
    plain = plain_numbers(cells, marks)
    if plain is not None:
        return plain  # type: ignore[return-value]
    values: list[CellValue] = []
    for position, cell in enumerate(cells):
        value = marks.figure(cell)
        if isinstance(value, UnreadReason):
            raise _unread(layout, column, position, value, marks)
        values.append(value)
    return values


def odd_percent(values: Sequence[CellValue]) -> int | None:
    """Which of some figures is the first that is in percent where most are not, or the other way round; else None.

    Where none is in percent, it is the first: others of their column, which aren't at hand, are.
    """
    numbers = [position for position, value in enumerate(values) if isinstance(value, float) and value != 0]
    in_percent = [position for position in numbers if is_in_percent(values[position])]
    if len(in_percent) == len(numbers):
        return None
    if in_percent and 2 * len(in_percent) <= len(numbers):
        return in_percent[0]
    return next(position for position in numbers if not is_in_percent(values[position]))


def is_in_percent(value: CellValue) -> bool:
    """Whether a figure is in percent."""
    return isinstance(value, Figure) and value.in_percent


def some_percent(place: Place, column: Column, cell: object) -> UserError:
    """The mistake of a figure that is in percent while others of its column are not, or the other way round."""
    if "%" in str(cell):
        message = "found text '{found}' where column {name} has numbers without %"
    elif isinstance(cell, Figure) and cell.in_percent:
        message = "the cell shows {found} %, and other figures of column {name} are not in percent"
    else:
        message = "'{found}' is not in percent, as other figures of column {name} are"
    return UserError(message, place, found=cell, name=column.name)


def _unread(layout: Layout, column: Column, position: int, reason: UnreadReason, marks: Marks) -> UserError:
    place, cell = layout.place_of(position, column.index), cell_of(layout.lines[position], column.index)
    return unread(cell, reason, column.name, place, marks)


def unread(cell: object, reason: UnreadReason, name: str, place: Place, marks: Marks) -> UserError:
    """The mistake of a cell that is no figure in a column of figures."""
    if isinstance(cell, StruckOut):
        return struck_out(cell, place)
    kind = _KINDS.get(reason, _TEXT)
    return UserError(_REMEDIES[reason].message, place, kind=kind, found=str(cell), name=name, mark=marks.decimal)


def texts(layout: Layout, column: Column) -> list[CellValue]:
    """The column as texts, trimmed; blanks are None, numbers stay numbers."""
    return [_text(cell) for cell in layout.cells(column)]


def _text(cell: object) -> CellValue:
    if isinstance(cell, str):
        bare = " ".join(cell.split())
        return error_of_text(bare) or bare or None
    if isinstance(cell, date | time | timedelta):
        return str(cell) if isinstance(cell, ShownDate) else moment_text(cell)
    return float(cell) if isinstance(cell, int | float) and not isinstance(cell, bool) else cell  # type: ignore[return-value]


def labels(layout: Layout, column: Column) -> list[Label]:
    """The column as labels, cleaned; whole numbers are numbers unless some are codes with zeros in front.

    Raises UserError for a blank, an error or anything that is no name.
    """
    cells = layout.cells(column)
    known: dict[object, Label | None] = {cell: label_of(cell, column) for cell in set(cells)}
    read = [known[cell] for cell in cells]
    if None in read:
        position = read.index(None)
        raise nameless(cells[position], column, layout.place_of(position, column.index))
    return read  # type: ignore[return-value]


def nameless(cell: object, column: Column, place: Place) -> UserError:
    """The mistake of a cell that is no label."""
    if isinstance(cell, StruckOut):
        return struck_out(cell, place)
    found = Message("a blank") if is_blank(cell) else f"'{cell}'"
    return UserError("found {found} where column {name} names each row", place, found=found, name=column.name)


def struck_out(cell: StruckOut, place: Place) -> UserError:
    """The mistake of a cell that is struck out, all or in part."""
    return UserError("'{found}' is struck out: delete it, or lift the strike-through", place, found=cell.struck)


def label_of(cell: object, column: Column) -> Label | None:
    """The label in a cell of a column; None where it is no name."""
    return _label(cell, column.has_codes)


def _label(cell: object, coded: bool) -> Label | None:
    if isinstance(cell, StruckOut):
        return None
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
    """The column as periods. Raises UserError for a cell that names none."""
    cells = layout.cells(column)
    known = periods_of((*column.kinds, *set(cells)))
    either = doubtful(known)
    if either is not None and either in cells:
        raise doubt(either, layout.place_of(cells.index(either), column.index))
    for position, cell in enumerate(cells):
        if known[cell] is None:
            place = layout.place_of(position, column.index)
            if isinstance(cell, StruckOut):
                raise struck_out(cell, place)
            raise UserError("found '{found}' where column {name} has years", place, found=cell, name=column.name)
    return [known[cell] for cell in cells]  # type: ignore[misc]
