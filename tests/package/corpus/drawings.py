"""What lies over the cells: charts, pictures, shapes, controls."""

from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.chart import Chart
from xlsxwriter.worksheet import Worksheet

from tests.package.corpus.base import drawn
from tests.package.corpus.parts import DRAWING, REGIONS, Parts
from tests.package.corpus.pictures import PIXEL
from tests.package.corpus.surroundings import plain

MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
CHART_STYLES = "http://schemas.microsoft.com/office/2011/relationships"
CHART_EX = "http://schemas.microsoft.com/office/drawing/2014/chartex"


def _column_chart(workbook: Workbook) -> Chart:
    chart = workbook.add_chart({"type": "column"})
    chart.add_series(
        {
            "name": "=Regions!$B$3",
            "categories": "=Regions!$A$4:$A$4",
            "values": "=Regions!$B$4:$B$4",
            "data_labels": {"value": True},
            "trendline": {"type": "linear"},
        }
    )
    chart.add_series({"name": "share", "values": "=Regions!$D$4:$D$4", "y2_axis": True})
    chart.set_title({"name": "=Regions!$A$1"})
    return chart


def charts() -> bytes:
    def draw(workbook: Workbook, sheet: Worksheet) -> None:
        sheet.insert_chart("G2", _column_chart(workbook), {"object_position": 1, "description": "GRP by region"})
        pie = workbook.add_chart({"type": "pie"})
        pie.add_series({"categories": ["Regions", 3, 0, 3, 0], "values": ["Regions", 3, 2, 3, 2]})
        sheet.insert_chart("A8", pie)

    parts = Parts(drawn(draw))
    chart = "xl/charts/chart1.xml"
    for stem, name, kind in (("style", "chartStyle", "chartstyle"), ("colors", "chartColorStyle", "chartcolorstyle")):
        parts.add(f"xl/charts/{stem}1.xml", CHART_STYLE_PARTS[stem], f"application/vnd.ms-office.{kind}+xml")
        parts.relate(chart, f"{CHART_STYLES}/{name}", f"xl/charts/{stem}1.xml")
    return parts.write()


_STYLED = [
    "axisTitle",
    "categoryAxis",
    "chartArea",
    "dataLabel",
    "dataLabelCallout",
    "dataPoint",
    "dataPoint3D",
    "dataPointLine",
    "dataPointMarker",
    "dataPointMarkerLayout",
    "dataPointWireframe",
    "dataTable",
    "downBar",
    "dropLine",
    "errorBar",
    "floor",
    "gridlineMajor",
    "gridlineMinor",
    "hiLoLine",
    "leaderLine",
    "legend",
    "plotArea",
    "plotArea3D",
    "seriesAxis",
    "seriesLine",
    "title",
    "trendline",
    "trendlineLabel",
    "upBar",
    "valueAxis",
    "wall",
]
_STYLE = '<cs:lnRef idx="0"/><cs:fillRef idx="0"/><cs:effectRef idx="0"/><cs:fontRef idx="minor"/>'
_STYLES = "".join(
    f"<cs:{name}/>" if name.endswith("Layout") else f"<cs:{name}>{_STYLE}</cs:{name}>" for name in _STYLED
)
_STYLE_NAMESPACES = f'xmlns:cs="http://schemas.microsoft.com/office/drawing/2012/chartStyle" xmlns:a="{DRAWING}/main"'
CHART_STYLE_PARTS = {
    "style": f'<cs:chartStyle {_STYLE_NAMESPACES} id="201">{_STYLES}</cs:chartStyle>',
    "colors": f'<cs:colorStyle {_STYLE_NAMESPACES} meth="cycle" id="10"><a:schemeClr val="accent1"/><cs:variation/>'
    "</cs:colorStyle>",
}


def chart_sheet() -> bytes:
    def draw(workbook: Workbook, _: Worksheet) -> None:
        workbook.add_chartsheet("Figure").set_chart(_column_chart(workbook))

    return drawn(draw)


