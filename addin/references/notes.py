"""Notes and threaded comments, which are repeated with their cells."""

from copy import deepcopy
from typing import Final

from lxml import etree

from addin.package.tags import short
from addin.package.xml import Element
from addin.references.areas import Copy, Site, copies
from addin.references.identities import identity
from addin.references.tree import take_out

_THREAD: Final = "tc="
_IDENTITIES: Final = ("id", "parentId")


def shift_notes(root: Element, site: Site) -> None:
    """Change a part of notes: each is put on each copy of its cell."""
    authors = _Authors(root)
    for note in list(root.iter("{*}comment")):
        for number, (element, _) in enumerate(_repeated(note, site)):
            if number:
                _forget(element, number)
                authors.rename(element, number)


def shift_threads(root: Element, site: Site) -> None:
    """Change a part of threaded comments: a thread is put on each copy of its cell, with identities of its own."""
    for comment in list(root.iter("{*}threadedComment")):
        for number, (element, _) in enumerate(_repeated(comment, site)):
            for name in _IDENTITIES:
                if element.get(name):
                    element.set(name, identity(element.get(name, ""), number))


def _repeated(element: Element, site: Site) -> list[tuple[Element, Copy]]:
    """The element on each copy of its cell, put into the tree one after the other."""
    found = list(copies(element.get("ref", ""), site.layout))
    elements = [element, *(deepcopy(element) for _ in found[1:])]
    if not found:
        take_out(element)
        return []
    for each, copy in zip(elements, found, strict=True):
        each.set("ref", copy.address)
    for each in reversed(elements[1:]):
        element.addnext(each)
    return list(zip(elements, found, strict=True))


def _forget(note: Element, number: int) -> None:
    for name in [name for name in note.attrib if short(str(name)) == "xr:uid"]:
        note.set(name, identity(note.get(name, ""), number))


class _Authors:
    """The authors of a part of notes. The note that stands for a thread is by the author `tc=` and its identity."""

    def __init__(self, root: Element) -> None:
        self._root = root
        found = root.find("{*}authors")
        self._list = root if found is None else found
        self._names = [author.text or "" for author in self._list]

    def rename(self, note: Element, number: int) -> None:
        """Give the copy of a thread's note the copy's author."""
        name = self._names[int(note.get("authorId", "0"))] if self._names else ""
        if not name.startswith(_THREAD):
            return
        author = etree.SubElement(self._list, self._list[0].tag)
        author.text = _THREAD + identity(name.removeprefix(_THREAD), number)
        note.set("authorId", str(len(self._names)))
        self._names.append(author.text)
