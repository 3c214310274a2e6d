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


class Follow(Enum):
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
        *(Follow.AREA, Follow.AREAS, Follow.CELL, Follow.ROW, Follow.COLUMN, Follow.DIMENSION, Follow.SELECTION),
        *(Follow.SHOWN, Follow.ELSEWHERE),
    }
)


class Holder(NamedTuple):
    """An element, told from its namesakes by the one around it where needed (`x14:sparkline/xm:f`), and its attribute.

    `follows`: how it follows cells that move. `loses`: whether a block without rows keeps one for it, since it would
    refer to nothing. The attribute None is the element's text.
    """

    element: str
    attribute: str | None
    follows: Follow
    loses: bool

    @property
    def is_formula(self) -> bool:
        """Whether it is the text of a formula: renamed with sheets and tables, looked through for calls and links."""
        return self.follows not in _OF_ONE_SHEET

    @property
    def names_sheet(self) -> bool:
        """Whether the attribute `sheet` beside it names its sheet, and is renamed."""
        return self.follows is Follow.ELSEWHERE

    @property
    def key(self) -> str:
        """The element, and the attribute after a `@`."""
        return self.element if self.attribute is None else f"{self.element}@{self.attribute}"


_LOST, _KEPT = True, False

HOLDERS: Final = tuple(
    Holder(key.partition("@")[0], key.partition("@")[2] or None, follows, loses)
    for key, follows, loses in (
        ("x:f", Follow.IN_CELL, _KEPT),
        ("x:dimension@ref", Follow.DIMENSION, _KEPT),
        ("x:sheetPr@syncRef", Follow.CELL, _KEPT),
        ("x:sheetView@topLeftCell", Follow.CELL, _KEPT),
        ("x:customSheetView@topLeftCell", Follow.CELL, _KEPT),
        ("x:pane@topLeftCell", Follow.CELL, _KEPT),
        ("x:selection@sqref", Follow.SELECTION, _KEPT),
        ("x:selection@activeCell", Follow.CELL, _KEPT),
        ("x:pivotSelection@activeRow", Follow.ROW, _KEPT),
        ("x:pivotSelection@activeCol", Follow.COLUMN, _KEPT),
        ("x:pivotSelection@previousRow", Follow.ROW, _KEPT),
        ("x:pivotSelection@previousCol", Follow.COLUMN, _KEPT),
        ("x:protectedRange@sqref", Follow.AREAS, _KEPT),
        ("x:scenarios@sqref", Follow.AREAS, _KEPT),
        ("x:inputCells@r", Follow.CELL, _KEPT),
        ("x:autoFilter@ref", Follow.AREA, _KEPT),
        ("x:sortState@ref", Follow.AREA, _KEPT),
        ("x:sortCondition@ref", Follow.AREA, _KEPT),
        ("x14:sortCondition@ref", Follow.AREA, _KEPT),
        ("nsv:sortCondition@ref", Follow.AREA, _KEPT),
        ("nsv:richSortCondition@ref", Follow.AREA, _KEPT),
        ("xlrd2:richSortCondition@ref", Follow.AREA, _KEPT),
        ("nsv:nsvFilter@ref", Follow.AREA, _KEPT),
        ("x:ignoredError@sqref", Follow.AREAS, _KEPT),
        ("x14:ignoredError/xm:sqref", Follow.AREAS, _KEPT),
        ("x:webPublishItem@sourceRef", Follow.AREA, _KEPT),
        ("x:dataRef@ref", Follow.ELSEWHERE, _LOST),
        ("x:worksheetSource@ref", Follow.ELSEWHERE, _LOST),
        ("x:rangeSet@ref", Follow.ELSEWHERE, _LOST),
        ("x:location@ref", Follow.AREA, _KEPT),
        ("x:table@ref", Follow.AREA, _KEPT),
        ("x:calculatedColumnFormula", Follow.IN_COLUMN, _KEPT),
        ("x:totalsRowFormula", Follow.IN_COLUMN, _KEPT),
        ("x:singleXmlCell@r", Follow.CELL, _KEPT),
        ("x:oleSize@ref", Follow.SHOWN, _KEPT),
        ("x:definedName", Follow.NAME, _LOST),
        ("x:parameter@cell", Follow.FORMULA, _LOST),
        ("x:formula", Follow.FORMAT, _LOST),
        ("x:cfvo@val", Follow.FORMAT, _LOST),
        ("x:formula1", Follow.FORMAT, _LOST),
        ("x:formula2", Follow.FORMAT, _LOST),
        ("xm:f", Follow.FORMAT, _LOST),
        ("x14:sparkline/xm:f", Follow.OWN_CELLS, _LOST),
        ("x14:sparklineGroup/xm:f", Follow.RANGES, _LOST),
        ("x15:webExtension/xm:f", Follow.RANGES, _LOST),
        ("x:hyperlink@location", Follow.OWN_CELLS, _LOST),
        ("rel:Relationship@Target", Follow.TARGET, _LOST),
        ("xdr:sp@textlink", Follow.SHAPE, _LOST),
        ("cdr:sp@textlink", Follow.SHAPE, _LOST),
        ("a14:cameraTool@cellRange", Follow.RANGES, _LOST),
        ("x:controlPr@linkedCell", Follow.SHAPE, _LOST),
        ("x:controlPr@listFillRange", Follow.SHAPE_LIST, _LOST),
        ("x14:formControlPr@fmlaLink", Follow.SHAPE, _LOST),
        ("x14:formControlPr@fmlaRange", Follow.SHAPE_LIST, _LOST),
        ("x14:formControlPr@fmlaGroup", Follow.SHAPE, _LOST),
        ("x14:formControlPr@fmlaTxbx", Follow.SHAPE, _LOST),
        ("vx:FmlaGroup", Follow.SHAPE, _LOST),
        ("vx:FmlaLink", Follow.SHAPE, _LOST),
        ("vx:FmlaPict", Follow.SHAPE, _LOST),
        ("vx:FmlaRange", Follow.SHAPE_LIST, _LOST),
        ("vx:FmlaTxbx", Follow.SHAPE, _LOST),
        ("c:f", Follow.CHART, _LOST),
        ("c15:f", Follow.CHART, _LOST),
        ("c15:sqref", Follow.CHART, _LOST),
        ("cx:f", Follow.CHART, _LOST),
        ("cx:nf", Follow.FORMULA, _LOST),
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
        if self.holder.follows is Follow.TARGET:
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
