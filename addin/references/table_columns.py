"""The columns of tables: repeated with the sheet's columns, and named by the filled header."""

from collections.abc import Iterable, Sequence
from copy import deepcopy
from itertools import count

from addin.package.xml import Element
from addin.references.areas import Site, read_area
from addin.references.axis import Axis
from addin.references.following import follow_table
from addin.references.formula import parse
from addin.references.geometry import Home
from addin.references.grid import follow_grid
from addin.references.growth import Path
from addin.references.tree import forget_identity


def follow_columns(root: Element, site: Site) -> None:
    """Change a table: its area, its filter, and its columns with their formulas."""
    _repeat_columns(root, site)
    follow_grid(root, site)
    follow_table(root, site)


def name_columns(table: Element, headers: Sequence[str]) -> Element:
    """The table with its columns named as the cells of its header row read; where one is named twice, by a number too.

    ValueError where there are more or fewer headers than columns.
    """
    copy = deepcopy(table)
    columns = copy.findall("{*}tableColumns/{*}tableColumn")
    for column, name in zip(columns, unique_names(headers), strict=True):
        column.set("name", name.replace("\n", "_x000a_"))
    return copy


def unique_names(headers: Iterable[str]) -> list[str]:
    """Names for the columns of a table as Excel makes them: each differs from the others in any case, none is empty."""
    names: list[str] = []
    taken: set[str] = set()
    for place, header in enumerate(headers, 1):
        stem = header or f"Column{place}"
        name, number = stem, 2
        while name.casefold() in taken:
            name, number = f"{stem}{number}", number + 1
        taken.add(name.casefold())
        names.append(name)
    return names


def _repeat_columns(root: Element, site: Site) -> None:
    columns = root.find("{*}tableColumns")
    area = read_area(root.get("ref", ""))
    if columns is None or area is None or area.rows is None or area.columns is None:
        return
    first = area.rows.start.line + int(root.get("headerRowCount", "1"))
    originals = list(columns)
    found: list[tuple[int, Element]] = []
    for line, column in enumerate(originals, area.columns.start.line):
        for number, path in enumerate(site.layout.columns.paths(line, line)):
            copy = _again(column) if number else deepcopy(column)
            _follow_formulas(copy, site, (first, area.rows.end.line), line, path)
            found.append((site.layout.columns.filled(line, path), copy))
    columns[:] = [column for _, column in sorted(found, key=lambda each: each[0])]
    _number(columns)


def _follow_formulas(column: Element, site: Site, rows: tuple[int, int], line: int, path: Path) -> None:
    """A column's formula is that of its first row of data; the total's that of the last row."""
    for name, row in zip(("calculatedColumnFormula", "totalsRowFormula"), rows, strict=True):
        formula = column.find(f"{{*}}{name}")
        if formula is not None and formula.text:
            home = Home(site.sheet, row, line, _first_path(site.layout.rows, row), path)
            formula.text = parse(formula.text).at(home, site.geometry)


def _first_path(axis: Axis, line: int) -> Path:
    return next(axis.paths(line, line), ())


def _again(column: Element) -> Element:
    """The column once more: no field of a query, and without a number yet."""
    copy = forget_identity(deepcopy(column))
    for name in ("id", "queryTableFieldId"):
        if name in copy.attrib:
            del copy.attrib[name]
    return copy


def _number(columns: Element) -> None:
    """Numbers and names of their own for columns that were repeated."""
    free = count(1 + max((int(column.get("id", "0")) for column in columns), default=0))
    for column, name in zip(columns, unique_names(each.get("name", "") for each in columns), strict=True):
        column.set("name", name)
        if column.get("id") is None:
            column.set("id", str(next(free)))
    columns.set("count", str(len(columns)))
