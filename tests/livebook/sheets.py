"""The sheets and ranges of the small Excel, and what it writes down."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from openpyxl.worksheet.worksheet import Worksheet
from xlwings import base_classes


@dataclass
class Excel:
    """What the person at Excel did and saw, and the calls that were made."""

    calls: list[str] = field(default_factory=list)
    alerts: list[tuple[str, str]] = field(default_factory=list)
    chosen_file: str | bool = False
    typed: str | bool = False
    refuses: frozenset[str] = frozenset()
    refusal: Exception | None = None
    selected: tuple[str, str] | None = None
    selected_table: str | None = None
    links: dict[str, str] = field(default_factory=dict)
    shows_chart_sheet: bool = False
    default_folder: str = ""
    calculation_state: int = 0
    status_bar: object = None
    asks: bool = True
    offered: list[str] = field(default_factory=list)

    def called(self, name: str) -> None:
        self.calls.append(name)
        if name in self.refuses:
            raise self.refusal or OSError(f"Excel refuses {name}")


class Sheets(base_classes.Sheets):
    def __init__(self, book: Any) -> None:
        self.book = book

    def __call__(self, name_or_index: str | int) -> "Sheet":
        sheets = self.book.workbook.worksheets
        if isinstance(name_or_index, int):
            return Sheet(self.book, sheets[name_or_index - 1])
        return Sheet(self.book, self.book.workbook[name_or_index])

    def __len__(self) -> int:
        return len(self.book.workbook.worksheets)

    @property
    def active(self) -> "Sheet":
        return Sheet(self.book, self.book.workbook.active)

    def __iter__(self) -> Iterator["Sheet"]:
        return (Sheet(self.book, sheet) for sheet in self.book.workbook.worksheets)


class Sheet(base_classes.Sheet):
    def __init__(self, book: Any, worksheet: Worksheet) -> None:
        self._book = book
        self.worksheet = worksheet

    @property
    def name(self) -> str:
        return str(self.worksheet.title)

    @name.setter
    def name(self, name: str) -> None:
        self.worksheet.title = name

    @property
    def book(self) -> Any:
        return self._book

    @property
    def api(self) -> Any:
        return SimpleNamespace(ProtectContents=self.worksheet.protection.sheet)

    def copy(self, before: None, after: "Sheet") -> None:
        """As Excel copies a sheet to another workbook, as far as tests look: its values, and the copy is shown."""
        assert before is None
        assert not after.book.api.ProtectStructure
        self._book.app.excel.called("copy sheet")
        workbook = after.book.workbook
        copied = workbook.create_sheet(self.name, workbook.worksheets.index(after.worksheet) + 1)
        for row in self.worksheet.iter_rows():
            for cell in row:
                copied[cell.coordinate].value = cell.value
                copied[cell.coordinate].data_type = cell.data_type
        workbook.active = copied
        after.book.changed = True

    def range(self, first: "tuple[int, int] | Range", last: "tuple[int, int] | Range | None" = None) -> "Range":
        ends = [end.corner if isinstance(end, Range) else end for end in (first, first if last is None else last)]
        return Range(self, ends[0], ends[1])


class Range(base_classes.Range):
    options: Any = None

    def __init__(self, sheet: Sheet, corner: tuple[int, int], last: tuple[int, int]) -> None:
        self.sheet, self.corner, self.last = sheet, corner, last

    @property
    def api(self) -> object:
        return self.sheet

    def __len__(self) -> int:
        return self.shape[0] * self.shape[1]

    @property
    def column(self) -> int:
        return self.corner[1]

    @property
    def table(self) -> Any:
        name = self._excel.selected_table
        return SimpleNamespace(name=name) if name else None

    @property
    def max_cells_per_write(self) -> None:
        return None

    @property
    def shape(self) -> tuple[int, int]:
        return self.last[0] - self.corner[0] + 1, self.last[1] - self.corner[1] + 1

    def __call__(self, row: int, column: int) -> "Range":
        cell = (self.corner[0] + row - 1, self.corner[1] + column - 1)
        return Range(self.sheet, cell, cell)

    @property
    def raw_value(self) -> Sequence[Sequence[object]]:
        self._excel.called("read")
        return [[cell.value for cell in row] for row in self._cells()]

    @property
    def _excel(self) -> Excel:
        return self.sheet.book.app.excel

    def _cells(self) -> Sequence[Sequence[Any]]:
        (row, column), (last_row, last_column) = self.corner, self.last
        return list(self.sheet.worksheet.iter_rows(row, last_row, column, last_column))
