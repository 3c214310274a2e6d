"""The cells of a worksheet as values, in one pass over its XML and without holding its tree."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from io import BytesIO
from math import isfinite
from typing import Final

from lxml import etree

from addin.errors import UserError, cause_of
from addin.package.addresses import column_letters, column_number
from addin.package.dates import Day, ShownDate, counted, day_form, moment_text, shows_dates, shows_percent
from addin.package.package import Package
from addin.package.strings import shared_string, shared_strings
from addin.package.xml import Element
from addin.references.growth import ROWS
from addin.tables.figures import Figure
from addin.tables.limits import MOST_DIGITS, too_long
from addin.tables.raised_marks import StruckOut, as_mark, data_text, is_raised, is_struck_out
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
        """The sheet's rows from the first on, each from column A to its last cell. Raises UserError."""
        rows: list[list[object]] = []
        try:
            for row in self._elements(part):
                number = _number(row, len(rows) + 1)
                rows.extend([] for _ in range(len(rows), number))
                self._read(row, rows[number - 1])
        except (etree.XMLSyntaxError, ValueError, IndexError) as error:
            message = "the part {part} can't be read: {reason}"
            raise UserError(message, self.package.place, part=part, reason=cause_of(error)) from error
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
                return self._styled(cell, _bounded(data_text(shared_string(child))))
        if not text and kind != "str":
            return None if formula is None else Uncalculated(formula)
        if text is None or kind == "str":
            return self._styled(cell, _bounded(text or ""))
        if kind is None or kind == "n":
            return self._number(cell, text)
        if kind == "s":
            return self._styled(cell, self._strings[int(text)] or None)
        if kind == "b":
            return text == "1"
        return datetime.fromisoformat(text).replace(tzinfo=None) if kind == "d" else text

    def _number(self, cell: Element, text: str) -> object:
        number = int(text) if text.isdecimal() and len(text) <= _EXACT else float(text)
        if not isfinite(number):
            raise ValueError(f"{shortened(text)} is no number of Excel's")
        style = cell.get("s")
        if style in self._date_styles:
            return self._styled(cell, self._shown(self._moment(number), style))
        return self._styled(cell, _in_percent(number) if style in self._percent_styles else number)

    def _styled(self, cell: Element, value: object) -> object:
        """A cell's value, or what a format that raises it or strikes it out makes of it."""
        marking = self._marking_styles.get(cell.get("s", "0")) if self._marking_styles and value is not None else None
        return value if marking is None else marking(str(value))

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
        return [_bounded(data_text(string)) or "" for string in shared_strings(self.package)]

    @cached_property
    def _moment(self) -> Callable[[float], object]:
        return counted(from_1904=self._from_1904)

    @cached_property
    def _from_1904(self) -> bool:
        properties = self.package.tree(self.package.workbook_part).find(self._tag("workbookPr"))
        return properties is not None and properties.get("date1904") in ("1", "true")

    def _shown(self, moment: object, style: str) -> object:
        """A moment, with its text in a cell of a style."""
        if not isinstance(moment, datetime):
            return moment
        return ShownDate.of(moment, moment_text(moment, self._day_forms[style]))

    def day(self, number: float, style: str) -> float:
        """A number of a cell with a style: a `Day` where that shows it as one."""
        return Day(number, self._day_forms[style], from_1904=self._from_1904) if style in self._date_styles else number

    @cached_property
    def _day_forms(self) -> Mapping[str, str]:
        """How cells show days, by the index of their style."""
        return {style: day_form(code) for style, identity, code in self._number_formats if shows_dates(identity, code)}

    @cached_property
    def _date_styles(self) -> frozenset[str]:
        """The style indexes, as cells write them, whose number format shows dates or times."""
        return frozenset(self._day_forms)

    @cached_property
    def _percent_styles(self) -> frozenset[str]:
        """The style indexes, as cells write them, whose number format shows percent."""
        return frozenset(style for style, identity, code in self._number_formats if shows_percent(identity, code))

    @cached_property
    def _number_formats(self) -> Sequence[tuple[str, int, str | None]]:
        """The style indexes, as cells write them, with their number format: its number, and the code of an own one."""
        if self._styles is None:
            return []
        own = {node.get("numFmtId"): node.get("formatCode", "") for node in self._styles.iter(self._tag("numFmt"))}
        formats = (xf.get("numFmtId", "0") for xf in self._formats(self._styles))
        return [(str(index), int(identity), own.get(identity) or None) for index, identity in enumerate(formats)]

    @cached_property
    def _marking_styles(self) -> Mapping[str, Callable[[str], str]]:
        """The style indexes, as cells write them, whose font raises its text or strikes it out, and what that makes."""
        if self._styles is None:
            return {}
        fonts: Iterable[Element] = self._styles.iterfind(f"{self._tag('fonts')}/{self._tag('font')}")
        marking = {str(index): found for index, font in enumerate(fonts) if (found := _marking(font)) is not None}
        by_style = {str(index): xf.get("fontId", "0") for index, xf in enumerate(self._formats(self._styles))}
        return {style: marking[font] for style, font in by_style.items() if font in marking} if marking else {}

    @cached_property
    def _styles(self) -> Element | None:
        parts = self.package.related(self.package.workbook_part, "styles")
        return self.package.tree(parts[0]) if parts else None

    def _formats(self, styles: Element) -> Iterator[Element]:
        yield from styles.iterfind(f"{self._tag('cellXfs')}/{self._tag('xf')}")


def _marking(font: Element) -> Callable[[str], str] | None:
    properties = etree.tostring(font, encoding="unicode")
    if is_struck_out(properties):
        return lambda text: StruckOut(text, text)
    return as_mark if is_raised(properties) else None


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


def _in_percent(number: float) -> Figure:
    """The figure that a cell shows in percent: 0.07 is 7, without the noise of a product of binary numbers."""
    return Figure(float(Decimal(repr(number)).scaleb(2)), in_percent=True)


def _number(row: Element, otherwise: int) -> int:
    """The number of a row, `otherwise` where it has none; ValueError where no sheet has such a row."""
    number = int(row.get("r") or otherwise)
    if not 1 <= number <= ROWS:
        raise ValueError(f"there is no row {number}")
    return number