def waterfall_chart() -> bytes:
    """A chart of the kinds added in 2016, which stand in a part of their own sort."""
    parts = Parts(plain())
    chart = "xl/charts/chartEx1.xml"
    parts.add(
        chart,
        f'<cx:chartSpace xmlns:a="{DRAWING}/main" xmlns:cx="{CHART_EX}"><cx:chartData><cx:data id="0">'
        '<cx:strDim type="cat"><cx:f>Regions!$A$4:$A$4</cx:f></cx:strDim><cx:numDim type="val">'
        "<cx:f>Regions!$B$4:$B$4"
        "</cx:f>"
        "</cx:numDim></cx:data></cx:chartData><cx:chart><cx:plotArea><cx:plotAreaRegion>"
        '<cx:series layoutId="waterfall" '
        ""
        'uniqueId="{0E3B5C1D-2B44-4F0E-8D0F-5B3E2D7A9C11}"><cx:tx><cx:txData><cx:f>Regions!$B$3</cx:f><cx:v>GRP</cx:v>'
        '</cx:txData></cx:tx><cx:dataId val="0"/></cx:series></cx:plotAreaRegion><cx:axis id="0">'
        "<cx:catScaling/></cx:axis>"
        '<cx:axis id="1"><cx:valScaling/></cx:axis></cx:plotArea></cx:chart></cx:chartSpace>',
        "application/vnd.ms-office.chartex+xml",
    )
    parts.draw("", row=7)
    relationship_id = parts.relate(
        "xl/drawings/drawing1.xml", "http://schemas.microsoft.com/office/2014/relationships/chartEx", chart
    )
    frame = (
        '<mc:Choice xmlns:cx1="http://schemas.microsoft.com/office/drawing/2015/9/8/chartex" Requires="cx1">'
        '<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr><xdr:cNvPr id="2" name="Chart 1"/><xdr:cNvGraphicFramePr/>'
        '</xdr:nvGraphicFramePr><xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm><a:graphic>'
        f'<a:graphicData uri="{CHART_EX}"><cx:chart xmlns:cx="{CHART_EX}" xmlns:r="{R}" r:id="{relationship_id}"/>'
        "</a:graphicData></a:graphic></xdr:graphicFrame></mc:Choice>"
    )
    fallback = f"<mc:Fallback>{shape(0, '', 'This chart needs Excel 2016.')}</mc:Fallback>"
    parts.replace(
        "xl/drawings/drawing1.xml",
        "</xdr:to><xdr:clientData/>",
        f"</xdr:to><mc:AlternateContent {MC}>{frame}{fallback}</mc:AlternateContent><xdr:clientData/>",
    )
    return parts.write()


R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def shape(number: int, name: str, text: str, link: str = "") -> str:
    return (
        f'<xdr:sp macro="" textlink="{link}"><xdr:nvSpPr><xdr:cNvPr id="{number}" name="{name}"/><xdr:cNvSpPr/>'
        f"</xdr:nvSpPr>"
        '<xdr:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="900000" cy="300000"/></a:xfrm><a:prstGeom prst="rect">'
        "<a:avLst/>"
        '</a:prstGeom></xdr:spPr><xdr:txBody><a:bodyPr/><a:lstStyle/><a:p><a:r><a:rPr b="1"/>'
        f"<a:t>{text}</a:t></a:r></a:p></xdr:txBody></xdr:sp>"
    )


def shapes() -> bytes:
    """Shapes, a group, a connector, and one whose text follows a cell."""
    parts = Parts(plain())
    parts.draw(shape(2, "Note", "provisional", "Regions!$B$5"))
    group = '<a:off x="0" y="0"/><a:ext cx="1" cy="1"/><a:chOff x="0" y="0"/><a:chExt cx="1" cy="1"/>'
    parts.draw(
        '<xdr:grpSp><xdr:nvGrpSpPr><xdr:cNvPr id="3" name="Group"/><xdr:cNvGrpSpPr/></xdr:nvGrpSpPr>'
        f"<xdr:grpSpPr><a:xfrm>{group}</a:xfrm></xdr:grpSpPr>{shape(4, 'Inner', 'a')}{shape(5, 'Other', 'b')}"
        f"</xdr:grpSp>",
        row=12,
    )
    parts.draw(
        '<xdr:cxnSp macro=""><xdr:nvCxnSpPr><xdr:cNvPr id="6" name="Arrow"/><xdr:cNvCxnSpPr><a:stCxn id="4" idx="0"/>'
        '</xdr:cNvCxnSpPr></xdr:nvCxnSpPr><xdr:spPr><a:prstGeom prst="line"><a:avLst/></a:prstGeom></xdr:spPr>'
        "</xdr:cxnSp>",
        row=2,
        column=6,
    )
    return parts.write()


