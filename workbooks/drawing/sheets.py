"""Pieces that the templates' sheets have in common: the head, notes at the foot, settings, conditional formats."""

from collections.abc import Mapping, Sequence
from math import ceil
from typing import Final

from xlsxwriter.worksheet import Worksheet

from workbooks.drawing.style import FALL, QUIET, RISE, Canvas, write_cell, write_text

_NOTE_LINE: Final = 11.25
_NOTE_LETTERS: Final = 1.2
"""Letters of a note in the width of a digit of the table."""


def draw_head(sheet: Worksheet, page: Canvas, title: str, subtitle: str = "", *, overline: str = "{{ title }}") -> None:
    """The publication's title, the sheet's own, and what it shows, in rows 1 to 3."""
    write_text(sheet, "A1", overline, page.format("overline"))
    write_text(sheet, "A2", title, page.format("title"))
    sheet.set_row(1, 24)
    if subtitle:
        write_text(sheet, "A3", subtitle, page.format("subtitle"))
        sheet.set_row(2, 18)


def draw_notes(sheet: Worksheet, page: Canvas, row: int, widths: Sequence[float], notes: Sequence[str]) -> None:
    """Notes from `row` (from 0) on, each over the table's columns and as high as its text needs."""
    letters = sum(widths) * _NOTE_LETTERS
    for number, note in enumerate(notes, start=row):
        sheet.merge_range(number, 0, number, len(widths) - 1, "", page.format("note"))
        write_cell(sheet, number, 0, note, page.format("note"))
        sheet.set_row(number, 2 + _NOTE_LINE * ceil(len(note) / letters))


def note_on_missing(figures: str, say: Mapping[str, str]) -> str:
    """The formula of a note that is there only where one of the figures is #N/A, which makes their sum #N/A.

    `figures`: all rows of the block, so that it stays one range however many there are.
    """
    return f'=IFERROR(_xlfn.IFNA(IF(SUM({figures})=0,"",""),"{say["missing_note"]}"),"")'


def suit_figures(sheet: Worksheet, page: Canvas, cells: str, figures: str) -> None:
    """Numbers without decimals where all `figures` of the block are whole, with two where all are small."""
    for criteria, form in (
        (f"SUMPRODUCT(ABS({figures}-ROUND({figures},0)))=0", "#,##0"),
        (f"MAX({figures})-MIN(0,MIN({figures}))<10", "0.00"),
    ):
        look = page.workbook.add_format({"num_format": form})
        sheet.conditional_format(
            cells, {"type": "formula", "criteria": f"={criteria}", "format": look, "stop_if_true": True}
        )


def quieten_missing(sheet: Worksheet, page: Canvas, cells: str) -> None:
    """#N/A, for figures that are missing or kept back, in grey."""
    look = page.workbook.add_format({"font_color": QUIET, "bold": False})
    sheet.conditional_format(cells, {"type": "errors", "format": look})


def embolden_reached(sheet: Worksheet, page: Canvas, cells: str) -> None:
    """Coefficients of 1 or more in bold."""
    look = page.workbook.add_format({"bold": True})
    sheet.conditional_format(cells, {"type": "cell", "criteria": ">=", "value": 1, "format": look})


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
