"""Which workbooks are drawn, and where they are kept."""

from pathlib import Path
from typing import Final

from workbooks.drawing import audit, functions, gallery, localization, neighbours, paper, rating, regions, selected
from workbooks.drawing.labels import LANGUAGES

TEMPLATES: Final = {
    "regions": regions.draw,
    "localization": localization.draw,
    "ranking": selected.draw_ranking,
    "rating": rating.draw,
    "trend": selected.draw_trend,
    "specialisation": selected.draw_specialisation,
    "audit": audit.draw,
    "functions": functions.draw,
}


def draw_all(folder: Path) -> None:
    """Draw the gallery into the folder, the others into `data` and `templates`; a template is NAME.LANGUAGE.xlsx."""
    for name in ("data", "templates"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    paper.draw(folder / "data" / "kazakhstan_kireyeva_nurlanova_2014.xlsx")
    neighbours.draw(folder / "data" / "kazakhstan_neighbours.xlsx")
    gallery.draw(folder / "functions.xlsx")
    for language in LANGUAGES:
        for name, draw in TEMPLATES.items():
            draw(folder / "templates" / f"{name}.{language}.xlsx", language)
