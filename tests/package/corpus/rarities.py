"""What few templates hold, and those few need: diagrams, timelines, embedded objects, "
"saved views, XML maps, "
"signatures."""

from tests.package.corpus.drawings import MC, VML_HEAD, R, shape
from tests.package.corpus.lists import MAIN, SPREADSHEET, X14, X15, pivot_tables
from tests.package.corpus.parts import DRAWING, REGIONS, WORKBOOK, Parts
from tests.package.corpus.pictures import PIXEL
from tests.package.corpus.surroundings import macros, plain
from tests.package.plain_workbook import PACKAGE

DIAGRAM = f"{DRAWING}/diagram"
TIMELINES = "http://schemas.microsoft.com/office/2011/relationships"
_SPACES = f'xmlns:dgm="{DIAGRAM}" xmlns:a="{DRAWING}/main"'
_POINT = (
    '<dgm:pt modelId="{}" type="{}"><dgm:prSet/><dgm:spPr/><dgm:t><a:bodyPr/><a:p><a:r><a:t>{}</a:t></a:r></a:p>'
    "</dgm:t>"
    "</dgm:pt>"
)
_POINTS = _POINT.format(1, "doc", "") + _POINT.format(2, "node", "GRP")
_REFERENCE = '<a:{0} idx="0"><a:schemeClr val="dk1"/></a:{0}>'
_REFERENCES = "".join(map(_REFERENCE.format, ("lnRef", "fillRef", "effectRef")))
_DATA = (
    f"<dgm:dataModel {_SPACES}><dgm:ptLst>{_POINTS}</dgm:ptLst><dgm:cxnLst>"
    '<dgm:cxn modelId="3" srcId="1" destId="2" srcOrd="0" destOrd="0"/></dgm:cxnLst><dgm:bg/><dgm:whole/>'
    "</dgm:dataModel>"
)
_LAYOUT = (
    f'<dgm:layoutDef {_SPACES} uniqueId="urn:office:list"><dgm:layoutNode name="list"><dgm:alg type="lin"/>'
    "</dgm:layoutNode></dgm:layoutDef>"
)
_STYLE = (
    f'<dgm:styleDef {_SPACES} uniqueId="urn:office:style"><dgm:styleLbl name="node0"><dgm:style>{_REFERENCES}'
    '<a:fontRef idx="minor"/></dgm:style></dgm:styleLbl></dgm:styleDef>'
)
_COLORS = f'<dgm:colorsDef {_SPACES} uniqueId="urn:office:colors"/>'
_DIAGRAM_PARTS = {
    "dm": ("data", "Data", _DATA),
    "lo": ("layout", "Layout", _LAYOUT),
    "qs": ("quickStyle", "Style", _STYLE),
    "cs": ("colors", "Colors", _COLORS),
}


def diagrams() -> bytes:
    parts = Parts(plain())
    parts.ensure_drawing()
    ids = ""
    for key, (stem, kind, content) in _DIAGRAM_PARTS.items():
        name = f"xl/diagrams/{stem}1.xml"
        parts.add(name, content, f"application/vnd.openxmlformats-officedocument.drawingml.diagram{kind}+xml")
        relation = f"diagram{'QuickStyle' if key == 'qs' else kind}"
        ids += f' r:{key}="{parts.relate("xl/drawings/drawing1.xml", relation, name)}"'
    parts.draw(
        '<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr><xdr:cNvPr id="2" name="Diagram"/><xdr:cNvGraphicFramePr/>'
        '</xdr:nvGraphicFramePr><xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm><a:graphic>'
        f'<a:graphicData uri="{DIAGRAM}"><dgm:relIds xmlns:dgm="{DIAGRAM}" xmlns:r="{R}"{ids}/></a:graphicData>'
        f"</a:graphic>"
        "</xdr:graphicFrame>"
    )
    return parts.write()


