"""What a cell may hold or wear beyond a value: formats, rules, links, notes, formatted text."""

from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from tests.package.corpus.base import drawn
from tests.package.corpus.parts import REGIONS, WORKBOOK, Parts
from tests.package.corpus.pictures import PIXEL
from tests.package.corpus.surroundings import plain

X14 = 'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"'
XM = 'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"'
FORMATS_URI = "{78C0D931-6437-407d-A8EE-F0AAD7539E65}"
VALIDATIONS_URI = "{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"
THREAD = "{463EC29B-9CE5-524A-8B08-C4942360C466}"
PERSON = "{97249AF3-29DC-004D-97DD-C4B015019060}"


def sparklines() -> bytes:
    def draw(_: Workbook, sheet: Worksheet) -> None:
        sheet.add_sparkline("F4", {"range": "Regions!B4:C4", "type": "column", "high_point": True})
        sheet.add_sparkline("F5", {"range": "Regions!B4:B4", "markers": True, "date_axis": "Regions!C4:C4"})

    return drawn(draw)


def conditional_formats() -> bytes:
    def draw(workbook: Workbook, sheet: Worksheet) -> None:
        red = workbook.add_format({"font_color": "#9C0006", "bg_color": "#FFC7CE"})
        sheet.conditional_format("B4:B4", {"type": "data_bar", "data_bar_2010": True, "bar_solid": True})
        sheet.conditional_format("C4:C4", {"type": "3_color_scale"})
        sheet.conditional_format("D4", {"type": "icon_set", "icon_style": "3_arrows"})
        sheet.conditional_format("A4:E4", {"type": "formula", "criteria": "=$E4<=3", "format": red})
        sheet.conditional_format("E4", {"type": "top", "value": 3, "format": red})

    parts = Parts(drawn(draw))
    icons = (
        f"<x14:conditionalFormatting {XM}>"
        '<x14:cfRule type="iconSet" priority="9" id="{0A9D6C3E-5B0E-4F0C-9B57-2D62B2C9B8F1}">'
        '<x14:iconSet iconSet="3Stars">'
        '<x14:cfvo type="percent"><xm:f>0</xm:f></x14:cfvo><x14:cfvo type="num"><xm:f>Regions!$B$5</xm:f></x14:cfvo>'
        '<x14:cfvo type="percent"><xm:f>67</xm:f></x14:cfvo></x14:iconSet></x14:cfRule><xm:sqref>E4:E4</xm:sqref>'
        "</x14:conditionalFormatting></x14:conditionalFormattings>"
    )
    parts.replace(REGIONS, "</x14:conditionalFormattings>", icons)
    return parts.write()


def validations() -> bytes:
    def draw(_: Workbook, sheet: Worksheet) -> None:
        sheet.data_validation("B4", {"validate": "decimal", "criteria": ">", "value": 0, "input_title": "GRP"})
        sheet.data_validation("A4", {"validate": "list", "source": "=data!$A$2:$A$4", "error_type": "warning"})
        sheet.data_validation("G4:G5", {"validate": "custom", "value": "=COUNTIF($A$4:$A$4,A4)=1"})

    parts = Parts(drawn(draw))
    parts.extend(
        VALIDATIONS_URI,
        X14,
        f'<x14:dataValidations count="1" {XM}><x14:dataValidation type="list" allowBlank="1"><x14:formula1>'
        "<xm:f>data!$A$2:$A$4</xm:f></x14:formula1><xm:sqref>F4</xm:sqref></x14:dataValidation></x14:dataValidations>",
    )
    return parts.write()


def hyperlinks() -> bytes:
    def draw(_: Workbook, sheet: Worksheet) -> None:
        sheet.write_url("F4", "https://www.example.org/regions?a=1&b=2#top", None, "source", "the office's page")
        sheet.write_url("F5", "internal:data!A1", None, "data")
        sheet.write_url("F1", "external:methods.xlsx#Notes!A1", None, "methods")

    return drawn(draw)


def merged_cells() -> bytes:
    def draw(workbook: Workbook, sheet: Worksheet) -> None:
        centred = workbook.add_format({"align": "center", "border": 1})
        sheet.merge_range("F2:G2", "Notes", centred)
        sheet.merge_range("F7:H8", "below", centred)
        sheet.autofilter("A3:E4")

    return drawn(draw)


def notes() -> bytes:
    def draw(_: Workbook, sheet: Worksheet) -> None:
        sheet.write_comment("B4", "current prices", {"author": "Office", "visible": True, "color": "#FFEEAA"})
        sheet.write_comment("A5", "the sum of the regions", {"x_scale": 2, "font_size": 11})

    return drawn(draw)


