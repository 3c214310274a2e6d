"""What the names and the columns of tables in formulas stand for, as the filled workbook has them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple, TypeAlias

from addin.filebook.source import Cell
from addin.filebook.template import FileTemplate
from addin.package.addresses import column_letters
from addin.package.corrupt_parts import corrupt_part_as_error
from addin.package.package import Package
from addin.package.workbook import defined_names
from addin.references.formula import parse
from addin.references.reference import read_reference
from addin.references.structured import ExcelTable, Structured
from addin.references.table_columns import read_table
from udfs.formulas.evaluator import FormulaSyntaxError
from udfs.formulas.parser import Formula, parse_formula
from udfs.formulas.tokens import TokenKind, qualifier, tokens, unescaped
from udfs.formulas.tree import Constant, Name, Native, Node, ReferenceNode, walk, with_parts

_SUBTOTALS: Final = {1: "AVERAGE", 2: "COUNT", 3: "COUNTA", 4: "MAX", 5: "MIN", 9: "SUM"}
_HIDDEN_TOO: Final = 100
_DEEPEST: Final = 8
_ENDS: Final = 2

Rows: TypeAlias = tuple[int, int]
"""The first and the last."""


class FilledCell(NamedTuple):
    """Where a formula stands in the filled workbook."""

    sheet: str
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class _Body:
    """A filled table; `rows` are those between its headings and its totals."""

    table: ExcelTable
    rows: Rows
    is_whole: bool
    """Whether none of its rows is hidden, and none holds a subtotal of its own."""


@dataclass(frozen=True, eq=False)
class NameResolution:
    """The meanings in a workbook of one size: `package` is it without values, `template` what it is made from."""

    template: FileTemplate
    package: Package

    def resolve(self, formula: Formula, at: FilledCell) -> Formula:
        """The formula with cells in place of the names and table columns whose cells are known."""
        return Formula(formula.text, self._resolve(formula.tree, at, 0))

    def _resolve(self, node: Node, at: FilledCell, depth: int) -> Node:
        if isinstance(node, Name):
            return self._named(node, at, depth) or node
        made = with_parts(node, lambda part: self._resolve(part, at, depth))
        return (self._subtotal(node, made, at) or made) if isinstance(made, Native) else made

    def _named(self, name: Name, at: FilledCell, depth: int) -> Node | None:
        structured = _structured(name)
        if structured is not None:
            return self._cells_of(structured, at)
        token = next(tokens(name.text))
        book, sheets = qualifier(token.prefix) if token.prefix else ("", (at.sheet,))
        scope, bare = (sheets[0].casefold() if sheets and not book else ""), token.text.casefold()
        text = self._names.get((scope, bare)) or self._names.get((None, bare))
        if text is None or token.kind is not TokenKind.NAME or depth > _DEEPEST or scope not in self._sheets.values():
            return None
        try:
            tree = parse_formula(f"=({text})").tree
        except FormulaSyntaxError:
            return None
        is_fixed = all(_is_fixed(node.text) for node in walk(tree) if isinstance(node, ReferenceNode))
        return self._resolve(tree, at, depth + 1) if is_fixed else None

    def _cells_of(self, structured: Structured, at: FilledCell) -> Node | None:
        """The cells of `Output[GRP]`, `[GRP]`, `Output[[2008]:[2012]]`, `Output[[#This Row],[GRP]]`."""
        body, items = self._table(structured.table, at), structured.items
        if body is None:
            return None
        rows = self._rows(body, items.pop(0) if items[0].startswith("#") else "#data", at)
        columns = [column for column in map(body.table.column, map(unescaped, items)) if column]
        if rows is None or len(columns) < len(items) or not _is_range(structured, len(columns)):
            return None
        first, last = (
            f"${column_letters(column)}${row}" for column, row in ((columns[0], rows[0]), (columns[-1], rows[1]))
        )
        return ReferenceNode(body.table.sheet, first if first == last else f"{first}:{last}")

    def _table(self, name: str, at: FilledCell) -> _Body | None:
        """The table of a name; without one, that which the formula is in."""
        if name:
            return self._tables.get(name.casefold())
        return next((body for body in self._tables.values() if body.table.holds(*at)), None)

    def _rows(self, body: _Body, item: str, at: FilledCell) -> Rows | None:
        first, last = body.table.rows
        is_own = at.sheet.casefold() == body.table.sheet.casefold() and body.rows[0] <= at.row <= body.rows[1]
        found: Mapping[str, Rows | None] = {
            "#all": (first, last),
            "#data": body.rows,
            "#headers": (first, first) if body.table.headed else None,
            "#totals": (last, last) if body.rows[1] < last else None,
            "#this row": (at.row, at.row) if is_own else None,
        }
        return found.get(item.casefold())

    def _subtotal(self, written: Node, made: Native, at: FilledCell) -> Node | None:
        """The total of one table's column that counts every row, as totals rows have it; else None."""
        if made.name != "SUBTOTAL" or len(made.arguments) != 2 or not isinstance(written, Native):
            return None
        code, column = written.arguments
        structured = _structured(column) if isinstance(column, Name) else None
        body = self._table(structured.table, at) if structured else None
        number = code.rows[0][0] if isinstance(code, Constant) else None
        if body is None or not body.is_whole or not isinstance(number, float):
            return None
        function = _SUBTOTALS.get(int(number) % _HIDDEN_TOO) if number.is_integer() else None
        return Native(function, made.arguments[1:]) if function else None

    @cached_property
    def _names(self) -> Mapping[tuple[str | None, str], str]:
        """What each name stands for, by its sheet (None: the workbook) and its text in lower case."""
        return {
            (None if name.sheet is None else self._sheets.get(name.sheet, ""), name.name.casefold()): name.text
            for name in defined_names(self.package)
        }

    @cached_property
    def _sheets(self) -> Mapping[int, str]:
        """The worksheets' names in lower case by their places."""
        return {sheet.index: sheet.name.casefold() for sheet in self.template.sheets}

    @cached_property
    def _tables(self) -> Mapping[str, _Body]:
        return {body.table.name.casefold(): body for body in self._bodies()}

    def _bodies(self) -> Iterator[_Body]:
        for sheet in self.template.sheets:
            for part in self.package.related(sheet.part, "table"):
                with corrupt_part_as_error(part, self.template.place):
                    body = self._body(sheet.name, part)
                if body is not None:
                    yield body

    def _body(self, sheet: str, part: str) -> _Body | None:
        root = self.package.root(part)
        table, drawn = read_table(root, sheet), read_table(self.template.package.root(part), sheet)
        if table is None or drawn is None:
            return None
        headings, totals = int(root.get("headerRowCount", "1")), int(root.get("totalsRowCount", "0"))
        is_filtered = root.find("{*}autoFilter/{*}filterColumn") is not None
        is_whole = not is_filtered and self._is_whole(sheet, (drawn.rows[0], drawn.rows[1] - totals))
        return _Body(table, (table.rows[0] + headings, table.rows[1] - totals), is_whole)

    def _is_whole(self, sheet: str, rows: Rows) -> bool:
        source = self.template.source(sheet)
        hidden = any(' hidden="' in row.attributes for row in source.rows if rows[0] <= row.number <= rows[1])
        totals: Sequence[Cell] = [
            at for at, cell in source.cells.items() if cell.formula and "SUBTOTAL" in str(cell.formula.first).upper()
        ]
        return not hidden and not any(rows[0] <= row <= rows[1] for row, _ in totals)


def _is_fixed(area: str) -> bool:
    """Whether an area of cells is the same wherever the formula is."""
    reference = read_reference("", area)
    extents = (reference.rows, reference.columns) if reference else (None,)
    return all(extent is not None and extent.start.absolute and extent.end.absolute for extent in extents)


def _structured(name: Name) -> Structured | None:
    """The reference to columns of a table that a name is; None for any other name."""
    parts = parse(name.text).parts
    return parts[0] if len(parts) == 1 and isinstance(parts[0], Structured) else None


def _is_range(structured: Structured, columns: int) -> bool:
    """Whether so many columns in brackets are one, or the first and the last of several."""
    return columns == 1 or (columns == _ENDS and structured.is_span)
