"""Structured references, which name the columns of tables: `Output[GRP]`, `Output[[#This Row],[2021]:[2023]]`."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from addin.package.text import escape
from addin.references.axis import SheetAxis
from addin.references.formula_position import FormulaPosition
from addin.references.growth import Path
from udfs.formulas.tokens import escaped, has_items, is_span, items, unescaped, with_items

_ROW_AND_COLUMN: Final = 2
_MARK: Final = "\ue000"
_PROVISIONAL: Final = re.compile(f"{_MARK}(.*?){_MARK}([0-9]+){_MARK}".encode())


@dataclass(frozen=True, slots=True)
class ExcelTable:
    """A table of the template: its lines on its sheet, and the names of its columns from left to right.

    `headed`: its first row holds the names. `open`: the names are the template's only, and formulas of the filled
    workbook name the columns provisionally (`named_columns`).
    """

    name: str
    sheet: str
    rows: tuple[int, int]
    left: int
    columns: tuple[str, ...]
    headed: bool = True
    open: bool = False

    def holds(self, sheet: str, row: int, column: int) -> bool:
        """Whether a cell is in the table."""
        right = self.left + len(self.columns) - 1
        within = self.rows[0] <= row <= self.rows[1] and self.left <= column <= right
        return within and sheet.casefold() == self.sheet.casefold()

    def column(self, name: str) -> int | None:
        """Where the column of a name stands, in any case; None where there is none."""
        folded = name.casefold()
        return next((at for at, each in enumerate(self.columns, self.left) if each.casefold() == folded), None)


@dataclass(frozen=True, slots=True)
class FilledColumn:
    """A column of a filled table: the template's line, which copy of it, where it stands, and its name."""

    line: int
    path: Path
    filled: int
    name: str


@dataclass(frozen=True, slots=True)
class FilledTable:
    """A table whose columns are repeated."""

    table: ExcelTable
    axis: SheetAxis
    columns: tuple[FilledColumn, ...]

    @property
    def changes(self) -> bool:
        """Whether a formula has to name the columns in another way than in the template."""
        return (
            self.table.open or len(self.columns) != len(self.table.columns) or any(each.path for each in self.columns)
        )

    def named(self, name: str, home: FormulaPosition) -> list[str]:
        """What a column of the template is named in a formula at `home`: in its own copy, or else in all."""
        line = self.table.column(name) or 0
        return [self.columns[place].name for place in self.places(line, line, home)]

    def places(self, first: int, last: int, home: FormulaPosition) -> list[int]:
        """Which of its columns are the lines `first` to `last` of the template in a formula at `home`, from 0."""
        same = home.sheet.casefold() == self.table.sheet.casefold() and home.column > 0
        return [
            place
            for place, each in enumerate(self.columns)
            if first <= each.line <= last and (not same or self._is_own(each, home))
        ]

    def _is_own(self, column: FilledColumn, home: FormulaPosition) -> bool:
        own = home.columns[: self.axis.shared(column.line, home.column)]
        return column.path[: len(own)] == own


