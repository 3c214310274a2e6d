"""Programs that write the long workbook, each to a file."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

from openpyxl import Workbook
from xlsxwriter import Workbook as XlsxWriterWorkbook

from addin.filebook.template import read_template
from addin.fill import fill
from addin.tables.dataset import dataset
from addin.template.scope import Source
from tests.benchmarks import long_workbook
from tests.benchmarks.long_workbook import NAMES

Write: TypeAlias = Callable[[Any, Path], None]


def growthpole(table: Any, path: Path) -> None:
    """Our template, read, filled from a table and saved."""
    fill(read_template(long_workbook.template()), Source(dataset([table]), {})).save(path, durable=False)


def openpyxl_normal(rows: Any, path: Path) -> None:
    """openpyxl with the workbook in memory."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.append(NAMES)
    for row in rows:
        sheet.append(row)
    workbook.save(path)


def openpyxl_write_only(rows: Any, path: Path) -> None:
    """openpyxl that writes each row at once."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet()
    sheet.append(NAMES)
    for row in rows:
        sheet.append(row)
    workbook.save(path)


def xlsxwriter_constant_memory(rows: Any, path: Path) -> None:
    """XlsxWriter that writes each row at once."""
    with XlsxWriterWorkbook(path, {"constant_memory": True}) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, NAMES)
        for at, row in enumerate(rows, 1):
            sheet.write_string(at, 0, row[0])
            sheet.write_string(at, 1, row[1])
            for column in range(2, len(row)):
                sheet.write_number(at, column, row[column])


def rustpy_xlsxwriter(records: Any, path: Path) -> None:
    """The writer in Rust, from records."""
    from rustpy_xlsxwriter import FastExcel

    FastExcel(str(path)).sheet("List", records).save()
