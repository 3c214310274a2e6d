"""Parts of a workbook written as text, and what becomes of them."""

import re

from lxml import etree

from addin.package.namespaces import TRANSITIONAL
from addin.references.geometry import Geometry
from addin.references.growth import Growth, nested, plain
from addin.references.parts import shift_part

NAMESPACES = {
    "": TRANSITIONAL.main,
    "c": TRANSITIONAL.chart,
    "xdr": TRANSITIONAL.spreadsheet_drawing,
    "a": TRANSITIONAL.drawing,
    "r": TRANSITIONAL.relationships,
    "x14": "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main",
    "x15": "http://schemas.microsoft.com/office/spreadsheetml/2010/11/main",
    "xlrd2": "http://schemas.microsoft.com/office/spreadsheetml/2017/richdata2",
    "xm": "http://schemas.microsoft.com/office/excel/2006/main",
    "xr": "http://schemas.microsoft.com/office/spreadsheetml/2014/revision",
    "c15": "http://schemas.microsoft.com/office/drawing/2012/chart",
    "cx": "http://schemas.microsoft.com/office/drawing/2014/chartex",
    "a14": "http://schemas.microsoft.com/office/drawing/2010/main",
}
_DECLARED = " ".join(f'xmlns{":" * bool(prefix)}{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())

DOWN = Geometry({"S": Growth(rows=(plain(5, 5, 4),))})
RIGHT = Geometry({"S": Growth(columns=(plain(3, 3, 4),))})
EMPTY = Geometry({"S": Growth(rows=(plain(5, 5, 0),))})
PAIRS = Geometry({"S": Growth(rows=(plain(5, 6, 3),))})
NESTED = Geometry({"S": Growth(rows=(nested(4, 6, [(plain(5, 5, 3),), (plain(5, 5, 2),)]),))})


def part(root: str, content: str = "") -> etree._Element:
    name = root.split()[0]
    return etree.fromstring(f"<{root} {_DECLARED}>{content}</{name}>")


def follow(root: str, content: str, geometry: Geometry, sheet: str | None = "S") -> str:
    """The content of the part afterwards; what it was where nothing changed."""
    element = part(root, content)
    shifted = shift_part(element, sheet, geometry)
    found = etree.tostring(element if shifted is None else shifted, encoding="unicode")
    return re.sub(r"^<[^>]*>|</[^>]*>$", "", found.replace(" " + _DECLARED, ""))


def sheet(content: str, geometry: Geometry = DOWN) -> str:
    return follow("worksheet", content, geometry)
