"""The values of a filled workbook's cells as far as they are known: what was written, what stood there, and formulas
of our functions, of operators and of common functions of Excel's own on such cells. Others are Excel's to calculate.
"""

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, islice
from typing import Final, TypeAlias

from addin.filebook.computable_formulas import is_array, is_computable, parsed
from addin.filebook.filled_sheet import FilledSheet, Places
from addin.filebook.formula_columns import Column, ColumnFormula, column_formula
from addin.filebook.name_resolution import FilledCell, NameResolution
from addin.filebook.origins import Origin, Stretch
from addin.filebook.source import Cell, SourceCell, is_dynamic
from addin.package.addresses import area_edges
from addin.references.axis import SheetAxis
from addin.references.cells import CellFormula
from addin.references.formula import parse
from addin.references.formula_position import FormulaPosition
from addin.references.geometry import Geometry
from addin.references.growth import COLUMNS, ROWS, Path, count_copies
from addin.references.reference import Areas, Bounds
from addin.references.reference_modes import shifted, translated_area
from udfs.formulas.parser import Formula, NotComputable, ReferenceNode
from udfs.formulas.tokens import Qualifier
from udfs.numerics.cell_values import Cells, CellValue, ExcelError

Value: TypeAlias = Callable[["FilledSheet", Cell, tuple[Origin, Origin]], CellValue]

_MOST_LOOKED_AT: Final = 500_000
_DEEPEST: Final = 100
_FRAMES: Final = 5_000
_OF_NAMES: Final = 100
"""As many cells as it costs to find what the names in a formula stand for."""


# a chain of 100 formulas takes ten or more of Python's frames each, and Python stops at 1 000 frames of all that runs
sys.setrecursionlimit(max(sys.getrecursionlimit(), _FRAMES))


