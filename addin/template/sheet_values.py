"""The values that a sheet is filled with: each expression evaluated where its cell comes to stand."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from addin.errors import Place, UserError, UserErrors
from addin.tables.keys import ONE_LINE
from addin.template.arranging import Arrangement, LabelRun, Patch, Spread
from addin.template.blocks import Cell, address
from addin.template.bounds import deadline_passed
from addin.template.markers import Content
from addin.template.operations import Value, in_format, join
from addin.template.scope import BlockScope, Source
from addin.template.template_sheet import placed
from udfs.numerics.arithmetic import FunctionError
from udfs.numerics.cell_values import BLANK
from udfs.shortening import shortened


@dataclass(frozen=True)
class Filling:
    """One arranged sheet being filled from one source."""

    arrangement: Arrangement
    source: Source
    _scopes: dict[tuple[LabelRun, LabelRun], BlockScope] = field(default_factory=dict)

    def values(self) -> dict[Cell, NDArray[Any]]:
        """The values of each cell that has an expression. Raises UserErrors with their cells."""
        found: dict[Cell, NDArray[Any]] = {}
        mistakes: list[UserError] = []
        contents = self.arrangement.drawing.contents
        for cell, spread in self.arrangement.spreads.items():
            if mistakes and deadline_passed():
                break
            try:
                found[cell] = self._cell_values(contents[cell], spread)
            except UserError as mistake:
                mistakes.append(placed(mistake, Place(cell=address(cell))))
        if mistakes:
            raise UserErrors(mistakes)
        return found

    def _cell_values(self, content: Content, spread: Spread) -> NDArray[Any]:
        if spread.whole is not None:
            array = self._part(content, spread.whole)
        else:
            parts = ([self._part(content, patch) for patch in line] for line in spread.patches)
            array = _together([_together(line, np.hstack) for line in parts], np.vstack)
        return array if spread.shown is None else array[:, spread.shown]

    def _part(self, content: Content, patch: Patch) -> NDArray[Any]:
        height, width = patch.height, patch.width
        if height and width:
            array = _fit(evaluate(content, self._scope(patch.rows, patch.columns)), height, width, content.text)
        else:
            array = np.empty((height, width))
        return _padded(array, (patch.below, patch.beside)) if patch.below or patch.beside else array

    def _scope(self, rows: LabelRun, columns: LabelRun) -> BlockScope:
        scope = self._scopes.get((rows, columns))
        if scope is None:
            scope = BlockScope(
                self.source,
                {**rows.fixed, **columns.fixed},
                rows.labels,
                columns.labels or ONE_LINE,
                self.arrangement.fixed,
            )
            self._scopes[rows, columns] = scope
        return scope


def evaluate(content: Content, scope: BlockScope) -> Value:
    """The value of a cell's text: of its only expression, or of its pieces joined; an error where it has none."""
    try:
        if content.single is not None:
            value = content.single.evaluate(scope)
            return in_format(value, content.formats[0]) if content.formats else value
        values = [piece if isinstance(piece, str) else piece.evaluate(scope) for piece in content.pieces]
        return join(values, content.formats)
    except FunctionError as refusal:
        return refusal.error


def _fit(value: Value, height: int, width: int, text: str) -> NDArray[Any]:
    """The value spread over its place: one cell, a row or a column repeat; UserError where the size is another."""
    array = value if isinstance(value, np.ndarray) else _one_cell(value)
    if array.shape == (height, width):
        return array
    if array.shape[0] in (1, height) and array.shape[1] in (1, width):
        return np.broadcast_to(array, (height, width))
    raise UserError(
        "{text} has {rows}×{columns} values, its place has {height}×{width} cells",
        text=shortened(text),
        rows=array.shape[0],
        columns=array.shape[1],
        height=height,
        width=width,
    )


def _together(parts: Sequence[NDArray[Any]], stack: Callable[[Sequence[NDArray[Any]]], NDArray[Any]]) -> NDArray[Any]:
    """The parts put together; no cells where there are none."""
    if not parts:
        return np.empty((0, 0))
    return parts[0] if len(parts) == 1 else stack(parts)


def _one_cell(value: object) -> NDArray[Any]:
    if isinstance(value, str):
        array = np.empty((1, 1), dtype=np.object_)
        array[0, 0] = value
        return array
    if isinstance(value, bool):
        return np.array([[value]])
    return np.array([[BLANK if value is None else value]], dtype=np.float64)


def _padded(array: NDArray[Any], padding: tuple[int, int]) -> NDArray[Any]:
    if array.dtype == np.bool_:
        array = array.astype(np.object_)
    blank = None if array.dtype == np.object_ else BLANK
    return np.pad(array, ((0, padding[0]), (0, padding[1])), constant_values=blank)  # type: ignore[arg-type]
