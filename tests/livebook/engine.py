"""A small Excel for tests: an engine of xlwings over openpyxl, with what macros use of it and nothing more.

It writes down every call that would cross to Excel. As in Excel, text put into a cell that isn't formatted as text is
taken for a formula or a number where it looks like one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import xlwings as xw
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.worksheet.worksheet import Worksheet
from xlwings import base_classes


@dataclass
class Excel:
    """What the person at Excel did and saw, and the calls that were made."""

    calls: list[str] = field(default_factory=list)
    alerts: list[tuple[str, str]] = field(default_factory=list)
    chosen_file: str | bool = False
    refuses: frozenset[str] = frozenset()
    selected: tuple[str, str] | None = None
    selected_table: str | None = None
    links: dict[str, str] = field(default_factory=dict)

    def called(self, name: str) -> None:
        self.calls.append(name)
        if name in self.refuses:
            raise OSError(f"Excel refuses {name}")


class Engine:
    name = "test double"
    type = "desktop"

    def __init__(self, excel: Excel) -> None:
        self.excel = excel
        self.apps = Apps(self)

    def prepare_xl_data_element(self, value: object, _options: object) -> object:
        return value


class Apps(base_classes.Apps):
    def __init__(self, engine: Engine) -> None:
        self.app = App(engine)

    def __iter__(self) -> Iterator["App"]:
        return iter([self.app])

    def __len__(self) -> int:
        return 1


class App(base_classes.App):
    pid = 1

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.excel = engine.excel
        self._books = Books(self)

    @property
    def books(self) -> "Books":
        return self._books

    @property
    def selection(self) -> "Range | None":
        if self.excel.selected is None:
            return None
        sheet, address = self.excel.selected
        cell = coordinate_to_tuple(address)
        return Range(self._books.opened[-1].sheets(sheet), cell, cell)

    @property
    def api(self) -> Any:
        return SimpleNamespace(
            GetOpenFilename=self._get_open_filename,
            Workbooks=lambda name: SimpleNamespace(FullName=f"C:\\Users\\me\\XLSTART\\{name}"),
            CalculateFullRebuild=lambda: self.excel.called("CalculateFullRebuild"),
        )

    def _get_open_filename(self, _filter: str, _index: int, title: str) -> str | bool:
        self.excel.called("GetOpenFilename")
        self.excel.alerts.append(("file", title))
        return self.excel.chosen_file

    def alert(self, prompt: str, title: str, buttons: str, mode: str, callback: object) -> str:
        assert (title, buttons, callback) == ("Growthpole", "ok", None)
        self.excel.called("alert")
        self.excel.alerts.append((mode, prompt))
        return "ok"


class Books(base_classes.Books):
    def __init__(self, app: App) -> None:
        self.app = app
        self.opened: list[Book] = []

    def __call__(self, name_or_index: str | int) -> "Book":
        for number, book in enumerate(self.opened, start=1):
            if name_or_index in (number, book.name):
                return book
        raise KeyError(name_or_index)

    def __len__(self) -> int:
        return len(self.opened)

    def __iter__(self) -> Iterator["Book"]:
        return iter(self.opened)

    @property
    def active(self) -> "Book":
        return self.opened[-1]

    def open(self, fullname: str, *_options: object) -> "Book":
        self.app.excel.called("open")
        self.opened.append(Book(self.app, Path(fullname)))
        return self.opened[-1]


class Book(base_classes.Book):
    """An open workbook; openpyxl keeps what the tests look at, so the file's bytes are kept beside it."""

    def __init__(self, app: App, path: Path) -> None:
        self._app = app
        self.path = path
        self.content = path.read_bytes()
        self.workbook = openpyxl.load_workbook(path, keep_vba=path.suffix == ".xlsm")
        self.changed = False
        self.address: str | None = None
        self._sheets = Sheets(self)

    @property
    def app(self) -> App:
        return self._app

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def fullname(self) -> str:
        if self.address:
            raise xw.XlwingsError("the sheet xlwings.conf would be asked where this is")
        return str(self.path)

    @property
    def sheets(self) -> "Sheets":
        return self._sheets

    @property
    def api(self) -> Any:
        return SimpleNamespace(
            SaveCopyAs=self._save_copy,
            FullName=self.address or str(self.path),
            full_name=SimpleNamespace(get=lambda: self.address or str(self.path)),
            saved=SimpleNamespace(get=lambda: not self.changed),
            LinkSources=lambda kind: tuple(self._app.excel.links) if kind == 1 else None,
            ChangeLink=self._change_link,
        )

    def _save_copy(self, path: str) -> None:
        self._app.excel.called("SaveCopyAs")
        if self.changed:
            self.workbook.save(path)
        else:
            Path(path).write_bytes(self.content)

    def _change_link(self, link: str, target: str, kind: int) -> None:
        self._app.excel.called("ChangeLink")
        assert kind == 1
        self._app.excel.links[link] = target


