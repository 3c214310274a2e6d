"""The feature corpus: templates each of which holds something that a careless writer loses."""

from collections.abc import Callable
from functools import cache
from typing import Final

from tests.package.corpus import cells, drawings, lists, rarities, surroundings

_BUILDERS: Final[dict[str, Callable[[], bytes]]] = {
    "plain": surroundings.plain,
    "macros": surroundings.macros,
    "module sheets": surroundings.module_sheets,
    "ribbon": surroundings.ribbon,
    "custom XML": surroundings.custom_xml,
    "print settings": surroundings.print_settings,
    "pictures in headers": surroundings.header_pictures,
    "properties": surroundings.properties,
    "defined names": surroundings.names,
    "outline groups": surroundings.outline,
    "views and protection": surroundings.views,
    "external links": surroundings.external_link,
    "rare elements": surroundings.rare_elements,
    "sparklines": cells.sparklines,
    "conditional formats": cells.conditional_formats,
    "data validations": cells.validations,
    "hyperlinks": cells.hyperlinks,
    "merged cells and filters": cells.merged_cells,
    "notes": cells.notes,
    "threaded comments": cells.threaded_comments,
    "rich text": cells.rich_text,
    "array and shared formulas": cells.formulas,
    "pictures in cells": cells.cell_pictures,
    "strict namespaces": cells.strict,
    "charts": drawings.charts,
    "chart sheets": drawings.chart_sheet,
    "charts of 2016": drawings.waterfall_chart,
    "shapes": drawings.shapes,
    "text boxes": drawings.text_boxes,
    "pictures": drawings.pictures,
    "form controls": drawings.form_controls,
    "tables": lists.tables,
    "table slicers": lists.table_slicers,
    "pivot tables": lists.pivot_tables,
    "pivot slicers": lists.pivot_slicers,
    "queries": lists.query_tables,
    "diagrams": rarities.diagrams,
    "timelines": rarities.timelines,
    "embedded objects": rarities.embedded_objects,
    "saved views": rarities.saved_views,
    "XML maps": rarities.xml_maps,
    "signatures": rarities.signatures,
    "templates": rarities.template,
    "templates with macros": rarities.macro_template,
}
FEATURES: Final = tuple(_BUILDERS)


@cache
def feature_workbook(name: str) -> bytes:
    """The template workbook that holds the feature `name`, one of FEATURES."""
    return _BUILDERS[name]()


def suffix_of(name: str) -> str:
    """How a workbook with this feature ends, a template's once it is one."""
    return ".xlsm" if name in ("macros", "templates with macros") else ".xlsx"
