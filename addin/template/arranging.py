"""How a sheet's blocks are laid out for the labels in the data: what does not depend on any figure."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any, Final, NamedTuple, TypeAlias

from addin.errors import Message, UserError, UserErrors
from addin.references.growth import Growth, Repeat, added, copies_of, count_copies, lines, nested, plain
from addin.tables.keys import Keys, Labels
from addin.tables.table import Label
from addin.template.block_labels import axis_labels
from addin.template.blocks import BlockAxis, Cell, Group
from addin.template.bounds import MOST_CELLS, MOST_LABELS, check_deadline, refuse_many
from addin.template.markers import Direction
from addin.template.plan import Blank
from addin.template.scope import Source
from addin.template.template_sheet import TemplateSheet

Referred: TypeAlias = Callable[[TemplateSheet, Group], bool]
"""Whether something refers to the prototype of a group of a drawing."""

MOST_ROWS: Final = 1_048_576
MOST_COLUMNS: Final = 16_384
_KEPT: Final = 32


@dataclass(frozen=True, eq=False)
class LabelRun:
    """One run of lines that a chain of axes makes: what is fixed around it, its labels, and blank lines after them."""

    fixed: Mapping[str, Label]
    labels: Labels | None
    padding: int = 0

    @cached_property
    def size(self) -> int:
        """How many lines have labels; outside of a block, one."""
        return 1 if self.labels is None else len(self.labels)


class Patch(NamedTuple):
    """The cells that one cell of the template becomes for one run of rows and one of columns."""

    rows: LabelRun
    columns: LabelRun
    height: int
    width: int
    below: int
    beside: int


class Spread(NamedTuple):
    """All that one cell of the template becomes: patches from top to bottom, each row of them from left to right.

    `whole` is the patch where there is but one.

    `shown` has for each column of the filled sheet the column of the patches that it shows, where these are not the
    same: blocks to the right may repeat the cell's column without holding the cell.
    """

    patches: Sequence[Sequence[Patch]]
    shown: Sequence[int] | None
    whole: Patch | None


@dataclass(frozen=True, eq=False)
class Arrangement:
    """One sheet laid out for the keys of a source; `fixed` holds the sheet's own label where it is one of several.

    `is_referred` says whether something refers to the prototype of a group: then one empty line stays of it where there
    are no labels, lest the reference be lost.
    """

    drawing: TemplateSheet
    source: Source
    fixed: Mapping[str, Label]
    is_referred: Referred
    _labels: dict[tuple[Any, ...], Labels] = field(default_factory=dict)
    _runs: dict[tuple[BlockAxis, ...], list[LabelRun]] = field(default_factory=dict)

    @cached_property
    def growth(self) -> Growth:
        """How the sheet grows. Raises UserErrors of its markers, and UserError where it would outgrow a sheet."""
        blocks = self.drawing.blocks
        mistakes: list[UserError] = []
        rows = tuple(self._repeats(blocks.rows, mistakes))
        columns = tuple(self._repeats(blocks.columns, mistakes))
        if mistakes:
            raise UserErrors(mistakes)
        _refuse_beyond(rows, MOST_ROWS, Message("rows"))
        _refuse_beyond(columns, MOST_COLUMNS, Message("columns"))
        return Growth(rows, columns)

    @cached_property
    def spreads(self) -> Mapping[Cell, Spread]:
        """What each cell that has an expression becomes. Raises UserError where that is too many cells."""
        refuse_many(sum(map(self._count, self.drawing.contents)), MOST_CELLS, Message("cells with values"))
        return {cell: self._spread(cell) for cell in self.drawing.contents}

    @cached_property
    def blanks(self) -> tuple[Blank, ...]:
        """The lines that have no label."""
        return tuple(blank for axis in self.drawing.groups for blank in self._blanks_of(axis))

    def _count(self, cell: Cell) -> int:
        """How many cells of the filled sheet a cell becomes."""
        row, column = cell
        return count_copies(self.growth.rows, row) * count_copies(self.growth.columns, column)

    def _spread(self, cell: Cell) -> Spread:
        spot = self.drawing.spots[cell]
        rows, columns = self._runs_of(spot.down), self._runs_of(spot.across)
        patches = [[_patch(row, column, spread=spot.spread) for column in columns] for row in rows]
        depth = len(spot.across) if spot.spread else 0
        filled = any(patch.height and patch.width for line in patches for patch in line)
        whole = patches[0][0] if len(rows) == len(columns) == 1 else None
        return Spread(patches, self._shown(cell[1], depth) if filled else None, whole)

    def _shown(self, column: int, depth: int) -> Sequence[int] | None:
        """Which column of a cell's values each of its filled columns shows; `depth` blocks hold the cell itself."""
        repeats = [repeat for repeat in self.growth.columns if repeat.first <= column <= repeat.last]
        if not repeats or (depth and not repeats[0].within):
            return None
        shown = [line.path[:depth] for line in lines(repeats, column, column) if line.template == column]
        copies = {path: at for at, path in enumerate(copies_of(repeats, column, depth))}
        return None if len(copies) == len(shown) else [copies[path] for path in shown]

    def _runs_of(self, chain: tuple[BlockAxis, ...]) -> list[LabelRun]:
        if chain not in self._runs:
            self._runs[chain] = list(self._walk(chain, self.fixed)) if chain else [LabelRun(self.fixed, None)]
        return self._runs[chain]

    def _walk(self, chain: tuple[BlockAxis, ...], fixed: Mapping[str, Label]) -> Iterable[LabelRun]:
        axis, *inner = chain
        labels = self._labels_of(axis, fixed)
        padding = self._copies(self.drawing.groups[axis], fixed) - len(labels)
        if not inner:
            yield LabelRun(fixed, labels, padding)
            return
        for key in labels.keys:
            yield from self._walk(tuple(inner), {**fixed, **dict(zip(axis.names, key, strict=True))})
        if padding:
            kept = all(self._is_kept(self.drawing.groups[each]) for each in inner)
            yield LabelRun(fixed, Labels(inner[-1].names, ()), int(kept))

    def _labels_of(self, axis: BlockAxis, fixed: Mapping[str, Label]) -> Labels:
        key = (axis, *fixed.items())
        if key not in self._labels:
            check_deadline()
            self._labels[key] = axis_labels(self.source, axis, self.drawing.names[axis], fixed, self.drawing.axes)
            refuse_many(sum(map(len, self._labels.values())), MOST_LABELS, Message("labels of blocks"))
        return self._labels[key]

    def _copies(self, group: Group, fixed: Mapping[str, Label]) -> int:
        most = max(len(self._labels_of(axis, fixed)) for axis in group.axes)
        return most or int(self._is_kept(group))

    def _is_kept(self, group: Group) -> bool:
        """Whether one line without labels stays of a group that has none."""
        return self.is_referred(self.drawing, group)

    def _blanks_of(self, axis: BlockAxis) -> Iterator[Blank]:
        copies: list[int] = []
        count = 0
        for run in self._runs_of(self.drawing.chains[axis]):
            copies += range(count + run.size, count + run.size + run.padding)
            count += run.size + run.padding
        if copies:
            down = axis.direction is Direction.DOWN
            yield Blank(axis.first, axis.last, down, axis.across, frozenset(copies))

    def _repeats(self, groups: Iterable[Group], mistakes: list[UserError]) -> Iterator[Repeat]:
        for group in groups:
            try:
                yield self._repeat(group, self.fixed)
            except UserError as mistake:
                mistakes.append(mistake)

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


