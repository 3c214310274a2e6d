"""The template `audit`: the printed figures that do not follow from the others, one a line."""

from pathlib import Path
from typing import Final

from xlsxwriter.worksheet import Worksheet

from workbooks.drawing.labels import LABELS
from workbooks.drawing.sheets import draw_head, draw_notes, draw_settings
from workbooks.drawing.style import FALL, Canvas, canvas, write_cell

_WIDTHS: Final = (5, 14, 8, 46, 14, 14, 14, 60)
_FIGURE: Final = "#,##0.000"
_FEWER: Final = ("#,##0_._0_0_0", "#,##0.0_0_0", "#,##0.00_0")
"""Figures with fewer decimals, each with room for those of the figures above and below it."""

_LARGE: Final = 1000


def draw(path: Path, language: str) -> None:
    """Draw the template in one language."""
    say = LABELS[language]
    page = canvas(path, say["audit_title"])
    sheet = page.sheet(say["sheet_audit"], _WIDTHS, landscape=True)
    draw_head(sheet, page, say["audit"], say["found"])
    cells = (
        (say["number"], "{{ finding | down }}", "center", "0"),
        (say["sheet"], "{{ sheet }}", "left", ""),
        (say["cell"], "{{ cell }}", "left", ""),
        (say["what"], "{{ what }}", "left", ""),
        (say["printed"], "{{ printed }}", "right", _FIGURE),
        (say["calculated"], "{{ calculated }}", "right", _FIGURE),
        (say["difference"], '=IF(COUNT(E5:F5)=2,F5-E5,"")', "right", f"+{_FIGURE};-{_FIGURE}"),
        (say["remark"], "{{ remark }}", "left", ""),
    )
    for column, (head, text, align, form) in enumerate(cells):
        colour = {"font_color": FALL} if column == 4 else {}
        indent = {"indent": 1} if column == len(cells) - 1 else {}
        look = page.format("row", align=align, shrink=True, num_format=form, **colour, **indent)
        sheet.write_string(3, column, head, page.format("head", align=align, **indent))
        write_cell(sheet, 4, column, text, look)
    sheet.set_row(3, 20)
    _show_decimals(sheet, page)
    draw_notes(sheet, page, 6, _WIDTHS, (say["audit_note"],))
    sheet.freeze_panes(4, 0)
    sheet.repeat_rows(3)
    settings = (
        ("title", say["audit_title"], say["about_title"]),
        ("language", language, say["about_language"]),
        ("audited", "", say["about_file"]),
    )
    draw_settings(page, say, settings)
    page.workbook.close()


def _show_decimals(sheet: Worksheet, page: Canvas) -> None:
    """Printed figures with the decimals that they have; one for large calculated ones, none where all are whole."""
    whole, one, two = _FEWER
    all_whole = "COUNT($E5:$F5)=2,$E5=INT($E5),$F5=INT($F5)"
    rules = [("E5:F5", all_whole, whole), ("G5:G5", all_whole, f"+{whole};-{whole}")]
    rules += [("E5:E5", f"ROUND($E5,{places})=$E5", form) for places, form in ((1, one), (2, two))]
    large = f"ABS($F5)>={_LARGE}"
    rules += [("F5:F5", large, one), ("G5:G5", large, f"+{one};-{one}")]
    for cells, criteria, form in rules:
        look = page.workbook.add_format({"num_format": form})
        rule = {"type": "formula", "criteria": f"=AND({criteria})", "format": look, "stop_if_true": True}
        sheet.conditional_format(cells, rule)
