"""Sheets and tables under new names: in a formula, and in everything in a part that is one."""

from collections.abc import Callable, Iterator, Mapping
from urllib.parse import quote

from addin.package.reference_holders import Shift, held, is_elsewhere
from addin.package.xml import Element
from udfs.formulas.tokens import Qualifier, Token, TokenKind, qualifier, tokens, written


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
    if token.prefix or token.kind not in (TokenKind.NAME, TokenKind.STRUCTURED):
        return token
    table, bracket, rest = token.text.partition("[")
    return token._replace(text=new.get(table.casefold(), table) + bracket + rest)


def rename_sheets(root: Element, names: Mapping[str, str]) -> bool:
    """Change in the tree every reference to sheets under their old names; whether there was any."""
    changed = rewrite_formulas(root, lambda text: formula_with_sheets(text, names) if "!" in text else text)
    new = {old.casefold(): name for old, name in names.items()}
    for each in list(held(root)):
        sheet = (each.element.get("sheet") or "").casefold() if each.holder.names_sheet else ""
        if sheet in new and not is_elsewhere(each.element):
            each.element.set("sheet", new[sheet])
            changed = True
    return changed


def rename_tables(root: Element, names: Mapping[str, str]) -> bool:
    """Change in the tree every structured reference to tables under their old names; whether there was any."""
    return bool(names) and rewrite_formulas(root, lambda text: formula_with_tables(text, names))


def rewrite_formulas(root: Element, change: Callable[[str], str]) -> bool:
    """Change in the tree every text and attribute that is a formula or a reference; whether there was any change."""
    changed = False
    for each in list(held(root)):
        if not each.holder.is_formula or not each.formula or (text := change(each.formula)) == each.formula:
            continue
        changed = True
        each.put(_target(each.text, text) if each.holder.follows is Shift.TARGET else text)
    return changed


def _target(old: str, place: str) -> str:
    """The target of a link to a place in the workbook, with signs written as they were."""
    return "#" + (quote(place, safe="'!:$#()") if "%" in old else place)


def formulas(root: Element) -> Iterator[str]:
    """Every text and attribute in the tree that is a formula or a reference."""
    return (each.formula for each in held(root) if each.holder.is_formula and each.formula)
