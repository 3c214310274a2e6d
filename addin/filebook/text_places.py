"""Where a workbook has texts outside of its cells' values: what each is, how it is written, how long it may be."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple
from urllib.parse import unquote

from addin.errors import Message
from addin.package.tags import short
from addin.package.xml import Element
from addin.template.markers import OPENING
from addin.template.texts import TextForm
from udfs.formulas.tokens import TokenKind, tokens

_CELL_TEXT: Final = 32_767


class Kept(NamedTuple):
    """What a text is called, how values are written into it (None: not at all), and how many UTF-16 units fit."""

    what: Message
    form: TextForm | None
    most: int = _CELL_TEXT


class TextPiece(NamedTuple):
    """One piece of a text: the element that holds it, in an attribute or, without one, as its own text."""

    node: Element
    attribute: str | None = None

    def get(self) -> str:
        """What it says."""
        return (self.node.text if self.attribute is None else self.node.get(self.attribute)) or ""

    def put(self, text: str) -> None:
        """Say `text` instead."""
        if self.attribute is None:
            self.node.text = text
        else:
            self.node.set(self.attribute, text)


@dataclass(frozen=True)
class Text:
    """A text with expressions, in one piece or in several of different formats; `cell` is where it belongs, if known.

    `start` and `end` bound the part of a formula that is a text.
    """

    what: Message
    form: TextForm | None
    most: int
    cell: str | None
    held: Sequence[TextPiece]
    start: int = 0
    end: int | None = None

    @property
    def whole(self) -> str:
        """The text, its pieces joined."""
        return "".join(each.get() for each in self.held)[self.start : self.end]

    def replace(self, start: int, end: int, new: str) -> None:
        """Put `new` in place of a part of the whole; it has the format in which that part begins."""
        at, first = 0, self.start + start
        last = self.start + end
        for each in self.held:
            old = each.get()
            left, right = max(first - at, 0), min(last - at, len(old))
            begins = at <= first < at + len(old)
            if left < right:
                each.put(old[:left] + (new if begins else "") + old[right:])
            at += len(old)


_HEADER: Final = Kept(Message("a page header or footer"), TextForm.HEADER, 255)
_PROMPT: Final = Message("the message of a validation")
_LINK: Final = Message("a link")
_PROPERTY: Final = Message("a property of the document")
_DRAWN: Final = Message("a shape, a picture or a chart")

_ATTRIBUTES: Final = {
    ("dataValidation", "prompt"): Kept(_PROMPT, TextForm.PLAIN, 255),
    ("dataValidation", "error"): Kept(_PROMPT, TextForm.PLAIN, 255),
    ("dataValidation", "promptTitle"): Kept(_PROMPT, TextForm.PLAIN, 32),
    ("dataValidation", "errorTitle"): Kept(_PROMPT, TextForm.PLAIN, 32),
    ("hyperlink", "tooltip"): Kept(_LINK, TextForm.PLAIN, 255),
    ("hyperlink", "display"): Kept(_LINK, TextForm.PLAIN, 255),
    ("hlinkClick", "tooltip"): Kept(_LINK, TextForm.PLAIN, 255),
    ("Relationship", "Target"): Kept(_LINK, TextForm.ADDRESS, 2079),
    ("cfRule", "text"): Kept(Message("a conditional format"), TextForm.PLAIN, 255),
    ("cNvPr", "descr"): Kept(_DRAWN, TextForm.PLAIN),
    ("cNvPr", "title"): Kept(_DRAWN, TextForm.PLAIN),
    ("table", "comment"): Kept(Message("a table"), TextForm.PLAIN, 255),
    ("table", "altText"): Kept(Message("a table"), TextForm.PLAIN),
    ("table", "altTextSummary"): Kept(Message("a table"), TextForm.PLAIN),
}
_FILLED: Final = {
    **dict.fromkeys(
        ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"),
        _HEADER,
    ),
    **dict.fromkeys(
        ("title", "subject", "creator", "keywords", "description", "category", "contentStatus", "lastModifiedBy"),
        Kept(_PROPERTY, TextForm.PLAIN, 255),
    ),
    **dict.fromkeys(("Company", "Manager", "HyperlinkBase", "lpwstr", "lpstr"), Kept(_PROPERTY, TextForm.PLAIN, 255)),
}
_GROUPS: Final = {
    "a:p": ("a:t", Kept(_DRAWN, TextForm.PLAIN)),
    "x:text": ("x:t", Kept(Message("a note"), TextForm.PLAIN)),
    "tc:text": ("tc:text", Kept(Message("a comment"), TextForm.PLAIN)),
}
"""Elements whose text is in pieces, and the elements that hold these."""

_FORMULAS: Final = frozenset(
    {"f", "formula", "formula1", "formula2", "definedName", "sqref", "calculatedColumnFormula", "totalsRowFormula"}
)
_NAMED: Final = frozenset(
    {
        *(("sheet", "name"), ("worksheetSource", "sheet"), ("worksheetSource", "name"), ("tableColumn", "name")),
        *(("tableColumn", "totalsRowLabel"), ("tableColumn", "uniqueName"), ("hyperlink", "location")),
        *(("cacheField", "name"), ("dataRef", "sheet"), ("rangeSet", "sheet"), ("pivotTableDefinition", "name")),
    }
)
"""What follows a sheet's name or a cell's text by itself."""

_CELLS: Final = frozenset({"x:sheetData", "x:sharedItems"})
_CACHES: Final = frozenset(
    {"strCache", "numCache", "multiLvlStrCache", "lvl", "strDim", "TitlesOfParts", "HeadingPairs"}
)


def texts_of(root: Element) -> Iterator[Text]:
    """The texts of a part that hold expressions, but for cells' own and what is kept of them."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        name = short(node.tag)
        if name in _CELLS or local(node) in _CACHES:
            continue
        yield from _of_attributes(node)
        if name in _GROUPS:
            yield from _of_group(node, *_GROUPS[name])
        elif not len(node):
            yield from _of_text(node)
        waiting += [child for child in reversed(node) if name not in _GROUPS]


