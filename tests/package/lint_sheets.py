"""Faults within sheets: cells out of order, styles out of range, ranges in each other's way, tables that disagree."""

from collections import Counter
from collections.abc import Iterator

from lxml import etree
from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries

from addin.package.package import Package
from addin.package.strings import shared_string, shared_strings
from addin.package.workbook import Sheet, defined_names, sheets

Box = tuple[int, int, int, int]
DXF_ATTRIBUTES = frozenset(
    {
        "dxfId",
        "headerRowDxfId",
        "dataDxfId",
        "totalsRowDxfId",
        "headerRowBorderDxfId",
        "tableBorderDxfId",
        "totalsRowBorderDxfId",
    }
)


def worksheets(package: Package) -> Iterator[tuple[Sheet, etree._Element]]:
    for sheet in sheets(package):
        if sheet.kind == "worksheet":
            yield sheet, package.tree(sheet.part)


def style_faults(package: Package) -> Iterator[str]:
    tag = package.vocabulary.tag
    (styles,) = package.related(package.workbook_part, "styles") or ("",)
    root = package.tree(styles) if styles else etree.Element("styleSheet")
    formats, differences = (len(root.findall(f"{tag(group)}/{tag(item)}")) for group, item in _STYLE_LISTS)
    parts = [sheet.part for sheet in sheets(package) if sheet.part]
    tables = [table for part in parts for table in package.related(part, "table")]
    for part in (*parts, *tables, *([styles] if styles else [])):
        for node in package.tree(part).iter(etree.Element):
            for key, value in node.attrib.items():
                if key in DXF_ATTRIBUTES and int(value) >= differences:
                    yield f"{part} uses the differential format {value} of {differences}"
            if etree.QName(node).localname in _STYLED and int(_style_of(node)) >= max(formats, 1):
                yield f"{part} uses the format {_style_of(node)} of {formats}"


_STYLE_LISTS = (("cellXfs", "xf"), ("dxfs", "dxf"))
_STYLED = {"c": "s", "row": "s", "col": "style"}


def _style_of(node: etree._Element) -> str:
    return node.get(_STYLED[etree.QName(node).localname]) or "0"


def cell_faults(package: Package) -> Iterator[str]:
    tag = package.vocabulary.tag
    strings = len(shared_strings(package))
    for sheet, root in worksheets(package):
        last_row = 0
        formulas: Counter[str] = Counter()
        uses: set[str] = set()
        for row in root.iterfind(f"{tag('sheetData')}/{tag('row')}"):
            number = int(row.get("r") or last_row + 1)
            if number <= last_row:
                yield f"{sheet.name}: row {number} comes after row {last_row}"
            last_row, last_column = number, 0
            for cell in row.iterfind(tag("c")):
                line, column = coordinate_to_tuple(cell.get("r") or f"A{number}")
                if line != number or (cell.get("r") and column <= last_column):
                    yield f"{sheet.name}: cell {cell.get('r')} is out of order in row {number}"
                last_column = column
                if cell.get("t") == "s" and int(cell.findtext(tag("v")) or "-1") not in range(strings):
                    yield f"{sheet.name}: cell {cell.get('r')} has a shared string that isn't there"
                _count_shared(cell.find(tag("f")), formulas, uses)
        yield from (f"{sheet.name}: shared formula {i} is there {n} times" for i, n in formulas.items() if n > 1)
        yield from (f"{sheet.name}: shared formula {index} isn't there" for index in uses - formulas.keys())


def _count_shared(formula: etree._Element | None, masters: "Counter[str]", uses: set[str]) -> None:
    if formula is not None and formula.get("t") == "shared":
        index = formula.get("si", "")
        if formula.get("ref"):
            masters[index] += 1
        else:
            uses.add(index)


def _box(reference: str) -> Box:
    left, top, right, bottom = range_boundaries(reference)
    assert left is not None
    assert top is not None
    assert right is not None
    assert bottom is not None
    return left, top, right, bottom


def _overlap(a: Box, b: Box) -> bool:
    return a[0] <= b[2] and b[0] <= a[2] and a[1] <= b[3] and b[1] <= a[3]


def merge_faults(package: Package) -> Iterator[str]:
    tag = package.vocabulary.tag
    for sheet, root in worksheets(package):
        areas = [("merge", node.get("ref", "")) for node in root.iter(tag("mergeCell"))]
        tables = package.related(sheet.part, "table")
        areas += [("table", package.tree(table).get("ref", "")) for table in tables]
        boxes = [(*area, _box(area[1])) for area in areas]
        for index, (kind, reference, box) in enumerate(boxes):
            for other_kind, other, other_box in boxes[:index]:
                if _overlap(box, other_box):
                    yield f"{sheet.name}: {other_kind} {other} and {kind} {reference} overlap"


def table_faults(package: Package) -> Iterator[str]:
    tag = package.vocabulary.tag
    ids: Counter[str] = Counter()
    names = Counter(name.name.casefold() for name in defined_names(package) if name.sheet is None)
    for sheet, root in worksheets(package):
        texts = _texts(package, root)
        for part in package.related(sheet.part, "table"):
            table = package.tree(part)
            columns = [column.get("name", "") for column in table.iter(tag("tableColumn"))]
            ids[table.get("id", "")] += 1
            names[(table.get("displayName") or "").casefold()] += 1
            left, top, right, bottom = _box(table.get("ref", ""))
            rows = int(table.get("headerRowCount") or 1) + int(table.get("totalsRowCount") or 0)
            if len(columns) != right - left + 1 or table.find(tag("tableColumns")).get("count") != str(len(columns)):
                yield f"{part} has {len(columns)} columns over {table.get('ref')}"
            if bottom - top < rows:
                yield f"{part} has no row of data in {table.get('ref')}"
            if len({name.casefold() for name in columns}) < len(columns):
                yield f"{part} has two columns of one name"
            headers = [texts.get((top, left + index), "") for index in range(len(columns))]
            if table.get("headerRowCount") != "0" and [_plain(name) for name in columns] != headers:
                yield f"{part} has the columns {columns} under the headers {headers}"
    yield from (f"the table id {index} is there {times} times" for index, times in ids.items() if times > 1)
    yield from (
        f"the name {name} is there {times} times" for name, times in names.items() if times > 1 and name in names
    )


def _plain(name: str) -> str:
    return name.replace("_x000a_", "\n").replace("_x000A_", "\n")


def _texts(package: Package, root: etree._Element) -> dict[tuple[int, int], str]:
    tag = package.vocabulary.tag
    strings = dict(enumerate(string.text for string in shared_strings(package)))
    found = {}
    for cell in root.iter(tag("c")):
        value = cell.findtext(tag("v"))
        inline = cell.find(tag("is"))
        if inline is not None:
            found[coordinate_to_tuple(cell.get("r", ""))] = shared_string(inline).text
        elif value is not None:
            found[coordinate_to_tuple(cell.get("r", ""))] = (
                strings.get(int(value), "") if cell.get("t") == "s" else value
            )
    return found
