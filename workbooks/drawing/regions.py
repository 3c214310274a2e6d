"""The template `regions`: a ranking, a trend and the localization of branches, as a yearbook prints them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from workbooks.drawing.charts import bars, columns, put_below, put_beside
from workbooks.drawing.labels import LABELS
from workbooks.drawing.sheets import (
    colour_arrows,
    draw_head,
    draw_notes,
    draw_settings,
    embolden_reached,
    note_on_missing,
    quieten_missing,
    suit_figures,
)
from workbooks.drawing.style import FALL, Canvas, canvas, pixels, write_cell, write_text

_RANKING_WIDTHS: Final = (6, 26, 12, 8, 18, 16, 24)
_TREND_WIDTHS: Final = (26, 7, 14, 11, 24)
_LOCALIZATION_WIDTHS: Final = (44, 10, 10, 11, 40)


def draw(path: Path, language: str) -> None:
    """Draw the template in one language."""
    say = LABELS[language]
    page = canvas(path, say["title"])
    _draw_ranking(page, say)
    _draw_trend(page, say)
    _draw_localization(page, say)
    draw_settings(
        page,
        say,
        (
            ("title", say["title"], say["about_title"]),
            ("nation", None, say["about_nation"]),
            ("base_year", 2008, say["about_base_year"]),
            ("", None, say["about_year"]),
            ("language", language, say["about_language"]),
            ("grp_unit", say["grp_unit"], say["about_unit"]),
            ("per_capita_unit", say["per_capita_unit"], say["about_unit"]),
            ("source", say["source"], say["about_source"]),
        ),
    )
    page.workbook.close()


def _draw_ranking(page: Canvas, say: Mapping[str, str]) -> None:
    name = say["sheet_ranking"]
    sheet = page.sheet(name, _RANKING_WIDTHS)
    draw_head(sheet, page, say["ranking"] + ", {{ year }}")
    for column, key in enumerate(("rank", "region", "grp", "share", "volume_index", "per_capita", "ranking_chart")):
        more = {"indent": 1} if key == "ranking_chart" else {}
        align = "center" if column == 0 else "left" if column in (1, 6) else "right"
        sheet.write_string(3, column, say[key], page.format("head", align=align, **more))
    sheet.set_row(3, 32)
    formats = ("0", "", "#,##0.0", "0.0", "0.0", "#,##0.0", "")
    nation = (
        "",
        "{{ nation }}",
        "{{ nation.grp }}",
        "{{ GRP_SHARE(nation.grp, nation.grp) }}",
        "{{ nation.volume_index }}",
        "{{ nation.grp_per_capita }}",
        "",
    )
    row = (
        "{{ RANK_REGIONS(grp_per_capita) }}",
        '{{ region | down(sort="-grp_per_capita") }}',
        "{{ grp }}",
        "{{ GRP_SHARE(grp, nation.grp) }}",
        "{{ volume_index }}",
        "{{ grp_per_capita }}",
        "",
    )
    less = "(all.grp | sum) - nation.grp"
    check = ("", say["check"], f"{{{{ {less} }}}}", f"{{{{ ({less}) / nation.grp * 100 }}}}", "", "", "")
    for line, (look, cells) in enumerate((("whole", nation), ("row", row), ("check", check)), start=4):
        for column, (text, form) in enumerate(zip(cells, formats, strict=True)):
            number = "#,##0.0;-#,##0.0;0.0" if look == "check" and column in (2, 3) else form
            align = {"align": "center"} if column == 0 else {"shrink": True}
            cell_format = page.format(look, num_format=number, **align)
            write_cell(sheet, line, column, text, cell_format)
    quieten_missing(sheet, page, "A5:F7")
    for column in "CF":
        suit_figures(sheet, page, f"{column}5:{column}6", f"{column}$5:{column}$6")
    fall = page.workbook.add_format({"font_color": FALL})
    sheet.conditional_format("E5:E6", {"type": "cell", "criteria": "<", "value": 100, "format": fall})
    chart = bars(page, (name, "$B$6:$B$6"), (name, "$F$6:$F$6"), min=0)
    put_beside(sheet, chart, "G6", pixels(_RANKING_WIDTHS[-1]), say["ranking_alt"])
    notes = (say["ranking_note"], "{{ source }}", note_on_missing("C5:C6,E5:F6", say))
    draw_notes(sheet, page, 8, _RANKING_WIDTHS, notes)
    sheet.freeze_panes(4, 2)
    sheet.repeat_rows(3)


def _draw_trend(page: Canvas, say: Mapping[str, str]) -> None:
    name = say["sheet_trend"]
    sheet = page.sheet(name, _TREND_WIDTHS)
    draw_head(sheet, page, say["trend"], say["trend_unit"])
    write_text(sheet, "A4", say["region"], page.format("head"))
    marker = '{{ year | right(sort="year", where="year >= base_year") }}'
    write_text(sheet, "B4", marker, page.format("head", align="right", num_format="0"))
    write_text(sheet, "C4", say["index"], page.format("head", align="right"))
    write_text(sheet, "D4", say["change"], page.format("head", align="center"))
    write_text(sheet, "E4", say["index_chart"], page.format("head", indent=1))
    sheet.set_row(3, 32)
    index, arrow = "GROWTH_INDEX({0})", "CL_TREND(100, GROWTH_INDEX({0}))"
    for row, look, first, column in (
        (4, "whole", "{{ nation }}", "nation.rd_organisations"),
        (5, "row", "{{ region | down }}", "rd_organisations"),
    ):
        sheet.write_string(row, 0, first, page.format(look, shrink=True))
        sheet.write_string(row, 1, f"{{{{ {column} }}}}", page.format(look, num_format="#,##0", shrink=True))
        sheet.write_string(row, 2, f"{{{{ {index.format(column)} }}}}", page.format(look, num_format="0.0"))
        sheet.write_string(row, 3, f"{{{{ {arrow.format(column)} }}}}", page.format(look, align="center", font_size=10))
        sheet.write_blank(row, 4, None, page.format(look))
    sheet.write_string(6, 0, say["check"], page.format("check"))
    less = "{{ (all.rd_organisations | sum) - nation.rd_organisations }}"
    sheet.write_string(6, 1, less, page.format("check", num_format="#,##0;-#,##0;0"))
    for column in (2, 3, 4):
        sheet.write_blank(6, column, None, page.format("check"))
    quieten_missing(sheet, page, "B5:D7")
    colour_arrows(sheet, page, "D5:D6")
    chart = bars(page, (name, "$A$6:$A$6"), (name, "$C$6:$C$6"), crossing=100)
    put_beside(sheet, chart, "E6", pixels(_TREND_WIDTHS[-1]), say["index_alt"])
    write_text(sheet, "A9", say["trend_chart"], page.format("caption"))
    years = columns(page, (name, "$B$4:$B$4"), (name, "$B$5:$B$5"))
    put_below(sheet, years, "A10", sum(map(pixels, _TREND_WIDTHS[:4])), 145, say["trend_alt"])
    notes = (say["trend_note"], say["check_note"], "{{ source }}", note_on_missing("B5:B6", say))
    draw_notes(sheet, page, 18, _TREND_WIDTHS, notes)
    sheet.freeze_panes(4, 1)
    sheet.repeat_rows(3)
    sheet.repeat_columns(0)


def _draw_localization(page: Canvas, say: Mapping[str, str]) -> None:
    name = say["sheet_localization"]
    sheet = page.sheet(name, _LOCALIZATION_WIDTHS)
    draw_head(sheet, page, say["localization"])
    write_text(sheet, "A4", "{{ region | down(rows=4) }}", page.format("group"))
    sheet.set_row(3, 22)
    heads = (say["branch"], say["cl"] + " {{ base_year }}", say["cl"] + " {{ year }}", say["change"], say["reading"])
    for column, text in enumerate(heads):
        align = ("left", "right", "right", "center", "left")[column]
        sheet.write_string(4, column, text, page.format("head", align=align))
    cells = (
        ("{{ branch | down }}", {"shrink": True}),
        ("{{ cl.at(base_year) }}", {"num_format": "0.0"}),
        ("{{ cl }}", {"num_format": "0.0"}),
        ("{{ CL_TREND(cl.at(base_year), cl) }}", {"align": "center", "font_size": 10}),
        ("{{ CL_CLASS(cl.at(base_year), cl, language=language) }}", {"align": "left"}),
    )
    for column, (text, more) in enumerate(cells):
        sheet.write_string(5, column, text, page.format("row", **more))
    quieten_missing(sheet, page, "B6:E6")
    embolden_reached(sheet, page, "B6:C6")
    colour_arrows(sheet, page, "D6:D6")
    notes = (say["localization_note"], say["reading_note"], "{{ source }}", note_on_missing("B4:C7", say))
    draw_notes(sheet, page, 8, _LOCALIZATION_WIDTHS, notes)
    sheet.freeze_panes(3, 1)
    sheet.repeat_rows(0, 2)
