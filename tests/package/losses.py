"""What openpyxl's plain load and save loses of each workbook of the feature corpus, as a page of the documentation.

`python -m tests.package.losses` writes the page anew.
"""

import warnings
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Final

import openpyxl
from lxml import etree

from tests.package.corpus import FEATURES, feature_workbook
from tests.package.plain_workbook import unzipped

PAGE: Final = Path(__file__).parents[2] / "docs" / "openpyxl-losses.md"
_INTRODUCTION: Final = """# What openpyxl loses

Each workbook of the feature corpus (`tests/package/corpus`) is loaded and saved by openpyxl {version} without a change,
with `keep_vba`, `keep_links` and `rich_text` switched on. Counted are the parts of each content type and the elements
of each name in the whole file: a part that is only renamed is no loss, and changed attributes, cached values and what
is lost of a workbook without any feature ({plain}) aren't listed. Of an element that goes with all it holds
the outermost is named. Plain pictures are left out: openpyxl keeps them where Pillow is installed. Growthpole's own
package layer keeps all of it, by a stricter measure: `tests/package/comparer.py`.

| feature | parts lost | elements lost |
|---|---|---|
"""
_SHOWN: Final = 8
_LEFT_OUT: Final = ("pictures",)
_TRANSPARENT: Final = frozenset({"extLst", "ext", "AlternateContent", "Choice", "wsDr", "dxfs"})
_CELLS: Final = frozenset({"c", "v", "row", "si", "sst", "is"})


def saved_by_openpyxl(data: bytes) -> bytes:
    """The workbook as openpyxl saves it after loading it; an empty one where it finds no sheets."""
    buffer = BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        macros = "xl/vbaProject.bin" in unzipped(data)
        workbook = openpyxl.load_workbook(BytesIO(data), keep_vba=macros, keep_links=True, rich_text=True)
        (workbook if workbook.sheetnames else openpyxl.Workbook()).save(buffer)
    return buffer.getvalue()


def losses_page() -> str:
    """The page, in Markdown."""
    _, plain = _losses("plain")
    rows = []
    for name in FEATURES:
        parts, elements = _losses(name)
        if name not in _LEFT_OUT and (parts or elements - plain):
            rows.append(f"| {name} | {_list(parts)} | {_list(elements - plain)} |")
    return _INTRODUCTION.format(version=openpyxl.__version__, plain=_list(plain)) + "\n".join(rows) + "\n"


def _losses(name: str) -> tuple[set[str], set[str]]:
    """The content types of the parts that openpyxl loses of a workbook, and the names of the elements."""
    data = feature_workbook(name)
    before, after = unzipped(data), unzipped(saved_by_openpyxl(data))
    parts = Counter(_content_types(before)) - Counter(_content_types(after))
    left = Counter(tag for root in _roots(after) for tag in _tags(root))
    elements = Counter(tag for root in _roots(before) for tag in _tags(root)) - left
    return set(parts), {name for root in _roots(before) for name in _outermost(root, elements)}


def _content_types(parts: dict[str, bytes]) -> Iterator[str]:
    root = etree.fromstring(parts["[Content_Types].xml"])
    types = {str(node.get("PartName")).lower(): node.get("ContentType", "") for node in root.iterfind("{*}Override")}
    defaults = {str(node.get("Extension")).lower(): node.get("ContentType", "") for node in root.iterfind("{*}Default")}
    for name in parts:
        kind = types.get(f"/{name}".lower()) or defaults.get(name.rpartition(".")[2].lower(), "")
        if not kind.endswith(("package.relationships+xml", "calcChain+xml", "sharedStrings+xml")):
            yield kind.rpartition("/")[2].removesuffix("+xml").rpartition(".")[2] or kind


def _roots(parts: dict[str, bytes]) -> Iterator[etree._Element]:
    for name, content in parts.items():
        if name.endswith(".xml") and not name.startswith(("[Content", "docProps/", "xl/theme/")):
            yield etree.fromstring(content)


def _tags(root: etree._Element) -> Iterator[str]:
    yield from (str(node.tag) for node in root.iter(etree.Element) if etree.QName(node).localname not in _CELLS)


def _outermost(node: etree._Element, lost: "Counter[str]") -> Iterator[str]:
    name = etree.QName(node).localname
    if node.tag in lost and name not in _TRANSPARENT:
        yield f"{node.prefix}:{name}" if node.prefix else name
    else:
        for child in node.iterchildren(etree.Element):
            yield from _outermost(child, lost)


def _list(names: set[str]) -> str:
    shown = ", ".join(f"`{name}`" for name in sorted(names)[:_SHOWN])
    return f"{shown} and {len(names) - _SHOWN} more" if len(names) > _SHOWN else shown


if __name__ == "__main__":
    PAGE.write_text(losses_page(), encoding="utf-8")
