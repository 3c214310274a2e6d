"""A sheet of a template as its file has it: rows, cells with what each holds, and the XML around them."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from operator import lt
from typing import Final, TypeAlias, TypeVar

from lxml import etree

from addin.package.addresses import area_edges, cell_at, column_letters
from addin.package.dates import number_of
from addin.package.rich_text import Run
from addin.package.strings import SharedString, shared_string
from addin.package.text import escape_attribute, unescape
from addin.package.xml import Element
from addin.references.cells import CellFormula, cell_formulas
from addin.references.growth import ROWS
from udfs.numerics.cell_values import CellValue, error_of_text
from udfs.shortening import shortened

Cell: TypeAlias = tuple[int, int]
_Line = TypeVar("_Line")

_FORMULA: Final = re.compile(r"([^>]*>)(<f\b(?:[^>]*/>|.*?</f>))(<v\b.*)?", re.DOTALL)
_TEXTS: Final = ("s", "inlineStr")
_WITHOUT_ADDRESS: Final = "boolean(*[not(@r)] | */*[not(@r)])"


@dataclass(frozen=True, slots=True)
class SourceCell:
    """One cell: `attributes` and `content` are XML as it will be written again, `value` what the content says.

    `attributes` leaves out the address and the type, with which `content` begins: ` t="s"><v>5</v></c>`. `runs` are
    those of a text with formats of its own.
    """

    column: int
    attributes: str
    content: str
    value: CellValue
    formula: CellFormula | None = None
    runs: tuple[Run, ...] = ()


def beside(cell: SourceCell, formula: str) -> str | None:
    """The cell's XML after its attributes with another `<f>` element beside its value; None where it has no value."""
    found = _FORMULA.match(cell.content)
    return f"{found[1]}{formula}{found[3]}" if found and found[3] else None


def as_written(cell: SourceCell) -> str | None:
    """The cell's `<f>` element as the file has it; None where it is written in another way than Excel's."""
    found = _FORMULA.match(cell.content)
    return found[2] if found else None


def is_dynamic(cell: SourceCell) -> bool:
    """Whether the cell's array formula spills by itself, whatever area the file gives for it."""
    return ' cm="' in cell.attributes


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One row: its attributes as XML without the number, and its cells from left to right."""

    number: int
    attributes: str
    cells: tuple[SourceCell, ...]


@dataclass(frozen=True)
class SourceSheet:
    """A worksheet's rows, and its root element with no rows in it."""

    name: str
    part: str
    rows: tuple[SourceRow, ...]
    around: Element

    @cached_property
    def cells(self) -> Mapping[Cell, SourceCell]:
        """The cells by row and column."""
        return {(row.number, cell.column): cell for row in self.rows for cell in row.cells}

    @cached_property
    def last_content(self) -> Cell:
        """The last row and the last column in which a cell holds more than a format; 0 where none does."""
        held = [at for at, cell in self.cells.items() if not cell.content.endswith("/>")]
        return max((row for row, _ in held), default=0), max((column for _, column in held), default=0)

    @cached_property
    def links(self) -> Sequence[Cell]:
        """The first cell of each link."""
        found = (area_edges(link.get("ref", "")) for link in self.around.iterfind("{*}hyperlinks/{*}hyperlink"))
        return [(top or 1, left or 1) for left, top, _, _ in found]

    @cached_property
    def last(self) -> Cell:
        """The last row, and the last column that has a cell; 0 where there is none."""
        return self.rows[-1].number if self.rows else 0, max((column for _, column in self.cells), default=0)


def read_sheet(name: str, part: str, root: Element, strings: Sequence[SharedString]) -> SourceSheet:
    """The sheet of a worksheet part's root element, which is taken over."""
    namespace = etree.QName(root).namespace
    data = root.find(f"{{{namespace}}}sheetData")
    if data is None:
        raise ValueError("it has no place for rows (sheetData)")
    if data.xpath(_WITHOUT_ADDRESS):
        _address(data, f"{{{namespace}}}")
    reader = _RowReader(f"{{{namespace}}}", strings, root, cell_formulas(_formula_elements(data, f"{{{namespace}}}")))
    rows = _ordered(tuple(reader.rows(data)), lambda row: row.number)
    data.clear()
    return SourceSheet(name, part, rows, root)


def _ordered(lines: tuple[_Line, ...], number_of: Callable[[_Line], int]) -> tuple[_Line, ...]:
    """The rows, or the cells of a row, in the order of their numbers. Raises ValueError where one is there twice."""
    numbers = list(map(number_of, lines))
    if all(map(lt, numbers, numbers[1:])):
        return lines
    if len(set(numbers)) < len(numbers):
        raise ValueError("a row or a cell is there twice")
    return tuple(sorted(lines, key=number_of))


def _address(data: Element, namespace: str) -> None:
    """Give rows and cells without an address that which follows the one before them."""
    number = 0
    for row in data.iterchildren(f"{namespace}row"):
        number, column = int(row.get("r") or number + 1), 0
        row.set("r", str(number))
        for cell in row.iterchildren(f"{namespace}c"):
            address = cell.get("r") or f"{column_letters(column + 1)}{number}"
            column = cell_at(address)[1]
            cell.set("r", address)


