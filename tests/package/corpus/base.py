"""The template that every workbook of the corpus is made from: a list of regions, its data, its settings."""

from collections.abc import Callable
from io import BytesIO
from typing import TypeAlias

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

Draw: TypeAlias = Callable[[Workbook, Worksheet], None]

HEADERS = ("Region", "GRP", "Population", "Share", "Rank")
DATA = (("Atyrau", 2008, 1714.0, 490.0), ("Astana", 2008, 1330.0, 602.0), ("Kostanay", 2008, 691.0, 885.0))
PROTOTYPE_ROW = 4
TOTAL_ROW = 5


def drawn(draw: Draw) -> bytes:
    """A workbook whose first sheet, 'Regions', has a prototype row 4 and a total in row 5, and whatever `draw` adds."""
    buffer = BytesIO()
    workbook = Workbook(buffer, {"in_memory": True})
    sheet = workbook.add_worksheet("Regions")
    _list(workbook, sheet)
    _data(workbook.add_worksheet("data"))
    _settings(workbook.add_worksheet("_settings"))
    draw(workbook, sheet)
    workbook.close()
    return buffer.getvalue()


def _list(workbook: Workbook, sheet: Worksheet) -> None:
    bold, number = workbook.add_format({"bold": True}), workbook.add_format({"num_format": "#,##0.0"})
    sheet.write("A1", "Gross regional product", bold)
    sheet.write("A2", "Year {{ year }}")
    sheet.write_row("A3", HEADERS, bold)
    sheet.write_row("A4", ["{{ region | down }}", "{{ grp }}", "{{ population }}"], number)
    sheet.write_formula("D4", "=B4/B$5*100", number, 0)
    sheet.write_formula("E4", "=RANK(B4,B$4:B$4)", None, 0)
    sheet.write("A5", "Total", bold)
    sheet.write_formula("B5", "=SUM(B4:B4)", number, 0)
    sheet.write_formula("C5", "=SUM(C4:C4)", number, 0)


def _data(sheet: Worksheet) -> None:
    sheet.write_row("A1", ["region", "year", "grp", "population"])
    for row, values in enumerate(DATA, 1):
        sheet.write_row(row, 0, values)


def _settings(sheet: Worksheet) -> None:
    sheet.write_row("A1", ["data", "data"])
    sheet.write_row("A2", ["year", 2008])
    sheet.hide()
