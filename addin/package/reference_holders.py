"""What in a package holds references to cells: the one table, with a column for each use.

Source of the names: ISO/IEC 29500-1, sections 18, 20 and 21; MS-XLSX, section 2; MS-ODRAWXML, section 2; MS-OI29500,
section 3 (what legacy drawings hold). What has a place on the grid by counting rows and columns isn't here: anchors,
widths, page breaks, panes.
"""

from collections.abc import Iterator, Mapping
from enum import Enum, auto
from typing import Final, NamedTuple
from urllib.parse import unquote

from addin.package.tags import short
from addin.package.xml import Element
from udfs.formulas.tokens import Qualifier


class Shift(Enum):
    """How a reference follows the cells that it points at."""

    AREA = auto()
    """An area of the part's own sheet grows."""
    AREAS = auto()
    """A list of areas has exactly the images of its cells."""
    CELL = auto()
    """A cell goes to its first image."""
    ROW = auto()
    COLUMN = auto()
    DIMENSION = auto()
    SELECTION = auto()
    SHOWN = auto()
    """An area of the sheet that the workbook opens at."""
    ELSEWHERE = auto()
    """An area of the sheet that the attribute `sheet` names."""
    FORMULA = auto()
    RANGES = auto()
    """A formula that names cells: a single one becomes all its images."""
    NAME = auto()
    CHART = auto()
    TARGET = auto()
    """A place in the workbook after a `#`."""
    SHAPE = auto()
    """A shape's or a control's cell: that of its own copy."""
    SHAPE_LIST = auto()
    """A list that a control chooses from."""
    FORMAT = auto()
    """A formula relative to the areas of the element around it."""
    OWN_CELLS = auto()
    """The element is repeated with its own cells."""
    IN_CELL = auto()
    """A cell's formula, which is written with the cell."""
    IN_COLUMN = auto()
    """A formula of a table's column."""


_OF_ONE_SHEET: Final = frozenset(
    {
        *(Shift.AREA, Shift.AREAS, Shift.CELL, Shift.ROW, Shift.COLUMN, Shift.DIMENSION, Shift.SELECTION),
        *(Shift.SHOWN, Shift.ELSEWHERE),
    }
)


class Holder(NamedTuple):
    """An element, told from its namesakes by the one around it where needed (`x14:sparkline/xm:f`), and its attribute.

    `follows`: how it follows cells that move. `loses`: whether a block without rows keeps one for it, since it would
    refer to nothing. The attribute None is the element's text.
    """

    element: str
    attribute: str | None
    follows: Shift
    loses: bool

    @property
    def is_formula(self) -> bool:
        """Whether it is the text of a formula: renamed with sheets and tables, looked through for calls and links."""
        return self.follows not in _OF_ONE_SHEET

    @property
    def names_sheet(self) -> bool:
        """Whether the attribute `sheet` beside it names its sheet, and is renamed."""
        return self.follows is Shift.ELSEWHERE

    @property
    def key(self) -> str:
        """The element, and the attribute after a `@`."""
        return self.element if self.attribute is None else f"{self.element}@{self.attribute}"


_LOST, _KEPT = True, False

