"""All parts of a workbook that refer to cells, changed to follow them."""

from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import Final

from lxml import etree

from addin.package.tags import short, sibling
from addin.package.xml import Element
from addin.references.areas import Controls, Site
from addin.references.charts import shift_chart
from addin.references.drawings import shift_anchors, shift_shape_cells
from addin.references.formats import shift_formats
from addin.references.formula_position import FormulaPosition
from addin.references.geometry import Geometry
from addin.references.grid import shift_grid
from addin.references.legacy_drawings import shift_legacy
from addin.references.notes import shift_notes, shift_threads
from addin.references.repeating import shift_repeated
from addin.references.shifting import shift_by_table
from addin.references.table_columns import shift_table_columns
from addin.references.tree import recount

Step = Callable[[Element, Site], None]


def _shift_pivot_source(root: Element, site: Site) -> None:
    """A pivot table whose source has grown is out of date: Excel makes it anew when it opens the file."""
    before = [each.get("ref") for each in root.iter("{*}worksheetSource", "{*}rangeSet")]
    shift_by_table(root, site)
    if [each.get("ref") for each in root.iter("{*}worksheetSource", "{*}rangeSet")] != before:
        root.set("refreshOnLoad", "1")


def _shift_control(root: Element, site: Site) -> None:
    shift_shape_cells(root, site.home, site)


_SHEET: Final[tuple[Step, ...]] = (shift_grid, shift_anchors, shift_formats, shift_repeated, shift_by_table)
_STEPS: Final[Mapping[str, tuple[Step, ...]]] = {
    "x:worksheet": _SHEET,
    "x:dialogsheet": _SHEET,
    "c:chartSpace": (shift_chart,),
    "c:userShapes": (_shift_control,),
    "x:table": (shift_table_columns,),
    "x14:formControlPr": (_shift_control,),
    "x:pivotCacheDefinition": (_shift_pivot_source,),
    "x:comments": (shift_notes,),
    "tc:ThreadedComments": (shift_threads,),
    "xml": (shift_legacy,),
    "xdr:wsDr": (shift_anchors, shift_by_table),
    "nsv:namedSheetViews": (shift_grid, shift_by_table),
}
_CELLS: Final = "x:sheetData"


def shift_part(
    root: Element,
    sheet: str | None,
    geometry: Geometry,
    controls: Controls | None = None,
    at: FormulaPosition | None = None,
) -> Element | None:
    """The part with everything in it that refers to cells following them; None where nothing changes.

    `root` stays as it is. `sheet` is the sheet of the template that the part belongs to: a worksheet's own name, and
    that of the sheet that uses a table, comments, a drawing or a control; None for parts of the whole workbook. A
    worksheet comes back with an empty `<sheetData>`: its cells are written elsewhere, and None says nothing of them.
    `controls` are the sheet's form controls (`form_controls`), for those of its parts on which they are repeated within
    repeats: the sheet, its drawing and its legacy drawing; then `repeat_controls` adds what else they need.
    `at`: where in a repeat one copy of a chart begins, for a chart's part (`chart_frames`).
    """
    copy = _copy(root)
    before = etree.tostring(copy)
    site = Site(sheet or "", geometry, controls or {}, at)
    for step in _STEPS.get(short(root.tag), (shift_by_table,)):
        step(copy, site)
    recount(copy)
    return None if etree.tostring(copy) == before else copy


def _copy(root: Element) -> Element:
    """A copy of the tree, without a sheet's cells."""
    cells = root.find(sibling(root.tag, _CELLS.partition(":")[2]))
    if cells is None or not len(cells):
        return deepcopy(root)
    copy = etree.Element(root.tag, nsmap=root.nsmap)  # type: ignore[arg-type]  # the stubs forget the default namespace
    copy.attrib.update(root.attrib)
    copy.text, copy.tail = root.text, root.tail
    for child in root:
        if isinstance(child.tag, str) and short(child.tag) == _CELLS:
            etree.SubElement(copy, child.tag).tail = child.tail
        else:
            copy.append(deepcopy(child))
    return copy
