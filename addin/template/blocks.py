"""The blocks drawn in a sheet: which lines each axis repeats, one within another, and which cells belong to it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from addin.errors import Place, UserError
from addin.package.addresses import column_letters
from addin.template.markers import Content, Direction, Marker

Cell = tuple[int, int]
_BEYOND = 1 << 21


@dataclass(frozen=True, eq=False)
class BlockAxis:
    """Markers that repeat the same lines, and their reach.

    One marker, or several where each is `within` the one before (the pairs of branch and region in one row). The
    prototype is `first` to `last`; `across` is the range of cross lines whose cells belong to it. The lines are rows
    and the cross lines columns for an axis downwards, the other way round to the right.
    """

    markers: tuple[Marker, ...]
    cell: Cell
    first: int
    last: int
    across: range

    @property
    def direction(self) -> Direction:
        """Which way it grows."""
        return self.markers[0].direction

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its axes, outermost first."""
        return tuple(marker.axis for marker in self.markers)

    def holds(self, cell: Cell) -> bool:
        """Whether a cell is in the prototype and within reach."""
        line, cross = _turned(cell, self.direction)
        return self.first <= line <= self.last and cross in self.across


@dataclass(frozen=True, eq=False)
class Group:
    """Axes that repeat the same lines side by side, and the groups within those lines."""

    first: int
    last: int
    axes: tuple[BlockAxis, ...]
    inner: tuple["Group", ...] = ()


@dataclass(frozen=True)
class Spot:
    """Where a cell stands among the blocks: the axes that repeat its row, and those that its columns come from.

    Each from the outermost inwards. `spread` says whether the cell itself is repeated to the right, or only shares a
    block with columns that are.
    """

    down: tuple[BlockAxis, ...]
    across: tuple[BlockAxis, ...]
    spread: bool


@dataclass(frozen=True)
class Blocks:
    """The groups of a sheet: those that repeat rows and those that repeat columns."""

    rows: tuple[Group, ...]
    columns: tuple[Group, ...]

    def around(self, cell: Cell, direction: Direction) -> tuple[BlockAxis, ...]:
        """The axes that repeat a cell in one direction, outermost first."""
        groups = self.rows if direction is Direction.DOWN else self.columns
        return _around(groups, cell)

    def spot(self, cell: Cell) -> Spot:
        """Where a cell stands."""
        right = self.around(cell, Direction.RIGHT)
        return Spot(self.around(cell, Direction.DOWN), right or self.beside(cell), bool(right))

    def group_of(self, axis: BlockAxis) -> Group:
        """The group that an axis is in."""
        groups = list(self.rows if axis.direction is Direction.DOWN else self.columns)
        while not any(axis is member for group in groups for member in group.axes):
            groups = [inner for group in groups for inner in group.inner]
        return next(group for group in groups if any(axis is member for member in group.axes))

    def beside(self, cell: Cell) -> tuple[BlockAxis, ...]:
        """The one axis to the right that a cell outside its columns shares a block with; none if there are several."""
        down = self.around(cell, Direction.DOWN)
        across = down[-1].across if down else range(_BEYOND)
        governing = [
            chain
            for group in self.columns
            for chain in _chains(group)
            if cell[0] in chain[-1].across and chain[-1].first in across
        ]
        alike = len({tuple(axis.markers for axis in chain) for chain in governing}) == 1
        return governing[0] if alike and len(governing[0]) == 1 else ()


def _around(groups: Iterable[Group], cell: Cell) -> tuple[BlockAxis, ...]:
    for group in groups:
        for axis in group.axes:
            if axis.holds(cell):
                return (axis, *_around(group.inner, cell))
    return ()


def _chains(group: Group) -> list[tuple[BlockAxis, ...]]:
    deeper = [chain for inner in group.inner for chain in _chains(inner)]
    return [(axis, *chain) for axis in group.axes for chain in deeper] or [(axis,) for axis in group.axes]


def find_blocks(contents: Mapping[Cell, Content]) -> Blocks:
    """The blocks of a sheet's contents, row and column from 1. Raises UserError where two are in each other's way."""
    marked = [(cell, content.marker) for cell, content in sorted(contents.items()) if content.marker is not None]
    return Blocks(*(_groups(marked, direction) for direction in Direction))


def _groups(marked: Sequence[tuple[Cell, Marker]], direction: Direction) -> tuple[Group, ...]:
    axes: list[BlockAxis] = []
    for cell, marker in marked:
        if marker.direction is direction:
            first = _turned(cell, direction)[0]
            axes.append(BlockAxis((marker,), cell, first, first + marker.lines - 1, range(_BEYOND)))
    return _nest(_with_reach(_combined(axes), direction))


def _combined(axes: Sequence[BlockAxis]) -> list[BlockAxis]:
    """Axes `within` another join it; UserError where that other does not repeat the same lines."""
    joined: list[BlockAxis] = []
    for axis in axes:
        outer = axis.markers[0].within
        if outer is None:
            joined.append(axis)
            continue
        at = next((i for i, other in enumerate(joined) if _joins(other, axis, outer)), None)
        if at is None:
            raise _mistake(axis, "there is no axis {outer} before {axis} that repeats the same line", outer=outer)
        joined[at] = replace(joined[at], markers=(*joined[at].markers, *axis.markers))
    return joined


def _joins(other: BlockAxis, axis: BlockAxis, outer: str) -> bool:
    return other.names[-1] == outer and (other.first, other.last) == (axis.first, axis.last)


def _with_reach(axes: Sequence[BlockAxis], direction: Direction) -> list[BlockAxis]:
    """Side by side, an axis reaches to the next one of the same prototype; the first downwards also to the left."""
    reached: list[BlockAxis] = []
    for _, alike in groupby(sorted(axes, key=_extent), key=_extent):
        row = sorted(alike, key=lambda axis: _turned(axis.cell, direction)[1])
        starts = [_turned(axis.cell, direction)[1] for axis in row]
        if direction is Direction.DOWN:
            starts[0] = 0
        ends = [*starts[1:], _BEYOND]
        reached += [replace(axis, across=range(start, end)) for axis, start, end in zip(row, starts, ends, strict=True)]
    return reached


def _extent(axis: BlockAxis) -> tuple[int, int]:
    return axis.first, -axis.last


def _nest(axes: Sequence[BlockAxis]) -> tuple[Group, ...]:
    groups: list[Group] = []
    for (first, last), alike in groupby(sorted(axes, key=_extent), key=_extent):
        members = tuple(alike)
        if groups and first <= groups[-1].last:
            if -last > groups[-1].last:
                other = groups[-1].axes[0].names[0]
                raise _mistake(members[0], "the block of {axis} is in the way of the block of {other}", other=other)
            groups[-1] = replace(groups[-1], inner=(*groups[-1].inner, Group(first, -last, members)))
        else:
            groups.append(Group(first, -last, members))
    return tuple(replace(group, inner=_renest(group.inner)) for group in groups)


def _renest(inner: Sequence[Group]) -> tuple[Group, ...]:
    return _nest([axis for group in inner for axis in group.axes]) if inner else ()


def _turned(cell: Cell, direction: Direction) -> Cell:
    return cell if direction is Direction.DOWN else (cell[1], cell[0])


def address(cell: Cell) -> str:
    """A cell's address: (5, 2) is B5."""
    return f"{column_letters(cell[1])}{cell[0]}"


def _mistake(axis: BlockAxis, message: str, **details: str) -> UserError:
    return UserError(message, Place(cell=address(axis.cell)), axis=axis.names[-1], **details)
