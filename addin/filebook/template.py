"""A template workbook read from its file: the sheets with expressions, what is drawn in them, and the settings."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Final

from addin.errors import Place, UserError, UserErrors
from addin.filebook.open_texts import with_open_texts
from addin.filebook.source import Cell, SourceCell, SourceSheet, is_dynamic, read_sheet
from addin.package.addresses import area_edges
from addin.package.corrupt_parts import corrupt_part_as_error
from addin.package.package import Package, read_package
from addin.package.rich_text import RichText
from addin.package.strings import SharedString, shared_strings
from addin.package.workbook import Sheet, sheets, worksheets_of
from addin.package.xml import Element
from addin.references.cells import CellFormula
from addin.references.formula import ParsedFormula
from addin.references.growth import COLUMNS, ROWS
from addin.references.reference import Bounds, Reference
from addin.tables.sheet_cells import SheetCells
from addin.template.blocks import address
from addin.template.markers import OPENING
from addin.template.settings import SETTINGS_SHEET, SettingsSheet, is_settings, read_settings
from addin.template.template_sheet import Area, ArrayArea, TemplateSheet, draw, placed
from addin.template.texts import PlacedText
from udfs.formulas.tokens import TokenKind, called, tokens
from udfs.numerics.cell_values import CellValue
from udfs.shortening import shortened

_IN_FORMULA: Final = "an expression in a formula isn't filled; put it in a cell of its own and refer to that: {formula}"
_OPENING: Final = re.compile(rb"\{(?:<[^<>]*>\s*)*\{")
_STYLE: Final = re.compile(r' s="(\d+)"')
_VALUES: Final = 2
"""The column of the settings' values."""

_SHARED_INDEX: Final = re.compile(rb't="s"[^>]*>\s*<(?:\w+:)?v(?:\s[^<>]*)?>\s*(\d+)')
_UNCOMMON: Final = re.compile(rb"='|=\s|\s=|<!|&#|<\?(?!xml)|\0")
"""What markup has in which the two patterns above may not see an expression, so that it has to be parsed to know."""


@dataclass(frozen=True, eq=False)
class FileTemplate:
    """A template: its package, its worksheets in order, the drawings of those with expressions, and its settings.

    `setting_places` has the cell of each setting, `mistakes` what can't be read of the template by itself.
    `texts` has the texts outside of cells by sheet (None: the workbook), whose expressions are open in the package.
    """

    package: Package
    sheets: tuple[Sheet, ...]
    strings: Sequence[SharedString]
    drawings: tuple[TemplateSheet, ...]
    settings: Mapping[str, CellValue]
    setting_places: Mapping[str, Place] = field(default_factory=dict)
    mistakes: tuple[UserError, ...] = ()
    texts: Mapping[str | None, Sequence[PlacedText]] = field(default_factory=dict)
    _sources: dict[str, SourceSheet] = field(default_factory=dict)

    @property
    def place(self) -> Place:
        """The file, as mistakes name it."""
        return self.package.place

    def part(self, name: str) -> str:
        """The part of a worksheet."""
        return self._parts[name]

    @cached_property
    def fixed_names(self) -> Sequence[str]:
        """The names of all sheets that filling doesn't change, chart sheets among them."""
        return [sheet.name for sheet in sheets(self.package) if OPENING not in sheet.name]

    @cached_property
    def _parts(self) -> Mapping[str, str]:
        return {sheet.name: sheet.part for sheet in self.sheets}

    def source(self, name: str) -> SourceSheet:
        """A sheet's rows and cells, read when first asked for."""
        if name not in self._sources:
            part = self.part(name)
            with corrupt_part_as_error(part, self.place):
                self._sources[name] = read_sheet(name, part, self.package.tree(part), self.strings)
        return self._sources[name]


def read_template(source: bytes | str | Path, place: Place | None = None) -> FileTemplate:
    """The template in a file or in bytes. Raises UserError or UserErrors: whatever is wrong with it by itself."""
    template = read_with_mistakes(source, place)
    if template.mistakes:
        raise UserErrors(template.mistakes)
    return template


