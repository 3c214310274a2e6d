"""The namespaces of ISO/IEC 29500 in both its conformance classes, and those of Microsoft's extensions."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Namespaces:
    """The namespaces of one conformance class; each attribute is a namespace name."""

    main: str
    relationships: str
    drawing: str
    spreadsheet_drawing: str
    chart_drawing: str
    chart: str

    def tag(self, name: str) -> str:
        """The qualified name of a SpreadsheetML element."""
        return f"{{{self.main}}}{name}"

    @property
    def id(self) -> str:
        """The qualified name of the attribute `r:id`."""
        return f"{{{self.relationships}}}id"


_OPEN_XML: Final = "http://schemas.openxmlformats.org"
_ISO: Final = "http://purl.oclc.org/ooxml"

TRANSITIONAL: Final = Namespaces(
    main=f"{_OPEN_XML}/spreadsheetml/2006/main",
    relationships=f"{_OPEN_XML}/officeDocument/2006/relationships",
    drawing=f"{_OPEN_XML}/drawingml/2006/main",
    spreadsheet_drawing=f"{_OPEN_XML}/drawingml/2006/spreadsheetDrawing",
    chart_drawing=f"{_OPEN_XML}/drawingml/2006/chartDrawing",
    chart=f"{_OPEN_XML}/drawingml/2006/chart",
)
STRICT: Final = Namespaces(
    main=f"{_ISO}/spreadsheetml/main",
    relationships=f"{_ISO}/officeDocument/relationships",
    drawing=f"{_ISO}/drawingml/main",
    spreadsheet_drawing=f"{_ISO}/drawingml/spreadsheetDrawing",
    chart_drawing=f"{_ISO}/drawingml/chartDrawing",
    chart=f"{_ISO}/drawingml/chart",
)

CONTENT_TYPES: Final = f"{_OPEN_XML}/package/2006/content-types"
PACKAGE_RELATIONSHIPS: Final = f"{_OPEN_XML}/package/2006/relationships"
COMPATIBILITY: Final = f"{_OPEN_XML}/markup-compatibility/2006"
VARIANT_TYPES: Final = f"{_OPEN_XML}/officeDocument/2006/docPropsVTypes"
XML: Final = "http://www.w3.org/XML/1998/namespace"
SPACE: Final = f"{{{XML}}}space"
EXCEL_2010: Final = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
EXCEL_2010_FORMULA: Final = "http://schemas.microsoft.com/office/excel/2006/main"
VML: Final = "urn:schemas-microsoft-com:vml"
VML_EXCEL: Final = "urn:schemas-microsoft-com:office:excel"
VML_OFFICE: Final = "urn:schemas-microsoft-com:office:office"


def vocabulary_of(namespace: str | None) -> Namespaces:
    """The vocabulary whose SpreadsheetML namespace this is; ValueError for any other."""
    for vocabulary in (TRANSITIONAL, STRICT):
        if namespace == vocabulary.main:
            return vocabulary
    raise ValueError(f"{namespace} is not a namespace of SpreadsheetML")
