"""Text of cells in XML, with SpreadsheetML's own escapes (ECMA-376 Part 1, 22.9.2.19, ST_Xstring)."""

import re
from typing import Final

_NEEDS_ESCAPE: Final = re.compile(r"[&<>\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_NAMED: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_BLANKS: Final = " \t\n\r"


def escape(text: str) -> str:
    """`text` for a `<t>`, `<v>` or `<f>` element: control characters as `_xHHHH_`, a literal `_xHHHH_` disarmed."""
    return _NEEDS_ESCAPE.sub(_escaped, text) if _NEEDS_ESCAPE.search(text) else text


def is_plain(text: str) -> bool:
    """Whether nothing in a text has to be escaped."""
    return _NEEDS_ESCAPE.search(text) is None


def escape_attribute(text: str) -> str:
    """`text` for the value of an attribute in double quotes."""
    return escape(text).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")


def unescape(text: str) -> str:
    """The text that XML content with `_xHHHH_` escapes stands for."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def units(text: str) -> int:
    """How long Excel counts a text: in UTF-16 units, of which an emoji has two."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def needs_space(text: str) -> bool:
    """Whether `xml:space="preserve"` must guard the text's blanks from being trimmed."""
    return text[:1] in _BLANKS or text[-1:] in _BLANKS if text else False


def text_element(text: str) -> str:
    """`text` as a `<t>` element."""
    start = '<t xml:space="preserve">' if needs_space(text) else "<t>"
    return f"{start}{escape(text)}</t>"


def _escaped(match: re.Match[str]) -> str:
    return _NAMED.get(match[0]) or f"_x{ord(match[0]):04X}_"
