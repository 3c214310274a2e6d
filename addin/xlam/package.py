"""The add-in's package: a workbook of two hidden sheets, its VBA project and its ribbon, the same bytes each time."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Final
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_STORED, ZipFile, ZipInfo

Rows = Sequence[Sequence[str]]

_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_TYPES: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_EARLIEST: Final = (1980, 1, 1, 0, 0, 0)
_STYLES: Final = (
    f'<styleSheet xmlns="{_MAIN}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def package(project: bytes, ribbon: bytes, sheets: Mapping[str, Rows], title: str, description: str) -> bytes:
    """The .xlam file; the code name of the sheet at position n, from 1, is 'Sheet' with that number.

    Nothing in it is compressed a second time, because what deflate makes differs from one zlib to another.
    """
    numbered = dict(enumerate(sheets.values(), 1))
    parts = {
        "[Content_Types].xml": _content_types(len(sheets)),
        "_rels/.rels": _package_relationships(),
        "xl/workbook.xml": _workbook(tuple(sheets)),
        "xl/_rels/workbook.xml.rels": _workbook_relationships(len(sheets)),
        "xl/styles.xml": _STYLES,
        **{f"xl/worksheets/sheet{number}.xml": _sheet(number, rows) for number, rows in numbered.items()},
        "docProps/core.xml": _core_properties(title, description),
    }
    contents = {name: (_DECLARATION + text).encode() for name, text in parts.items()}
    return _archive({**contents, "xl/vbaProject.bin": project, "customUI/customUI14.xml": ribbon})


def _archive(contents: Mapping[str, bytes]) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_STORED) as archive:
        for name, data in contents.items():
            entry = ZipInfo(name, _EARLIEST)
            entry.create_system = 0
            archive.writestr(entry, data)
    return file.getvalue()


def _content_types(sheets: int) -> str:
    overrides = {
        "/xl/workbook.xml": "application/vnd.ms-excel.addin.macroEnabled.main+xml",
        **{f"/xl/worksheets/sheet{number}.xml": f"{_TYPES}.worksheet+xml" for number in range(1, sheets + 1)},
        "/xl/styles.xml": f"{_TYPES}.styles+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    }
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        + "".join(f'<Override PartName="{part}" ContentType="{kind}"/>' for part, kind in overrides.items())
        + "</Types>"
    )


def _relationships(targets: Mapping[str, str]) -> str:
    lines = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (target, kind) in enumerate(targets.items(), 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{lines}</Relationships>'


def _package_relationships() -> str:
    return _relationships(
        {
            "xl/workbook.xml": f"{_OFFICE}/officeDocument",
            "docProps/core.xml": f"{_PACKAGE}/relationships/metadata/core-properties",
            "customUI/customUI14.xml": "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility",
        }
    )


def _workbook_relationships(sheets: int) -> str:
    return _relationships(
        {
            **{f"worksheets/sheet{number}.xml": f"{_OFFICE}/worksheet" for number in range(1, sheets + 1)},
            "styles.xml": f"{_OFFICE}/styles",
            "vbaProject.bin": "http://schemas.microsoft.com/office/2006/relationships/vbaProject",
        }
    )


def _workbook(names: Sequence[str]) -> str:
    sheets = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{number}" r:id="rId{number}"/>' for number, name in enumerate(names, 1)
    )
    return (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><workbookPr codeName="ThisWorkbook"/>'
        f'<bookViews><workbookView visibility="hidden"/></bookViews><sheets>{sheets}</sheets></workbook>'
    )


def _sheet(number: int, rows: Rows) -> str:
    body = "".join(f'<row r="{line}">{_cells(line, row)}</row>' for line, row in enumerate(rows, 1))
    return f'<worksheet xmlns="{_MAIN}"><sheetPr codeName="Sheet{number}"/><sheetData>{body}</sheetData></worksheet>'


def _cells(line: int, row: Sequence[str]) -> str:
    return "".join(
        f'<c r="{chr(ord("A") + index)}{line}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'
        for index, text in enumerate(row)
        if text
    )


def _core_properties(title: str, description: str) -> str:
    return (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(title)}</dc:title><dc:description>{escape(description)}</dc:description>"
        "</cp:coreProperties>"
    )
