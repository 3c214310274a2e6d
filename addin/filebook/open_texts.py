"""Expressions outside of cells: found by the parser in every part, opened for their values, and filled at the end.

While a workbook is prepared an expression is a number between two noncharacters, which no text of a workbook has and
XML allows: it is copied, moved and repeated with its text. Filling puts the values of its own sheet in its place.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, unquote

from addin.errors import Place, UserError
from addin.filebook.text_places import Text, texts_of
from addin.package.deflating import Deflated, deflate
from addin.package.package import Package
from addin.package.relationships import relationships_part
from addin.package.text import escape_attribute, units
from addin.package.workbook import sheets
from addin.package.writing import Content
from addin.template.syntax import expression_spans
from addin.template.texts import PlacedText, TextForm, read_expression, told_within
from udfs.shortening import shortened

_OPEN: Final = "\ufdd0{}\ufdd1"
_OPENED: Final = re.compile("\ufdd0(\\d+)\ufdd1".encode())
_MAYBE: Final = re.compile(rb"\{(?:<[^<>]*>\s*)*\{|&#(?:x0*7[bB]|0*123);|%7[bB]|\0")
"""What content holds in which there may be an expression; UTF-16 has to be parsed to know."""

_CODED: Final = re.compile(r"(?:\{|%7b){2}.{0,1000}?(?:\}|%7d){2}", re.IGNORECASE | re.DOTALL)
"""An expression in an address, in which blanks and braces may have codes."""

_MARKUP: Final = (".xml", ".rels", ".vml")
_OF_CELLS: Final = frozenset(
    {"sharedStrings", "calcChain", "pivotCacheDefinition", "pivotCacheRecords", "theme", "externalLink", "customXml"}
)
"""Parts whose texts are those of cells, or that nobody is shown."""


@dataclass(frozen=True)
class OpenTexts:
    """A package whose texts are open, these texts by the sheet whose labels hold in them, and what can't be filled."""

    package: Package
    texts: Mapping[str | None, Sequence[PlacedText]]
    mistakes: tuple[UserError, ...] = ()


def with_open_texts(package: Package) -> OpenTexts:
    """The package with each expression outside of cells opened."""
    return _Opener(package).opened()


class _Opener:
    def __init__(self, package: Package) -> None:
        self._package = package
        self._count = 0
        self._texts: dict[str | None, list[PlacedText]] = {}
        self._mistakes: list[UserError] = []

    def opened(self) -> OpenTexts:
        changed = {}
        for part, sheet in parts_of(self._package):
            content = self._package.read(part)
            if not _MAYBE.search(content):
                continue
            root = self._package.tree(part)
            before = self._count
            for text in texts_of(root):
                self._open(text, sheet)
            if self._count > before:
                changed[part] = root
        package = self._package.with_trees(changed) if changed else self._package
        return OpenTexts(package, self._texts, tuple(self._mistakes))

    def _open(self, text: Text, sheet: str | None) -> None:
        place = Place(sheet=sheet, cell=text.cell)
        if text.form is None:
            message = "{text} is in {what}, where nothing is filled; put it in a cell"
            self._mistakes.append(UserError(message, place, text=shortened(text.whole), what=text.what))
            return
        if text.form is TextForm.ADDRESS:
            text.replace(0, len(text.whole), _CODED.sub(lambda match: unquote(match[0]), text.whole))
        whole = text.whole
        try:
            spans = expression_spans(whole)
            contents = tuple(read_expression(whole[start:end]) for start, end in spans)
        except UserError as mistake:
            self._mistakes.append(told_within(place, text.what, mistake))
            return
        numbers = tuple(range(self._count, self._count + len(spans)))
        self._count += len(spans)
        fixed = whole
        for number, (start, end) in reversed(list(zip(numbers, spans, strict=True))):
            text.replace(start, end, _before(text.form, whole[:start]) + _OPEN.format(number))
            fixed = fixed[:start] + fixed[end:]
        placed = PlacedText(place, text.what, text.form, numbers, contents, units(fixed), text.most)
        self._texts.setdefault(sheet, []).append(placed)


def _before(form: TextForm, start: str) -> str:
    """What keeps a value apart from the code before it: `&12` sets a size, of which a number would be more digits."""
    return " " if form is TextForm.HEADER and re.search(r"&\d+$", start[-5:]) else ""


def parts_of(package: Package) -> Iterator[tuple[str, str | None]]:
    """The parts of markup that may hold texts, each with the name of its sheet, if it has one."""
    seen = {package.workbook_part}
    for sheet in sheets(package):
        if sheet.part and sheet.part not in seen:
            seen.add(sheet.part)
            yield sheet.part, sheet.name
            for part in _reachable(package, sheet.part, seen):
                yield part, sheet.name
    for source in (package.workbook_part, ""):
        if source:
            yield source, None
        for part in _reachable(package, source, seen):
            yield part, None


def _reachable(package: Package, source: str, seen: set[str]) -> Iterator[str]:
    links = package.find(relationships_part(source))
    if links is None:
        return
    if links not in seen:
        seen.add(links)
        yield links
    for relationship in package.relationships(source):
        part = package.find(relationship.part) if relationship.part else None
        if part is None or part in seen or relationship.kind in _OF_CELLS or not part.lower().endswith(_MARKUP):
            continue
        seen.add(part)
        yield part
        yield from _reachable(package, part, seen)


def fill_texts(
    package: Package,
    values: Callable[[str | None], Mapping[int, str]],
    forms: Mapping[int, TextForm],
) -> Package:
    """The package with the values in the open texts; `values` gives those of a sheet by its name."""
    changed: dict[str, Content] = {}
    for part, sheet in parts_of(package):
        content = package.changed.get(part)
        if content is None or isinstance(content, bytes | Deflated):
            read = package.read(part)
            if _OPENED.search(read):
                changed[part] = deflate(_filled(read, values(sheet), forms))
        else:
            own = values(sheet)
            changed[part] = (_filled(chunk, own, forms) for chunk in content)
    return package.with_parts(changed) if changed else package


def _filled(content: bytes, values: Mapping[int, str], forms: Mapping[int, TextForm]) -> bytes:
    def value(match: re.Match[bytes]) -> bytes:
        number = int(match[1])
        return _written(values[number], forms[number]).encode() if number in values else match[0]

    return _OPENED.sub(value, content)


def _written(value: str, form: TextForm) -> str:
    if form is TextForm.HEADER:
        value = value.replace("&", "&&")
    elif form is TextForm.ADDRESS:
        value = quote(value, safe="/:?#@!$'()*,;=~")
    elif form in (TextForm.LITERAL, TextForm.LIST):
        value = value.replace('"', '""')
    return escape_attribute(value)
