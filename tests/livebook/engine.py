"""A small Excel for tests: an engine of xlwings over openpyxl, with what macros use of it and nothing more.

It writes down every call that would cross to Excel. As in Excel, text put into a cell that isn't formatted as text is
taken for a formula or a number where it looks like one.
"""

from collections.abc import Iterator
from functools import cached_property
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import xlwings as xw
from openpyxl.utils.cell import coordinate_to_tuple
from xlwings import base_classes

from tests.livebook.sheets import Excel, Range, Sheets


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
    def status_bar(self) -> object:
        return self.excel.status_bar

    @status_bar.setter
    def status_bar(self, value: object) -> None:
        self.excel.status_bar = value

    @property
    def display_alerts(self) -> bool:
        return self.excel.asks

    @display_alerts.setter
    def display_alerts(self, value: bool) -> None:
        self.excel.called("ask" if value else "do not ask")
        self.excel.asks = value

    @property
    def selection(self) -> Range | None:
        if self.excel.shows_chart_sheet:
            raise AttributeError("'NoneType' object has no attribute 'Address'")
        if self.excel.selected is None:
            return None
        sheet, address = self.excel.selected
        cell = coordinate_to_tuple(address)
        return Range(self._books.opened[-1].sheets(sheet), cell, cell)

    @property
    def api(self) -> Any:
        return SimpleNamespace(
            GetOpenFilename=self._get_open_filename,
            InputBox=self._input_box,
            Workbooks=lambda name: SimpleNamespace(FullName=f"C:\\Users\\me\\XLSTART\\{name}"),
            DefaultFilePath=self.excel.default_folder,
            CalculationState=self.excel.calculation_state,
            CalculateFullRebuild=lambda: self.excel.called("CalculateFullRebuild"),
        )

    def _get_open_filename(self, kinds: str, _index: int, title: str) -> str | bool:
        self.excel.called("GetOpenFilename")
        self.excel.offered = kinds.partition(",")[2].split(";")
        self.excel.alerts.append(("file", title))
        return self.excel.chosen_file

    def _input_box(self, prompt: str, title: str, default: str) -> str | bool:
        self.excel.called("InputBox")
        self.excel.alerts.append(("text", f"{prompt} {default}"))
        return self.excel.typed

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
        self.content = self._opened = path.read_bytes()
        self.changed = False
        self.address: str | None = None
        """What Excel says where the workbook is: an address on a server, or of one never saved its name alone."""
        self._sheets = Sheets(self)

    @cached_property
    def workbook(self) -> openpyxl.Workbook:
        """Read when first looked at: openpyxl can't read every workbook that Excel has open."""
        return openpyxl.load_workbook(BytesIO(self._opened), keep_vba=self.path.suffix == ".xlsm")

    @property
    def app(self) -> App:
        return self._app

    @property
    def name(self) -> str:
        return self.address if self.address and "/" not in self.address else self.path.name

    @property
    def fullname(self) -> str:
        if self.address:
            raise xw.XlwingsError("the sheet xlwings.conf would be asked where this is")
        return str(self.path)

    def close(self) -> None:
        self._app.excel.called("close")
        self._app.books.opened.remove(self)

    @property
    def sheets(self) -> Sheets:
        return self._sheets

    @property
    def api(self) -> Any:
        return SimpleNamespace(
            SaveCopyAs=self._save_copy,
            FullName=self.address or str(self.path),
            full_name=SimpleNamespace(get=lambda: self.address or str(self.path)),
            ProtectStructure=self._is_protected(),
            protect_structure=SimpleNamespace(get=self._is_protected),
            Saved=not self.changed,
            saved=SimpleNamespace(get=lambda: not self.changed),
            LinkSources=lambda kind: tuple(self._app.excel.links) if kind == 1 else None,
            ChangeLink=self._change_link,
        )

    def _is_protected(self) -> bool:
        return bool(self.workbook.security and self.workbook.security.lockStructure)

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


def start(excel: Excel) -> xw.App:
    """An Excel of its own, without a workbook; it is not among xlwings' engines."""
    return xw.App(impl=Engine(excel).apps.app)
