"""All parts of a workbook that refer to cells, changed to follow them."""

from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import Final

from lxml import etree

from addin.package.tags import short, sibling
from addin.package.xml import Element
from addin.references.areas import Controls, Site
from addin.references.charts import follow_chart
from addin.references.drawings import follow_anchors, follow_shape_cells
from addin.references.following import follow_table
from addin.references.formats import follow_formats
from addin.references.geometry import Geometry
from addin.references.grid import follow_grid
from addin.references.home import FormulaPosition
from addin.references.legacy_drawings import follow_legacy
from addin.references.notes import follow_notes, follow_threads
from addin.references.repeating import follow_repeated
from addin.references.table_columns import follow_columns
from addin.references.tree import recount

Step = Callable[[Element, Site], None]


def _follow_pivot_source(root: Element, site: Site) -> None:
    """A pivot table whose source has grown is out of date: Excel makes it anew when it opens the file."""
    before = [each.get("ref") for each in root.iter("{*}worksheetSource", "{*}rangeSet")]
    follow_table(root, site)
    if [each.get("ref") for each in root.iter("{*}worksheetSource", "{*}rangeSet")] != before:
        root.set("refreshOnLoad", "1")


def _follow_control(root: Element, site: Site) -> None:
    follow_shape_cells(root, site.home, site)


_SHEET: Final[tuple[Step, ...]] = (follow_grid, follow_anchors, follow_formats, follow_repeated, follow_table)
_STEPS: Final[Mapping[str, tuple[Step, ...]]] = {
    "x:worksheet": _SHEET,
    "x:dialogsheet": _SHEET,
    "c:chartSpace": (follow_chart,),
    "c:userShapes": (_follow_control,),
    "x:table": (follow_columns,),
    "x14:formControlPr": (_follow_control,),
    "x:pivotCacheDefinition": (_follow_pivot_source,),
    "x:comments": (follow_notes,),
    "tc:ThreadedComments": (follow_threads,),
    "xml": (follow_legacy,),
    "xdr:wsDr": (follow_anchors, follow_table),
    "nsv:namedSheetViews": (follow_grid, follow_table),
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
    for step in _STEPS.get(short(root.tag), (follow_table,)):
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
