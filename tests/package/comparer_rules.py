"""What filling may change: attributes and texts that hold references, counts of what grows, and caches of values."""

from typing import Final

FREE_ATTRIBUTES: Final[dict[str, frozenset[str]]] = {
    "": frozenset(
        {
            "ref",
            "sqref",
            "count",
            "uniqueCount",
            "topLeftCell",
            "activeCell",
            "spans",
            "textlink",
            "fmlaLink",
            "fmlaRange",
        }
    ),
    "worksheetSource": frozenset({"ref"}),
    "brk": frozenset({"id", "min", "max"}),
    "col": frozenset({"min", "max"}),
    "pane": frozenset({"xSplit", "ySplit"}),
    "cellWatch": frozenset({"r"}),
    "singleXmlCell": frozenset({"r"}),
    "inputCells": frozenset({"r"}),
    "filterColumn": frozenset({"colId"}),
    "hyperlink": frozenset({"location"}),
    "idmap": frozenset({"data"}),
    "calcPr": frozenset({"fullCalcOnLoad"}),
    "pivotCacheDefinition": frozenset({"refreshOnLoad", "recordCount"}),
    "definedName": frozenset({"localSheetId"}),
    "workbookView": frozenset({"activeTab", "firstSheet"}),
    "vector": frozenset({"size"}),
}
MAY_BE_ADDED: Final = frozenset({"fullCalcOnLoad", "refreshOnLoad"})
FREE_TEXT: Final = frozenset(
    {
        *("f", "formula", "formula1", "formula2", "calculatedColumnFormula", "totalsRowFormula", "definedName"),
        *("sqref", "row", "rowOff", "col", "colOff", "v", "lpstr", "i4"),
    }
)
FREE_TEXT_OF_VML: Final = frozenset({"Anchor", "Row", "Column", "FmlaLink", "FmlaRange", "FmlaGroup", "FmlaMacro"})
CACHES: Final = frozenset({"numCache", "strCache", "numLit", "multiLvlStrCache", "numDim", "strDim", "dlblRangeCache"})
WORKBOOK_OF_TEMPLATE: Final = {
    "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    ),
    "application/vnd.ms-excel.template.macroEnabled.main+xml": "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
}
