"""The template `functions`: every function with its purpose, formula and examples, as the ribbon lists them."""

from pathlib import Path
from typing import Final

from workbooks.drawing.labels import LABELS
from workbooks.drawing.sheets import draw_head, draw_settings
from workbooks.drawing.style import canvas, write_cell

_WIDTHS: Final = (70, 56)
_LINES: Final = (
    ("{{ function | down(rows=5) }}", "", "group", {}),
    ("{{ purpose }}", "", "plain", {}),
    ("{{ formula | down }}", "", "subtitle", {}),
    ("{{ example | down }}", "{{ result }}", "row", {"num_format": "@", "shrink": True}),
)
"""The lines of one function: what stands in both columns, and how it looks."""


def draw(path: Path, language: str) -> None:
    """Draw the template in one language."""
    say = LABELS[language]
    page = canvas(path, say["functions"])
    sheet = page.sheet(say["functions"], _WIDTHS)
    draw_head(sheet, page, "{{ title }}", overline="Growthpole")
    for column, head in enumerate((say["examples"], say["results"])):
        sheet.write_string(3, column, head, page.format("head"))
    for row, (first, second, look, more) in enumerate(_LINES, start=4):
        for column, text in enumerate((first, second)):
            write_cell(sheet, row, column, text, page.format(look, **more))
    sheet.set_row(4, 22)
    sheet.freeze_panes(4, 0)
    sheet.repeat_rows(3)
    settings = (("title", say["functions"], say["about_title"]), ("language", language, say["about_language"]))
    draw_settings(page, say, settings)
    page.workbook.close()