@dataclass(frozen=True, eq=False)
class FormulaEvaluation:
    """The known values of a filled workbook; `sheets` by their names in lower case.

    `calculated` are values of formulas that another program found, by the sheet's name, row and column. `places` keeps
    where the areas that charts show come from, for the next workbook of the same size.
    """

    sheets: Mapping[str, FilledSheet]
    geometry: Geometry
    resolution: NameResolution
    places: dict[tuple[str, Bounds], Places]
    calculated: Mapping[str, Mapping[Cell, CellValue]]
    _found: dict[tuple[str, int, int], CellValue] = field(default_factory=dict)
    _columns: dict[tuple[str, int, int], Column | None] = field(default_factory=dict)
    _asked: list[tuple[str, int, int]] = field(default_factory=list)
    _looked_at: list[int] = field(default_factory=lambda: [0])

    def value(self, sheet: str, row: int, column: int) -> CellValue:
        """The value of a filled cell. Raises NotComputable where only Excel can tell it."""
        filled = self._sheet(sheet)
        return self._value(filled, (row, column), (filled.rows.of(row), filled.columns.of(column)))

    def _value(self, sheet: FilledSheet, filled: Cell, origins: tuple[Origin, Origin]) -> CellValue:
        (row, row_copy), (column, column_copy) = origins
        at = (row, column)
        if sheet.blanks and any(blank.holds(at, row_copy, column_copy) for blank in sheet.blanks):
            return None
        written = sheet.written(at)
        if written is not None:
            return written[row_copy][column_copy]
        cell = sheet.source.cells.get(at)
        if at in sheet.stale:
            raise NotComputable("a part of what Excel spills or tabulates")
        if cell is None or cell.formula is None:
            return cell.value if cell is not None else None
        if at in sheet.kept:
            return "" if cell.value is None else cell.value
        return self._calculated(sheet, cell, filled, origins)

    def cells(self, sheet: str, reference: str) -> Cells:
        """The cells of a reference such as `$B$2:C9`, `C9:$B$2` or `B:B`. Raises NotComputable."""
        left, top, right, bottom = area_edges(reference.replace("$", ""))
        rows = (top, bottom) if top and bottom else None
        columns = (left, right) if left and right else None
        return self._cells(sheet, Bounds(rows, columns))

    def _cells(self, sheet: str, bounds: Bounds) -> Cells:
        rows, columns = bounds
        if rows and columns and rows[0] == rows[1] and columns[0] == columns[1]:
            return [[self.value(sheet, rows[0], columns[0])]]
        cells = self._area(self._value, sheet, _ordered(bounds))
        self._count(len(cells) * len(cells[0]) - 1)
        return cells

    def _count(self, cells: int) -> None:
        """Raises NotComputable where formulas have looked at more cells of areas than is sensible here."""
        self._looked_at[0] += cells
        if self._looked_at[0] > _MOST_LOOKED_AT:
            raise NotComputable(f"formulas look at more than {_MOST_LOOKED_AT} cells")

    def shown(self, sheet: str, bounds: Bounds) -> Cells:
        """The cells of an area, blank where only Excel can tell the value; none where they are too many or gone."""
        key = (sheet, bounds)
        try:
            filled = self._sheet(sheet)
            if key not in self.places:
                self.places[key] = filled.places(bounds)
        except NotComputable:
            return []
        for value in (self._value, self._or_blank):
            try:
                return _cells_at(value, filled, *self.places[key])
            except NotComputable:
                continue
        return []

    def _or_blank(self, sheet: FilledSheet, filled: Cell, origins: tuple[Origin, Origin]) -> CellValue:
        try:
            return self._value(sheet, filled, origins)
        except NotComputable:
            return None

    def _area(self, value: Value, sheet: str, bounds: Bounds) -> Cells:
        filled = self._sheet(sheet)
        return _cells_at(value, filled, *filled.places(bounds))

    def _sheet(self, name: str) -> FilledSheet:
        filled = self.sheets.get(name.casefold())
        if filled is None:
            raise NotComputable(f"the sheet {name} is not at hand")
        return filled

    def _calculated(
        self, sheet: FilledSheet, cell: SourceCell, filled: Cell, origins: tuple[Origin, Origin]
    ) -> CellValue:
        key = (sheet.source.name, *filled)
        if self.calculated and filled in self.calculated.get(sheet.source.name, ()):
            return self.calculated[sheet.source.name][filled]
        column = self._column(sheet, cell, (origins[0].line, origins[1].line))
        if column is not None:
            return column[origins[0].copy]
        if key not in self._found:
            if key in self._asked or len(self._asked) > _DEEPEST:
                raise NotComputable("a circle of formulas, or a chain too long")
            self._asked.append(key)
            try:
                self._found[key] = self._evaluate(sheet, cell, filled, origins)
            finally:
                self._asked.pop()
        return self._found[key]

    def _column(self, sheet: FilledSheet, cell: SourceCell, at: Cell) -> Column | None:
        """The values of a formula in all copies of its row, where they can be worked out at once; else None."""
        key = (sheet.source.name, *at)
        if key not in self._columns:
            self._columns[key] = None
            formula = None if sheet.blanks or self.calculated else column_formula(cell, at, sheet.layout)
            if formula is not None:
                self._columns[key] = self._column_values(formula, sheet, at)
        return self._columns[key]

    def _column_values(self, formula: ColumnFormula, sheet: FilledSheet, at: Cell) -> Column | None:
        count = count_copies(sheet.layout.rows.repeats, at[0])
        try:
            return formula.values(
                count, partial(self._column_of_cell, sheet, count), partial(self._fixed_cells, sheet, at)
            )
        except NotComputable:
            return None

    def _column_of_cell(self, sheet: FilledSheet, count: int, at: Cell) -> Column:
        """The values of a cell of the template in all `count` copies of its row."""
        written, cell = sheet.written(at), sheet.source.cells.get(at)
        if written is not None:
            return [line[0] for line in written]
        if cell is None or cell.formula is None:
            if at in sheet.stale:
                raise NotComputable("a part of what Excel spills or tabulates")
            return [None if cell is None else cell.value] * count
        column = self._column(sheet, cell, at)
        if column is None:
            raise NotComputable("its copies are calculated one by one")
        return column

    def _fixed_cells(self, sheet: FilledSheet, at: Cell, reference: ReferenceNode, times: int) -> Cells:
        """The cells that a formula's reference with fixed rows means in every copy, to be looked at so many times."""
        named = reference.sheet
        prefix = "" if named is None else Qualifier("", (named,)).prefix
        written = parse(prefix + reference.text).references
        found = shifted(written[0], FormulaPosition(sheet.source.name, *at, (0,)), self.geometry) if written else None
        if found is None:
            raise NotComputable("its cells are gone")
        areas = found.bounds if isinstance(found, Areas) else (found,)
        blocks = [self._area(self._value, named or sheet.source.name, _ordered(bounds)) for bounds in areas]
        cells = blocks[0] if len(blocks) == 1 else [row for block in blocks for row in block]
        self._count(times * (sum(len(block) * len(block[0]) for block in blocks) - 1))
        return cells

    def _evaluate(
        self, sheet: FilledSheet, cell: SourceCell, filled: Cell, origins: tuple[Origin, Origin]
    ) -> CellValue:
        rows, columns = origins
        assert cell.formula is not None
        self._count(0)
        if not cell.formula.plain and cell.formula.attributes.get("t") == "dataTable":
            raise NotComputable("a data table")
        shared = self._shared(sheet, cell.formula)
        if shared is not None:
            return shared.evaluate(partial(self._moved_cells, sheet.source.name, cell.formula))[0][0]
        home = FormulaPosition(
            sheet.source.name,
            rows.line,
            columns.line,
            _path(sheet.layout.rows, rows),
            _path(sheet.layout.columns, columns),
        )
        formula = parsed(cell.formula.text.at(home, self.geometry))
        if formula is not None and formula.has_names:
            self._count(_OF_NAMES)
            formula = self.resolution.resolve(formula, FilledCell(sheet.source.name, *filled))
        if formula is None or not is_computable(formula, is_array=is_array(cell.formula)):
            raise NotComputable("a function or a name that only Excel knows")
        found = formula.evaluate(lambda named, reference: self.cells(named or sheet.source.name, reference))
        is_spilled = is_dynamic(cell) and (len(found) > 1 or len(found[0]) > 1)
        return ExcelError.SPILL if is_spilled and self._is_blocked(sheet, cell, filled, found) else found[0][0]

    def _is_blocked(self, sheet: FilledSheet, cell: SourceCell, filled: Cell, found: Cells) -> bool:
        """Whether something stands where a formula's value would spill, or the sheet ends there."""
        rows, columns = (
            (first, first + count - 1) for first, count in zip(filled, (len(found), len(found[0])), strict=True)
        )
        if rows[1] > ROWS or columns[1] > COLUMNS:
            return True
        self._count(len(found) * len(found[0]))
        assert cell.formula is not None
        left, top, right, bottom = (edge or 0 for edge in area_edges(cell.formula.attributes["ref"]))

        def content(_: FilledSheet, __: Cell, origins: tuple[Origin, Origin]) -> CellValue:
            at = (origins[0].line, origins[1].line)
            there = sheet.source.cells.get(at)
            if there is None or (there.formula is None and top <= at[0] <= bottom and left <= at[1] <= right):
                return None
            return True if there.formula is not None else there.value

        held = chain.from_iterable(self._area(content, sheet.source.name, Bounds(rows, columns)))
        return any(value is not None for value in islice(held, 1, None))

    def _shared(self, sheet: FilledSheet, cell: CellFormula) -> Formula | None:
        """The formula of the first cell of a group, where that is all that is needed to calculate another one's."""
        if cell.shared is None or not (cell.rows or cell.columns):
            return None
        group = cell.shared.at(sheet.source.name, self.geometry)
        formula = None if group is None else parsed(group.text)
        if formula is None or formula.has_names or not is_computable(formula, is_array=is_array(cell)):
            return None
        return formula

    def _moved_cells(self, sheet: str, cell: CellFormula, named: str | None, reference: str) -> Cells:
        bounds = translated_area(reference, cell.rows, cell.columns)
        if bounds is None:
            raise NotComputable("its cells are beyond the sheet's edge")
        return self._cells(named or sheet, bounds)


