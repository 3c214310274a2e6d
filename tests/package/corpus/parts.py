"""Workbooks patched as text: parts, relationships, content types, and elements of a sheet in the order of "
"the schema."""

import re
from itertools import count
from posixpath import relpath, split

from tests.package.plain_workbook import DECLARATION, PACKAGE, RELATIONS, unzipped, zipped

SHEET_ORDER = [
    "sheetPr",
    "dimension",
    "sheetViews",
    "sheetFormatPr",
    "cols",
    "sheetData",
    "sheetCalcPr",
    "sheetProtection",
    "protectedRanges",
    "scenarios",
    "autoFilter",
    "sortState",
    "dataConsolidate",
    "customSheetViews",
    "mergeCells",
    "phoneticPr",
    "conditionalFormatting",
    "dataValidations",
    "hyperlinks",
    "printOptions",
    "pageMargins",
    "pageSetup",
    "headerFooter",
    "rowBreaks",
    "colBreaks",
    "customProperties",
    "cellWatches",
    "ignoredErrors",
    "smartTags",
    "drawing",
    "legacyDrawing",
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
]
WORKBOOK_ORDER = [
    "fileVersion",
    "fileSharing",
    "workbookPr",
    "workbookProtection",
    "bookViews",
    "sheets",
    "functionGroups",
    "externalReferences",
    "definedNames",
    "calcPr",
    "oleSize",
    "customWorkbookViews",
    "pivotCaches",
    "extLst",
]
REGIONS = "xl/worksheets/sheet1.xml"
WORKBOOK = "xl/workbook.xml"


class Parts:
    """The parts of a workbook while a test patches them."""

    def __init__(self, data: bytes) -> None:
        self.content = unzipped(data)

    def write(self) -> bytes:
        return zipped(self.content)

    def text(self, name: str) -> str:
        return self.content[name].decode()

    def add(self, name: str, content: str | bytes, content_type: str = "") -> None:
        """Add a part; without a content type its extension must have one already."""
        self.content[name] = content if isinstance(content, bytes) else (DECLARATION + content).encode()
        if content_type:
            self.replace(
                "[Content_Types].xml",
                "</Types>",
                f'<Override PartName="/{name}" ContentType="{content_type}"/></Types>',
            )

    def default(self, extension: str, content_type: str) -> None:
        """Declare the content type of an extension."""
        if f'Extension="{extension}"' not in self.text("[Content_Types].xml"):
            default = f'<Default Extension="{extension}" ContentType="{content_type}"/>'
            self.replace("[Content_Types].xml", "<Default ", f"{default}<Default ", 1)

    def replace(self, name: str, old: str, new: str, times: int = -1) -> None:
        """Replace text that must be there."""
        text = self.text(name)
        assert old in text, f"{old} isn't in {name}"
        self.content[name] = text.replace(old, new, times).encode()

    def relate(self, source: str, kind: str, target: str, *, external: bool = False) -> str:
        """Add a relationship (`kind` is the last word of an ordinary type, or a whole type) and return its id."""
        folder, name = split(source)
        record = f"{folder}/_rels/{name}.rels".lstrip("/")
        if record not in self.content:
            self.add(record, f'<Relationships xmlns="{PACKAGE}/relationships"></Relationships>')
        text = self.text(record)
        relationship_id = next(free for free in (f"rId{n}" for n in count(1)) if f'"{free}"' not in text)
        where = f'"{target}" TargetMode="External"' if external else f'"{relpath(target, folder or ".")}"'
        whole = kind if "/" in kind else f"{RELATIONS}/{kind}"
        self.replace(
            record,
            "</Relationships>",
            f'<Relationship Id="{relationship_id}" Type="{whole}" Target={where}/></Relationships>',
        )
        return relationship_id

    def insert(self, xml: str, name: str = REGIONS) -> None:
        """Put an element of a worksheet or of the workbook in its place."""
        order = WORKBOOK_ORDER if name == WORKBOOK else SHEET_ORDER
        element = next(tag for tag in re.findall(r"<(\w+)[ />]", xml) if tag in order)
        later = order[order.index(element) + 1 :]
        text = self.text(name)
        places = [found.start() for tag in later if (found := re.search(rf"<{tag}[ />]", text))]
        at = min(places, default=text.rindex("</"))
        self.content[name] = (text[:at] + xml + text[at:]).encode()

    def extend(self, uri: str, namespaces: str, xml: str, name: str = REGIONS) -> None:
        """Put an extension into the list of extensions at the end of a part."""
        extension = f'<ext uri="{uri}" {namespaces}>{xml}</ext>'
        if "</extLst></w" in self.text(name):
            self.replace(name, "</extLst></w", f"{extension}</extLst></w")
        else:
            self.insert(f"<extLst>{extension}</extLst>", name)

    def ensure_drawing(self, name: str = REGIONS) -> str:
        """The drawing of a sheet, added where it has none."""
        drawing = "xl/drawings/drawing1.xml"
        if drawing not in self.content:
            empty = f'<xdr:wsDr xmlns:xdr="{DRAWING}/spreadsheetDrawing" xmlns:a="{DRAWING}/main"></xdr:wsDr>'
            self.add(drawing, empty, DRAWING_TYPE)
            self.insert(f'<drawing r:id="{self.relate(name, "drawing", drawing)}"/>', name)
        return drawing

    def draw(self, xml: str, *, row: int = 7, column: int = 0) -> None:
        """Anchor a shape on the regions' sheet, from `row` and `column` (from 0) four rows and three columns on."""
        anchor = (
            f"<xdr:twoCellAnchor>{_corner('from', row, column)}{_corner('to', row + 4, column + 3)}{xml}"
            "<xdr:clientData/></xdr:twoCellAnchor>"
        )
        self.replace(self.ensure_drawing(), "</xdr:wsDr>", f"{anchor}</xdr:wsDr>")


DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.drawing+xml"


def _corner(name: str, row: int, column: int) -> str:
    return (
        f"<xdr:{name}><xdr:col>{column}</xdr:col><xdr:colOff>0</xdr:colOff>"
        f"<xdr:row>{row}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:{name}>"
    )