def read_with_mistakes(source: bytes | str | Path, place: Place | None = None) -> FileTemplate:
    """The template in a file or in bytes with its mistakes. Raises UserError where it isn't a workbook."""
    opened = with_open_texts(read_package(source, place))
    package = opened.package
    strings = shared_strings(package)
    worksheets = worksheets_of(package)
    marked = frozenset(index for index, string in enumerate(strings) if OPENING in string.text)
    blank = FileTemplate(package, worksheets, strings, (), {})
    drawings: list[TemplateSheet] = []
    settings = SettingsSheet()
    mistakes: list[UserError] = []
    seen: set[str] = set()
    for sheet in worksheets:
        try:
            _refuse_unsound(package, sheet, seen)
            if is_settings(sheet.name):
                settings = _settings(blank, sheet.name)
                mistakes += settings.mistakes
            elif OPENING in sheet.name or _has_expressions(package.read(sheet.part), marked):
                source_sheet = blank.source(sheet.name)
                mistakes += _in_formulas(source_sheet)
                with corrupt_part_as_error(sheet.part, package.place):
                    drawings.append(_draw(package, source_sheet))
                mistakes += drawings[-1].mistakes
        except UserError as mistake:
            mistakes.append(mistake)
    mistakes += opened.mistakes
    told = tuple(placed(mistake, package.place) for mistake in mistakes)
    return replace(
        blank,
        drawings=tuple(drawings),
        texts=opened.texts,
        settings=settings.values,
        setting_places=settings.places,
        mistakes=told,
    )


def _refuse_unsound(package: Package, sheet: Sheet, seen: set[str]) -> None:
    """Raises UserError for a sheet without a part of its own, or with a name that was `seen`, which its name joins."""
    if sheet.name.casefold() in seen:
        raise UserError("the workbook is damaged: two sheets are named {sheet}", sheet=repr(sheet.name))
    seen.add(sheet.name.casefold())
    if sheet.part == package.workbook_part or not package.read(sheet.part).strip():
        raise UserError("the part {part} is damaged: it is no sheet", part=sheet.part)


def workbook_settings(source: bytes | str | Path, place: Place | None = None) -> Mapping[str, CellValue]:
    """The settings on the sheet `_settings` of any workbook, none where it has none. Raises UserError or UserErrors."""
    package = read_package(source, place)
    worksheets = worksheets_of(package)
    name = next((sheet.name for sheet in worksheets if is_settings(sheet.name)), None)
    if name is None:
        return {}
    settings = _settings(FileTemplate(package, worksheets, shared_strings(package), (), {}), name)
    if settings.mistakes:
        raise UserErrors([placed(mistake, package.place) for mistake in settings.mistakes])
    return settings.values


def _settings(book: FileTemplate, name: str) -> SettingsSheet:
    cells = book.source(name).cells
    styled = SheetCells(book.package)
    settings = read_settings({at: _as_day(cell, styled) for at, cell in cells.items()})
    return replace(settings, mistakes=(*settings.mistakes, *_without_value(cells)))


def _as_day(cell: SourceCell, styled: SheetCells) -> CellValue:
    """The value of a cell; a `Day` where its format shows one."""
    style = _STYLE.search(cell.attributes)
    return styled.day(cell.value, style[1]) if style and isinstance(cell.value, float) else cell.value


def _without_value(cells: Mapping[Cell, SourceCell]) -> Iterator[UserError]:
    """The settings whose formulas have no value, as in workbooks that no spreadsheet program saved."""
    for at, cell in cells.items():
        if at[1] == _VALUES and cell.formula is not None and cell.value is None:
            place = Place(sheet=SETTINGS_SHEET, cell=address(at))
            message = "the formula ={formula} has no stored value: open the file in Excel and save it"
            yield UserError(message, place, formula=cell.formula.text)


def _has_expressions(part: bytes, marked: frozenset[int]) -> bool:
    """Whether a sheet may have expressions; one that no common program wrote has to be parsed to know."""
    if _OPENING.search(part) or _UNCOMMON.search(part):
        return True
    return bool(marked) and any(int(index) in marked for index in _SHARED_INDEX.findall(part))