def _patch(rows: LabelRun, columns: LabelRun, *, spread: bool) -> Patch:
    width, beside = (columns.size, columns.padding) if spread else (1, 0)
    return Patch(rows, columns, rows.size, width, rows.padding, beside)


def _refuse_beyond(repeats: Iterable[Repeat], most: int, kind: Message) -> None:
    count = added(repeats)
    if count > most:
        raise UserError("{count} {lines} would be added; a sheet has {most}", count=count, lines=kind, most=most)


@dataclass(frozen=True)
class _SameKeys:
    """A source, equal to every other that has the same keys in tables with the same columns."""

    source: Source = field(compare=False)
    tables: tuple[tuple[Keys, tuple[str, ...]], ...]
    totals: object
    own: tuple[tuple[str, Label], ...]
    defaults: tuple[tuple[str, Label], ...]


def arrange(drawing: TemplateSheet, source: Source, fixed: Mapping[str, Label], is_referred: Referred) -> Arrangement:
    """The sheet laid out for a source: kept for the next one with the same keys, unless figures choose the labels."""
    tables = source.data.tables
    if drawing.chooses_labels or not all(table.keys.are_shared for table in tables):
        return Arrangement(drawing, source, fixed, is_referred)
    alike = _SameKeys(
        source,
        tuple([(table.keys, tuple(table.table.columns)) for table in tables]),
        source.totals.signature,
        tuple(source.own.items()),
        tuple(source.defaults.items()) if source.totals.vary else (),
    )
    return _arranged(drawing, alike, tuple(fixed.items()), is_referred)


# Kept: 85 % of filling a sheet of twelve blocks again; keys and the total row alone decide, see `arrange`.
@lru_cache(maxsize=_KEPT)
def _arranged(
    drawing: TemplateSheet, alike: _SameKeys, fixed: tuple[tuple[str, Label], ...], is_referred: Referred
) -> Arrangement:
    return Arrangement(drawing, alike.source, dict(fixed), is_referred)
