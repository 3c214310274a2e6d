"""A naive model of filling: every line of a filled sheet is written out, and references are found by looking."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

Labels: TypeAlias = Mapping[str, str | None]
Path: TypeAlias = tuple[int, ...]

LOST = "#REF!"


@dataclass(frozen=True)
class Marked:
    """An axis that repeats a block's lines, and the cross line that its marker stands in."""

    axis: str
    cross: int


@dataclass(frozen=True)
class Block:
    """Template lines that are repeated, for one axis or for several side by side, and the blocks within."""

    first: int
    last: int
    axes: tuple[Marked, ...]
    inner: tuple["Block", ...] = ()

    @property
    def all(self) -> tuple["Block", ...]:
        """This block and those within it."""
        return (self, *(block for inner in self.inner for block in inner.all))


@dataclass(frozen=True)
class Written:
    """A line of the filled sheet: its template line, which copies it is in, and the labels there (None: no label)."""

    template: int
    path: Path
    labels: Labels


@dataclass(frozen=True)
class Point:
    """One end of a reference along one axis."""

    line: int
    dollar: bool

    def at(self, line: int) -> "Point":
        """The same end at another line."""
        return Point(line, self.dollar)


@dataclass(frozen=True)
class Data:
    """The labels of each axis; of an inner axis by the label of the outer one."""

    outer: Mapping[str, Sequence[str]]
    inner: Mapping[str, Mapping[str, Sequence[str]]]

    def labels(self, axis: str, around: Labels) -> Sequence[str]:
        """The labels of an axis within the labels around it."""
        if axis not in self.inner:
            return self.outer[axis]
        found = self.inner[axis]
        return next((found[label] for label in around.values() if label in found), ())


@dataclass(frozen=True)
class Line:
    """One axis of a filled sheet: its blocks in the template and all of its lines, from the first."""

    blocks: tuple[Block, ...]
    lines: tuple[Written, ...]

    def found(self, first: int, last: int, home: Written | None, *, dollar: bool, end: bool) -> int | None:
        """Where the first of some template lines stands, or the last (`end`); None where none of them is left.

        `home` is the line of the formula, None where that is on another axis. The lines that count are those in the
        same copies as the formula; a dollar lets go of its innermost copy.
        """
        pinned = () if home is None else home.path[:-1] if dollar else home.path
        found = [
            position
            for position, line in enumerate(self.lines, 1)
            if first <= line.template <= last and self._together(line, home, len(pinned))
        ]
        return found[-1 if end else 0] if found else None

    def filled_along(self, home: Written, common: int) -> int:
        """How far a formula is from its first copy within the `common` outermost copies that it is in."""
        if common == len(home.path):
            return 0
        alike = [
            position
            for position, line in enumerate(self.lines, 1)
            if line.template == home.template and line.path[:common] == home.path[:common]
        ]
        return next(at for at, each in enumerate(self.lines, 1) if each is home) - alike[0]

    def shared(self, position: int, other: Written) -> int:
        """How many blocks hold both the line at a position and another line."""
        return self._shared(self.lines[position - 1], other)

    def _together(self, line: Written, home: Written | None, depth: int) -> bool:
        if home is None:
            return True
        common = min(depth, self._shared(line, home))
        return line.path[:common] == home.path[:common]

    def _shared(self, one: Written, other: Written) -> int:
        """How many blocks hold both lines."""
        count, blocks = 0, self.blocks
        while both := [block for block in blocks if _holds(block, one) and _holds(block, other)]:
            count, blocks = count + 1, both[0].inner
        return count


def _holds(block: Block, line: Written) -> bool:
    return block.first <= line.template <= block.last


def write_out(blocks: Sequence[Block], last: int, data: Data, referred: set[Block]) -> tuple[Written, ...]:
    """All lines of a filled sheet; a block in `referred` keeps one line without labels where it has none."""
    return tuple(_lines(blocks, 1, last, data, referred, (), {}))


def _lines(
    blocks: Sequence[Block], first: int, last: int, data: Data, referred: set[Block], path: Path, labels: Labels
) -> list[Written]:
    found: list[Written] = []
    for block in blocks:
        found += [Written(line, path, labels) for line in range(first, block.first)]
        listed = [data.labels(marked.axis, labels) for marked in block.axes]
        count = max(map(len, listed)) or int(block in referred)
        for copy in range(count):
            own = {
                marked.axis: each[copy] if copy < len(each) else None
                for marked, each in zip(block.axes, listed, strict=True)
            }
            inside = (*path, copy)
            found += _lines(block.inner, block.first, block.last, data, referred, inside, {**labels, **own})
        first = block.last + 1
    return [*found, *(Written(line, path, labels) for line in range(first, last + 1))]
