"""The shared strings: texts that cells refer to by index (ECMA-376 Part 1, 18.4)."""

from collections.abc import Sequence
from dataclasses import dataclass

from addin.package.package import Package
from addin.package.rich_text import Run, read_runs
from addin.package.text import unescape
from addin.package.xml import Element


@dataclass(frozen=True, slots=True)
class SharedString:
    """One shared string: its plain text, and its runs where it has formats of its own."""

    text: str
    runs: tuple[Run, ...] = ()


def shared_strings(package: Package) -> Sequence[SharedString]:
    """The shared strings by index; empty where the workbook has none."""
    parts = package.related(package.workbook_part, "sharedStrings")
    if not parts:
        return ()
    tag = package.vocabulary.tag
    return tuple(shared_string(item) for item in package.tree(parts[0]).iterfind(tag("si")))


def shared_string(item: Element) -> SharedString:
    """The string of an `<si>` or `<is>` element."""
    texts = item.findall("{*}t")
    if len(texts) == len(item) == 1:
        return SharedString(unescape(texts[0].text or ""))
    runs = read_runs(item)
    if runs:
        return SharedString("".join(run.text for run in runs), runs)
    return SharedString(unescape("".join(child.text or "" for child in texts)))
