"""A naive model of filling: every line of a filled sheet is written out, and references are found by looking."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

Labels: TypeAlias = Mapping[str, str | None]
Path: TypeAlias = tuple[int, ...]

LOST = "#REF!"


@dataclass(frozen=True)
class Options:
    """Which labels of an axis are kept, and in what order: by their figures, downwards or up, or by alphabet."""

    sort: str = ""
    where: float | None = None
    top: int | None = None

    def text(self, axis: str) -> str:
        """The options as a marker has them, each with a comma before it."""
        by = {"label": axis, "up": f"of_{axis}", "down": f"-of_{axis}"}
        return (
            (f', sort="{by[self.sort]}"' if self.sort else "")
            + (f', where="of_{axis} > {self.where}"' if self.where is not None else "")
            + (f", top={self.top}" if self.top is not None else "")
        )


@dataclass(frozen=True)
class Marked:
    """An axis that repeats a block's lines, and the cross line that its marker stands in.

    `inner` is an axis within it that repeats the same lines.
    """

    axis: str
    cross: int
    options: Options = field(default_factory=Options)
    inner: "Marked | None" = None

    @property
    def all(self) -> tuple["Marked", ...]:
        """The axis and that within it."""
        return (self, self.inner) if self.inner else (self,)


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

    def along(self, by: int) -> "Point":
        """The end in a formula that is filled so far; a dollar holds it."""
        return self if self.dollar else self.at(self.line + by)


@dataclass(frozen=True)
class Data:
    """The labels of each axis, of an inner axis by the label of the outer one, and each label's figure."""

    outer: Mapping[str, Sequence[str]]
    inner: Mapping[str, Mapping[str, Sequence[str]]]
    figures: Mapping[str, float | None]

    def entries(self, marked: Marked, around: Labels) -> list[Labels]:
        """What each copy of a block is for: the label of its axis, and of the one within it, in the labels around."""
        kept = self._kept(self._raw(marked, around), marked.options)
        if marked.inner is None:
            return [{marked.axis: label} for label in kept]
        return [
            {marked.axis: label, **entry}
            for label in kept
            for entry in self.entries(marked.inner, {marked.axis: label})
        ]

    def _raw(self, marked: Marked, around: Labels) -> Sequence[str]:
        if marked.axis in self.inner:
            found = self.inner[marked.axis]
            return next((found[label] for label in around.values() if label in found), ())
        labels = self.outer[marked.axis]
        return [label for label in labels if self.inner[marked.inner.axis][label]] if marked.inner else labels

    def _kept(self, labels: Sequence[str], options: Options) -> Sequence[str]:
        if options.where is not None:
            labels = [label for label in labels if (self.figures[label] or 0) > options.where]
        if options.sort == "label":
            labels = sorted(labels)
        elif options.sort:
            sign = -1 if options.sort == "down" else 1
            figures = self.figures
            labels = sorted(labels, key=lambda label: (figures[label] is None, sign * (figures[label] or 0)))
        return labels[: options.top]


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

    def is_cut(self, first: int, last: int) -> bool:
        """Whether some lines of the template are a part of a block, and not all of it."""
        blocks = [block for top in self.blocks for block in top.all if block.first <= last and first <= block.last]
        return any(block.first < first or last < block.last for block in blocks)

    def is_of(self, position: int, first: int, last: int) -> bool:
        """Whether the line at a position is one of some template lines."""
        return 1 <= position <= len(self.lines) and first <= self.lines[position - 1].template <= last

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
        listed = [data.entries(marked, labels) for marked in block.axes]
        count = max(map(len, listed)) or int(block in referred)
        for copy in range(count):
            own: dict[str, str | None] = {each.axis: None for marked in block.axes for each in marked.all}
            for entries in listed:
                own.update(entries[copy] if copy < len(entries) else {})
            inside = (*path, copy)
            found += _lines(block.inner, block.first, block.last, data, referred, inside, {**labels, **own})
        first = block.last + 1
    return [*found, *(Written(line, path, labels) for line in range(first, last + 1))]
