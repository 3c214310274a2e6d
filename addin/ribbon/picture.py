"""A picture of the tab, drawn from its structure and labels: what stands where, not what Excel's icons look like."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

from lxml import etree

from addin.package.xml import Element
from addin.ribbon.labels import labels
from addin.xlam.build import ribbon_xml

_LARGE: Final = 118
_SMALL: Final = 180
_LINE: Final = 26
_TOP: Final = 44
_HEIGHT: Final = 3 * _LINE + 12
_GROUND, _EDGE, _INK, _FAINT = "#f5f5f3", "#c9c9c4", "#222222", "#6b6b66"


def ribbon_picture(language: str) -> str:
    """The tab as SVG, in 'en', 'ru' or 'kk'; a menu shows what opens from it beside it."""
    texts = {label.control: label.label[language] for label in labels()}
    shapes: list[str] = []
    left = 12
    for group in etree.fromstring(ribbon_xml()).iterfind(".//{*}group"):
        width = _group_width(group)
        shapes += _group(group, left, width, texts)
        left += width + 14
    height = _TOP + _HEIGHT + 38
    size = f'width="{left}" height="{height}" viewBox="0 0 {left} {height}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif">\n'
    frame = _rectangle(0, 0, left, height, _GROUND) + _text(12, 26, "Growthpole", _INK, bold=True)
    return head + "\n".join([frame, *shapes]) + "\n</svg>\n"


def _group_width(group: Element) -> int:
    large = sum(control.get("size") == "large" for control in group)
    return large * _LARGE + (_SMALL if len(group) > large else 0) + 16


def _group(group: Element, left: int, width: int, texts: dict[str, str]) -> Iterator[str]:
    yield _rectangle(left, _TOP, width, _HEIGHT, "#ffffff", _EDGE)
    yield _text(left + 8, _TOP + _HEIGHT + 20, texts[group.get("id", "")], _FAINT)
    across, row = left + 8, 0
    for control in group:
        text = texts[control.get("id", "")]
        if control.get("size") == "large":
            yield _rectangle(across + _LARGE // 2 - 21, _TOP + 10, 30, 30, _GROUND, _EDGE)
            yield from _wrapped(across, text)
            across += _LARGE
        else:
            yield _rectangle(across, _TOP + 10 + row * _LINE, 16, 16, _GROUND, _EDGE)
            menu = " ▾" if len(control) else ""
            yield _text(across + 24, _TOP + 23 + row * _LINE, text + menu, _INK)
            row += 1


def _wrapped(left: int, text: str) -> Iterator[str]:
    """The words of a large button, below its icon, in two lines at most."""
    words = text.split()
    half = (len(words) + 1) // 2 if len(text) > 14 else len(words)
    for number, line in enumerate((words[:half], words[half:])):
        yield _text(left, _TOP + 60 + number * 16, " ".join(line), _INK)


def _rectangle(left: int, top: int, width: int, height: int, fill: str, edge: str = "none") -> str:
    return f'<rect x="{left}" y="{top}" width="{width}" height="{height}" rx="3" fill="{fill}" stroke="{edge}"/>'


def _text(left: int, base: int, text: str, colour: str, *, bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return f'<text x="{left}" y="{base}" font-size="13" fill="{colour}"{weight}>{escape(text)}</text>'


if __name__ == "__main__":
    for spoken in ("en", "ru", "kk"):
        Path(sys.argv[1], f"ribbon.{spoken}.svg").write_text(ribbon_picture(spoken), encoding="utf-8")
