"""What stands around the cells of a workbook: macros, ribbon, custom XML, print settings, properties, links."""

from datetime import datetime
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from tests.package.corpus.base import drawn
from tests.package.corpus.parts import REGIONS, WORKBOOK, Parts
from tests.package.corpus.pictures import PIXEL

CUSTOM_UI = (
    '<customUI xmlns="http://schemas.microsoft.com/office/2009/07/customui"><ribbon><tabs><tab id="office" '
    'label="Статистика"><group id="group" label="GRP"><button id="button" label="Refresh" onAction="Refresh"/></group>'
    "</tab></tabs></ribbon></customUI>"
)


def plain() -> bytes:
    return drawn(lambda workbook, sheet: None)


def macros() -> bytes:
    def draw(workbook: Workbook, _: Worksheet) -> None:
        workbook.add_vba_project(BytesIO(bytes(range(256)) * 20), is_stream=True)
        workbook.set_vba_name("ThisWorkbook")

    return drawn(draw)


def module_sheets() -> bytes:
    """A module of macros from before Excel 97: a sheet in the list, without a part."""
    parts = Parts(plain())
    parts.replace(WORKBOOK, "</sheets>", '<sheet name="Module1" sheetId="9" state="veryHidden" r:id=""/></sheets>')
    return parts.write()


def ribbon() -> bytes:
    parts = Parts(plain())
    parts.add("customUI/customUI14.xml", CUSTOM_UI)
    parts.relate(
        "", "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility", "customUI/customUI14.xml"
    )
    parts.default("png", "image/png")
    parts.add("customUI/images/icon.png", PIXEL)
    parts.relate("customUI/customUI14.xml", "image", "customUI/images/icon.png")
    return parts.write()


def custom_xml() -> bytes:
    parts = Parts(plain())
    parts.add("customXml/item1.xml", '<office xmlns="urn:office"><department>GRP</department></office>')
    properties = (
        '<ds:datastoreItem xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml" '
        'ds:itemID="{6A5AE8C0-6B3E-4B36-9A0C-0F5C6C4E9F10}"><ds:schemaRefs/></ds:datastoreItem>'
    )
    parts.add(
        "customXml/itemProps1.xml",
        properties,
        "application/vnd.openxmlformats-officedocument.customXmlProperties+xml",
    )
    parts.relate(WORKBOOK, "customXml", "customXml/item1.xml")
    parts.relate("customXml/item1.xml", "customXmlProps", "customXml/itemProps1.xml")
    return parts.write()


def print_settings() -> bytes:
    def draw(_: Workbook, sheet: Worksheet) -> None:
        sheet.print_area("A1:E5")
        sheet.repeat_rows(2)
        sheet.repeat_columns("A:A")
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.center_horizontally()
        sheet.set_margins(0.5, 0.5, 1, 1)
        sheet.set_header("&L&F&CGross regional product&R&D", {"scale_with_doc": False})
        sheet.set_footer("&CPage &P of &N")
        sheet.set_h_pagebreaks([5])
        sheet.set_v_pagebreaks([5])
        sheet.hide_gridlines(2)

    parts = Parts(drawn(draw))
    parts.default("bin", "application/vnd.openxmlformats-officedocument.spreadsheetml.printerSettings")
    parts.add("xl/printerSettings/printerSettings1.bin", b"\x50\x00\x44\x00" * 55)
    relationship_id = parts.relate(REGIONS, "printerSettings", "xl/printerSettings/printerSettings1.bin")
    parts.replace(REGIONS, "<pageSetup ", f'<pageSetup r:id="{relationship_id}" ')
    return parts.write()


def header_pictures() -> bytes:
    def draw(_: Workbook, sheet: Worksheet) -> None:
        sheet.set_header("&L&G", {"image_left": "logo.png", "image_data_left": BytesIO(PIXEL)})

    return drawn(draw)


