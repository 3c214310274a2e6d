"""The values that a chart keeps beside its references, so that it can be drawn without the cells."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import chain
from typing import Final, TypeAlias

from lxml import etree

from addin.package.dates import number_of
from addin.package.numbers import number_text
from addin.package.tags import short
from addin.package.text import escape, escape_attribute, is_plain
from addin.package.xml import Element, serialise
from addin.references.formula import parse
from addin.references.reference import Bounds, Reference
from udfs.formulas.tokens import TokenKind, qualifier, tokens
from udfs.numerics.cell_values import Cells, CellValue, ExcelError, text_of_cell

ValuesOf: TypeAlias = Callable[[str, Bounds], Cells]
"""The cells of an area of the filled workbook: the sheet's name as the chart writes it, and the area's filled lines."""

_CACHES: Final[Mapping[str, str]] = {
    "c:numRef": "numCache",
    "c:strRef": "strCache",
    "c:multiLvlStrRef": "multiLvlStrCache",
    "c15:datalabelsRange": "dlblRangeCache",
    "c15:dlblFTEntry": "dlblFieldTableCache",
    "cx:numDim": "lvl",
    "cx:strDim": "lvl",
    "cx:txData": "v",
}
"""The elements that hold a reference with its values, and the element of the values."""

_MARK: Final = "cells"
_MARKS: Final = re.compile(r"<\?cells (\d+)\?>")
_BETWEEN_AREAS: Final = frozenset("(), ")


@dataclass(frozen=True, slots=True)
class ChartSource:
    """An area that a chart shows."""

    sheet: str
    bounds: Bounds


@dataclass(frozen=True, slots=True)
class Cache:
    """The place of one reference's values: `body` writes the cells between `start` and `end`.

    `prefix` is that of the points' elements, with its colon; `down`: whether points follow each other from row to row.
    """

    sources: tuple[ChartSource, ...]
    shown: Callable[[CellValue], str | None]
    body: Callable[["Cache", Cells], str]
    prefix: str
    start: str
    end: str
    down: bool

    def render(self, values_of: ValuesOf) -> str:
        """The cache of the values that there are now."""
        blocks = [values_of(source.sheet, source.bounds) for source in self.sources]
        if _is_across(self.sources):
            rows: Cells = [list(chain.from_iterable(lines)) for lines in zip(*blocks, strict=True)]
        else:
            rows = [row for block in blocks for row in block]
        return self.start + self.body(self, rows) + self.end


@dataclass(frozen=True, slots=True)
class CachedChart:
    """A chart part as text with the places of its caches."""

    pieces: tuple[str | Cache, ...]

    @property
    def sources(self) -> frozenset[ChartSource]:
        """All areas that the chart shows."""
        return frozenset(source for piece in self.pieces if isinstance(piece, Cache) for source in piece.sources)

    def render(self, values_of: ValuesOf) -> bytes:
        """The part with the values that there are now."""
        texts = (piece if isinstance(piece, str) else piece.render(values_of) for piece in self.pieces)
        return "".join(texts).encode()


def read_chart(
    root: Element, names: Mapping[str, str] | None = None, is_kept: Callable[[ChartSource], bool] = lambda source: False
) -> CachedChart:
    """The caches of a filled chart's references (`c:chartSpace` or `cx:chartSpace`); the tree stays as it is.

    `names` are the workbook's defined names with their formulas. What refers to another workbook or to nothing keeps
    its cache, and so do cells whose values are kept (`is_kept`); that of a formula that isn't just areas becomes empty,
    and Excel fills it again.
    """
    copy = deepcopy(root.getroottree()).getroot()
    folded = {name.casefold(): text for name, text in (names or {}).items()}
    caches: list[Cache] = []
    for holder in list(copy.iter("*")):
        if short(holder.tag) in _CACHES:
            caches += _marked(holder, folded, len(caches), is_kept)
    texts = _MARKS.split(serialise(copy).decode())
    return CachedChart(tuple(caches[int(text)] if index % 2 else text for index, text in enumerate(texts)))


def _marked(
    holder: Element, names: Mapping[str, str], number: int, is_kept: Callable[[ChartSource], bool]
) -> list[Cache]:
    """The holder's cache, whose place in the tree is marked."""
    formula = holder.find("{*}f")
    if formula is None or not formula.text or "#REF!" in formula.text:
        return []
    old = holder.findall(f"{{*}}{_CACHES[short(holder.tag)]}")
    text = _meant(formula.text, names)
    sources = _sources(text)
    if not sources:
        if text != formula.text or "(" in text:
            _empty(old)
        return []
    if any("[" in source.sheet for source in sources) or (old and all(map(is_kept, sources))):
        return []
    cache = _cache(holder, formula, old, sources)
    for element in old:
        holder.remove(element)
    formula.addnext(etree.ProcessingInstruction(_MARK, str(number)))
    return [cache]


