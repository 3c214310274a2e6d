"""A VBA module as its source: what kind it is, and how its text stands in the project."""

import re
from dataclasses import dataclass
from enum import Enum
from typing import Final


class ModuleKind(Enum):
    """What a module is to the project; a document belongs to the workbook or one of its sheets."""

    STANDARD = "Module"
    CLASS = "Class"
    DOCUMENT = "Document"


_NAME: Final = re.compile(r'^Attribute VB_Name = "([A-Za-z][A-Za-z0-9_]{0,30})"$', re.MULTILINE)
_EXPORT_HEADER: Final = re.compile(r"\AVERSION 1\.0 CLASS\nBEGIN\n.*?\nEND\n", re.DOTALL)
_CLASS_ATTRIBUTES: Final = re.compile(r"(?<=\n)Attribute VB_GlobalNameSpace = .*\n(?:Attribute VB_(?!Desc|Ext).*\n)*")
_AROUND_CLASS: Final = (
    'Attribute VB_Base = "0{FCFB3D2A-A0FA-1068-A738-08002B3371B5}"\n',
    "Attribute VB_TemplateDerived = False\nAttribute VB_Customizable = False\n",
)
"""What a .cls file leaves out of a class's attributes: before those that it has, and after them."""


@dataclass(frozen=True, slots=True)
class Module:
    """A module: its name, its kind and its source, lines ending in CRLF, `Attribute` lines included."""

    name: str
    kind: ModuleKind
    source: str


def module_of_text(text: str, kind: ModuleKind) -> Module:
    """The module of a .bas or .cls file's text, in whatever line ends.

    Raises ValueError where the text isn't ASCII, or doesn't name itself exactly once.
    """
    text = _EXPORT_HEADER.sub("", "\n".join(text.splitlines()) + "\n")
    names = _NAME.findall(text)
    if len(names) != 1:
        raise ValueError(f"a module names itself once, in an Attribute VB_Name line; found {names}")
    if not text.isascii():
        raise ValueError(f"{names[0]}: VBA source is ASCII; found {next(c for c in text if not c.isascii())!r}")
    if kind is ModuleKind.CLASS:
        before, after = _AROUND_CLASS
        text = _CLASS_ATTRIBUTES.sub(lambda found: before + found[0] + after, text, count=1)
    return Module(names[0], kind, text.replace("\n", "\r\n"))
