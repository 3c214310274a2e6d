"""Formulas whose references would be several areas after filling, where Excel takes but one."""

from collections.abc import Iterator

from addin.errors import UserError
from addin.filebook.source import Cell, SourceCell
from addin.filebook.template import FileTemplate
from addin.references.axis import SheetAxis
from addin.references.formula_position import FormulaPosition
from addin.references.geometry import Geometry
from addin.references.growth import Path
from addin.references.reference import Reference
from addin.references.structured import Structured
from addin.template.template_sheet import placed


def scattered(template: FileTemplate, geometry: Geometry) -> Iterator[UserError]:
    """The mistake of each cell's formula of the template that can't be written in all of its copies."""
    for sheet in template.sheets if _has_lines(template, geometry) else ():
        for at, cell in template.source(sheet.name).cells.items():
            if cell.formula is not None and _may_scatter(cell, sheet.name, geometry):
                try:
                    for home in _homes(sheet.name, at, geometry):
                        cell.formula.text.at(home, geometry)
                except UserError as mistake:
                    yield placed(mistake, template.place)


def _has_lines(template: FileTemplate, geometry: Geometry) -> bool:
    """Whether any repeat has several lines, so that a reference can be to some of them."""
    return any(
        repeat.last > repeat.first
        for sheet in template.sheets
        for axis in _axes(geometry, sheet.name)
        for repeat in axis.repeats
    )


def _axes(geometry: Geometry, sheet: str) -> tuple[SheetAxis, SheetAxis]:
    layout = geometry.layout(sheet)
    return layout.rows, layout.columns


def _may_scatter(cell: SourceCell, sheet: str, geometry: Geometry) -> bool:
    assert cell.formula is not None
    parts = cell.formula.text.parts
    return any(
        (isinstance(part, Structured) and bool(geometry.tables))
        or (isinstance(part, Reference) and _is_cut(part, sheet, geometry))
        for part in parts
    )


def _is_cut(reference: Reference, sheet: str, geometry: Geometry) -> bool:
    if reference.external or reference.single:
        return False
    layouts = [_axes(geometry, name) for name in reference.sheets or (sheet,)]
    return any(
        lines is not None and axis.is_cut(min(lines), max(lines))
        for layout in layouts
        for axis, lines in zip(layout, reference.bounds, strict=True)
    )


def _homes(sheet: str, at: Cell, geometry: Geometry) -> Iterator[FormulaPosition]:
    """The formula's first and last place: what is refused is refused in one of them."""
    layout = geometry.layout(sheet)
    rows, columns = _ends(layout.rows, at[0]), _ends(layout.columns, at[1])
    for down in rows:
        for right in columns:
            yield FormulaPosition(sheet, *at, down, right)


def _ends(axis: SheetAxis, line: int) -> list[Path]:
    paths = list(axis.paths(line, line))
    return [paths[0], paths[-1]] if len(paths) > 1 else paths
