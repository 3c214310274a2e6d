"""Templates of one sheet, drawn with openpyxl or written with XlsxWriter."""

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any, TypeAlias

import xlsxwriter
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from xlsxwriter.worksheet import Worksheet as WrittenSheet

Cells: TypeAlias = Mapping[str, object]
Change: TypeAlias = Callable[[Any, WrittenSheet], object]
"""Adds to a workbook of XlsxWriter's what cells can't say: charts, notes, formats."""


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


def write(cells: Mapping[str, Any], change: Change | None = None, name: str = "Sheet1") -> bytes:
    """The same with XlsxWriter, and what `change` adds."""
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet(name)
        for address, value in cells.items():
            sheet.write(address, value)
        if change:
            change(workbook, sheet)
    return target.getvalue()