HOLDERS: Final = tuple(
    Holder(key.partition("@")[0], key.partition("@")[2] or None, follows, loses)
    for key, follows, loses in (
        ("x:f", Shift.IN_CELL, _KEPT),
        ("x:dimension@ref", Shift.DIMENSION, _KEPT),
        ("x:sheetPr@syncRef", Shift.CELL, _KEPT),
        ("x:sheetView@topLeftCell", Shift.CELL, _KEPT),
        ("x:customSheetView@topLeftCell", Shift.CELL, _KEPT),
        ("x:pane@topLeftCell", Shift.CELL, _KEPT),
        ("x:selection@sqref", Shift.SELECTION, _KEPT),
        ("x:selection@activeCell", Shift.CELL, _KEPT),
        ("x:pivotSelection@activeRow", Shift.ROW, _KEPT),
        ("x:pivotSelection@activeCol", Shift.COLUMN, _KEPT),
        ("x:pivotSelection@previousRow", Shift.ROW, _KEPT),
        ("x:pivotSelection@previousCol", Shift.COLUMN, _KEPT),
        ("x:protectedRange@sqref", Shift.AREAS, _KEPT),
        ("x:scenarios@sqref", Shift.AREAS, _KEPT),
        ("x:inputCells@r", Shift.CELL, _KEPT),
        ("x:autoFilter@ref", Shift.AREA, _KEPT),
        ("x:sortState@ref", Shift.AREA, _KEPT),
        ("x:sortCondition@ref", Shift.AREA, _KEPT),
        ("x14:sortCondition@ref", Shift.AREA, _KEPT),
        ("nsv:sortCondition@ref", Shift.AREA, _KEPT),
        ("nsv:richSortCondition@ref", Shift.AREA, _KEPT),
        ("xlrd2:richSortCondition@ref", Shift.AREA, _KEPT),
        ("nsv:nsvFilter@ref", Shift.AREA, _KEPT),
        ("x:ignoredError@sqref", Shift.AREAS, _KEPT),
        ("x14:ignoredError/xm:sqref", Shift.AREAS, _KEPT),
        ("x:webPublishItem@sourceRef", Shift.AREA, _KEPT),
        ("x:dataRef@ref", Shift.ELSEWHERE, _LOST),
        ("x:worksheetSource@ref", Shift.ELSEWHERE, _LOST),
        ("x:rangeSet@ref", Shift.ELSEWHERE, _LOST),
        ("x:location@ref", Shift.AREA, _KEPT),
        ("x:table@ref", Shift.AREA, _KEPT),
        ("x:calculatedColumnFormula", Shift.IN_COLUMN, _KEPT),
        ("x:totalsRowFormula", Shift.IN_COLUMN, _KEPT),
        ("x:singleXmlCell@r", Shift.CELL, _KEPT),
        ("x:oleSize@ref", Shift.SHOWN, _KEPT),
        ("x:definedName", Shift.NAME, _LOST),
        ("x:parameter@cell", Shift.FORMULA, _LOST),
        ("x:formula", Shift.FORMAT, _LOST),
        ("x:cfvo@val", Shift.FORMAT, _LOST),
        ("x:formula1", Shift.FORMAT, _LOST),
        ("x:formula2", Shift.FORMAT, _LOST),
        ("xm:f", Shift.FORMAT, _LOST),
        ("x14:sparkline/xm:f", Shift.OWN_CELLS, _LOST),
        ("x14:sparklineGroup/xm:f", Shift.RANGES, _LOST),
        ("x15:webExtension/xm:f", Shift.RANGES, _LOST),
        ("x:hyperlink@location", Shift.OWN_CELLS, _LOST),
        ("rel:Relationship@Target", Shift.TARGET, _LOST),
        ("xdr:sp@textlink", Shift.SHAPE, _LOST),
        ("cdr:sp@textlink", Shift.SHAPE, _LOST),
        ("a14:cameraTool@cellRange", Shift.RANGES, _LOST),
        ("x:controlPr@linkedCell", Shift.SHAPE, _LOST),
        ("x:controlPr@listFillRange", Shift.SHAPE_LIST, _LOST),
        ("x14:formControlPr@fmlaLink", Shift.SHAPE, _LOST),
        ("x14:formControlPr@fmlaRange", Shift.SHAPE_LIST, _LOST),
        ("x14:formControlPr@fmlaGroup", Shift.SHAPE, _LOST),
        ("x14:formControlPr@fmlaTxbx", Shift.SHAPE, _LOST),
        ("vx:FmlaGroup", Shift.SHAPE, _LOST),
        ("vx:FmlaLink", Shift.SHAPE, _LOST),
        ("vx:FmlaPict", Shift.SHAPE, _LOST),
        ("vx:FmlaRange", Shift.SHAPE_LIST, _LOST),
        ("vx:FmlaTxbx", Shift.SHAPE, _LOST),
        ("c:f", Shift.CHART, _LOST),
        ("c15:f", Shift.CHART, _LOST),
        ("c15:sqref", Shift.CHART, _LOST),
        ("cx:f", Shift.CHART, _LOST),
        ("cx:nf", Shift.FORMULA, _LOST),
    )
)


def _by_element() -> Mapping[str, tuple[Holder, ...]]:
    found: dict[str, tuple[Holder, ...]] = {}
    for holder in HOLDERS:
        name = holder.element.rpartition("/")[2]
        found[name] = (*found.get(name, ()), holder)
    return found


_BY_ELEMENT: Final = _by_element()


class HeldReference(NamedTuple):
    """A reference or formula in a part: the table's entry for it, its element, and its text as it stands there."""

    holder: Holder
    element: Element
    text: str

    @property
    def formula(self) -> str:
        """It as a formula: with its sheet where that stands beside it, without the `#` of a link within the workbook.

        Empty for what is no formula, and for areas of other workbooks.
        """
        if self.holder.follows is Shift.TARGET:
            return unquote(self.text[1:]) if self.text.startswith("#") else ""
        if self.holder.names_sheet:
            sheet = self.element.get("sheet")
            return "" if not sheet or is_elsewhere(self.element) else Qualifier("", (sheet,)).prefix + self.text
        return self.text if self.holder.is_formula else ""

    def put(self, text: str) -> None:
        """Write another text in its place."""
        if self.holder.attribute is None:
            self.element.text = text
        else:
            self.element.set(self.holder.attribute, text)


def is_elsewhere(element: Element) -> bool:
    """Whether an element's area is in another workbook, to which a relationship leads."""
    return any(str(name).endswith("}id") for name in element.attrib)


def held(root: Element) -> Iterator[HeldReference]:
    """All that a part holds of the table, in its order."""
    for element in root.iter("*"):
        for holder in holders_of(element):
            text = element.text if holder.attribute is None else element.get(holder.attribute)
            if text:
                yield HeldReference(holder, element, text)


def holders_of(element: Element) -> Iterator[Holder]:
    """The table's entries for an element: those for it in what is around it before those for any of its name."""
    found = _BY_ELEMENT.get(short(element.tag), ())
    if any("/" in holder.element for holder in found):
        around = element.getparent()
        name = f"{'' if around is None else short(around.tag)}/{short(element.tag)}"
        within = [holder for holder in found if holder.element == name]
        found = tuple(within or (holder for holder in found if "/" not in holder.element))
    yield from found
