"""Programs that fill the monthly workbook, each in the way its documentation recommends for many workbooks."""

from collections.abc import Callable
from io import BytesIO
from itertools import chain
from typing import Any, TypeAlias

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment

from addin.filebook.template import read_template
from addin.fill import fill
from addin.tables.dataset import dataset
from addin.template.scope import Source
from tests.benchmarks.monthly_workbook import FIRST_ROW, TEMPLATE, YEARS, Month, Rows, draw

Fill: TypeAlias = Callable[[Month], bytes]


def source(month: Month) -> Source:
    """What our template is filled from."""
    return Source(dataset([month.table]), month.settings)


def growthpole_compiled() -> Fill:
    """Our template, read once."""
    template = read_template(TEMPLATE)
    return lambda month: fill(template, source(month)).write()


def growthpole_cold(month: Month) -> bytes:
    """Our template, read for this one filling."""
    return fill(read_template(TEMPLATE), source(month)).write()


def openpyxl_each_time() -> Fill:
    """openpyxl: a workbook with all its rows drawn, read, written into and saved."""
    rows: Rows = [[None] * 6] * 16
    drawn = draw("", YEARS, rows, rows)

    def fill_drawn(month: Month) -> bytes:
        workbook = load_workbook(BytesIO(drawn))
        for sheet, values in zip(workbook.worksheets, (month.levels, month.organisations), strict=True):
            sheet["A1"] = month.title
            for at, row in enumerate(values, FIRST_ROW):
                for column, value in enumerate(row, 1):
                    sheet.cell(at, column).value = value
        return saved(workbook)

    return fill_drawn


def xltpl_compiled() -> Fill:
    """xltpl: its template, read once."""
    writer = pytest.importorskip("xltpl.writerx").BookWriter(BytesIO(_xltpl_template()))

    def fill_template(month: Month) -> bytes:
        rows = {"title": month.title, "levels": month.levels, "organisations": month.organisations}
        writer.render_book([rows | {"tpl_name": name, "sheet_name": name} for name in ("Levels", "Organisations")])
        return saved(writer)

    return fill_template


def _xltpl_template() -> bytes:
    row = [[f"{{{{ row[{column}] }}}}" for column in range(6)]]
    workbook = load_workbook(BytesIO(draw("{{ title }}", YEARS, row, row)))
    for sheet, rows in zip(workbook.worksheets, ("levels", "organisations"), strict=True):
        sheet.cell(FIRST_ROW, 1).comment = Comment(f"beforerow{{% for row in {rows} %}}", "")
        sheet.cell(FIRST_ROW + 1, 1).comment = Comment("beforerow{% endfor %}", "")
    return saved(workbook)


def xlsxwriter_from_nothing(month: Month) -> bytes:
    """XlsxWriter: drawn from nothing, chart and formats included."""
    return draw(month.title, YEARS, month.levels, month.organisations)


def saved(workbook: Any) -> bytes:
    """A workbook's bytes."""
    target = BytesIO()
    workbook.save(target)
    return target.getvalue()


def cells(content: bytes) -> list[object]:
    """The values of all cells that hold one; numbers to 12 digits, since openpyxl and XlsxWriter write 16 of 17."""
    sheets = load_workbook(BytesIO(content)).worksheets
    rows = chain.from_iterable(sheet.iter_rows(values_only=True) for sheet in sheets)
    found = [value for row in rows for value in row if value is not None]
    return [value if isinstance(value, str) else float(f"{value:.12g}") for value in found]
