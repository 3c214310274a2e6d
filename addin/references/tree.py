"""Taking elements out of a part's tree, and keeping it sound: no empty lists, no wrong counts."""

from typing import Final

from addin.package.tags import short
from addin.package.xml import Element

_LISTS: Final = frozenset(
    {
        "mc:AlternateContent",
        "mc:Choice",
        "x:cellWatches",
        "x:colBreaks",
        "x:cols",
        "x:conditionalFormattings",
        "x:controls",
        "x:dataValidations",
        "x:ext",
        "x:extLst",
        "x:hyperlinks",
        "x:ignoredErrors",
        "x:mergeCells",
        "x:protectedRanges",
        "x:rowBreaks",
        "x:scenario",
        "x:scenarios",
        "x:smartTags",
        "x14:conditionalFormattings",
        "x14:dataValidations",
        "x14:ignoredErrors",
        "x14:sparklineGroups",
        "x14:sparklines",
    }
)
"""Elements that may not be empty."""

_PURPOSES: Final = frozenset({"x14:sparklines"})
"""Elements without which the element around them has no purpose."""


def take_out(element: Element) -> None:
    """Remove the element, and each list around it that is left empty."""
    parent = element.getparent()
    if parent is None:
        raise ValueError("the root of a part can't be taken out")
    purpose = short(element.tag) in _PURPOSES
    element.tail = None
    parent.remove(element)
    if purpose or (short(parent.tag) in _LISTS and len(parent) == 0):
        take_out(parent)


def recount(root: Element) -> None:
    """Set the `count` of each list that states one."""
    for element in root.iter("*"):
        if short(element.tag) not in _LISTS:
            continue
        if element.get("count") is not None:
            element.set("count", str(len(element)))
        if element.get("manualBreakCount") is not None:
            element.set("manualBreakCount", str(sum(each.get("man") in ("1", "true") for each in element)))


def forget_identity(element: Element) -> Element:
    """The copy of an element without the revision's identity, which is the original's."""
    for name in [name for name in element.attrib if str(name).endswith("}uid")]:
        del element.attrib[name]
    return element
