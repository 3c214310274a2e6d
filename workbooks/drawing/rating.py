"""The template `rating`: the indicators of innovative development of Kireyeva and Nurlanova (2014), and two ratings."""

from pathlib import Path
from typing import Final

from workbooks.drawing.labels import LABELS
from workbooks.drawing.rating_labels import RATING_LABELS
from workbooks.drawing.sheets import draw_head, draw_notes, draw_settings, note_on_missing, quieten_missing
from workbooks.drawing.style import canvas, write_cell

_WIDTHS: Final = (24, 14, 18, 14, 11, 8, 16, 12, 14, 17, 18, 11, 8)
_GRP: Final = "GRP_PER_CAPITA(grp, population)"
_INVESTMENT: Final = "GRP_PER_CAPITA(investment, population)"
_PRODUCTIVITY: Final = "LABOR_PRODUCTIVITY(grp, employed)"
_PRODUCTS: Final = "GRP_PER_CAPITA(innovative_products, population)"
_BEFORE: Final = "GRP_PER_CAPITA(innovative_products.at(base_year), population.at(base_year))"
_RD: Final = "RD_INTENSITY(rd_costs, grp)"
_RD_PER_EMPLOYEE: Final = "LABOR_PRODUCTIVITY(rd_costs, employed)"
_INNOVATION: Final = "RD_INTENSITY(innovation_costs, grp)"
_SUSCEPTIBILITY: Final = f"COMPOSITE_INDEX(({_GRP}, {_INVESTMENT}, {_PRODUCTIVITY}))"
_ACTIVITY: Final = f"COMPOSITE_INDEX(({_PRODUCTS}, {_RD}, {_RD_PER_EMPLOYEE}, {_INNOVATION}))"

_COLUMNS: Final = (
    ("region", "region | down", ""),
    ("grp", _GRP, "#,##0.0"),
    ("investment", _INVESTMENT, "#,##0.0"),
    ("productivity", _PRODUCTIVITY, "#,##0.0"),
    ("rating", _SUSCEPTIBILITY, "0.000"),
    ("rank", f"RANK_REGIONS({_SUSCEPTIBILITY})", "0"),
    ("products", _PRODUCTS, "#,##0.0"),
    ("products_index", f"GROWTH_INDEX({_PRODUCTS}, {_BEFORE})", "0.0"),
    ("rd", _RD, "0.00"),
    ("rd_per_employee", _RD_PER_EMPLOYEE, "#,##0.00"),
    ("innovation", _INNOVATION, "0.00"),
    ("rating", _ACTIVITY, "0.000"),
    ("rank", f"RANK_REGIONS({_ACTIVITY})", "0"),
)


def draw(path: Path, language: str) -> None:
    """Draw the template in one language."""
    say, common = RATING_LABELS[language], LABELS[language]
    page = canvas(path, say["title"])
    sheet = page.sheet(say["sheet"], _WIDTHS, landscape=True)
    draw_head(sheet, page, say["title"] + ", {{ year }}")
    sheet.merge_range("B4:F4", say["susceptibility"], page.format("group"))
    sheet.merge_range("G4:M4", say["activity"], page.format("group"))
    for column, (head, text, form) in enumerate(_COLUMNS):
        align = "right" if column else "left"
        sheet.write_string(4, column, say[head], page.format("head", align=align))
        write_cell(sheet, 5, column, f"{{{{ {text} }}}}", page.format("row", align=align, num_format=form))
    sheet.set_row(4, 44)
    quieten_missing(sheet, page, "B6:M6")
    draw_notes(sheet, page, 7, _WIDTHS, (say["note"], note_on_missing("B6:M6", common)))
    sheet.freeze_panes(5, 1)
    sheet.repeat_rows(4)
    sheet.repeat_columns(0)
    settings = (
        ("title", common["figures"], common["about_title"]),
        ("base_year", 2008, common["about_base_year"]),
        ("", None, common["about_year"]),
        ("nation", None, common["about_nation"]),
        ("language", language, common["about_language"]),
    )
    draw_settings(page, common, settings)
    page.workbook.close()
