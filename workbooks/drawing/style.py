"""The look that all our workbooks share: that of a printed statistical yearbook."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

FONT: Final = "Arial"
INK: Final = "#1F2933"
QUIET: Final = "#66737F"
RULE: Final = "#8A97A3"
HAIRLINE: Final = "#D5DBE1"
TINT: Final = "#EEF2F6"
ACCENT: Final = "#1F4E79"
RISE: Final = "#2E7D32"
FALL: Final = "#B3261E"

THIN: Final = 1
HAIR: Final = 7
A4: Final = 9
_DIGIT: Final = 7
_PADDING: Final = 5
_DRAWN: Final = datetime(2026, 1, 1)

LOOKS: Final[Mapping[str, Mapping[str, Any]]] = {
    "overline": {"font_color": QUIET, "font_size": 9},
    "title": {"bold": True, "font_size": 14, "font_color": ACCENT, "valign": "vcenter"},
    "subtitle": {"font_color": QUIET, "font_size": 9, "valign": "top"},
    "caption": {"bold": True, "valign": "vcenter"},
    "head": {"bold": True, "text_wrap": True, "valign": "bottom", "top": THIN, "bottom": THIN},
    "whole": {"bold": True, "bg_color": TINT, "bottom": THIN},
    "row": {"bottom": HAIR, "bottom_color": HAIRLINE},
    "check": {"italic": True, "font_color": QUIET, "font_size": 8, "top": THIN},
    "note": {"font_color": QUIET, "font_size": 8, "text_wrap": True, "valign": "top"},
    "group": {"bold": True, "font_size": 11, "font_color": ACCENT, "valign": "vcenter"},
    "plain": {},
    "link": {"font_color": ACCENT, "underline": 1, "bottom": HAIR, "bottom_color": HAIRLINE},
}


@dataclass(frozen=True)
class Canvas:
    """A workbook being drawn, with its formats made once each."""

    workbook: Workbook
    _formats: dict[tuple[Any, ...], Format]

    def format(self, look: str, **more: object) -> Format:
        """The format of a look, with further properties such as num_format (empty: none) or align."""
        more = {name: value for name, value in more.items() if value != ""}
        key = (look, *sorted(more.items()))
        if key not in self._formats:
            rule = dict.fromkeys(("top_color", "bottom_color"), RULE)
            properties = {"font_name": FONT, "font_size": 9, "font_color": INK, **rule, **LOOKS[look], **more}
            self._formats[key] = self.workbook.add_format(properties)
        return self._formats[key]

    def sheet(self, name: str, widths: Sequence[float], *, landscape: bool = False) -> Worksheet:
        """A sheet with columns of these widths, ready to be printed on A4: one page wide, numbered at its foot."""
        sheet = self.workbook.add_worksheet(name)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width, self.format("plain"))
        sheet.hide_gridlines(2)
        sheet.set_paper(A4)
        if landscape:
            sheet.set_landscape()
        sheet.set_margins(left=0.7, right=0.6, top=0.6, bottom=0.7)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer(f'&L&"{FONT},Regular"&8&K66737F&A&R&"{FONT},Regular"&8&K66737F&P / &N')
        return sheet


def canvas(path: Path, title: str) -> Canvas:
    """A new workbook that is written when its `workbook` is closed; the same drawing gives the same bytes."""
    workbook = xlsxwriter.Workbook(str(path), {"in_memory": True, "strings_to_formulas": False})
    workbook.formats[0].set_font_name(FONT)
    workbook.formats[0].set_font_size(9)
    workbook.set_properties({"title": title, "author": "Growthpole", "created": _DRAWN})
    workbook.set_calc_mode("auto")
    return Canvas(workbook, {})


def pixels(width: float) -> int:
    """A column's width on the screen, from its width in digits."""
    return int(width * _DIGIT + _PADDING)


def write_text(sheet: Worksheet, cell: str, text: str, look: Format) -> None:
    """A text as it is: Growthpole's braces are not an array formula."""
    sheet.write_string(cell, text, look)


def write_cell(sheet: Worksheet, row: int, column: int, text: str, look: Format) -> None:
    """A formula, a text, or nothing but the look."""
    if text.startswith("="):
        sheet.write_formula(row, column, text, look, "")
    elif text:
        sheet.write_string(row, column, text, look)
    else:
        sheet.write_blank(row, column, None, look)