class _RowReader:
    """Reads the rows of a sheet, all of which have addresses."""

    def __init__(
        self, namespace: str, strings: Sequence[SharedString], root: Element, formulas: Mapping[str, CellFormula]
    ) -> None:
        self._namespace = namespace
        self._strings = strings
        self._formulas = formulas
        self._columns: dict[str, int] = {}
        self._declarations = _declarations(root)
        self._prefixes = {uri: prefix for prefix, uri in root.nsmap.items() if prefix}
        self._own_namespace = "" if root.prefix is None else f' xmlns="{namespace[1:-1]}"'

    def rows(self, data: Element) -> Iterator[SourceRow]:
        for element in data.iterchildren(f"{self._namespace}row"):
            number = int(element.get("r", "0"))
            if not 1 <= number <= ROWS:
                raise ValueError(f"there is no row {number}")
            attributes = self._own_namespace + _attributes(element, ("r", "spans"), self._prefixes)
            cells = _ordered(tuple(self._cells(element)), lambda cell: cell.column)
            yield SourceRow(number, attributes, cells)

    def _cells(self, row: Element) -> Iterator[SourceCell]:
        number = row.get("r", "")
        for element in row.iterchildren(f"{self._namespace}c"):
            address = element.get("r", "")
            kind = element.get("t", "n")
            yield SourceCell(
                self._column(address, number),
                _attributes(element, ("r", "t"), self._prefixes),
                _content(element, kind, self._declarations),
                _value(element, kind, self._namespace, self._strings),
                self._formulas.get(address),
                _runs(element, kind, self._namespace, self._strings) if kind in _TEXTS else (),
            )

    def _column(self, address: str, row: str) -> int:
        letters = address[: -len(row)]
        if letters not in self._columns or not address.endswith(row):
            number, column = cell_at(address)
            if str(number) != row:
                raise ValueError(f"{address} is in row {row}")
            self._columns[letters] = column
        return self._columns[letters]


def _formula_elements(data: Element, namespace: str) -> Iterator[tuple[str, Element]]:
    for element in data.iter(f"{namespace}f"):
        cell = element.getparent()
        if cell is not None and cell.get("r"):
            yield str(cell.get("r")), element


def _value(element: Element, kind: str, namespace: str, strings: Sequence[SharedString]) -> CellValue:
    text = element.findtext(f"{namespace}v")
    if kind == "inlineStr":
        return _inline(element, namespace).text
    if not text:
        return None
    if kind == "s":
        if not 0 <= int(text) < len(strings):
            raise ValueError(f"cell {element.get('r')} has the text number {text} of {len(strings)}")
        return strings[int(text)].text
    if kind == "b":
        return text.strip() in ("1", "true")
    if kind == "e":
        return error_of_text(text) or text
    if kind != "n":
        return _day(text) if kind == "d" else unescape(text)
    try:
        return float(text)
    except ValueError:
        raise ValueError(f"cell {element.get('r')} has '{shortened(text)}' where a number is") from None


def _day(text: str) -> CellValue:
    """A day of ISO 8601 as the number that Excel has for it; a time zone says nothing there."""
    try:
        return number_of(datetime.fromisoformat(text).replace(tzinfo=None))
    except ValueError:
        return unescape(text)


def _runs(element: Element, kind: str, namespace: str, strings: Sequence[SharedString]) -> tuple[Run, ...]:
    if kind == "s":
        index = element.findtext(f"{namespace}v")
        return strings[int(index)].runs if index else ()
    return _inline(element, namespace).runs if kind == "inlineStr" else ()


def _inline(element: Element, namespace: str) -> SharedString:
    item = element.find(f"{namespace}is")
    return SharedString("") if item is None else shared_string(item)


def _content(element: Element, kind: str, declarations: Sequence[str]) -> str:
    """The cell's XML after its attributes: type, children, closing tag."""
    start = f' t="{kind}"' if "t" in element.attrib else ""
    if not len(element):
        return f"{start}/>"
    children = "".join(etree.tostring(child, encoding="unicode", with_tail=False) for child in element)
    for declaration in declarations:
        children = children.replace(declaration, "")
    return f"{start}>{children}</c>"


def _declarations(root: Element) -> list[str]:
    """The namespace declarations of the root, which need not stand in a cell again."""
    return [f' xmlns:{prefix}="{uri}"' if prefix else f' xmlns="{uri}"' for prefix, uri in root.nsmap.items()]


def _attributes(element: Element, left_out: Sequence[str], prefixes: Mapping[str, str]) -> str:
    written = []
    for key, value in element.attrib.items():
        namespace, _, name = str(key).rpartition("}")
        if not namespace and name not in left_out:
            written.append(f' {name}="{escape_attribute(str(value))}"')
        elif namespace[1:] in prefixes:
            written.append(f' {prefixes[namespace[1:]]}:{name}="{escape_attribute(str(value))}"')
    return "".join(written)