class Sheets(base_classes.Sheets):
    def __init__(self, book: Book) -> None:
        self.book = book

    def __call__(self, name_or_index: str | int) -> "Sheet":
        sheets = self.book.workbook.worksheets
        if isinstance(name_or_index, int):
            return Sheet(self.book, sheets[name_or_index - 1])
        return Sheet(self.book, self.book.workbook[name_or_index])

    def __len__(self) -> int:
        return len(self.book.workbook.worksheets)

    def __iter__(self) -> Iterator["Sheet"]:
        return (Sheet(self.book, sheet) for sheet in self.book.workbook.worksheets)

    def add(self, before: "Sheet | None" = None, after: "Sheet | None" = None, name: str | None = None) -> "Sheet":
        assert before is None
        assert after is not None
        self.book.app.excel.called("add sheet")
        self.book.changed = True
        index = self.book.workbook.worksheets.index(after.worksheet) + 1
        return Sheet(self.book, self.book.workbook.create_sheet(name, index))


class Sheet(base_classes.Sheet):
    def __init__(self, book: Book, worksheet: Worksheet) -> None:
        self._book = book
        self.worksheet = worksheet

    @property
    def name(self) -> str:
        return str(self.worksheet.title)

    @property
    def book(self) -> Book:
        return self._book

    def range(self, first: "tuple[int, int] | Range", last: "tuple[int, int] | Range | None" = None) -> "Range":
        ends = [end.corner if isinstance(end, Range) else end for end in (first, first if last is None else last)]
        return Range(self, ends[0], ends[1])

    def delete(self) -> None:
        self._book.app.excel.called("delete sheet")
        self._book.workbook.remove(self.worksheet)


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
    def number_format(self) -> str:
        return str(self.sheet.worksheet.cell(*self.corner).number_format)

    @number_format.setter
    def number_format(self, value: str) -> None:
        self._excel.called("number format")
        for row in self._cells():
            for cell in row:
                cell.number_format = value

    @property
    def raw_value(self) -> Sequence[Sequence[object]]:
        self._excel.called("read")
        return [[cell.value for cell in row] for row in self._cells()]

    @raw_value.setter
    def raw_value(self, rows: Sequence[Sequence[object]]) -> None:
        self._excel.called("write")
        for cells, values in zip(self._cells(), rows, strict=True):
            for cell, value in zip(cells, values, strict=True):
                cell.value = value
                if cell.number_format == "@":
                    cell.data_type = "s"
                elif isinstance(value, str) and value.replace(".", "", 1).isdecimal():
                    cell.value = float(value)

    def autofit(self, axis: str | None = None) -> None:
        assert axis is None
        self._excel.called("autofit")

    @property
    def _excel(self) -> Excel:
        return self.sheet.book.app.excel

    def _cells(self) -> Sequence[Sequence[Any]]:
        (row, column), (last_row, last_column) = self.corner, self.last
        return list(self.sheet.worksheet.iter_rows(row, last_row, column, last_column))


def start(excel: Excel) -> xw.App:
    """An Excel of its own, without a workbook; it is not among xlwings' engines."""
    return xw.App(impl=Engine(excel).apps.app)
