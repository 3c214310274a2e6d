"""References to a sheet of which there will be several: which of them is meant isn't known, so they are refused.

What is on the repeated sheet itself refers to its own copy. A name or a table that stands for cells there has one for
each copy, and is as ambiguous elsewhere as the sheet is.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from addin.errors import Place, UserError
from addin.filebook.shifted_parts import followers
from addin.filebook.template import FileTemplate
from addin.package.corrupt_parts import corrupt_part_as_error
from addin.package.reference_holders import held
from addin.package.workbook import defined_names
from addin.package.xml import Element
from addin.references.areas import read_area
from addin.references.losing import areas_of
from addin.references.table_columns import read_table
from addin.template.blocks import address
from addin.template.plan import Plan
from udfs.formulas.tokens import Token, TokenKind, qualifier, tokens


def ambiguous_references(template: FileTemplate, plan: Plan) -> Iterator[UserError]:
    """All in the template that refers to a sheet of which the plan makes several, but for what is on that sheet."""
    made = [sheet.source.casefold() for sheet in plan.sheets]
    if len(set(made)) == len(made):
        return
    several = frozenset(name for name, count in Counter(made).items() if count > 1)
    stands_for = _StandsFor(several, _names(template, several), _tables(template, several))
    for sheet in template.sheets:
        for at, cell in template.source(sheet.name).cells.items():
            formula = "" if cell.formula is None else str(cell.formula.text)
            for name in stands_for.sheets(formula, sheet.name):
                yield _mistake(Place(sheet=sheet.name, cell=address(at)), f"={formula}", name)
        yield from _in_part(template.source(sheet.name).around, sheet.name, stands_for)
    for part, owner in followers(template):
        with corrupt_part_as_error(part, template.place):
            found = list(_in_part(template.package.root(part), owner, stands_for))
        yield from found
    yield from _in_local_names(template, stands_for)


@dataclass(frozen=True)
class _StandsFor:
    """The repeated sheets, and the names and tables that stand for cells on them; all in lower case."""

    several: AbstractSet[str]
    names: Mapping[str, AbstractSet[str]]
    tables: Mapping[str, str]

    def sheets(self, formula: str, own: str | None) -> list[str]:
        """The repeated sheets that a formula refers to from another sheet than these."""
        found = {sheet for token in tokens(formula) for sheet in self._of(token)}
        return sorted(found - {(own or "").casefold()})

    def _of(self, token: Token) -> AbstractSet[str]:
        if token.prefix:
            book, sheets = qualifier(token.prefix)
            return set() if book else self.several & {sheet.casefold() for sheet in sheets}
        if token.kind is TokenKind.STRUCTURED:
            table = token.text.partition("[")[0].casefold()
            return {self.tables[table]} if table in self.tables else set()
        if token.kind is TokenKind.NAME:
            name = token.text.casefold()
            return {self.tables[name]} if name in self.tables else self.names.get(name, set())
        return set()


def _names(template: FileTemplate, several: AbstractSet[str]) -> Mapping[str, AbstractSet[str]]:
    """The names of the workbook that stand for cells of repeated sheets, be it through other names."""
    texts = {name.name.casefold(): name.text for name in defined_names(template.package) if name.sheet is None}
    known: Mapping[str, AbstractSet[str]] = {}
    while True:
        so_far = _StandsFor(several, known, _tables(template, several))
        wider = {name: frozenset(found) for name, text in texts.items() if (found := so_far.sheets(text, None))}
        if wider == known:
            return known
        known = wider


def _tables(template: FileTemplate, several: AbstractSet[str]) -> Mapping[str, str]:
    return {
        table.name.casefold(): sheet.name.casefold()
        for sheet in template.sheets
        if sheet.name.casefold() in several
        for part in template.package.related(sheet.part, "table")
        if (table := read_table(template.package.root(part), sheet.name))
    }


def _in_part(root: Element, owner: str | None, stands_for: _StandsFor) -> Iterator[UserError]:
    for each in held(root):
        cell = None if each.holder.names_sheet else _cell(areas_of(each.element))
        for name in stands_for.sheets(each.formula, owner):
            yield _mistake(Place(sheet=owner, cell=cell), each.text, name)
        source = (each.element.get("name") or "") if each.holder.names_sheet else ""
        for name in stands_for.sheets(source, owner):
            yield _mistake(Place(sheet=owner), source, name)


def _in_local_names(template: FileTemplate, stands_for: _StandsFor) -> Iterator[UserError]:
    """The names that are another sheet's own. Those of the workbook are told where they are used."""
    sheets = {sheet.index: sheet.name for sheet in template.sheets}
    for name in defined_names(template.package):
        owner = None if name.sheet is None else sheets.get(name.sheet)
        for sheet in stands_for.sheets(name.text, owner) if owner else ():
            yield _mistake(Place(sheet=owner), f"{name.name} = {name.text}", sheet)


def _cell(areas: str) -> str | None:
    """The first cell of the first of some areas."""
    first = areas.partition(" ")[0].partition(":")[0]
    return first if first and read_area(first) else None


def _mistake(place: Place, formula: str, name: str) -> UserError:
    said = "{formula} looks at the sheet {name}, of which there are several"
    return UserError(said, place, formula=formula, name=name)
