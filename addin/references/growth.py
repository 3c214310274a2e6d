"""How a sheet grows: which lines of the template are repeated how often, and where each line comes to stand."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeAlias

ROWS: Final = 1_048_576
COLUMNS: Final = 16_384

Path: TypeAlias = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """The template's lines `first` to `last` (from 1, inclusive), put `count` times.

    `within` holds for each copy the repeats inside of it, which are at the same template lines in every copy; it is
    empty in a plain block. No copies at all: the lines are removed.
    """

    first: int
    last: int
    count: int
    within: tuple[tuple["Repeat", ...], ...] = ()

    def __post_init__(self) -> None:
        if not 1 <= self.first <= self.last or self.count < 0:
            raise ValueError(f"no repeat: lines {self.first} to {self.last}, {self.count} times")
        if self.within and len(self.within) != self.count:
            raise ValueError(f"{self.count} copies, but repeats within {len(self.within)} of them")

    def inner(self, copy: int) -> tuple["Repeat", ...]:
        """The repeats within one copy."""
        return self.within[copy] if self.within else ()


class Line(NamedTuple):
    """One line of the filled sheet: the template line it is made from, and which copy of each repeat around it."""

    template: int
    path: Path


@dataclass(frozen=True, slots=True)
class Growth:
    """The repeats of one sheet's rows and of its columns, each in order and without overlap."""

    rows: tuple[Repeat, ...] = ()
    columns: tuple[Repeat, ...] = ()


def plain(first: int, last: int, count: int) -> Repeat:
    """A repeat of `count` copies with nothing repeated within."""
    return Repeat(first, last, count)


def nested(first: int, last: int, copies: Sequence[tuple[Repeat, ...]]) -> Repeat:
    """A repeat with one copy for each member of `copies`, the repeats within that copy."""
    return Repeat(first, last, len(copies), tuple(copies) if any(copies) else ())


def lines(repeats: Sequence[Repeat], first: int, last: int, path: Path = ()) -> Iterator[Line]:
    """The filled sheet's lines that template lines `first` to `last` become, in order."""
    position = first
    for repeat in repeats:
        if repeat.first > last:
            break
        yield from (Line(line, path) for line in range(position, repeat.first))
        for copy in range(repeat.count):
            yield from lines(repeat.inner(copy), repeat.first, repeat.last, (*path, copy))
        position = repeat.last + 1
    yield from (Line(line, path) for line in range(position, last + 1))


def copies_of(repeats: Sequence[Repeat], line: int, depth: int) -> Iterator[Path]:
    """The copies of the `depth` outermost repeats around a template line, in order."""
    around = next((repeat for repeat in repeats if repeat.first <= line <= repeat.last), None)
    if depth == 0 or around is None:
        yield ()
        return
    for copy in range(around.count):
        yield from ((copy, *path) for path in copies_of(around.inner(copy), line, depth - 1))


def count_copies(repeats: Sequence[Repeat], line: int) -> int:
    """How often a template line stands in the filled sheet."""
    around = next((repeat for repeat in repeats if repeat.first <= line <= repeat.last), None)
    if around is None:
        return 1
    return sum(count_copies(inner, line) for inner in around.within) if around.within else around.count


def added(repeats: Iterable[Repeat]) -> int:
    """How many lines the filled sheet has more than the template, fewer where negative."""
    return sum(_size(repeat) - (repeat.last - repeat.first + 1) for repeat in repeats)


def _size(repeat: Repeat) -> int:
    own = repeat.last - repeat.first + 1
    if not repeat.within:
        return own * repeat.count
    return sum(own + added(repeat.inner(copy)) for copy in range(repeat.count))
