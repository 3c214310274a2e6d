"""The templates `ranking`, `trend` and `specialisation`: figures of any table ranked, followed, or localized."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from workbooks.drawing.charts import bars, put_beside
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
from workbooks.drawing.style import Canvas, canvas, pixels, write_cell

_RANKING_WIDTHS: Final = (7, 32, 15, 18, 30)
_TREND_WIDTHS: Final = (26, 12, 15, 11, 24)
_SPECIALISATION_WIDTHS: Final = (32, 16)


def draw_ranking(path: Path, language: str) -> None:
    """Draw the template `ranking` in one language: the column `value` for each region."""
    say = LABELS[language]
    page = canvas(path, say["selected_ranking"])
    name = say["sheet_ranking"]
    sheet = page.sheet(name, _RANKING_WIDTHS)
    draw_head(sheet, page, "{{ title }}", overline=say["selected_ranking"])
    share = "GRP_SHARE(value) if value is additive else RELATIVE_INDEX(value, nation.value)"
    share_name = say["share"].replace("\n", " ")
    heading = f'{{{{ "{share_name}" if value is additive else nation ~ " = 100" }}}}'
    whole = f'{{{{ "{say["sum"]}" if value is additive else nation }}}}'
    cells = (
        (say["rank"], "{{ RANK_REGIONS(value) }}", "", "center", "0"),
        (say["region"], '{{ region | down(sort="-value") }}', whole, "left", ""),
        (
            say["figure"],
            "{{ value }}",
            "{{ (value | sum) if value is additive else nation.value }}",
            "right",
            "#,##0.0",
        ),
        (heading, f"{{{{ {share} }}}}", "{{ (GRP_SHARE(value) | sum) if value is additive else 100 }}", "right", "0.0"),
        (say["compared"], "", "", "left", ""),
    )
    for column, (head, text, total, align, form) in enumerate(cells):
        more = {"align": align, "num_format": form, **({"shrink": True} if column in (1, 2) else {})}
        sheet.write_string(3, column, head, page.format("head", align=align, indent=int(column == 4)))
        write_cell(sheet, 4, column, text, page.format("row", **more))
        write_cell(sheet, 5, column, total, page.format("whole", **more))
    sheet.set_row(3, 32)
    quieten_missing(sheet, page, "A5:D6")
    suit_figures(sheet, page, "C5:C6", "C$5:C$6")
    put_beside(
        sheet,
        bars(page, (name, "$B$5:$B$5"), (name, "$C$5:$C$5")),
        "E5",
        pixels(_RANKING_WIDTHS[-1]),
        say["compared_alt"],
    )
    draw_notes(sheet, page, 7, _RANKING_WIDTHS, (say["selected_note"], note_on_missing("C5:C5", say)))
    sheet.freeze_panes(4, 2)
    sheet.repeat_rows(3)
    _draw_settings(page, say, language)


def draw_trend(path: Path, language: str) -> None:
    """Draw the template `trend` in one language: the column `value` for each region and year."""
    say = LABELS[language]
    page = canvas(path, say["selected_trend"])
    name = say["sheet_trend"]
    sheet = page.sheet(name, _TREND_WIDTHS, landscape=True)
    draw_head(sheet, page, "{{ title }}", overline=say["selected_trend"])
    cells = (
        (say["region"], "{{ region | down }}", "left", "", ""),
        ('{{ year | right(sort="year", where="year >= base_year") }}', "{{ value }}", "right", "0", "#,##0.0"),
        (say["index"], "{{ GROWTH_INDEX(value) }}", "right", "", "0.0"),
        (say["change"], "{{ CL_TREND(100, GROWTH_INDEX(value)) }}", "center", "", ""),
        (say["index_chart"], "", "left", "", ""),
    )
    for column, (head, text, align, head_form, form) in enumerate(cells):
        more = {"shrink": True} if column < 2 else {}
        indent = int(column == 4)
        sheet.write_string(3, column, head, page.format("head", align=align, indent=indent, num_format=head_form))
        write_cell(sheet, 4, column, text, page.format("row", align=align, num_format=form, **more))
    sheet.set_row(3, 32)
    quieten_missing(sheet, page, "B5:D5")
    suit_figures(sheet, page, "B5:B5", "$B$5:$B$5")
    colour_arrows(sheet, page, "D5:D5")
    put_beside(
        sheet,
        bars(page, (name, "$A$5:$A$5"), (name, "$C$5:$C$5"), crossing=100),
        "E5",
        pixels(_TREND_WIDTHS[-1]),
        say["index_alt"],
    )
    draw_notes(sheet, page, 6, _TREND_WIDTHS, (say["trend_note"], note_on_missing("B5:B5", say)))
    sheet.freeze_panes(4, 1)
    sheet.repeat_rows(3)
    sheet.repeat_columns(0)
    _draw_settings(page, say, language, ("base_year", 2008, say["about_base_year"]))


def draw_specialisation(path: Path, language: str) -> None:
    """Draw the template `specialisation` in one language: coefficients of `value` for each region and branch."""
    say = LABELS[language]
    page = canvas(path, say["selected_localization"])
    sheet = page.sheet(say["sheet_localization"], _SPECIALISATION_WIDTHS, landscape=True)
    draw_head(sheet, page, say["selected_localization"])
    cells = (
        (say["region"], "{{ region | down }}", "left", ""),
        ("{{ branch | right }}", "{{ LOCALIZATION_TABLE(value) }}", "right", "0.00"),
    )
    for column, (head, text, align, form) in enumerate(cells):
        more = {"shrink": True} if column == 0 else {}
        sheet.write_string(3, column, head, page.format("head", align=align))
        sheet.write_string(4, column, text, page.format("row", align=align, num_format=form, **more))
    sheet.set_row(3, 40)
    quieten_missing(sheet, page, "B5:B5")
    embolden_reached(sheet, page, "B5:B5")
    line = page.format("note", text_wrap=False)
    sheet.write_string("A7", say["selected_localization_note"], line)
    sheet.write_formula("A8", note_on_missing("B5:B5", say), line, "")
    sheet.freeze_panes(4, 1)
    sheet.repeat_rows(3)
    sheet.repeat_columns(0)
    _draw_settings(page, say, language)


def _draw_settings(page: Canvas, say: Mapping[str, str], language: str, *more: tuple[str, object, str]) -> None:
    settings = (
        ("title", say["figures"], say["about_title"]),
        ("nation", None, say["about_nation"]),
        *more,
        ("", None, say["about_year"]),
        ("language", language, say["about_language"]),
    )
    draw_settings(page, say, settings)
    page.workbook.close()