def text_boxes() -> bytes:
    def draw(_: Workbook, sheet: Worksheet) -> None:
        sheet.insert_textbox("G2", "Provisional figures", {"font": {"bold": True}, "object_position": 1})
        sheet.insert_textbox("G8", "", {"textlink": "=Regions!$A$2"})

    return drawn(draw)


def pictures() -> bytes:
    def draw(_: Workbook, sheet: Worksheet) -> None:
        data = BytesIO(PIXEL)
        sheet.insert_image(
            "G2", "a.png", {"image_data": data, "url": "https://www.example.org", "description": "a map"}
        )
        sheet.insert_image("G5", "b.png", {"image_data": BytesIO(PIXEL), "x_scale": 30, "y_scale": 30})
        sheet.set_background(BytesIO(PIXEL))

    return drawn(draw)


def form_controls() -> bytes:
    """A check box tied to a cell and a drop-down list fed by the list's column: drawing, VML and control properties."""
    parts = Parts(plain())
    x14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
    controls, shapes = [], []
    told = (
        (1025, "Check Box 1", "Checkbox", 'objectType="CheckBox" fmlaLink="$G$5"', "<x:FmlaLink>$G$5</x:FmlaLink>"),
        (
            1026,
            "Drop Down 2",
            "Drop",
            'objectType="Drop" dropStyle="combo" fmlaRange="$A$4:$A$4" dx="15"',
            "<x:FmlaRange>$A$4:$A$4</x:FmlaRange>",
        ),
    )
    for row, (number, name, kind, settings, link) in zip((8, 13), told, strict=True):
        part = f"xl/ctrlProps/ctrlProp{number - 1024}.xml"
        parts.add(part, f'<formControlPr xmlns="{x14}" {settings}/>', "application/vnd.ms-excel.controlproperties+xml")
        anchor = "".join(
            f"<{side}><xdr:col>{column}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{line}</xdr:row><xdr:rowOff>0"
            f"</xdr:rowOff>"
            f"</{side}>"
            for side, column, line in (("from", 0, row), ("to", 2, row + 2))
        )
        controls.append(
            f'<mc:AlternateContent><mc:Choice Requires="x14"><control shapeId="{number}" '
            f'r:id="{parts.relate(REGIONS, "ctrlProp", part)}" name="{name}"><controlPr defaultSize="0" autoFill="0">'
            f'<anchor moveWithCells="1">{anchor}</anchor></controlPr></control></mc:Choice></mc:AlternateContent>'
        )
        shapes.append(
            f'<v:shape id="_x0000_s{number}" type="#_x0000_t201" style="position:absolute">'
            f'<x:ClientData ObjectType="{kind}">'
            f"<x:Anchor>0, 0, {row}, 0, 2, 0, {row + 2}, 0</x:Anchor>{link}</x:ClientData></v:shape>"
        )
        parts.draw(_control_shape(number, name), row=row)
    parts.default("vml", "application/vnd.openxmlformats-officedocument.vmlDrawing")
    parts.content["xl/drawings/vmlDrawing1.vml"] = f"{VML_HEAD}{''.join(shapes)}</xml>".encode()
    parts.insert(f'<legacyDrawing r:id="{parts.relate(REGIONS, "vmlDrawing", "xl/drawings/vmlDrawing1.vml")}"/>')
    namespaces = f'{MC} xmlns:xdr="{DRAWING}/spreadsheetDrawing" xmlns:x14="{x14}"'
    parts.insert(
        f'<mc:AlternateContent {namespaces}><mc:Choice Requires="x14"><controls>{"".join(controls)}</controls>'
        f"</mc:Choice>"
        "</mc:AlternateContent>"
    )
    return parts.write()


def _control_shape(number: int, name: str) -> str:
    extension = (
        '<a:extLst><a:ext uri="{63B3BB69-23CF-44E3-9099-C40C66FF867C}"><a14:compatExt '
        f'xmlns:a14="http://schemas.microsoft.com/office/drawing/2010/main" spid="_x0000_s{number}"/></a:ext>'
        f"</a:extLst>"
    )
    return shape(number, name, name).replace(f'name="{name}"/>', f'name="{name}" hidden="1">{extension}</xdr:cNvPr>', 1)


VML_HEAD = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/>'
    '</o:shapelayout><v:shapetype id="_x0000_t201" coordsize="21600,21600" '
    'o:spt="201" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/></v:shapetype>'
)