def _in_formulas(source: SourceSheet) -> Iterator[UserError]:
    """The texts of formulas in which there are expressions; names of sheets and columns in formulas follow."""
    for at, cell in source.cells.items():
        text = "" if cell.formula is None else str(cell.formula.first)
        if OPENING in text and any(OPENING in each.text for each in tokens(text) if each.kind is TokenKind.TEXT):
            yield UserError(_IN_FORMULA, Place(sheet=source.name, cell=address(at)), formula=shortened(f"={text}"))


def _draw(package: Package, source: SourceSheet) -> TemplateSheet:
    texts = {
        at: RichText(cell.runs) if cell.runs else cell.value
        for at, cell in source.cells.items()
        if cell.formula is None and isinstance(cell.value, str) and OPENING in cell.value
    }
    merges = [_area(node.get("ref", "")) for node in source.around.iterfind("{*}mergeCells/{*}mergeCell")]
    tables = [_table(package.root(part)) for part in package.related(source.part, "table")]
    pivots = [_pivot(package.root(part)) for part in package.related(source.part, "pivotTable")]
    return draw(source.name, texts, merges, tables, _arrays(source), pivots)


def _arrays(source: SourceSheet) -> Iterator[ArrayArea]:
    """The areas of formulas that are in several cells at once; those that spill by themselves aren't among these."""
    for cell in source.cells.values():
        if cell.formula is not None and "ref" in cell.formula.attributes and not is_dynamic(cell):
            area = _area(cell.formula.attributes["ref"])
            yield ArrayArea(area.first, area.last, 0, 0, *_growing(source, cell.formula, area))


def _growing(source: SourceSheet, formula: CellFormula, area: Area) -> tuple[bool, bool]:
    """Whether there can be more rows and more columns within a formula's area; a data table has values for any."""
    if formula.attributes.get("t") == "dataTable":
        return True, True
    (row, column), (last_row, last_column) = area.first, area.last
    return grows(formula.text, source.name, Bounds((row, last_row), (column, last_column)))


def _table(root: Element) -> Area:
    headings, totals = int(root.get("headerRowCount", "1")), int(root.get("totalsRowCount", "0"))
    return replace(_area(root.get("ref", "")), headings=headings, totals=totals)


def _pivot(root: Element) -> Area:
    location = root.find("{*}location")
    return _area("" if location is None else location.get("ref", ""))


def _area(reference: str) -> Area:
    """The area of a reference, which may be whole rows or columns. Raises ValueError where it ends before it begins."""
    first_column, first_row, last_column, last_row = area_edges(reference)
    first, last = (first_row or 1, first_column or 1), (last_row or ROWS, last_column or COLUMNS)
    if first[0] > last[0] or first[1] > last[1] or last[0] > ROWS or last[1] > COLUMNS:
        raise ValueError(f"{reference} is no area of cells")
    return Area(first, last)


_RESHAPING: Final = frozenset(
    {"FREQUENCY", "GROWTH", "LINEST", "LOGEST", "MINVERSE", "MMULT", "MUNIT", "TRANSPOSE", "TREND"}
)
"""Functions of which a cell isn't made from the cells of its own line."""


def grows(formula: ParsedFormula, sheet: str, area: Bounds) -> tuple[bool, bool]:
    """Whether the formula in an area of a sheet has values for further rows, and for further columns, within it.

    It has where it is made line by line from lines that grow with it: `=B2:B4*$C$1` in D2:D4.
    """
    if not _RESHAPING.isdisjoint(called(str(formula))):
        return False, False
    rows = [_lines(each, sheet, each.bounds.rows) for each in formula.references]
    columns = [_lines(each, sheet, each.bounds.columns) for each in formula.references]
    return _alike(rows, area.rows), _alike(columns, area.columns)


def _lines(reference: Reference, sheet: str, lines: tuple[int, int] | None) -> tuple[int, int] | None:
    """The lines of the formula's own sheet that are referred to, or one line of any other; else None."""
    own = not reference.external and set(reference.sheets) <= {sheet.casefold()}
    return lines if own or (lines and lines[0] == lines[1]) else None


def _alike(referred: list[tuple[int, int] | None], own: tuple[int, int] | None) -> bool:
    return own in referred and all(lines == own or (lines and lines[0] == lines[1]) for lines in referred)
