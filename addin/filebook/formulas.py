"""The formulas of a filled sheet: each written for the place where it comes to stand."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from addin.filebook.lines import CellCopy, FormulaPlace, LargeBlock
from addin.filebook.source import SourceCell, as_written, is_dynamic
from addin.package.text import escape, escape_attribute, needs_space
from addin.references.cells import CellFormula
from addin.references.formula_position import FormulaPosition
from addin.references.geometry import Geometry
from addin.template.blocks import address


@dataclass(frozen=True)
class SheetFormulas:
    """The formulas of one sheet in a workbook that grows by `geometry`."""

    sheet: str
    geometry: Geometry

    def element(self, cell: SourceCell, place: FormulaPlace) -> str:
        """The `<f>` element of a formula where it comes to stand."""
        written = self._as_written(cell)
        if written is not None:
            return written
        home = FormulaPosition(self.sheet, *place.cell, place.rows, place.columns)
        text, attributes = _formula(cell).at(home, self.geometry)
        if attributes and is_dynamic(cell) and (place.rows or place.columns):
            attributes = {**attributes, "ref": address(place.filled)}
        return _element(text, attributes)

    def _as_written(self, cell: SourceCell) -> str | None:
        """The element as the file has it, where it may stay so; of the first cell of a shared formula, moved."""
        formula = _formula(cell)
        group = None if formula.shared is None else formula.shared.at(self.sheet, self.geometry)
        if group is None or self.geometry.is_still:
            return as_written(cell) if self.geometry.is_still else None
        if formula.rows or formula.columns:
            return as_written(cell)
        assert formula.shared is not None
        shared = {"t": "shared", "ref": group.area, "si": formula.shared.index}
        return _element(group.text, {**shared, **formula.attributes})

    def down(self, block: LargeBlock, image: CellCopy) -> Iterator[str]:
        """The elements of a block's formula, row by row."""
        formula, at = _formula(image.cell), (block.row.number, image.cell.column)
        if not formula.plain:
            places = (
                FormulaPlace(at, (copy,), image.path, (block.start + copy, image.column)) for copy in range(block.count)
            )
            return (self.element(image.cell, place) for place in places)
        texts = formula.text.down(FormulaPosition(self.sheet, *at, (), image.path), self.geometry)
        return (_element(text, {}) for text in texts)


def _formula(cell: SourceCell) -> CellFormula:
    if cell.formula is None:
        raise ValueError("the cell has no formula")
    return cell.formula


def _element(text: str, attributes: Mapping[str, str]) -> str:
    written = "".join(f' {key}="{escape_attribute(value)}"' for key, value in attributes.items())
    if needs_space(text):
        written += ' xml:space="preserve"'
    return f"<f{written}>{escape(text)}</f>" if text else f"<f{written}/>"
