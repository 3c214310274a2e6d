"""The template `audit`: the printed figures that do not follow from the others, one a line."""

from pathlib import Path

from workbooks.drawing.labels import LABELS
from workbooks.drawing.sheets import draw_head, draw_notes, draw_settings
from workbooks.drawing.style import FALL, canvas


def draw(path: Path, language: str) -> None:
    """Draw the template in one language."""
    say = LABELS[language]
    page = canvas(path, say["audit_title"])
    sheet = page.sheet(
        say["sheet_audit"], {"A:A": 5, "B:B": 14, "C:C": 8, "D:D": 44, "E:G": 13, "H:H": 68}, landscape=True
    )
    draw_head(sheet, page, say["audit"], say["found"])
    cells = (
        (say["number"], "{{ finding | down }}", "center", "0"),
        (say["sheet"], "{{ sheet }}", "left", ""),
        (say["cell"], "{{ cell }}", "left", ""),
        (say["what"], "{{ what }}", "left", ""),
        (say["printed"], "{{ printed }}", "right", "#,##0.0##"),
        (say["calculated"], "{{ calculated }}", "right", "#,##0.0##"),
        (say["difference"], '=IF(COUNT(E5:F5)=2,F5-E5,"")', "right", "+#,##0.0##;-#,##0.0##"),
        (say["remark"], "{{ remark }}", "left", ""),
    )
    for column, (head, text, align, form) in enumerate(cells):
        number = {"num_format": form} if form else {}
        colour = {"font_color": FALL} if column == 4 else {}
        indent = {"indent": 1} if column == len(cells) - 1 else {}
        look = page.format("row", align=align, **number, **colour, **indent)
        sheet.write_string(3, column, head, page.format("head", align=align, **indent))
        if text.startswith("="):
            sheet.write_formula(4, column, text, look, "")
        else:
            sheet.write_string(4, column, text, look)
    sheet.set_row(3, 20)
    draw_notes(sheet, page, 6, 7, ((say["audit_note"], 13),))
    sheet.freeze_panes(4, 0)
    sheet.repeat_rows(3)
    settings = (
        ("title", say["audit_title"], say["about_title"]),
        ("language", language, say["about_language"]),
        ("audited", "", say["about_file"]),
    )
    draw_settings(page, say, settings)
    page.workbook.close()
