"""Structures over ranges of cells: tables, slicers, pivot tables, queries."""

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from tests.package.corpus.base import HEADERS, drawn
from tests.package.corpus.drawings import MC, shape
from tests.package.corpus.parts import REGIONS, WORKBOOK, Parts
from tests.package.corpus.surroundings import plain

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
X15 = "http://schemas.microsoft.com/office/spreadsheetml/2010/11/main"
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
SLICERS = "http://schemas.microsoft.com/office/2007/relationships"
DATA = "xl/worksheets/sheet2.xml"


def tables() -> bytes:
    """A table over the list, with a total row and a formula over its own columns; structured references to it below."""

    def draw(_: Workbook, sheet: Worksheet) -> None:
        columns = [{"header": name} for name in HEADERS]
        columns[0]["total_string"] = "Total"
        columns[1]["total_function"] = columns[2]["total_function"] = "sum"
        columns[3]["formula"] = "=[@GRP]/SUM([GRP])*100"
        sheet.add_table(
            "A3:E5", {"name": "RegionList", "columns": columns, "total_row": True, "style": "Table Style Light 9"}
        )
        sheet.write_row("A4", ["{{ region | down }}", "{{ grp }}", "{{ population }}"])
        sheet.write_formula("E4", "=RANK([@GRP],RegionList[GRP])", None, 0)
        sheet.write_formula("B7", "=SUM(RegionList[GRP])/ROWS(RegionList[])", None, 0)

    return drawn(draw)


def table_slicers() -> bytes:
    parts = Parts(tables())
    cache = "xl/slicerCaches/slicerCache1.xml"
    namespaces = f'xmlns="{X14}" {MC} mc:Ignorable="x" xmlns:x="{MAIN}"'
    parts.add(
        cache,
        f'<slicerCacheDefinition {namespaces} name="Slicer_Region" sourceName="Region"><extLst><x:ext '
        f'uri="{{2F2917AC-EB37-4324-AD4E-5DD8C200BD13}}" xmlns:x15="{X15}"><x15:tableSlicerCache tableId="1" '
        f'column="1"/></x:ext>'
        "</extLst></slicerCacheDefinition>",
        "application/vnd.ms-excel.slicerCache+xml",
    )
    cache_id = parts.relate(WORKBOOK, f"{SLICERS}/slicerCache", cache)
    slicer_id = _slicer(parts, REGIONS)
    parts.extend(
        "{3A4CF648-6AED-40f4-86FF-DC5316D8AED3}",
        f'xmlns:x15="{X15}"',
        f'<x14:slicerList xmlns:x14="{X14}"><x14:slicer r:id="{slicer_id}"/></x14:slicerList>',
    )
    parts.extend(
        "{46BE6895-7355-4a93-B00E-2C351335B9C9}",
        f'xmlns:x15="{X15}"',
        f'<x15:slicerCaches xmlns:x14="{X14}"><x14:slicerCache r:id="{cache_id}"/></x15:slicerCaches>',
        WORKBOOK,
    )
    parts.insert('<definedNames><definedName name="Slicer_Region">#N/A</definedName></definedNames>', WORKBOOK)
    _slicer_frame(parts, "sle15", "http://schemas.microsoft.com/office/drawing/2012/slicer")
    return parts.write()


def _slicer(parts: Parts, sheet: str) -> str:
    slicer = "xl/slicers/slicer1.xml"
    parts.add(
        slicer,
        f'<slicers xmlns="{X14}"><slicer name="Region" cache="Slicer_Region" '
        f'caption="Region" rowHeight="230716"/>'
        f"</slicers>",
        "application/vnd.ms-excel.slicer+xml",
    )
    return parts.relate(sheet, f"{SLICERS}/slicer", slicer)


def _slicer_frame(parts: Parts, prefix: str, namespace: str) -> None:
    uri = "http://schemas.microsoft.com/office/drawing/2010/slicer"
    parts.draw(
        f'<mc:AlternateContent {MC}><mc:Choice xmlns:{prefix}="{namespace}" Requires="{prefix}">'
        f'<xdr:graphicFrame macro="">'
        '<xdr:nvGraphicFramePr><xdr:cNvPr id="2" name="Region"/><xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr>'
        '<xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm><a:graphic>'
        f'<a:graphicData uri="{uri}"><sle:slicer xmlns:sle="{uri}" name="Region"/></a:graphicData></a:graphic>'
        f"</xdr:graphicFrame></mc:Choice><mc:Fallback>{shape(0, '', 'slicer')}</mc:Fallback></mc:AlternateContent>",
        column=6,
    )


def pivot_tables() -> bytes:
    """A pivot table on the sheet of data, over the filled list."""
    parts = Parts(plain())
    _pivot(parts)
    return parts.write()


