"""The templates `ranking`, `trend` and `specialisation`: figures of any table ranked, followed, or localized."""

from collections.abc import Mapping
from pathlib import Path

from workbooks.drawing.charts import bars, put
from workbooks.drawing.labels import LABELS
from workbooks.drawing.sheets import colour_arrows, draw_head, draw_notes, draw_settings
from workbooks.drawing.style import Canvas, canvas, write_text


def draw_ranking(path: Path, language: str) -> None:
    """Draw the template `ranking` in one language: the column `value` for each region."""
    say = LABELS[language]
    page = canvas(path, say["selected_ranking"])
    name = say["sheet_ranking"]
    sheet = page.sheet(name, {"A:A": 7, "B:B": 32, "C:C": 16, "D:D": 10})
    draw_head(sheet, page, say["selected_ranking"])
    cells = (
        (say["rank"], "{{ RANK_REGIONS(value) }}", "", "center", "0"),
        (say["region"], '{{ region | down(sort="-value") }}', say["sum"], "left", ""),
        (say["figure"], "{{ value }}", "=SUM(C5:C5)", "right", "#,##0.0"),
        (say["share"], "{{ GRP_SHARE(value) }}", "=SUM(D5:D5)", "right", "0.0"),
    )
    for column, (head, text, total, align, form) in enumerate(cells):
        number = {"num_format": form} if form else {}
        sheet.write_string(3, column, head, page.format("head", align=align))
        sheet.write_string(4, column, text, page.format("row", align=align, **number))
        sheet.write(5, column, total, page.format("whole", align=align, **number))
    sheet.set_row(3, 32)
    write_text(sheet, "A8", "{{ title }}", page.format("caption"))
    put(sheet, bars(page, (name, "$B$5:$B$5"), (name, "$C$5:$C$5"), "#,##0.0"), "A9", 460, 320)
    draw_notes(sheet, page, 25, 3, ((say["selected_note"], 24),))
    sheet.freeze_panes(4, 2)
    sheet.repeat_rows(3)
    _draw_settings(page, say, language)


def draw_trend(path: Path, language: str) -> None:
    """Draw the template `trend` in one language: the column `value` for each region and year."""
    say = LABELS[language]
    page = canvas(path, say["selected_trend"])
    name = say["sheet_trend"]
    sheet = page.sheet(name, {"A:A": 32, "B:B": 11, "C:C": 13, "D:D": 11})
    draw_head(sheet, page, say["selected_trend"])
    cells = (
        (say["region"], "{{ region | down }}", "left", "", ""),
        ('{{ year | right(sort="year") }}', "{{ value }}", "right", "0", "#,##0.0"),
        (say["index"], "{{ GROWTH_INDEX(value) }}", "right", "", "0.0"),
        (say["change"], "{{ CL_TREND(100, GROWTH_INDEX(value)) }}", "center", "", ""),
    )
    for column, (head, text, align, head_form, form) in enumerate(cells):
        sheet.write_string(3, column, head, page.format("head", align=align, **_number(head_form)))
        sheet.write_string(4, column, text, page.format("row", align=align, **_number(form)))
    sheet.set_row(3, 32)
    colour_arrows(sheet, page, "D5:D5")
    write_text(sheet, "A8", say["index_chart"], page.format("caption"))
    put(sheet, bars(page, (name, "$A$5:$A$5"), (name, "$C$5:$C$5"), "0", crosses=100), "A9", 460, 232, grows=True)
    draw_notes(sheet, page, 21, 3, ((say["selected_trend_note"], 24),))
    sheet.freeze_panes(4, 1)
    sheet.repeat_rows(3)
    sheet.repeat_columns(0)
    _draw_settings(page, say, language, ("base_year", 2008, say["about_base_year"]))


def draw_specialisation(path: Path, language: str) -> None:
    """Draw the template `specialisation` in one language: coefficients of `value` for each region and branch."""
    say = LABELS[language]
    page = canvas(path, say["selected_localization"])
    sheet = page.sheet(say["sheet_localization"], {"A:A": 32, "B:B": 20}, landscape=True)
    draw_head(sheet, page, say["selected_localization"])
    cells = (
        (say["region"], "{{ region | down }}", "left", ""),
        ("{{ branch | right }}", "{{ LOCALIZATION_TABLE(value) }}", "right", "0.00"),
    )
    for column, (head, text, align, form) in enumerate(cells):
        sheet.write_string(3, column, head, page.format("head", align=align))
        sheet.write_string(4, column, text, page.format("row", align=align, **_number(form)))
    sheet.set_row(3, 40)
    bold = page.workbook.add_format({"bold": True})
    sheet.conditional_format("B5:B5", {"type": "cell", "criteria": ">=", "value": 1, "format": bold})
    write_text(sheet, "A7", say["selected_localization_note"], page.format("note", text_wrap=False))
    sheet.freeze_panes(4, 1)
    sheet.repeat_rows(3)
    sheet.repeat_columns(0)
    _draw_settings(page, say, language)


def _number(form: str) -> dict[str, object]:
    return {"num_format": form} if form else {}


def _draw_settings(page: Canvas, say: Mapping[str, str], language: str, *more: tuple[str, object, str]) -> None:
    settings = (
        ("title", say["figure"], say["about_title"]),
        ("nation", say["nation"], say["about_nation"]),
        *more,
        ("", None, say["about_year"]),
        ("language", language, say["about_language"]),
    )
    draw_settings(page, say, settings)
    page.workbook.close()
