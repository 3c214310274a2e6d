"""The cells of a worksheet as values, in one pass over its XML and without holding its tree."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from io import BytesIO
from math import isfinite
from typing import Final

from lxml import etree

from addin.mistakes import Mistake, cause_of
from addin.package.addresses import column_letters, column_number
from addin.package.dates import counted, shows_dates
from addin.package.package import Package
from addin.package.strings import shared_string, shared_strings
from addin.package.xml import Element
from addin.references.growth import ROWS
from addin.tables.limits import MOST_DIGITS, too_long
from udfs.shortening import shortened

_EXACT: Final = 15
"""So many digits of a number Excel keeps."""

_UTF_8: Final = (b"<?xml", b"<work", b"\xef\xbb\xbf")


@dataclass(frozen=True, slots=True)
class Uncalculated:
    """A formula whose value was never stored, as files have that no spreadsheet program saved."""

    formula: str


@dataclass(frozen=True)
class SheetCells:
    """Reads worksheets of one workbook: numbers, texts, booleans, dates, errors as their texts, None for blank."""

    package: Package

    def rows(self, part: str) -> list[list[object]]:
        """The sheet's rows from the first on, each from column A to its last cell. Raises Mistake."""
        rows: list[list[object]] = []
        try:
            for row in self._elements(part):
                number = _number(row, len(rows) + 1)
                rows.extend([] for _ in range(len(rows), number))
                self._read(row, rows[number - 1])
        except (etree.XMLSyntaxError, ValueError, IndexError) as error:
            message = "the part {part} can't be read: {reason}"
            raise Mistake(message, self.package.place, part=part, reason=cause_of(error)) from error
        return rows

    def _elements(self, part: str) -> Iterator[Element]:
        content = self.package.read(part)
        if b"<!DOCTYPE" in content or not content.startswith(_UTF_8):
            yield from self.package.tree(part).iter(self._tag("row"))
            return
        parsed = etree.iterparse(
            BytesIO(content),
            tag=self._tag("row"),
            resolve_entities=False,
            no_network=True,
            remove_comments=True,
            remove_pis=True,
        )
        for _, row in parsed:
            yield row
            row.clear()
            while row.getprevious() is not None:
                del row.getparent()[0]

    def _read(self, row: Element, cells: list[object]) -> None:
        if cells:
            raise ValueError(f"row {row.get('r')} is there twice")
        for cell in row:
            address, value = cell.get("r"), self._value(cell)
            column = len(cells) + 1 if address is None else column_number(address.rstrip("0123456789"))
            if column <= len(cells):
                _insert(cells, column, value)
                continue
            if column > len(cells) + 1:
                cells.extend([None] * (column - 1 - len(cells)))
            cells.append(value)

    def _value(self, cell: Element) -> object:
        kind, text, formula = cell.get("t"), None, None
        for child in cell:
            if child.tag == self._value_tag:
                text = child.text or ""
            elif child.tag == self._formula_tag:
                formula = child.text or ""
            elif kind == "inlineStr":
                return _bounded(shared_string(child).text)
        if not text and kind != "str":
            return None if formula is None else Uncalculated(formula)
        if text is None or kind == "str":
            return _bounded(text or "")
        if kind is None or kind == "n":
            return self._number(cell, text)
        if kind == "s":
            return self._strings[int(text)] or None
        if kind == "b":
            return text == "1"
        return datetime.fromisoformat(text).replace(tzinfo=None) if kind == "d" else text

    def _number(self, cell: Element, text: str) -> object:
        number = int(text) if text.isdecimal() and len(text) <= _EXACT else float(text)
        if not isfinite(number):
            raise ValueError(f"{shortened(text)} is no number of Excel's")
        style = cell.get("s")
        return self._moment(number) if style in self._date_styles else number

    def _tag(self, name: str) -> str:
        return self.package.vocabulary.tag(name)

    @cached_property
    def _value_tag(self) -> str:
        return self._tag("v")

    @cached_property
    def _formula_tag(self) -> str:
        return self._tag("f")

    @cached_property
    def _strings(self) -> Sequence[str]:
        return [_bounded(string.text) or "" for string in shared_strings(self.package)]

    @cached_property
    def _moment(self) -> Callable[[float], object]:
        properties = self.package.tree(self.package.workbook_part).find(self._tag("workbookPr"))
        old = properties is not None and properties.get("date1904") in ("1", "true")
        return counted(from_1904=old)

    @cached_property
    def _date_styles(self) -> frozenset[str]:
        """The style indexes, as cells write them, whose number format shows dates or times."""
        parts = self.package.related(self.package.workbook_part, "styles")
        if not parts:
            return frozenset()
        styles = self.package.tree(parts[0])
        own = {node.get("numFmtId"): node.get("formatCode", "") for node in styles.iter(self._tag("numFmt"))}
        formats: Iterable[Element] = styles.iterfind(f"{self._tag('cellXfs')}/{self._tag('xf')}")
        return frozenset(str(index) for index, xf in enumerate(formats) if _shows_date(xf.get("numFmtId", "0"), own))


def _bounded(text: str) -> str | None:
    """The text of a cell, None where it has none. Raises ValueError where it is longer than any in Excel."""
    if len(text) > MOST_DIGITS and (reason := too_long(text)) is not None:
        raise ValueError(str(reason))
    return text or None


def _insert(cells: list[object], column: int, value: object) -> None:
    """Put a cell among those of the columns to its right that came before it."""
    if cells[column - 1] is not None:
        raise ValueError(f"a cell of column {column_letters(column)} is there twice")
    cells[column - 1] = value


def _shows_date(identity: str, own: dict[str | None, str]) -> bool:
    return shows_dates(int(identity), own.get(identity) or None)


def _number(row: Element, otherwise: int) -> int:
    """The number of a row, `otherwise` where it has none; ValueError where no sheet has such a row."""
    number = int(row.get("r") or otherwise)
    if not 1 <= number <= ROWS:
        raise ValueError(f"there is no row {number}")
    return number