def pivot_slicers() -> bytes:
    parts = Parts(plain())
    _pivot(parts)
    cache = "xl/slicerCaches/slicerCache1.xml"
    parts.add(
        cache,
        f'<slicerCacheDefinition xmlns="{X14}" name="Slicer_Region" sourceName="Region"><pivotTables>'
        f'<pivotTable tabId="2" '
        f""
        'name="Pivot"/></pivotTables><data><tabular pivotCacheId="7"><items count="1"><i x="0" s="1"/></items>'
        "</tabular></data>"
        "</slicerCacheDefinition>",
        "application/vnd.ms-excel.slicerCache+xml",
    )
    cache_id = parts.relate(WORKBOOK, f"{SLICERS}/slicerCache", cache)
    slicer_id = _slicer(parts, REGIONS)
    parts.extend(
        "{A8765BA9-456A-4dab-B4F3-ACF838C121DE}",
        f'xmlns:x14="{X14}"',
        f'<x14:slicerList><x14:slicer r:id="{slicer_id}"/></x14:slicerList>',
    )
    parts.extend(
        "{BBE1A952-AA13-448e-AADC-164F8A28A991}",
        f'xmlns:x14="{X14}"',
        f'<x14:slicerCaches><x14:slicerCache r:id="{cache_id}"/></x14:slicerCaches>',
        WORKBOOK,
    )
    parts.insert('<definedNames><definedName name="Slicer_Region">#N/A</definedName></definedNames>', WORKBOOK)
    _slicer_frame(parts, "a14", "http://schemas.microsoft.com/office/drawing/2010/main")
    return parts.write()


def _pivot(parts: Parts) -> None:
    cache, records, pivot = (
        "xl/pivotCache/pivotCacheDefinition1.xml",
        "xl/pivotCache/pivotCacheRecords1.xml",
        "xl/pivotTables/pivotTable1.xml",
    )
    parts.add(
        records,
        f'<pivotCacheRecords xmlns="{MAIN}" count="1"><r><x v="0"/><n v="0"/></r></pivotCacheRecords>',
        f"{SPREADSHEET}.pivotCacheRecords+xml",
    )
    records_id = parts.relate(cache, "pivotCacheRecords", records)
    parts.add(
        cache,
        f'<pivotCacheDefinition xmlns="{MAIN}" xmlns:r="{R}" r:id="{records_id}" refreshOnLoad="1" '
        f'refreshedBy="Office" '
        'refreshedDate="45000" createdVersion="6" refreshedVersion="6" '
        'minRefreshableVersion="3" recordCount="1">'
        "<cacheSource "
        'type="worksheet"><worksheetSource ref="A3:B4" sheet="Regions"/></cacheSource><cacheFields count="2">'
        "<cacheField "
        'name="Region" numFmtId="0"><sharedItems count="1"><s v="region"/></sharedItems></cacheField>'
        '<cacheField name="GRP" '
        ""
        'numFmtId="0"><sharedItems containsSemiMixedTypes="0" containsString="0" containsNumber="1" '
        'minValue="0" maxValue="0"/>'
        f'</cacheField></cacheFields><extLst><ext uri="{{725AE2AE-9491-48be-B2B4-4EB974FC3084}}" xmlns:x14="{X14}">'
        '<x14:pivotCacheDefinition pivotCacheId="7"/></ext></extLst></pivotCacheDefinition>',
        f"{SPREADSHEET}.pivotCacheDefinition+xml",
    )
    parts.add(
        pivot,
        f'<pivotTableDefinition xmlns="{MAIN}" name="Pivot" cacheId="1" dataCaption="Values" updatedVersion="6" '
        'minRefreshableVersion="3" createdVersion="6" outline="1" outlineData="1">'
        '<location ref="G3:H5" '
        'firstHeaderRow="1" '
        'firstDataRow="1" firstDataCol="1"/><pivotFields count="2"><pivotField axis="axisRow" showAll="0">'
        '<items count="2">'
        '<item x="0"/><item t="default"/></items></pivotField><pivotField dataField="1" showAll="0"/>'
        "</pivotFields><rowFields "
        ""
        'count="1"><field x="0"/></rowFields><rowItems count="2"><i><x/></i><i t="grand"><x/></i></rowItems>'
        '<colItems count="1">'
        '<i/></colItems><dataFields count="1"><dataField name="Sum of GRP" fld="1" baseField="0" baseItem="0"/>'
        "</dataFields>"
        '<pivotTableStyleInfo name="PivotStyleLight16" showRowHeaders="1" showColHeaders="1" showRowStripes="0" '
        'showColStripes="0" showLastColumn="1"/></pivotTableDefinition>',
        f"{SPREADSHEET}.pivotTable+xml",
    )
    parts.relate(pivot, "pivotCacheDefinition", cache)
    parts.relate(DATA, "pivotTable", pivot)
    cache_id = parts.relate(WORKBOOK, "pivotCacheDefinition", cache)
    parts.insert(f'<pivotCaches><pivotCache cacheId="1" r:id="{cache_id}"/></pivotCaches>', WORKBOOK)


def query_tables() -> bytes:
    """A connection and a query whose result stands on the sheet of data."""
    parts = Parts(plain())
    parts.add(
        "xl/connections.xml",
        f'<connections xmlns="{MAIN}"><connection id="1" name="grp" type="6" refreshedVersion="6" background="1">'
        '<textPr sourceFile="grp.csv" comma="1"><textFields><textField/></textFields></textPr></connection>'
        "</connections>",
        f"{SPREADSHEET}.connections+xml",
    )
    parts.relate(WORKBOOK, "connections", "xl/connections.xml")
    parts.add(
        "xl/queryTables/queryTable1.xml",
        f'<queryTable xmlns="{MAIN}" name="grp" connectionId="1" autoFormatId="16"/>',
        f"{SPREADSHEET}.queryTable+xml",
    )
    parts.relate(DATA, "queryTable", "xl/queryTables/queryTable1.xml")
    return parts.write()
