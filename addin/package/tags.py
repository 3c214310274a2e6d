"""Short names for the elements of a workbook's parts, the same for both conformance classes of ISO/IEC 29500."""

from functools import lru_cache
from typing import Final

from lxml import etree

from addin.package.namespaces import (
    COMPATIBILITY,
    EXCEL_2010,
    EXCEL_2010_FORMULA,
    STRICT,
    TRANSITIONAL,
    VML,
    VML_EXCEL,
    VML_OFFICE,
)

_MICROSOFT: Final = "http://schemas.microsoft.com/office"

PREFIXES: Final = {
    **{each.main: "x" for each in (TRANSITIONAL, STRICT)},
    **{each.chart: "c" for each in (TRANSITIONAL, STRICT)},
    **{each.drawing: "a" for each in (TRANSITIONAL, STRICT)},
    **{each.spreadsheet_drawing: "xdr" for each in (TRANSITIONAL, STRICT)},
    **{each.chart_drawing: "cdr" for each in (TRANSITIONAL, STRICT)},
    EXCEL_2010: "x14",
    EXCEL_2010_FORMULA: "xm",
    COMPATIBILITY: "mc",
    VML: "v",
    VML_EXCEL: "vx",
    VML_OFFICE: "o",
    f"{_MICROSOFT}/spreadsheetml/2010/11/main": "x15",
    f"{_MICROSOFT}/spreadsheetml/2017/richdata2": "xlrd2",
    f"{_MICROSOFT}/spreadsheetml/2018/threadedcomments": "tc",
    f"{_MICROSOFT}/spreadsheetml/2019/namedsheetviews": "nsv",
    f"{_MICROSOFT}/spreadsheetml/2014/revision": "xr",
    f"{_MICROSOFT}/drawing/2010/main": "a14",
    f"{_MICROSOFT}/drawing/2012/chart": "c15",
    f"{_MICROSOFT}/drawing/2014/chartex": "cx",
    "http://schemas.openxmlformats.org/package/2006/relationships": "rel",
}
"""The prefix by which the tables of this package name each namespace."""


# Kept: a fifth of moving what a part refers to, which asks for every element; the tag says all of the result.
@lru_cache(maxsize=2048)
def short(tag: str) -> str:
    """The element's name with the prefix of its namespace (`x:mergeCell`); as it is where the namespace is unknown."""
    namespace, _, name = tag[1:].rpartition("}")
    prefix = PREFIXES.get(namespace)
    return f"{prefix}:{name}" if prefix else tag


def sibling(tag: str, name: str) -> str:
    """The qualified name of another element in the namespace of `tag`."""
    namespace = etree.QName(tag).namespace
    return f"{{{namespace}}}{name}" if namespace else name
