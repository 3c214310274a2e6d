"""Text of a cell in runs, each with a format of its own (ECMA-376 Part 1, 18.4.4)."""

from collections.abc import Iterable
from copy import deepcopy
from typing import Final, NamedTuple

from lxml import etree

from addin.package.text import text_element, unescape
from addin.package.xml import Element

_DEFAULT_NAMESPACE: Final = ' xmlns="{}"'


class Run(NamedTuple):
    """A stretch of text, and its format: the XML of its `<rPr>`, empty where it has the format of the cell."""

    format: str
    text: str


class RichText(str):
    """The text of a cell that isn't all in one format."""

    __slots__ = ("runs",)
    runs: tuple[Run, ...]

    def __new__(cls, runs: Iterable[Run]) -> "RichText":
        """The text of these runs; neighbours in one format become one, and empty ones go."""
        joined: list[Run] = []
        for run in runs:
            if joined and (not run.text or joined[-1].format == run.format):
                joined[-1] = Run(joined[-1].format, joined[-1].text + run.text)
            elif run.text:
                joined.append(run)
        text = super().__new__(cls, "".join(run.text for run in joined))
        text.runs = tuple(joined)
        return text


def read_runs(item: Element) -> tuple[Run, ...]:
    """The runs of an `<si>` or `<is>` element; none where its text has no formats. Phonetic readings are left out."""
    namespace = etree.QName(item).namespace
    if item.find(f"{{{namespace}}}r") is None:
        return ()
    tags = f"{{{namespace}}}t", f"{{{namespace}}}r"
    return tuple(_run(child, namespace or "") for child in item if child.tag in tags)


def runs_xml(text: RichText) -> str:
    """The content of an `<is>` element with this text."""
    return "".join(f"<r>{run.format}{text_element(run.text)}</r>" for run in text.runs)


def _run(element: Element, namespace: str) -> Run:
    if etree.QName(element).localname == "t":
        return Run("", unescape(element.text or ""))
    text = "".join(node.text or "" for node in element.iterfind(f"{{{namespace}}}t"))
    properties = element.find(f"{{{namespace}}}rPr")
    return Run("" if properties is None else _format(properties, namespace), unescape(text))


def _format(properties: Element, namespace: str) -> str:
    """The element as it may stand wherever the namespace is the default one."""
    copy = deepcopy(properties)
    etree.cleanup_namespaces(copy)
    copy.tail = None
    return etree.tostring(copy, encoding="unicode").replace(_DEFAULT_NAMESPACE.format(namespace), "")
