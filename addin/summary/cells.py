"""What the cells of a table's columns were and what reading made of them: names, figures and marks, counted."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from addin.errors import Message, Place
from addin.tables.figures import Figure, Marks
from addin.tables.forms import TableSchema
from addin.tables.labels import label_of
from addin.tables.layout import Column, Layout
from addin.tables.naming import clean, composed, one_script
from addin.tables.periods import period_of, periods_of
from addin.tables.roles import ColumnRole, Part
from udfs.numerics.cell_values import ExcelError

_LETTERS: Final = Message("letters of the other alphabet")
_FOOTNOTES: Final = Message("footnote marks")
_BLANKS: Final = Message("blanks and signs that aren't seen")
_PERIODS: Final = Message("words around a year")
_COMMAS: Final = Message("decimal commas")
_GROUPS: Final = Message("signs between thousands")
_MINUSES: Final = Message("other minus signs")
_PERCENT: Final = Message("figures with %")
_OTHER_MINUSES: Final = frozenset("\u2212\u2010\u2011\u2012\u2013\ufe63\uff0d")


@dataclass(frozen=True, slots=True)
class Change:
    """What reading changed in cells of one kind: how many they are, and the first of them with its place."""

    kind: Message
    count: int
    was: str
    became: str
    place: Place


@dataclass(frozen=True, slots=True)
class MarkCount:
    """A sign that stands for a figure, how often it is there, and whether it is exactly 0 (else kept back, #N/A)."""

    sign: str
    count: int
    is_nil: bool


def changes(form: TableSchema) -> Iterator[Change]:
    """What is changed in the headings, labels and figures of a table, each kind once."""
    found: dict[str, Change] = {}
    for change in (*_of_headings(form), *(each for part in form.parts for each in _of_column(form, part))):
        first = found.get(change.kind.message)
        found[change.kind.message] = change if first is None else replace(first, count=first.count + change.count)
    yield from found.values()


def mark_counts(form: TableSchema) -> tuple[MarkCount, ...]:
    """The signs in the columns of figures that stand for a figure, the commonest first."""
    found: Counter[tuple[str, bool]] = Counter()
    for part in form.parts:
        if part.role in (ColumnRole.FIGURES, ColumnRole.PERIOD):
            marks = _marks_of(form, part.column)
            for cell, count in _texts(form.layout, part.column).items():
                value = marks.figure(cell)
                is_flagged = isinstance(value, Figure) and value.flags  # told among the flags
                if value is ExcelError.NA or (value == 0 and not is_flagged):
                    bare = cell.strip()
                    if value is ExcelError.NA or not any(map(str.isdigit, bare)):
                        found[bare, value is not ExcelError.NA] += count
    return tuple(MarkCount(sign, count, is_nil) for (sign, is_nil), count in found.most_common())


def _marks_of(form: TableSchema, column: Column) -> Marks:
    return replace(form.shape.marks, decimal=column.decimal)


def _texts(layout: Layout, column: Column) -> Counter[str]:
    """The distinct texts among a column's cells, with how often each is there."""
    return Counter(cell for cell in layout.cells(column) if isinstance(cell, str) and cell.strip())


def _of_headings(form: TableSchema) -> Iterator[Change]:
    for part in form.parts:
        header = part.column.header
        if isinstance(header, str):
            kind = _kind_of(header)
            if kind is not None:
                yield Change(kind, 1, header, clean(header), form.layout.header_place(part.column))


def _of_column(form: TableSchema, part: Part) -> Iterator[Change]:
    if part.role is ColumnRole.KEY:
        yield from _counted(form, part.column, lambda cell: _of_label(cell, part))
    elif part.role in (ColumnRole.FIGURES, ColumnRole.PERIOD):
        marks = _marks_of(form, part.column)
        yield from _counted(form, part.column, lambda cell: _of_figure(cell, marks))


def _counted(
    form: TableSchema, column: Column, change: Callable[[str], tuple[Message, str] | None]
) -> Iterator[Change]:
    """The changes of a column's texts, each kind once, with the cell of the first text of it."""
    first: dict[str, tuple[Message, str, str]] = {}
    counts: Counter[str] = Counter()
    for cell, count in _texts(form.layout, column).items():
        found = change(cell)
        if found is not None:
            first.setdefault(found[0].message, (found[0], cell, found[1]))
            counts[found[0].message] += count
    cells = form.layout.cells(column) if first else []
    for message, (kind, cell, became) in first.items():
        yield Change(kind, counts[message], cell, became, form.layout.place_of(cells.index(cell), column.index))


def _of_label(cell: str, part: Part) -> tuple[Message, str] | None:
    if part.name in ("year", "period"):
        period = periods_of((*part.column.kinds, cell))[cell]
        became = "" if period is None else f"{period.year} {period.part or ''}".strip()
        return None if not became or became == cell.strip() else (_PERIODS, became)
    kind, label = _kind_of(cell), label_of(cell, part.column)
    return None if kind is None or label is None else (kind, str(label))


def _kind_of(text: str) -> Message | None:
    """What `clean` changes in a name; None where it leaves it."""
    plain = " ".join(composed(text).split())
    if one_script(plain) != plain:
        return _LETTERS
    if clean(text) != plain:
        return _FOOTNOTES if period_of(plain) is None else _PERIODS
    return _BLANKS if plain != text else None


def _of_figure(cell: str, marks: Marks) -> tuple[Message, str] | None:
    value = marks.figure(cell)
    if not isinstance(value, float):
        return None
    became = f"{value:.15g}"
    if isinstance(value, Figure) and value.in_percent:
        return _PERCENT, became
    if not _OTHER_MINUSES.isdisjoint(cell) and value < 0:
        return _MINUSES, became
    if "," in cell and marks.decimal == ",":
        return _COMMAS, became
    figure = cell.strip().partition("[")[0]
    digits = [at for at, letter in enumerate(figure) if letter.isdigit()]
    between = figure[digits[0] : digits[-1]] if digits else ""
    return (_GROUPS, became) if any(sign in between for sign in ",'\u2019 \u00a0\u202f\u2009") else None
