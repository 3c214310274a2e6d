"""The workbook of a department for one month: two sheets of 16 regions and 6 columns, a chart, conditional formats."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any, TypeAlias

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from addin.errors import NOWHERE
from addin.tables.table import Table

Rows: TypeAlias = Sequence[Sequence[Any]]

REGIONS = tuple(f"Region {letter}" for letter in "ABCDEFGHIJKLMNOP")
YEARS = (2008, 2009, 2010, 2011, 2012)
LEVELS = ("Region", "GRP", "Population", "Per capita", "Share, %", "Rank")
FORMATS = ("@", "#,##0.0", "#,##0.0", "#,##0.00", "0.0", "0")
FIRST_ROW = 4


@dataclass(frozen=True)
class Month:
    """The figures of one month: what a template is filled from, and the cells that come of it."""

    table: Table
    settings: Mapping[str, Any]
    title: str
    levels: Rows
    organisations: Rows


def month(number: int) -> Month:
    """A month whose figures are its own."""
    figures = {
        (region, year): (
            (index * 37 + year * 11 + number * 13) % 997 + 0.25,
            300.5 + index * 7 + number,
            (index + number) * year % 89,
        )
        for index, region in enumerate(REGIONS)
        for year in YEARS
    }
    last = [(region, *figures[region, YEARS[-1]]) for region in REGIONS]
    total = sum(row[1] for row in last)
    ordered = sorted((row[1] for row in last), reverse=True)
    levels = [
        (region, grp, people, grp / people, grp / total * 100, ordered.index(grp) + 1)
        for region, grp, people, _ in last
    ]
    organisations = [(region, *(figures[region, year][2] for year in YEARS)) for region in REGIONS]
    return Month(_table(figures), {"month": f"Month {number}"}, f"Month {number}", levels, organisations)


def _table(figures: Mapping[tuple[str, int], tuple[float, float, int]]) -> Table:
    keys = {"region": [key[0] for key in figures], "year": [key[1] for key in figures]}
    grp, population, organisations = (list(column) for column in zip(*figures.values(), strict=True))
    columns = {"grp": grp, "population": population, "organisations": [float(count) for count in organisations]}
    return Table("month", NOWHERE, keys, columns, lambda row, column: NOWHERE)


def draw(title: str, years: Sequence[Any], levels: Rows, organisations: Rows) -> bytes:
    """The workbook with these contents, made by XlsxWriter from nothing."""
    target = BytesIO()
    workbook = Workbook(target, {"in_memory": True})
    styles = [workbook.add_format({"num_format": code, "border": 4}) for code in FORMATS]
    first, second = workbook.add_worksheet("Levels"), workbook.add_worksheet("Organisations")
    _sheet(workbook, first, title, LEVELS, [list(zip(row, styles, strict=False)) for row in levels])
    counts = [[(value, styles[bool(at)]) for at, value in enumerate(row)] for row in organisations]
    _sheet(workbook, second, title, ("Region", *years), counts)
    _surroundings(workbook, first, FIRST_ROW + len(levels) - 1)
    workbook.close()
    return target.getvalue()


def _sheet(
    workbook: Workbook,
    sheet: Worksheet,
    title: str,
    headers: Sequence[Any],
    rows: Sequence[Sequence[tuple[Any, Format]]],
) -> None:
    heading = workbook.add_format({"bold": True, "border": 1, "bg_color": "#DDEBF7", "text_wrap": True})
    sheet.write(0, 0, title, workbook.add_format({"bold": True, "font_size": 14}))
    sheet.write_row(2, 0, headers, heading)
    for at, row in enumerate(rows, FIRST_ROW - 1):
        for column, (value, style) in enumerate(row):
            sheet.write(at, column, value, style)
    sheet.write(FIRST_ROW + len(rows), 0, "Source: regional accounts", workbook.add_format({"italic": True}))
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 5, 12)
    sheet.freeze_panes(3, 1)
    sheet.set_landscape()
    sheet.repeat_rows(2)
    sheet.fit_to_pages(1, 0)


def _surroundings(workbook: Workbook, sheet: Worksheet, last: int) -> None:
    sheet.conditional_format(f"D{FIRST_ROW}:D{last}", {"type": "3_color_scale"})
    sheet.conditional_format(f"E{FIRST_ROW}:E{last}", {"type": "data_bar"})
    leading = workbook.add_format({"bold": True, "font_color": "#006100"})
    sheet.conditional_format(f"F{FIRST_ROW}:F{last}", {"type": "cell", "criteria": "<=", "value": 3, "format": leading})
    chart = workbook.add_chart({"type": "column"})
    categories, values = (f"=Levels!${column}${FIRST_ROW}:${column}${last}" for column in "AB")
    chart.add_series({"name": "=Levels!$B$3", "categories": categories, "values": values})
    chart.set_title({"name": "Gross regional product"})
    sheet.insert_chart("H4", chart)


TEMPLATE = draw(
    "{{ month }}",
    ["{{ year | right }}"],
    [
        (
            "{{ region | down }}",
            "{{ grp }}",
            "{{ population }}",
            "{{ GRP_PER_CAPITA(grp, population) }}",
            "{{ GRP_SHARE(grp) }}",
            "{{ RANK_REGIONS(grp) }}",
        )
    ],
    [("{{ region | down }}", "{{ organisations }}")],
)
