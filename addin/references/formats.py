"""Conditional formats and data validations: lists of areas with formulas that are relative to their upper left cell.

Excel reads such a formula as filled over the areas from there. Where the cells of a nested block would need formulas
that filling can't give (a `$` that stays in its own outer copy), the element is repeated for each kind of formula.
"""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, replace
from itertools import product
from typing import Final

from addin.package.reference_holders import HeldReference, Shift, held
from addin.package.tags import short
from addin.package.xml import Element
from addin.references.areas import Site, covered, read_area
from addin.references.axis import Pin, SheetAxis
from addin.references.formula import ParsedFormula, parse
from addin.references.formula_position import FormulaPosition
from addin.references.growth import COLUMNS, ROWS, Path
from addin.references.reference_modes import CRITERIA, RANGES, Lines, ReferenceMode
from addin.references.tree import take_out

FORMATS: Final = frozenset(
    {"x:conditionalFormatting", "x14:conditionalFormatting", "x:dataValidation", "x14:dataValidation"}
)


@dataclass(frozen=True, slots=True)
class _Corner:
    """The line at which the areas begin on one axis, as the template has it, and what it becomes."""

    written: int
    line: int
    depth: int


@dataclass(frozen=True, slots=True)
class _Variant:
    """Formulas, and the areas where they hold."""

    areas: str
    texts: tuple[str, ...]


def shift_formats(root: Element, site: Site) -> None:
    """Change the conditional formats and data validations in the tree; those without cells are taken out."""
    repeated = [_shift(element, site) for element in list(root.iter("*")) if short(element.tag) in FORMATS]
    if any(repeated):
        _number(root)


def _number(root: Element) -> None:
    """Give each rule a priority of its own again, in the order that they had."""
    rules = [each for each in root.iter("{*}cfRule") if each.get("priority")]
    for priority, rule in enumerate(sorted(rules, key=lambda each: int(each.get("priority", "0"))), 1):
        rule.set("priority", str(priority))


def _shift(element: Element, site: Site) -> bool:
    """Change one element; whether it had to be repeated. One without any area stays as it is."""
    areas = _areas(element)
    if not any(map(read_area, areas.split())):
        return False
    formulas = [parse(each.text) for each in _held(element)]
    variants = _variants(areas, formulas, _manner(element), site)
    if not variants:
        take_out(element)
        return False
    for variant in reversed(variants[1:]):
        element.addnext(_written(deepcopy(element), variant))
    _written(element, variants[0])
    return len(variants) > 1


def _areas(element: Element) -> str:
    listed = element.find("{*}sqref")
    return element.get("sqref") or ("" if listed is None else listed.text or "")


def _written(element: Element, variant: _Variant) -> Element:
    listed = element.find("{*}sqref")
    if listed is None:
        element.set("sqref", variant.areas)
    else:
        listed.text = variant.areas
    for each, text in zip(_held(element), variant.texts, strict=True):
        each.put(text)
    return element


def _held(element: Element) -> list[HeldReference]:
    """The formulas that are relative to the element's areas."""
    return [each for each in held(element) if each.holder.follows is Shift.FORMAT]


def _manner(element: Element) -> ReferenceMode:
    """A list to choose from may be one cell of the template, and is all its images."""
    return RANGES if element.get("type") == "list" else CRITERIA


def _variants(areas: str, formulas: list[ParsedFormula], reference_mode: ReferenceMode, site: Site) -> list[_Variant]:
    layout = site.layout
    extents = [area.bounds for area in map(read_area, areas.split()) if area]
    row = _corner(layout.rows, [each.rows or (1, ROWS) for each in extents])
    column = _corner(layout.columns, [each.columns or (1, COLUMNS) for each in extents])
    if row is None or column is None:
        return []
    formulas = [each.moved(row.line - row.written, column.line - column.written) for each in formulas]
    homes = [
        FormulaPosition(site.sheet, row.line, column.line, *paths)
        for paths in product(_copies(layout.rows, row), _copies(layout.columns, column))
    ]
    read = [tuple(each.at(home, site.geometry, _alone(each, reference_mode)) for each in formulas) for home in homes]
    everywhere = covered(areas, layout) or ""
    if len(homes) == 1:
        return [_Variant(everywhere, read[0])]
    kinds: dict[tuple[str, ...], _Variant] = {}
    for home, texts in zip(homes, read, strict=True):
        rows, columns = home.rows, home.columns
        pins = Pin(row.line, rows[: row.depth]), Pin(column.line, columns[: column.depth])
        here = covered(areas, layout, *pins) or ""
        kind = _from_corner(texts, layout.rows.filled(row.line, rows), layout.columns.filled(column.line, columns))
        known = kinds.get(kind)
        kinds[kind] = replace(known, areas=f"{known.areas} {here}") if known else _Variant(here, texts)
    variants = list(kinds.values())
    return variants if len(variants) > 1 else [replace(each, areas=everywhere) for each in variants]


def _alone(formula: ParsedFormula, reference_mode: ReferenceMode) -> ReferenceMode:
    return reference_mode if len(formula.parts) == 1 else CRITERIA


def _corner(axis: SheetAxis, extents: list[Lines]) -> _Corner | None:
    """Where the areas begin; `depth` counts the repeats whose copies may differ by more than filling."""
    if not extents:
        return None
    images = [axis.first(min(lines), max(lines)) for lines in extents]
    found = min((image for image in images if image), key=lambda image: image.filled, default=None)
    if found is None:
        return None
    line = found.template
    depth = min(axis.shared(line, end) for lines in extents for end in lines)
    path = next(axis.paths(line, line))
    even = depth == 0 or axis.run(line, path[: depth - 1])[1]
    return _Corner(min(min(lines) for lines in extents), line, depth - 1 if even and depth else depth)


def _copies(axis: SheetAxis, corner: _Corner) -> Iterator[Path]:
    """The first image of the corner in each copy of the repeats that may differ."""
    seen = set()
    for path in axis.paths(corner.line, corner.line):
        if path[: corner.depth] not in seen:
            seen.add(path[: corner.depth])
            yield path
        if not corner.depth:
            return


def _from_corner(texts: tuple[str, ...], row: int, column: int) -> tuple[str, ...]:
    """The formulas as they would read in the upper left cell of the sheet's far corner, to tell whether they agree."""
    return tuple(str(parse(text).moved(ROWS // 2 - row, COLUMNS // 2 - column)) for text in texts)