def _ordered(bounds: Bounds) -> Bounds:
    """The bounds with the first of their lines first."""
    rows, columns = bounds
    return Bounds(rows and (min(rows), max(rows)), columns and (min(columns), max(columns)))


def _cells_at(value: Value, sheet: FilledSheet, down: Sequence[Stretch], across: Sequence[Stretch]) -> Cells:
    rows: list[Sequence[CellValue]] = []
    for stretch in down:
        blocks = [_block(value, sheet, stretch, column) for column in across]
        rows += blocks[0] if len(blocks) == 1 else map(_joined, zip(*blocks, strict=True))
    return rows


def _block(value: Value, sheet: FilledSheet, down: Stretch, across: Stretch) -> Cells:
    """The values of one cell of the template in successive copies of its row and of its column."""
    written = None if sheet.blanks else sheet.written((down.line, across.line))
    if written is not None:
        columns = slice(across.copy, across.copy + len(across.filled))
        return [line[columns] for line in written[down.copy : down.copy + len(down.filled)]]
    rows = [(row, Origin(down.line, copy)) for copy, row in enumerate(down.filled, down.copy)]
    columns_of = [(column, Origin(across.line, copy)) for copy, column in enumerate(across.filled, across.copy)]
    return [[value(sheet, (row, column), (line, origin)) for column, origin in columns_of] for row, line in rows]


def _joined(parts: Sequence[Sequence[CellValue]]) -> Sequence[CellValue]:
    return list(chain.from_iterable(parts))


def _path(axis: SheetAxis, origin: Origin) -> Path:
    depth = axis.depth(origin.line)
    if depth < 2:
        return (origin.copy,) * depth
    return list(axis.paths(origin.line, origin.line))[origin.copy]
