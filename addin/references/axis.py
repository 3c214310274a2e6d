"""Where the template's lines come to stand on one axis of a filled sheet, without listing them."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
from typing import Final, NamedTuple

from addin.references.growth import ROWS, Path, Repeat


class FilledLine(NamedTuple):
    """A template line, and the filled line that it becomes."""

    template: int
    filled: int


class Span(NamedTuple):
    """Lines `first` to `last`, inclusive."""

    first: int
    last: int


ENDLESS: Final = Span(0, 1 << 30)


class Pin(NamedTuple):
    """A template line, and which copy counts of each repeat around it, outermost first; further repeats are free."""

    line: int = 0
    path: Path = ()


FREE = Pin()


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A repeat, measured: `start` is where its first copy begins, `starts` where each copy begins after that."""

    first: int
    last: int
    start: int
    starts: Sequence[int]
    levels: tuple["_Level", ...]

    @property
    def count(self) -> int:
        return len(self.starts) - 1

    @property
    def regular(self) -> bool:
        """Whether the copies are alike and as high as the template's lines."""
        return len(self.levels) == 1 and not self.levels[0].stretches

    def level(self, copy: int) -> "_Level":
        return self.levels[copy] if len(self.levels) > 1 else self.levels[0]

    def holds(self, line: int) -> bool:
        return self.first <= line <= self.last

    def choice(self, pin: Pin) -> tuple[range, Pin]:
        """The copies that `pin` leaves to choose from, and what it says within them."""
        if pin.path and self.holds(pin.line):
            rest = Pin(pin.line, pin.path[1:])
            return range(pin.path[0], pin.path[0] + 1), rest if rest.path else FREE
        return range(self.count), FREE

    def before(self, line: int, *, ended: bool = True) -> int:
        """How many copies have ended, or have begun, before a line that counts from the first copy."""
        return max(bisect_right(self.starts, line) - 1, 0) if ended else min(bisect_left(self.starts, line), self.count)

    def placed(self, copy: int, image: FilledLine) -> FilledLine:
        return FilledLine(image.template, self.start + self.starts[copy] + image.filled)


@dataclass(frozen=True, slots=True)
class _Level:
    """The lines of a sheet, or of one copy of a repeat; positions count from `begin`."""

    begin: int
    stretches: tuple[_Stretch, ...]
    firsts: tuple[int, ...]
    lasts: tuple[int, ...]
    shifts: tuple[int, ...]

    def plain(self, line: int, index: int) -> FilledLine:
        """Where a line outside of the stretches stands; `index` is that of the next stretch."""
        return FilledLine(line, line - self.begin + self.shifts[index])

    def first(self, line: int, end: int, pin: Pin) -> FilledLine | None:
        for index in range(bisect_left(self.lasts, line), len(self.stretches) + 1):
            if line > end:
                break
            if index == len(self.stretches) or line < self.firsts[index]:
                return self.plain(line, index)
            stretch = self.stretches[index]
            copies, within = stretch.choice(pin)
            for copy in copies:
                image = stretch.level(copy).first(line, min(end, stretch.last), within)
                if image:
                    return stretch.placed(copy, image)
            line = stretch.last + 1
        return None

    def last(self, start: int, line: int, pin: Pin) -> FilledLine | None:
        for index in range(bisect_right(self.firsts, line), -1, -1):
            if line < start:
                break
            if index == 0 or line > self.lasts[index - 1]:
                return self.plain(line, index)
            stretch = self.stretches[index - 1]
            copies, within = stretch.choice(pin)
            for copy in reversed(copies):
                image = stretch.level(copy).last(max(start, stretch.first), line, within)
                if image:
                    return stretch.placed(copy, image)
            line = stretch.first - 1
        return None

    def spans(self, first: int, last: int, offset: int, pin: Pin, window: Span = ENDLESS) -> Iterator[Span]:
        """The runs of images of lines `first` to `last`; they may touch one another.

        Copies of repeats that lie wholly outside of the filled lines of `window` are left out.
        """
        line = first
        for index in range(bisect_left(self.lasts, first), bisect_right(self.firsts, last)):
            stretch = self.stretches[index]
            if line < stretch.first:
                yield Span(*(offset + self.plain(each, index).filled for each in (line, stretch.first - 1)))
            yield from _stretch_spans(stretch, max(line, stretch.first), min(last, stretch.last), offset, pin, window)
            line = stretch.last + 1
        if line <= last:
            index = bisect_left(self.lasts, line)
            yield Span(*(offset + self.plain(each, index).filled for each in (line, last)))

    def around(self, line: int) -> "_Stretch | None":
        index = bisect_left(self.lasts, line)
        return self.stretches[index] if index < len(self.stretches) and self.firsts[index] <= line else None