def timelines() -> bytes:
    """A timeline for the pivot table of the sheet of data."""
    parts = Parts(pivot_tables())
    parts.add(
        "xl/timelineCaches/timelineCache1.xml",
        f'<timelineCacheDefinition xmlns="{X15}" name="Timeline_Year" sourceName="Year"><pivotTables>'
        f'<pivotTable tabId="2" '
        f""
        'name="Pivot"/></pivotTables><state minimalRefreshVersion="6" lastRefreshVersion="6" pivotCacheId="7" '
        'filterType="unknown"><bounds startDate="2008-01-01T00:00:00" endDate="2009-01-01T00:00:00"/></state>'
        "</timelineCacheDefinition>",
        "application/vnd.ms-excel.timelineCache+xml",
    )
    parts.add(
        "xl/timelines/timeline1.xml",
        f'<timelines xmlns="{X15}"><timeline name="Year" cache="Timeline_Year" '
        f'caption="Year" level="0" '
        f'selectionLevel="0" '
        'scrollPosition="2008-01-01T00:00:00"/></timelines>',
        "application/vnd.ms-excel.timeline+xml",
    )
    cache_id = parts.relate(WORKBOOK, f"{TIMELINES}/timelineCache", "xl/timelineCaches/timelineCache1.xml")
    timeline_id = parts.relate(REGIONS, f"{TIMELINES}/timeline", "xl/timelines/timeline1.xml")
    parts.extend(
        "{7E03D99C-DC04-49d9-9315-930204A7B6E9}",
        f'xmlns:x15="{X15}"',
        f'<x15:timelineRefs><x15:timelineRef r:id="{timeline_id}"/></x15:timelineRefs>',
    )
    parts.extend(
        "{D0CA8CA8-9F24-4464-BF8E-62219DCF47F9}",
        f'xmlns:x15="{X15}"',
        f'<x15:timelineCacheRefs><x15:timelineCacheRef r:id="{cache_id}"/></x15:timelineCacheRefs>',
        WORKBOOK,
    )
    parts.insert('<definedNames><definedName name="Timeline_Year">#N/A</definedName></definedNames>', WORKBOOK)
    uri = "http://schemas.microsoft.com/office/drawing/2012/timeslicer"
    parts.draw(
        f'<mc:AlternateContent {MC}><mc:Choice xmlns:tsle="{uri}" Requires="tsle"><xdr:graphicFrame macro="">'
        '<xdr:nvGraphicFramePr><xdr:cNvPr id="2" name="Year"/><xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr><xdr:xfrm>'
        f'<a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm><a:graphic><a:graphicData uri="{uri}">'
        '<tsle:timeslicer name="Year"/></a:graphicData></a:graphic></xdr:graphicFrame></mc:Choice>'
        f"<mc:Fallback>{shape(0, '', 'timeline')}</mc:Fallback></mc:AlternateContent>",
        column=6,
    )
    return parts.write()


def embedded_objects() -> bytes:
    parts = Parts(plain())
    parts.default("bin", "application/vnd.openxmlformats-officedocument.oleObject")
    parts.default("vml", "application/vnd.openxmlformats-officedocument.vmlDrawing")
    parts.default("png", "image/png")
    parts.add("xl/embeddings/oleObject1.bin", bytes.fromhex("D0CF11E0A1B11AE1") + bytes(504))
    parts.add("xl/media/image1.png", PIXEL)
    drawing = "xl/drawings/vmlDrawing1.vml"
    parts.content[drawing] = (
        f'{VML_HEAD}<v:shape id="_x0000_s1025" type="#_x0000_t201" style="position:absolute">'
        f'<x:ClientData ObjectType="Pict">'
        "<x:Anchor>6, 0, 6, 0, 8, 0, 9, 0</x:Anchor></x:ClientData></v:shape></xml>"
    ).encode()
    object_id = parts.relate(REGIONS, "oleObject", "xl/embeddings/oleObject1.bin")
    image_id = parts.relate(REGIONS, "image", "xl/media/image1.png")
    parts.insert(f'<legacyDrawing r:id="{parts.relate(REGIONS, "vmlDrawing", drawing)}"/>')
    corners = "".join(
        f"<{side}><xdr:col>{column}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{row}</xdr:row><xdr:rowOff>0"
        f"</xdr:rowOff></{side}>"
        for side, column, row in (("from", 6, 6), ("to", 8, 9))
    )
    own = f'progId="Package" shapeId="1025" r:id="{object_id}"'
    parts.insert(
        f'<oleObjects><mc:AlternateContent {MC} xmlns:xdr="{DRAWING}/spreadsheetDrawing" xmlns:x14="{X14}">'
        f'<mc:Choice Requires="x14"><oleObject {own}><objectPr defaultSize="0" r:id="{image_id}">'
        f'<anchor moveWithCells="1">'
        f"{corners}</anchor></objectPr></oleObject></mc:Choice><mc:Fallback><oleObject {own}/></mc:Fallback>"
        "</mc:AlternateContent></oleObjects>"
    )
    return parts.write()


