"""Names of the workbook that stand for a call of ours, as constants."""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import Final

from addin.filebook.calling import NamesOfCalls
from addin.filebook.computable_formulas import computable
from addin.filebook.source import Cell, SourceCell, SourceSheet, read_sheet
from addin.package.addresses import area_edges, column_letters
from addin.package.package import Package
from addin.package.renaming import formulas
from addin.package.strings import shared_strings
from addin.package.workbook import worksheets_of
from addin.package.xml import Element
from addin.references.formula import parse
from addin.references.reference import Extent
from udfs.formulas.parser import NotComputable
from udfs.formulas.tokens import NAMED, Token, TokenKind, qualifier, tokens, written
from udfs.numerics.cell_values import Cells, CellValue, ExcelError

_ADD_IN: Final = "growthpole.xlam"
_LONGEST: Final = 8000
_MOST_CELLS: Final = 10_000


def with_constant_names(package: Package, calls: NamesOfCalls) -> Package:
    """The package in which such names are what they stand for; those that nothing uses go where that isn't known."""
    root = package.tree(package.workbook_part)
    tag = package.vocabulary.tag
    nodes = root.findall(f"{tag('definedNames')}/{tag('definedName')}")
    ours = [node for node in nodes if calls.within(node.text or "", _scope(node))]
    if not ours:
        return package
    cells = _Cells(package)
    used = set(_used(package, ours))
    for node in ours:
        constant = _constant(node.text or "", cells)
        if constant is not None:
            node.text = constant
        elif not _is_used(node.get("name") or "", used):
            _remove(node)
    return package.with_trees({package.workbook_part: root})


def _is_used(name: str, used: AbstractSet[str]) -> bool:
    """Excel itself uses those that begin as its own, such as the print area."""
    return name.casefold() in used or name.startswith("_xlnm.")


def _scope(node: Element) -> int | None:
    local = node.get("localSheetId")
    return None if local is None else int(local)


def _remove(node: Element) -> None:
    parent = node.getparent()
    assert parent is not None
    parent.remove(node)
    if not len(parent) and (above := parent.getparent()) is not None:
        above.remove(parent)


def _used(package: Package, nodes: list[Element]) -> Iterator[str]:
    """The names that are used in any part, or by one of those names."""
    for node in nodes:
        own = (node.get("name") or "").casefold()
        yield from (name for name in _words(node.text or "") if name != own)
    for part in package.names:
        if part.endswith(".xml") and part != package.workbook_part:
            content = package.read(part).decode("utf-8", "ignore").casefold()
            if any((node.get("name") or "").casefold() in content for node in nodes):
                yield from (name for formula in formulas(package.tree(part)) for name in _words(formula))


def _words(formula: str) -> Iterator[str]:
    return (token.text.casefold() for token in tokens(formula) if token.kind in NAMED)


def _constant(formula: str, cells: "_Cells") -> str | None:
    """The value that a name stands for, as a formula; None where it isn't the same from every cell, or not known."""
    if not all(_is_fixed(reference.rows) and _is_fixed(reference.columns) for reference in parse(formula).references):
        return None
    known = computable(written(map(_without_add_in, tokens(formula))), is_array=True)
    try:
        rows = known.evaluate(cells.of) if known else None
    except NotComputable:
        return None
    text = _written(rows) if rows else None
    return text if text is not None and len(text) <= _LONGEST else None


def _without_add_in(token: Token) -> Token:
    """A call of ours without the link to the add-in before it."""
    if token.kind is not TokenKind.FUNCTION or not token.prefix:
        return token
    book, sheets = qualifier(token.prefix)
    ours = book[1:-1].isdecimal() or any(_ADD_IN in part.casefold() for part in (book, *sheets))
    return token._replace(prefix="") if ours else token


def _is_fixed(extent: Extent | None) -> bool:
    return extent is None or (extent.start.absolute and extent.end.absolute)


def _written(rows: Cells) -> str:
    if len(rows) == 1 and len(rows[0]) == 1:
        return _literal(rows[0][0])
    return "{" + ";".join(",".join(map(_literal, row)) for row in rows) + "}"


def _literal(value: CellValue) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, ExcelError):
        return str(value)
    if isinstance(value, float | int):
        return repr(value).removesuffix(".0").upper()
    text = str(value).replace('"', '""')
    return f'"{text}"'


class _Cells:
    """The values that the cells of the workbook show."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._strings = shared_strings(package)
        self._parts = {sheet.name.casefold(): sheet.part for sheet in worksheets_of(package)}
        self._read: dict[str, SourceSheet] = {}

    def of(self, sheet: str | None, reference: str) -> Cells:
        """The cells of a reference; raises NotComputable for whole rows and columns, and for very many cells."""
        left, top, right, bottom = area_edges(reference.replace("$", ""))
        if not (left and top and right and bottom) or (bottom - top + 1) * (right - left + 1) > _MOST_CELLS:
            raise NotComputable(f"{reference} is too large to be a constant")
        cells = self._sheet(sheet or "").cells
        columns = range(left, right + 1)
        return [[_value(cells, row, column) for column in columns] for row in range(top, bottom + 1)]

    def _sheet(self, name: str) -> SourceSheet:
        part = self._parts.get(name.casefold())
        if part is None:
            raise NotComputable(f"the sheet {name} is not at hand")
        if part not in self._read:
            self._read[part] = read_sheet(name, part, self._package.tree(part), self._strings)
        return self._read[part]


def _value(cells: Mapping[Cell, SourceCell], row: int, column: int) -> CellValue:
    found = cells.get((row, column))
    if found is not None and found.formula is not None and found.value is None:
        raise NotComputable(f"{column_letters(column)}{row} has no value yet")
    return None if found is None else found.value
