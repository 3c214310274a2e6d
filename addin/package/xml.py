"""Parts as XML trees: parsed without entities, written back with their declarations."""

import re
from typing import Final

from lxml import etree

from addin.mistakes import NOWHERE, Mistake, Place

Element = etree._Element

_DECLARATION: Final = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
_PARSER: Final = etree.XMLParser(
    resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, strip_cdata=False
)
_IN_UTF_8: Final = re.compile(rb"""(\xef\xbb\xbf)?\s*(<[\w:]|<\?xml\s+version="1.0"\s+encoding="(?i:utf-8)"\s*)""")
"""How content begins in which a document type can't be written by other bytes than those of `_DOCUMENT_TYPES`."""

_DOCUMENT_TYPES: Final = tuple("<!DOCTYPE".encode(code) for code in ("ascii", "utf-16-le", "utf-16-be"))


def parse(content: bytes, part: str, place: Place = NOWHERE) -> Element:
    """The root element of a part; `part` names it in mistakes.

    Mistake where it is not well-formed or declares a document type, which no part of a workbook may (ISO/IEC 29500-2,
    section 6.2.5) and through which entities would come. Nothing is fetched; libxml2 bounds nesting and single texts.
    In old drawings (.vml) the unclosed line breaks that Excel writes are closed.
    """
    if part.endswith(".vml"):
        content = content.replace(b"<br>", b"<br/>")
    if any(mark in content for mark in _DOCUMENT_TYPES):
        raise _document_type(part, place)
    try:
        root = etree.fromstring(content, _PARSER)
    except etree.XMLSyntaxError as error:
        reason = " ".join(error.msg.split())
        raise Mistake("the part {part} is not sound XML: {reason}", place, part=part, reason=reason) from error
    if not _IN_UTF_8.match(content) and root.getroottree().docinfo.internalDTD is not None:
        raise _document_type(part, place)
    return root


def _document_type(part: str, place: Place) -> Mistake:
    return Mistake("the part {part} declares a document type, which is refused as unsafe", place, part=part)


def serialise(root: Element) -> bytes:
    """A part's content as UTF-8: Excel's XML declaration, the root with all its namespaces, comments around it."""
    return _DECLARATION + etree.tostring(root.getroottree(), encoding="UTF-8", xml_declaration=False)