def saved_views() -> bytes:
    parts = Parts(plain())
    space = "http://schemas.microsoft.com/office/spreadsheetml/2019/namedsheetviews"
    parts.add(
        "xl/namedSheetViews/namedSheetView1.xml",
        f'<namedSheetViews xmlns="{space}"><namedSheetView name="Large" id="{{9A3B2F60-4C1D-4E0B-8F0A-2B7D5C6E1A01}}"/>'
        "</namedSheetViews>",
        "application/vnd.ms-excel.namedsheetviews+xml",
    )
    kind = "http://schemas.microsoft.com/office/2019/04/relationships/namedSheetView"
    parts.relate(REGIONS, kind, "xl/namedSheetViews/namedSheetView1.xml")
    return parts.write()


def xml_maps() -> bytes:
    parts = Parts(plain())
    schema = (
        '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="office"><xs:complexType><xs:sequence>'
        '<xs:element name="total" type="xs:double"/></xs:sequence></xs:complexType></xs:element></xs:schema>'
    )
    parts.add(
        "xl/xmlMaps.xml",
        f'<MapInfo xmlns="{MAIN}" SelectionNamespaces=""><Schema ID="Schema1">{schema}</Schema>'
        f'<Map ID="1" Name="office_Map" '
        f""
        'RootElement="office" SchemaID="Schema1" ShowImportExportValidationErrors="false" '
        'AutoFit="true" Append="false" '
        ""
        'PreserveSortAFLayout="true" PreserveFormat="true"/></MapInfo>',
        "application/xml",
    )
    parts.relate(WORKBOOK, "xmlMaps", "xl/xmlMaps.xml")
    parts.add(
        "xl/tables/tableSingleCells1.xml",
        f'<singleXmlCells xmlns="{MAIN}"><singleXmlCell id="9" r="B5" connectionId="0">'
        f'<xmlCellPr id="1" uniqueName="total">'
        '<xmlPr mapId="1" xpath="/office/total" xmlDataType="double"/></xmlCellPr></singleXmlCell></singleXmlCells>',
        f"{SPREADSHEET}.tableSingleCells+xml",
    )
    parts.relate(REGIONS, "tableSingleCells", "xl/tables/tableSingleCells1.xml")
    return parts.write()


SIGNATURE_PARTS = ("_xmlsignatures/origin.sigs", "_xmlsignatures/_rels/origin.sigs.rels", "_xmlsignatures/sig1.xml")


def signatures() -> bytes:
    """A signed workbook, as to its parts; nobody could verify the signature."""
    parts = Parts(plain())
    kinds, signature = (
        f"{PACKAGE}/relationships/digital-signature",
        "application/vnd.openxmlformats-package.digital-signature",
    )
    origin, _, signed = SIGNATURE_PARTS
    parts.default("sigs", f"{signature}-origin")
    parts.add(origin, b"")
    parts.add(signed, '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"/>', f"{signature}-xmlsignature+xml")
    parts.relate("", f"{kinds}/origin", origin)
    parts.relate(origin, f"{kinds}/signature", signed)
    return parts.write()


def template() -> bytes:
    parts = Parts(plain())
    parts.replace("[Content_Types].xml", f"{SPREADSHEET}.sheet.main+xml", f"{SPREADSHEET}.template.main+xml")
    return parts.write()


def macro_template() -> bytes:
    parts = Parts(macros())
    parts.replace("[Content_Types].xml", "sheet.macroEnabled.main", "template.macroEnabled.main")
    return parts.write()
