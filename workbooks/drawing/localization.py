"""The template `localization`: the coefficient of localization by equation (1), from volumes of production."""

from pathlib import Path
from typing import Final

from workbooks.drawing.labels import LABELS
from workbooks.drawing.sheets import (
    colour_arrows,
    draw_head,
    draw_notes,
    draw_settings,
    embolden_reached,
    note_on_missing,
    quieten_missing,
)
from workbooks.drawing.style import canvas, write_text

_NOW: Final = "LOCALIZATION_COEF(output, nation.output, industry, nation.industry)"
_BASE: Final = (
    "LOCALIZATION_COEF(output.at(base_year), output.at(nation, base_year), "
    "industry.at(base_year), industry.at(nation, base_year))"
)

_WIDTHS: Final = (44, 13, 9, 9, 11, 40)


def draw(path: Path, language: str) -> None:
    """Draw the template in one language."""
    say = LABELS[language]
    page = canvas(path, say["localization_title"])
    sheet = page.sheet(say["sheet_localization"], _WIDTHS)
    draw_head(sheet, page, say["localization"])
    write_text(sheet, "A4", "{{ region | down(rows=4) }}", page.format("group"))
    sheet.set_row(3, 22)
    cl = say["cl"]
    cells = (
        (say["branch"], "{{ branch | down }}", "left", ""),
        (say["output"], "{{ output }}", "right", "#,##0"),
        (f"{cl} {{{{ base_year }}}}", f"{{{{ {_BASE} }}}}", "right", "0.00"),
        (f"{cl} {{{{ year }}}}", f"{{{{ {_NOW} }}}}", "right", "0.00"),
        (say["change"], f"{{{{ CL_TREND({_BASE}, {_NOW}) }}}}", "center", ""),
        (say["reading"], f"{{{{ CL_CLASS({_BASE}, {_NOW}, language=language) }}}}", "left", ""),
    )
    for column, (head, text, align, form) in enumerate(cells):
        sheet.write_string(4, column, head, page.format("head", align=align))
        sheet.write_string(5, column, text, page.format("row", align=align, shrink=column in (0, 5), num_format=form))
    sheet.set_row(4, 26)
    quieten_missing(sheet, page, "B6:F6")
    embolden_reached(sheet, page, "C6:D6")
    colour_arrows(sheet, page, "E6:E6")
    draw_notes(
        sheet,
        page,
        8,
        _WIDTHS,
        (say["volumes_note"], say["reading_note"], "{{ source }}", note_on_missing("B4:D7", say)),
    )
    sheet.freeze_panes(3, 1)
    sheet.repeat_rows(0, 2)
    draw_settings(
        page,
        say,
        (
            ("title", say["localization_title"], say["about_title"]),
            ("nation", None, say["about_nation"]),
            ("base_year", 2008, say["about_base_year"]),
            ("", None, say["about_year"]),
            ("language", language, say["about_language"]),
            ("unit", say["output_unit"], say["about_unit"]),
            ("source", say["source"], say["about_source"]),
        ),
    )
    page.workbook.close()
