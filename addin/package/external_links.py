"""Links to other workbooks: formulas name them by number, `[2]Sheet!A1`, in the order of the workbook's list."""

import re
from collections.abc import Callable, Iterator
from pathlib import PureWindowsPath
from typing import Final
from urllib.parse import unquote

from addin.package.linking import forget_parts
from addin.package.package import Package
from addin.package.renaming import formulas, rewrite_formulas
from addin.package.xml import Element
from udfs.formulas.tokens import Token, qualifier, tokens, written

_NUMBER: Final = re.compile(rb"\[\d+\]")


def without_unused_links(package: Package, is_meant: Callable[[str], bool]) -> Package:
    """The package without links to files of a name that `is_meant`, as far as no formula uses them any more.

    The links after them move up, and formulas follow.
    """
    root = package.tree(package.workbook_part)
    tag, key = package.vocabulary.tag, package.vocabulary.id
    entries = root.findall(f"{tag('externalReferences')}/{tag('externalReference')}")
    parts = {link.id: link.part for link in package.relationships(package.workbook_part)}
    listed = [package.find(parts.get(entry.get(key, "")) or "") for entry in entries]
    used = set(_used(package))
    gone = [
        number
        for number, part in enumerate(listed, 1)
        if part and number not in used and any(map(is_meant, _files(package, part)))
    ]
    if not gone:
        return package
    for number in gone:
        _take_out(entries[number - 1])
    package = package.with_trees({package.workbook_part: root})
    package = forget_parts(package, [part for number in gone if (part := listed[number - 1])])
    return _renumbered(package, {number: _moved_up(number, gone) for number in range(1, len(entries) + 1)})


def _moved_up(number: int, gone: list[int]) -> int:
    return number - sum(1 for each in gone if each < number)


def _take_out(entry: Element) -> None:
    parent = entry.getparent()
    assert parent is not None
    parent.remove(entry)
    if not len(parent) and (above := parent.getparent()) is not None:
        above.remove(parent)


def _files(package: Package, part: str) -> Iterator[str]:
    """The names of the files that the part of a link leads to."""
    for link in package.relationships(part):
        if link.part is None:
            yield PureWindowsPath(unquote(link.target)).name


def _with_numbers(package: Package) -> Iterator[str]:
    """The parts that may have formulas with links."""
    for name in package.names:
        if name.endswith((".xml", ".vml")) and _NUMBER.search(package.read(name)):
            yield name


def _used(package: Package) -> Iterator[int]:
    for name in _with_numbers(package):
        for formula in formulas(package.tree(name)):
            yield from (number for token in tokens(formula) if (number := _number(token)))


def _number(token: Token) -> int:
    """The number of the workbook that a token leads to; 0 where it is this one, or named by its file."""
    number = qualifier(token.prefix).book[1:-1] if token.prefix else ""
    return int(number) if number.isdecimal() else 0


def _renumbered(package: Package, numbers: dict[int, int]) -> Package:
    def renumbered(token: Token) -> Token:
        number = _number(token)
        if numbers.get(number, number) == number:
            return token
        return token._replace(prefix=token.prefix.replace(f"[{number}]", f"[{numbers[number]}]", 1))

    if all(number == new for number, new in numbers.items()):
        return package
    trees = {name: package.tree(name) for name in _with_numbers(package)}
    return package.with_trees(
        {
            name: root
            for name, root in trees.items()
            if rewrite_formulas(root, lambda formula: written(map(renumbered, tokens(formula))))
        }
    )
