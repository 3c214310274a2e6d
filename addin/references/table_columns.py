"""The columns of tables: repeated with the sheet's columns, and named by the filled header."""

from collections.abc import Sequence
from copy import deepcopy
from itertools import count

from addin.package.text import unescape
from addin.package.xml import Element
from addin.references.areas import Site, read_area
from addin.references.axis import SheetAxis
from addin.references.formula import parse
from addin.references.formula_position import FormulaPosition
from addin.references.grid import shift_grid
from addin.references.growth import Path
from addin.references.shifting import shift_by_table
from addin.references.structured import ExcelTable, filled_table, unique_names
from addin.references.tree import forget_identity


def shift_table_columns(root: Element, site: Site) -> None:
    """Change a table: its area, its filter, and its columns with their formulas."""
    _repeat_columns(root, site)
    shift_grid(root, site)
    shift_by_table(root, site)


def name_columns(table: Element, headers: Sequence[str]) -> Element:
    """The table with its columns named as the cells of its header row read; where one is named twice, by a number too.

    ValueError where there are more or fewer headers than columns.
    """
    copy = deepcopy(table)
    columns = copy.findall("{*}tableColumns/{*}tableColumn")
    for column, name in zip(columns, unique_names(headers), strict=True):
        column.set("name", _written(name))
    return copy


def read_table(root: Element, sheet: str) -> ExcelTable | None:
    """The table of a part of the template; None where it has no area."""
    area = read_area(root.get("ref", ""))
    if area is None or area.rows is None or area.columns is None:
        return None
    names = tuple(unescape(each.get("name", "")) for each in root.iterfind("{*}tableColumns/{*}tableColumn"))
    rows = area.rows.start.line, area.rows.end.line
    headed = root.get("headerRowCount", "1") != "0"
    return ExcelTable(
        root.get("displayName", root.get("name", "")), sheet, rows, area.columns.start.line, names, headed
    )


def _repeat_columns(root: Element, site: Site) -> None:
    columns, table = root.find("{*}tableColumns"), read_table(root, site.sheet)
    if columns is None or table is None:
        return
    first = table.rows[0] + int(root.get("headerRowCount", "1"))
    originals, seen, elements = list(columns), set[int](), []
    for column in filled_table(table, site.layout.columns).columns:
        original = originals[column.line - table.left]
        element = _again(original) if column.line in seen else deepcopy(original)
        seen.add(column.line)
        element.set("name", _written(column.name))
        _shift_formulas(element, site, (first, table.rows[1]), column.line, column.path)
        elements.append(element)
    columns[:] = elements
    _number(columns)


def _written(name: str) -> str:
    return name.replace("\n", "_x000a_")


def _shift_formulas(column: Element, site: Site, rows: tuple[int, int], line: int, path: Path) -> None:
    """A column's formula is that of its first row of data; the total's that of the last row."""
    for name, row in zip(("calculatedColumnFormula", "totalsRowFormula"), rows, strict=True):
        formula = column.find(f"{{*}}{name}")
        if formula is not None and formula.text:
            home = FormulaPosition(site.sheet, row, line, _first_path(site.layout.rows, row), path)
            formula.text = parse(formula.text).at(home, site.geometry)


def _first_path(axis: SheetAxis, line: int) -> Path:
    return next(axis.paths(line, line), ())


def _again(column: Element) -> Element:
    """The column once more: no field of a query, and without a number yet."""
    copy = forget_identity(deepcopy(column))
    for name in ("id", "queryTableFieldId"):
        if name in copy.attrib:
            del copy.attrib[name]
    return copy


def _number(columns: Element) -> None:
    """Numbers of their own for columns that were repeated."""
    free = count(1 + max((int(column.get("id", "0")) for column in columns), default=0))
    for column in columns:
        if column.get("id") is None:
            column.set("id", str(next(free)))
    columns.set("count", str(len(columns)))