def _empty(caches: Sequence[Element]) -> None:
    """Take the points out of caches."""
    for cache in caches:
        cache.text = None
        for point in cache.findall("{*}pt") + cache.findall("{*}lvl"):
            cache.remove(point)
        for count in (cache, *cache.findall("{*}ptCount")):
            for name in ("ptCount", "val"):
                if count.get(name):
                    count.set(name, "0")


def _meant(text: str, names: Mapping[str, str]) -> str:
    """The formula that a chart's formula stands for: that of the name where it is one."""
    found = list(tokens(text))
    return names.get(found[0].text.casefold(), text) if len(found) == 1 and found[0].kind is TokenKind.NAME else text


def _sources(text: str) -> tuple[ChartSource, ...] | None:
    """The areas that a formula names; None for any other formula."""
    formula = parse(text)
    areas = formula.references
    between = (part for part in formula.parts if part not in areas)
    if not all(isinstance(part, str) and _BETWEEN_AREAS.issuperset(part) for part in between):
        return None
    return tuple(ChartSource(_sheet(area), area.bounds) for area in areas)


def _sheet(area: Reference) -> str:
    """The sheet of an area as written, with the brackets of its workbook where it is another's."""
    if not area.prefix:
        return ""
    book, sheets = qualifier(area.prefix)
    return book + (sheets[0] if sheets else "")


def _cache(holder: Element, formula: Element, old: Sequence[Element], sources: tuple[ChartSource, ...]) -> Cache:
    kind = short(holder.tag)
    shown = _shown(holder, kind)
    own = _prefix(holder.tag, holder)
    down = formula.get("dir", "col") == "col"
    if kind == "cx:txData":
        return Cache(sources, shown, _first, own, f"<{own}v>", f"</{own}v>", down)
    if kind.startswith("cx:"):
        code = old[0].get("formatCode") if old else None
        attribute = f' formatCode="{escape_attribute(str(code))}"' if code else ""
        return Cache(sources, shown, partial(_extended_levels, attribute=attribute), own, "", "", down)
    points = _prefix(_chart_tag(holder), holder)
    name = own + _CACHES[kind]
    body = _points
    if kind == "c:multiLvlStrRef":
        body, down = _levels, _runs_down(holder, sources)
    start = f"<{name}>{_format_code(old, points) if kind == 'c:numRef' else ''}"
    return Cache(sources, shown, body, points, start, f"</{name}>", down)


def _chart_tag(holder: Element) -> str:
    """The tag of the chart's root, in whose namespace points are."""
    return str(holder.getroottree().getroot().tag)


def _prefix(tag: str, holder: Element) -> str:
    namespace = etree.QName(tag).namespace
    prefix = next((prefix for prefix, uri in holder.nsmap.items() if uri == namespace), None)
    return f"{prefix}:" if prefix else ""


def _format_code(old: Sequence[Element], prefix: str) -> str:
    code = old[0].findtext("{*}formatCode") if old else None
    return f"<{prefix}formatCode>{escape(code or 'General')}</{prefix}formatCode>"


def _runs_down(holder: Element, sources: Sequence[ChartSource]) -> bool:
    """Whether labels of several levels stand beside the values of a column, or above those of a row."""
    rows, columns = _size(sources)
    series = next(holder.iterancestors("{*}ser"), None)
    for name in ("val", "yVal"):
        text = None if series is None else series.findtext(f"{{*}}{name}/{{*}}numRef/{{*}}f")
        values = _sources(text) if text else None
        if values:
            return _size(values)[0] == rows and (rows > 1 or _size(values)[1] != columns)
    return rows >= columns


