"""Pieces that the templates' sheets have in common: the head, notes at the foot, settings, coloured arrows."""

from collections.abc import Mapping, Sequence

from xlsxwriter.worksheet import Worksheet

from workbooks.drawing.style import FALL, RISE, Canvas, write_text


def draw_head(sheet: Worksheet, page: Canvas, title: str, subtitle: str = "") -> None:
    """The publication's title, the sheet's own, and what it shows, in rows 1 to 3."""
    write_text(sheet, "A1", "{{ title }}", page.format("overline"))
    write_text(sheet, "A2", title, page.format("title"))
    sheet.set_row(1, 24)
    if subtitle:
        write_text(sheet, "A3", subtitle, page.format("subtitle"))


def draw_notes(sheet: Worksheet, page: Canvas, row: int, last_column: int, notes: Sequence[tuple[str, int]]) -> None:
    """Notes from `row` (from 0) on, each over the table's width and so many points high."""
    for number, (note, height) in enumerate(notes, start=row):
        sheet.merge_range(number, 0, number, last_column, "", page.format("note"))
        sheet.write_string(number, 0, note, page.format("note"))
        sheet.set_row(number, height)


def colour_arrows(sheet: Worksheet, page: Canvas, cells: str) -> None:
    """Arrows up in green, down in red."""
    for arrow, colour in (("↑", RISE), ("↓", FALL)):
        look = page.workbook.add_format({"font_color": colour, "bold": True})
        sheet.conditional_format(cells, {"type": "cell", "criteria": "==", "value": f'"{arrow}"', "format": look})


def draw_settings(page: Canvas, say: Mapping[str, str], settings: Sequence[tuple[str, object, str]]) -> None:
    """The hidden sheet `_settings`: a name, its value, what it means; a line without a name is a remark."""
    sheet = page.workbook.add_worksheet("_settings")
    sheet.set_column("A:A", 20, page.format("plain"))
    sheet.set_column("B:B", 60, page.format("plain"))
    sheet.set_column("C:C", 60, page.format("plain"))
    for column, name in enumerate(("setting", "value", "meaning")):
        sheet.write_string(0, column, say[name], page.format("head"))
    for row, (name, value, meaning) in enumerate(settings, start=1):
        sheet.write(row, 0, name or None, page.format("row"))
        sheet.write(row, 1, value, page.format("row", align="left"))
        sheet.write_string(row, 2, meaning, page.format("row"))
    sheet.hide()
