"""The list of sheets and names in the file's extended properties (ISO/IEC 29500-1, 22.2): what a file manager shows."""

from collections.abc import Callable, Sequence

from lxml import etree

from addin.package.namespaces import VARIANT_TYPES
from addin.package.xml import Element


def rename_titles(root: Element, renamed: Callable[[str], Sequence[str]]) -> None:
    """Put in place of each title in the root element of the properties the titles that `renamed` gives for it."""
    titles, headings = root.find("{*}TitlesOfParts/{*}vector"), root.find("{*}HeadingPairs/{*}vector")
    if titles is None:
        return
    texts = [node.text or "" for node in titles]
    if headings is None:
        _write(titles, [title for text in texts for title in renamed(text)])
        return
    counts = list(headings.iter("{*}i4"))
    start = 0
    new: list[str] = []
    for count in counts:
        size = int(count.text or "0")
        group = [title for text in texts[start : start + size] for title in renamed(text)]
        count.text = str(len(group))
        new += group
        start += size
    _write(titles, new + texts[start:])


def _write(vector: Element, texts: Sequence[str]) -> None:
    namespace = etree.QName(vector).namespace or VARIANT_TYPES
    for child in list(vector):
        vector.remove(child)
    for text in texts:
        etree.SubElement(vector, f"{{{namespace}}}lpstr").text = text
    vector.set("size", str(len(texts)))