def _stretch_spans(stretch: _Stretch, first: int, last: int, offset: int, pin: Pin, window: Span) -> Iterator[Span]:
    start = offset + stretch.start
    copies, within = stretch.choice(pin)
    if window is not ENDLESS:
        copies = copies[stretch.before(window.first - start) : stretch.before(window.last + 1 - start, ended=False)]
    if within is FREE and (first, last) == (stretch.first, stretch.last):
        if copies:
            yield Span(start + stretch.starts[copies.start], start + stretch.starts[copies.stop] - 1)
        return
    for copy in copies:
        yield from stretch.level(copy).spans(first, last, start + stretch.starts[copy], within, window)


def _measured(repeat: Repeat, start: int) -> _Stretch:
    height = repeat.last - repeat.first + 1
    if not repeat.within:
        starts = range(0, (repeat.count + 1) * height, height)
        return _Stretch(repeat.first, repeat.last, start, starts, (_level((), repeat.first, repeat.last),))
    known: dict[tuple[Repeat, ...], _Level] = {}
    for inner in repeat.within:
        if inner not in known:
            known[inner] = _level(inner, repeat.first, repeat.last)
    levels = tuple(known[inner] for inner in repeat.within)
    heights = (height + level.shifts[-1] for level in levels)
    return _Stretch(repeat.first, repeat.last, start, tuple(accumulate(heights, initial=0)), levels)


def _level(repeats: Sequence[Repeat], begin: int, end: int) -> _Level:
    stretches: list[_Stretch] = []
    shifts = [0]
    for repeat in repeats:
        if repeat.first < (stretches[-1].last + 1 if stretches else begin) or repeat.last > end:
            raise ValueError(f"repeats overlap at line {repeat.first}")
        stretch = _measured(repeat, repeat.first - begin + shifts[-1])
        stretches.append(stretch)
        shifts.append(shifts[-1] + stretch.starts[-1] - (repeat.last - repeat.first + 1))
    firsts, lasts = tuple(each.first for each in stretches), tuple(each.last for each in stretches)
    return _Level(begin, tuple(stretches), firsts, lasts, tuple(shifts))


@dataclass(frozen=True, slots=True)
class _Shape:
    """Where a repeat is, and those within it, in whichever copies they are."""

    first: int
    last: int
    within: tuple["_Shape", ...]


def _shapes(copies: Iterable[tuple[Repeat, ...]]) -> tuple[_Shape, ...]:
    found: dict[tuple[int, int], set[tuple[Repeat, ...]]] = {}
    for repeat in chain.from_iterable(copies):
        found.setdefault((repeat.first, repeat.last), set()).update(repeat.within)
    return tuple(_Shape(first, last, _shapes(within)) for (first, last), within in found.items())


