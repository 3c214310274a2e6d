"""Parts as XML trees: parsed without entities, written back with their declarations."""

import re
from typing import Final

from lxml import etree

from addin.errors import NOWHERE, Place, UserError
from addin.package.namespaces import VML, VML_EXCEL, VML_OFFICE

Element = etree._Element

_DECLARATION: Final = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
_PARSER: Final = etree.XMLParser(
    resolve_entities=False,
    no_network=True,
    load_dtd=False,
    huge_tree=False,
    strip_cdata=False,
    remove_comments=True,
    remove_pis=True,
)
_RECOVERING: Final = etree.XMLParser(
    resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True, recover=True
)
_PREFIX: Final = re.compile(rb"[<\s]/?([A-Za-z]\w*):(?=\w)(?!\w*:)")
"""A prefix as tags and attributes have it; in a text it may be a word before a colon, to declare which does no harm."""

_ROOT: Final = re.compile(rb"<[A-Za-z][\w:.-]*")
_LEGACY: Final = {b"v": VML.encode(), b"o": VML_OFFICE.encode(), b"x": VML_EXCEL.encode()}

_IN_UTF_8: Final = re.compile(rb"""(\xef\xbb\xbf)?\s*(<[\w:]|<\?xml\s+version="1.0"\s+encoding="(?i:utf-8)"\s*)""")
"""How content begins in which a document type can't be written by other bytes than those of `_DOCUMENT_TYPES`."""

_DOCUMENT_TYPES: Final = tuple("<!DOCTYPE".encode(code) for code in ("ascii", "utf-16-le", "utf-16-be"))


def parse(content: bytes, part: str, place: Place = NOWHERE) -> Element:
    """The root element of a part without comments and processing instructions; `part` names it in mistakes.

    UserError where it is not well-formed or declares a document type, which no part of a workbook may (ISO/IEC 29500-2,
    section 6.2.5) and through which entities would come. Nothing is fetched; libxml2 bounds nesting and single texts.
    Old drawings (.vml), which Excel itself writes unsound, are read as far as they can be.
    """
    legacy = part.lower().endswith(".vml")
    if legacy:
        content = content.replace(b"<br>", b"<br/>")
    if any(mark in content for mark in _DOCUMENT_TYPES):
        raise _document_type(part, place)
    try:
        root = etree.fromstring(content, _PARSER)
    except etree.XMLSyntaxError as error:
        recovered = _recovered(content) if legacy else None
        if recovered is None:
            reason = " ".join(error.msg.split())
            raise UserError("the part {part} is not sound XML: {reason}", place, part=part, reason=reason) from error
        root = recovered
    if not _IN_UTF_8.match(content) and root.getroottree().docinfo.internalDTD is not None:
        raise _document_type(part, place)
    return root


def _recovered(content: bytes) -> Element | None:
    """What can be read of unsound XML: of doubled attributes the first, and elements of undeclared prefixes."""
    used = set(_PREFIX.findall(content))
    undeclared = sorted(prefix for prefix in used if b"xmlns:" + prefix + b"=" not in content and prefix != b"xml")
    declarations = b"".join(b' xmlns:%s="%s"' % (each, _LEGACY.get(each, b"urn:" + each)) for each in undeclared)
    start = _ROOT.search(content)
    if start is not None:
        content = content[: start.end()] + declarations + content[start.end() :]
    try:
        root: Element | None = etree.fromstring(content, _RECOVERING)
    except etree.XMLSyntaxError:
        return None
    for node in () if root is None else root.iter("*"):
        _drop_doubled_attributes(node)
    return root


def _drop_doubled_attributes(node: Element) -> None:
    """Keep the first of several attributes of one name, which the recovering parser leaves beside each other."""
    names = node.keys()
    for name in {name for name in names if names.count(name) > 1}:
        value = node.get(name, "")
        while name in node.attrib:
            del node.attrib[name]
        node.set(name, value)


def _document_type(part: str, place: Place) -> UserError:
    return UserError("the part {part} declares a document type, which is refused as unsafe", place, part=part)


def serialise(root: Element) -> bytes:
    """A part's content as UTF-8: Excel's XML declaration, and the root with all its namespaces."""
    return _DECLARATION + etree.tostring(root.getroottree(), encoding="UTF-8", xml_declaration=False)
