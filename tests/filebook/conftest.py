"""Templates drawn with openpyxl, filled, and read again with openpyxl."""

from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from typing import Any, TypeAlias

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from addin.errors import Place
from addin.filebook.template import read_template
from addin.fill import fill
from addin.tables.dataset import dataset
from addin.tables.table import Table
from addin.template.scope import Source

Cells: TypeAlias = Mapping[str, object]
Fill: TypeAlias = Callable[..., Any]

YEARS = (2008, 2010, 2012)
REGIONS = ("Kazakhstan", "Akmola", "Aktobe", "Almaty", "Atyrau")


def table(keys: Mapping[str, Sequence[Any]], columns: Mapping[str, Sequence[Any]]) -> Table:
    """A table whose cells stand nowhere in particular."""
    return Table("figures", Place("figures.csv"), keys, columns, lambda row, column: Place("figures.csv"))


def panel() -> Table:
    """Research organisations and GRP of four regions and their whole in three years; Almaty has no GRP in 2010."""
    pairs = [(region, year) for region in REGIONS for year in YEARS]
    organisations = [10.0, 12.0, 14.0, 4.0, 3.0, 5.0, 3.0, 5.0, 2.0, 2.0, 2.0, 3.0, 1.0, 2.0, 4.0]
    grp = [100.0, 110.0, 120.0, 40.0, 40.0, 30.0, 30.0, 30.0, 20.0, 20.0, None, 60.0, 10.0, 40.0, 10.0]
    keys = {"region": [pair[0] for pair in pairs], "year": [pair[1] for pair in pairs]}
    return table(keys, {"rd": organisations, "grp": grp})


def branches() -> Table:
    """Output by branch and region: two branches, of which the second is in two regions only."""
    rows = [("Mining", "Akmola", 5.0), ("Mining", "Aktobe", 7.0), ("Mining", "Atyrau", 9.0)]
    rows += [("Farming", "Akmola", 3.0), ("Farming", "Almaty", 2.0)]
    keys = {"branch": [row[0] for row in rows], "region": [row[1] for row in rows]}
    return table(keys, {"output": [row[2] for row in rows]})


SOURCES = {
    "panel": panel,
    "branches": branches,
    "none": lambda: table({"region": []}, {"grp": []}),
    "nothing": lambda: table({"region": [], "year": []}, {"grp": []}),
}
SETTINGS = {"nation": "Kazakhstan", "title": "GRP & growth"}


def draw(cells: Cells, name: str = "Sheet1", change: Callable[[Worksheet], None] | None = None) -> bytes:
    """A workbook of one sheet with these cells."""
    workbook = Workbook()
    workbook.calculation.fullCalcOnLoad = False
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    sheet.title = name
    for address, value in cells.items():
        sheet[address] = value
    if change:
        change(sheet)
    target = BytesIO()
    workbook.save(target)
    return target.getvalue()


def source_of(data: str = "panel", settings: Mapping[str, Any] | None = None) -> Source:
    """What templates are filled from in these tests."""
    return Source(dataset([SOURCES[data]()]), {**SETTINGS, **(settings or {})})


def fill_bytes(template: bytes, source: Source) -> bytes:
    """The filled workbook's bytes."""
    return fill(read_template(template, Place("template.xlsx")), source).write()


@pytest.fixture
def filled() -> Fill:
    """Fill a template of one sheet: rows of its cells' values, formulas as text."""

    def rows(cells: Cells, data: str = "panel", settings: Mapping[str, Any] | None = None) -> list[list[Any]]:
        content = fill_bytes(draw(cells), source_of(data, settings))
        sheet = load_workbook(BytesIO(content)).active
        assert isinstance(sheet, Worksheet)
        return [list(row) for row in sheet.iter_rows(values_only=True)]

    return rows
