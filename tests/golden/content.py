"""What a workbook says, as lines of text: its cells, and every reference and chart value in its parts."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Final
from zipfile import ZipFile

from lxml import etree
from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

_AREAS: Final = ("ref", "sqref", "location")
_FORMULAS: Final = frozenset({"definedName", "f", "formula", "formula1", "formula2", "sqref"})
_PLACES: Final = frozenset({"from", "to"})
_PARTS: Final = re.compile(r"xl/(workbook|(worksheets|charts|tables|drawings)/[^/]+)\.xml")
_DIGITS: Final = 12


def content_of(workbook: bytes) -> str:
    """The content, a line for each cell and each reference; numbers to twelve digits, which every platform shares."""
    return "".join(f"{line}\n" for line in (*_cells(workbook), *_references(workbook)))


def _cells(workbook: bytes) -> Iterator[str]:
    formulas = load_workbook(BytesIO(workbook), rich_text=True)
    values = load_workbook(BytesIO(workbook), data_only=True)
    for sheet in formulas.worksheets:
        yield f"[{sheet.title}]"
        yield from _sheet_cells(sheet, values[sheet.title])


def _sheet_cells(sheet: Worksheet, values: Worksheet) -> Iterator[str]:
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is not None:
                assert isinstance(cell, Cell)
                known = values[cell.coordinate].value
                formula = f"{cell.value} -> " if cell.data_type == "f" else ""
                yield f"{cell.coordinate} {formula}{_written(known)}"


def _written(value: object) -> str:
    if value is None:
        return "not known"
    if isinstance(value, bool | str):
        return repr(value)
    assert isinstance(value, int | float)
    return f"{float(value):.{_DIGITS}g}"


def _references(workbook: bytes) -> Iterator[str]:
    with ZipFile(BytesIO(workbook)) as archive:
        for name in sorted(filter(_PARTS.fullmatch, archive.namelist())):
            found = list(_mentions(etree.fromstring(archive.read(name))))
            yield from [f"[{name}]", *found] if found else []


def _mentions(root: etree._Element) -> Iterator[str]:
    for element in root.iter("*"):
        name = etree.QName(element).localname
        if name == "c" and element.get("r"):
            continue
        yield from (f"{name} {key} {element.get(key)}" for key in _AREAS if element.get(key))
        if name in _PLACES:
            yield f"{name} " + " ".join(f"{etree.QName(each).localname} {each.text}" for each in element)
        if name in _FORMULAS and element.text and not _in_a_cell(element):
            yield " ".join(filter(None, (name, element.get("name"), element.text)))
        if name == "v" and not _in_a_cell(element):
            yield f"  {_shown(element.text or '')}"


def _in_a_cell(element: etree._Element) -> bool:
    around = element.getparent()
    return around is not None and etree.QName(around).localname == "c"


def _shown(text: str) -> str:
    try:
        return f"{float(text):.{_DIGITS}g}"
    except ValueError:
        return repr(text)
