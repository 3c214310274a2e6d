"""Sheets and tables under new names: in a formula, and in everything in a part that is one."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final
from urllib.parse import quote, unquote

from lxml import etree

from addin.package.xml import Element
from udfs.formulas.tokens import Kind, Qualifier, Token, qualifier, tokens, written

_FORMULA_TEXTS: Final = frozenset(
    {
        *("f", "formula", "formula1", "formula2", "calculatedColumnFormula", "totalsRowFormula", "definedName"),
        *("FmlaLink", "FmlaRange", "FmlaGroup", "FmlaTxbx", "FmlaPict"),
    }
)
_FORMULA_ATTRIBUTES: Final = frozenset(
    {
        *("location", "textlink", "linkedCell", "listFillRange", "cellRange", "cell"),
        *("fmlaLink", "fmlaRange", "fmlaGroup", "fmlaTxbx"),
    }
)
_WITH_SHEET: Final = ("worksheetSource", "rangeSet", "dataRef")


def formula_with_sheets(formula: str, names: Mapping[str, str]) -> str:
    """The formula with the sheets it names under other names, from old to new, compared in any case.

    References, spans of sheets and names local to a sheet follow; texts in quotes and other workbooks' sheets don't.
    """
    new = {old.casefold(): name for old, name in names.items()}
    return written(_under(token, new) if token.prefix else token for token in tokens(formula))


def _under(token: Token, new: Mapping[str, str]) -> Token:
    book, sheets = qualifier(token.prefix)
    if book or not any(sheet.casefold() in new for sheet in sheets):
        return token
    renamed = Qualifier(book, tuple(new.get(sheet.casefold(), sheet) for sheet in sheets))
    return token._replace(prefix=renamed.prefix)


def formula_with_tables(formula: str, names: Mapping[str, str]) -> str:
    """The formula with the tables it names under other names, from old to new, compared in any case."""
    new = {old.casefold(): name for old, name in names.items()}
    return written(_of_table(token, new) for token in tokens(formula)) if names else formula


def _of_table(token: Token, new: Mapping[str, str]) -> Token:
    if token.prefix or token.kind not in (Kind.NAME, Kind.STRUCTURED):
        return token
    table, bracket, rest = token.text.partition("[")
    return token._replace(text=new.get(table.casefold(), table) + bracket + rest)


def rename_sheets(root: Element, names: Mapping[str, str]) -> bool:
    """Change in the tree every reference to sheets under their old names; whether there was any."""
    changed = rewrite_formulas(root, lambda text: formula_with_sheets(text, names) if "!" in text else text)
    new = {old.casefold(): name for old, name in names.items()}
    for node in root.iter(*(f"{{*}}{name}" for name in _WITH_SHEET)):
        sheet = (node.get("sheet") or "").casefold()
        if sheet in new and not any(str(key).endswith("}id") for key in node.attrib):
            node.set("sheet", new[sheet])
            changed = True
    return changed


def rename_tables(root: Element, names: Mapping[str, str]) -> bool:
    """Change in the tree every structured reference to tables under their old names; whether there was any."""
    return bool(names) and rewrite_formulas(root, lambda text: formula_with_tables(text, names))


def rename_targets(root: Element, names: Mapping[str, str]) -> bool:
    """Change in a tree of relationships those to a place in the workbook, such as a shape's link to a cell."""
    changed = False
    for node in root.iter("{*}Relationship"):
        target = node.get("Target") or ""
        place = unquote(target[1:])
        new = formula_with_sheets(place, names)
        if target.startswith("#") and new != place:
            node.set("Target", "#" + (quote(new, safe="'!:$#()") if "%" in target else new))
            changed = True
    return changed


def rewrite_formulas(root: Element, change: Callable[[str], str]) -> bool:
    """Change in the tree every text and attribute that is a formula or a reference; whether there was any change."""
    changed = False
    for node, key, formula in _places(root):
        if (text := change(formula)) == formula:
            continue
        changed = True
        if key is None:
            node.text = text
        else:
            node.set(key, text)
    return changed


def formulas(root: Element) -> Iterator[str]:
    """Every text and attribute in the tree that is a formula or a reference."""
    return (formula for _, _, formula in _places(root))


def _places(root: Element) -> Iterator[tuple[Element, str | None, str]]:
    for node in root.iter("*"):
        if node.text and etree.QName(node).localname in _FORMULA_TEXTS:
            yield node, None, node.text
        for key, value in node.attrib.items():
            if key in _FORMULA_ATTRIBUTES:
                yield node, str(key), str(value)
