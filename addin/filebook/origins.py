"""Which line of the template, and which copy of it, a line of the filled sheet is."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from addin.references.axis import SheetAxis
from addin.references.growth import Repeat, lines


class Origin(NamedTuple):
    """A template line, and the how-manieth of its images (from 0)."""

    line: int
    copy: int


class Stretch(NamedTuple):
    """Filled lines that are successive copies of one template line, the first of them copy `copy`."""

    filled: range
    line: int
    copy: int


class _Run(NamedTuple):
    """Filled lines from `start`: template lines from `line`, all `height` of them over and over, copies from `copy`."""

    start: int
    line: int
    height: int
    copy: int


_ENDLESS = 1 << 30
_KEPT = 64


@dataclass(frozen=True)
class Origins:
    """The origins of an axis' lines."""

    repeats: tuple[Repeat, ...]

    def of(self, filled: int) -> Origin:
        """The origin of a filled line, from 1."""
        run = self._runs[bisect_right(self._starts, filled) - 1]
        copy, offset = divmod(filled - run.start, run.height)
        return Origin(run.line + offset, run.copy + copy)

    def stretches(self, first: int, last: int) -> Iterator[Stretch]:
        """Where filled lines `first` to `last` come from."""
        while first <= last:
            at = bisect_right(self._starts, first)
            run = self._runs[at - 1]
            end = min(last + 1, self._starts[at] if at < len(self._starts) else _ENDLESS)
            if run.height > 1:
                end = first + 1
            yield Stretch(range(first, end), *self.of(first))
            first = end

    @cached_property
    def _runs(self) -> Sequence[_Run]:
        return list(self._walk())

    @cached_property
    def _starts(self) -> Sequence[int]:
        return [run.start for run in self._runs]

    def _walk(self) -> Iterator[_Run]:
        filled = template = 1
        for repeat in self.repeats:
            yield _Run(filled, template, _ENDLESS, 0)
            filled += repeat.first - template
            height = repeat.last - repeat.first + 1
            if not repeat.within:
                yield _Run(filled, repeat.first, height, 0)
                filled += height * repeat.count
            else:
                seen: dict[int, int] = {}
                for line in lines((repeat,), repeat.first, repeat.last):
                    copy = seen.get(line.template, 0)
                    seen[line.template] = copy + 1
                    yield _Run(filled, line.template, 1, copy)
                    filled += 1
            template = repeat.last + 1
        yield _Run(filled, template, _ENDLESS, 0)


def origins(axis: SheetAxis) -> Origins:
    """The origins of an axis' lines."""
    return Origins(axis.repeats)
