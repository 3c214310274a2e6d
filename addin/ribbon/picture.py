"""A picture of the tab, drawn from its structure and labels: what stands where. The icons are not Excel's own."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

from lxml import etree

from addin.language import LANGUAGES
from addin.package.xml import Element
from addin.ribbon.tab import labels, ribbon_xml

ICONS: Final[Mapping[str, str]] = {
    "ranking": "M3 6h12M3 12h8M3 18h4M18 7v11M14.5 14.5 18 18l3.5-3.5",
    "trend": "M4 3v17h17M7.5 15l4-5 3.5 3 5-7.5",
    "localization": "M3 4.5h18v15H3zM3 9.5h18M9 4.5v15M15 9.5v10M9 14.5h12",
    "fill": "M4 4h16M12 8v12M7.5 15.5 12 20l4.5-4.5",
    "check": "M3 5h12M3 10h8M3 15h5M11.5 15.5l3.5 4 6-9",
    "batch": "M3 3h11v8H3zM7 11v5h11V8h-4M11 16v5h11v-8h-4",
    "new": "M5 3h9l5 5v13H5zM14 3v5h5M12 11v7M8.5 14.5h7",
    "audit": "M16 10a6.5 6.5 0 1 0-13 0a6.5 6.5 0 1 0 13 0M14.5 14.5 21 21M9.5 6.5v4M9.5 13v.2",
    "freeze": "M12 2.5v19M3.8 7.2l16.4 9.6M20.2 7.2 3.8 16.8M9.5 4.5 12 7l2.5-2.5M9.5 19.5 12 17l2.5 2.5",
    "rebind": "M9.5 14.5a4.2 4.2 0 0 0 6 0l4-4a4.2 4.2 0 0 0-6-6l-1.7 1.7"
    "M14.5 9.5a4.2 4.2 0 0 0-6 0l-4 4a4.2 4.2 0 0 0 6 6l1.7-1.7",
    "functions": "M12.5 4.5c-2-1.5-4-.3-4.4 2L6 19c-.4 2-2 3-3.8 1.8M5 10.5h6.5M13 12l7 8M20 12l-7 8",
    "doctor": "M2.5 12h5l2-5 4.5 11 2.5-6h5",
    "language": "M21 12a9 9 0 1 0-18 0a9 9 0 1 0 18 0M3 12h18M12 3c4 4.5 4 13.5 0 18M12 3c-4 4.5-4 13.5 0 18",
}


_FONT: Final = "'Segoe UI', 'Helvetica Neue', 'DejaVu Sans', sans-serif"
_SIZE: Final = 12
_WIDEST: Final = 0.64
"""Of a character, on average, in sizes of the font: that of DejaVu Sans, the widest that may stand in."""
_GAP: Final = 12
_TOP: Final = 46
_ROW: Final = 26
_BOTTOM: Final = _TOP + 3 * _ROW
_HEIGHT: Final = _BOTTOM + 30
_MENU: Final = " ▾"
_WHITE, _GROUND, _LINE, _INK, _FAINT, _ACCENT = "#ffffff", "#f3f2f1", "#d2d0ce", "#242424", "#616161", "#217346"


def ribbon_picture(language: str) -> str:
    """The tab as SVG, in 'en', 'ru' or 'kk'; a menu has a small triangle after its name."""
    texts = {label.control: label.label[language] for label in labels()}
    shapes: list[str] = []
    left = _GAP
    for group in etree.fromstring(ribbon_xml()).iterfind(".//{*}group"):
        width = _group_width(group, texts)
        shapes += _group(group, left, width, texts)
        left += width + 2 * _GAP
        shapes.append(_rule(left - _GAP))
    size = f'width="{left}" height="{_HEIGHT}" viewBox="0 0 {left} {_HEIGHT}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="{_FONT}" font-size="{_SIZE}">\n'
    return head + "\n".join([*_frame(left), *shapes[:-1]]) + "\n</svg>\n"


def _frame(width: int) -> Iterator[str]:
    name = "Growthpole"
    yield f'<rect width="{width}" height="{_HEIGHT}" rx="6" fill="{_GROUND}"/>'
    yield f'<rect x="4" y="34" width="{width - 8}" height="{_HEIGHT - 38}" rx="6" fill="{_WHITE}" stroke="{_LINE}"/>'
    yield _text(_GAP + _width(name) // 2, 21, name, _ACCENT, "middle", "bold")
    yield f'<rect x="{_GAP}" y="27" width="{_width(name)}" height="3" rx="1.5" fill="{_ACCENT}"/>'


def _group_width(group: Element, texts: dict[str, str]) -> int:
    large, small = _controls(group)
    across = sum(_large_width(_name(control, texts)) for control in large)
    beside = max((_small_width(_name(control, texts)) for control in small), default=0)
    return max(across + beside, _width(texts[group.get("id", "")]))


def _controls(group: Element) -> tuple[list[Element], list[Element]]:
    """The large controls, and the small ones that stand below each other."""
    large = [control for control in group if control.get("size") == "large"]
    return large, [control for control in group if control.get("size") != "large"]


def _name(control: Element, texts: dict[str, str]) -> str:
    return texts[control.get("id", "")] + (_MENU if len(control) else "")


def _width(text: str) -> int:
    return round(len(text) * _SIZE * _WIDEST)


def _large_width(name: str) -> int:
    return max(56, max(map(_width, _lines(name))) + 16)


def _small_width(name: str) -> int:
    return 24 + _width(name) + 8


def _lines(name: str) -> Sequence[str]:
    """The name in one line, or in the two that are least wide."""
    words = name.split(" ")
    halves = [(" ".join(words[:cut]), " ".join(words[cut:])) for cut in range(1, len(words))]
    return min(halves, key=lambda half: max(map(len, half))) if halves and len(name) > 9 else (name,)


def _group(group: Element, left: int, width: int, texts: dict[str, str]) -> Iterator[str]:
    large, small = _controls(group)
    yield _text(left + width // 2, _HEIGHT - 13, texts[group.get("id", "")], _FAINT, "middle")
    for control in large:
        name = _name(control, texts)
        centre = left + _large_width(name) // 2
        yield _icon(control, centre - 16, _TOP + 2, 32)
        for number, line in enumerate(_lines(name)):
            yield _text(centre, _TOP + 52 + number * 16, line, _INK, "middle")
        left += _large_width(name)
    for row, control in enumerate(small):
        yield _icon(control, left, _TOP + row * _ROW + 2, 18)
        yield _text(left + 24, _TOP + row * _ROW + 15, _name(control, texts), _INK)


def _icon(control: Element, left: int, top: int, size: int) -> str:
    pen = f'fill="none" stroke="{_ACCENT}" stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round"'
    place = f"translate({left} {top}) scale({size / 24:.4g})"
    return f'<path d="{ICONS[control.get("id", "")]}" transform="{place}" {pen}/>'


def _rule(across: int) -> str:
    return f'<path d="M{across} {_TOP}V{_HEIGHT - 12}" stroke="{_LINE}"/>'


def _text(across: int, base: int, text: str, colour: str, anchor: str = "start", weight: str = "normal") -> str:
    place = f'x="{across}" y="{base}" text-anchor="{anchor}"'
    return f'<text {place} font-weight="{weight}" fill="{colour}">{escape(text)}</text>'


if __name__ == "__main__":
    for spoken in LANGUAGES:
        Path(sys.argv[1], f"ribbon.{spoken}.svg").write_text(ribbon_picture(spoken), encoding="utf-8")