def threaded_comments() -> bytes:
    parts = Parts(
        drawn(lambda _, sheet: sheet.write_comment("B4", "[Threaded comment]", {"author": f"tc={THREAD}"}) and None)
    )
    namespace = 'xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"'
    parts.replace("xl/comments1.xml", 'authorId="0"', f'authorId="0" xr:uid="{THREAD}"')
    revision = 'xmlns:xr="http://schemas.microsoft.com/office/spreadsheetml/2014/revision"'
    compatibility = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="xr"'
    parts.replace("xl/comments1.xml", "<comments ", f"<comments {compatibility} {revision} ", 1)
    parts.add(
        "xl/threadedComments/threadedComment1.xml",
        f'<ThreadedComments {namespace}><threadedComment ref="B4" dT="2024-02-01T10:00:00.00" personId="{PERSON}" '
        f'id="{THREAD}"><text>Which prices?</text></threadedComment></ThreadedComments>',
        "application/vnd.ms-excel.threadedcomments+xml",
    )
    parts.add(
        "xl/persons/person.xml",
        f'<personList {namespace}><person displayName="Statistician" '
        f'id="{PERSON}" userId="u1" providerId="None"/>'
        f"</personList>",
        "application/vnd.ms-excel.person+xml",
    )
    kinds = "http://schemas.microsoft.com/office/2017/10/relationships"
    parts.relate(REGIONS, f"{kinds}/threadedComment", "xl/threadedComments/threadedComment1.xml")
    parts.relate(WORKBOOK, f"{kinds}/person", "xl/persons/person.xml")
    return parts.write()


def rich_text() -> bytes:
    def draw(workbook: Workbook, sheet: Worksheet) -> None:
        bold, red = workbook.add_format({"bold": True}), workbook.add_format({"font_color": "red"})
        raised = workbook.add_format({"font_script": 1})
        sheet.write_rich_string("A1", bold, "Gross", " regional ", red, "product", raised, "1")
        sheet.write_rich_string("F4", "see ", bold, "notes")

    return drawn(draw)


def formulas() -> bytes:
    def draw(_: Workbook, sheet: Worksheet) -> None:
        sheet.write_dynamic_array_formula("G4:G4", "=SORT(data!A2:A4)", None, "Astana")
        sheet.write_array_formula("H4:H4", "{=SUM(B4:B4*C4:C4)}", None, 0)
        sheet.write_formula("I4", "=_xlfn.XLOOKUP(A4,data!A:A,data!C:C)", None, 0)

    parts = Parts(drawn(draw))
    parts.replace(
        REGIONS, '<c r="B5" s="2"><f>SUM(B4:B4)</f>', '<c r="B5" s="2"><f t="shared" ref="B5:C5" si="0">SUM(B4:B4)</f>'
    )
    parts.replace(REGIONS, "<f>SUM(C4:C4)</f>", '<f t="shared" si="0"/>')
    return parts.write()


def cell_pictures() -> bytes:
    def draw(_: Workbook, sheet: Worksheet) -> None:
        sheet.embed_image("F4", "flag.png", {"image_data": BytesIO(PIXEL), "description": "flag"})
        sheet.insert_checkbox("G4", True)

    return drawn(draw)


def strict() -> bytes:
    """The plain template in the strict conformance class."""
    return in_strict(plain())


def in_strict(workbook: bytes) -> bytes:
    """A workbook in the strict conformance class."""
    parts = Parts(workbook)
    transitional, iso = "http://schemas.openxmlformats.org", "http://purl.oclc.org/ooxml"
    told = {
        f"{transitional}/spreadsheetml/2006/main": f"{iso}/spreadsheetml/main",
        f"{transitional}/officeDocument/2006/relationships/metadata": f"{iso}/officeDocument/relationships/metadata",
        f"{transitional}/officeDocument/2006/relationships": f"{iso}/officeDocument/relationships",
        f"{transitional}/officeDocument/2006/extended-properties": f"{iso}/officeDocument/extendedProperties",
        f"{transitional}/officeDocument/2006/docPropsVTypes": f"{iso}/officeDocument/docPropsVTypes",
        **{
            f"{transitional}/drawingml/2006/{kind}": f"{iso}/drawingml/{kind}"
            for kind in ("main", "chart", "spreadsheetDrawing")
        },
        "relationships/extended-properties": "relationships/extendedProperties",
    }
    for name, content in parts.content.items():
        text = content.decode()
        for old, new in told.items():
            text = text.replace(old, new)
        parts.content[name] = text.encode()
    parts.replace(WORKBOOK, "<workbook ", '<workbook conformance="strict" ', 1)
    return parts.write()