@dataclass(frozen=True, slots=True)
class Structured:
    """A structured reference: the table's name (empty: the table that the formula is in), and the brackets.

    `several`: it is a whole argument of a function that takes any number of cells (`SUM([@GRP])`). Any other reference
    to a column in the formula's own row is one value (`[@GRP]/[@Population]`), and stays one.
    """

    text: str
    table: str
    brackets: str
    several: bool = False

    @property
    def items(self) -> list[str]:
        """What the brackets name: a column or several, a special item such as `#This Row`."""
        return items(self.brackets)

    @property
    def is_span(self) -> bool:
        """Whether two of the items are the first and the last of several columns."""
        return is_span(self.brackets)

    def at(self, home: FormulaPosition, tables: Sequence[FilledTable]) -> tuple[str, ...]:
        """The reference in the filled workbook, for a formula in the copy of its cell that `home` names.

        Several where its columns have others between them there.
        """
        table = next((each for each in tables if self._means(each.table, home)), None)
        if table is None:
            return (self.text,)
        named = self.items
        names = [_followed(item, table, home) for item in named]
        if not all(names):
            return ("#REF!",)
        if self._is_value(named):
            names = [found[:1] for found in names]
        elif len(runs := self._runs(named, table, home)) > 1:
            special = [f"[{item}]" for item in named if item.startswith("#")]
            return tuple(self.table + _bracketed(special, run) for run in runs)
        if names == [[item] for item in named]:
            return (self.text,)
        return (self.table + self._written(named, names),)

    def _runs(self, named: list[str], table: FilledTable, home: FormulaPosition) -> list[list[str]]:
        """The names of the columns that it stands for, those that stand side by side together."""
        lines = [line for line in (table.table.column(unescaped(item)) for item in named) if line]
        places = table.places(min(lines), max(lines), home) if lines else []
        runs: list[list[str]] = []
        for before, place in zip([-2, *places], places, strict=False):
            if place > before + 1:
                runs.append([])
            runs[-1].append(escaped(table.columns[place].name))
        return runs

    def _is_value(self, named: list[str]) -> bool:
        return not self.several and len(named) == _ROW_AND_COLUMN and named[0].casefold() == "#this row"

    def _means(self, table: ExcelTable, home: FormulaPosition) -> bool:
        return (
            table.name.casefold() == self.table.casefold()
            if self.table
            else table.holds(home.sheet, home.row, home.column)
        )

    def _written(self, named: list[str], names: list[list[str]]) -> str:
        """The brackets with one column, or the first and the last of several, for each item."""
        if not has_items(self.brackets):
            first, last = names[0][0], names[0][-1]
            return f"[{first}]" if first == last else f"[[{first}]:[{last}]]"
        return with_items(self.brackets, _in_order(names, self.is_span))


def _bracketed(special: Sequence[str], run: Sequence[str]) -> str:
    """The brackets with special items and a run of columns."""
    columns = f"[{run[0]}]" if len(run) == 1 else f"[{run[0]}]:[{run[-1]}]"
    if special:
        return f"[{','.join(special)},{columns}]"
    return columns if len(run) == 1 else f"[{columns}]"


def _followed(item: str, table: FilledTable, home: FormulaPosition) -> list[str]:
    """The names of an item of the brackets, escaped; what is no column stays itself."""
    name = unescaped(item)
    if item.startswith("#") or table.table.column(name) is None:
        return [item]
    return [escaped(each) for each in table.named(name, home)]


def _in_order(names: list[list[str]], is_span: bool) -> Iterator[str]:
    """Each item as it is written: of a range of columns its first column's first and its last column's last."""
    for place, found in enumerate(names):
        if is_span and place >= len(names) - 2:
            yield f"[{found[-1] if place == len(names) - 1 else found[0]}]"
        elif found[0] != found[-1]:
            yield f"[{found[0]}]:[{found[-1]}]"
        else:
            yield f"[{found[0]}]"


def filled_table(table: ExcelTable, axis: SheetAxis) -> FilledTable:
    """The table as its sheet's columns grow by `axis`; the copies of a column have its name and a number."""
    places = [
        (axis.filled(line, path), line, path, name)
        for line, name in enumerate(table.columns, table.left)
        for path in axis.paths(line, line)
    ]
    places.sort()
    names = unique_names(name for *_, name in places)
    if table.open:
        names = [f"{_MARK}{table.name}{_MARK}{place}{_MARK}" for place in range(len(names))]
    columns = [
        FilledColumn(line, path, filled, name) for (filled, line, path, _), name in zip(places, names, strict=True)
    ]
    return FilledTable(table, axis, tuple(columns))


def named_columns(content: bytes, headings: Mapping[str, Sequence[str]]) -> bytes:
    """The XML of a part whose formulas name columns of open tables, with the headings of each table, by its name."""

    def heading(match: re.Match[bytes]) -> bytes:
        return escape(escaped(headings[match[1].decode()][int(match[2])])).encode()

    return _PROVISIONAL.sub(heading, content)


def unique_names(headers: Iterable[str]) -> list[str]:
    """Names for the columns of a table as Excel makes them: each differs from the others in any case, none is empty."""
    names: list[str] = []
    taken: set[str] = set()
    for place, header in enumerate(headers, 1):
        stem = header or f"Column{place}"
        name, number = stem, 2
        while name.casefold() in taken:
            name, number = f"{stem}{number}", number + 1
        taken.add(name.casefold())
        names.append(name)
    return names