class SheetAxis:
    """The rows or the columns of a sheet, filled. Lines count from 1."""

    __slots__ = ("_root", "_shapes", "repeats")

    def __init__(self, repeats: Sequence[Repeat] = ()) -> None:
        self.repeats = tuple(repeats)
        self._root = _level(self.repeats, 0, ROWS)
        self._shapes = _shapes([self.repeats])

    @property
    def grows(self) -> bool:
        """Whether anything is repeated at all (be it once)."""
        return bool(self.repeats)

    @property
    def growth(self) -> int:
        """By how many lines the sheet becomes longer."""
        return self._root.shifts[-1]

    def repeats_within(self, first: int, last: int) -> bool:
        """Whether any of these lines is repeated."""
        return any(repeat.first <= last and first <= repeat.last for repeat in self.repeats)

    def first(self, line: int, end: int | None = None, pin: Pin = FREE) -> FilledLine | None:
        """The first image of `line`, or where it has none of the next line up to `end`; None where none has."""
        return self._root.first(line, line if end is None else end, pin)

    def last(self, line: int, start: int | None = None, pin: Pin = FREE) -> FilledLine | None:
        """The last image of `line`, or where it has none of the line before, down to `start`; None where none has."""
        return self._root.last(line if start is None else start, line, pin)

    def filled(self, line: int, path: Path) -> int:
        """Where `line` stands in the copy `path`; KeyError where there is no such copy."""
        image = self.first(line, line, Pin(line, path))
        if image is None:
            raise KeyError((line, path))
        return image.filled

    def spans(self, first: int, last: int, pin: Pin = FREE) -> list[Span]:
        """All images of the lines `first` to `last`, as the fewest runs of filled lines."""
        return merged(self._root.spans(first, last, 0, pin))

    def images(self, first: int, last: int, window: Span) -> list[Span]:
        """The images of the lines `first` to `last` among the filled lines of `window`, as the fewest runs."""
        found = self._root.spans(first, last, 0, FREE, window)
        clipped = (Span(max(each.first, window.first), min(each.last, window.last)) for each in found)
        return merged(each for each in clipped if each.first <= each.last)

    def is_cut(self, first: int, last: int) -> bool:
        """Whether the lines `first` to `last` are a part, and not all, of a repeat."""
        return _is_cut(self._shapes, first, last)

    def shared(self, one: int, other: int) -> int:
        """How many nested repeats both lines are in."""
        return sum(shape.first <= other <= shape.last for shape in self._around(one))

    def depth(self, line: int) -> int:
        """How many nested repeats the line is in."""
        return self.shared(line, line)

    def single(self, line: int) -> bool:
        """Whether the line's innermost repeat has no other line."""
        shapes = list(self._around(line))
        return bool(shapes) and shapes[-1].first == shapes[-1].last

    def paths(self, first: int, last: int) -> Iterator[Path]:
        """Each copy of the repeats that lines `first` and `last` are both in."""
        return _paths(self._root, first, last)

    def run(self, line: int, prefix: Path) -> tuple[int, bool]:
        """For the line's innermost repeat within the copies `prefix`: how many copies, and whether they are alike."""
        level = self._root
        for copy in prefix:
            stretch = level.around(line)
            if stretch is None:
                raise KeyError((line, prefix))
            level = stretch.level(copy)
        innermost = level.around(line)
        return (innermost.count, innermost.regular) if innermost else (1, True)

    def _around(self, line: int) -> Iterator["_Shape"]:
        shapes = self._shapes
        while shape := next((each for each in shapes if each.first <= line <= each.last), None):
            yield shape
            shapes = shape.within


def _is_cut(shapes: Iterable[_Shape], first: int, last: int) -> bool:
    return any(
        (shape.first < first or last < shape.last) or _is_cut(shape.within, first, last)
        for shape in shapes
        if shape.first <= last and first <= shape.last
    )


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same lines with runs that touch put together; the spans are in order."""
    result: list[Span] = []
    for span in spans:
        if result and span.first <= result[-1].last + 1:
            result[-1] = Span(result[-1].first, max(span.last, result[-1].last))
        else:
            result.append(span)
    return result


def _paths(level: _Level, first: int, last: int) -> Iterator[Path]:
    stretch = level.around(first)
    if stretch is None or not stretch.holds(last):
        yield ()
        return
    for copy in range(stretch.count):
        yield from ((copy, *inner) for inner in _paths(stretch.level(copy), first, last))


UNCHANGED = SheetAxis()
