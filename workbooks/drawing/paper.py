"""The data workbook of Kireyeva and Nurlanova (2014): Tables 1 to 4 as printed, each an Excel table."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from xlsxwriter.worksheet import Worksheet

from workbooks.drawing.style import Canvas, canvas, write_text

_FIGURES: Final = Path(__file__).parent / "figures"
_TITLE: Final = "Kazakhstan: regional product, research organisations and localization"
_SOURCE: Final = "Kireyeva, A. A., Nurlanova, N. K. (2014), The Formation of Innovative Clusters in Kazakhstan"


@dataclass(frozen=True)
class Sheet:
    """One table of the paper: its sheet, its Excel table, what it is, and how its columns are shown."""

    name: str
    table: str
    title: str
    remark: str
    widths: Sequence[float]
    formats: Sequence[str]


SHEETS: Final = (
    Sheet(
        "Table 1",
        "grp",
        "Gross regional product (GRP) of the regions, 2012",
        "The volume index compares with the year before, in comparable prices.",
        (26, 7, 15, 16, 16, 17, 14),
        ("", "0", "#,##0.0", "0.0", "0.0", "#,##0.0", "0"),
    ),
    Sheet(
        "Table 2",
        "rd_organisations",
        "Organisations that carry out R&D, number, 2008–2012",
        "Years stand in the header; the last column is the paper's.",
        (26, 9, 9, 9, 9, 9, 19),
        ("", "0", "0", "0", "0", "0", "0.0"),
    ),
    Sheet(
        "Table 3",
        "localization_table_3",
        "Coefficient of localization by branch: territory of Table 3",
        "CL of 2008 and 2012 as printed, to one decimal: the paper gives no volumes of production.",
        (26, 36, 10, 10, 17),
        ("", "", "0.0", "0.0", ""),
    ),
    Sheet(
        "Table 4",
        "localization_table_4",
        "Coefficient of localization by branch: territory of Table 4",
        "CL of 2008 and 2012 as printed, to one decimal: the paper gives no volumes of production.",
        (26, 36, 10, 10, 17),
        ("", "", "0.0", "0.0", ""),
    ),
)

COLUMNS: Final = (
    ("Table 1", "Region", "region", "–", "name as printed"),
    ("Table 1", "Year", "year", "–", "calendar year"),
    ("Table 1", "GRP", "grp", "million tenge", "current prices"),
    ("Table 1", "Printed share", "printed_share", "percent", "of the republic's GRP, as the paper prints it"),
    ("Table 1", "Volume index", "volume_index", "percent", "2012 against 2011, in comparable prices"),
    ("Table 1", "GRP per capita", "grp_per_capita", "thousand tenge", "for one inhabitant"),
    ("Table 1", "Printed rank", "printed_rank", "place", "by GRP per capita, as the paper prints it"),
    ("Table 2", "2008 … 2012", "rd_organisations", "number", "organisations that carry out R&D"),
    ("Table 2", "Printed index", "printed_index", "percent", "2012 against 2008, as the paper prints it"),
    ("Tables 3, 4", "Branch", "branch", "–", "branch of industry as printed"),
    ("Tables 3, 4", "CL 2008, CL 2012", "cl", "ratio", "coefficient of localization, equation (1)"),
    ("Tables 3, 4", "Printed arrow", "printed_arrow", "↑ ↓ →", "CL of 2012 against 2008, as the paper prints it"),
)

RULES: Final = (
    ("grp", "total", ""),
    ("printed_share", "share", "grp"),
    ("printed_rank", "rank", "grp_per_capita"),
    ("rd_organisations", "total", ""),
    ("printed_index", "index", "rd_organisations"),
    ("printed_arrow", "arrow", "cl"),
)

REMARKS: Final = (
    "Columns that begin with 'Printed' follow from others. They are kept as printed, for an audit to compare.",
    "Templates calculate such figures anew and never copy them.",
    "The figures are those of the paper. Later revisions by the Bureau of National Statistics differ.",
)


def draw(path: Path) -> None:
    """Draw the data workbook."""
    page = canvas(path, _TITLE)
    _draw_notes(page)
    for sheet in SHEETS:
        _draw_table(page, sheet)
    _draw_rules(page)
    page.workbook.close()


def _draw_notes(page: Canvas) -> None:
    sheet = page.sheet("Notes", (13, 18, 20, 16, 46))
    write_text(sheet, "A1", _TITLE, page.format("title"))
    sheet.set_row(0, 26)
    write_text(sheet, "A2", f"Source: {_SOURCE}.", page.format("subtitle"))
    row = _lines(
        sheet,
        page,
        3,
        ("Sheet", "Excel table", "What it holds", "", ""),
        [(sheet_.name, sheet_.table, sheet_.title, "", "") for sheet_ in SHEETS],
    )
    row = _lines(sheet, page, row + 1, ("Sheet", "Column", "Name in expressions", "Unit", "What it is"), COLUMNS)
    for number, remark in enumerate(REMARKS):
        sheet.merge_range(row + 1 + number, 0, row + 1 + number, 4, remark, page.format("note"))
        sheet.set_row(row + 1 + number, 13)


def _lines(sheet: Worksheet, page: Canvas, row: int, head: Sequence[str], lines: Sequence[Sequence[str]]) -> int:
    for column, text in enumerate(head):
        sheet.write_string(row, column, text, page.format("head"))
    for number, line in enumerate(lines, start=row + 1):
        for column, text in enumerate(line):
            sheet.write_string(number, column, text, page.format("row"))
    return row + len(lines) + 1


def _draw_table(page: Canvas, drawn: Sheet) -> None:
    sheet = page.sheet(drawn.name, drawn.widths, landscape=sum(drawn.widths) > 120)
    write_text(sheet, "A1", drawn.title, page.format("title"))
    sheet.set_row(0, 26)
    write_text(sheet, "A2", drawn.remark, page.format("subtitle"))
    head, *lines = _read(drawn)
    write_text(sheet, "A3", f"Source: {_SOURCE}, {drawn.name}.", page.format("subtitle"))
    formats = [page.format("plain", num_format=form) for form in drawn.formats]
    centred = [
        page.format("plain", align="center") if _align(name, "") == "center" else form
        for name, form in zip(head, formats, strict=True)
    ]
    columns = [
        {"header": name, "header_format": page.format("head", align=_align(name, form)), "format": look}
        for name, form, look in zip(head, drawn.formats, centred, strict=True)
    ]
    data = [[_value(text, form) for text, form in zip(line, drawn.formats, strict=True)] for line in lines]
    sheet.add_table(
        4,
        0,
        4 + len(data),
        len(head) - 1,
        {"name": drawn.table, "columns": columns, "data": data, "style": "Table Style Light 1", "autofilter": False},
    )
    sheet.set_row(4, 28)
    sheet.freeze_panes(5, 1)
    sheet.repeat_rows(4)


def _align(name: str, form: str) -> str:
    if name.endswith("arrow"):
        return "center"
    return "right" if form else "left"


def _draw_rules(page: Canvas) -> None:
    sheet = page.sheet("Audit rules", (22, 14, 22, 40))
    write_text(sheet, "A1", "What follows from what", page.format("title"))
    sheet.set_row(0, 26)
    write_text(
        sheet,
        "A2",
        "An audit calculates each of these anew and lists where the printed figure differs.",
        page.format("subtitle"),
    )
    head = page.format("head")
    columns = [
        {"header": name, "header_format": head, "format": page.format("plain")} for name in ("Printed", "Is the", "Of")
    ]
    options = {
        "name": "audit_rules",
        "columns": columns,
        "data": RULES,
        "style": "Table Style Light 1",
        "autofilter": False,
    }
    sheet.add_table(3, 0, 3 + len(RULES), 2, options)
    note = (
        "total: the whole's row is the sum of the regions · share: percent of the whole · rank: 1 is the largest · "
        "index: last year in percent of the first · arrow: last year against the first"
    )
    sheet.merge_range(len(RULES) + 5, 0, len(RULES) + 5, 3, note, page.format("note"))
    sheet.set_row(len(RULES) + 5, 36)


def _read(drawn: Sheet) -> list[list[str]]:
    with (_FIGURES / f"{drawn.name.lower().replace(' ', '_')}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def _value(text: str, form: str) -> str | float | None:
    if not text:
        return None
    return float(text) if form else text
