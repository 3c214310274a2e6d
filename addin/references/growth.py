"""How a sheet grows: which lines of the template are repeated how often, and where each line comes to stand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

Path: TypeAlias = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """The template's lines `first` to `last` (from 1, inclusive), put once for each member of `copies`.

    A copy is the tuple of the repeats within it, which are at the same template lines in every copy; `()` in a plain
    block. No copies at all: the lines are removed.
    """

    first: int
    last: int
    copies: tuple[tuple["Repeat", ...], ...]


@dataclass(frozen=True, slots=True)
class Line:
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
    return Repeat(first, last, ((),) * count)


def lines(repeats: Sequence[Repeat], first: int, last: int, path: Path = ()) -> Iterator[Line]:
    """The filled sheet's lines that template lines `first` to `last` become, in order."""
    position = first
    for repeat in repeats:
        if repeat.first > last:
            break
        yield from (Line(line, path) for line in range(position, repeat.first))
        for index, inner in enumerate(repeat.copies):
            yield from lines(inner, repeat.first, repeat.last, (*path, index))
        position = repeat.last + 1
    yield from (Line(line, path) for line in range(position, last + 1))