def _size(sources: Sequence[ChartSource]) -> tuple[int, int]:
    rows = [source.bounds.rows or (1, 1) for source in sources]
    columns = [source.bounds.columns or (1, 1) for source in sources]
    if _is_across(sources):
        return _length(rows[:1]), _length(columns)
    return _length(rows), _length(columns[:1])


def _length(lines: Sequence[tuple[int, int]]) -> int:
    return sum(last - first + 1 for first, last in lines)


def _is_across(sources: Sequence[ChartSource]) -> bool:
    """Whether areas stand side by side rather than below each other."""
    return len(sources) > 1 and len({source.bounds.rows for source in sources}) == 1


def _shown(holder: Element, kind: str) -> Callable[[CellValue], str | None]:
    if kind not in ("c:numRef", "cx:numDim"):
        return label_in_chart
    around = holder.getparent()
    return category_in_chart if around is not None and short(around.tag) == "c:cat" else number_in_chart


def _points(cache: Cache, cells: Cells) -> str:
    values = list(chain.from_iterable(cells))
    return f'<{cache.prefix}ptCount val="{len(values)}"/>' + _listed(cache, values)


def _listed(cache: Cache, values: Sequence[CellValue]) -> str:
    point, value = f"{cache.prefix}pt", f"{cache.prefix}v"
    texts = enumerate(_texts(cache, values))
    return "".join(
        [f'<{point} idx="{at}"><{value}>{text}</{value}></{point}>' for at, text in texts if text is not None]
    )


def _kept(cache: Cache, values: Sequence[CellValue]) -> list[tuple[int, str]]:
    return [(index, text) for index, text in enumerate(_texts(cache, values)) if text is not None]


def _texts(cache: Cache, values: Sequence[CellValue]) -> Iterable[str | None]:
    kinds = set(map(type, values))
    if kinds == {float}:
        return map(number_text, values)  # type: ignore[arg-type]
    are_labels = kinds == {str} and cache.shown is not number_in_chart
    return labels_in_chart(values) if are_labels else map(cache.shown, values)  # type: ignore[arg-type]


def _lines(cache: Cache, cells: Cells) -> list[Sequence[CellValue]]:
    """The levels of labels, the innermost (the last row or column) first."""
    return list(reversed([*zip(*cells, strict=True)] if cache.down else list(cells)))


def _levels(cache: Cache, cells: Cells) -> str:
    levels = _lines(cache, cells)
    count = len(levels[0]) if levels else 0
    listed = "".join(f"<{cache.prefix}lvl>{_listed(cache, level)}</{cache.prefix}lvl>" for level in levels)
    return f'<{cache.prefix}ptCount val="{count}"/>{listed}'


def _extended_levels(cache: Cache, cells: Cells, attribute: str) -> str:
    return "".join(_extended_level(cache, level, attribute) for level in _lines(cache, cells))


def _extended_level(cache: Cache, values: Sequence[CellValue], attribute: str) -> str:
    name = f"{cache.prefix}lvl"
    points = (f'<{cache.prefix}pt idx="{index}">{text}</{cache.prefix}pt>' for index, text in _kept(cache, values))
    return f'<{name} ptCount="{len(values)}"{attribute}>{"".join(points)}</{name}>'


def _first(cache: Cache, cells: Cells) -> str:
    values = [value for row in cells for value in row]
    return " ".join(text for _, text in _kept(cache, values))


def number_in_chart(value: CellValue) -> str | None:
    """A value of a series as Excel keeps it: a text counts nought, a blank is left out."""
    return "0" if _is_text(value) else category_in_chart(value)


def _is_text(value: CellValue) -> bool:
    return isinstance(value, str) and not isinstance(value, ExcelError) and bool(value.strip())


def category_in_chart(value: CellValue) -> str | None:
    """A value among the categories of an axis."""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, date | datetime | time | timedelta):
        return text_of_cell(number_of(value))
    return label_in_chart(value)


def label_in_chart(value: CellValue) -> str | None:
    """A value in a series' name or a label."""
    if isinstance(value, str):
        return escape(value) if value.strip() else None
    return number_text(value) if isinstance(value, float) else text_of_cell(value)


def labels_in_chart(values: Sequence[str]) -> Iterable[str | None]:
    """Texts among the categories of an axis, or as labels."""
    # mostly nothing in any of them has to be escaped
    return values if all(map(str.strip, values)) and is_plain("\n".join(values)) else map(label_in_chart, values)