def local(node: Element) -> str:
    """An element's name without its namespace."""
    return str(node.tag).rpartition("}")[2]


def _of_group(node: Element, pieces: str, kept: Kept) -> Iterator[Text]:
    held = [TextPiece(each) for each in node.iter("*") if short(each.tag) == pieces]
    text = Text(kept.what, kept.form, kept.most, _cell(node), held)
    if OPENING in text.whole:
        yield replace(text, form=None) if _mentions(node) else text


def _mentions(node: Element) -> bool:
    """Whether a comment mentions people, whose names are counted in letters."""
    parent = node.getparent()
    return parent is not None and parent.find("{*}mentions") is not None


def _of_attributes(node: Element) -> Iterator[Text]:
    for key, value in node.attrib.items():
        text = str(value)
        place = (local(node), str(key))
        if OPENING not in text and (place != ("Relationship", "Target") or OPENING not in unquote(text)):
            continue
        if place in _NAMED or (place[0] == "Relationship" and node.get("TargetMode") != "External"):
            continue
        if place not in _ATTRIBUTES and _is_reference(text):
            continue
        kept = _ATTRIBUTES.get(place, Kept(Message("a place that isn't a cell ({name})", name=" ".join(place)), None))
        yield Text(kept.what, kept.form, kept.most, _cell(node), [TextPiece(node, str(key))])


def _of_text(node: Element) -> Iterator[Text]:
    text, name = node.text or "", local(node)
    if OPENING not in text:
        return
    if name in _FORMULAS:
        yield from _of_formula(node, text)
        return
    if name not in _FILLED and _is_reference(text):
        return
    kept = _FILLED.get(name, Kept(Message("a place that isn't a cell ({name})", name=name), None))
    yield Text(kept.what, kept.form, kept.most, _cell(node), [TextPiece(node)])


def _is_reference(text: str) -> bool:
    """Whether all braces of a text are in the names of sheets or columns, which follow by themselves."""
    named = (TokenKind.REFERENCE, TokenKind.STRUCTURED, TokenKind.QUOTED)
    return OPENING not in "".join(each.source for each in tokens(text) if each.kind not in named)


def _of_formula(node: Element, formula: str) -> Iterator[Text]:
    """The texts in quotes of a formula, from the last to the first, so that each stays where it is until it is filled.

    A validation's list that is one text takes values; in a conditional format each text takes one.
    """
    name, parent = local(node), node.getparent()
    listed = name == "formula1" or (name == "f" and parent is not None and local(parent) == "formula1")
    around = [local(each) for each in node.iterancestors()]
    what = Message("a validation") if listed or "dataValidation" in around else Message("a conditional format")
    filled = listed or "cfRule" in around or "dataValidation" in around
    found = [each for each in tokens(formula) if each.kind is TokenKind.TEXT and OPENING in each.text]
    alone = len(found) == 1 and found[0].text == formula
    for each in reversed(found):
        form = (TextForm.LIST if listed and alone else TextForm.LITERAL) if filled else None
        what = what if filled else Message("a formula")
        start, end = each.start + 1, each.start + len(each.text) - 1
        yield Text(what, form, 255, _cell(node), [TextPiece(node)], start, end)


def _cell(node: Element) -> str | None:
    """The first cell that a text belongs to, where an element around it says so."""
    for each in (node, *node.iterancestors()):
        found = each.get("ref") or each.get("sqref")
        if local(each) == "table":
            return None
        if not found and local(each) in ("dataValidation", "conditionalFormatting"):
            found = each.findtext("{*}sqref")
        if found and local(each) != "dimension":
            return found.split()[0].partition(":")[0].replace("$", "")
    return None
