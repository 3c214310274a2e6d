"""Charts: their series' data, the series that are repeated with their names, and the formats of single points."""

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from itertools import product
from typing import Final

from addin.package.xml import Element
from addin.references.areas import Site
from addin.references.axis import FREE, Pin, SheetAxis
from addin.references.formula import ParsedFormula, parse
from addin.references.formula_position import FormulaPosition
from addin.references.growth import Path
from addin.references.reference import Reference
from addin.references.reference_modes import SHAPE_LISTS
from addin.references.shifting import shift_by_table
from addin.references.tree import take_out

_ACCENTS: Final = 6
_COUNTER: Final = re.compile(r"^\{[0-9A-Fa-f]{8}")


@dataclass(frozen=True, slots=True)
class _Named:
    """A series whose name stands in a repeat, and the places of that name on the filled sheet."""

    element: Element
    homes: tuple[FormulaPosition, ...]


def shift_chart(root: Element, site: Site) -> None:
    """Change a chart's references.

    A series whose name stands in a repeat with all its values (`=SERIES(S!$A$5,S!$B$4:$F$4,S!$B$5:$F$5)`) is that
    copy's, and there is one for each copy. Any other series grows with its values.
    """
    for series in root.iter("{*}ser"):
        _shift_points(series, site)
    named = [found for found in (_named(series, site) for series in root.iter("{*}ser")) if found]
    originals = [deepcopy(found.element) for found in named]
    shift_by_table(root, site)
    for found, original in zip(named, originals, strict=True):
        _repeat(root, found, original, site)
    _order(root)


def _shift_points(series: Element, site: Site) -> None:
    """The format of a point stays with its value: with the first copy of it where that is repeated."""
    values = _data(series, "val", "yVal")
    if values is None or values.rows is None or values.columns is None:
        return
    for point in [*series.findall("{*}dPt"), *series.findall("{*}dLbls/{*}dLbl")]:
        index = point.find("{*}idx")
        if index is not None:
            _shift_index(point, index, values, site)


def _shift_index(point: Element, index: Element, values: Reference, site: Site) -> None:
    assert values.rows is not None
    assert values.columns is not None
    layout = site.geometry.layout(_sheet(values, site))
    across = values.rows.start.line == values.rows.end.line and values.columns.start.line != values.columns.end.line
    axis, extent = (layout.columns, values.columns) if across else (layout.rows, values.rows)
    pin = _pins(_sheet(values, site), site)[across]
    image = axis.first(extent.start.line + int(index.get("val", "0")), pin=pin)
    if image is None:
        take_out(point)
    else:
        shown = axis.spans(extent.start.line, extent.end.line, pin)
        before = (min(each.last + 1, image.filled) - each.first for each in shown if each.first < image.filled)
        index.set("val", str(sum(before)))


def _pins(sheet: str, site: Site) -> tuple[Pin, Pin]:
    """Which rows and which columns of a sheet are those of the chart's own copy, where it is repeated."""
    if site.at is None or sheet.casefold() != site.sheet.casefold():
        return FREE, FREE
    return Pin(site.at.row, site.at.rows), Pin(site.at.column, site.at.columns)


def _data(series: Element, *names: str) -> Reference | None:
    """The one reference that a series has for its values or its name."""
    for name in names:
        text = next((each.text for part in series.findall(f"{{*}}{name}") for each in part.iter("{*}f")), None)
        references = parse(text).references if text else ()
        if len(references) == 1:
            return references[0]
    return None


def _sheet(reference: Reference, site: Site) -> str:
    return reference.sheets[0] if reference.sheets else site.sheet


def _named(series: Element, site: Site) -> _Named | None:
    name, values = _data(series, "tx"), _data(series, "val", "yVal")
    if name is None or values is None or not name.single or name.external or name.sheets != values.sheets:
        return None
    homes = tuple(_homes(name, values, site))
    return None if homes == (FormulaPosition(_sheet(name, site)),) else _Named(series, homes)


def _homes(name: Reference, values: Reference, site: Site) -> Iterator[FormulaPosition]:
    assert name.rows is not None
    assert name.columns is not None
    sheet = _sheet(name, site)
    layout, pins = site.geometry.layout(sheet), _pins(sheet, site)
    row, column = name.rows.start.line, name.columns.start.line
    down = values.rows is not None and _together(layout.rows, row, *values.bounds.rows or (0, 0))
    right = values.columns is not None and _together(layout.columns, column, *values.bounds.columns or (0, 0))
    rows = _paths(layout.rows, row, pins[0]) if down else iter(((),))
    columns = _paths(layout.columns, column, pins[1]) if right else iter(((),))
    for one, other in product(rows, columns):
        yield FormulaPosition(sheet, row if down else 0, column if right else 0, one, other)


def _paths(axis: SheetAxis, line: int, pin: Pin) -> Iterator[Path]:
    """Each copy of a line that is in the copy pinned."""
    own = pin.path[: axis.shared(line, pin.line)] if pin.path else ()
    return (path for path in axis.paths(line, line) if path[: len(own)] == own)


def _together(axis: SheetAxis, name: int, *values: int) -> bool:
    """Whether the values are in the innermost repeat of the name."""
    depth = axis.depth(name)
    return depth > 0 and all(axis.shared(name, line) == depth for line in values)


def _repeat(root: Element, named: _Named, original: Element, site: Site) -> None:
    follow = named.element
    free = 1 + max(int(each.get("val", "0")) for each in root.iterfind(".//{*}ser/{*}idx"))
    for number, home in enumerate(named.homes):
        copy = deepcopy(original)
        for formula in copy.iter("{*}f"):
            formula.text = _at(parse(formula.text or ""), home, site)
        if number:
            _distinguish(copy, number, free + number - 1)
        follow.addnext(copy)
        follow = copy
    take_out(named.element)


def _at(formula: ParsedFormula, home: FormulaPosition, site: Site) -> str:
    return formula.at(home, site.geometry, SHAPE_LISTS)


def _distinguish(series: Element, number: int, index: int) -> None:
    """Give a repeated series an index of its own, and the theme's next colours."""
    for element in series.findall("{*}idx"):
        element.set("val", str(index))
    for colour in series.iter("{*}schemeClr"):
        value = colour.get("val", "")
        if value.startswith("accent"):
            colour.set("val", f"accent{(int(value[6:]) - 1 + number) % _ACCENTS + 1}")
    for identity in series.iter("{*}uniqueId"):
        identity.set("val", _COUNTER.sub(f"{{{index:08X}", identity.get("val", "")))


def _order(root: Element) -> None:
    """Number the series anew where some were repeated, each after its original."""
    orders = list(root.iterfind(".//{*}ser/{*}order"))
    if len({each.get("val") for each in orders}) == len(orders):
        return
    for place, order in enumerate(sorted(orders, key=lambda each: int(each.get("val", "0")))):
        order.set("val", str(place))
