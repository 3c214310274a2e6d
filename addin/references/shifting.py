"""What holds references in a part, by the table of holders, and how each kind of it follows the cells.

What is repeated with cells, has a place on the grid or is relative to an area isn't here: see `repeating`, `drawings`,
`grid` and `formats`.
"""

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from addin.errors import Message, Place, UserError
from addin.package.reference_holders import Shift, held
from addin.package.tags import short
from addin.package.xml import Element
from addin.references.areas import Site, covered, first_cell, first_line, stretched
from addin.references.formula import parse
from addin.references.formula_position import FormulaPosition
from addin.references.growth import COLUMNS, ROWS
from addin.references.listing import one_range
from addin.references.reference_modes import CELLS, LINKS, NAMES, RANGES, SERIES, SHAPE_LISTS, SHAPES, ReferenceMode
from addin.references.tree import take_out

Rule: TypeAlias = Callable[[str, Element, Site], str | None]
"""From the value as written to the value in the filled workbook; None: the element has lost all its cells."""


def _area(value: str, _: Element, site: Site) -> str | None:
    return stretched(value, site.layout)


def _elsewhere(value: str, element: Element, site: Site) -> str | None:
    """An area of the sheet that the attribute `sheet` names, unless that is another workbook's."""
    if any(str(name).endswith("}id") for name in element.attrib):
        return value
    source = Site(element.get("sheet", site.sheet), site.geometry)
    areas = covered(value, source.layout) or ""
    if " " in areas:
        raise one_range(value, len(areas.split()), Message("a pivot table"), Place(sheet=source.sheet))
    return stretched(value, source.layout)


def _dimension(value: str, _: Element, site: Site) -> str | None:
    return stretched(value, site.layout) or "A1"


def _areas(value: str, _: Element, site: Site) -> str | None:
    return covered(value, site.layout)


def _selection(value: str, element: Element, site: Site) -> str | None:
    """One area for each, as the attribute `activeCellId` counts them."""
    areas = [parse(each).at(site.home, site.geometry) for each in value.split()]
    if "#REF!" not in areas:
        return " ".join(areas)
    if "activeCellId" in element.attrib:
        del element.attrib["activeCellId"]
    return first_cell(element.get("activeCell", "A1"), site.layout)


def _cell(value: str, _: Element, site: Site) -> str | None:
    return first_cell(value, site.layout)


def _row(value: str, _: Element, site: Site) -> str | None:
    return str(first_line(site.layout.rows, int(value) + 1, ROWS) - 1)


def _column(value: str, _: Element, site: Site) -> str | None:
    return str(first_line(site.layout.columns, int(value) + 1, COLUMNS) - 1)


def _shown(value: str, element: Element, site: Site) -> str | None:
    """An area of the sheet that the workbook opens at, which is what it shows where it is embedded in a document."""
    workbook = element.getparent()
    assert workbook is not None
    view, sheets = workbook.find("{*}bookViews/{*}workbookView"), workbook.findall("{*}sheets/{*}sheet")
    active = int("0" if view is None else view.get("activeTab", "0"))
    return stretched(value, Site(sheets[active].get("name", ""), site.geometry).layout)


def _formula(reference_mode: ReferenceMode) -> Rule:
    def follow(value: str, _: Element, site: Site) -> str | None:
        return parse(value).at(site.home, site.geometry, reference_mode)

    return follow


def _name(value: str, element: Element, site: Site) -> str | None:
    """Excel's own names (print areas, titles, filters) are absolute however they are written."""
    reference_mode = SERIES if element.get("name", "").startswith("_xlnm.") else NAMES
    return parse(value).at(FormulaPosition(site.sheet), site.geometry, reference_mode)


def _chart_data(value: str, element: Element, site: Site) -> str | None:
    """Values and categories become all images of a cell; a title or a series' name stays one cell.

    A chart that is repeated refers to cells of its own copy.
    """
    titles = any(short(each.tag) in ("c:tx", "cx:txData") for each in element.iterancestors())
    one, all_images = (CELLS, SERIES) if site.at is None else (SHAPES, SHAPE_LISTS)
    return parse(value).at(site.home, site.geometry, one if titles else all_images)


def _target(value: str, _: Element, site: Site) -> str | None:
    """A link from a drawing to a place in the workbook is a relationship's target that begins with `#`."""
    if not value.startswith("#"):
        return value
    return "#" + parse(value[1:]).at(FormulaPosition(""), site.geometry, LINKS)


_RULES: Final[Mapping[Shift, Rule]] = {
    Shift.AREA: _area,
    Shift.AREAS: _areas,
    Shift.CELL: _cell,
    Shift.ROW: _row,
    Shift.COLUMN: _column,
    Shift.DIMENSION: _dimension,
    Shift.SELECTION: _selection,
    Shift.SHOWN: _shown,
    Shift.ELSEWHERE: _elsewhere,
    Shift.FORMULA: _formula(CELLS),
    Shift.RANGES: _formula(RANGES),
    Shift.NAME: _name,
    Shift.CHART: _chart_data,
    Shift.TARGET: _target,
}
"""How what stays where it is in a part follows; for others see `drawings`, `formats`, `repeating`, `table_columns`."""


def shift_by_table(root: Element, site: Site) -> None:
    """Change in the tree all that the table names; what has lost its cells is taken out."""
    for each in list(held(root)):
        rule = _RULES.get(each.holder.follows)
        if rule is not None and each.holder.attribute is None:
            _shift_text(each.element, rule, site)
        elif rule is not None and each.holder.attribute is not None:
            _shift_attribute(each.element, each.holder.attribute, rule, site)


def _shift_text(element: Element, rule: Rule, site: Site) -> None:
    value = rule(element.text or "", element, site)
    if value is None:
        around = element.getparent()
        assert around is not None
        take_out(around)
    else:
        element.text = value


def _shift_attribute(element: Element, attribute: str, rule: Rule, site: Site) -> None:
    value = element.get(attribute)
    if not value:
        return
    new = rule(value, element, site)
    if new is not None:
        element.set(attribute, new)
    elif element.getparent() is not None:
        take_out(element)
    else:
        raise UserError("all cells of {address} are removed", Place(sheet=site.sheet, cell=value), address=value)
