"""From a template's blocks and the data to the plan: labels for each axis, values for each cell."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from addin.mistakes import Mistake, Mistakes, Place
from addin.references.growth import Growth, Repeat, copies_of, count_copies, lines, nested, plain
from addin.tables.dataset import ONE_LINE, Labels
from addin.tables.table import Label
from addin.template.blocks import Axis, Cell, Group, address
from addin.template.bounds import MOST_CELLS, MOST_LABELS, go_on, is_over, refuse_many
from addin.template.drawing import Drawing, placed
from addin.template.labels import axis_labels
from addin.template.markers import Content, Direction
from addin.template.operations import Value, in_format, join
from addin.template.plan import Blank
from addin.template.scope import BlockScope, Source
from udfs.arithmetic import Refusal
from udfs.cells import BLANK

MOST_ROWS: Final = 1_048_576
MOST_COLUMNS: Final = 16_384


@dataclass(frozen=True)
class _Run:
    """One run of lines that a chain of axes makes: what is fixed around it, its labels, and blank lines after them."""

    fixed: Mapping[str, Label]
    labels: Labels | None
    padding: int = 0


@dataclass(frozen=True)
class Filling:
    """One sheet being filled from one source; `fixed` holds the sheet's own label where it is one of several.

    `is_referred` says whether something refers to the prototype of a group: then one empty line stays of it where there
    are no labels, lest the reference be lost.
    """

    drawing: Drawing
    source: Source
    fixed: Mapping[str, Label]
    is_referred: Callable[[Drawing, Group], bool]
    _labels: dict[tuple[Any, ...], Labels] = field(default_factory=dict)
    _scopes: dict[tuple[Any, ...], BlockScope] = field(default_factory=dict)
    _runs: dict[tuple[Axis, ...], list[_Run]] = field(default_factory=dict)

    @cached_property
    def growth(self) -> Growth:
        """How the sheet grows. Raises Mistake where it would outgrow a sheet."""
        blocks = self.drawing.blocks
        rows = tuple(self._repeat(group, self.fixed) for group in blocks.rows)
        columns = tuple(self._repeat(group, self.fixed) for group in blocks.columns)
        _refuse_beyond(rows, MOST_ROWS, "rows")
        _refuse_beyond(columns, MOST_COLUMNS, "columns")
        return Growth(rows, columns)

    def values(self) -> dict[Cell, NDArray[Any]]:
        """The values of each cell that has an expression. Raises Mistakes with their cells."""
        found: dict[Cell, NDArray[Any]] = {}
        mistakes: list[Mistake] = []
        refuse_many(sum(map(self._count, self.drawing.contents)), MOST_CELLS, "cells with values")
        for cell, content in self.drawing.contents.items():
            if mistakes and is_over():
                break
            try:
                found[cell] = self._cell_values(cell, content)
            except Mistake as mistake:
                mistakes.append(placed(mistake, Place(cell=address(cell))))
        if mistakes:
            raise Mistakes(mistakes)
        return found

    def _count(self, cell: Cell) -> int:
        """How many cells of the filled sheet a cell becomes."""
        row, column = cell
        return count_copies(self.growth.rows, row) * count_copies(self.growth.columns, column)

    def _cell_values(self, cell: Cell, content: Content) -> NDArray[Any]:
        spot = self.drawing.spots[cell]
        columns = self._runs_of(spot.across)
        pieces = []
        for rows in self._runs_of(spot.down):
            line = [self._part(content, rows, run, spot.spread) for run in columns]
            pieces.append(_together(line, np.hstack))
        array = _together(pieces, np.vstack)
        return self._in_each_column(array, cell[1], len(spot.across) if spot.spread else 0)

    def _in_each_column(self, array: NDArray[Any], column: int, depth: int) -> NDArray[Any]:
        """The values repeated for the blocks to the right that repeat their column, but hold only cells further down.

        `depth` is how many blocks hold the cell itself.
        """
        repeats = [repeat for repeat in self.growth.columns if repeat.first <= column <= repeat.last]
        if not repeats or (depth and not repeats[0].within):
            return array
        shown = [line.path[:depth] for line in lines(repeats, column, column) if line.template == column]
        copies = {path: at for at, path in enumerate(copies_of(repeats, column, depth))}
        return array[:, [copies[path] for path in shown]] if array.size and len(copies) != len(shown) else array

    def _part(self, content: Content, rows: _Run, columns: _Run, spread: bool) -> NDArray[Any]:
        scope = self._scope(rows, columns)
        height = 1 if rows.labels is None else len(rows.labels)
        width = len(columns.labels) if spread and columns.labels is not None else 1
        filled = height and width
        array = _fit(evaluate(content, scope), height, width, content.text) if filled else np.empty((height, width))
        padding = (rows.padding, columns.padding if spread else 0)
        return _padded(array, padding) if any(padding) else array

    def _scope(self, rows: _Run, columns: _Run) -> BlockScope:
        key = (id(rows), id(columns))
        if key not in self._scopes:
            fixed = {**rows.fixed, **columns.fixed}
            self._scopes[key] = BlockScope(self.source, fixed, rows.labels, columns.labels or ONE_LINE)
        return self._scopes[key]

    def _runs_of(self, chain: tuple[Axis, ...]) -> list[_Run]:
        if chain not in self._runs:
            self._runs[chain] = list(self._walk(chain, self.fixed)) if chain else [_Run(self.fixed, None)]
        return self._runs[chain]

    def _walk(self, chain: tuple[Axis, ...], fixed: Mapping[str, Label]) -> Iterable[_Run]:
        axis, *inner = chain
        labels = self._labels_of(axis, fixed)
        padding = self._copies(self.drawing.groups[axis], fixed) - len(labels)
        if not inner:
            yield _Run(fixed, labels, padding)
            return
        for key in labels.keys:
            yield from self._walk(tuple(inner), {**fixed, **dict(zip(axis.names, key, strict=True))})
        if padding:
            kept = all(self._is_kept(self.drawing.groups[each]) for each in inner)
            yield _Run(fixed, Labels(inner[-1].names, ()), int(kept))

    def _labels_of(self, axis: Axis, fixed: Mapping[str, Label]) -> Labels:
        key = (axis, *fixed.items())
        if key not in self._labels:
            go_on()
            self._labels[key] = axis_labels(self.source, axis, self.drawing.names[axis], fixed)
            refuse_many(sum(map(len, self._labels.values())), MOST_LABELS, "labels of blocks")
        return self._labels[key]

    def _copies(self, group: Group, fixed: Mapping[str, Label]) -> int:
        most = max(len(self._labels_of(axis, fixed)) for axis in group.axes)
        return most or int(self._is_kept(group))

    def _is_kept(self, group: Group) -> bool:
        """Whether one line without labels stays of a group that has none."""
        return self.is_referred(self.drawing, group)

    def blanks(self) -> tuple[Blank, ...]:
        """The lines that have no label."""
        return tuple(blank for axis in self.drawing.groups for blank in self._blanks_of(axis))

    def _blanks_of(self, axis: Axis) -> Iterator[Blank]:
        chain = self.drawing.chains[axis]
        copies: list[int] = []
        count = 0
        for run in self._runs_of(chain):
            size = 0 if run.labels is None else len(run.labels)
            copies += range(count + size, count + size + run.padding)
            count += size + run.padding
        if copies:
            down = axis.direction is Direction.DOWN
            yield Blank(axis.first, axis.last, down, axis.across, frozenset(copies))

    def _repeat(self, group: Group, fixed: Mapping[str, Label]) -> Repeat:
        if not group.inner:
            return plain(group.first, group.last, self._copies(group, fixed))
        axis = group.axes[0]
        labels = self._labels_of(axis, fixed)
        if not len(labels):
            return self._without_labels(group)
        copies = []
        for key in labels.keys:
            within = {**fixed, **dict(zip(axis.names, key, strict=True))}
            copies.append(tuple(self._repeat(inner, within) for inner in group.inner))
        return nested(group.first, group.last, copies)

    def _without_labels(self, group: Group) -> Repeat:
        inner = tuple(map(self._without_labels, group.inner))
        return nested(group.first, group.last, [inner] if self._is_kept(group) else [])


def evaluate(content: Content, scope: BlockScope) -> Value:
    """The value of a cell's text: of its only expression, or of its pieces joined; an error where it has none."""
    try:
        if content.single is not None:
            value = content.single.evaluate(scope)
            return in_format(value, content.formats[0]) if content.formats else value
        values = [piece if isinstance(piece, str) else piece.evaluate(scope) for piece in content.pieces]
        return join(values, content.formats)
    except Refusal as refusal:
        return refusal.error


def _fit(value: Value, height: int, width: int, text: str) -> NDArray[Any]:
    """The value spread over its place: one cell, a row or a column repeat; Mistake where the size is another."""
    array = value if isinstance(value, np.ndarray) else _one_cell(value)
    if array.shape == (height, width):
        return array
    if array.shape[0] in (1, height) and array.shape[1] in (1, width):
        return np.broadcast_to(array, (height, width))
    raise Mistake(
        "{text} has {rows}×{columns} values, its place has {height}×{width} cells",
        text=text,
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


def _refuse_beyond(repeats: Iterable[Repeat], most: int, kind: str) -> None:
    added = sum(map(_added, repeats))
    if added > most:
        raise Mistake("{count} {lines} would be added; a sheet has {most}", count=added, lines=kind, most=most)


def _size(repeat: Repeat) -> int:
    own = repeat.last - repeat.first + 1
    if not repeat.within:
        return own * repeat.count
    return sum(own + sum(map(_added, repeat.inner(copy))) for copy in range(repeat.count))


def _added(repeat: Repeat) -> int:
    return _size(repeat) - (repeat.last - repeat.first + 1)