def properties() -> bytes:
    def draw(workbook: Workbook, _: Worksheet) -> None:
        workbook.set_properties(
            {"title": "GRP", "author": "Office", "created": datetime(2020, 1, 1), "status": "draft"}
        )
        workbook.set_custom_property("Department", "Regional accounts")
        workbook.set_custom_property("Version", 3)

    return drawn(draw)


def names() -> bytes:
    def draw(workbook: Workbook, sheet: Worksheet) -> None:
        workbook.define_name("grp_list", "=Regions!$B$4:$B$4")
        workbook.define_name("Regions!grp_total", "=Regions!$B$5")
        workbook.define_name("data!grp_total", "=SUM(data!$C$2:$C$4)")
        workbook.define_name("per_cent", "=100")
        sheet.write_formula("G5", "=SUM(grp_list)", None, 0)

    return drawn(draw)


def outline() -> bytes:
    def draw(_: Workbook, sheet: Worksheet) -> None:
        sheet.set_row(3, 21, None, {"level": 1})
        sheet.set_row(4, None, None, {"collapsed": False})
        sheet.set_column("C:C", 14, None, {"level": 1, "hidden": True})
        sheet.set_column("D:D", 9, None, {"collapsed": True})
        sheet.outline_settings(symbols_below=True, symbols_right=False)

    return drawn(draw)


def views() -> bytes:
    def draw(_: Workbook, sheet: Worksheet) -> None:
        sheet.freeze_panes(3, 1)
        sheet.set_zoom(85)
        sheet.set_tab_color("#FF9900")
        sheet.protect("secret", {"format_cells": True})
        sheet.unprotect_range("B4:C4", "figures")
        sheet.ignore_errors({"number_stored_as_text": "A4:C4"})
        sheet.set_selection("B4")

    return drawn(draw)


def external_link() -> bytes:
    parts = Parts(plain())
    book = (
        '<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><externalBook '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rId1"><sheetNames>'
        '<sheetName val="Deflators"/></sheetNames><sheetDataSet><sheetData sheetId="0"><row r="1"><cell r="A1">'
        "<v>1.07</v></cell></row></sheetData></sheetDataSet></externalBook></externalLink>"
    )
    link = "xl/externalLinks/externalLink1.xml"
    parts.add(link, book, "application/vnd.openxmlformats-officedocument.spreadsheetml.externalLink+xml")
    parts.relate(link, "externalLinkPath", "deflators.xlsx", external=True)
    relationship_id = parts.relate(WORKBOOK, "externalLink", link)
    parts.insert(f'<externalReferences><externalReference r:id="{relationship_id}"/></externalReferences>', WORKBOOK)
    parts.replace(REGIONS, "<f>SUM(C4:C4)</f>", "<f>SUM(C4:C4)*[1]Deflators!$A$1</f>")
    return parts.write()


def rare_elements() -> bytes:
    parts = Parts(plain())
    parts.insert('<sheetPr syncHorizontal="1" syncRef="A4"/>')
    parts.insert('<sheetCalcPr fullCalcOnLoad="0"/>')
    parts.insert(
        '<scenarios current="0" show="0"><scenario name="high" locked="1" count="1" user="Office">'
        '<inputCells r="B4" val="9"/>'
        "</scenario></scenarios>"
    )
    parts.insert('<dataConsolidate function="average"/>')
    view = 'guid="{3F1B0E35-2E07-4B0A-A21B-9D5A3C6B7F01}"'
    parts.insert(f'<customSheetViews><customSheetView {view} scale="90"/></customSheetViews>')
    parts.insert('<phoneticPr fontId="0" type="noConversion"/>')
    parts.insert('<cellWatches><cellWatch r="B5"/></cellWatches>')
    parts.insert('<oleSize ref="A3:E5"/>', WORKBOOK)
    parts.insert(
        f'<customWorkbookViews><customWorkbookView name="print" {view} windowWidth="900" windowHeight="600" '
        f'activeSheetId="1"/>'
        "</customWorkbookViews>",
        WORKBOOK,
    )
    return parts.write()
